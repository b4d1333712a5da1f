"""The editors' list of a type: which entries, in which order, which page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from api.models import Entry, Revision
from api.policy import EVERYWHERE
from api.services.acting import actor
from api.services.cursors import Cursor
from api.services.opening import today
from api.services.resolving import identify
from api.services.searching.engines import engine_of, found_entries, written
from api.services.searching.questions import wanted_draft
from api.services.standing import published_revision, state_of
from schemas.content_type import ContentType

#: What the list can be sorted by.
SORTS: dict[str, Any] = {"savedAt": Revision.at, "slug": Revision.slug}
DEFAULT_SORT = "-savedAt"


@dataclass(frozen=True)
class Wanted:
    """What the list is asked for; None where it does not matter."""

    sort: str
    page: int
    limit: int
    cursor: Cursor | None = None
    ids: Sequence[str] | None = None
    states: Sequence[str] | None = None
    organizations: Sequence[str] | None = None
    external_ids: Sequence[str] | None = None
    has_unpublished_changes: bool | None = None
    review_overdue: bool | None = None
    gaps: Sequence[str] | None = None
    words: str | None = None


def browse(
    session: Session, content: ContentType, wanted: Wanted, now: datetime
) -> tuple[list[Entry], int | None, Cursor | None]:
    """The caller's entries of a page, how many there are (None with a cursor), and where the next page begins."""
    head = and_(Revision.entry_id == Entry.id, Revision.number == Entry.revision)
    rows = select(Entry, Revision.at, Revision.slug).join(Revision, head)
    rows = rows.where(*_conditions(session, content, wanted, now))
    if wanted.words is not None:
        words = written(session, wanted_draft(wanted.words))
        rows = rows.where(Entry.id.in_(found_entries(engine_of(session)))).params(words=words)
    total = None if wanted.cursor else session.scalar(select(func.count()).select_from(rows.subquery()))
    name, descending = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    column = SORTS[name]
    if wanted.cursor:
        value, id = wanted.cursor.values[0], UUID(wanted.cursor.id)
        behind = column < value if descending else column > value
        rows = rows.where(or_(behind, and_(column == value, Entry.id > id)))
    rows = rows.order_by(column.desc() if descending else column, Entry.id).limit(wanted.limit + 1)
    offset = 0 if wanted.cursor else (wanted.page - 1) * wanted.limit
    found = session.execute(rows.offset(offset)).all() if offset >= 0 else []
    more, found = len(found) > wanted.limit, found[: wanted.limit]
    cursor = None
    if more:
        last = found[-1]
        reached: Any = {"savedAt": last.at, "slug": last.slug}[name]
        cursor = Cursor((wanted.sort,), (reached,), str(last.Entry.id))
    return [each.Entry for each in found], total, cursor


def _conditions(session: Session, content: ContentType, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Entry.type == content.name, Entry.erased_at.is_(None)]
    caller = actor(session)
    if caller and EVERYWHERE not in caller.scopes:
        found.append(Entry.organization_id == caller.organization)
    if wanted.ids is not None:
        found.append(Entry.id.in_([UUID(each) for each in wanted.ids]))
    if wanted.organizations is not None:
        named = identify(session, [("organizations", each) for each in wanted.organizations])
        found.append(Entry.organization_id.in_([UUID(each) for each in named.values()]))
    if wanted.external_ids is not None:
        found.append(Entry.external_id.in_(wanted.external_ids))
    if wanted.states is not None:
        found.append(state_of(now).in_(wanted.states))
    if wanted.has_unpublished_changes is not None:
        changed = func.coalesce(published_revision(), 0) != Entry.revision
        found.append(changed if wanted.has_unpublished_changes else ~changed)
    if wanted.review_overdue is not None:
        due = func.coalesce(Revision.body["review"]["reviewBy"].as_string(), "9999-12-31")
        overdue = due < today(now).isoformat()
        found.append(overdue if wanted.review_overdue else ~overdue)
    if wanted.gaps is not None:
        found.append(or_(*(_missing(each) for each in wanted.gaps)))
    return found


def _missing(field: str) -> ColumnElement[bool]:
    """A fact is not stated when it is absent, or an empty list or object."""
    return func.coalesce(Revision.body[field].as_string(), "").in_(["", "[]", "{}"])
