"""The audit log."""

from flask_restx import Resource

from api.http.answers import Reply
from api.policy import READ
from api.resources.documents import as_number
from api.resources.editing import EventsQuery, malformed_cursor
from api.resources.operation import Call, operation
from api.resources.pages import keyset, numbered
from api.resources.returns import pages
from api.services.auditing import Asked, list_events
from schemas.entries import EventDocument

_QUERY = EventsQuery()


class EventList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """Every act on the entries of an organization."""

    @operation(
        access=READ,
        query=lambda content: _QUERY,
        returns=pages(EventDocument),
        sample=lambda content: "/events?limit=2",
    )
    def get(self, call: Call) -> Reply:
        """List acts.

        Newest first: who did what to what, when, with which key; ids and names of fields, never a value. Acts on
        clients are told to administrators.
        """
        query = call.query
        before = as_number(query["cursor"]) if "cursor" in query else None
        if "cursor" in query and before is None:
            raise malformed_cursor()
        asked = Asked(
            page=query["page"],
            limit=query["limit"],
            before=before,
            targets=query.get("entry"),
            clients=query.get("client"),
            kinds=query.get("kind"),
            types=query.get("type"),
            since=query.get("since"),
            until=query.get("until"),
        )
        items, total, last = list_events(call.session, asked)
        following = None if last is None else str(last)
        return keyset(query, items, following) if total is None else numbered(query, items, total, following)
