"""The history of an entry: its revisions, what differs between them, and going back to one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.errors import NotFound
from api.models import Entry, Revision
from api.services.acting import audit
from api.services.describing import author, authors
from api.services.drafting import save
from schemas.faults import pointer
from schemas.merging import Fields, changes, flatten


def find_revision(session: Session, entry: Entry, number: int | None) -> Revision:
    """One revision. Raises NotFound."""
    found = session.get(Revision, (entry.id, number)) if number and number <= entry.revision else None
    if found is None:
        raise NotFound("notFound")
    return found


def list_revisions(session: Session, entry: Entry, page: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """A page of the revisions, newest first, and how many there are."""
    every = select(Revision).where(Revision.entry_id == entry.id)
    total = session.scalar(select(func.count()).select_from(every.subquery())) or 0
    wanted = every.order_by(Revision.number.desc()).limit(limit).offset(max(page - 1, 0) * limit)
    rows = list(session.scalars(wanted)) if page else []
    names = authors(session, (each.client for each in rows))
    return [_described(each, names) for each in rows], total


def describe_revision(session: Session, revision: Revision) -> dict[str, Any]:
    """One revision with its content."""
    return _described(revision, authors(session, [revision.client])) | {"content": revision.body}


def differences(entry: Entry, before: Revision, after: Revision) -> list[dict[str, Any]]:
    """What differs, field by field: before and after, None where not stated."""
    found = changes(fields_of(entry.type, before), fields_of(entry.type, after))
    return [{"pointer": pointer(place), "before": old, "after": new} for place, (old, new) in found.items()]


def fields_of(type_: str, revision: Revision) -> Fields:
    """The fields of a revision, its slug, organization and external id among them, by where they stand in the entry."""
    content = flatten(CATALOGUE[type_].schema, revision.body, ("content",))
    own = {"slug": revision.slug, "organization": str(revision.organization_id), "externalId": revision.external_id}
    return {(name,): value for name, value in own.items() if value} | content


def restore(session: Session, entry_id: UUID, revision: Revision) -> Entry:
    """Save an earlier revision's content and slug as a new one; the owner and the external id stay as they are.

    Raises Invalid when the content would not be accepted today.
    """
    entry = session.get_one(Entry, entry_id)
    before = entry.revision
    save(session, entry_id, body=revision.body, slug=revision.slug, external_id=entry.external_id)
    if entry.revision > before:
        audit(session, "restored", entry)
    return entry


def _described(revision: Revision, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "revision": revision.number,
        "slug": revision.slug,
        "organization": str(revision.organization_id),
        "externalId": revision.external_id,
        "savedAt": revision.at,
        "savedBy": author(names, revision.client, revision.key),
    }
