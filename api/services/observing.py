"""Which moment a reader sees, and what is public then: one snapshot, one now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session

from api.db import UtcDateTime, read
from api.errors import Unauthorized, Unavailable
from api.models import Change, Edition
from api.policy import EVERYWHERE, Caller


@dataclass(frozen=True)
class Moment:
    """`at` is the instant asked about, `now` unless the past or, for a caller with a key, the future is `asked` for."""

    now: datetime
    at: datetime
    caller: Caller | None = None
    asked: bool = False

    @property
    def is_past(self) -> bool:
        """Whether it is a moment that has been."""
        return self.at < self.now

    @property
    def is_future(self) -> bool:
        """Whether it is a moment yet to come."""
        return self.at > self.now

    @property
    def when(self) -> str:
        """Of which kind the moment is: a key of VISIBLE."""
        if not self.is_future:
            return "past" if self.is_past else "present"
        return "everyone's future" if self.caller and EVERYWHERE in self.caller.scopes else "future"

    @property
    def parameters(self) -> dict[str, Any]:
        """What VISIBLE takes."""
        return {"now": self.now, "at": self.at, "own": self.caller.organization if self.caller else None}

    def known_of(self, organization: UUID) -> "Moment":
        """The moment as it may be known of this organization's entries: of others' future the present."""
        if self.is_future and not (self.caller and self.caller.owns(organization)):
            return replace(self, at=self.now)
        return self


class Head(NamedTuple):
    """The last line of the public log: its `seq` and its instant, None before anything was published."""

    sequence: int
    at: datetime | None


_C: Any = Change.__table__.c
_LAST = select(_C.seq, _C.at).order_by(_C.seq.desc()).limit(1)


def head(session: Session) -> Head:
    """How far the public log has come in this snapshot."""
    last = read(session, _LAST).first()
    return Head(last.seq, last.at) if last else Head(0, None)


def observe(
    session: Session, as_of: datetime | None = None, min_sequence: int = 0, caller: Caller | None = None
) -> Moment:
    """The moment a reader sees in this snapshot.

    now = max(clock, the log's last instant): a machine whose clock lags never sees less than what was published.
    Raises Unavailable when the log has not come to `min_sequence`, Unauthorized when `as_of` is yet to come and the
    caller has no key.
    """
    sequence, last = session.info.get("head") or head(session)
    session.info["head"], session.info["sequence"] = Head(sequence, last), sequence
    now: datetime = session.info["clock"]()
    if last and last > now:
        now = last
    if sequence < min_sequence:
        raise Unavailable("sequence", {"sequence": sequence})
    if as_of and as_of > now and (caller is None or caller.previews):
        raise Unauthorized("asOf")
    return Moment(now, as_of or now, caller, as_of is not None)


def _visible(now: Any, at: Any, own: Any) -> dict[str, ColumnElement[bool]]:
    """Whether an edition is public, by when the moment is: `Moment.when`.

    A look into the past does not find what was hidden since. Of the future a caller sees what is its own (or
    everything), and of the rest the present. An interval is told by what it is not: nearly everything has begun and
    nearly nothing has an end, so that no index over either helps, and SQLite would take one if it could.
    """
    edition: Any = Edition.__table__.c
    then, today = (not_(or_(edition.valid_from > each, edition.valid_to <= each)) for each in (at, now))
    mine = edition.organization_id == own
    return {
        "present": then,
        "past": and_(then, edition.hidden_from > now),
        "future": or_(and_(mine, then), and_(not_(mine), today)),
        "everyone's future": then,
    }


#: The same for statements that are made once; it takes `Moment.parameters`.
VISIBLE: Mapping[str, ColumnElement[bool]] = _visible(
    bindparam("now", type_=UtcDateTime()), bindparam("at", type_=UtcDateTime()), bindparam("own", type_=Uuid())
)


def public(moment: Moment) -> ColumnElement[bool]:
    """Whether an edition is public at the moment, as far as whoever asks may know."""
    return _visible(**moment.parameters)[moment.when]
