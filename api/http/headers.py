"""What every answer carries, whatever made it: security, CORS, trace and, in the API, how far the log has come."""

from contextlib import suppress
from datetime import datetime
from typing import Protocol

from flask import Flask, Response, g, request

from api import ROOT
from api.errors import Unavailable
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


class Log(Protocol):
    """The public log."""

    @property
    def known(self) -> tuple[int, datetime | None] | None:
        """The last `seq` and its instant, as far as they are known."""

    def head(self) -> tuple[int, datetime | None]:
        """The same as it is now."""


def install(app: Flask, log: Log) -> None:
    """Put the headers on every answer."""
    last_told: dict[str, int] = {}
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
        if request.path.startswith(ROOT):
            come_to = _come_to(log, sparing=response.status_code in _SPARING)
            if come_to is None and log.known:
                come_to = max(log.known[0], last_told.get("sequence", 0))
            if come_to is not None:
                last_told["sequence"] = come_to
            if last_told:
                response.headers["Content-Sequence"] = str(last_told["sequence"])
        return response


def _come_to(log: Log, *, sparing: bool) -> int | None:
    """How far the public log had come where the operation read it, or else has come; None when that is not known."""
    read: int | None = g.get("sequence")
    if read is None and not sparing:
        with suppress(Unavailable):
            return log.head()[0]
    return read


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
