"""What every item is in schema.org: a thing with an address, and what is known of the record that describes it."""

from collections.abc import Mapping
from typing import Any

from schemas.codes import TRANSLATION_STATUSES
from schemas.linked import Called, Node, Of, Value, say

CONTEXT = "https://schema.org"


def reference(type: str) -> Node:
    """Another item, by what a reference to it says."""
    return Node(type, {"@id": "href", "name": "title", "url": "href"})


#: An authority is one too: which organizations are is said where they stand themselves.
ORGANIZATION = reference("Organization")
#: Who answers for a record, since when, in which language, and how it may be used.
RECORD: Mapping[str, Value] = {
    "inLanguage": "locale",
    "version": "version",
    "datePublished": "firstPublishedAt",
    "dateModified": "updatedAt",
    "publisher": Of("organization", ORGANIZATION),
    "license": "attribution.license",
    "creditText": "attribution.text",
    "isBasedOn": "attribution.url",
}
#: A translation that no one has reviewed must not pass for the publisher's own words.
_REVIEWED: Mapping[str, Value] = {
    "lastReviewed": "review.lastReviewedOn",
    "creativeWorkStatus": Of("translation.status", Called(TRANSLATION_STATUSES)),
}
#: Of an item that is withdrawn only this is said, and why it is: they have no word for a notice that all would heed.
_IDENTITY = ("@type", "@id", "url", "identifier", "name")


def thing(
    type: str, name: str, properties: Mapping[str, Value], *, record: Mapping[str, Value] = RECORD, **more: Value
) -> Node:
    """An item of this type, named by the field `name`.

    Its record is a page: a service or a person has neither publisher nor language, and only a page was ever reviewed.
    `more` is what else is said of the page.
    """
    page = Node("WebPage", {"url": "href", **_REVIEWED, **record, **more})
    identity: dict[str, Value] = {"@id": "href", "url": "href", "identifier": "id", "name": name}
    return Node(type, {**identity, **properties, "mainEntityOfPage": page})


def linked_data(words: Value, item: Mapping[str, Any]) -> dict[str, Any]:
    """The item, which stands at its `href`, as JSON-LD of schema.org."""
    said = say(words, item, item)[0]
    if item["withdrawal"]:
        said = {name: each for name, each in said.items() if name in _IDENTITY}
        said |= {"description": why} if (why := item["withdrawal"]["explanation"]) else {}
    return {"@context": CONTEXT, **said}
