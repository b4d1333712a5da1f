"""Instants: RFC 3339 with an offset, in whatever zone they come; kept and given in UTC (REST-profil DOT)."""

import re
from datetime import UTC, datetime
from typing import Any

from marshmallow import ValidationError, fields

from schemas.declared import Declared
from schemas.faults import Fault, fault

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_LOST_PLUS = re.compile(r"(.*\d) (\d\d:\d\d)", re.ASCII)


def parse_instant(value: str) -> datetime:
    """The instant in UTC. Raises a fault for any other text, also for one without an offset."""
    lost = _LOST_PLUS.fullmatch(value)
    if lost:
        raise ValidationError([Fault("instant", suggestion=f"{lost[1]}%2B{lost[2]}")])
    if not _RFC3339.fullmatch(value):
        raise fault("instant")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise fault("instant") from None


class Instant(Declared, fields.AwareDateTime):
    """An instant in a body."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(example="2026-11-30T07:00:00Z", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise fault("instant")
        return parse_instant(value)
