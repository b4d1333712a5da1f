"""A request sent twice happens once: its answer is kept for a day in the transaction of the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from api.errors import Conflict, Invalid
from api.models import Replay

KEPT_FOR = timedelta(hours=24)
#: The status of a request whose answer is still being made; only its own transaction ever sees it.
_IN_THE_MAKING = 0


@dataclass(frozen=True)
class Kept:
    """An answer as it was given; no body where that showed a secret, or someone who was erased."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None


def recall(session: Session, client: UUID, key: str, fingerprint: str) -> Kept | None:
    """The answer that was given to this key, or None, and the key is this request's.

    Whoever comes second waits for the first. Raises Conflict when that takes too long or the answer showed a secret,
    Invalid when the key was another request's.
    """
    now = session.info["clock"]()
    session.execute(delete(Replay).where(Replay.at <= now - KEPT_FOR))
    claim = Replay(client=client, key=key, at=now, fingerprint=fingerprint, status=_IN_THE_MAKING, headers={})
    try:
        with session.begin_nested():
            session.add(claim)
    except IntegrityError:
        pass
    except OperationalError:  # the lock's time-out
        raise Conflict("replayBusy") from None
    else:
        return None
    kept = session.get_one(Replay, (client, key), populate_existing=True)
    if kept.fingerprint != fingerprint:
        raise Invalid("replayOther")
    if kept.body is None:
        raise Conflict("replaySecret")
    return Kept(kept.status, kept.headers, kept.body)


def keep(session: Session, client: UUID, key: str, kept: Kept) -> None:
    """Keep the answer to the request whose key this is."""
    replay = session.get_one(Replay, (client, key))
    replay.status, replay.headers, replay.body = kept.status, dict(kept.headers), kept.body
