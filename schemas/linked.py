"""Their word against ours: how what an item delivers is said in schema.org, declared beside each schema.

A declaration is made of the words below; a plain text is a path in the delivered document (`attribution.license`), read
from the object at hand, or from the whole item when it begins with `/`. Whatever is not stated is not said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from schemas.delivery import Path
from schemas.locales import choose

#: How a property is said: several in a tuple are all said.
Value: TypeAlias = Union[str, "Node", "Of", "Choice", "Called", "Just", "First", tuple["Value", ...]]
Names: TypeAlias = Mapping[str, str | Mapping[str, str]]


@dataclass(frozen=True)
class Node:
    """A thing of a type of theirs; one of which nothing is stated is not said."""

    type: str
    properties: Mapping[str, Value]


@dataclass(frozen=True)
class Of:
    """What `value` says of each that stands at `path`."""

    path: str
    value: Value


@dataclass(frozen=True)
class Choice:
    """What is said when this stands at `path`: None as key for what is not stated, as value for nothing."""

    path: str
    of: Mapping[Any, Value | None]


@dataclass(frozen=True)
class Called:
    """What the code at hand is called by them, or in the item's language."""

    names: Names


@dataclass(frozen=True)
class Just:
    """Always the same."""

    value: str | int


@dataclass(frozen=True)
class First:
    """The first of these that says anything."""

    values: tuple[Value, ...]


def say(value: Value, here: Any, item: Mapping[str, Any]) -> list[Any]:
    """Everything the declaration says of `here`, which stands in `item`."""
    match value:
        case str():
            return _at(value, here, item)
        case tuple():
            return [each for one in value for each in say(one, here, item)]
        case Node(type, properties):
            found = {name: said for name, one in properties.items() if (said := say(one, here, item))}
            node = {name: once if (once := _distinct(said))[1:] else said[0] for name, said in found.items()}
            return [{"@type": type} | node] if found else []
        case Of(path, inner):
            return [each for one in _at(path, here, item) for each in say(inner, one, item)]
        case Choice(path, of):
            chosen = of.get(next(iter(_at(path, here, item)), None))
            return [] if chosen is None else say(chosen, here, item)
        case Called(names):
            name = names[here]
            return [name if isinstance(name, str) else name[choose((item["locale"],), name)[1]]]
        case Just(same):
            return [same]
    return next((said for one in value.values if (said := say(one, here, item))), [])


def _at(path: str, here: Any, item: Mapping[str, Any]) -> list[Any]:
    """Everything that stands at a path; lists are gone through."""
    found = [item if path.startswith("/") else here]
    for name in steps(path):
        found = [inner for each in found for inner in _each(each[name])]
    return found


def _distinct(said: list[Any]) -> list[Any]:
    """Each of what is said once."""
    return [each for at, each in enumerate(said) if each not in said[:at]]


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def steps(path: str) -> Path:
    """The names a path goes by."""
    return tuple(filter(None, path.strip("/").split(".")))
