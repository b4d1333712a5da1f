"""What can be wrong with a value: a stable code and its parameters, no language yet.

marshmallow carries these where it usually carries English sentences; `api.http.texts` says them in Swedish and English.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, NamedTuple

from marshmallow import ValidationError


class Said(NamedTuple):
    """The same thing in both languages."""

    sv: str
    en: str


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `code` is stable, `params` fill its text.

    The text of most codes stands in `api.http.texts`; `said` is for those whose text stands with their rule.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    allowed: tuple[Any, ...] | None = None
    suggestion: str | None = None
    said: Said | None = None


@dataclass(frozen=True)
class Found:
    """A fault and where it stands: `path` of keys and indexes from the document's root."""

    path: tuple[str | int, ...]
    fault: Fault


def fault(code: str, **params: Any) -> ValidationError:
    """The error a field raises."""
    return ValidationError([Fault(code, params)])


#: So many faults of a body are told at once; a body full of nonsense is not worth a book.
MOST_FAULTS = 100


def not_among(code: str, value: str, allowed: tuple[Any, ...]) -> Fault:
    """`value` is none of `allowed`: name them, and the nearest."""
    near = get_close_matches(value, [str(each) for each in allowed], n=1, cutoff=0.5)
    return Fault(code, {"value": value}, allowed, near[0] if near else None)


def faults(messages: Any, path: tuple[str | int, ...] = ()) -> Iterator[Found]:
    """Flatten marshmallow's nested messages into located faults."""
    if isinstance(messages, Fault):
        yield Found(path, messages)
    elif isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from faults(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, (list, tuple)):
        for inner in messages:
            yield from faults(inner, path)
    else:
        yield Found(path, Fault("invalid", {"value": str(messages)}))


def pointer(path: Iterable[str | int]) -> str:
    """A path as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def at(found: Found, *prefix: str | int) -> Found:
    """The same fault, seen from further out."""
    return replace(found, path=(*prefix, *found.path))
