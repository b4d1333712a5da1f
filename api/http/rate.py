"""How many requests one address may make. Counted in memory under a key that is forgotten with the process."""

import hashlib
import secrets
import time
from math import ceil

from flask import Flask, Response, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from api.http.context import client_address
from api.http.problems import problem

#: What those ask who look after the server.
_UNCOUNTED = ("/health/", "/metrics")


def install(app: Flask, limit: str) -> None:
    """Answer 429 past the limit, such as `600/minute`; `0` switches it off. Raises ValueError for what is no limit."""
    if limit == "0":
        return
    allowed = parse(limit)
    counter = SlidingWindowCounterRateLimiter(MemoryStorage())
    salt = secrets.token_bytes(16)

    @app.before_request
    def count() -> Response | None:
        if request.path.startswith(_UNCOUNTED):
            return None
        who = hashlib.blake2b(client_address().encode(), key=salt, digest_size=16).hexdigest()
        if counter.hit(allowed, who):
            return None
        seconds = max(1, ceil(counter.get_window_stats(allowed, who).reset_time - time.time()))
        return problem("too-many-requests", "rate", {"seconds": seconds}, headers={"Retry-After": str(seconds)})
