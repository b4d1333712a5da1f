"""What runs out, is overdue or has been overtaken."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import select

from api.catalogue import CATALOGUE
from api.models import Revision
from api.services.checks.rule import WARNING, Draft, Rule, Spot
from api.services.opening import midnight_after, today
from schemas.faults import Said
from schemas.fields import LastDay
from schemas.locales import DEFAULT
from schemas.localised import Localised
from schemas.walking import Place, leaves

#: So many days before something ends editors are told.
SOON = 30
#: So many earlier revisions are looked through for when a text last changed.
_EARLIER = 200
#: Something that ends at midnight is there the day before and not that day.
_MOMENT = timedelta(microseconds=1)


def _contact_ends(draft: Draft) -> Iterator[Spot]:
    """The entry's own last day, and those of the contacts it points at."""
    horizon = today(draft.at) + timedelta(days=SOON)
    for place, field, value in draft.stated:
        if isinstance(field, LastDay) and isinstance(value, str) and value <= horizon.isoformat():
            yield place, {"lastDay": value}
    ends = midnight_after(horizon)
    for pointer in draft.pointers:
        target = draft.targets.get(pointer.id) if _says_its_last_day(pointer.type) else None
        if target and target.until and draft.at < target.until <= ends:
            yield pointer.place, {"lastDay": today(target.until - _MOMENT).isoformat()}


@cache
def _says_its_last_day(type_: str) -> bool:
    return any(isinstance(leaf, LastDay) for _, leaf in leaves(CATALOGUE[type_].schema))


def _review_overdue(draft: Draft) -> Iterator[Spot]:
    review = draft.body.get("review")
    due = review.get("reviewBy") if isinstance(review, Mapping) else None
    if isinstance(due, str) and due < today(draft.at).isoformat():
        yield ("review", "reviewBy"), {"date": due}


def _translation_older(draft: Draft) -> Iterator[Spot]:
    """Texts that stayed as they were when what they are translated from last changed."""
    waiting = list(_translations(draft))
    if not waiting:
        return
    earlier = (
        select(Revision.body)
        .where(Revision.entry_id == draft.entry.id, Revision.number < draft.revision)
        .order_by(Revision.number.desc())
        .limit(_EARLIER)
    )
    for body in draft.session.scalars(earlier):
        changed = {pair: [_at(body, place) != _at(draft.body, place) for place in pair] for pair in waiting}
        for text, source in (pair for pair, how in changed.items() if how == [False, True]):
            yield text, {"language": text[-1], "source": source[-1]}
        waiting = [pair for pair, how in changed.items() if not any(how)]
        if not waiting:
            return


def _translations(draft: Draft) -> Iterator[tuple[Place, Place]]:
    """Each text in another language with the text it is translated from; lists are left out, for their items move."""
    for place, field, value in draft.stated:
        if not isinstance(field, Localised) or not field.fallback or not isinstance(value, Mapping):
            continue
        if any(isinstance(step, int) for step in place):
            continue
        for language in value:
            source = _at(draft.body, ("translation", language, "source")) or DEFAULT
            if isinstance(source, str) and source != language and source in value:
                yield (*place, language), (*place, source)


def _at(body: Any, place: Place) -> Any:
    """What stands at a place; None where nothing does."""
    for step in place:
        body = body.get(step) if isinstance(body, Mapping) else None
    return body


RULES: tuple[Rule, ...] = (
    Rule(
        "contactEnds",
        WARNING,
        Said(
            "Kontakten är publik till och med {lastDay}.", "The contact is public until {lastDay}, that day included."
        ),
        Said(
            "Se till att läsarna har någon att vända sig till efter det: ändra datumet eller ange en annan kontakt.",
            "See to it that readers have someone to turn to after that: change the date or name another contact.",
        ),
        _contact_ends,
    ),
    Rule(
        "reviewOverdue",
        WARNING,
        Said("Innehållet skulle ha granskats senast {date}.", "The content was to be reviewed by {date}."),
        Said(
            "Kontrollera att allt stämmer och ange när det granskades och när det ska granskas igen.",
            "Make sure that all of it holds, and state when it was reviewed and when it should be again.",
        ),
        _review_overdue,
    ),
    Rule(
        "translationOlder",
        WARNING,
        Said(
            "Texten på {source} har ändrats sedan den översattes till {language}.",
            "The text in {source} has changed since it was translated into {language}.",
        ),
        Said("Se över översättningen.", "Look through the translation."),
        _translation_older,
    ),
)
