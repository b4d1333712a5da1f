"""Whom a draft points at: others that readers cannot reach, and people who are no help line."""

from collections.abc import Callable, Iterator

from api.services.checks import helplines
from api.services.checks.rule import BLOCKING, WARNING, Draft, Rule, Spot
from api.services.checks.targets import Target
from schemas.faults import Said


def _reference_erased(draft: Draft) -> Iterator[Spot]:
    return _pointing_at(draft, lambda target: target is None or target.erased)


def _reference_never_public(draft: Draft) -> Iterator[Spot]:
    return _pointing_at(draft, lambda target: target is not None and not target.erased and target.until is None)


def _reference_gone(draft: Draft) -> Iterator[Spot]:
    return _pointing_at(draft, lambda target: bool(target and target.until and target.until <= draft.at))


def _pointing_at(draft: Draft, is_such: Callable[[Target | None], bool]) -> Iterator[Spot]:
    """Where the draft points at such an entry; None is one that does not exist."""
    for pointer in draft.pointers:
        if is_such(draft.targets.get(pointer.id)):
            yield pointer.place, {}


RULES: tuple[Rule, ...] = (
    Rule(
        "personalHelpChannel",
        BLOCKING,
        Said(
            "En persons egna nummer eller adress får inte vara en väg till hjälp.",
            "A person's own number or address must not be a way to get help.",
        ),
        Said(
            "Ange mottagningens gemensamma nummer eller adress. En person kan vara kontakt för information, press "
            "eller yrkesverksamma.",
            "Give the reception's common number or address. A person can be a contact for information, press or "
            "professionals.",
        ),
        helplines.find,
    ),
    Rule(
        "referenceErased",
        BLOCKING,
        Said("Det som hänvisas till är raderat eller finns inte.", "What this points at is erased or does not exist."),
        Said("Ta bort hänvisningen eller välj något annat.", "Remove the reference or choose something else."),
        _reference_erased,
    ),
    Rule(
        "referenceNeverPublic",
        BLOCKING,
        Said("Det som hänvisas till har aldrig publicerats.", "What this points at has never been published."),
        Said(
            "Publicera eller planera det först, eller ta bort hänvisningen.",
            "Publish or schedule that first, or remove the reference.",
        ),
        _reference_never_public,
    ),
    Rule(
        "referenceGone",
        WARNING,
        Said(
            "Det som hänvisas till är inte längre publicerat och visas inte för läsarna.",
            "What this points at is not published any more and is not shown to readers.",
        ),
        Said("Ta bort hänvisningen eller välj något annat.", "Remove the reference or choose something else."),
        _reference_gone,
    ),
)
