"""The form of a JSON Feed (jsonfeed.org, version 1.1), as far as ours goes: its names are its own."""

from typing import Any

_TEXT = {"type": "string"}
_URL = {"type": "string", "format": "uri"}
_INSTANT = {"type": "string", "format": "date-time"}
_AUTHORS = {
    "type": "array",
    "items": {"type": "object", "required": ["name"], "properties": {"name": _TEXT, "url": _URL}},
}

_ITEM = {
    "type": "object",
    "required": ["id", "url", "title", "date_published", "date_modified", "language"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": {"type": "string", "description": "`urn:uuid:` and the item's id: never changes"},
        "url": {**_URL, "description": "The item"},
        "external_url": {**_URL, "description": "Where the source stands, if that is stated"},
        "title": _TEXT,
        "content_html": {
            "type": "string",
            "description": "All of it as sanitised HTML: what must be known first, its texts, how to reach help",
        },
        "content_text": {"type": "string", "description": "The summary, where there is no HTML"},
        "summary": _TEXT,
        "date_published": {**_INSTANT, "description": "When it first was public"},
        "date_modified": {**_INSTANT, "description": "The last change that readers should notice"},
        "authors": {**_AUTHORS, "description": "The responsible publisher"},
        "tags": {"type": "array", "items": _TEXT},
        "language": {"type": "string", "description": "BCP 47; of this item"},
    },
}

JSON_FEED: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "home_page_url", "description", "authors", "language", "items"],
    "properties": {
        "version": {"type": "string", "enum": ["https://jsonfeed.org/version/1.1"]},
        "title": _TEXT,
        "home_page_url": {**_URL, "description": "The list that the feed tells of"},
        "feed_url": {**_URL, "description": "This address"},
        "description": _TEXT,
        "next_url": {**_URL, "description": "What is older"},
        "authors": _AUTHORS,
        "language": {"type": "string", "description": "BCP 47; of title and description"},
        "items": {"type": "array", "items": _ITEM},
    },
}
