"""Where finished answers are kept: so many bytes in memory, the least recently used go first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cachetools import LRUCache

from api.http.stored import Stored

#: What an answer takes in memory beside its bytes: headers, key, objects.
_BESIDE = 4000
#: So long someone waits for what someone else is making, in seconds.
_LONGEST_WAIT = 10


class Store:
    """Answers by key, shared by threads. One that is bigger than the whole is not kept."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._kept: LRUCache[str, Stored] = LRUCache(max_bytes, _size)
        self._making: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> Stored | None:
        """What is kept under a key, true or not."""
        with self._lock:
            try:
                found: Stored = self._kept[key]
            except KeyError:
                return None
        return found

    def put(self, key: str, stored: Stored) -> None:
        """Keep an answer in place of what was kept under its key."""
        if _size(stored) <= self._max_bytes:
            with self._lock:
                self._kept[key] = stored

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
