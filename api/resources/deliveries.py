"""What a webhook was sent, with which secrets, and sending it again."""

from collections.abc import Iterable
from typing import Any

from flask_restx import Resource

from api.http.answers import Reply
from api.http.links import self_link
from api.http.operation import Body
from api.models import Attempt, Message
from api.policy import WEBHOOKS
from api.resources import examples
from api.resources.documents import as_id, as_number, link
from api.resources.operation import Call, operation
from api.resources.pages import numbered
from api.resources.queries import Paged
from api.resources.returns import document, pages
from api.resources.webhooks import webhook_address, webhook_document
from api.services import subscribing
from api.services.subscribing import SENDING, WAITING, find_webhook
from schemas.codes import MESSAGE_STATES
from schemas.parameters import Choice
from schemas.webhooks import DeliveryDocument, NewSecretDocument, ReplayDocument, ReplayInput, WebhookDocument


class _DeliveriesQuery(Paged):
    state = Choice("Those in this state; `dead` are given up", MESSAGE_STATES)


_DELIVERIES = _DeliveriesQuery()


class Verification(Resource):  # type: ignore[misc]  # flask_restx has no types
    """Proof that an address is there and wants to be told."""

    @operation(
        access=WEBHOOKS, returns=document(WebhookDocument), problems=(404,), example=lambda content: examples.WEBHOOK
    )
    def post(self, call: Call, webhookId: str) -> Reply:
        """Challenge the address again.

        It is told nothing else until it has given the challenge back. Brings a disabled webhook back.
        """
        webhook = find_webhook(call.session, as_id(webhookId), lock=True)
        subscribing.challenge(call.session, webhook)
        return Reply(webhook_document(call, webhook))


class SecretList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The secrets that messages are signed with."""

    @operation(
        access=WEBHOOKS,
        returns=document(NewSecretDocument),
        status=201,
        problems=(404, 409),
        example=lambda content: examples.SECRET,
        secret=True,
    )
    def post(self, call: Call, webhookId: str) -> Reply:
        """Make a second secret.

        Messages are signed with both from now on, so that the receiver can put the new one in place before the old one
        is revoked. It is shown this once.
        """
        webhook = find_webhook(call.session, as_id(webhookId), lock=True)
        secret = subscribing.add_secret(call.session, webhook)
        where = f"{webhook_address(webhook)}/secrets/{secret.id}"
        answer = {"id": str(secret.id), "createdAt": secret.created_at, "secret": secret.value}
        links = [self_link(), link(where, "revoke", "DELETE")]
        return Reply(answer | {"_links": links}, status=201, location=where)


class SecretItem(Resource):  # type: ignore[misc]  # flask_restx has no types
    """One secret of a webhook."""

    @operation(access=WEBHOOKS, returns=None, status=204, problems=(404, 409))
    def delete(self, call: Call, webhookId: str, secretId: str) -> Reply:
        """Revoke a secret.

        Messages are signed with the other alone; the last one stays.
        """
        webhook = find_webhook(call.session, as_id(webhookId), lock=True)
        subscribing.revoke_secret(call.session, webhook, as_id(secretId))
        return Reply(status=204)


class DeliveryList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The messages of a webhook."""

    @operation(
        access=WEBHOOKS,
        query=lambda content: _DELIVERIES,
        returns=pages(DeliveryDocument),
        problems=(404,),
        example=lambda content: examples.DELIVERIES,
    )
    def get(self, call: Call, webhookId: str) -> Reply:
        """List what a webhook is sent.

        Newest first, each with its attempts: what was answered, and how long that took. Kept for thirty days.
        """
        webhook = find_webhook(call.session, as_id(webhookId))
        query = call.query
        rows, total = subscribing.list_messages(
            call.session, webhook, query.get("state"), query["page"], query["limit"]
        )
        attempts = subscribing.attempts_of(call.session, webhook, [each.sequence for each in rows])
        return numbered(query, [_delivery(each, attempts.get(each.sequence, ())) for each in rows], total)


class DeliveryItem(Resource):  # type: ignore[misc]  # flask_restx has no types
    """One message of a webhook."""

    @operation(
        access=WEBHOOKS, returns=document(DeliveryDocument), problems=(404,), example=lambda content: examples.DELIVERY
    )
    def get(self, call: Call, webhookId: str, number: str) -> Reply:
        """Read what became of a message."""
        webhook = find_webhook(call.session, as_id(webhookId))
        message = subscribing.find_message(call.session, webhook, as_number(number))
        attempts = subscribing.attempts_of(call.session, webhook, [message.sequence])
        return Reply(_delivery(message, attempts.get(message.sequence, ())) | {"_links": [self_link()]})


class ReplayList(Resource):  # type: ignore[misc]  # flask_restx has no types
    """Sending again."""

    @operation(
        access=WEBHOOKS,
        takes=Body(ReplayInput, lambda content: {"first": 17, "last": 23}),
        returns=document(ReplayDocument),
        problems=(404,),
        example=lambda content: {"replayed": 7, "_links": examples.WEBHOOK["_links"]},
    )
    def post(self, call: Call, webhookId: str) -> Reply:
        """Send messages again.

        Those of a range of sequences, with the ids they had: a receiver that knows an id need not look twice.
        """
        webhook = find_webhook(call.session, as_id(webhookId))
        number = subscribing.replay(call.session, webhook, call.body["first"], call.body["last"])
        return Reply({"replayed": number, "_links": [link(f"{webhook_address(webhook)}/deliveries", "deliveries")]})


def _delivery(message: Message, attempts: Iterable[Attempt]) -> dict[str, Any]:
    return {
        "sequence": message.sequence,
        "messageId": f"msg_{message.id}",
        "entry": message.entry_id and str(message.entry_id),
        "state": message.state,
        "createdAt": message.created_at,
        "dueAt": message.due_at if message.state in {WAITING, SENDING} else None,
        "attempts": [
            {"at": each.at, "status": each.status, "reason": each.reason, "durationMs": each.duration_ms}
            for each in attempts
        ],
    }
