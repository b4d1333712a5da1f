"""Reading a body: JSON as RFC 8259 has it, UTF-8 and bounded, or the client is told what is wrong with it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from api.errors import Invalid, Malformed
from schemas.faults import MOST_FAULTS, Fault, Found, faults

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 32
JSON = ("application/json",)
PATCH = ("application/merge-patch+json", "application/json")
_LARGEST = 2**63

Place = tuple[str | int, ...]


def read_json(media: Sequence[str]) -> Any:
    """The body as it was sent. Raises Malformed, Invalid for texts and numbers that nothing could store.

    Raises UnsupportedMediaType for another media type, RequestEntityTooLarge past MOST_BYTES.
    """
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in media or charset not in {"utf-8", "utf8"} or "Content-Encoding" in request.headers:
        raise UnsupportedMediaType(", ".join(media))
    data = request.get_data()
    if len(data) > MOST_BYTES:
        raise RequestEntityTooLarge
    document = _parse(data)
    found = []
    for each in _unstorable(document):
        found.append(each)
        if len(found) == MOST_FAULTS:
            break
    if found:
        raise Invalid("invalid", found=found)
    return document


def read_object(document: Any, schema: Schema) -> dict[str, Any]:
    """The document as its schema reads it. Raises Invalid."""
    try:
        loaded: dict[str, Any] = schema.load(document)
    except ValidationError as error:
        raise Invalid("invalid", found=list(faults(error.messages))[:MOST_FAULTS]) from None
    return loaded


def _parse(data: bytes) -> Any:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("jsonEncoding") from None
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number, parse_float=_finite)
    except RecursionError:
        raise Malformed("jsonDepth", {"max": MOST_DEPTH}) from None
    except ValueError:
        raise Malformed("json") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # add returns None
        raise Malformed("jsonTwice", {"name": ascii(twice)[1:101].rstrip("'")})
    return document


def _no_number(constant: str) -> Any:
    raise Malformed("jsonNumber", {"value": constant})


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise Malformed("jsonNumber", {"value": digits[:40]})
    return number


def _unstorable(document: Any) -> Iterator[Found]:
    """Texts that no database takes and numbers that no client reads; deeper than MOST_DEPTH nothing is looked at."""
    waiting: list[tuple[Any, Place]] = [(document, ())]
    while waiting:
        value, place = waiting.pop()
        if isinstance(value, (Mapping, list)) and len(place) >= MOST_DEPTH:
            raise Malformed("jsonDepth", {"max": MOST_DEPTH})
        if isinstance(value, str):
            yield from (Found(place, each) for each in _characters(value))
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            yield Found(place, Fault("integer"))
        elif isinstance(value, Mapping):
            for name, inner in value.items():
                bad = list(_characters(name))
                yield from (Found(place, each) for each in bad)
                if not bad:
                    waiting.append((inner, (*place, name)))
        elif isinstance(value, list):
            waiting += [(inner, (*place, index)) for index, inner in enumerate(value)]


def _characters(text: str) -> Iterator[Fault]:
    for character in text:
        if character == "\0" or "\ud800" <= character <= "\udfff":
            yield Fault("character", {"character": f"U+{ord(character):04X}"})
            return
