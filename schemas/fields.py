"""Plain values: texts, numbers, dates, codes, and lists of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields, validate

from schemas.declared import BODY, Declared, nullable
from schemas.delivery import OMITTED, Delivery, Path
from schemas.faults import Fault, fault, not_among
from schemas.texts import clean, collation_key

_INT64 = 2**63


class Length(validate.Length):
    """How long a value may be."""

    def _format_error(self, value: Any, message: str) -> Any:
        return [Fault("length", {"min": self.min or 0, "max": self.max})]


class Range(validate.Range):
    """Between which numbers a value may lie."""

    def _format_error(self, value: Any, message: str) -> Any:
        return [Fault("range", {"min": self.min, "max": self.max})]


class Text(Declared, fields.String):
    """One line of text."""

    lines = False
    searched: str | None = BODY
    default_error_messages: Any = {"invalid": Fault("string"), "invalid_utf8": Fault("string")}

    def __init__(self, max: int = 300, **kwargs: Any) -> None:
        super().__init__(validate=Length(min=1, max=max), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return clean(super()._deserialize(value, attr, data, **kwargs), lines=self.lines)

    def sort_key(self, value: str) -> str:
        return collation_key(value)


class Keyword(Text):
    """A short text that filters find by, whatever its case; commas separate values there, so it has none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=100, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "," in text:
            raise fault("character", character=",")
        return text

    def term(self, value: str) -> str:
        return value.casefold()


class Integer(Declared, fields.Integer):
    """A whole number of at most 63 bits."""

    default_error_messages: Any = {key: Fault("integer") for key in ("invalid", "too_large")}

    def __init__(self, min: int = 0, max: int = _INT64 - 1, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=Range(min=min, max=max), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value

    def sort_key(self, value: int) -> str:
        return f"{value:019d}"


class Number(Declared, fields.Float):
    """A finite number, such as a coordinate."""

    default_error_messages: Any = {key: Fault("number") for key in ("invalid", "too_large", "special")}

    def __init__(self, min: float, max: float, **kwargs: Any) -> None:
        super().__init__(validate=Range(min=min, max=max), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> float:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Boolean(Declared, fields.Boolean):
    """true or false; not stated is null."""

    default_error_messages: Any = {"invalid": Fault("boolean")}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value

    def term(self, value: bool) -> str:
        return "true" if value else "false"


class Date(Declared, fields.Date):
    """A plain date, RFC 3339 full-date."""

    default_error_messages: Any = {key: Fault("date") for key in ("invalid", "invalid_type", "format")}

    def __init__(self, example: str = "2026-11-24", **kwargs: Any) -> None:
        super().__init__(example=example, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs).isoformat()

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value


class LastDay(Date):
    """The last day the entry is public: its publication ends at midnight, Stockholm time."""


class Time(Text):
    """A time of day in Stockholm, `HH:MM`."""

    searched = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=5, example="08:30", **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value, re.ASCII):
            raise fault("time")
        return value


class Code(Declared, fields.String):
    """One of a closed list of codes; an answer carries the bare code."""

    default_error_messages: Any = {"invalid": Fault("string")}

    def __init__(self, codes: Mapping[str, Any] | Sequence[str], **kwargs: Any) -> None:
        self.codes = tuple(codes)
        self.labels: Mapping[str, Any] = codes if isinstance(codes, Mapping) else {}
        super().__init__(validate=validate.OneOf(self.codes), **kwargs)
        self.validators = []

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        code: str = super()._deserialize(value, attr, data, **kwargs)
        if code not in self.codes:
            raise ValidationError([not_among("unknownCode", code, self.codes)])
        return code


class List(Declared, fields.List[Any]):
    """Several values of one kind, in the order given."""

    inner: Declared
    default_error_messages: Any = {"invalid": Fault("list")}

    def __init__(self, inner: Declared, *, max: int = 100, **kwargs: Any) -> None:
        super().__init__(inner, validate=Length(max=max), **kwargs)

    def deliver(self, value: Sequence[Any], to: Delivery, path: Path) -> list[Any]:
        each = (self.inner.deliver(item, to, path) for item in value)
        return [item for item in each if item is not OMITTED]

    def delivered(self) -> fields.Field[Any]:
        inner = self.inner.delivered()
        inner.allow_none = False
        return nullable(fields.List(inner, metadata=self.metadata))
