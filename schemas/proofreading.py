"""What a declaration in schema.org reads must be there: a name or a code that is not stops the app at import."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields

from schemas.delivery import Path
from schemas.fields import Code
from schemas.linked import Called, Choice, First, Node, Of, Value, steps
from schemas.references import ReferenceDocument, Referred


def proofread(name: str, value: Value | None, item: Schema) -> None:
    """See that the schema of an item has whatever the declaration of its type, so named, reads.

    Raises ValueError for a name that it does not have, for codes that differ from the field's, and when nothing would
    be said of an item that does not state (a draft) what the declaration depends on.
    """
    if isinstance(value, Choice) and value.of.get(None) is None:
        raise ValueError(f"{name}: {value.path} may be missing, and then there is no word in schema.org")
    for path, codes in _reads(value, ()):
        field, is_there = _field(path, item)
        if not is_there:
            raise ValueError(f"{name}: {'.'.join(path)} is no field, but has a word in schema.org")
        if isinstance(field, Code) and codes is not None and set(field.codes) != set(codes) - {None}:
            raise ValueError(f"{name}: {'.'.join(path)} has other codes than it has words in schema.org")


def _reads(value: Value | None, here: Path) -> Iterator[tuple[Path, Collection[Any] | None]]:
    """Every path from the item's root that a declaration reads, with the codes that it knows there."""
    match value:
        case str():
            yield _from(here, value), None
        case Of(path):
            yield _from(here, path), None
        case Choice(path, of):
            yield _from(here, path), of
        case Called(names):
            yield here, names
    for inner, place in _within(value, here):
        yield from _reads(inner, place)


def _within(value: Value | None, here: Path) -> Iterator[tuple[Value | None, Path]]:
    """The declarations that one is made of, and where they stand."""
    match value:
        case tuple() | First(tuple()):
            yield from ((each, here) for each in (value.values if isinstance(value, First) else value))
        case Node(_, properties):
            yield from ((each, here) for each in properties.values())
        case Of(path, inner):
            yield inner, _from(here, path)
        case Choice(_, of):
            yield from ((each, here) for each in of.values())


def _from(here: Path, path: str) -> Path:
    return steps(path) if path.startswith("/") else (*here, *steps(path))


def _field(path: Path, item: Schema) -> tuple[Any, bool]:
    """The field at a path, and whether it is there; what a field of any shape holds is not known.

    Every item knows where it is, as what refers to it does.
    """
    field: Any = None
    known: Mapping[str, Any] = {"href": ReferenceDocument().fields["href"], **item.fields}
    for name in path:
        if name not in known and type(field) is not fields.Raw:
            return None, False
        field = known.get(name)
        field = field.inner if isinstance(field, fields.List) else field
        known = _inside(field)
    return field, True


def _inside(field: Any) -> Mapping[str, Any]:
    if isinstance(field, Referred):
        return ReferenceDocument().fields
    return field.schema.fields if isinstance(field, fields.Nested) else {}
