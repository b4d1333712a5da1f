"""What is said of each type, in order. A type without a table says its name, then each field that has a label here."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from api.services.formatting import as_written
from api.services.reciting import hours, links, people, places
from api.services.reciting.rows import Row, Telling, coded, fact, phrase
from api.services.reciting.values import name_of, sentences
from schemas.codes import CHANNEL_KINDS, NEWS_CATEGORIES, ORGANIZATION_KINDS
from schemas.content_type import ContentType
from schemas.faults import Said
from schemas.localised import Localised

_WITHDRAWN = Said("Tillbakadragen {at}.", "Withdrawn {at}.")
_REPLACED = Said("Ersätts av {name}.", "Replaced by {name}.")
_AREA = Said("Område", "Area")
_TRANSLATED = Said("Texten är en översättning som inte är granskad.", "This text is an unreviewed translation.")


def withdrawal(telling: Telling, notice: Mapping[str, Any]) -> str:
    """That the item is withdrawn, why, and what takes its place."""
    voice, replacement = telling.voice, notice["replacement"]
    said = [voice.say(_WITHDRAWN, at=voice.moment(notice["at"])), notice["explanation"] or ""]
    if replacement:
        said.append(voice.say(_REPLACED, name=name_of(replacement)))
    return sentences(said)


def _reviewed(telling: Telling, review: Mapping[str, Any]) -> str:
    return telling.voice.date(review["lastReviewedOn"]) if review["lastReviewedOn"] else ""


def _translated(telling: Telling, translation: Mapping[str, Any]) -> str:
    return telling.voice.say(_TRANSLATED) if translation["status"] == "unreviewed" else ""


def _attributed(telling: Telling, attribution: Mapping[str, Any]) -> str:
    license = attribution["license"] and as_written(attribution["license"])
    return ", ".join(filter(None, (attribution["text"], license)))


def _published(telling: Telling, value: Any) -> str:
    return telling.voice.moment(value)


def _spoken(telling: Telling, tags: Sequence[str]) -> str:
    return telling.voice.listing(dict.fromkeys(map(telling.voice.tongue, tags)))


def _no_help_line(telling: Telling, kind: str) -> str:
    return telling.voice.say(people.NO_HELP_LINE) if people.is_no_help_line(telling.document) else ""


def _kind(telling: Telling, kind: str) -> str:
    """What it is; a municipality is said to be one by which it is."""
    named = kind == "municipality" and telling.document.get("municipality")
    return "" if named else telling.voice.label(ORGANIZATION_KINDS[kind])


#: What every type says before anything else, and after everything.
_FIRST = (Row("withdrawal", say=withdrawal),)
_LAST = (
    Row("translation", say=_translated),
    Row("review", Said("Senast granskad", "Last reviewed"), _reviewed),
    Row("attribution", Said("Uppgifterna kommer från", "This information comes from"), _attributed),
)

_TABLES: Mapping[str, tuple[Row, ...]] = {
    "news": (
        Row("title"),
        coded("category", NEWS_CATEGORIES),
        Row("lead"),
        Row("body"),
        Row("basis", Said("Underlag", "Based on")),
        Row("contactGroups", say=people.groups, embeds=True),
        Row("links", say=links.links),
        Row("receptions", Said("Mottagningar", "Receptions")),
        Row("studies", Said("Studier", "Studies")),
        Row("municipalities", _AREA),
        Row("subjects", Said("Ämnen", "Subjects")),
        Row("source", Said("Källa", "Source"), links.source),
        Row("originallyPublishedOn", Said("Först publicerad", "First published")),
        Row("firstPublishedAt", Said("Publicerad här", "Published here"), _published),
    ),
    "receptions": (
        Row("status", say=places.status),
        Row("name"),
        Row("shortName", Said("Kallas", "Called")),
        Row("summary"),
        Row("description", unless="summary"),
        Row("channels", say=places.help_channels),
        Row("contacts", say=people.helping, embeds=True),
        fact(
            "isFree",
            Said("Det är kostnadsfritt.", "It is free of charge."),
            Said("Det är inte kostnadsfritt.", "It is not free of charge."),
        ),
        fact(
            "isConfidential",
            Said("Samtalen omfattas av sekretess.", "The talks are confidential."),
            Said("Samtalen omfattas inte av sekretess.", "The talks are not confidential."),
        ),
        fact(
            "anonymousContact",
            Said("Du kan vara anonym.", "You can be anonymous."),
            Said("Du kan inte vara anonym.", "You cannot be anonymous."),
        ),
        Row("audiences", Said("För vem", "For whom")),
        Row("forRelatives", say=places.relatives, joins=True),
        phrase("minAge", Said("Från {value} år.", "From the age of {value}.")),
        phrase("maxAge", Said("Till och med {value} år.", "Up to and including the age of {value}.")),
        Row("topics", Said("Det kan handla om", "It can be about")),
        Row("offers", Said("Du kan få", "You can get")),
        Row("openingHours", Said("Öppettider", "Opening hours"), places.opening_hours),
        fact(
            "closedOnHolidays",
            Said("Stängt på helgdagar.", "Closed on public holidays."),
            Said("Öppettiderna gäller också helgdagar.", "The hours apply on public holidays too."),
        ),
        Row("openNow", say=hours.now, joins=True),
        Row("address", Said("Adress", "Address"), places.address),
        Row("accessibility", Said("Tillgänglighet", "Accessibility")),
        fact(
            "interpreter",
            Said("Tolk kan ordnas.", "An interpreter can be arranged."),
            Said("Tolk kan inte ordnas.", "An interpreter cannot be arranged."),
        ),
        Row("languages", Said("Språk", "Languages"), _spoken),
        Row("host", Said("Drivs av", "Run by"), places.host, embeds=True),
        Row("unit", Said("Enhet", "Unit"), unless="host"),
        Row("municipalities", Said("För personer i", "For people in")),
        Row("channels", say=places.other_channels),
        Row("contacts", say=people.informing),
    ),
    "contacts": (
        Row("name"),
        Row("title"),
        Row("unit"),
        Row("worksFor"),
        Row("kind", say=_no_help_line),
        Row("phone", people.PHONE),
        Row("email", people.EMAIL),
        Row("replacedBy", Said("Ersätts av", "Replaced by")),
    ),
    "studies": (
        Row("title"),
        Row("subtitle"),
        Row("year", Said("År", "Year")),
        Row("abstract"),
        Row("population", Said("Vilka den handlar om", "Whom it is about")),
        Row("maxAge", Said("Högsta ålder", "Highest age"), unless="population"),
        Row("regions", _AREA),
        Row("publishers", Said("Utgivare", "Published by")),
        Row("relatedOrganizations", Said("Organisationer som nämns", "Organizations it mentions")),
        Row("links", say=links.links),
        Row("contacts", say=people.warning),
        Row("contacts", Said("Frågor om studien", "Questions about the study"), people.asked, embeds=True),
    ),
    "organizations": (
        Row("name"),
        Row("kind", say=_kind),
        Row("parent", Said("Del av", "Part of")),
        Row("municipality", Said(**ORGANIZATION_KINDS["municipality"])),
        Row("url", Said(**CHANNEL_KINDS["web"])),
    ),
}
#: Labels for types without a table.
_LABELS = {row.field: row.label for table in _TABLES.values() for row in table if row.label}


@cache
def rows_of(content: ContentType) -> tuple[Row, ...]:
    """What is said of a type's items, in order."""
    return (*_FIRST, *(_TABLES.get(content.name) or _derived(content)), *_LAST)


def _derived(content: ContentType) -> tuple[Row, ...]:
    """The name first, then whatever has a label or is a text that needs none."""
    first = {row.field for row in (*_FIRST, *_LAST)} | {content.title}
    said = (name for name, field in content.fields.items() if name in _LABELS or isinstance(field, Localised))
    return (Row(content.title), *(Row(name, _LABELS.get(name)) for name in said if name not in first))
