"""What copies follow: everything that is public, then what has changed since."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_restx import Resource
from marshmallow import Schema

from api.catalogue import CATALOGUE
from api.http.answers import Answer
from api.http.context import house
from api.http.links import follow_links
from api.resources.operation import Call, operation
from api.resources.queries import Filtered, Reads, filter_of_all, given_filters
from api.resources.returns import JSON, with_links
from api.services.changing import changing, wanted
from api.services.delivering import ALL
from api.services.digesting import digest
from api.services.following import follow, seen_from
from api.services.observing import observe
from api.services.positions import Tokens
from api.services.telling import tell
from schemas.changes import ChangesMeta, Removed, Updated
from schemas.locales import DEFAULT
from schemas.parameters import Locale, Opaque, Parameter, Several, Whole, among


class RenderedIn(Locale):
    """A language, or all of them."""

    def __init__(self, doc: str) -> None:
        super().__init__(doc)
        self.openapi["default"] = DEFAULT
        self.load_default = DEFAULT

    def _deserialize(self, value: str, attr: Any, data: Any, **kwargs: Any) -> str:
        return value if value == ALL else super()._deserialize(value, attr, data, **kwargs)


class _ChangesQuery(Reads, Filtered):
    since = Opaque("Token of the last answer; without it everything that is public")
    batchSize = Whole("Changes in an answer", minimum=1, maximum=1000, default=200)
    locale = RenderedIn(f"Language of the texts (BCP 47), or `{ALL}` for language maps; Accept-Language is ignored")


def set_parameters() -> dict[str, Parameter]:
    """What chooses a set of items over all types: the types and their filters."""
    known = {"type": "string", "enum": [*CATALOGUE]}
    names = dict.fromkeys(name for content in CATALOGUE.values() for name in content.filters)
    filters = {name: filter_of_all(name) for name in names}
    return {"type": Several("Types of the set", known, among("unknownValue", [*CATALOGUE])), **filters}


@cache
def changes_query() -> Schema:
    """The parameters of `/changes`."""
    return _ChangesQuery.from_dict(set_parameters(), name="ChangesQuery")()  # type: ignore[arg-type]  # parameters are fields


def _returns(content: Any) -> Mapping[str, Any]:
    items = {"type": "array", "items": {"oneOf": [Updated, Removed]}}
    own = {"type": "object", "required": ["items", "_meta"], "properties": {"items": items, "_meta": ChangesMeta}}
    return {JSON: with_links(own)}


class Changes(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The changes of a set."""

    @operation(
        access="public",
        query=lambda content: changes_query(),
        returns=_returns,
        problems=(410,),
        kinds={410: "start-again"},
        sample=lambda content: "/changes?type=organizations&batchSize=2",
    )
    def get(self, call: Call) -> Answer:
        """Follow changes.

        Without `since` everything that is public now, then what has changed since a token: whoever applies every
        answer holds exactly the set. Whatever left the filtered set for any reason arrives as `removed`; removing what
        one does not hold is harmless. `more` asks for the next answer at once; without it `digest` is what the copy
        can check itself by.
        """
        query = call.query
        set_ = wanted(query.get("type"), given_filters(changes_query(), query))
        moment = observe(call.session)
        tokens = Tokens(call.session, house().config.secret, set_)
        position = tokens.read(query["since"]) if "since" in query else None
        moment = seen_from(moment, position)
        step = follow(call.session, moment, set_, position, query["batchSize"])
        items = tell(call.session, moment, step.changes, query["locale"])
        held = None if step.more else digest(call.session, moment, set_)
        token = tokens.write(step.position)
        links = follow_links(token, more=step.more)
        meta = {
            "count": len(items),
            "more": step.more,
            "token": token,
            "totalRecords": held and held.total,
            "digest": held and held.value,
        }
        return Answer(
            {"items": items, "_meta": meta, "_links": links},
            now=moment.now,
            fresh_until=min(changing(call.session, moment, set_), default=None),
            locales=sorted({each["item"]["locale"] for each in items if "item" in each} - {ALL}) or [DEFAULT],
            keys=set_.watched,
            links=links,
        )
