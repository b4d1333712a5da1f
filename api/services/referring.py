"""Who points at an entry: what a change of it touches."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.models import Edition, EditionLink, Entry, RevisionLink
from api.services.acting import actor
from api.services.describing import heads_of, title_of


def references(session: Session, entry: Entry, now: datetime) -> list[dict[str, Any]]:
    """The entries that point here, with the fields and whether as `published`, `scheduled` or `draft`.

    What readers see is told of all organizations; plans and drafts only of the caller's own.
    """
    found: dict[UUID, dict[str, Any]] = {}
    fields: defaultdict[UUID, set[str]] = defaultdict(set)
    seen: defaultdict[UUID, set[str]] = defaultdict(set)
    for link, edition in _editions(session, entry, now):
        seen[edition.entry_id].add("published" if edition.valid_from <= now else "scheduled")
        fields[edition.entry_id].add(link)
        found.setdefault(edition.entry_id, _named(edition.entry_id, edition.type, edition.slug, edition.body))
    drafts = select(RevisionLink.field, Entry).join(Entry, Entry.id == RevisionLink.entry_id)
    rows = [row for row in session.execute(drafts.where(RevisionLink.target == entry.id)) if _own(session, row.Entry)]
    heads = heads_of(session, {row.Entry.id: row.Entry for row in rows}.values())
    for row in rows:
        head = heads[row.Entry.id]
        seen[row.Entry.id].add("draft")
        fields[row.Entry.id].add(row.field)
        found.setdefault(row.Entry.id, _named(row.Entry.id, row.Entry.type, head.slug, head.body))
    found.pop(entry.id, None)
    return [
        {**document, "fields": sorted(fields[id]), "appearances": sorted(seen[id])}
        for id, document in sorted(found.items(), key=lambda each: (each[1]["type"], each[1]["slug"]))
    ]


def _editions(session: Session, entry: Entry, now: datetime) -> list[tuple[str, Edition]]:
    pointing = (
        select(EditionLink.field, Edition)
        .join(Edition, Edition.id == EditionLink.edition_id)
        .where(EditionLink.target == entry.id, Edition.valid_to > now)
        .order_by(Edition.valid_from)
    )
    return [
        (row.field, row.Edition)
        for row in session.execute(pointing)
        if row.Edition.valid_from <= now or _own(session, row.Edition)
    ]


def _own(session: Session, owned: Entry | Edition) -> bool:
    caller = actor(session)
    return caller is None or caller.owns(owned.organization_id)


def _named(id: UUID, type_: str, slug: str, body: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(id), "type": type_, "slug": slug, "title": title_of(type_, body)}
