"""What operators see of the traffic: counts and times by route, nothing of readers (Prometheus text format).

With several server processes, PROMETHEUS_MULTIPROC_DIR names the folder in which they add up their counts.
"""

import os
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}


def install(app: Flask) -> None:
    """Count every request, and show the counts at `/metrics`."""
    registry = CollectorRegistry()
    requests = Counter("http_requests", "Requests answered", ["method", "route", "status"], registry=registry)
    seconds = Histogram("http_request_seconds", "Time to answer", ["route"], registry=registry)

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
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            shown = CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # the library leaves it untyped
        response = Response(generate_latest(shown), content_type=CONTENT_TYPE_LATEST)
        response.headers["Cache-Control"] = "no-store"
        return response
