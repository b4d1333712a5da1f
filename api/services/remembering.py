"""What a process remembers of what it counted: true until the public log moves or an instant changes it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.services.observing import Head, Moment

#: So much is remembered; then it is all forgotten.
_MOST = 1000


@dataclass(frozen=True)
class _Remembered:
    value: Any
    head: Head
    since: datetime
    until: datetime | None


def recall(session: Session, moment: Moment, key: Hashable) -> Any:
    """What was found under a key, None if that is not known to be so still. Of the present only."""
    found: _Remembered | None = session.info.get("memory", {}).get(key)
    if found is None or moment.asked or found.head != session.info["head"] or moment.at < found.since:
        return None
    return found.value if found.until is None or moment.at < found.until else None


def remember(session: Session, moment: Moment, key: Hashable, value: Any, until: datetime | None) -> None:
    """Keep what was found in this snapshot, which no instant changes before `until`.

    A session that writes has no memory: what it sees may never come to be.
    """
    memory: dict[Hashable, _Remembered] | None = session.info.get("memory")
    if memory is None or moment.asked:
        return
    if len(memory) >= _MOST:
        memory.clear()
    memory[key] = _Remembered(value, session.info["head"], moment.at, until)
