"""XML, written by the library: nothing is escaped here."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

#: What XML 1.0 (§2.2) cannot hold, however it is written: a character reference in Markdown can name a form feed.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root(name: str, attributes: Mapping[str, str]) -> Element:
    """The element that holds the others."""
    return Element(name, dict(attributes))


def add(parent: Element, name: str, text: str | None = None, **attributes: str | None) -> Element:
    """Add an element; attributes that are None are left out, and `_` in their names stands for `:`."""
    given = {key.replace("_", ":"): _possible(value) for key, value in attributes.items() if value is not None}
    element = SubElement(parent, name, given)
    element.text = None if text is None else _possible(text)
    return element


def written(document: Element) -> bytes:
    """The document as UTF-8."""
    found: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return found


def rfc3339(instant: datetime) -> str:
    """An instant as Atom has it (RFC 3339)."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _possible(text: str) -> str:
    return _IMPOSSIBLE.sub("", text)
