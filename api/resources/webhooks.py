"""Webhooks: addresses that are told of changes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_restx import Resource
from marshmallow import Schema
from werkzeug.datastructures import MultiDict

from api.errors import Invalid, Malformed
from api.http.addresses import Refused, check_url
from api.http.answers import Reply
from api.http.body import PATCH, read_object
from api.http.context import api_url, house
from api.http.operation import Body
from api.http.query import parse
from api.models import Webhook
from api.policy import WEBHOOKS
from api.resources import examples
from api.resources.changes import RenderedIn, set_parameters
from api.resources.documents import as_id, link
from api.resources.operation import Call, operation
from api.resources.pages import numbered
from api.resources.queries import Filtered, Paged
from api.resources.returns import document, pages, with_links
from api.services import subscribing
from api.services.subscribing import Following, find_webhook
from schemas.faults import Fault, Found, not_among
from schemas.merging import apply_patch
from schemas.webhooks import NewWebhookDocument, WebhookDocument, WebhookInput, WebhookPatch

_PAGED = Paged()


@cache
def _set_query() -> Schema:
    return Filtered.from_dict({**set_parameters(), "locale": RenderedIn("")}, name="SetQuery")()


class WebhookList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The webhooks."""

    @operation(
        access=WEBHOOKS,
        query=lambda content: _PAGED,
        returns=pages(with_links(WebhookDocument)),
        example=lambda content: examples.WEBHOOKS,
    )
    def get(self, call: Call) -> Reply:
        """List the webhooks.

        Oldest first, whatever their state.
        """
        rows, total = subscribing.list_webhooks(call.session, call.query["page"], call.query["limit"])
        return numbered(call.query, [webhook_document(call, each) for each in rows], total)

    @operation(
        access=WEBHOOKS,
        takes=Body(WebhookInput, lambda content: examples.WEBHOOK_INPUT),
        returns=document(NewWebhookDocument),
        status=201,
        example=lambda content: examples.NEW_WEBHOOK,
        secret=True,
    )
    def post(self, call: Call) -> Reply:
        """Subscribe an address.

        It is sent a challenge first, and told of changes (everything since now) once it has answered that with 2xx and
        `{"challenge": …}`. The secret is shown this once.
        """
        webhook, secret = subscribing.create_webhook(
            call.session,
            organization=call.body.get("organization") or str(call.who.organization),
            url=_url(call.body["url"]),
            following=_following(call.body),
        )
        answer = webhook_document(call, webhook) | {"secret": secret.value}
        return Reply(answer, status=201, location=webhook_address(webhook))


class WebhookItem(Resource):  # type: ignore[misc]  # flask_restx has no types
    """One webhook."""

    @operation(
        access=WEBHOOKS, returns=document(WebhookDocument), problems=(404,), example=lambda content: examples.WEBHOOK
    )
    def get(self, call: Call, webhookId: str) -> Reply:
        """Read a webhook."""
        return Reply(webhook_document(call, find_webhook(call.session, as_id(webhookId))))

    @operation(
        access=WEBHOOKS,
        takes=Body(WebhookPatch, lambda content: {"filters": {"type": ["receptions"]}}, media=PATCH),
        returns=document(WebhookDocument),
        problems=(404,),
        example=lambda content: examples.WEBHOOK,
    )
    def patch(self, call: Call, webhookId: str) -> Reply:
        """Change a webhook.

        A JSON Merge Patch (RFC 7396) of `url`, `filters` and `locale`. Another address has to prove itself anew, and
        another set is followed from now on: fetch it whole from `/changes` first.
        """
        webhook = find_webhook(call.session, as_id(webhookId), lock=True)
        present = {"url": webhook.url, "filters": _filters(webhook), "locale": webhook.locale}
        given = read_object(apply_patch(present, call.body), WebhookPatch())
        if "url" not in given:
            raise Invalid("invalid", found=[Found(("url",), Fault("required"))])
        subscribing.change_webhook(call.session, webhook, _url(given["url"]), _following(given))
        return Reply(webhook_document(call, webhook))

    @operation(access=WEBHOOKS, returns=None, status=204, problems=(404,))
    def delete(self, call: Call, webhookId: str) -> Reply:
        """Delete a webhook.

        With all that was still to be sent, and the log of what was.
        """
        subscribing.delete_webhook(call.session, find_webhook(call.session, as_id(webhookId), lock=True))
        return Reply(status=204)


def webhook_address(webhook: Webhook) -> str:
    """Where a webhook is."""
    return f"{api_url()}/webhooks/{webhook.id}"


def webhook_document(call: Call, webhook: Webhook) -> dict[str, Any]:
    """A webhook with its links."""
    here = webhook_address(webhook)
    secrets = subscribing.secrets_of(call.session, webhook)
    return {
        "id": str(webhook.id),
        "organization": str(webhook.organization_id),
        "url": webhook.url,
        "filters": _filters(webhook),
        "locale": webhook.locale,
        "state": webhook.state,
        "sequence": webhook.sequence,
        "failures": webhook.failures,
        "restingUntil": webhook.resting_until,
        "createdAt": webhook.created_at,
        "secrets": [{"id": str(each.id), "createdAt": each.created_at} for each in secrets],
        "_links": [
            link(here, "self"),
            link(f"{here}/deliveries", "deliveries"),
            link(f"{here}/verification", "verify", "POST"),
            link(f"{here}/secrets", "secrets", "POST"),
            link(f"{here}/replays", "replay", "POST"),
        ],
    }


def _filters(webhook: Webhook) -> dict[str, Any]:
    return ({"type": webhook.types} if webhook.types else {}) | webhook.filters


def _url(url: str) -> str:
    """An address that the house may ask. Raises Invalid."""
    try:
        check_url(url, loopback=house().config.loopback)
    except Refused as error:
        raise Invalid("invalid", found=[Found(("url",), Fault(f"url.{error.code}"))]) from None
    return url


def _following(body: Mapping[str, Any]) -> Following:
    """The set and the language, read as `/changes` reads them. Raises Invalid."""
    filters: Mapping[str, list[str]] = body.get("filters") or {}
    given = [(name, value) for name, values in filters.items() for value in values]
    if "locale" in filters:
        unknown = not_among("unknownParameter", "locale", tuple(set_parameters()))
        raise Invalid("invalid", found=[Found(("filters", "locale"), unknown)])
    if body.get("locale"):
        given.append(("locale", body["locale"]))
    try:
        read = parse(_set_query(), MultiDict(given))
    except Malformed as error:
        found = [
            Found(each.path if each.path[:1] == ("locale",) else ("filters", *each.path), each.fault)
            for each in error.found
        ]
        raise Invalid("invalid", found=found) from None
    locale, types = read.pop("locale"), read.pop("type", None)
    return Following(types, read, locale)
