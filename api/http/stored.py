"""A finished answer that everyone may keep, in one content coding."""

from dataclasses import dataclass, replace
from datetime import datetime
from wsgiref.types import WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.http import quote_etag, remove_entity_headers, unquote_etag

from api.http.answers import QUIET, Shared, cache_control
from api.http.asked import has_etag
from api.http.coding import WORTH_CODING, code
from api.http.trace import continued

Pairs = list[tuple[str, str]]
#: What WSGI is told: status line, headers, body.
Told = tuple[str, Pairs, bytes]

#: Said anew each time.
_OF_THE_MOMENT = ("Cache-Control", "traceparent", "Content-Length")
_QUIET = ("Cache-Control", QUIET)
#: Said of the bytes, which a 304 does not send again (RFC 9110 §15.4.5); beside them werkzeug knows which.
_OF_THE_BYTES = ("Link", "Surrogate-Key")


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it was made: its bytes, its headers but for those of the moment, and when it is true.

    `sequence` is how far the public log had come, None for what does not depend on it.
    """

    body: bytes
    etag: str
    headers: Pairs
    unchanged: Pairs
    route: str
    sequence: int | None
    shared: Shared

    @classmethod
    def of(cls, told: Told, shared: Shared, route: str) -> "Stored":
        """What the application answered with."""
        _, pairs, body = told
        headers = Headers(pairs)
        sequence = headers.get("Content-Sequence", type=int)
        if len(body) >= WORTH_CODING:
            headers["Vary"] += ", Accept-Encoding"
        for name in _OF_THE_MOMENT:
            headers.remove(name)
        return cls(body, headers["ETag"], *_both(headers, body), route, sequence, shared)

    def coded(self, coding: str | None) -> "Stored":
        """The same in a content coding, under an ETag of its own; small answers stay as they are."""
        if coding is None or len(self.body) < WORTH_CODING:
            return self
        body, etag = code(coding, self.body), quote_etag(f"{_bare(self.etag)}-{coding}")
        headers = Headers(self.headers)
        headers["Content-Encoding"] = coding
        headers["ETag"] = etag
        full, unchanged = _both(headers, body)
        return replace(self, body=body, etag=etag, headers=full, unchanged=unchanged)

    def is_true(self, sequence: int, last: datetime | None, now: datetime) -> bool:
        """Whether it would be answered the same now that the log has come to `sequence`, at `last`.

        One from before the log's last line is of another log: a backup has been restored.
        """
        if self.sequence != sequence and self.sequence is not None:
            return False
        since, until, _ = self.shared
        if since and (now < since or (last and since < last)):
            return False
        return until is None or now < until

    def tell(self, environ: WSGIEnvironment, now: datetime) -> Told:
        """The answer of this moment; 304 when the client has these bytes already. No other precondition counts."""
        until = self.shared.fresh_until
        control = _QUIET if until is None else ("Cache-Control", cache_control(now, until))
        trace = ("traceparent", continued(environ.get("HTTP_TRACEPARENT")))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (known == self.etag or has_etag(known, _bare(self.etag))):
            return "304 NOT MODIFIED", [*self.unchanged, control, trace], b""
        return "200 OK", [*self.headers, control, trace], self.body


def _bare(etag: str) -> str:
    """An ETag without its quotes."""
    return unquote_etag(etag)[0] or ""


def _both(headers: Headers, body: bytes) -> tuple[Pairs, Pairs]:
    """The headers of the answer, and of its 304."""
    headers["Content-Length"] = str(len(body))
    full = headers.to_wsgi_list()
    remove_entity_headers(headers)
    for name in _OF_THE_BYTES:
        headers.remove(name)
    return full, headers.to_wsgi_list()
