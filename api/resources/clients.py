"""API clients."""

from typing import Any

from flask_restx import Resource

from api.http.answers import Reply
from api.http.body import PATCH, read_object
from api.http.context import api_url
from api.http.operation import Body
from api.models import Client
from api.policy import CLIENTS
from api.resources import examples
from api.resources.documents import as_id, link
from api.resources.operation import Call, operation
from api.resources.pages import numbered
from api.resources.queries import Paged
from api.resources.returns import document, pages, with_links
from api.services.registering import change_client, close_client, create_client, find_client, list_clients
from schemas.editing import ClientInput, ClientPatch
from schemas.entries import ClientDocument

_PAGED = Paged()


class ClientList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The API clients."""

    @operation(
        access=CLIENTS,
        query=lambda content: _PAGED,
        returns=pages(with_links(ClientDocument)),
        sample=lambda content: "/clients?limit=2",
    )
    def get(self, call: Call) -> Reply:
        """List the clients.

        In the order of their names; closed ones too.
        """
        rows, total = list_clients(call.session, call.query["page"], call.query["limit"])
        return numbered(call.query, [client_document(each) for each in rows], total)

    @operation(
        access=CLIENTS,
        takes=Body(ClientInput, lambda content: examples.CLIENT_INPUT),
        returns=document(ClientDocument),
        status=201,
        example=lambda content: examples.CLIENT,
    )
    def post(self, call: Call) -> Reply:
        """Register a client.

        It has no key yet: make one at `/clients/{clientId}/keys`.
        """
        organization = call.body.get("organization") or str(call.who.organization)
        client = create_client(call.session, name=call.body["name"], organization=organization, role=call.body["role"])
        return Reply(client_document(client), status=201, location=client_address(client))


class ClientItem(Resource):  # type: ignore[misc]  # flask_restx has no types
    """One API client."""

    @operation(
        access=CLIENTS,
        returns=document(ClientDocument),
        problems=(404,),
        example=lambda content: examples.CLIENT,
    )
    def get(self, call: Call, clientId: str) -> Reply:
        """Read a client."""
        return Reply(client_document(find_client(call.session, as_id(clientId))))

    @operation(
        access=CLIENTS,
        takes=Body(ClientPatch, lambda content: {"role": "author"}, media=PATCH),
        returns=document(ClientDocument),
        problems=(404, 409),
        example=lambda content: examples.CLIENT,
    )
    def patch(self, call: Call, clientId: str) -> Reply:
        """Give a client another name or role.

        Its keys follow at once.
        """
        client = find_client(call.session, as_id(clientId), lock=True)
        given = read_object(call.body, ClientPatch())
        change_client(call.session, client, name=given.get("name"), role=given.get("role"))
        return Reply(client_document(client))

    @operation(access=CLIENTS, returns=None, status=204, problems=(404,))
    def delete(self, call: Call, clientId: str) -> Reply:
        """Close a client.

        None of its keys is good from the next request on. History goes on naming it.
        """
        close_client(call.session, find_client(call.session, as_id(clientId), lock=True))
        return Reply(status=204)


def client_address(client: Client) -> str:
    """Where a client is."""
    return f"{api_url()}/clients/{client.id}"


def client_document(client: Client) -> dict[str, Any]:
    """A client with its links."""
    here = client_address(client)
    return {
        "id": str(client.id),
        "name": client.name,
        "organization": str(client.organization_id),
        "role": client.role,
        "createdAt": client.created_at,
        "closedAt": client.closed_at,
        "_links": [link(here, "self"), link(f"{here}/keys", "keys")],
    }
