"""What the headers of a request ask for. Most requests are alike, so each reading is remembered."""

from collections.abc import Callable, Sequence
from functools import lru_cache, wraps
from typing import Any, TypeVar

from werkzeug.datastructures import Accept, LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header, parse_etags, parse_list_header, parse_options_header

from api.http.coding import CODINGS
from schemas.locales import DEFAULT, canonical

_MOST_RANGES = 10
#: So many readings are remembered, of headers up to so many characters.
_REMEMBERED = 1024
_LONGEST = 500

_Read = TypeVar("_Read")


def _remembered(read: Callable[..., _Read]) -> Callable[..., _Read]:
    memory = lru_cache(_REMEMBERED)(read)

    @wraps(read)
    def recall(header: str, *more: Any) -> _Read:
        return memory(header, *more) if len(header) <= _LONGEST else read(header, *more)

    return recall


@_remembered
def ranked_forms(accept: str, offered: Sequence[str]) -> tuple[str, ...]:
    """Which of the media types offered the client takes, best first; all of them when it does not say.

    Parameters such as `charset` do not matter: there is one form of each type. `*` and `q=.2` are what some older
    clients mean by `*/*` and `q=0.2`.
    """
    header = accept.replace("q=.", "q=0.")
    if not header.strip():
        return tuple(offered)
    ranges = [(each.partition(";")[0], quality) for each, quality in parse_accept_header(header, MIMEAccept)]
    accepted = MIMEAccept(("*/*" if each == "*" else each, quality) for each, quality in ranges)
    left, ranked = list(offered), []
    while best := accepted.best_match(left):
        ranked.append(best)
        left.remove(best)
    return tuple(ranked)


@_remembered
def ranked_locales(accept_language: str) -> tuple[str, ...]:
    """The language ranges in order of preference; malformed ones and `*` fall away, and `sv` stands for none."""
    ranges: list[str] = []
    for tag, quality in list(parse_accept_header(accept_language, LanguageAccept))[:_MOST_RANGES]:
        try:
            if quality > 0 and tag != "*":
                ranges.append(canonical(tag))
        except ValueError:
            continue
    return tuple(dict.fromkeys(ranges)) or (DEFAULT,)


@_remembered
def best_coding(accept_encoding: str) -> str | None:
    """The content coding to answer in (RFC 9110 §12.5.3); None for the bytes as they are."""
    accepted: Accept = parse_accept_header(accept_encoding)
    best = max(CODINGS, key=accepted.quality)
    as_they_are = dict(accepted).get("identity", 0)
    return best if accepted.quality(best) > 0 and accepted.quality(best) >= as_they_are else None


@_remembered
def has_etag(if_none_match: str, etag: str) -> bool:
    """Whether `If-None-Match` has the ETag (RFC 9110 §13.1.2: compared weakly)."""
    return parse_etags(if_none_match).contains_weak(etag)


@_remembered
def nearest(forwarded: str) -> dict[str, str]:
    """The last element of `Forwarded` (RFC 7239): what the proxy next to us wrote itself."""
    elements = parse_list_header(forwarded)
    return parse_options_header(f"forwarded;{elements[-1]}")[1] if elements else {}
