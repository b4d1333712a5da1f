"""Two edits of the same revision: what both changed, and the one on top of the other."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import Entry, Revision
from api.services.loading import load
from api.services.resolving import identify, resolve_references
from api.services.revising import fields_of, find_revision
from schemas.faults import pointer
from schemas.merging import Fields, conflicts, flatten, merge, unflatten


def merge_edits(
    session: Session, entry: Entry, base: Revision, yours: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What is in the way (fields that both changed, each to something else), and yours on top of the newest revision.

    `yours` is the document that the caller made of `base`: content, slug, organization, external id. Raises Invalid for
    content that breaks its schema.
    """
    before, theirs = fields_of(entry.type, base), fields_of(entry.type, find_revision(session, entry, entry.revision))
    mine = _fields(session, entry, base, yours)
    both = [
        {"pointer": pointer(place), "base": before.get(place), "theirs": theirs.get(place), "yours": mine.get(place)}
        for place in conflicts(before, theirs, mine)
    ]
    return both, {"content": {}, **unflatten(merge(before, theirs, mine))}


def _fields(session: Session, entry: Entry, base: Revision, yours: Mapping[str, Any]) -> Fields:
    """What the caller wants, field by field; a slug or an organization that it does not name is as in its base."""
    content = CATALOGUE[entry.type]
    body = load(content, yours["content"], partial=True)
    resolve_references(session, content, body)
    organization = ("organizations", yours.get("organization") or str(base.organization_id))
    return {
        ("slug",): yours.get("slug") or base.slug,
        ("organization",): identify(session, [organization]).get(organization, organization[1]),
        **({("externalId",): yours["externalId"]} if yours.get("externalId") else {}),
        **flatten(content.schema, body, ("content",)),
    }
