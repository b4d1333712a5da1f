"""The trace that a request belongs to (W3C Trace Context)."""

import os
import re
from collections import deque

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?")

#: New ones, made so many at a time; a process that comes of another makes its own.
_ready: deque[str] = deque()
_BATCH = 256
os.register_at_fork(after_in_child=_ready.clear)


def continued(traceparent: str | None) -> str:
    """The `traceparent` of the answer: the caller's trace, or a new one, with a span of our own."""
    try:
        fresh = _ready.popleft()
    except IndexError:
        traces, spans = (os.urandom(size * _BATCH).hex(" ", size).split() for size in (16, 8))
        made = [f"00-{trace}-{span}-00" for trace, span in zip(traces, spans, strict=True)]
        fresh = made.pop()
        _ready.extend(made)
    given = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    return f"00-{given[1]}-{fresh[36:52]}-{given[2]}" if given else fresh
