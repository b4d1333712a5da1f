"""From an edition to what a reader gets: one language, references, computed fields, links."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.catalogue import CATALOGUE, ContentType, pointing_at
from api.errors import Malformed
from api.services.canonical import canonical
from api.services.computing import COMPUTED, compute_review
from api.services.formatting import to_text
from api.services.gathering import Graph, Include, Shown
from schemas.delivery import OMITTED, Path
from schemas.entry import EntrySchema
from schemas.faults import Fault, Found
from schemas.locales import DEFAULT, choose, parents, same_language
from schemas.parts import deliver

#: So many items may stand within the items of one answer.
MOST_EMBEDDINGS = 3000
#: Fields of every type: they come after the type's own.
_COMMON = tuple(EntrySchema().fields)


@dataclass(frozen=True)
class View:
    """How a reader wants to see things: `base` begins every address, `locales` are ranges in order of preference."""

    base: str
    locales: tuple[str, ...]
    body_format: str = "html"


@dataclass
class Rendering:
    """One answer in the making; it remembers what it rests on, in which languages it is, and until when it is true.

    `used` are the entries it shows or would show if they were public: id → type.
    """

    view: View
    at: datetime
    graph: Graph
    used: dict[str, str] = field(default_factory=dict)
    locales: list[str] = field(default_factory=list)
    boundaries: list[datetime] = field(default_factory=list)
    embedded: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    embeddings: int = 0

    def item(self, row: Row[Any], include: Include, shown: Shown = None) -> dict[str, Any]:
        """The edition as a reader gets it, with `include` embedded; `shown` limits its fields."""
        content = CATALOGUE[row.type]
        delivery = _Embedding(row, self.view, self, include)
        self.used[str(row.entry_id)] = row.type
        answer = _render(row, content, delivery, shown)
        answer["organization"] = (
            delivery.reference("organizations", str(row.organization_id), ("organization",)) or None
        )
        answer["contentHash"] = None if shown and "contentHash" not in shown else content_hash(row, delivery.asked)
        if answer.get("review"):
            answer["review"] = self._until(compute_review(answer["review"], self.at))
        if row.type in COMPUTED and (shown is None or not content.schema.computed.keys().isdisjoint(shown)):
            answer |= self._until(COMPUTED[row.type](row.body, self.at))
        if delivery.locale not in self.locales:
            self.locales.append(delivery.locale)
        keep = answer if shown is None else {"id", "type", *shown}
        return {name: value for name, value in answer.items() if name in keep} | {
            "_links": _links(row, content, self.view.base)
        }

    def embed(self, row: Row[Any], include: Include) -> dict[str, Any]:
        """The edition within another item: rendered once, however often it is shown.

        Raises Malformed when the answer comes to embed more than a reader can want.
        """
        self.embeddings += 1
        if self.embeddings > MOST_EMBEDDINGS:
            raise Malformed("query", found=[Found(("include",), Fault("tooMuch", {"max": MOST_EMBEDDINGS}))])
        key = str(row.entry_id), id(include)
        if key not in self.embedded:
            self.embedded[key] = self.item(row, include)
        return self.embedded[key]

    def _until(self, computed: tuple[Mapping[str, Any], datetime | None]) -> dict[str, Any]:
        values, until = computed
        if until:
            self.boundaries.append(until)
        return dict(values)


def content_hash(row: Row[Any], asked: str) -> str:
    """SHA-256 of the edition in one language: canonical JSON (RFC 8785), references as ids, nothing computed.

    What it fell back from is computed too: the same texts have the same hash, whatever was asked for.
    """
    delivery = _Delivery(row, View("", (asked,)))
    pure = _render(row, CATALOGUE[row.type], delivery, None)
    del pure["fallbackFields"]
    pure["organization"] = delivery.reference("organizations", str(row.organization_id), ())
    return "sha256:" + hashlib.sha256(canonical(pure)).hexdigest()


def _render(row: Row[Any], content: ContentType, delivery: "_Delivery", shown: Shown) -> dict[str, Any]:
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


def _withdrawal(notice: Mapping[str, Any], delivery: "_Delivery") -> dict[str, Any]:
    """What readers are told of an item that is withdrawn, though still there."""
    target = notice["replacement"]
    replacement = delivery.reference(target["type"], target["id"], ("withdrawal",)) if target else None
    return {
        "explanation": delivery.text(notice["explanation"] or {}, ("withdrawal",)),
        "replacement": replacement or None,
        "at": datetime.fromisoformat(notice["at"]),
    }


class _Delivery:
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


class _Embedding(_Delivery):
    """An edition among the others of its answer: references are shown, or their targets embedded."""

    def __init__(self, row: Row[Any], view: View, rendering: Rendering, include: Include) -> None:
        super().__init__(row, view)
        self.rendering, self.include = rendering, include

    def reference(self, type: str, id: str, path: Path) -> Any:
        """A reference to what is public, or the whole of it; OMITTED when it is not public."""
        self.rendering.used[id] = type
        target = self.rendering.graph.editions.get(id)
        if target is None:
            return OMITTED
        if path[0] in self.include:
            return self.rendering.embed(target, self.include[path[0]])
        title: Any = CATALOGUE[type].text_of(target.body)
        if isinstance(title, Mapping):
            title = _Delivery(target, self.view).text(title, ())
        return {
            "id": id,
            "type": type,
            "slug": target.slug,
            "title": title,
            "href": href(self.view.base, type, target.slug),
        }


def href(base: str, type: str, slug: str) -> str:
    """The address of an item."""
    return f"{base}/{type}/{slug}"


def _links(row: Row[Any], content: ContentType, base: str) -> list[dict[str, str]]:
    """Where to go from an item: itself, its other languages, its collection, what points at it (HYP.04, HYP.05)."""
    self_ = href(base, row.type, row.slug)
    return [
        {"href": self_, "rel": "self", "method": "GET"},
        *(
            {"href": f"{self_}?locale={tag}", "rel": "alternate", "method": "GET", "hreflang": tag}
            for tag in row.locales
        ),
        {"href": f"{base}/{row.type}", "rel": "collection", "method": "GET"},
        *(
            {"href": f"{base}/{other.name}?{name}={row.entry_id}", "rel": "related", "method": "GET"}
            for other, name in pointing_at(row.type)
        ),
    ]
