"""What the checks find in a draft, and what they leave alone: a table with rows of both kinds for each rule."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, event, func, select

from api.catalogue import CATALOGUE
from api.errors import Invalid
from api.models import Edition, Entry, Revision, RevisionLink
from api.services.checks import BLOCKING, RULES, WARNING, Finding, check, refuse
from api.services.checks.facts import gap_fields, gaps
from api.services.checks.identity import holds_identity_number
from tests.conftest import World
from tests.samples import BARE, CONTENT

Given = Callable[[World], UUID]
Place = tuple[str | int, ...]

SEVERITIES = {
    "required": BLOCKING,
    "schema": BLOCKING,
    "personalHelpChannel": BLOCKING,
    "referenceErased": BLOCKING,
    "referenceNeverPublic": BLOCKING,
    "rawHtml": BLOCKING,
    "personalIdentityNumber": BLOCKING,
    "gap": WARNING,
    "linkWithoutAddress": WARNING,
    "contactEnds": WARNING,
    "referenceGone": WARNING,
    "reviewOverdue": WARNING,
    "translationOlder": WARNING,
    "headingJump": WARNING,
    "linkText": WARNING,
}
#: Rules about how an entry stands with its readers have tests of their own.
STANDING = {"scheduledChangesBack", "stillUsed"}
OURS = [rule for rule in RULES if rule.id not in STANDING]

KARIN, KARINS_NUMBER, KARINS_ADDRESS = "karin-silfversten", "070-598 01 45", "karin.silfversten@sundsvall.se"
HELP_LINE, HELP_ADDRESS = "060-12 34 56", "hjalp@example.se"
#: Two personnummer and two coordination numbers, made up, whose check digits hold.
NUMBERS = ("880320-0016", "811228-9874", "701063-2391", "880381-0012")


@dataclass(frozen=True)
class Row:
    """What an editor has made, and where one rule finds something in it; nowhere in a row that passes."""

    rule: str
    what: str
    given: Given
    places: tuple[Place, ...] = ()


def content(type_: str, **changes: Any) -> dict[str, Any]:
    """The least that can be published, with changes; None takes a field away."""
    return {key: value for key, value in {**BARE[type_], **changes}.items() if value is not None}


def draft(type_: str, **changes: Any) -> Given:
    return lambda world: world.create(type_, content(type_, **changes))


def stored(type_: str, **changes: Any) -> Given:
    """A draft as no schema of today would let it in."""

    def given(world: World) -> UUID:
        entry = world.create(type_, BARE[type_])
        with world.database.writing() as session:
            revision = session.get_one(Revision, (entry, 1))
            revision.body = {key: value for key, value in {**revision.body, **changes}.items() if value is not None}
        return entry

    return given


def saved(type_: str, *versions: dict[str, Any]) -> Given:
    """A draft that was saved several times."""

    def given(world: World) -> UUID:
        entry = world.create(type_, content(type_, **versions[0]))
        for version in versions[1:]:
            world.save(entry, content(type_, **version))
        return entry

    return given


def after(*before: Callable[[World], Any], then: Given) -> Given:
    """A draft that is made after something else happened."""

    def given(world: World) -> UUID:
        for each in before:
            each(world)
        return then(world)

    return given


def asking(target: Given, *, then: Callable[[World, UUID], Any] | None = None) -> Given:
    """A news item that refers to a contact, and what happens to the contact then."""

    def given(world: World) -> UUID:
        contact = target(world)
        groups = [{"heading": {"sv": "Frågor"}, "contacts": [KARIN, str(contact)]}]
        entry = world.create("news", content("news", contactGroups=groups))
        if then:
            world.clock.advance(seconds=1)
            then(world, contact)
        return entry

    return given


def published(type_: str, _when: dict[str, timedelta] | None = None, **changes: Any) -> Given:
    """An entry that is public; `start` and `until` are so long from now."""

    def given(world: World) -> UUID:
        when = {name: world.clock.now + later for name, later in (_when or {}).items()}
        return world.add(type_, content(type_, **changes), **when)

    return given


def erase(world: World, entry: UUID) -> None:
    """Leave of an entry what erasing leaves: one row."""
    with world.database.writing() as session:
        for model in (Edition, RevisionLink, Revision):
            session.execute(delete(model).where(model.entry_id == entry))
        session.get_one(Entry, entry).erased_at = world.clock.now


def end_and_begin_again(world: World, entry: UUID) -> None:
    world.unpublish(entry)
    world.clock.advance(seconds=1)
    world.publish(entry, start=world.clock.now + timedelta(days=2))


def pointing_at_itself(world: World) -> UUID:
    entry = world.create("contacts", BARE["contacts"])
    world.save(entry, content("contacts", replacedBy=str(entry)))
    return entry


def change(type_: str, first: dict[str, Any], second: dict[str, Any], *, end: bool = False) -> Given:
    """An entry that is public with the first and has the second as a draft; or was public."""

    def given(world: World) -> UUID:
        entry = world.add(type_, content(type_, **first))
        world.save(entry, content(type_, **second))
        world.clock.advance(seconds=1)
        if end:
            world.unpublish(entry)
        return entry

    return given


def reached_by(kind: str, value: str, **more: Any) -> dict[str, Any]:
    """A reception's channels, the second of which is this one."""
    return {"channels": [{"kind": "web", "value": "https://um.example.se"}, {"kind": kind, "value": value, **more}]}


def person(**changes: Any) -> dict[str, Any]:
    return {"kind": "person", "name": "Robin Exempelsson", "email": "robin@exempel.se", **changes}


def titled(sv: str, **others: str) -> dict[str, Any]:
    return {"title": {"sv": sv, **others}}


def markdown(text: str) -> Given:
    return draft("news", body={"sv": "Kort.", "en": text})


SECOND = (("channels", 1, "value"),)
ASKED = (("contactGroups", 0, "contacts", 1),)
IN_ENGLISH = (("body", "en"),)
FROM_SWEDISH = {"fi": {"source": "sv", "status": "unreviewed"}}
FROM_ENGLISH = {"fi": {"source": "en", "status": "unreviewed"}}
DAYS = {"ten": timedelta(days=10), "forty": timedelta(days=40)}

MISSING = [
    Row("required", "a field", draft("news", lead=None), (("lead",),)),
    Row("required", "the Swedish text", draft("news", title={"en": "Only English"}), (("title", "sv"),)),
    Row("required", "what an object needs", draft("news", source={"title": "Nytt"}), (("source", "url"),)),
    Row("required", "every channel", draft("receptions", channels=[]), (("channels",),)),
    Row("required", "all channels", draft("receptions", channels=None), (("channels",),)),
    Row("required", "any way to reach a contact", draft("contacts", email=None), (("phone",),)),
    Row(
        "required",
        "everyone in a group",
        draft("news", contactGroups=[{"heading": {"sv": "Frågor"}, "contacts": []}]),
        (("contactGroups", 0, "contacts"),),
    ),
    *(Row("required", f"nothing in {type_}", draft(type_)) for type_ in BARE),
    Row("required", "nothing: a phone is enough", draft("contacts", email=None, phone=HELP_LINE)),
    Row("required", "nothing: an optional list may be empty", draft("news", links=[], receptions=[])),
    Row("schema", "a field that was", stored("news", kicker={"sv": "Förr"}), (("kicker",),)),
    Row("schema", "a code that was", stored("news", category="gossip"), (("category",),)),
    Row("schema", "a text that was one", stored("news", title="Förr"), (("title",),)),
    Row("schema", "an address", stored("news", links=[{"label": {"sv": "L"}, "url": "x"}]), (("links", 0, "url"),)),
    *(Row("schema", f"nothing in {type_}", draft(type_, **CONTENT[type_])) for type_ in CONTENT),
    Row("schema", "nothing: what is missing is required", draft("news", lead=None)),
    Row(
        "gap",
        "facts",
        draft("organizations", municipality="2281", parent="sundsvalls-kommun", url="https://boj.example.se"),
        (("logo",),),
    ),
    Row(
        "gap",
        "empty lists and objects",
        draft("receptions", **{**CONTENT["receptions"], "languages": [], "address": {}, "unit": {}, "isFree": False}),
        (("address",), ("languages",), ("unit",)),
    ),
    *(Row("gap", f"nothing in {type_}", draft(type_, **CONTENT[type_])) for type_ in CONTENT),
    Row("linkWithoutAddress", "a link", draft("news", links=[{"label": {"sv": "Program"}}]), (("links", 0, "url"),)),
    Row(
        "linkWithoutAddress",
        "the second link",
        draft("studies", links=CONTENT["studies"]["links"]),
        (("links", 1, "url"),),
    ),
    Row("linkWithoutAddress", "nothing", draft("news", links=CONTENT["news"]["links"])),
    Row("linkWithoutAddress", "nothing: other addresses are gaps", draft("organizations")),
]

HELPLINES = [
    Row("personalHelpChannel", "a phone", draft("receptions", **reached_by("phone", KARINS_NUMBER)), SECOND),
    Row(
        "personalHelpChannel",
        "a text message, written otherwise",
        draft("receptions", **reached_by("sms", "+46 (0)705 980145", audience="help")),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "an address, in capitals",
        draft("receptions", **reached_by("email", KARINS_ADDRESS.title())),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "a number in a text",
        draft("receptions", **reached_by("visit", f"Torget 1, ring {KARINS_NUMBER} när du är framme")),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "an address in a text",
        draft("receptions", **reached_by("dropIn", f"Torget 1. Fråga {KARINS_ADDRESS.upper()}.")),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "an address outside ASCII, in capitals",
        after(
            draft("contacts", **person(email="Robin@EXEMPEL-Ö.se")),
            then=draft("receptions", **reached_by("email", "robin@exempel-ö.se")),
        ),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "someone who is a draft",
        after(draft("contacts", **person(phone=HELP_LINE)), then=draft("receptions", **reached_by("phone", HELP_LINE))),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "a public number that the draft has changed",
        after(
            change("contacts", person(phone=HELP_LINE), person(phone="060-99 88 77")),
            then=draft("receptions", **reached_by("phone", HELP_LINE)),
        ),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "a number that will be public",
        after(
            lambda world: world.save(
                published("contacts", {"start": DAYS["ten"]}, **person(phone=HELP_LINE))(world),
                content("contacts", **person()),
            ),
            then=draft("receptions", **reached_by("phone", HELP_LINE)),
        ),
        SECOND,
    ),
    Row(
        "personalHelpChannel",
        "a person to turn to for help",
        draft("receptions", contacts=[{"contact": KARIN, "purpose": "press"}, {"contact": KARIN, "purpose": "help"}]),
        (("contacts", 1, "purpose"),),
    ),
    Row(
        "personalHelpChannel",
        "a person whose number is a help line",
        after(draft("receptions", **reached_by("phone", HELP_LINE)), then=draft("contacts", **person(phone=HELP_LINE))),
        (("phone",),),
    ),
    Row(
        "personalHelpChannel",
        "a person whose address is one",
        after(
            draft("receptions", **reached_by("email", HELP_ADDRESS.title())),
            then=draft("contacts", **person(phone=HELP_LINE, email=HELP_ADDRESS.upper())),
        ),
        (("email",),),
    ),
    Row(
        "personalHelpChannel",
        "a person whose number stands in a text",
        after(
            draft("receptions", **reached_by("dropIn", "Ring 060123456 när du är framme")),
            then=draft("contacts", **person(phone=HELP_LINE)),
        ),
        (("phone",),),
    ),
    Row(
        "personalHelpChannel",
        "a person whose number and address stand in a text",
        after(
            draft("receptions", **reached_by("visit", f"Ring 060123456 eller skriv till {HELP_ADDRESS}")),
            then=draft("contacts", **person(phone=HELP_LINE, email=HELP_ADDRESS)),
        ),
        (("phone",), ("email",)),
    ),
    Row(
        "personalHelpChannel",
        "a person whose number is a public help line that the draft has changed",
        after(
            change("receptions", reached_by("phone", HELP_LINE), {}),
            then=draft("contacts", **person(phone=HELP_LINE)),
        ),
        (("phone",),),
    ),
    *(
        Row(
            "personalHelpChannel",
            f"nothing: for {audience}",
            draft("receptions", **reached_by("phone", KARINS_NUMBER, audience=audience)),
        )
        for audience in ("professional", "press")
    ),
    Row(
        "personalHelpChannel",
        "nothing: a function's number",
        after(draft("contacts", **CONTENT["contacts"]), then=draft("receptions", **reached_by("phone", HELP_LINE))),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a number that was a person's",
        after(
            change("contacts", person(phone=HELP_LINE), person(), end=True),
            then=draft("receptions", **reached_by("phone", HELP_LINE)),
        ),
    ),
    Row(
        "personalHelpChannel",
        "nothing: another number and another address in a text",
        draft("receptions", **reached_by("visit", f"Torget 1, ring {HELP_LINE} eller skriv till {HELP_ADDRESS}")),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a person to ask about it",
        draft("receptions", contacts=[{"contact": KARIN, "purpose": "information"}]),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a function to turn to for help",
        lambda world: draft(
            "receptions",
            contacts=[{"contact": str(published("contacts", kind="function")(world)), "purpose": "help"}],
        )(world),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a function whose number is a help line",
        after(
            draft("receptions", **reached_by("phone", HELP_LINE)),
            then=draft("contacts", **person(kind="function", phone=HELP_LINE)),
        ),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a person whom professionals reach",
        after(
            draft("receptions", **reached_by("phone", HELP_LINE, audience="professional")),
            draft("receptions", **reached_by("visit", "Ring 060-99 88 77 när du är framme")),
            then=draft("contacts", **person(phone=HELP_LINE)),
        ),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a reception whose channels cannot be read",
        after(
            stored("receptions", channels={"kind": "visit", "value": HELP_LINE}),
            then=draft("contacts", **person(phone=HELP_LINE)),
        ),
    ),
    Row(
        "personalHelpChannel",
        "nothing: a person whose number was a help line",
        after(
            change("receptions", reached_by("phone", HELP_LINE), {}, end=True),
            then=draft("contacts", **person(phone=HELP_LINE)),
        ),
    ),
]

REFERENCES = [
    Row("referenceErased", "what is erased", asking(published("contacts"), then=erase), ASKED),
    Row("referenceErased", "what does not exist", stored("news", studies=[str(uuid4())]), (("studies", 0),)),
    Row("referenceErased", "what is no id", stored("news", studies=["mika"]), (("studies", 0),)),
    Row("referenceErased", "nothing: what is public", asking(published("contacts"))),
    Row("referenceErased", "nothing: what never was public", asking(draft("contacts"))),
    Row("referenceNeverPublic", "a draft", asking(draft("contacts")), ASKED),
    Row("referenceNeverPublic", "nothing: what is public", asking(published("contacts"))),
    Row("referenceNeverPublic", "nothing: what is planned", asking(published("contacts", {"start": DAYS["ten"]}))),
    Row("referenceNeverPublic", "nothing: what was", asking(published("contacts"), then=World.unpublish)),
    Row("referenceNeverPublic", "nothing: what is erased", asking(published("contacts"), then=erase)),
    Row("referenceNeverPublic", "nothing: itself", pointing_at_itself),
    Row("referenceGone", "what was unpublished", asking(published("contacts"), then=World.unpublish), ASKED),
    Row("referenceGone", "what was withdrawn", asking(published("contacts"), then=World.withdraw), ASKED),
    Row("referenceGone", "nothing: what is public", asking(published("contacts"))),
    Row("referenceGone", "nothing: what comes back", asking(published("contacts"), then=end_and_begin_again)),
    Row(
        "referenceGone",
        "nothing: what is withdrawn but still shown",
        asking(published("contacts"), then=lambda world, entry: world.withdraw(entry, "withdrawn")),
    ),
    Row("referenceGone", "nothing: what never was public", asking(draft("contacts"))),
    Row("referenceGone", "nothing: what is erased", asking(published("contacts"), then=erase)),
]

TIMES = [
    Row("contactEnds", "a last day in thirty days", draft("contacts", publishUntil="2026-12-24"), (("publishUntil",),)),
    Row("contactEnds", "a last day that is past", draft("contacts", publishUntil="2026-11-23"), (("publishUntil",),)),
    Row(
        "contactEnds",
        "a last day in thirty days, Stockholm time",
        after(lambda world: world.clock.advance(hours=14), then=draft("contacts", publishUntil="2026-12-25")),
        (("publishUntil",),),
    ),
    Row("contactEnds", "someone's last day", asking(published("contacts", publishUntil="2026-12-24")), ASKED),
    Row("contactEnds", "someone's end", asking(published("contacts", {"until": DAYS["ten"]})), ASKED),
    Row(
        "contactEnds",
        "the end of someone's only planned edition",
        asking(published("contacts", {"start": DAYS["ten"] / 2, "until": DAYS["ten"]})),
        ASKED,
    ),
    Row("contactEnds", "nothing: a later last day", draft("contacts", publishUntil="2026-12-25")),
    Row("contactEnds", "nothing: someone's later last day", asking(published("contacts", publishUntil="2026-12-25"))),
    Row(
        "contactEnds",
        "nothing: an end with something after it",
        asking(
            published("contacts", {"until": DAYS["ten"]}),
            then=lambda world, entry: world.publish(entry, start=world.clock.now + DAYS["forty"]),
        ),
    ),
    Row("contactEnds", "nothing: someone who is gone", asking(published("contacts"), then=World.unpublish)),
    Row(
        "contactEnds",
        "nothing: the end of what is no contact",
        lambda world: draft("news", studies=[str(published("studies", {"until": DAYS["ten"]})(world))])(world),
    ),
    Row("reviewOverdue", "yesterday", draft("news", review={"reviewBy": "2026-11-23"}), (("review", "reviewBy"),)),
    Row(
        "reviewOverdue",
        "today, which in Stockholm is yesterday",
        after(lambda world: world.clock.advance(hours=14), then=draft("news", review={"reviewBy": "2026-11-24"})),
        (("review", "reviewBy"),),
    ),
    Row("reviewOverdue", "nothing: today", draft("news", review={"reviewBy": "2026-11-24"})),
    Row("reviewOverdue", "nothing: no day", draft("news", review={"lastReviewedOn": "2026-11-01"})),
    Row(
        "translationOlder",
        "a title, two drafts ago",
        saved(
            "news", titled("Ett", en="One"), titled("Två", en="One"), {**titled("Två", en="One"), "category": "news"}
        ),
        (("title", "en"),),
    ),
    Row(
        "translationOlder",
        "one of two languages",
        saved("news", titled("Ett", en="One", fi="Yksi"), titled("Två", en="Two", fi="Yksi")),
        (("title", "fi"),),
    ),
    Row(
        "translationOlder",
        "what is translated from English",
        saved(
            "news",
            {**titled("Ett", en="One", fi="Yksi"), "translation": FROM_ENGLISH},
            {**titled("Ett", en="Two", fi="Yksi"), "translation": FROM_ENGLISH},
        ),
        (("title", "fi"),),
    ),
    Row(
        "translationOlder",
        "a list, and a text in an object",
        saved(
            "receptions",
            {"topics": {"sv": ["a"], "en": ["a"]}, "safety": {"neutralTitle": {"sv": "Ett", "en": "One"}}},
            {"topics": {"sv": ["a", "b"], "en": ["a"]}, "safety": {"neutralTitle": {"sv": "Två", "en": "One"}}},
        ),
        (("topics", "en"), ("safety", "neutralTitle", "en")),
    ),
    Row("translationOlder", "nothing: both changed", saved("news", titled("Ett", en="One"), titled("Två", en="Two"))),
    Row(
        "translationOlder",
        "nothing: the translation came after",
        saved("news", titled("Ett", en="One"), titled("Två", en="One"), titled("Två", en="Two")),
    ),
    Row(
        "translationOlder",
        "nothing: the translation went back to what it was",
        saved("news", titled("Ett", en="Two"), titled("Två", en="One"), titled("Två", en="Two")),
    ),
    Row(
        "translationOlder",
        "nothing: what is said of a translation is no text",
        saved(
            "news",
            {"translation": {"sv": {"source": "en", "status": "unreviewed"}, **FROM_SWEDISH}},
            {"translation": {"sv": {"source": "en", "status": "reviewed"}, **FROM_SWEDISH}},
        ),
    ),
    Row(
        "translationOlder",
        "nothing: an item of a list may have moved",
        saved(
            "news",
            {"links": [{"label": {"sv": "Ett", "en": "One"}}]},
            {"links": [{"label": {"sv": "Två", "en": "One"}}]},
        ),
    ),
    Row("translationOlder", "nothing: it is new", saved("news", titled("Ett"), titled("Två", en="Two"))),
    Row(
        "translationOlder",
        "nothing: only the translation",
        saved("news", titled("Ett", en="1"), titled("Ett", en="One")),
    ),
    Row(
        "translationOlder",
        "nothing: other fields",
        saved("news", titled("Ett", en="One"), {**titled("Ett", en="One"), "lead": {"sv": "Ny."}}),
    ),
    Row(
        "translationOlder",
        "nothing: what it is translated from is as it was",
        saved(
            "news",
            {**titled("Ett", en="One", fi="Yksi"), "translation": FROM_ENGLISH},
            {**titled("Två", en="Two", fi="Yksi"), "translation": {"fi": {"source": "se", "status": "reviewed"}}},
        ),
    ),
    Row("translationOlder", "nothing: one draft", draft("news", **titled("Ett", en="One"))),
]

TEXTS = [
    *(
        Row("rawHtml", what, markdown(text), IN_ENGLISH)
        for what, text in {
            "a script": "Kort.\n\n<script>alert(1)</script>",
            "a tag in a line": "Det är <b>viktigt</b>.",
            "a comment": "Kort. <!-- internt -->",
            "a script as a link": "[Tid](javascript:alert(1))",
            "a script in another spelling": "[Tid](JaVa&#83;cript:alert)",
            "a script as a reference": "[Tid][1]\n\n[1]: vbscript:x",
            "data as an image": "![Bild](data:text/html;base64,PHNjcmlwdD4=)",
            "a script as an autolink": "<javascript:alert(1)>",
            "a tag in an image": "![<b>](https://kfvn.se/bild.png)",
        }.items()
    ),
    *(
        Row("rawHtml", f"nothing: {what}", markdown(text))
        for what, text in {
            "Markdown": "## Rubrik\n\n- **en** [länk](https://kfvn.se)\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            "code that shows HTML": "`<b>` och\n\n    <script>",
            "less than": "Om 3 < 4 & 5 > 4 är <3.",
            "ways to call": "<https://kfvn.se> [x](mailto:a@b.se) [x](tel:112) [x](sms:112) [x](HTTP://kfvn.se)",
            "an address on the same site": "[Mika](/mottagningar/mika) ![Bild](bild.png) [Del](#del)",
        }.items()
    ),
    Row("rawHtml", "nothing: it is no Markdown", draft("news", lead={"sv": "Elementet <b> i javascript:alert(1)"})),
    *(
        Row("personalIdentityNumber", what, given, (place,))
        for what, given, place in (
            ("a line", draft("news", title={"sv": f"Om {NUMBERS[0]}"}), ("title", "sv")),
            ("prose in another language", draft("news", basis={"sv": "B", "en": f"({NUMBERS[1]})"}), ("basis", "en")),
            ("Markdown", markdown(f"**{NUMBERS[0]}**"), ("body", "en")),
            ("a keyword", draft("news", subjects=["mika", NUMBERS[2]]), ("subjects", 1)),
            ("a list of texts", draft("receptions", topics={"sv": ["Att", NUMBERS[0]]}), ("topics", "sv", 1)),
            ("an object", draft("receptions", address={"street": NUMBERS[0]}), ("address", "street")),
            ("a link's label", draft("news", links=[{"label": {"sv": NUMBERS[3]}}]), ("links", 0, "label", "sv")),
            ("a channel", draft("receptions", **reached_by("dropIn", f"Fråga {NUMBERS[0]}")), ("channels", 1, "value")),
        )
    ),
    Row("personalIdentityNumber", "nothing: check digit", draft("news", title={"sv": "Om 880320-0017"})),
    Row(
        "personalIdentityNumber",
        "nothing: addresses",
        draft(
            "news",
            links=[{"label": {"sv": "L"}, "url": f"https://kfvn.se/{NUMBERS[0]}"}],
            source={"url": f"https://kfvn.se/{NUMBERS[0]}"},
        ),
    ),
    Row("personalIdentityNumber", "nothing: an e-mail address", draft("contacts", email="880320-0016@kfvn.se")),
    Row(
        "personalIdentityNumber",
        "nothing: a channel that is an address",
        draft("receptions", **reached_by("web", f"https://kfvn.se/{NUMBERS[0]}")),
    ),
    Row("headingJump", "from two to four", markdown("## Två\n\n#### Fyra"), IN_ENGLISH),
    Row(
        "headingJump",
        "from one to three, underlined",
        markdown("Ett\n===\n\n### Tre\n\nEtt\n===\n\n### Tre"),
        IN_ENGLISH,
    ),
    Row("headingJump", "nothing: down by one, up by any", markdown("## Två\n\n### Tre\n\n#### Fyra\n\n## Två")),
    Row("headingJump", "nothing: it begins somewhere", markdown("### Tre\n\n### Tre")),
    Row("headingJump", "nothing: code", markdown("## Två\n\n```\n#### Fyra\n```")),
    *(
        Row("linkText", f"{text!r}", markdown(f"Se [{text}](https://kfvn.se)."), IN_ENGLISH)
        for text in ("här", "**Läs mer**", "Klicka\nhär!", "Länk »", "click here", "Read more…", "", "![här](b.png)")
    ),
    Row("linkText", "twice the same", markdown("[här](https://kfvn.se) och [här](https://kfvn.se/om)"), IN_ENGLISH),
    Row("linkText", "the second of two", markdown("[Om oss](https://kfvn.se/om) [Här](https://kfvn.se)"), IN_ENGLISH),
    Row(
        "linkText",
        "labels with and without an address",
        draft(
            "news",
            links=[
                {"label": {"sv": "Program", "en": "Here"}, "url": "https://kfvn.se"},
                {"label": {"sv": "Läs mer här!"}},
            ],
        ),
        (("links", 0, "label", "en"), ("links", 1, "label", "sv")),
    ),
    Row(
        "linkText", "nothing: it says where", markdown("Här: [läs mer om Mika](https://kfvn.se) <https://kfvn.se/här>")
    ),
    Row("linkText", "nothing: it is not in a link", markdown("här, [om oss](https://kfvn.se) här")),
    Row("linkText", "nothing: labels that say where", draft("news", links=CONTENT["news"]["links"])),
    Row(
        "linkText",
        "nothing: a source's name is no link",
        draft("news", attribution={"text": {"sv": "Mer"}, "url": "https://kfvn.se"}),
    ),
    Row("linkText", "nothing: a title is no link", draft("news", title={"sv": "Läs mer"})),
]

ROWS = [*MISSING, *HELPLINES, *REFERENCES, *TIMES, *TEXTS]


def found_in(world: World, entry: UUID, revision: int | None = None) -> list[Finding]:
    with world.database.reading() as session:
        row = session.get_one(Entry, entry)
        return check(session, row, session.get_one(Revision, (entry, revision or row.revision)), world.clock.now)


def told(finding: Finding) -> str:
    """Everything that an editor is told by a finding, in both languages."""
    texts = [*finding.rule.said, *finding.rule.hint]
    return "\n".join([json.dumps(dict(finding.params)), *(text.format_map(finding.params) for text in texts)])


def private(world: World) -> set[str]:
    """What is known of people: names, numbers in every form, addresses."""
    with world.database.reading() as session:
        bodies = session.scalars(select(Revision.body).join(Entry).where(Entry.type == "contacts")).all()
    phones = [each for body in bodies for each in body.get("phone", {}).values()]
    texts = [body[name] for body in bodies for name in ("name", "email") if name in body]
    return {*phones, *texts, *(text.casefold() for text in texts), *NUMBERS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}: {row.what}")
def test_a_rule_finds_what_it_should_and_nothing_else(world, row):
    findings = found_in(world, row.given(world))
    ours = [each for each in findings if each.rule.id == row.rule]
    assert [each.place for each in ours] == list(row.places)
    assert {each.rule.severity for each in ours} <= {SEVERITIES[row.rule]}
    secrets = private(world)
    for each in findings:
        assert not {secret for secret in secrets if secret in told(each)}


def test_every_rule_has_rows_that_fail_and_rows_that_pass():
    assert {rule.id: rule.severity for rule in OURS} == SEVERITIES
    assert {row.rule for row in ROWS if row.places} == set(SEVERITIES)
    assert {row.rule for row in ROWS if not row.places} == set(SEVERITIES)


def test_every_rule_has_one_id_and_says_what_and_what_to_do_in_both_languages():
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        for sv, en in (rule.said, rule.hint):
            assert sv
            assert en
            assert sv != en
            assert sv.endswith(".")
            assert en.endswith(".")


@pytest.mark.parametrize(
    ("rule", "given", "sv", "en"),
    [
        ("schema", stored("news", category="gossip"), "(unknownCode)", "(unknownCode)"),
        ("gap", draft("organizations"), "”municipality” är inte", "“municipality” is not"),
        ("contactEnds", draft("contacts", publishUntil="2026-12-24"), "till och med 2026-12-24", "until 2026-12-24"),
        ("contactEnds", asking(published("contacts", publishUntil="2026-12-24")), "med 2026-12-24", "until 2026-12-24"),
        ("reviewOverdue", draft("news", review={"reviewBy": "2026-11-23"}), "senast 2026-11-23", "by 2026-11-23"),
        ("headingJump", markdown("## A\n\n#### B"), "nivå 2 följs direkt av en på nivå 4", "level 2 is followed"),
        ("linkText", markdown("[Läs  mer!](https://kfvn.se)"), "”läs mer”", "“läs mer”"),
        (
            "translationOlder",
            saved("news", titled("Ett", en="One"), titled("Två", en="One")),
            "på sv har ändrats sedan den översattes till en.",
            "in sv has changed since it was translated into en.",
        ),
    ],
)
def test_a_finding_says_what_it_found(world, rule, given, sv, en):
    finding = next(each for each in found_in(world, given(world)) if each.rule.id == rule)
    assert sv in finding.rule.said.sv.format_map(finding.params)
    assert en in finding.rule.said.en.format_map(finding.params)


@pytest.mark.parametrize(
    "text",
    [
        *NUMBERS,
        *(number.replace("-", "+") for number in NUMBERS[:2]),
        *(number.replace("-", dash) for number in NUMBERS for dash in "\u00ad\u2010\u2011\u2013\u2014\u2212 \u00a0"),
        *(f"19{number}" for number in NUMBERS),
        *(f"19{number.replace('-', '')}" for number in NUMBERS),
        *(number.replace("-", "") for number in NUMBERS[:2]),
        f"nr:{NUMBERS[0]}.",
        f"{NUMBERS[0]},{NUMBERS[1]}",
        f"7 {NUMBERS[0]} 7",
        f"Fel: 880320-0017, rätt: {NUMBERS[0]}",
    ],
)
def test_an_identity_number_is_known_however_it_is_written(text):
    assert holds_identity_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "880320-0017",  # the check digit
        "881320-0015",  # no such month
        "880332-0012",  # no such day
        "880392-0019",  # no such day, nor with sixty more
        "7010632391",  # a coordination number without a dash may be a phone number
        "0701902735 070-190 27 35 +46701902735",
        "1880320-0016",
        "880320-00161",
        "18803200016 88032000161",
        "178803200016",  # no one's century
        "556036-0793",  # an organization's number
        "880320\n0016",
        "8803-200016",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert not holds_identity_number(text)


def everything_wrong(world: World) -> UUID:
    """A reception that breaks every rule that keeps content from going out."""
    erased = world.add("organizations", BARE["organizations"])
    entry = world.create(
        "receptions",
        content(
            "receptions",
            summary=None,
            description={"sv": "<b>Kom</b>"},
            accessibility={"sv": f"Fråga {NUMBERS[0]}"},
            host=str(world.create("organizations", BARE["organizations"])),
            collaborators=["stodcentrum", str(erased)],
            contacts=[{"contact": KARIN, "purpose": "help"}],
            **reached_by("phone", KARINS_NUMBER),
        ),
    )
    erase(world, erased)
    with world.database.writing() as session:
        revision = session.get_one(Revision, (entry, 1))
        revision.body = {**revision.body, "status": "unheard of", "isFree": "yes"}
    return entry


def test_everything_that_keeps_a_draft_from_going_out_is_told_at_once(world):
    entry = everything_wrong(world)
    with pytest.raises(Invalid) as error:
        world.publish(entry)
    told_of = [(each.fault.code, each.path) for each in error.value.found]
    assert sorted(told_of) == sorted(
        [
            ("required", ("content", "summary")),
            ("schema", ("content", "isFree")),
            ("schema", ("content", "status")),
            ("personalHelpChannel", ("content", "channels", 1, "value")),
            ("personalHelpChannel", ("content", "contacts", 0, "purpose")),
            ("referenceErased", ("content", "collaborators", 1)),
            ("referenceNeverPublic", ("content", "host")),
            ("rawHtml", ("content", "description", "sv")),
            ("personalIdentityNumber", ("content", "accessibility", "sv")),
        ]
    )
    assert {code for code, _ in told_of} == {id for id, severity in SEVERITIES.items() if severity == BLOCKING}
    assert all(each.fault.said for each in error.value.found)
    blocking = [each for each in found_in(world, entry) if each.rule.severity == BLOCKING]
    assert [(each.rule.id, ("content", *each.place)) for each in blocking] == told_of


def test_a_warning_keeps_nothing_from_going_out(world):
    entry = markdown("[här](https://kfvn.se)")(world)
    assert [each.rule.id for each in found_in(world, entry) if each.rule.id == "linkText"]
    assert world.publish(entry) == 1


def test_only_the_severities_asked_for_are_looked_for(world):
    with world.database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.type == "studies")).one()
        revision = session.get_one(Revision, (entry.id, entry.revision))
        assert check(session, entry, revision, world.clock.now, frozenset({WARNING}))
        assert not check(session, entry, revision, world.clock.now, frozenset({BLOCKING}))


def test_an_earlier_draft_is_checked_as_it_was(world):
    entry = saved("news", titled("Ett", en="One"), titled("Två", en="One"))(world)
    assert "translationOlder" in {each.rule.id for each in found_in(world, entry)}
    assert "translationOlder" not in {each.rule.id for each in found_in(world, entry, revision=1)}


def test_a_text_is_followed_through_two_hundred_drafts(world):
    entry = world.create("news", content("news", **titled("Ett", en="One")))
    with world.database.writing() as session:
        first = session.get_one(Revision, (entry, 1))
        body = {**first.body, **titled("Två", en="One")}
        same = {"entry_id": entry, "slug": first.slug, "organization_id": first.organization_id, "at": first.at}
        session.add_all(Revision(number=number, body=body, **same) for number in range(2, 203))
    assert "translationOlder" in {each.rule.id for each in found_in(world, entry, revision=201)}
    assert "translationOlder" not in {each.rule.id for each in found_in(world, entry, revision=202)}


def test_nothing_keeps_the_seed_from_going_out(seeded):
    with seeded.database.reading() as session:
        entries = session.scalars(select(Entry)).all()
        assert len(entries) == 22
        for entry in entries:
            refuse(session, entry, session.get_one(Revision, (entry.id, entry.revision)), seeded.clock.now)


def test_what_the_source_does_not_state_is_what_the_seed_warns_of(seeded):
    with seeded.database.reading() as session:
        ids = dict(session.execute(select(Revision.slug, Revision.entry_id)).all())
    study = [each for each in found_in(seeded, ids["ibland-kan-det-vara-mot-betalning"]) if each.rule.id != "gap"]
    assert [(each.rule.id, each.place) for each in study] == [
        ("linkWithoutAddress", ("links", 0, "url")),
        ("linkWithoutAddress", ("links", 1, "url")),
    ]
    assert [each.params["field"] for each in found_in(seeded, ids["mika"]) if each.rule.id == "gap"] == [
        "alternateNames", "anonymousContact", "minAge", "maxAge", "openingHours", "address", "interpreter",
        "accessibility", "languages",
    ]  # fmt: skip


def test_gaps_are_facts_that_a_type_can_state():
    contacts = CATALOGUE["contacts"]
    assert gap_fields(contacts) == ("title", "worksFor", "unit", "phone", "email")
    assert gaps(contacts, {"email": "a@b.se", "title": {}, "unit": {"sv": "E"}}) == ["title", "worksFor", "phone"]
    receptions = CATALOGUE["receptions"]
    assert gaps(receptions, dict.fromkeys(gap_fields(receptions), False)) == []


def asked(world: World, entry: UUID) -> int:
    """How many statements it costs to see whether a draft may go out."""
    statements: list[str] = []
    with world.database.reading() as session:
        row = session.get_one(Entry, entry)
        revision = session.get_one(Revision, (entry, row.revision))
        listen = (session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
        event.listen(*listen)
        refuse(session, row, revision, world.clock.now)
        event.remove(*listen)
    return len(statements)


@pytest.mark.parametrize(
    ("given", "cost"),
    [
        (draft("news"), 0),
        (draft("news", **CONTENT["news"]), 1),
        (draft("receptions", **CONTENT["receptions"]), 2),
        (draft("contacts", **CONTENT["contacts"]), 1),
        (draft("contacts", **person(phone=HELP_LINE)), 1),
    ],
)
def test_what_is_asked_before_publishing_is_asked_at_once(world, given, cost):
    assert asked(world, given(world)) == cost


JUNK: tuple[Any, ...] = (
    None,
    "",
    "x",
    7,
    True,
    [],
    ["x", None],
    {},
    {"sv": 7, "en": ["x"]},
    [{"url": {}}, {"kind": []}],
)


def places_in(value: Any, place: Place = ()) -> list[Place]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(each for step, inner in steps for each in places_in(inner, (*place, step)))]


@pytest.mark.parametrize("type_", sorted(CATALOGUE))
def test_whatever_was_stored_can_be_checked(seeded, type_):
    whole = {**CONTENT[type_], "kind": "person"} if type_ == "contacts" else CONTENT[type_]
    with seeded.database.reading() as session:
        entry = session.scalars(select(Entry).where(Entry.type == type_)).first()
        for *way, last in filter(None, places_in(whole)):
            for junk in JUNK:
                body = copy.deepcopy(whole)
                inner: Any = body
                for step in way:
                    inner = inner[step]
                inner[last] = junk
                revision = Revision(entry_id=entry.id, number=1, body=body)
                for each in check(session, entry, revision, seeded.clock.now):
                    assert told(each)
        assert session.scalar(select(func.count()).select_from(Entry)) == 22
