"""Content as it is stored: what its schema makes of what was sent."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from marshmallow import ValidationError

from api.errors import Invalid
from schemas.content_type import ContentType
from schemas.faults import MOST_FAULTS, at, faults


def load(content: ContentType, body: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    """The content as it is stored; `partial` lets required fields be absent. Raises Invalid."""
    try:
        loaded: dict[str, Any] = content.schema.load(body, partial=partial)
    except ValidationError as error:
        told = islice(faults(error.messages), MOST_FAULTS)
        raise Invalid("invalid", found=[at(each, "content") for each in told]) from None
    return {name: value for name, value in ((name, _stated(value)) for name, value in loaded.items()) if value != {}}


def _stated(value: Any) -> Any:
    """The value without the objects in which nothing is stated."""
    if isinstance(value, list):
        return [_stated(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: inner for name, inner in ((name, _stated(each)) for name, each in value.items()) if inner != {}}
