"""Canonical JSON (RFC 8785): the same bytes whoever writes it."""

from typing import Any

import orjson
import rfc8785

_SORTED = orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS


def canonical(document: Any) -> bytes:
    """A document whose names are ASCII, instants in UTC with `Z`.

    Fractions are the one thing that the fast writer writes otherwise; only documents with one need the slow one.
    """
    written = orjson.dumps(document, option=_SORTED)
    plain = orjson.loads(written)
    return rfc8785.dumps(plain) if _has_fraction(plain) else written


def _has_fraction(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_fraction, value.values()))
    if isinstance(value, list):
        return any(map(_has_fraction, value))
    return isinstance(value, float)
