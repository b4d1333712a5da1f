"""What a draft states: every value with its field and where it stands.

Stored content may be older than its schema or half written, so a value of another shape than its field's is not
followed: `required` and `schema` tell of it, and every other rule finds what it can in the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from marshmallow import Schema

from schemas.addresses import Email, Url
from schemas.channels import Channel
from schemas.declared import Declared
from schemas.fields import List, Text, Time
from schemas.localised import Localised
from schemas.parts import Nested, declared_fields
from schemas.walking import Place

#: Kinds of channels whose value is a text that says where to go.
TOLD = ("visit", "dropIn")
#: Texts whose form is fixed: nothing can be told in them.
_FORMAL = (Url, Email, Time)


class Stated(NamedTuple):
    """A value, its field and where it stands; lists and objects come before what is in them."""

    place: Place
    field: Declared
    value: Any


def stated(schema: Schema, content: Any, place: Place = ()) -> Iterator[Stated]:
    """Every stated value, however deep, and each language of a text."""
    if isinstance(content, Mapping):
        for name, field in declared_fields(schema):
            yield from _stated(field, content.get(name), (*place, name))


def _stated(field: Declared, value: Any, place: Place) -> Iterator[Stated]:
    if value is None:
        return
    yield Stated(place, field, value)
    if isinstance(field, Nested):
        yield from stated(field.schema, value, place)
    elif isinstance(field, List) and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _stated(field.inner, item, (*place, index))
    elif isinstance(field, Localised) and isinstance(value, Mapping):
        for language, text in value.items():
            yield from _stated(field.inner, text, (*place, language))


def objects(found: Iterable[Stated]) -> Iterator[tuple[Place, Nested, Mapping[str, Any]]]:
    """The objects among what is stated."""
    for place, field, value in found:
        if isinstance(field, Nested) and isinstance(value, Mapping):
            yield place, field, value


def free_texts(found: Iterable[Stated]) -> Iterator[tuple[Place, str]]:
    """The texts among what is stated that an editor words freely, channels' among them."""
    for place, field, value in found:
        if isinstance(field, Text) and not isinstance(field, _FORMAL) and isinstance(value, str):
            yield place, value
        elif isinstance(field, Nested) and field.part is Channel and isinstance(value, Mapping):
            text = value.get("value")
            if value.get("kind") in TOLD and isinstance(text, str):
                yield (*place, "value"), text
