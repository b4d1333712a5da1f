"""Query parameters: texts from a URL, read strictly, every fault with what would have been right."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from schemas.faults import fault, not_among
from schemas.instants import parse_instant
from schemas.locales import KNOWN, canonical
from schemas.references import is_id, is_slug
from schemas.texts import clean

#: What JSON readers can hold exactly; a larger number means no more than this one.
_LARGEST = 2**53 - 1
_LONGEST_LINE = 200
_DIGITS = re.compile(r"-?[0-9]{1,40}", re.ASCII)


class Parameter(fields.Field[Any]):
    """One parameter of a query; `openapi` is its JSON Schema."""

    #: Whether commas and repetition give several values.
    several = False

    def __init__(self, doc: str, openapi: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(metadata={"description": doc}, **kwargs)
        self.openapi = {**openapi}


class Whole(Parameter):
    """A whole number in ASCII digits."""

    def __init__(self, doc: str, *, minimum: int, maximum: int | None = None, default: int | None = None) -> None:
        bounds = {"minimum": minimum, "maximum": maximum, "default": default}
        openapi = {"type": "integer"} | {name: value for name, value in bounds.items() if value is not None}
        super().__init__(doc, openapi, **({} if default is None else {"load_default": default}))
        self.minimum, self.maximum = minimum, maximum

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> int:
        if not _DIGITS.fullmatch(value):
            raise fault("integer")
        number = int(value)
        if number < self.minimum or (self.maximum is not None and number > self.maximum):
            raise fault("minimum" if self.maximum is None else "range", min=self.minimum, max=self.maximum)
        return min(number, _LARGEST)


class Choice(Parameter):
    """One of a closed list."""

    def __init__(self, doc: str, allowed: Sequence[str], **kwargs: Any) -> None:
        default = {"default": kwargs["load_default"]} if "load_default" in kwargs else {}
        super().__init__(doc, {"type": "string", "enum": list(allowed), **default}, **kwargs)
        self.allowed = tuple(allowed)

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> str:
        if value not in self.allowed:
            raise ValidationError([not_among("unknownValue", value, self.allowed)])
        return value


class Truth(Choice):
    """true or false."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, ("true", "false"))

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs) == "true"


class Instant(Parameter):
    """An RFC 3339 instant with an offset; comes out in UTC."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, {"type": "string", "format": "date-time", "example": "2026-11-24T08:00:00Z"})

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> datetime:
        return parse_instant(value)


class Locale(Parameter):
    """A well-formed BCP 47 tag, in canonical form."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, {"type": "string", "examples": list(KNOWN), "maxLength": 35})

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> str:
        try:
            return canonical(value)
        except ValueError:
            near = not_among("language", value, KNOWN)
            raise ValidationError([near]) from None


class Opaque(Parameter):
    """A text that we made and a client hands back."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, {"type": "string", "maxLength": 2000})

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> str:
        return value


class Line(Parameter):
    """A line of text as someone types it."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc, {"type": "string", "minLength": 1, "maxLength": _LONGEST_LINE})

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> str:
        return read_line(value)


class Several(Parameter):
    """Values separated by commas or given by repetition; each is read by `read`."""

    several = True

    def __init__(
        self, doc: str, items: Mapping[str, Any], read: Callable[[str], str], *, max: int = 100, **kwargs: Any
    ) -> None:
        super().__init__(doc, {"type": "array", "items": {**items}, "maxItems": max}, **kwargs)
        self.read, self.max = read, max

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> list[str]:
        values = value.split(",")
        if len(values) > self.max:
            raise fault("tooMany", max=self.max)
        return list(dict.fromkeys(self.read(each) for each in values))


def among(code: str, allowed: Sequence[str]) -> Callable[[str], str]:
    """A reader that takes only these values."""
    choices = tuple(allowed)

    def read(value: str) -> str:
        if value not in choices:
            raise ValidationError([not_among(code, value, choices)])
        return value

    return read


def read_id(value: str) -> str:
    """A UUID."""
    if not is_id(value.lower()):
        raise fault("id", value=value)
    return value.lower()


def read_reference(value: str) -> str:
    """A UUID or a slug."""
    if not is_id(value.lower()) and not is_slug(value):
        raise fault("reference", value=value)
    return value.lower()


def read_keyword(value: str) -> str:
    """Any single line of text; its case does not matter."""
    text = clean(value, lines=False)
    if not text or len(text) > 100:
        raise fault("length", min=1, max=100)
    return text.casefold()


def read_line(value: str) -> str:
    """Any single line of text, as it is written."""
    text = clean(value, lines=False)
    if not text or len(text) > _LONGEST_LINE:
        raise fault("length", min=1, max=_LONGEST_LINE)
    return text


def read_whole(value: str) -> str:
    """A whole number, in its plain form."""
    if not _DIGITS.fullmatch(value):
        raise fault("integer")
    return str(int(value))


class Query(Schema):
    """The parameters of an operation; anything else is refused by name."""

    class Meta:  # noqa: D106  # marshmallow's own word
        unknown = RAISE
