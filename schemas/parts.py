"""Objects inside content, and how a whole schema is delivered."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, fields, pre_load

from schemas.declared import Declared, nullable
from schemas.delivery import OMITTED, Delivery, Document, Path
from schemas.faults import MOST_FAULTS, Fault, not_among
from schemas.fields import List

#: So much of a name that no field has is told back.
_LONGEST_NAME = 100


class Part(Schema):
    """An object of content: unknown fields are refused by name, and null means absent."""

    error_messages: Any = {"unknown": Fault("unknown"), "type": Fault("object")}

    @pre_load
    def drop_nulls(self, data: Any, **kwargs: Any) -> Any:
        """Null means absent (contract, section 6)."""
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if value is not None}
        return data

    def is_told(self, value: Mapping[str, Any]) -> bool:
        """Whether other forms than JSON tell of it: not of one that lacks, as a draft's may, what it must have."""
        return all(value.get(name) is not None for name, field in self.fields.items() if field.required)

    def handle_error(self, error: Any, data: Any, **kwargs: Any) -> None:
        """Name the fields there are, and the nearest, where an unknown one was given."""
        unknown = [
            key
            for key, messages in error.messages.items()
            if key not in self.fields and messages == [self.error_messages["unknown"]]
        ]
        for key in unknown[:MOST_FAULTS]:
            error.messages[key] = [not_among("unknownField", str(key)[:_LONGEST_NAME], tuple(self.fields))]
        for key in unknown[MOST_FAULTS:]:
            del error.messages[key]


@cache
def declared_fields(schema: Schema) -> tuple[tuple[str, Declared], ...]:
    """The content fields of a schema, in order."""
    return tuple((name, field) for name, field in schema.fields.items() if isinstance(field, Declared))


def deliver(
    schema: Schema, content: Mapping[str, Any], to: Delivery, path: Path = (), only: Collection[str] | None = None
) -> Any:
    """The object as a reader gets it, null where nothing is stated; OMITTED without an essential field."""
    answer: dict[str, Any] = {}
    for name, field in declared_fields(schema):
        if only is not None and name not in only:
            continue
        value = content.get(name)
        shown = OMITTED if value is None else field.deliver(value, to, (*path, name))
        if shown is OMITTED or shown is None:
            if field.essential:
                return OMITTED
            shown = None
        answer[name] = shown
    return answer


@cache
def delivered_schema(schema: type[Schema]) -> type[Schema]:
    """The schema of what `deliver` returns; one class for each, so that it has one name in OpenAPI."""
    described: dict[str, Any] = {name: field.delivered() for name, field in declared_fields(schema())}
    answer = Document.from_dict(described, name=schema.__name__.removesuffix("Schema"))
    answer.__doc__ = schema.__doc__
    return answer


class Nested(Declared, fields.Nested):
    """One object of the given part."""

    def __init__(self, part: type[Part], **kwargs: Any) -> None:
        super().__init__(nested=part, **kwargs)
        self.part = part

    def deliver(self, value: Any, to: Delivery, path: Path) -> Any:
        return deliver(self.schema, value, to, path)

    def delivered(self) -> fields.Field[Any]:
        return nullable(fields.Nested(delivered_schema(self.part), metadata=self.metadata))


def many(part: type[Part], **kwargs: Any) -> List:
    """A list of objects of the given part."""
    return List(Nested(part), **kwargs)
