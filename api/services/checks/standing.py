"""What an editor should know of how an entry stands with its readers: plans that undo corrections, and who is left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, select

from api.db import UtcDateTime, read
from api.models import Edition, EditionLink, Withdrawal
from api.services.checks.rule import WARNING, Draft, Rule, Spot
from api.services.opening import STOCKHOLM
from schemas.faults import Said
from schemas.merging import Fields, flatten

#: So many of the latest editions are looked through for what a plan would bring back.
_LATEST = 20
_SOON = timedelta(days=30)


_OF_ENTRY = Edition.entry_id == bindparam("id")
_SCHEDULED = (
    select(Edition)
    .where(_OF_ENTRY, Edition.valid_from > bindparam("at", type_=UtcDateTime()))
    .order_by(Edition.valid_from)
)
_LAST = select(Edition.valid_from, Edition.valid_to).where(_OF_ENTRY).order_by(Edition.valid_from.desc()).limit(1)


def _changed_back(draft: Draft) -> Iterator[Spot]:
    """Fields in which a scheduled edition says again what a correction has replaced."""
    of_entry = select(Edition).where(Edition.entry_id == draft.entry.id)
    scheduled = list(draft.session.scalars(_SCHEDULED, {"id": draft.entry.id, "at": draft.at}))
    if not scheduled:
        return
    begun = of_entry.where(Edition.valid_from <= draft.at).order_by(Edition.valid_from.desc()).limit(_LATEST)
    editions = list(draft.session.scalars(begun))
    if not editions or editions[0].valid_to <= draft.at:
        return
    present, *former = (_fields(draft, each) for each in editions)
    for plan in scheduled:
        planned = _fields(draft, plan)
        for place in {**present, **planned}:
            said = planned.get(place)
            if said != present.get(place) and any(said == fields.get(place) for fields in former):
                yield place, {"at": _told(plan.valid_from)}


def _fields(draft: Draft, edition: Edition) -> Fields:
    return flatten(draft.content.schema, edition.body)


def _still_used(draft: Draft) -> Iterator[Spot]:
    """Public items that point at the entry, when it is not public any more or soon will not be."""
    end = read(draft.session, _LAST, {"id": draft.entry.id}).first()
    if end is None or end.valid_from > draft.at or not (end.valid_to <= draft.at + _SOON or _taken_back(draft)):
        return
    users = (
        select(Edition.type, Edition.slug, Edition.entry_id)
        .join(EditionLink, EditionLink.edition_id == Edition.id)
        .where(EditionLink.target == draft.entry.id, Edition.valid_from <= draft.at, Edition.valid_to > draft.at)
        .where(Edition.entry_id != draft.entry.id)
        .distinct()
        .order_by(Edition.type, Edition.slug)
    )
    for each in draft.session.execute(users):
        yield (), {"type": each.type, "slug": each.slug}


def _taken_back(draft: Draft) -> bool:
    ahead = exists().where(
        Withdrawal.entry_id == draft.entry.id, Withdrawal.valid_from > draft.at, Withdrawal.kind != "withdrawn"
    )
    return bool(draft.session.scalar(select(ahead)))


def _told(instant: datetime) -> str:
    """An instant as people in Västernorrland read it."""
    return f"{instant.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


RULES: tuple[Rule, ...] = (
    Rule(
        "scheduledChangesBack",
        WARNING,
        Said(
            "Det som är planerat till {at} ändrar tillbaka uppgiften till vad den var förut.",
            "What is scheduled for {at} changes this back to what it was before.",
        ),
        Said(
            "Rätta uppgiften också i det som är planerat: publicera det på nytt från samma tidpunkt med "
            "scheduled=cancel.",
            "Mend it in what is scheduled too: publish that again from the same instant with scheduled=cancel.",
        ),
        _changed_back,
    ),
    Rule(
        "stillUsed",
        WARNING,
        Said("{type}/{slug} visar posten, som inte längre är publik eller snart inte är det.",
             "{type}/{slug} shows the entry, which is not public any more or soon will not be."),
        Said("Ändra det som pekar hit, eller ange vad som ersätter posten.",
             "Change what points here, or state what replaces the entry."),
        _still_used,
    ),
)  # fmt: skip
