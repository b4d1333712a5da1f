"""Which moment a reader sees: one snapshot, one now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.errors import Unauthorized, Unavailable
from api.models import Change


@dataclass(frozen=True)
class Moment:
    """`at` is the instant asked about, `now` unless the past is."""

    now: datetime
    at: datetime

    @property
    def is_past(self) -> bool:
        """Whether it is a moment that later boundaries cannot change."""
        return self.at < self.now


def head(session: Session) -> tuple[int, datetime | None]:
    """The last line of the public log: its `seq` and its instant."""
    last = session.execute(select(Change.seq, Change.at).order_by(Change.seq.desc()).limit(1)).first()
    return (last.seq, last.at) if last else (0, None)


def observe(session: Session, as_of: datetime | None = None, min_sequence: int = 0) -> Moment:
    """The moment a reader sees in this snapshot.

    now = max(clock, the log's last instant): a machine whose clock lags never sees less than what was published.
    Raises Unavailable when the log has not come to `min_sequence`, Unauthorized when `as_of` is yet to come.
    """
    sequence, last = head(session)
    session.info["sequence"] = sequence
    now: datetime = session.info["clock"]()
    if last and last > now:
        now = last
    if sequence < min_sequence:
        raise Unavailable("sequence", {"sequence": sequence})
    if as_of and as_of > now:
        raise Unauthorized("asOf")
    return Moment(now, as_of or now)
