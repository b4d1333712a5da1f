"""What operators see of the traffic: counts and times by route, nothing of readers (Prometheus text format)."""

import os
from collections import deque
from collections.abc import Callable
from threading import Lock
from time import perf_counter

from flask import Flask, Response, g, request

#: Names the folder in which several server processes add up their counts.
SHARED_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
#: Where a request says which route it takes.
ROUTE = "content.route"
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}

#: Counts a request by its method, its route and the status of its answer.
Count = Callable[[str, str, str], None]
#: So many of the frequent statuses are counted in memory before they are added to what is shown.
_BATCH = 64
_FREQUENT = {"200", "304"}


def install(app: Flask) -> Count:
    """Show the counts at `/metrics`; what counts a request. Only what the application itself answers is timed.

    The library decides when it is imported whether processes share their counts; so it is imported here.
    """
    import prometheus_client as prometheus  # noqa: PLC0415  # see above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  # see above

    registry = prometheus.CollectorRegistry()
    requests = prometheus.Counter(
        "http_requests", "Requests answered", ["method", "route", "status"], registry=registry
    )
    seconds = prometheus.Histogram(
        "http_request_seconds", "Time to answer what was not answered before", ["route"], registry=registry
    )
    tallies: dict[tuple[str, str, str], _Tally] = {}

    def count(method: str, route: str, status: str) -> None:
        labels = method if method in _METHODS else "other", route, status[:3]
        tally = tallies.get(labels)
        if tally is None:
            batch = _BATCH if status[:3] in _FREQUENT else 1
            tally = tallies.setdefault(labels, _Tally(requests.labels(*labels).inc, batch))
        tally.add()

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()
        if request.url_rule:
            request.environ[ROUTE] = request.url_rule.rule

    @app.after_request
    def time(response: Response) -> Response:
        seconds.labels(request.environ.get(ROUTE, "none")).observe(perf_counter() - g.began)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        for tally in list(tallies.values()):
            tally.flush()
        shown = registry
        if SHARED_COUNTS in os.environ:
            shown = prometheus.CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        response = Response(prometheus.generate_latest(shown), content_type=prometheus.CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response

    return count


class _Tally:
    """Counts one by one at next to no cost, whatever threads there are, and adds up in batches."""

    def __init__(self, add_up: Callable[[float], None], batch: int) -> None:
        self._add_up, self._batch = add_up, batch
        self._waiting: deque[None] = deque()
        self._lock = Lock()

    def add(self) -> None:
        self._waiting.append(None)
        if len(self._waiting) >= self._batch:
            self.flush()

    def flush(self) -> None:
        with self._lock:
            number = len(self._waiting)
            for _ in range(number):
                self._waiting.popleft()
            self._add_up(number)
