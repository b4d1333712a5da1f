"""What operations answer with, as JSON Schema; links stand here because the content's own schemas hold only content."""

from collections.abc import Mapping
from typing import Any

from schemas.documents import LinkDocument, ListMeta
from schemas.editing import EntryInput
from schemas.entries import EntryDocument, EntryTitle, RevisionSummary

JSON = "application/json"
_LINKS = {"type": "array", "items": LinkDocument}
_LINKED = ({"type": "object", "required": ["_links"], "properties": {"_links": _LINKS}},)


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
    return {"allOf": [schema, *_LINKED]}


def entry_answer(content: Any) -> Mapping[str, Any]:
    """An entry as its editors see it."""
    own = {"type": "object", "required": ["content"], "properties": {"content": type(content.schema)}}
    return {JSON: {"allOf": [EntryDocument, own, *_LINKED]}}


def revision_answer(content: Any) -> Mapping[str, Any]:
    """A revision with its content."""
    own = {"type": "object", "required": ["content"], "properties": {"content": type(content.schema)}}
    return {JSON: {"allOf": [RevisionSummary, own, *_LINKED]}}


def entry_list(content: Any) -> Mapping[str, Any]:
    """A page of entries."""
    return {JSON: page_of(with_links(EntryTitle))}


def content_input(content: Any) -> Mapping[str, Any]:
    """A draft as its editors send it."""
    own = {"type": "object", "properties": {"content": type(content.schema)}}
    return {"allOf": [EntryInput, own]}


def pages(schema: Any) -> Any:
    """A page of documents of one schema, whatever the content type."""
    return lambda content: {JSON: page_of(schema)}


def _item(content: Any) -> dict[str, Any]:
    return with_links(content.item)
