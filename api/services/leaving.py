"""What has left: items that were public and are not any more, whatever the reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from api.db import UtcDateTime, read
from api.models import Edition
from api.services.listing import boundaries
from api.services.observing import Moment
from api.services.remembering import recall, remember

#: For how long, and of how many at most, is told that they left.
TOLD = timedelta(days=90)
MOST = 100

_E: Any = Edition.__table__
_LATER: Any = _E.alias()
_SINCE, _AT = (bindparam(name, type_=UtcDateTime()) for name in ("since", "at"))


class Left(NamedTuple):
    """An entry and when it ended; nothing else is told of it."""

    id: UUID
    at: datetime


def left(session: Session, moment: Moment, type_: str) -> tuple[Sequence[Left], datetime | None]:
    """The entries of a type that left, the last first, and when the first of them is told of no more.

    What never began has no end: drafts, and what was cancelled before its time, are not among them.
    """
    key = ("left", type_)
    found: list[Left] | None = recall(session, moment, key)
    if found is None:
        given = {"type": type_, "since": moment.at - TOLD, "at": moment.at}
        found = [Left(row.id, row.at) for row in read(session, _LEFT, given)]
        ahead = [*boundaries(session, moment, type_), *([found[-1].at + TOLD] if found else [])]
        remember(session, moment, key, found, min(ahead, default=None))
    return found, found[-1].at + TOLD if found else None


def _left() -> Select[Any]:
    """Entries whose last edition that began has ended; what can be erased, and leaves no edition, has no feeds."""
    began_later = exists().where(
        _LATER.c.entry_id == _E.c.entry_id, _LATER.c.valid_from >= _E.c.valid_to, _LATER.c.valid_from <= _AT
    )
    ended = select(_E.c.entry_id.label("id"), _E.c.valid_to.label("at")).where(
        _E.c.type == bindparam("type"),
        _E.c.live.in_((True, False)),  # all of them: the index begins with it
        _E.c.valid_to > _SINCE,
        _E.c.valid_to <= _AT,
        ~began_later,
    )
    return ended.order_by(_E.c.valid_to.desc(), _E.c.entry_id).limit(MOST)


_LEFT = _left()
