"""Keeping a copy right, step by step: first a walk through the whole set, then through what differs since.

A walk remembers the point at which it began: what changes meanwhile is found by the next. So content may change under
it, and every answer shows what is public when it is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.services.changing import Differing, Point, Wanted, differing, is_differing, point
from api.services.cursors import Cursor
from api.services.listing import Selection, page
from api.services.observing import Moment
from api.services.selecting import USUAL

#: Before everything that a walk comes by.
_FIRST = ("", str(UUID(int=0)))


@dataclass(frozen=True)
class Position:
    """Where a copy is: it holds all up to `held`, None for nothing yet.

    On a walk it has come to `place`, and will hold all up to `then` at the end. `seen` is the last boundary that any
    answer has shown it: from then on nothing older is told.
    """

    held: Point | None
    seen: datetime
    then: Point | None = None
    place: tuple[str, ...] = ()


class Step(NamedTuple):
    """What a copy applies next, where it is then, and whether there is more to ask for at once."""

    changes: Sequence[Differing]
    position: Position
    more: bool


def seen_from(moment: Moment, position: Position | None) -> Moment:
    """The moment, or what the copy has seen if a machine whose clock is ahead has shown it."""
    at = max(moment.at, position.seen) if position else moment.at
    return replace(moment, now=at, at=at)


def follow(session: Session, moment: Moment, wanted: Wanted, position: Position | None, limit: int) -> Step:
    """The next step of a copy at `position`, None for a new one; `moment` is `seen_from` there."""
    now = point(session, moment, wanted, position.held if position else None)
    if position is None:
        position = Position(None, now.until, now)
    seen = max(position.seen, now.until)
    walk = _through_all if position.held is None else _through_differing
    changes, place = walk(session, moment, wanted, position, limit)
    then = position.then or now
    if place:
        return Step(changes, Position(position.held, seen, then, place), True)
    return Step(changes, Position(then, seen), is_differing(session, moment, wanted, then))


def _through_all(
    session: Session, moment: Moment, wanted: Wanted, position: Position, limit: int
) -> tuple[list[Differing], tuple[str, ...]]:
    """Items of the set behind the place, and the place behind them; none at the end."""
    found: list[Differing] = []
    type_, *behind = position.place or (wanted.types[:1] + _FIRST)
    for name in wanted.types[wanted.types.index(type_) :] if wanted.types else ():
        if len(found) == limit:
            return found, (name, *_FIRST)
        key, id_ = behind if name == type_ else _FIRST
        cursor = Cursor(USUAL, (key,), id_)
        selection = Selection(USUAL, dict(wanted.filters), limit=limit - len(found), cursor=cursor)
        listed = page(session, moment, CATALOGUE[name], selection)
        found += (Differing(row.entry_id, name, row, True, True, False) for row in listed.rows)
        if listed.next_cursor:
            return found, (name, str(listed.next_cursor.values[0]), listed.next_cursor.id)
    return found, ()


def _through_differing(
    session: Session, moment: Moment, wanted: Wanted, position: Position, limit: int
) -> tuple[list[Differing], tuple[str, ...]]:
    """Entries that may differ behind the place, and the place behind them; none at the end."""
    since = position.held
    if since is None or (not position.place and not is_differing(session, moment, wanted, since)):
        return [], ()
    after = UUID(position.place[0]) if position.place else None
    seen = max(position.seen, since.until)
    rows = differing(session, moment, wanted, since, seen, after, limit)
    found = [each for each in rows[:limit] if each.known]
    return found, ((str(rows[limit - 1].id),) if len(rows) > limit else ())
