"""From an answer to bytes: JSON, strong ETag, how long it may be kept (contract, section 2)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import floor
from typing import Any

import orjson
from flask import Response, request

MAX_AGE = 60
STALE_WHILE_REVALIDATE = 30
STALE_IF_ERROR = 3600
PRIVATE = "private, no-store"
LONGEST_URL = 2048
_LONGEST_KEY_HEADER = 1000
_HEADER_RELATIONS = {"self", "first", "prev", "next", "last", "alternate"}


@dataclass(frozen=True)
class Answer:
    """What an operation answers: `document` and what caches, languages and links need to know of it.

    `keys` are what the answer depends on; `coarse_keys` stand in for them when they are too many. A `private` one is
    for the caller alone.
    """

    document: Any
    now: datetime | None = None
    fresh_until: datetime | None = None
    locales: Collection[str] = ()
    keys: Collection[str] = ()
    coarse_keys: Collection[str] = ()
    links: Sequence[dict[str, Any]] = field(default=())
    private: bool = False


@dataclass(frozen=True)
class Reply:
    """What an operation of the editors' side answers; `etag` is what `If-Match` takes, not a hash of the bytes."""

    document: Any = None
    status: int = 200
    etag: str | None = None
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def dump(document: Any) -> bytes:
    """The document as JSON: UTF-8, instants in UTC with `Z`."""
    return orjson.dumps(document, option=orjson.OPT_UTC_Z)


def reply(answer: Reply) -> Response:
    """The answer as a response that no one keeps."""
    body = b"" if answer.document is None else dump(answer.document)
    response = Response(body, answer.status, content_type="application/json")
    if answer.document is None:
        del response.headers["Content-Type"]
    response.headers["Cache-Control"] = PRIVATE
    if answer.etag:
        response.set_etag(answer.etag)
    if answer.location:
        response.headers["Location"] = answer.location
    response.headers.update(answer.headers)
    return response


def respond(answer: Answer) -> Response:
    """The answer as a response: 304 when the client has these bytes already (RFC 9110 §13)."""
    body = dump(answer.document)
    response = Response(body, content_type="application/json")
    response.headers["Cache-Control"] = PRIVATE if answer.private else cache_control(answer.now, answer.fresh_until)
    if answer.locales:
        response.headers["Content-Language"] = ", ".join(answer.locales)
    if answer.keys and not answer.private:
        keys = " ".join(sorted(answer.keys))
        response.headers["Surrogate-Key"] = (
            keys if len(keys) <= _LONGEST_KEY_HEADER else " ".join(sorted(answer.coarse_keys))
        )
    for link in answer.links:
        if link["rel"] in _HEADER_RELATIONS:
            response.headers.add("Link", _link_header(link))
    return tag(response)


def tag(response: Response) -> Response:
    """Give the response a strong ETag of its bytes; a 304 when `If-None-Match` has it. No other precondition counts."""
    etag = hashlib.sha256(response.get_data()).hexdigest()[:32]
    response.set_etag(etag)
    if request.if_none_match.contains_weak(etag):
        response.status_code = 304
        response.set_data(b"")
    return response


def cache_control(now: datetime | None, fresh_until: datetime | None) -> str:
    """How long the answer may be kept: never past the instant until which it stays true.

    Near that instant nothing stale may be served either (contract, section 2).
    """
    age = MAX_AGE
    stale = f"stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}"
    if now and fresh_until:
        left = fresh_until - now
        age = max(0, min(MAX_AGE, floor(left.total_seconds())))
        if left <= timedelta(seconds=MAX_AGE + STALE_WHILE_REVALIDATE):
            stale = "must-revalidate"
    return f"public, max-age={age}, {stale}"


def _link_header(link: dict[str, Any]) -> str:
    """A link as RFC 8288 writes it."""
    language = f'; hreflang="{link["hreflang"]}"' if "hreflang" in link else ""
    return f'<{link["href"]}>; rel="{link["rel"]}"{language}'
