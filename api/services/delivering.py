"""An edition in one language, or in all, and nothing but itself: the same whoever asks, and whatever else is public."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.catalogue import CATALOGUE
from api.services.canonical import canonical
from api.services.formatting import to_text
from api.services.gathering import Shown
from schemas.content_type import ContentType
from schemas.delivery import Path
from schemas.entry import EntrySchema
from schemas.locales import DEFAULT, choose, parents, same_language
from schemas.parts import deliver

#: In the place of a language: all of them.
ALL = "all"
#: Fields of every type: they come after the type's own.
_COMMON = tuple(EntrySchema().fields)


@dataclass(frozen=True)
class View:
    """How a reader wants to see things: `base` begins every address, `locales` are ranges in order of preference."""

    base: str
    locales: tuple[str, ...]
    body_format: str = "html"


def content_hash(row: Row[Any], asked: str) -> str:
    """SHA-256 of the edition in one language: canonical JSON (RFC 8785), references as ids, nothing computed.

    What it fell back from is computed too: the same texts have the same hash, whatever was asked for.
    """
    return _hashed(_pure(row, EditionDelivery(row, View("", (asked,)))))


def render_pure(row: Row[Any], locale: str) -> dict[str, Any]:
    """The edition itself with its `contentHash`: a function of entry, version and locale (ALL: language maps)."""
    delivery = _Everything(row) if locale == ALL else EditionDelivery(row, View("", (locale,)))
    document = _pure(row, delivery)
    return document | {"contentHash": _hashed(document)}


def _pure(row: Row[Any], delivery: "EditionDelivery") -> dict[str, Any]:
    document = render_edition(row, CATALOGUE[row.type], delivery, None)
    del document["fallbackFields"]
    document["organization"] = delivery.reference("organizations", str(row.organization_id), ())
    return document


def _hashed(document: Mapping[str, Any]) -> str:
    return "sha256:" + hashlib.sha256(canonical(document)).hexdigest()


def render_edition(row: Row[Any], content: ContentType, delivery: "EditionDelivery", shown: Shown) -> dict[str, Any]:
    """What the edition itself says, in one language."""
    own = deliver(content.schema, row.body, delivery, only=shown)
    common = [name for name in _COMMON if name in own]
    history = [
        {"note": delivery.text(each["note"], ("changeHistory",)), "at": datetime.fromisoformat(each["at"])}
        for each in row.change_history
    ]
    return {
        "id": str(row.entry_id),
        "type": row.type,
        "slug": row.slug,
        "version": row.version,
        "locale": delivery.locale,
        "availableLocales": row.locales,
        "fallbackFields": sorted(delivery.fallbacks),
        **{name: value for name, value in own.items() if name not in _COMMON},
        **{name: own[name] for name in common},
        "organization": None,
        "firstPublishedAt": row.first_published_at,
        "publishedAt": row.valid_from,
        "updatedAt": row.updated_at,
        "changeHistory": history,
        "withdrawal": row.notice and _withdrawal(row.notice, delivery),
    }


def _withdrawal(notice: Mapping[str, Any], delivery: "EditionDelivery") -> dict[str, Any]:
    """What readers are told of an item that is withdrawn, though still there."""
    target = notice["replacement"]
    replacement = delivery.reference(target["type"], target["id"], ("withdrawal",)) if target else None
    return {
        "explanation": delivery.text(notice["explanation"] or {}, ("withdrawal",)),
        "replacement": replacement or None,
        "at": datetime.fromisoformat(notice["at"]),
    }


class EditionDelivery:
    """One edition in one language, nothing but itself: references are ids."""

    def __init__(self, row: Row[Any], view: View) -> None:
        self.row, self.view = row, view
        self.asked, self.locale = choose(view.locales, row.locales)
        self.fallbacks: set[str] = set()

    def text(self, translations: Mapping[str, Any], path: Path, *, fallback: bool = True) -> Any:
        """Per field: asked → its parents → sv; anything else than asked is remembered as a fallback."""
        if not fallback:
            inner = translations.get(self.locale)
            return None if inner is None else dict(inner)
        for tag in (*parents(self.asked), DEFAULT):
            if tag in translations:
                if not same_language(tag, self.asked):
                    self.fallbacks.add(".".join(path))
                return translations[tag]
        return None

    def markdown(self, translations: Mapping[str, str], path: Path) -> str | None:
        """The text as HTML, stored with the edition, or as the view asks."""
        if self.view.body_format == "html":
            html: str | None = self.text(self.row.rendered[path[0]], path)
            return html
        source: str | None = self.text(translations, path)
        return to_text(source) if source and self.view.body_format == "text" else source

    def reference(self, type: str, id: str, path: Path) -> Any:
        """The target's type and id."""
        return {"type": type, "id": id}


class _Everything(EditionDelivery):
    """One edition in every language: texts are maps from language to text."""

    def __init__(self, row: Row[Any]) -> None:
        super().__init__(row, View("", (DEFAULT,)))
        self.locale = ALL

    def text(self, translations: Mapping[str, Any], path: Path, *, fallback: bool = True) -> Any:
        """Every translation."""
        return dict(translations) or None
