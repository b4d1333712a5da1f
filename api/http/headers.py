"""What every answer carries, whatever made it: security, CORS, trace and, in the API, how far the log has come."""

from collections.abc import Callable

from flask import Flask, Response, g, request

from api import ROOT
from api.http.context import public_url, traceparent
from api.http.problems import problem

LONGEST_REQUEST = 8 * 1024
READ_METHODS = "GET, HEAD, OPTIONS"
EXPOSED = "ETag, Link, Content-Language, Content-Sequence, Retry-After, traceparent"
_REQUEST_HEADERS = "Accept, Accept-Language, Authorization, Content-Type, If-None-Match, traceparent"

#: The editors' side, which no browser of another site may use (contract, section 1).
_EDITORS = tuple(f"{ROOT}/{each}" for each in ("entries", "clients", "webhooks", "events"))

_ALWAYS = {
    "Vary": "Accept, Accept-Language",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}
#: Answers given because the house has too much to do, or no database: they ask it for nothing more.
_SPARING = {429, 503}


def install(app: Flask, sequence: Callable[[], int | None]) -> None:
    """Put the headers on every answer.

    `sequence` reads the log where the operation did not; an answer that spares the database says what was last known.
    """
    last_known: dict[str, int] = {}
    app.before_request(_refuse_long_addresses)
    app.before_request(_answer_options)

    @app.after_request
    def complete(response: Response) -> Response:
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if public_url().startswith("https:"):
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        if not request.path.startswith(_EDITORS):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        response.headers["traceparent"] = traceparent()
        come_to = g.get("sequence")
        if come_to is None and request.path.startswith(ROOT) and response.status_code not in _SPARING:
            come_to = sequence()
        if come_to is not None:
            last_known["sequence"] = come_to
        if last_known:
            response.headers["Content-Sequence"] = str(last_known["sequence"])
        return response


def _refuse_long_addresses() -> Response | None:
    if len(request.environ.get("REQUEST_URI") or request.full_path) > LONGEST_REQUEST:
        return problem("uri-too-long", "uri", {"max": LONGEST_REQUEST})
    return None


def _answer_options() -> Response | None:
    """OPTIONS, a preflight or not: what is allowed here."""
    if request.method != "OPTIONS" or request.url_rule is None:
        return None
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = ", ".join(sorted(request.url_rule.methods or ()))
    if request.headers.get("Origin") and not request.path.startswith(_EDITORS):
        response.headers["Access-Control-Allow-Methods"] = READ_METHODS
        response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
