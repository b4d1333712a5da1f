"""What operators see of the traffic: counts and times by route, nothing of readers (Prometheus text format)."""

import os
from time import perf_counter

from flask import Flask, Response, g, request

#: Names the folder in which several server processes add up their counts.
SHARED_COUNTS = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


def install(app: Flask) -> None:
    """Count every request, and show the counts at `/metrics`.

    The library decides when it is imported whether processes share their counts; so it is imported here.
    """
    import prometheus_client as prometheus  # noqa: PLC0415  # see above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  # see above

    registry = prometheus.CollectorRegistry()
    requests = prometheus.Counter(
        "http_requests", "Requests answered", ["method", "route", "status"], registry=registry
    )
    seconds = prometheus.Histogram("http_request_seconds", "Time to answer", ["route"], registry=registry)

    @app.before_request
    def begin() -> None:
        g.began = perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        method = request.method if request.method in _METHODS else "other"
        requests.labels(method, route, str(response.status_code)).inc()
        seconds.labels(route).observe(perf_counter() - g.began)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        shown = registry
        if SHARED_COUNTS in os.environ:
            shown = prometheus.CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        response = Response(prometheus.generate_latest(shown), content_type=prometheus.CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response
