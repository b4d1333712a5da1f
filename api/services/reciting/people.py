"""Whom to ask. A person who informs must never be taken for the help line: who listens may be in danger.

So their numbers are said where they are what was asked for, in news, studies and contacts; never in a reception's text,
where a number is a way to help.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.services.reciting.rows import Telling
from api.services.reciting.values import name_of, sentences
from api.services.reciting.voice import Voice
from schemas.codes import CHANNEL_KINDS, PURPOSES
from schemas.faults import Said

Contact = Mapping[str, Any]
PHONE, EMAIL = Said(**CHANNEL_KINDS["phone"]), Said(**CHANNEL_KINDS["email"])
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
    """Whom to contact about what, with their numbers; first that these are no help lines."""
    met: set[str] = set()
    warned = warning(telling, [contact for each in groups for contact in each["contacts"]])
    said = (
        f"{each['heading'].rstrip(' :')}:\n\n{_reached(telling.voice, each['contacts'], met)}"
        for each in groups
        if each["contacts"]
    )
    return "\n\n".join(filter(None, (warned, *said)))


def warning(telling: Telling, contacts: Sequence[Contact]) -> str:
    """That numbers which someone could take for a help line are none, wherever they are said."""
    if not any(map(is_no_help_line, contacts)):
        return ""
    return telling.voice.say(_NO_HELP_LINES if len({each["id"] for each in contacts}) > 1 else NO_HELP_LINE)


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


def _reached(voice: Voice, contacts: Sequence[Contact], met: set[str] | None = None) -> str:
    """Everyone with their numbers; whoever was met before by name."""
    met = set() if met is None else met
    said: list[str] = []
    for each in contacts:
        said.append(name_of(each) if each["id"] in met else ", ".join((*_names(each), *_ways(voice, each))))
        met.add(each["id"])
    return "\n\n".join(said)


def _names(contact: Contact) -> Iterator[str]:
    yield name_of(contact)
    if contact["title"]:
        yield contact["title"]
    if contact["worksFor"]:
        yield name_of(contact["worksFor"])


def _ways(voice: Voice, contact: Contact) -> Iterator[str]:
    if contact["phone"]:
        yield f"{voice.say(PHONE).lower()} {contact['phone']['display']}"
    if contact["email"]:
        yield f"{voice.say(EMAIL).lower()} {contact['email']}"
