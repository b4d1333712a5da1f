"""What has changed since a copy was last right: the public log, and the boundaries of editions, in one question.

A copy holds a *set*: the public editions of some types that match some filters. What it has applied completely is a
*point*: a line of the log, and the last boundary it has seen. What may differ since are the entries with a later line
in the log, and those with an edition that began or ended later. Nothing has to fire for that to be complete: an act
that was late is found by its line, an instant that passed by its boundary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, union
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import read
from api.models import Change, Edition, EditionTerm, Entry
from api.services.gathering import EDITION
from api.services.listing import boundaries, identified
from api.services.observing import Moment, public
from api.services.remembering import recall, remember
from api.services.resolving import identify
from schemas.references import Reference

_C: Any = Change.__table__.c
_E: Any = Edition.__table__.c
_T: Any = EditionTerm.__table__.c
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Wanted:
    """Which set a copy holds: types and filters, in an order of their own; and which types were asked for, if any."""

    types: tuple[str, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    asked: tuple[str, ...] | None = None

    @property
    def targets(self) -> list[tuple[str, str]]:
        """What reference filters name: (type, id or slug)."""
        return [
            (leaf.target, value) for name, values in self.filters if (leaf := reference_of(name)) for value in values
        ]

    @property
    def watched(self) -> tuple[str, ...]:
        """The types whose coming and going can change the set: its own, and what it is filtered by."""
        return tuple(dict.fromkeys((*self.types, *(type_ for type_, _ in self.targets))))


def wanted(types: Sequence[str] | None, filters: Mapping[str, Sequence[str]]) -> Wanted:
    """The set that is asked for. A type that does not declare a filter is outside it."""
    asked = [each for each in CATALOGUE if types is None or each in types]
    inside = [each for each in asked if filters.keys() <= CATALOGUE[each].filters.keys()]
    sorted_filters = tuple((name, tuple(sorted(set(filters[name])))) for name in sorted(filters))
    return Wanted(tuple(inside), sorted_filters, None if types is None else tuple(asked))


def reference_of(name: str) -> Reference | None:
    """The field that a filter of references follows, None for another filter; all types have the same by one name."""
    leaf = next((each.filters[name] for each in CATALOGUE.values() if name in each.filters), None)
    return leaf if isinstance(leaf, Reference) else None


class Point(NamedTuple):
    """How far a copy has come: a line of the log and its instant, and the last boundary of anything in its set."""

    sequence: int
    at: datetime | None
    until: datetime


def point(session: Session, moment: Moment, wanted: Wanted, since: Point | None = None) -> Point:
    """Where a copy is that has applied everything up to this moment.

    The same for everyone who comes between two boundaries, so that their next question is the same too.
    """
    sequence, at = session.info["head"]
    key = ("last boundary", wanted.watched)
    until: datetime | None = recall(session, moment, key)
    if until is None:
        until = read(session, _last_boundary(wanted.watched, moment.at)).scalar() or _BEGINNING
        remember(session, moment, key, until, min(changing(session, moment, wanted), default=None))
    return Point(sequence, at, max(until, since.until) if since else until)


def changing(session: Session, moment: Moment, wanted: Wanted) -> list[datetime]:
    """The next instants at which anything that the set rests on comes or goes."""
    return [each for type_ in wanted.watched for each in boundaries(session, moment, type_)]


def _last_boundary(types: Sequence[str], at: datetime) -> Select[Any]:
    each = [
        select(func.max(column).label("at")).where(_E.type == type_, _E.live == live, column <= at)
        for type_ in types
        for column in (_E.valid_from, _E.valid_to)
        for live in (True, False)
    ]
    every = union(*each).subquery() if each else select(func.max(_E.valid_from).label("at")).where(~true()).subquery()
    return select(func.max(every.c.at))


class Differing(NamedTuple):
    """An entry that may differ: its edition where it is in the set, else None and whether readers can have known it."""

    id: UUID
    type: str
    edition: Any
    shown: bool
    known: bool
    erased: bool


def differing(
    session: Session, moment: Moment, wanted: Wanted, since: Point, seen: datetime, after: UUID | None, limit: int
) -> list[Differing]:
    """Entries, by id, that may differ from a copy at `since` and come behind `after`; one more than `limit` at most.

    What is not in the set is told of only if readers can have known it: if an edition of it has begun, or if it was
    taken back before its time by a machine whose clock lags behind what the copy has `seen`.
    """
    question = (wanted, since, seen, after, moment.at)
    known: dict[Any, list[Differing]] = session.info.setdefault("differing", {})
    if question in known:  # by the one who tells of it; the digest rests on the same
        return known[question]
    stirred = _stirred(session, moment, wanted, since).subquery()
    late = exists().where(_C.entry_id == Entry.id, _C.seq > since.sequence, _C.at <= seen)
    begun = exists().where(_E.entry_id == Entry.id, _E.valid_from <= moment.at)
    columns = (Entry.id, Entry.type, Entry.erased_at, or_(late, begun, Entry.erased_at.is_not(None)).label("known"))
    # Of what type they are is seen to below: an engine that began with that would walk through all of them.
    behind = [Entry.id > after] if after else []
    wanted_rows = select(*columns).join(stirred, stirred.c.entry_id == Entry.id).where(*behind)
    rows = read(session, wanted_rows.order_by(Entry.id).limit(limit + 1)).all()
    inside = matching(session, moment, wanted)
    editions: dict[UUID, Any] = {
        each.entry_id: each
        for each in read(
            session,
            select(*EDITION, inside.label("inside")).where(_E.entry_id.in_([row.id for row in rows]), public(moment)),
        )
    }
    found = []
    for row in rows:
        edition = editions.get(row.id)
        shown = edition if edition is not None and edition.inside else None
        told = row.known and row.type in wanted.types
        found.append(Differing(row.id, row.type, shown, edition is not None, told, row.erased_at is not None))
    if len(found) <= limit:
        session.info["differing"] = {question: found}
    return found


def is_differing(session: Session, moment: Moment, wanted: Wanted, since: Point) -> bool:
    """Whether anything may have changed since: cheap, and never wrong in saying no."""
    now = point(session, moment, wanted, since)
    return (now.sequence, now.until) != (since.sequence, since.until)


def _stirred(session: Session, moment: Moment, wanted: Wanted, since: Point) -> Select[Any]:
    """The ids of all entries that may differ."""
    of_watched = (_E.type.in_(wanted.watched), _E.live.in_((True, False)))
    parts = [select(_C.entry_id).where(_C.seq > since.sequence)]
    parts += [
        select(_E.entry_id).where(*of_watched, column > since.until, column <= moment.at)
        for column in (_E.valid_from, _E.valid_to)
    ]
    stirred = union(*parts).subquery()
    pointed = {UUID(id) for id in identify(session, wanted.targets).values()}
    # What was erased has no name any more: it may have been any of those.
    erased = and_(Entry.erased_at.is_not(None), Entry.type.in_({type_ for type_, _ in wanted.targets}))
    among_them = (
        select(stirred.c.entry_id)
        .join(Entry, Entry.id == stirred.c.entry_id)
        .where(or_(stirred.c.entry_id.in_(pointed), erased))
    )
    moved = [str(each) for each in read(session, among_them).scalars()] if wanted.targets else []
    if not moved:
        return select(stirred.c.entry_id)
    # What a filter follows came or went: so may everything that points at it.
    followers = select(_T.entry_id).where(
        _T.type.in_(wanted.types),
        _T.name.in_([name for name, _ in wanted.filters if reference_of(name)]),
        _T.value.in_(moved),
    )
    every = union(select(stirred.c.entry_id), followers).subquery()
    return select(every.c.entry_id)


def matching(session: Session, moment: Moment, wanted: Wanted) -> ColumnElement[bool]:
    """Whether an edition is in the set, if it is public: as lists have it."""
    conditions: list[Any] = [_E.type.in_(wanted.types)]
    for content in (CATALOGUE[each] for each in wanted.types[:1]):
        filters, _ = identified(session, moment, content, dict(wanted.filters))
        for name, values in filters.items():
            of_edition = and_(_T.edition_id == _E.id, _T.name == name, _T.value.in_(values))
            conditions.append(exists().where(of_edition))
    return and_(*conditions)


def is_of_this_history(session: Session, point: Point) -> bool:
    """Whether the log has, or may yet come to, the line that a point names: not after a restore from a backup.

    Instants in the log rise with its numbers, so a line that is still to come cannot be older than the last there is.
    """
    head = session.info["head"]
    if point.sequence > head.sequence:
        return bool(head.at is None or (point.at and point.at > head.at))
    if point.sequence == head.sequence:
        return bool(point.at == head.at)
    return bool(read(session, select(_C.at).where(_C.seq == point.sequence)).scalar() == point.at)
