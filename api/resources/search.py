"""Finding items of all types by words."""

from flask_restx import Resource

from api.catalogue import CATALOGUE
from api.errors import Malformed
from api.http.answers import Answer
from api.http.links import cursor_links, page_links
from api.resources.base import view_of
from api.resources.operation import Call, operation
from api.resources.pages import page_meta
from api.resources.queries import Walked
from api.resources.returns import JSON, page_of
from api.services.observing import observe
from api.services.searching.hits import describe_hit, markers_of
from api.services.searching.questions import Question
from api.services.searching.results import NOTHING, After, search
from schemas.faults import Fault, Found
from schemas.parameters import Line, Locale, Several, among
from schemas.search import SearchHit

_TYPES = {"type": "string", "enum": [*CATALOGUE]}


class _SearchQuery(Walked):
    q = Line(
        'Words, all of which are found in any form and as parts of compounds; "a phrase" word for word, -word for '
        "none of it, numbers however they are spaced; the last word may be unfinished. Nothing is found without any",
    )
    type = Several("Items of these types", _TYPES, among("unknownValue", [*CATALOGUE]))
    locale = Locale("Language (BCP 47) to search and to answer in; beats Accept-Language")


_QUERY = _SearchQuery()


class Search(Resource):  # type: ignore[misc]  # flask_restx has no types
    """What is found by words."""

    @operation(
        access="public",
        query=lambda content: _QUERY,
        returns=lambda content: {JSON: page_of(SearchHit)},
        sample=lambda content: "/search?q=mottagning&limit=2",
    )
    def get(self, call: Call) -> Answer:
        """Search items of all types.

        What is in a title comes before what is in a leading text, and that before the rest; among equals the newer
        comes first. Each item is searched in the language that its reader gets it in. Only what is public now is found.
        """
        query = call.query
        moment = observe(call.session)
        view = view_of(query)
        types = tuple(each for each in CATALOGUE if each in query["type"]) if "type" in query else None
        question = Question(query.get("q", ""), view.locales, types)
        after = _after(query["cursor"], question) if "cursor" in query else None
        page, limit = query["page"], query["limit"]
        if "q" in query:
            markers = markers_of(question)
            found = search(call.session, moment, question, limit=limit, page=page, after=after)
            described = [describe_hit(hit, view, markers) for hit in found.hits]
        else:
            found, described = NOTHING, []
        following = found.after and found.after.encode(question)
        meta = {"limit": limit, "count": len(described), "nextCursor": following}
        links = cursor_links(following)
        if found.total is not None:
            meta = page_meta(page, limit, len(described), found.total) | meta
            links = page_links(page=page, pages=meta["totalPages"])
        return Answer(
            {"items": [document for document, _ in described], "_meta": meta, "_links": links},
            now=moment.now,
            fresh_until=min(found.boundaries, default=None),
            locales=tuple(dict.fromkeys(locale for _, locale in described)) or view.locales[:1],
            keys=question.types or tuple(CATALOGUE),
            links=links,
        )


def _after(text: str, question: Question) -> After:
    """Read a cursor and see that it belongs to this question."""
    try:
        return After.decode(text, question)
    except ValueError:
        raise Malformed("query", found=[Found(("cursor",), Fault("cursor"))]) from None
