"""A contact as a card to keep: vCard 4.0 (RFC 6350)."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from api.services.preparing import prepare
from api.services.reciting.people import NO_HELP_LINE, is_no_help_line
from api.services.reciting.rows import Telling
from api.services.reciting.tables import withdrawal
from api.services.reciting.values import name_of
from api.services.reciting.voice import speaking
from schemas.content_type import ContentType

#: A function, such as a press service, is a part of an organization (§6.1.4).
_KINDS = {"person": "individual", "function": "org"}
#: A line holds so many octets (§3.2); those after the first begin with a blank.
_OCTETS = 75
_PRODUCT = "-//Kommunförbundet Västernorrland//content-api//SV"
_REVISED = "%Y%m%dT%H%M%SZ"
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_SPECIAL = re.compile(r"[\\,;]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def introduce(content: ContentType, document: Mapping[str, Any]) -> bytes:
    """The contact as a card.

    The full name is all that is known of a name, so there is no N (§6.2.2); there must be an FN (§6.2.1), so a draft
    without a name goes by its slug. A URL would be taken for the contact's own website (§6.7.8). REV is when this
    edition began, so that a small correction too is newer than what a reader has kept. A card that is withdrawn says so
    and leads nowhere.
    """
    told = prepare(content, document)
    return b"".join(_folded(f"{name}:{value}") for name, value in _properties(content, told))


def _properties(content: ContentType, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    source = next(link["href"] for link in document["_links"] if link["rel"] == "self")
    yield from (("BEGIN", "VCARD"), ("VERSION", "4.0"), ("PRODID", _text(_PRODUCT)))
    yield "UID", f"urn:uuid:{document['id']}"
    if document.get("kind"):
        yield "KIND", _KINDS[document["kind"]]
    yield "FN", _text(document["name"] or document["slug"])
    if not document.get("withdrawal"):
        yield from _ways(document)
    note = _note(content, document)
    if note:
        yield "NOTE", _text(note)
    if document.get("publishedAt"):
        yield "REV", document["publishedAt"].astimezone(UTC).strftime(_REVISED)
    yield from (("SOURCE", source), ("END", "VCARD"))


def _ways(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the contact does, where, and how to reach it."""
    if document.get("title"):
        yield "TITLE", _text(document["title"])
    employer, unit = document.get("worksFor"), document.get("unit")
    if employer or unit:
        yield "ORG", ";".join(_text(each) for each in (name_of(employer) if employer else "", unit) if each is not None)
    if document.get("phone"):
        yield 'TEL;VALUE=uri;TYPE="work,voice"', document["phone"]["uri"]
    if document.get("email"):
        yield "EMAIL;TYPE=work", _text(document["email"])


def _note(content: ContentType, document: Mapping[str, Any]) -> str:
    """What whoever keeps the card must know: that it is withdrawn, or else that a person's number is no help line."""
    telling = Telling(speaking(document["locale"]), content, document)
    if document.get("withdrawal"):
        return withdrawal(telling, document["withdrawal"])
    return telling.voice.say(NO_HELP_LINE) if is_no_help_line(document) else ""


def _text(value: str) -> str:
    """A text as one value (§3.4)."""
    escaped = _SPECIAL.sub(r"\\\g<0>", value)
    return _CONTROL.sub("", _LINE_BREAK.sub(r"\\n", escaped))


def _folded(line: str) -> bytes:
    """The line, folded where it is too long, but never within a character (§3.2)."""
    octets = line.encode()
    start, room, pieces = 0, _OCTETS, []
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, _OCTETS - 1
    return b"\r\n ".join([*pieces, octets[start:]]) + b"\r\n"
