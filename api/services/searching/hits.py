"""A hit as readers get it: its name and the passage it was found in, in their language."""

from collections.abc import Mapping
from typing import Any

from api.catalogue import CATALOGUE
from api.services.delivering import EditionDelivery, View
from api.services.rendering import href
from api.services.searching.language import stemmer_of
from api.services.searching.matching import Question, languages_of, query_of
from api.services.searching.results import Hit
from api.services.searching.snippets import Marker
from schemas.locales import DEFAULT


def marker_of(question: Question) -> Marker:
    """What marks in passages what a question looks for."""
    stemmers = dict.fromkeys(map(stemmer_of, languages_of(question.locales)))
    return Marker(query_of(question), tuple(stemmers))


def describe_hit(hit: Hit, view: View, marker: Marker) -> tuple[dict[str, Any], str]:
    """The hit as a document, and the language it is in."""
    row = hit.row
    delivery = EditionDelivery(row, view)
    title: Any = CATALOGUE[row.type].text_of(row.body)
    document = {
        "type": row.type,
        "id": str(row.entry_id),
        "slug": row.slug,
        "title": delivery.text(title, ()) if isinstance(title, Mapping) else title,
        "snippet": marker.passage(row.texts.get(delivery.locale) or row.texts[DEFAULT]),
        "href": href(view.base, row.type, row.slug),
        "score": hit.score,
    }
    return document, delivery.locale
