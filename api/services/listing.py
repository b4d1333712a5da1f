"""Which items a list has, and which page of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from api.db import FOREVER, read
from api.services.cursors import Cursor
from api.services.observing import Moment
from api.services.remembering import recall, remember
from api.services.resolving import identify_public
from api.services.searching.engines import engine_of, found_editions, written
from api.services.searching.questions import Question, found_at_all
from api.services.searching.tallying import FEW, how_many
from api.services.selecting import USUAL, Shape, Words, counting, listing, survey
from schemas.content_type import ContentType
from schemas.references import Reference


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
    words: Question | None = None


@dataclass(frozen=True)
class Page:
    """Editions of one page; `total` is None when a cursor was used. `boundaries` are when membership changes."""

    rows: Sequence[Row[Any]]
    total: int | None
    next_cursor: Cursor | None
    boundaries: Sequence[datetime]


def sort_keys(content: ContentType, asked: Sequence[str]) -> tuple[str, ...]:
    """By which keys a list is read: the usual order of a type is one key of its own."""
    return USUAL if tuple(asked) == content.order else tuple(asked)


def page(session: Session, moment: Moment, content: ContentType, selection: Selection) -> Page:
    """The page of what is public that the selection asks for; one past the end is empty."""
    wanted = found_at_all(selection.words) if selection.words else None
    filters, later = identified(session, moment, content, selection.filters)
    if not all(filters.values()):
        changing = [*later, *boundaries(session, moment, content.name)]
        return Page((), None if selection.cursor else 0, None, changing)
    shape, given = _shape(moment, content, selection, filters)
    if wanted:
        until = min(boundaries(session, moment, content.name), default=None)
        found = how_many(session, moment, wanted, until)
        words = Words(engine_of(session), few=found <= FEW)
        shape, given["words"] = replace(shape, words=words), written(session, wanted)
        if words.few:
            given["found"] = read(session, found_editions(words.engine), given).scalars().all()
    if selection.cursor:
        total, changing = None, boundaries(session, moment, content.name)
    elif wanted and not (filters or shape.by_id or shape.since):
        total, changing = found, boundaries(session, moment, content.name)
    else:
        total, changing = _total(session, moment, shape, given)
    rows = read(session, listing(shape), given).all() if given["offset"] >= 0 else []
    more, rows = len(rows) > selection.limit, rows[: selection.limit]
    return Page(rows, total, _cursor(selection, rows[-1]) if more else None, [*later, *changing])


def _shape(
    moment: Moment, content: ContentType, selection: Selection, filters: Mapping[str, Sequence[str]]
) -> tuple[Shape, dict[str, Any]]:
    """The shape of the question, and its values."""
    fewest_first = sorted(filters, key=lambda name: (len(filters[name]), name))
    cursor = selection.cursor
    shape = Shape(
        type=content.name,
        when=moment.when,
        sort=selection.sort,
        filters=tuple((name, len(filters[name])) for name in fewest_first),
        by_id=selection.ids is not None,
        since=selection.updated_since is not None,
        behind=cursor is not None,
    )
    offset = 0 if cursor else (selection.page - 1) * selection.limit
    given = moment.parameters | {
        "ids": [UUID(each) for each in selection.ids or ()],
        "since": selection.updated_since,
        "limit": selection.limit + 1,
        "offset": offset,
        "reach": offset + selection.limit + 1,
    }
    for name, values in filters.items():
        given[f"of_{name}"] = list(values)
        given |= {f"of_{name}_{number}": value for number, value in enumerate(values)}
    if cursor:
        given |= {f"after_{number}": value for number, value in enumerate((*cursor.values, UUID(cursor.id)))}
    return shape, given


def identified(
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
    return {name: list(dict.fromkeys(given)) for name, given in {**filters, **ids}.items()}, later


def boundaries(session: Session, moment: Moment, type_: str) -> list[datetime]:
    """The next instants at which an item of the type comes or goes."""
    key = ("boundaries", type_)
    known: list[datetime] | None = recall(session, moment, key)
    if known is None:
        known = _ahead(read(session, survey(type_, moment.when), moment.parameters).one())
        remember(session, moment, key, known, min(known, default=None))
    return known


def _total(session: Session, moment: Moment, shape: Shape, given: Mapping[str, Any]) -> tuple[int, list[datetime]]:
    """How many there are on all pages, and the boundaries; remembered where it takes a walk through all of them."""
    values = tuple((name, tuple(given[f"of_{name}"])) for name, _ in shape.filters)
    key = ("total", shape.type, values, given.get("words"))
    walks = not shape.by_id and not shape.since
    known: tuple[int, list[datetime]] | None = recall(session, moment, key) if walks else None
    if known is None:
        row = read(session, counting(shape), given).one()
        known = row[0], _ahead(row[1:])
        if walks:
            remember(session, moment, key, known, min(known[1], default=None))
    return known


def _ahead(instants: Iterable[datetime | None]) -> list[datetime]:
    return [each for each in instants if each and each < FOREVER]


def _cursor(selection: Selection, last: Row[Any]) -> Cursor:
    values = tuple(last._mapping[f"key_{number}"] for number in range(len(selection.sort)))
    return Cursor(selection.sort, values, str(last.entry_id))
