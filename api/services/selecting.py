"""The statements that lists are read with: one for each shape of question, made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, distinct, exists, func, or_, select, true, tuple_, union

from api.models import EditionTerm
from api.services.gathering import EDITION, EDITIONS
from api.services.indexing import INSTANT_COLUMNS, SORT
from api.services.observing import VISIBLE
from api.services.searching.engines import SQLITE, found_editions, is_found

TERMS: Any = EditionTerm.__table__
#: The usual order of a type: one key, which every edition carries.
USUAL = ("",)
_SHAPES = 1024


class Words(NamedTuple):
    """Which engine looks for `words`, and whether it found few: those are `found`, and nothing else is walked through.

    Where there are many, PostgreSQL asks each in turn; SQLite cannot without beginning anew each time.
    """

    engine: str
    few: bool


@dataclass(frozen=True)
class Shape:
    """What a list is asked for, but for the values: `filters` are names and how many values each has, fewest first."""

    type: str
    when: str
    sort: Sequence[str] = USUAL
    filters: Sequence[tuple[str, int]] = ()
    by_id: bool = False
    since: bool = False
    behind: bool = False
    words: Words | None = None


@lru_cache(_SHAPES)
def listing(shape: Shape) -> Select[Any]:
    """The editions of a page and the values they are sorted by (`key_0`, …); takes `limit` and `offset`."""
    if shape.words and shape.words.few:
        return _ordered(_among_few(select(*EDITION), shape), shape)
    if shape.sort == USUAL and shape.filters:
        return _off_the_index(shape)
    return _ordered(select(*EDITION).where(*_listed(EDITIONS, shape), *_conditions(shape, shape.filters)), shape)


@lru_cache(_SHAPES)
def counting(shape: Shape) -> Select[Any]:
    """How many editions there are on all pages, and when that next changes by itself."""
    changing = _changing(shape.type, shape.when)
    if shape.words and shape.words.few:
        return _among_few(select(func.count(), *changing).select_from(EDITIONS), shape)
    if not shape.filters:
        wanted = [*_listed(EDITIONS, shape), *_conditions(shape, every=True)]
        return select(func.count(), *changing).select_from(EDITIONS).where(*wanted)
    (name, values), *others = shape.filters
    valued = [TERMS.c.name == name, TERMS.c.value.in_(bindparam(f"of_{name}", expanding=True))]
    listed = [*_listed(TERMS, shape), *valued]
    plain = not (shape.by_id or shape.since or shape.words)
    if values == 1 and not others and shape.when == "present" and plain:
        return select(_number(TERMS, listed) - _number(TERMS, [*valued, _is_not_public(shape)]), *changing)
    number = func.count() if values == 1 else func.count(distinct(EDITIONS.c.id))
    return select(number, *changing).select_from(_OF_TERM).where(*listed, *_conditions(shape, others, every=True))


def _among_few(statement: Select[Any], shape: Shape) -> Select[Any]:
    """The statement, of what words found."""
    return statement.where(*_listed(EDITIONS, shape), *_conditions(shape, shape.filters))


def _number(table: Any, wanted: Sequence[ColumnElement[bool]]) -> Any:
    return select(func.count()).select_from(table).where(*wanted).scalar_subquery()


def _is_not_public(shape: Shape) -> ColumnElement[bool]:
    """Whether a term is of an edition that is live but not public: scheduled, or just ended. Hardly any is."""
    at = bindparam("at", type_=EDITIONS.c.valid_from.type)
    elsewhere = or_(EDITIONS.c.valid_from > at, EDITIONS.c.valid_to <= at)
    return cast(
        "ColumnElement[bool]", TERMS.c.edition_id.in_(select(EDITIONS.c.id).where(*_listed(EDITIONS, shape), elsewhere))
    )


_OF_TERM = TERMS.join(EDITIONS, EDITIONS.c.id == TERMS.c.edition_id)


def _off_the_index(shape: Shape) -> Select[Any]:
    """A filtered list in the usual order: the index of each value is read in that order, no further than the page."""
    (name, values), *others = shape.filters
    place = (TERMS.c.sort_key, TERMS.c.entry_id)

    def of(value: int) -> Any:
        wanted = [*_listed(TERMS, shape), TERMS.c.name == name, TERMS.c.value == bindparam(f"of_{name}_{value}")]
        if shape.behind:
            wanted.append(tuple_(*place) > tuple_(*_bounds(place)))
        return wanted + _conditions(shape, others)

    if values == 1:
        found = select(*EDITION, TERMS.c.sort_key.label("key_0")).select_from(_OF_TERM).where(*of(0))
        return found.order_by(*place).limit(bindparam("limit")).offset(bindparam("offset"))
    each = (
        select(TERMS.c.edition_id).select_from(_OF_TERM).where(*of(value)).order_by(*place).limit(bindparam("reach"))
        for value in range(values)
    )
    picked = union(*(select(one.subquery().c.edition_id) for one in each)).subquery()
    editions = EDITIONS.join(picked, picked.c.edition_id == EDITIONS.c.id)
    return _ordered(select(*EDITION).select_from(editions), shape)


def _conditions(
    shape: Shape, filters: Sequence[tuple[str, int]] = (), *, every: bool = False
) -> list[ColumnElement[bool]]:
    """What an edition of the type must fulfil; `every` where all of them are looked at."""
    wanted = [VISIBLE[shape.when]]
    if shape.by_id:
        wanted.append(EDITIONS.c.entry_id.in_(bindparam("ids", expanding=True)))
    if shape.since:
        wanted.append(EDITIONS.c.valid_from >= bindparam("since", type_=EDITIONS.c.valid_from.type))
    if shape.words:
        wanted.append(_is_found(shape.words, every=every))
    for name, _ in filters:
        term = TERMS.alias()
        values = term.c.value.in_(bindparam(f"of_{name}", expanding=True))
        wanted.append(exists().where(term.c.edition_id == EDITIONS.c.id, term.c.name == name, values))
    return wanted


def _is_found(words: Words, *, every: bool) -> ColumnElement[bool]:
    id: ColumnElement[int] = EDITIONS.c.id
    if words.few:
        return id.in_(bindparam("found", expanding=True))
    return id.in_(found_editions(words.engine)) if every or words.engine == SQLITE else is_found(words.engine, id)


def _listed(table: Any, shape: Shape) -> list[ColumnElement[bool]]:
    """Where an index begins: the type and, unless it is the past that is asked for, what is live."""
    of_type = table.c.type == shape.type
    return [of_type] if shape.when == "past" else [of_type, table.c.live == true()]


def _ordered(statement: Select[Any], shape: Shape) -> Select[Any]:
    """The statement in the order asked for, behind the cursor if there is one; ties go by id."""
    order: list[tuple[Any, bool]] = []
    for number, each in enumerate(shape.sort):
        name, descending = each.removeprefix("-"), each.startswith("-")
        if each in USUAL:
            column: Any = EDITIONS.c.sort_key
        elif name in INSTANT_COLUMNS:
            column = EDITIONS.c[INSTANT_COLUMNS[name]]
        else:
            term = TERMS.alias()
            of_edition = and_(term.c.edition_id == EDITIONS.c.id, term.c.name == SORT + name)
            statement = statement.outerjoin(term, of_edition)
            column = func.coalesce(term.c.value, "")
        statement = statement.add_columns(column.label(f"key_{number}"))
        order.append((column, descending))
    order.append((EDITIONS.c.entry_id, False))
    if shape.behind:
        statement = statement.where(_behind(order))
    statement = statement.order_by(*(column.desc() if descending else column for column, descending in order))
    return statement.limit(bindparam("limit")).offset(bindparam("offset"))


def _behind(order: Sequence[tuple[Any, bool]]) -> ColumnElement[bool]:
    """Rows that come after the cursor: the first key on which they differ decides."""
    columns = [column for column, _ in order]
    if not any(descending for _, descending in order):
        return tuple_(*columns) > tuple_(*_bounds(columns))
    alternatives = []
    at = _bounds(columns)
    for number, (column, descending) in enumerate(order):
        same = [columns[earlier] == at[earlier] for earlier in range(number)]
        alternatives.append(and_(*same, column < at[number] if descending else column > at[number]))
    return or_(*alternatives)


def _bounds(columns: Sequence[Any]) -> list[Any]:
    """Where the page before ended: the values of its last row."""
    return [bindparam(f"after_{number}", type_=column.type) for number, column in enumerate(columns)]


@lru_cache(_SHAPES)
def survey(type_: str, when: str) -> Select[Any]:
    """When an item of a type next comes or goes; of a past, when it next loses one that is hidden."""
    return select(*_changing(type_, when))


def _changing(type_: str, when: str) -> list[Any]:
    if when == "past":
        return [_first_after(EDITIONS.c.hidden_from, "now", EDITIONS.c.type == type_)]
    live = and_(EDITIONS.c.type == type_, EDITIONS.c.live == true())
    return [_first_after(EDITIONS.c[name], "at", live) for name in ("valid_from", "valid_to")]


def _first_after(column: Any, instant: str, wanted: ColumnElement[bool]) -> Any:
    first = select(func.min(column)).where(wanted, column > bindparam(instant, type_=column.type))
    return first.correlate(None).scalar_subquery()
