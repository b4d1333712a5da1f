"""From an answer to bytes: JSON, strong ETag, how long it may be kept (contract, section 2)."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import floor
from typing import Any, NamedTuple

import orjson
from flask import Response, request

MAX_AGE = 60
STALE_WHILE_REVALIDATE = 30
STALE_IF_ERROR = 3600
#: What is said of an answer that stays true for longer than it may be kept by any means.
QUIET = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE_WHILE_REVALIDATE}, stale-if-error={STALE_IF_ERROR}"
_SETTLED = timedelta(seconds=MAX_AGE + STALE_WHILE_REVALIDATE)
PRIVATE = "private, no-store"
LONGEST_URL = 2048
#: Where an answer that everyone may keep tells what stands ahead of Flask how long it stays true.
SHARED = "content.shared"
_LONGEST_KEY_HEADER = 1000
#: So long is the Link header at most: a proxy has a buffer of 4 or 8 KiB for all headers (nginx). And what stands in
#: it, what is needed most first; relations that stand together here come or go together.
_LONGEST_LINK_HEADER = 4000
_HEADER_RELATIONS = ({"next"}, {"self"}, {"first", "prev", "last"}, {"alternate"})


@dataclass(frozen=True)
class Answer:
    """What an operation answers: `document` and what caches, languages and links need to know of it.

    `keys` are what the answer depends on; `coarse_keys` stand in for them when they are too many. A `private` one is
    for the caller alone. A document that is no JSON is there as bytes.
    """

    document: Any
    now: datetime | None = None
    fresh_until: datetime | None = None
    locales: Collection[str] = ()
    keys: Collection[str] = ()
    coarse_keys: Collection[str] = ()
    links: Sequence[dict[str, Any]] = field(default=())
    private: bool = False
    content_type: str = "application/json"


@dataclass(frozen=True)
class Reply:
    """What an operation of the editors' side answers; `etag` is what `If-Match` takes, not a hash of the bytes."""

    document: Any = None
    status: int = 200
    etag: str | None = None
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Shared(NamedTuple):
    """From when an answer is true, and until when as far as time goes; None for what no time changes.

    `keeps` is whether it is worth keeping under the address it was asked at.
    """

    now: datetime | None
    fresh_until: datetime | None
    keeps: bool = True


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
    """The answer as a response."""
    body = answer.document if isinstance(answer.document, bytes) else dump(answer.document)
    response = Response(body, content_type=answer.content_type)
    if answer.locales:
        response.headers["Content-Language"] = ", ".join(answer.locales)
    if answer.keys and not answer.private:
        keys = " ".join(sorted(answer.keys))
        response.headers["Surrogate-Key"] = (
            keys if len(keys) <= _LONGEST_KEY_HEADER else " ".join(sorted(answer.coarse_keys))
        )
    links = _link_header(answer.links)
    if links:
        response.headers["Link"] = links
    if not answer.private:
        return share(response, answer.now, answer.fresh_until)
    response.headers["Cache-Control"] = PRIVATE
    return response


def share(
    response: Response, now: datetime | None = None, fresh_until: datetime | None = None, *, keeps: bool = True
) -> Response:
    """Let everyone keep the response: a strong ETag of its bytes, and how long it stays true.

    Without `fresh_until` it does as long as nothing is published. Codings and 304 are for what stands ahead of Flask.
    """
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = cache_control(now, fresh_until)
    request.environ[SHARED] = Shared(now, fresh_until, keeps)
    return response


def share_unasked(response: Response) -> Response:
    """Share what takes no query but does not refuse one either: it is not kept once more for each that is made up."""
    return share(response, keeps=not request.query_string)


def cache_control(now: datetime | None, fresh_until: datetime | None) -> str:
    """How long the answer may be kept: never past the instant until which it stays true.

    Near that instant nothing stale may be served either (contract, section 2).
    """
    left = fresh_until - now if now and fresh_until else timedelta.max
    if left > _SETTLED:
        return QUIET
    return f"public, max-age={max(0, min(MAX_AGE, floor(left.total_seconds())))}, must-revalidate"


def _link_header(links: Sequence[dict[str, Any]]) -> str:
    """The links as one header, as far as it is not too long: the body has them all, where its form has links."""
    kept: set[str] = set()
    header = ""
    for relations in _HEADER_RELATIONS:
        longer = ", ".join(_written(link) for link in links if link["rel"] in kept | relations)
        if len(longer) > _LONGEST_LINK_HEADER:
            break
        kept, header = kept | relations, longer
    return header


def _written(link: dict[str, Any]) -> str:
    """A link as RFC 8288 writes it."""
    more = "".join(f'; {name}="{link[name]}"' for name in ("hreflang", "type") if name in link)
    return f'<{link["href"]}>; rel="{link["rel"]}"{more}'
