"""Comparing and merging two states of content, field by field.

A field is one language of a text, or one whole list (contract, section 6); objects are compared inside.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema

from schemas.declared import Declared
from schemas.localised import Localised
from schemas.parts import Nested, declared_fields

#: Where a field stands, from the document's root.
Address = tuple[str, ...]
Fields = Mapping[Address, Any]


def flatten(schema: Schema, content: Mapping[str, Any], path: Address = ()) -> dict[Address, Any]:
    """The stated fields of content, by where they stand."""
    return {
        place: value
        for name, field in declared_fields(schema)
        if content.get(name) is not None
        for place, value in _flatten(field, content[name], (*path, name))
    }


def _flatten(field: Declared, value: Any, path: Address) -> Iterator[tuple[Address, Any]]:
    if isinstance(field, Nested):
        yield from flatten(field.schema, value, path).items()
    elif isinstance(field, Localised):
        yield from (((*path, tag), text) for tag, text in value.items())
    else:
        yield path, value


def unflatten(fields: Fields) -> dict[str, Any]:
    """Content again."""
    content: dict[str, Any] = {}
    for path, value in fields.items():
        inner = content
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        inner[path[-1]] = value
    return content


def changes(before: Fields, after: Fields) -> dict[Address, tuple[Any, Any]]:
    """The fields that differ: before and after, None where not stated; in the order they stand."""
    every = [*before, *(path for path in after if path not in before)]
    found = {path: (before.get(path), after.get(path)) for path in every}
    return {path: pair for path, pair in found.items() if pair[0] != pair[1]}


def conflicts(base: Fields, theirs: Fields, yours: Fields) -> list[Address]:
    """The fields that both changed, each to something else."""
    changed = changes(base, theirs)
    return [path for path in changes(base, yours) if path in changed and theirs.get(path) != yours.get(path)]


def merge(base: Fields, theirs: Fields, yours: Fields) -> dict[Address, Any]:
    """Theirs with the changes you made to the base."""
    merged = dict(theirs)
    for path, (_, after) in changes(base, yours).items():
        if after is None:
            merged.pop(path, None)
        else:
            merged[path] = after
    return merged


def apply_patch(target: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7396, section 2)."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = apply_patch(merged.get(name), value)
    return merged
