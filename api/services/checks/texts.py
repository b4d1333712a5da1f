"""What is written: markup that does harm, numbers that must not be told, texts that are hard to find one's way in."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from api.services.checks.identity import holds_identity_number
from api.services.checks.rule import BLOCKING, WARNING, Draft, Rule, Spot
from api.services.checks.stated import free_texts, objects
from api.services.formatting import addresses, has_raw_html, heading_levels, is_followed, link_texts
from schemas.addresses import Url
from schemas.faults import Said
from schemas.localised import Localised, Markdown
from schemas.parts import declared_fields
from schemas.walking import Place

#: Words that many links bear: whoever hears a list of links learns nothing from them (WCAG 2.4.4).
NOTHING_SAID = frozenset({
    "", "den här länken", "denna länk", "fortsätt", "här", "klicka", "klicka här", "länk", "länken", "läs", "läs här",
    "läs mer", "läs mera", "läs mer här", "läs vidare", "mer", "mer här", "mer info", "mer information", "se", "se här",
    "se mer", "tryck här", "visa mer",
    "click", "click here", "continue", "go", "here", "learn more", "link", "more", "more here", "more info",
    "more information", "read", "read here", "read more", "read more here", "see here", "see more", "this link",
})  # fmt: skip


def _markdown(draft: Draft) -> Iterator[tuple[Place, str]]:
    """Every Markdown text, each language by itself."""
    for place, field, value in draft.stated:
        if isinstance(field, Markdown) and isinstance(value, Mapping):
            yield from (((*place, language), text) for language, text in value.items() if isinstance(text, str))


def _raw_html(draft: Draft) -> Iterator[Spot]:
    for place, source in _markdown(draft):
        if has_raw_html(source) or not all(map(is_followed, addresses(source))):
            yield place, {}


def _identity_number(draft: Draft) -> Iterator[Spot]:
    for place, text in free_texts(draft.stated):
        if holds_identity_number(text):
            yield place, {}


def _heading_jump(draft: Draft) -> Iterator[Spot]:
    for place, source in _markdown(draft):
        jumps = (pair for pair in pairwise(heading_levels(source)) if pair[1] > pair[0] + 1)
        for above, below in dict.fromkeys(jumps):
            yield place, {"above": above, "below": below}


def _link_text(draft: Draft) -> Iterator[Spot]:
    for place, source in _markdown(draft):
        for text in dict.fromkeys(map(_words, link_texts(source))):
            if text in NOTHING_SAID:
                yield place, {"text": text}
    for place, text in _labels(draft):
        if _words(text) in NOTHING_SAID:
            yield place, {"text": _words(text)}


def _labels(draft: Draft) -> Iterator[tuple[Place, str]]:
    """The texts of links that stand in fields of their own: objects that are nothing without an address."""
    for place, field, value in objects(draft.stated):
        inner = dict(declared_fields(field.schema))
        if not any(isinstance(each, Url) and each.essential for each in inner.values()):
            continue
        for name, texts in value.items():
            if isinstance(inner.get(name), Localised) and isinstance(texts, Mapping):
                yield from (((*place, name, tag), text) for tag, text in texts.items() if isinstance(text, str))


def _words(text: str) -> str:
    """The words of a text alone: no case, no punctuation, no arrows."""
    return " ".join(re.findall(r"\w+", text.casefold()))


RULES: tuple[Rule, ...] = (
    Rule(
        "rawHtml",
        BLOCKING,
        Said(
            "Texten innehåller HTML, ett skript eller en adress som inte får följas.",
            "The text holds HTML, a script or an address that must not be followed.",
        ),
        Said(
            "Skriv med Markdown i stället. Länkar får börja med https:, http:, mailto:, tel: eller sms:.",
            "Write it in Markdown instead. Links may begin with https:, http:, mailto:, tel: or sms:.",
        ),
        _raw_html,
    ),
    Rule(
        "personalIdentityNumber",
        BLOCKING,
        Said(
            "Texten innehåller ett personnummer eller samordningsnummer.",
            "The text holds a personal identity number or a coordination number.",
        ),
        Said("Ta bort numret.", "Remove the number."),
        _identity_number,
    ),
    Rule(
        "headingJump",
        WARNING,
        Said(
            "En rubrik på nivå {above} följs direkt av en på nivå {below}.",
            "A heading of level {above} is followed by one of level {below}.",
        ),
        Said(
            "Gå en nivå i taget, så att den som lyssnar på sidan hittar.",
            "Go one level at a time, so that people who listen to the page find their way.",
        ),
        _heading_jump,
    ),
    Rule(
        "linkText",
        WARNING,
        Said(
            "Länktexten ”{text}” säger inte vart länken leder.", "The link text “{text}” does not say where it leads."
        ),
        Said(
            "Skriv en text som går att förstå utan meningen runt omkring.",
            "Write a text that can be understood without the sentence around it.",
        ),
        _link_text,
    ),
)
