"""Where finished answers are kept: so many bytes in memory, the least recently used go first."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from api.http.stored import Stored

#: What an answer takes in memory beside its bytes: headers, key, objects.
_BESIDE = 4000
#: So long someone waits for what someone else is making, in seconds.
_LONGEST_WAIT = 10


class Store:
    """Answers by key, shared by threads. One that is bigger than the whole is not kept."""

    def __init__(self, max_bytes: int) -> None:
        self._left = max_bytes
        self._max_bytes = max_bytes
        self._kept: OrderedDict[str, Stored] = OrderedDict()
        self._making: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> Stored | None:
        """What is kept under a key, true or not."""
        found = self._kept.get(key)
        if found is not None:
            try:  # noqa: SIM105  # on the way of every answer, where `suppress` costs as much as all the rest
                self._kept.move_to_end(key)
            except KeyError:  # another thread has just let it go
                pass
        return found

    def put(self, key: str, stored: Stored) -> None:
        """Keep an answer in place of what was kept under its key."""
        if _size(stored) > self._max_bytes:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self._left += _size(before) if before else 0
            while self._left < _size(stored):
                _, oldest = self._kept.popitem(last=False)
                self._left += _size(oldest)
            self._kept[key] = stored
            self._left -= _size(stored)

    @contextmanager
    def turn(self, key: str) -> Iterator[bool]:
        """Whether it is for the caller to make what belongs there; if not, whoever does has had the time."""
        with self._lock:
            others = self._making.get(key)
            if others is None:
                mine = self._making[key] = threading.Event()
        if others is not None:
            others.wait(_LONGEST_WAIT)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._making[key]
            mine.set()


def _size(stored: Stored) -> int:
    return len(stored.body) + _BESIDE
