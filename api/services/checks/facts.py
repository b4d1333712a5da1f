"""What is missing or does not hold: what must be stated, facts that readers ask for, links that lead nowhere."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.services.checks.rule import BLOCKING, WARNING, Draft, Rule, Spot
from api.services.checks.stated import objects
from schemas.addresses import Url
from schemas.content_type import ContentType
from schemas.faults import Said
from schemas.fields import List
from schemas.parts import declared_fields

#: Of these fields a type needs one, whichever.
EITHER: Mapping[str, tuple[str, ...]] = {"contacts": ("phone", "email")}
#: What it looks like when nothing is stated.
_NOTHING: tuple[Any, ...] = (None, [], {})


def gap_fields(content: ContentType) -> tuple[str, ...]:
    """The fields of a type that editors are told of while they state nothing."""
    return tuple(name for name, field in content.fields.items() if field.gap and not field.required)


def gaps(content: ContentType, body: Mapping[str, Any]) -> list[str]:
    """The facts that content of a type does not state, in the order of its fields."""
    return [name for name in gap_fields(content) if body.get(name) in _NOTHING]


def _required(draft: Draft) -> Iterator[Spot]:
    """What the schema requires, lists that need a member, and one of the fields of which any will do."""
    for each in draft.faults:
        if each.fault.code == "required":
            yield each.path, {}
    for place, field, value in draft.stated:
        if isinstance(field, List) and field.required and value == []:
            yield place, {}
    either = EITHER.get(draft.content.name, ())
    if either and all(draft.body.get(name) is None for name in either):
        yield either[:1], {}


def _schema(draft: Draft) -> Iterator[Spot]:
    for each in draft.faults:
        if each.fault.code != "required":
            yield each.path, {"code": each.fault.code}


def _gap(draft: Draft) -> Iterator[Spot]:
    for name in gaps(draft.content, draft.body):
        yield (name,), {"field": name}


def _link_without_address(draft: Draft) -> Iterator[Spot]:
    for place, field, value in objects(draft.stated):
        for name, inner in declared_fields(field.schema):
            if isinstance(inner, Url) and inner.essential and value.get(name) is None:
                yield (*place, name), {}


RULES: tuple[Rule, ...] = (
    Rule(
        "required",
        BLOCKING,
        Said("Uppgiften krävs.", "This is required."),
        Said("Fyll i uppgiften; texter behövs på svenska.", "State it; texts are needed in Swedish."),
        _required,
    ),
    Rule(
        "schema",
        BLOCKING,
        Said("Värdet följer inte fältets regler ({code}).", "The value does not follow the field's rules ({code})."),
        Said(
            "Rätta värdet och spara igen. Reglerna kan ha ändrats sedan det sparades.",
            "Correct the value and save again. The rules may have changed since it was saved.",
        ),
        _schema,
    ),
    Rule(
        "gap",
        WARNING,
        Said("Uppgiften ”{field}” är inte angiven.", "“{field}” is not stated."),
        Said(
            "Ange den om du vet. Annars får läsarna veta att den inte är angiven.",
            "State it if you know. Otherwise readers learn that it is not stated.",
        ),
        _gap,
    ),
    Rule(
        "linkWithoutAddress",
        WARNING,
        Said(
            "Länken saknar adress och visas inte för läsarna.", "The link has no address and is not shown to readers."
        ),
        Said("Fyll i adressen eller ta bort länken.", "Fill in the address or remove the link."),
        _link_without_address,
    ),
)
