"""Which items a list has, in which order, and which page of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from api.catalogue import INSTANTS, ContentType
from api.models import Edition, EditionTerm
from api.services.boundaries import hiding, upcoming
from api.services.cursors import Cursor
from api.services.gathering import EDITION
from api.services.indexing import SORT
from api.services.observing import Moment, public
from api.services.resolving import identify_public
from schemas.references import Reference

_INSTANTS = dict(zip(INSTANTS, (Edition.valid_from, Edition.first_published_at, Edition.updated_at), strict=True))


@dataclass(frozen=True)
class Selection:
    """What a list is asked for: values of one filter are alternatives, different filters all hold."""

    sort: tuple[str, ...]
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ids: Sequence[str] | None = None
    updated_since: datetime | None = None
    page: int = 1
    limit: int = 20
    cursor: Cursor | None = None


@dataclass(frozen=True)
class Page:
    """Editions of one page; `total` is None when a cursor was used. `boundaries` are when membership changes."""

    rows: Sequence[Row[Any]]
    total: int | None
    next_cursor: Cursor | None
    boundaries: Sequence[datetime]


def page(session: Session, moment: Moment, content: ContentType, selection: Selection) -> Page:
    """The page of what is public that the selection asks for; one past the end is empty."""
    wanted, later = _conditions(session, moment, content, selection)
    survey = _survey(moment, content, wanted, counting=selection.cursor is None)
    offset = 0 if selection.cursor else (selection.page - 1) * selection.limit
    keys, statement = _sorted(select(*EDITION, *survey).where(*wanted), selection)
    statement = statement.limit(selection.limit + 1).offset(offset)
    rows = session.execute(statement).all() if offset >= 0 else []
    found = rows[0] if rows else session.execute(select(*survey)).one()
    more, rows = len(rows) > selection.limit, rows[: selection.limit]
    cursor = None
    if more:
        last = rows[-1]._mapping
        cursor = Cursor(selection.sort, tuple(last[f"key_{n}"] for n in range(len(keys))), str(rows[-1].entry_id))
    boundaries = [*later, *(each for each in (found.comes, found.goes) if each)]
    return Page(rows, None if selection.cursor else found.total, cursor, boundaries)


def _conditions(
    session: Session, moment: Moment, content: ContentType, selection: Selection
) -> tuple[list[ColumnElement[bool]], list[datetime]]:
    """What an edition must fulfil, and when a slug that a filter names will begin to name something."""
    wanted = [Edition.type == content.name, public(moment)]
    if selection.ids is not None:
        wanted.append(Edition.entry_id.in_([UUID(each) for each in selection.ids]))
    if selection.updated_since:
        wanted.append(Edition.valid_from >= selection.updated_since)
    filters, later = _identified(session, moment, content, selection.filters)
    for name, given in filters.items():
        matching = select(EditionTerm.edition_id).where(EditionTerm.name == name, EditionTerm.value.in_(given))
        wanted.append(Edition.id.in_(matching) if given else false())
    return wanted, later


def _identified(
    session: Session, moment: Moment, content: ContentType, filters: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[str]], list[datetime]]:
    """The filters with ids in the place of names; what is not public falls away, as it does in the answers."""
    targets = {name: leaf.target for name, leaf in content.filters.items() if isinstance(leaf, Reference)}
    keys = [(targets[name], each) for name, given in filters.items() if name in targets for each in given]
    found, later = identify_public(session, moment, keys)
    ids = {
        name: [found[target, each] for each in filters[name] if (target, each) in found]
        for name, target in targets.items()
        if name in filters
    }
    return {name: list(given) for name, given in filters.items()} | ids, later


def _survey(moment: Moment, content: ContentType, wanted: list[ColumnElement[bool]], *, counting: bool) -> list[Any]:
    """What rides on every row: the next instants at which an item of the type comes or goes, and how many there are."""
    comes, goes = upcoming({content.name}, moment.at)
    if moment.is_past:
        comes = goes = hiding({content.name}, moment.now)
    instants: list[Any] = [comes.label("comes"), goes.label("goes")]
    if not counting:
        return instants
    total = select(func.count()).select_from(Edition).where(*wanted).correlate(None).scalar_subquery()
    return [*instants, total.label("total")]


def _sorted(statement: Any, selection: Selection) -> tuple[list[Any], Any]:
    """The statement in the order asked for, behind the cursor if there is one; ties go by id."""
    keys: list[Any] = []
    order: list[tuple[Any, bool]] = []
    for number, each in enumerate(selection.sort):
        name, descending = each.removeprefix("-"), each.startswith("-")
        column: Any = _INSTANTS.get(name)
        if column is None:
            term = aliased(EditionTerm)
            statement = statement.outerjoin(term, and_(term.edition_id == Edition.id, term.name == SORT + name))
            column = func.coalesce(term.value, "")
        keys.append(column.label(f"key_{number}"))
        order.append((column, descending))
    order.append((Edition.entry_id, False))
    statement = statement.add_columns(*keys)
    if selection.cursor:
        statement = statement.where(_behind(order, (*selection.cursor.values, UUID(selection.cursor.id))))
    return keys, statement.order_by(*(column.desc() if descending else column for column, descending in order))


def _behind(order: Sequence[tuple[Any, bool]], at: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after `at`: the first key on which they differ decides."""
    alternatives = []
    for number, (column, descending) in enumerate(order):
        same = [earlier == at[position] for position, (earlier, _) in enumerate(order[:number])]
        alternatives.append(and_(*same, column < at[number] if descending else column > at[number]))
    return or_(*alternatives)
