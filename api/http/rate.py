"""How many requests one address may make. Counted in memory under a key that is forgotten with the process."""

import time
from collections.abc import Iterator
from itertools import repeat
from math import ceil
from typing import Any

from flask import Flask, Response, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.config import Config
from api.http.problems import problem
from api.http.proxies import Environ, client_address

#: Where a request says that it is one too many: in how many seconds there may be another.
OVER = "content.over"
#: What those ask who look after the server.
_UNCOUNTED = ("/health/", "/metrics")
#: An address draws a hundredth of its limit at a time; so many addresses may hold what they have drawn.
_SHARE = 100
_MOST_HOLDERS = 10_000


class Rate:
    """The limit that the settings name, such as `600/minute`; `0` is none. Raises ValueError for what is no limit."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._allowed = None if config.rate_limit == "0" else parse(config.rate_limit)
        self._counter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._drawn: dict[int, Iterator[Any]] = {}
        self._share = max(1, self._allowed.amount // _SHARE) if self._allowed else 0

    def wait(self, environ: Environ) -> int:
        """Count a request; 0, or the seconds to wait when it is one too many."""
        if self._allowed is None or environ["PATH_INFO"].startswith(_UNCOUNTED):
            return 0
        who = hash(client_address(environ, self._config))  # salted by the process
        drawn = self._drawn.get(who)
        if drawn and next(drawn, None):
            return 0
        for share in (self._share, 1):
            if self._counter.hit(self._allowed, str(who), cost=share):
                self._hold(who, share - 1)
                return 0
        reset = self._counter.get_window_stats(self._allowed, str(who)).reset_time
        return max(1, ceil(reset - time.time()))

    def _hold(self, who: int, number: int) -> None:
        """Remember what an address has drawn: one step of an iterator is one request, whatever threads there are."""
        if len(self._drawn) >= _MOST_HOLDERS:
            self._drawn.clear()
        self._drawn[who] = repeat(True, number)


def install(app: Flask) -> None:
    """Answer 429 to a request that is one too many."""

    @app.before_request
    def refuse() -> Response | None:
        seconds = request.environ.get(OVER)
        if not seconds:
            return None
        return problem("too-many-requests", "rate", {"seconds": seconds}, headers={"Retry-After": str(seconds)})
