"""Walking a schema, with content or without: whatever is said at a field is found here."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from marshmallow import Schema

from schemas.declared import Declared
from schemas.delivery import Path
from schemas.fields import List
from schemas.locales import DEFAULT
from schemas.localised import Localised
from schemas.parts import Nested, declared_fields
from schemas.references import Reference

#: Names and list indexes from the document's root: where a value stands.
Place = tuple[str | int, ...]
F = TypeVar("F", bound=Declared)


def leaves(schema: Schema, path: Path = ()) -> Iterator[tuple[Path, Declared]]:
    """Every field that holds a value, however deep."""
    for name, field in declared_fields(schema):
        yield from _leaves_of(field, (*path, name))


def _leaves_of(field: Declared, path: Path) -> Iterator[tuple[Path, Declared]]:
    if isinstance(field, List):
        yield from _leaves_of(field.inner, path)
    elif isinstance(field, Nested):
        yield from leaves(field.schema, path)
    else:
        yield path, field


@cache
def _holding(schema: Schema, kind: type[Any]) -> tuple[tuple[str, Declared], ...]:
    """The fields of a schema that hold a value of this kind, however deep."""
    return tuple(
        (name, field)
        for name, field in declared_fields(schema)
        if any(isinstance(leaf, kind) for _, leaf in _leaves_of(field, ()))
    )


def values(schema: Schema, content: Mapping[str, Any]) -> Iterator[tuple[Place, Declared, Any]]:
    """Every stated value with its field and where it stands."""
    return values_of(Declared, schema, content)


def values_of(
    kind: type[F], schema: Schema, content: Mapping[str, Any], place: Place = ()
) -> Iterator[tuple[Place, F, Any]]:
    """Every stated value of one kind of field; what cannot hold any is not looked at."""
    for name, field in _holding(schema, cast("Any", kind)):
        if content.get(name) is not None:
            yield from _values_of(field, content[name], (*place, name), kind)


def _values_of(field: Declared, value: Any, place: Place, kind: type[F]) -> Iterator[tuple[Place, F, Any]]:
    if isinstance(field, List):
        for index, item in enumerate(value):
            yield from _values_of(field.inner, item, (*place, index), kind)
    elif isinstance(field, Nested):
        yield from values_of(kind, field.schema, value, place)
    elif isinstance(field, kind):
        yield place, field, value


def locales_of(schema: Schema, content: Mapping[str, Any]) -> list[str]:
    """The languages the content has text in, Swedish first."""
    found = {tag for _, field, value in values_of(Localised, schema, content) if field.fallback for tag in value}
    return sorted(found, key=lambda tag: (tag != DEFAULT, tag))


def strings(schema: Schema, content: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Every text in every language, with where it stands; what points at other entries is no text."""
    for place, field, value in values(schema, content):
        if not isinstance(field, Reference):
            yield from _strings(value, place)


def _strings(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _strings(inner, (*place, key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _strings(inner, (*place, index))


def replace(content: Any, place: Sequence[str | int], value: Any) -> None:
    """Put `value` where `place` points, in place."""
    for step in place[:-1]:
        content = content[step]
    content[place[-1]] = value
