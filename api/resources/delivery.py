"""The readers' side of every type: a list, and one item by id or slug."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from api.errors import Malformed, Unauthorized
from api.http.answers import Answer
from api.http.context import house
from api.http.links import cursor_links, keep_query, page_links
from api.policy import Caller
from api.resources.base import OfType, view_of
from api.resources.forms import form_links, forms_of, item_forms
from api.resources.operation import Call, operation
from api.resources.pages import page_meta
from api.resources.queries import filtered_by, given_filters, include_tree, item_query, list_query
from api.resources.returns import JSON, list_document
from api.services.cursors import Cursor
from api.services.delivering import View
from api.services.listing import Page, Selection, sort_keys
from api.services.observing import Moment, observe
from api.services.previewing import preview_item, preview_list
from api.services.reading import read_item, read_list
from api.services.searching.questions import Question
from schemas.content_type import INSTANTS, ContentType
from schemas.faults import Fault, Found

Preview = Callable[[Session, Moment, Caller], Moment]


class Item(OfType):
    """One item."""

    @operation(
        access="public",
        query=item_query,
        returns=item_forms,
        problems=(308, 401, 404, 410),
        sample=lambda content: f"/{content.name}/{content.sample}",
    )
    def get(self, call: Call, idOrSlug: str) -> Answer:
        """Read one item.

        By id or slug. A former slug answers 308 to the present one; what was public and is not any more answers 410.
        `fields`, `include` and `bodyFormat` are for JSON: other forms have what belongs to them.
        """
        with _looking(call, partial(preview_item, content=self.content, key=idOrSlug)) as (session, moment):
            form, query = forms_of(self.content).get(call.form), call.query
            if form:
                own = {"fields": None, "include": form.include(self.content), "bodyFormat": form.body_format}
                query = query | own
            include, shown = include_tree(query["include"]), query.get("fields")
            reading = read_item(session, moment, self.content, idOrSlug, view_of(query), include, shown)
        links = reading.document["_links"]
        links = [*keep_query(links), *form_links(self.content, links[0]["href"])]
        document = reading.document | {"_links": links}
        return Answer(
            form.make(self.content, document) if form else document,
            content_type=form.content_type if form else JSON,
            now=moment.now,
            fresh_until=reading.fresh_until,
            locales=reading.locales,
            keys=reading.depends_on,
            coarse_keys=reading.types,
            links=links,
            private=_is_private(call, moment),
        )


class ItemList(OfType):
    """The items of a type."""

    @operation(
        access="public",
        query=list_query,
        returns=list_document,
        problems=(401,),
        sample=lambda content: f"/{content.name}?limit=2",
    )
    def get(self, call: Call) -> Answer:
        """List items.

        Summaries, without long texts unless `fields` asks for them. Values of one filter are alternatives; different
        filters must all hold.
        """
        view = view_of(call.query)
        selection = _selection(self.content, call.query, view)
        with _looking(call, partial(preview_list, content=self.content)) as (session, moment):
            include = include_tree(call.query["include"])
            shown = call.query.get("fields")
            reading, page = read_list(session, moment, self.content, selection, view, include, shown)
        meta, links = _meta(selection, page)
        return Answer(
            {"items": reading.document, "_meta": meta, "_links": links},
            now=moment.now,
            fresh_until=reading.fresh_until,
            locales=reading.locales,
            keys={self.content.name, *reading.types, *filtered_by(self.content, selection.filters)},
            links=links,
            private=_is_private(call, moment),
        )


@contextmanager
def _looking(call: Call, preview: Preview) -> Iterator[tuple[Session, Moment]]:
    """What is read, and at which moment; for a preview a session that sees drafts and is never committed."""
    query = call.query
    moment = observe(call.session, query.get("asOf"), caller=call.caller)
    if not query.get("preview"):
        yield call.session, moment
        return
    if call.caller is None:
        raise Unauthorized("preview")
    with house().database.writing(keep=False) as session:
        yield session, preview(session, moment, call.caller)


def _is_private(call: Call, moment: Moment) -> bool:
    """Whether the answer shows what not everyone may see."""
    return bool(call.query.get("preview")) or moment.is_future


def _selection(content: ContentType, query: dict[str, Any], view: View) -> Selection:
    sort = sort_keys(content, query["sort"])
    return Selection(
        sort=sort,
        filters=given_filters(list_query(content), query),
        ids=query.get("id"),
        updated_since=query.get("updatedSince"),
        page=query["page"],
        limit=query["limit"],
        cursor=_cursor(query["cursor"], sort) if "cursor" in query else None,
        words=Question(query["q"], view.locales, (content.name,)) if "q" in query else None,
    )


def _cursor(text: str, sort: tuple[str, ...]) -> Cursor:
    """Read a cursor and see that it belongs to this order."""
    try:
        cursor = Cursor.decode(text, frozenset(INSTANTS))
    except ValueError:
        raise Malformed("query", found=[Found(("cursor",), Fault("cursor"))]) from None
    if cursor.sort != sort:
        raise Malformed("query", found=[Found(("cursor",), Fault("cursorSort"))])
    return cursor


def _meta(selection: Selection, page: Page) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Where in the list this is, and where to go from it."""
    next_cursor = page.next_cursor.encode() if page.next_cursor else None
    meta = {"limit": selection.limit, "count": len(page.rows), "nextCursor": next_cursor}
    if page.total is None:
        return meta, cursor_links(next_cursor)
    numbers = page_meta(selection.page, selection.limit, len(page.rows), page.total)
    return numbers | meta, page_links(page=selection.page, pages=numbers["totalPages"])
