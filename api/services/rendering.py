"""From an edition to what a reader gets: one language, references, computed fields, links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from api.catalogue import CATALOGUE, pointing_at
from api.errors import Malformed
from api.services.computing import COMPUTED, compute_review
from api.services.delivering import EditionDelivery, View, content_hash, render_edition
from api.services.gathering import Graph, Include, Shown
from schemas.content_type import ContentType
from schemas.delivery import OMITTED, Path
from schemas.faults import Fault, Found

#: So many items may stand within the items of one answer.
MOST_EMBEDDINGS = 3000


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
        answer = render_edition(row, content, delivery, shown)
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


class _Embedding(EditionDelivery):
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
            title = EditionDelivery(target, self.view).text(title, ())
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
