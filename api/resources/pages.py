"""Pages of a list: the envelope, its numbers and its links."""

from collections.abc import Sequence
from typing import Any

from api.http.answers import Reply
from api.http.links import cursor_links, page_links


def page_meta(page: int, limit: int, count: int, total: int) -> dict[str, Any]:
    """The numbers of a numbered page (REST-profil FNS.13)."""
    return {
        "page": page,
        "limit": limit,
        "offset": max(page - 1, 0) * limit,
        "count": count,
        "totalRecords": total,
        "totalPages": -(-total // limit),
        "nextCursor": None,
    }


def numbered(query: dict[str, Any], items: Sequence[Any], total: int, cursor: str | None = None) -> Reply:
    """A numbered page of the editors' side."""
    meta = page_meta(query["page"], query["limit"], len(items), total) | {"nextCursor": cursor}
    links = page_links(page=query["page"], pages=meta["totalPages"])
    return Reply({"items": items, "_meta": meta, "_links": links})


def sliced(query: dict[str, Any], items: Sequence[Any]) -> Reply:
    """A numbered page of a list that is at hand whole."""
    page, limit = query["page"], query["limit"]
    return numbered(query, items[(page - 1) * limit : page * limit] if page else [], len(items))


def keyset(query: dict[str, Any], items: Sequence[Any], cursor: str | None) -> Reply:
    """A page behind a cursor; it carries no totals."""
    meta = {"limit": query["limit"], "count": len(items), "nextCursor": cursor}
    return Reply({"items": items, "_meta": meta, "_links": cursor_links(cursor)})
