"""The keys of API clients, and who one is by one's key."""

from typing import Any

from flask_restx import Resource

from api.http.answers import Reply
from api.http.context import api_url
from api.http.links import self_link
from api.http.operation import Body
from api.models import Key
from api.policy import CLIENTS, READ
from api.resources import examples
from api.resources.clients import client_address, client_document
from api.resources.documents import as_id, link
from api.resources.operation import Call, operation
from api.resources.pages import sliced
from api.resources.queries import Paged
from api.resources.returns import document, pages
from api.services.registering import add_key, find_client, keys_of, revoke_key
from schemas.editing import KeyInput
from schemas.entries import KeyDocument, MeDocument, NewKeyDocument

_PAGED = Paged()


class KeyList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The keys of a client."""

    @operation(
        access=CLIENTS,
        query=lambda content: _PAGED,
        returns=pages(KeyDocument),
        problems=(404,),
        example=lambda content: examples.KEYS,
    )
    def get(self, call: Call, clientId: str) -> Reply:
        """List a client's keys.

        How each begins, until when it is good, and the day it was last used; never the key itself.
        """
        client = find_client(call.session, as_id(clientId))
        return sliced(call.query, [_key(call, each) for each in keys_of(call.session, client)])

    @operation(
        access=CLIENTS,
        takes=Body(KeyInput, lambda content: {"expiresAt": "2027-05-01T00:00:00Z"}, required=False),
        returns=document(NewKeyDocument),
        status=201,
        problems=(404, 409),
        example=lambda content: examples.KEY,
        secret=True,
    )
    def post(self, call: Call, clientId: str) -> Reply:
        """Make a key.

        It is shown this once. A client has two live keys at most, so that one can be put in place before the other is
        revoked.
        """
        client = find_client(call.session, as_id(clientId), lock=True)
        key, secret = add_key(call.session, client, expires_at=call.body.get("expiresAt"))
        where = f"{client_address(client)}/keys/{key.id}"
        links = [self_link(), link(where, "revoke", "DELETE")]
        return Reply(_key(call, key) | {"key": secret, "_links": links}, status=201, location=where)


class KeyItem(Resource):  # type: ignore[misc]  # flask_restx has no types
    """One key of a client."""

    @operation(access=CLIENTS, returns=None, status=204, problems=(404,))
    def delete(self, call: Call, clientId: str, keyId: str) -> Reply:
        """Revoke a key.

        It is useless from the next request on.
        """
        client = find_client(call.session, as_id(clientId), lock=True)
        revoke_key(call.session, client, as_id(keyId))
        return Reply(status=204)


class Me(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The client whose key this is."""

    @operation(
        access=READ,
        returns=document(MeDocument),
        example=lambda content: examples.ME,
    )
    def get(self, call: Call) -> Reply:
        """Ask who one is.

        The client and the key that were used, and what they may do.
        """
        client = find_client(call.session, call.who.client)
        key = call.session.get_one(Key, call.who.key)
        who = {"scopes": sorted(call.who.scopes), "key": _key(call, key)}
        return Reply(client_document(client) | who | {"_links": [link(f"{api_url()}/clients/me", "self")]})


def _key(call: Call, key: Key) -> dict[str, Any]:
    return {
        "id": str(key.id),
        "hint": key.hint,
        "createdAt": key.created_at,
        "expiresAt": key.expires_at,
        "revokedAt": key.revoked_at,
        "lastUsedOn": key.last_used_on,
        "isLive": key.revoked_at is None and key.expires_at > call.session.info["clock"](),
    }
