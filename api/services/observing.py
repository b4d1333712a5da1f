"""Which moment a reader sees, and what is public then: one snapshot, one now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

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

    def known_of(self, organization: UUID) -> "Moment":
        """The moment as it may be known of this organization's entries: of others' future the present."""
        if self.is_future and not (self.caller and self.caller.owns(organization)):
            return replace(self, at=self.now)
        return self


class Head(NamedTuple):
    """The last line of the public log: its `seq` and its instant, None before anything was published."""

    sequence: int
    at: datetime | None


def head(session: Session) -> Head:
    """How far the public log has come in this snapshot."""
    last = session.execute(select(Change.seq, Change.at).order_by(Change.seq.desc()).limit(1)).first()
    return Head(last.seq, last.at) if last else Head(0, None)


def observe(
    session: Session, as_of: datetime | None = None, min_sequence: int = 0, caller: Caller | None = None
) -> Moment:
    """The moment a reader sees in this snapshot.

    now = max(clock, the log's last instant): a machine whose clock lags never sees less than what was published.
    Raises Unavailable when the log has not come to `min_sequence`, Unauthorized when `as_of` is yet to come and the
    caller has no key.
    """
    sequence, last = head(session)
    session.info["sequence"] = sequence
    now: datetime = session.info["clock"]()
    if last and last > now:
        now = last
    if sequence < min_sequence:
        raise Unavailable("sequence", {"sequence": sequence})
    if as_of and as_of > now and (caller is None or caller.previews):
        raise Unauthorized("asOf")
    return Moment(now, as_of or now, caller, as_of is not None)


def public(moment: Moment) -> ColumnElement[bool]:
    """Whether an edition is public at the moment, as far as whoever asks may know.

    A past that was hidden since is hidden; of the future a caller sees what is its own, and of the rest the present.
    """
    at = and_(Edition.valid_from <= moment.at, Edition.valid_to > moment.at)
    if moment.is_past:
        return and_(at, Edition.hidden_from > moment.now)
    caller = moment.caller
    if not moment.is_future or (caller and EVERYWHERE in caller.scopes):
        return at
    now = and_(Edition.valid_from <= moment.now, Edition.valid_to > moment.now)
    organization = caller.organization if caller else None
    return or_(and_(Edition.organization_id == organization, at), and_(Edition.organization_id != organization, now))
