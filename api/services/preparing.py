"""An item made ready for other forms than JSON: those have no null by which to say that something is half there."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema

from schemas.content_type import ContentType
from schemas.declared import Declared
from schemas.fields import List
from schemas.localised import Localised
from schemas.parts import Nested, declared_fields


def prepare(content: ContentType, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What there is to tell of an item, from what the JSON answer says of it: of a half-written draft what is whole."""
    return content.schema.told({**document, **_told(content.schema, document)})


def _told(schema: Schema, value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(field, value[name]) for name, field in declared_fields(schema) if value.get(name) is not None}


def _value(field: Declared, value: Any) -> Any:
    """The value without what is not told in it; None for a part that is not told itself."""
    match field:
        case Localised():
            return _value(field.inner, value)
        case List():
            return [told for each in value if (told := _value(field.inner, each)) is not None]
        case Nested():
            part: Any = field.schema
            return {**value, **_told(part, value)} if part.is_told(value) else None
    return value
