"""What data portals harvest: the API and its data, described by DCAT-AP-SE 3.0.

One dataset for each content type. Another way to get at a type's data is a row in `_WAYS`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.http.portal import CATALOG, DOCUMENTATION, KEYWORDS, PLACES, RIGHTS, SERVICE, STANDARDS
from api.http.preface import DESCRIPTION_LICENSE, INFO, PUBLISHER_TYPE
from api.services.listing import boundaries
from api.services.observing import Moment
from api.services.spanning import Span, spans
from schemas.content_type import ContentType
from schemas.dcat import (
    CONTEXT,
    IRREGULAR,
    PROFILE,
    PUBLIC,
    REST,
    REST_PROFILE,
    THEME_TAXONOMY,
    language,
)

Texts = Mapping[str, str]
_JSON = "application/json"


@dataclass(frozen=True)
class _Way:
    """A way to get a type's data: where below the root, in which media type; `of` are the types, None for all."""

    name: str
    path: str
    media: str
    title: Texts
    description: Texts
    of: frozenset[str] | None = None


#: Every way to get the data of a type.
_WAYS = (
    _Way(
        "list",
        "/{type}",
        _JSON,
        {"sv": "Lista", "en": "List"},
        {
            "sv": "Det som är publicerat nu, sida för sida, med filter och språkval.",
            "en": "What is public now, page by page, with filters and a choice of language.",
        },
    ),
    _Way(
        "changes",
        "/changes?type={type}",
        _JSON,
        {"sv": "Allt, och sedan ändringar", "en": "Everything, then changes"},
        {
            "sv": "Först allt som är publicerat, sedan det som har ändrats: för den som håller en egen kopia.",
            "en": "First everything that is public, then what has changed: for those who keep a copy.",
        },
    ),
    _Way(
        "feed",
        "/feeds/{type}?format=atom",
        "application/atom+xml",
        {"sv": "Flöde", "en": "Feed"},
        {"sv": "Det som är nytt, och vad som har tagits bort.", "en": "What is new, and what has been removed."},
        of=frozenset(name for name, content in CATALOGUE.items() if content.feed),
    ),
)


def describe(session: Session, moment: Moment, root: str) -> tuple[dict[str, Any], datetime | None]:
    """The description as JSON-LD, and until when it is true; `root` is the address of the API."""
    until = min((each for type_ in CATALOGUE for each in boundaries(session, moment, type_)), default=None)
    known = spans(session, moment, until)
    return {"@context": CONTEXT, "@graph": list(_nodes(f"{root}/dcat#", root, known))}, until


def _nodes(ours: str, root: str, known: Mapping[str, Span]) -> Iterator[dict[str, Any]]:
    """Everything that is described; `ours` begins the addresses of what has no other."""
    contact, docs = INFO["contact"], f"{root}/docs"
    shared = {"publisher": f"{ours}publisher", "contactPoint": f"{ours}contact", "accessRights": PUBLIC}
    shared |= {"landingPage": docs, "page": docs}
    datasets = [f"{ours}{name}" for name in CATALOGUE]
    places = sorted({each for content in CATALOGUE.values() for each in content.places})
    modified = max((each.modified for each in known.values()), default=None)
    yield _stated(
        {
            "id": f"{ours}catalog",
            "type": "Catalog",
            **CATALOG,
            "publisher": shared["publisher"],
            "license": DESCRIPTION_LICENSE,
            "language": _languages(CATALOG["title"]),
            "modified": modified,
            "homepage": docs,
            "spatial": places,
            "themeTaxonomy": THEME_TAXONOMY,
            "conformsTo": PROFILE,
            "dataset": datasets,
            "service": f"{ours}service",
        }
    )
    yield {
        "id": f"{ours}service",
        "type": "DataService",
        **SERVICE,
        **shared,
        "endpointURL": f"{root}/api-info",
        "endpointDescription": f"{root}/openapi.yaml",
        "format": _JSON,
        "kind": REST,
        "keyword": KEYWORDS,
        "theme": sorted({each for content in CATALOGUE.values() for each in content.themes}),
        "conformsTo": REST_PROFILE,
        "servesDataset": datasets,
    }
    for content in CATALOGUE.values():
        yield from _dataset(ours, root, content, known.get(content.name), shared)
    yield {
        "id": shared["publisher"],
        "type": "Agent",
        "name": {"sv": contact["name"]},
        "kind": PUBLISHER_TYPE,
        "homepage": contact["url"],
    }
    yield {
        "id": shared["contactPoint"],
        "type": "Organization",
        "fn": contact["name"],
        "hasEmail": f"mailto:{contact['email']}",
        "hasURL": contact["url"],
    }
    yield {"id": f"{ours}rights", "type": "RightsStatement", "label": RIGHTS, "reuserGuidelines": docs}
    yield {"id": docs, "type": "Document", "title": DOCUMENTATION}
    for place in places:
        yield {"id": place, "type": "Location", "label": PLACES[place]}
    for standard, title in STANDARDS.items():
        yield {"id": standard, "type": "Standard", "title": title}


def _dataset(
    ours: str, root: str, content: ContentType, span: Span | None, shared: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """A content type, and the ways to its data."""
    ways = [way for way in _WAYS if way.of is None or content.name in way.of]
    itself = f"{ours}{content.name}"
    yield _stated(
        {
            "id": itself,
            "type": "Dataset",
            "title": content.labels,
            "description": content.about,
            **shared,
            "keyword": {tag: [*words, *KEYWORDS.get(tag, ())] for tag, words in content.keywords.items()},
            "theme": content.themes,
            "language": _languages(span.locales if span else ()),
            "issued": span.issued if span else None,
            "modified": span.modified if span else None,
            "accrualPeriodicity": IRREGULAR,
            "spatial": content.places,
            "distribution": [f"{itself}-{way.name}" for way in ways],
        }
    )
    for way in ways:
        yield {
            "id": f"{itself}-{way.name}",
            "type": "Distribution",
            "title": way.title,
            "description": way.description,
            "accessURL": root + way.path.format(type=content.name),
            "accessService": f"{ours}service",
            "format": way.media,
            "rights": f"{ours}rights",
            "page": shared["page"],
        }


def _languages(tags: Iterable[str]) -> list[str]:
    """The addresses of the languages, each once."""
    return list(dict.fromkeys(each for each in map(language, tags) if each))


def _stated(node: dict[str, Any]) -> dict[str, Any]:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value}
