"""Where a copy is, as a token: opaque, signed, bound to the set it is of."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.db import read
from api.errors import Malformed, Outdated, Unavailable
from api.models import Secret
from api.services.changing import Point, Wanted, is_of_this_history
from api.services.following import Position
from schemas.faults import Fault, Found

#: A position as JSON keeps it.
Packed = list[Any]
#: Names what this history of the database is; made anew when an operator says that it was restored.
EPOCH = "epoch"
_SALT = "changes"
_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Tokens:
    """Writes and reads the tokens of one set."""

    def __init__(self, session: Session, secret: str, wanted: Wanted) -> None:
        """`secret` is the configured one, empty where the house made its own."""
        known = {row.name: row.value for row in read(session, select(Secret.name, Secret.value))}
        self._session = session
        # Types that come to be within what was asked for make it another set, as a restore makes it another history.
        self._bound = [known[EPOCH][:16] + _mark(wanted.types), _mark(wanted.asked, wanted.filters)]
        self._serializer = URLSafeSerializer(
            secret or known["signing"], salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256}
        )

    def write(self, position: Position) -> str:
        """The token for a position."""
        return str(self._serializer.dumps([*self._bound, *pack(position)]))

    def read(self, token: str) -> Position:
        """The position that a token is of.

        Raises Malformed for a token that is not ours or of another set, Outdated for one of another history of the log,
        Unavailable for one that this database has not come to yet.
        """
        try:
            epoch, mark, *packed = self._serializer.loads(token)
        except (BadData, ValueError):
            raise Malformed("query", found=[Found(("since",), Fault("token"))]) from None
        if mark != self._bound[1]:
            raise Malformed("query", found=[Found(("since",), Fault("tokenSet"))])
        position = unpack(packed)
        if epoch != self._bound[0] or not is_ours(self._session, position):
            raise Outdated("tokenOutdated")
        ahead = max(each.sequence for each in (position.held, position.then) if each)
        if ahead > self._session.info["head"].sequence:
            raise Unavailable("sequence", {"sequence": ahead})
        return position


def pack(position: Position) -> Packed:
    """A position as JSON can keep it."""
    points = [_written(each) for each in (position.held, position.then)]
    return [*points, _number(position.seen), *position.place]


def unpack(packed: Packed) -> Position:
    """The position that was packed."""
    held, then, seen, *place = packed
    return Position(_read(held), _instant(seen), _read(then), tuple(place))


def is_ours(session: Session, position: Position) -> bool:
    """Whether a position is of this history of the log."""
    return all(is_of_this_history(session, each) for each in (position.held, position.then) if each)


def epoch(session: Session) -> str:
    """Which history of the database this is."""
    return session.get_one(Secret, EPOCH).value


def renew_epoch(session: Session, epoch: str | None = None) -> None:
    """Make every copy start again: the database has been restored, and its log may go another way than before."""
    session.get_one(Secret, EPOCH).value = epoch or secrets.token_hex(32)


def _mark(*parts: object) -> str:
    """Few characters that stand for something."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _written(point: Point | None) -> list[int | None] | None:
    return point and [point.sequence, None if point.at is None else _number(point.at), _number(point.until)]


def _read(written: Any) -> Point | None:
    if written is None:
        return None
    sequence, at, until = written
    return Point(sequence, None if at is None else _instant(at), _instant(until))


def _number(instant: datetime) -> int:
    return (instant - _START) // _MICROSECOND


def _instant(number: int) -> datetime:
    return _START + number * _MICROSECOND
