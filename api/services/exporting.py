"""Everything an organization owns as lines of JSON: what editors wrote last, and what readers see or will see.

Lines come in an order in which each points only at earlier ones, so that they can be read in one go.
"""

from collections.abc import Iterator
from datetime import datetime
from graphlib import CycleError, TopologicalSorter
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.db import FOREVER
from api.errors import Conflict
from api.models import Edition, EditionLink, Entry, Revision, RevisionLink
from api.services.observing import observe
from api.services.ordering import types_in_order


def count_entries(session: Session, organization: UUID | None = None) -> int:
    """How many lines there will be."""
    return session.scalar(select(func.count()).select_from(Entry).where(*_owned(organization))) or 0


def export(session: Session, organization: UUID | None = None) -> Iterator[dict[str, Any]]:
    """One document for each entry of an organization, or of all. Raises Conflict when entries point in a circle."""
    now = observe(session).now
    for type_ in types_in_order():
        for entry_id in _in_order(session, type_, organization):
            entry = session.get_one(Entry, entry_id)
            yield _document(session, entry, now)
            session.expunge_all()


def _owned(organization: UUID | None) -> list[ColumnElement[bool]]:
    return [Entry.organization_id == organization] if organization else []


def _in_order(session: Session, type_: str, organization: UUID | None) -> list[UUID]:
    """The entries of a type, each after those of the same type that it points at."""
    ids = session.scalars(select(Entry.id).where(Entry.type == type_, *_owned(organization)).order_by(Entry.id)).all()
    needs: dict[UUID, set[UUID]] = {each: set() for each in ids}
    drafts = select(RevisionLink.entry_id, RevisionLink.target)
    shown = select(Edition.entry_id, EditionLink.target).join(Edition, Edition.id == EditionLink.edition_id)
    for links in (drafts, shown.where(Edition.type == type_)):
        for row in session.execute(links):
            if row.entry_id in needs and row.target in needs and row.entry_id != row.target:
                needs[row.entry_id].add(row.target)
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError:
        raise Conflict("circle", {"type": type_}) from None


def _document(session: Session, entry: Entry, now: datetime) -> dict[str, Any]:
    owned = {"id": str(entry.id), "type": entry.type, "organization": str(entry.organization_id)}
    if entry.erased_at:
        return owned | {"erased": True}
    head = session.get_one(Revision, (entry.id, entry.revision))
    of_entry = select(Edition).where(Edition.entry_id == entry.id, Edition.valid_to > now)
    editions = session.scalars(of_entry.order_by(Edition.valid_from)).all()
    starts = {each.valid_from for each in editions}
    return owned | {
        "slug": head.slug,
        "externalId": entry.external_id,
        "content": head.body,
        "publications": [_publication(each, head, now, starts) for each in editions],
    }


def _publication(edition: Edition, head: Revision, now: datetime, starts: set[datetime]) -> dict[str, Any]:
    """An edition as data; `validFrom` only of what is yet to come, `content` only where the head's is another."""
    until = edition.until if edition.valid_to in starts else edition.valid_to  # a withdrawal ends it for good
    same = edition.body == head.body and edition.slug == head.slug
    return {
        "validFrom": edition.valid_from if edition.valid_from > now else None,
        "until": until if until < FOREVER else None,
        "slug": edition.slug,
        "content": None if same else edition.body,
        "version": edition.version,
        "firstPublishedAt": edition.first_published_at,
        "updatedAt": edition.updated_at,
        "changeHistory": edition.change_history,
        "major": edition.major,
        "note": edition.note,
        "notice": edition.notice,
    }
