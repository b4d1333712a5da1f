"""What operations answer with, as JSON Schema; links stand here because the content's own schemas hold only content."""

from collections.abc import Mapping
from typing import Any

from schemas.documents import LinkDocument, ListMeta

JSON = "application/json"
_LINKS = {"type": "array", "items": LinkDocument}


def item_document(content: Any) -> Mapping[str, Any]:
    """One item: id, type and links always, the rest unless `fields` says otherwise."""
    return {JSON: _item(content)}


def list_document(content: Any) -> Mapping[str, Any]:
    """A page of items."""
    return {JSON: page_of(_item(content))}


def page_of(item: Any) -> dict[str, Any]:
    """The envelope of every list."""
    return {
        "type": "object",
        "required": ["items", "_meta", "_links"],
        "properties": {"items": {"type": "array", "items": item}, "_meta": ListMeta, "_links": _LINKS},
    }


def document(schema: Any) -> Any:
    """A document of one schema, whatever the content type."""
    return lambda content: {JSON: with_links(schema)}


def with_links(schema: Any) -> dict[str, Any]:
    """The schema's fields and links."""
    return {"allOf": [schema, {"type": "object", "required": ["_links"], "properties": {"_links": _LINKS}}]}


def _item(content: Any) -> dict[str, Any]:
    return with_links(content.item)
