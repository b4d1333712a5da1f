"""A hit as readers get it: its name and the passage it was found in, in their language."""

from collections.abc import Mapping
from typing import Any

from api.catalogue import CATALOGUE
from api.services.delivering import EditionDelivery, View
from api.services.rendering import href
from api.services.searching.questions import TIERS, Question
from api.services.searching.results import Hit
from api.services.searching.snippets import Marker
from schemas.locales import DEFAULT


def markers_of(question: Question) -> Mapping[bool, Marker]:
    """What marks in passages what a question looks for: of hits of whole words, and of beginnings."""
    return {whole: Marker(question.query(), question.stemmers, whole=whole) for whole in (True, False)}


def describe_hit(hit: Hit, view: View, markers: Mapping[bool, Marker]) -> tuple[dict[str, Any], str]:
    """The hit as a document, and the language it is in."""
    row = hit.row
    delivery = EditionDelivery(row, view)
    title: Any = CATALOGUE[row.type].text_of(row.body)
    document = {
        "type": row.type,
        "id": str(row.entry_id),
        "slug": row.slug,
        "title": delivery.text(title, ()) if isinstance(title, Mapping) else title,
        "snippet": markers[TIERS[hit.tier].whole].passage(row.texts.get(delivery.locale) or row.texts[DEFAULT]),
        "href": href(view.base, row.type, row.slug),
        "score": hit.score,
    }
    return document, delivery.locale
