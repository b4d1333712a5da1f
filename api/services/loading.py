"""Content as it is stored: what its schema makes of what was sent."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from api.catalogue import ContentType
from api.errors import Invalid
from schemas.faults import at, faults


def load(content: ContentType, body: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    """The content as it is stored; `partial` lets required fields be absent. Raises Invalid."""
    try:
        loaded: dict[str, Any] = content.schema.load(body, partial=partial)
    except ValidationError as error:
        raise Invalid("invalid", found=[at(each, "content") for each in faults(error.messages)]) from None
    return loaded
