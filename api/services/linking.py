"""An item as JSON-LD of schema.org, as its type declares; a type that declares nothing has no such form."""

from collections.abc import Mapping
from typing import Any

from api.catalogue import CATALOGUE
from api.services.preparing import prepare
from schemas.content_type import ContentType
from schemas.things import linked_data

#: The types that have a word in schema.org.
LINKED = frozenset(name for name, content in CATALOGUE.items() if content.schema.linked is not None)


def link(content: ContentType, document: Mapping[str, Any]) -> dict[str, Any]:
    """The item, from what the JSON answer says of it; its first link leads to itself, whatever was asked of it."""
    href = document["_links"][0]["href"].partition("?")[0]
    words: Any = content.schema.linked
    return linked_data(words, {**prepare(content, document), "href": href})
