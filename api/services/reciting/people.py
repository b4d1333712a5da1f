"""Whom to ask. A person who informs must never be taken for the help line: who listens may be in danger.

So their numbers are said where they are what was asked for, in news, studies and contacts; never in a reception's text,
where a number is a way to help.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.services.reciting.rows import Telling
from api.services.reciting.values import name_of, sentences
from api.services.reciting.voice import Voice
from schemas.codes import PURPOSES
from schemas.faults import Said

Contact = Mapping[str, Any]
PHONE, EMAIL = Said("Telefon", "Phone"), Said("E-post", "E-mail")
NO_HELP_LINE = Said(
    "Kontaktuppgifterna går till en person som svarar på frågor, inte till en hjälplinje.",
    "These contact details lead to a person who answers questions, not to a help line.",
)
_NO_HELP_LINES = Said(
    "Kontaktpersonerna svarar på frågor. Deras nummer är inte hjälplinjer.",
    "The contact persons answer questions. Their numbers are not help lines.",
)


def is_no_help_line(contact: Contact) -> bool:
    """Whether someone could take a person's own number or address for a help line."""
    return contact.get("kind") == "person" and any(contact.get(way) for way in ("phone", "email"))


def groups(telling: Telling, groups: Sequence[Mapping[str, Any]]) -> str:
    """Whom to contact about what, with their numbers; first, in news of receptions, that these are no help lines."""
    voice = telling.voice
    people = (contact for each in groups for contact in each["contacts"])
    warned = telling.document.get("receptions") and any(map(is_no_help_line, people))
    said = (
        f"{each['heading'].rstrip(' :')}:\n\n{_reached(voice, each['contacts'])}" for each in groups if each["contacts"]
    )
    return "\n\n".join((*([voice.say(_NO_HELP_LINES)] if warned else []), *said))


def asked(telling: Telling, contacts: Sequence[Contact]) -> str:
    """Whom to ask, with their numbers."""
    return _reached(telling.voice, contacts)


def helping(telling: Telling, links: Sequence[Mapping[str, Any]]) -> str:
    """Contacts that are there to help, with their numbers: functions only."""
    functions = [each["contact"] for each in links if _helps(each)]
    return _reached(telling.voice, functions)


def informing(telling: Telling, links: Sequence[Mapping[str, Any]]) -> str:
    """Everyone else under what they are for, without a number that someone in need could take for help."""
    voice = telling.voice
    by_purpose: dict[str, list[Contact]] = {}
    for each in links:
        if not _helps(each):
            purpose = "information" if each["purpose"] == "help" else each["purpose"]
            by_purpose.setdefault(purpose, []).append(each["contact"])
    return "\n\n".join(
        f"{voice.label(PURPOSES[purpose])}: {sentences(', '.join(_names(each)) for each in contacts)}"
        for purpose, contacts in by_purpose.items()
    )


def _helps(link: Mapping[str, Any]) -> bool:
    return bool(link["purpose"] == "help" and link["contact"]["kind"] == "function")


def _reached(voice: Voice, contacts: Sequence[Contact]) -> str:
    return "\n\n".join(", ".join((*_names(each), *_ways(voice, each))) for each in contacts)


def _names(contact: Contact) -> Iterator[str]:
    yield contact["name"]
    if contact["title"]:
        yield contact["title"]
    if contact["worksFor"]:
        yield name_of(contact["worksFor"])


def _ways(voice: Voice, contact: Contact) -> Iterator[str]:
    if contact["phone"]:
        yield f"{voice.say(PHONE).lower()} {contact['phone']['display']}"
    if contact["email"]:
        yield f"{voice.say(EMAIL).lower()} {contact['email']}"
