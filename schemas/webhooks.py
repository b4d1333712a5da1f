"""What partners send and get of their webhooks, and of what was sent there."""

from typing import Any

from marshmallow import Schema, fields

from schemas.codes import MESSAGE_STATES, WEBHOOK_STATES
from schemas.declared import Declared
from schemas.delivery import Document
from schemas.faults import fault
from schemas.fields import Integer, Text
from schemas.parts import Part

_INSTANT = {"example": "2026-11-24T08:00:00Z"}
_SECRET = "whsec_3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8="  # noqa: S105  # an example
#: The greatest number that both engines take for one.
_LAST = 2**31 - 1
_SET = "The set it is told of, by the names and values that `/changes` takes: types and their filters"
_EXAMPLE = {"type": ["receptions"], "municipality": ["2281"]}


class Filters(Declared, fields.Raw):
    """Names of parameters of `/changes`, each with its values."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, list[str]]:
        if not isinstance(value, dict):
            raise fault("object")
        given = {name: [each] if isinstance(each, str) else each for name, each in value.items() if each is not None}
        for each in given.values():
            if not isinstance(each, list) or not each or not all(isinstance(one, str) and one for one in each):
                raise fault("string")
        return given


def _input(name: str, *, required: bool) -> type[Schema]:
    described: dict[str, Any] = {
        "url": Text(max=2048, required=required, doc="An https address", example="https://www.sundsvall.se/kfvn/hook"),
        "filters": Filters(doc=_SET, example=_EXAMPLE),
        "locale": Text(max=35, doc="Language of the texts (BCP 47), `all` for language maps; sv when absent"),
    }
    if required:
        described["organization"] = Text(max=100, doc="Whose it is, id or slug; that of the key when absent")
    return Part.from_dict(described, name=name)


WebhookInput = _input("WebhookInput", required=True)
WebhookInput.__doc__ = "An address to be told of changes."
WebhookPatch = _input("WebhookPatch", required=False)
WebhookPatch.__doc__ = "What can be changed of a webhook."


class ReplayInput(Part):
    """Which messages to send again."""

    first = Integer(min=1, required=True, max=_LAST, doc="The sequence of the first", example=17)
    last = Integer(min=1, required=True, max=_LAST, doc="The sequence of the last", example=23)


class SecretDocument(Document):
    """A live secret; what it is was shown when it was made."""

    id = fields.UUID(required=True)
    createdAt = fields.AwareDateTime(required=True, metadata=_INSTANT)


class NewSecretDocument(SecretDocument):
    """A secret, shown this once."""

    secret = fields.String(
        required=True, metadata={"description": "Messages are signed with it (Standard Webhooks)", "example": _SECRET}
    )


class WebhookDocument(Document):
    """An address that is told of changes."""

    id = fields.UUID(required=True)
    organization = fields.UUID(required=True)
    url = fields.String(required=True)
    filters = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": _SET, "example": _EXAMPLE},
    )
    locale = fields.String(required=True, metadata={"example": "sv"})
    state = fields.String(
        required=True,
        metadata={"enum": list(WEBHOOK_STATES), "description": "pending until the address has proved to be there; "
                  "disabled since it answered 410"},
    )  # fmt: skip
    sequence = fields.Integer(required=True, metadata={"description": "The last message there is for it"})
    failures = fields.Integer(required=True, metadata={"description": "Failed attempts in a row"})
    restingUntil = fields.AwareDateTime(
        required=True,
        allow_none=True,
        metadata={**_INSTANT, "description": "After failures it is left alone till then"},
    )
    createdAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    secrets = fields.List(fields.Nested(SecretDocument), required=True)


class NewWebhookDocument(WebhookDocument):
    """A webhook with its first secret, shown this once."""

    secret = fields.String(required=True, metadata={"description": "Messages are signed with it", "example": _SECRET})


class AttemptDocument(Document):
    """An attempt to deliver a message."""

    at = fields.AwareDateTime(required=True, metadata=_INSTANT)
    status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "What was answered", "example": 503}
    )
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why none came (name, address, refused, timeout, connection, tls, protocol, error), "
                  "or `challenge` when it was not given back"},
    )  # fmt: skip
    durationMs = fields.Integer(required=True, metadata={"description": "How long it took, in milliseconds"})


class DeliveryDocument(Document):
    """A message to a webhook, and what became of it."""

    sequence = fields.Integer(required=True, metadata={"description": "Its number; 0 is the challenge"})
    messageId = fields.String(
        required=True, metadata={"description": "`webhook-id`: the same however often it is sent"}
    )
    entry = fields.UUID(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"enum": list(MESSAGE_STATES)})
    createdAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    dueAt = fields.AwareDateTime(
        required=True, allow_none=True, metadata={**_INSTANT, "description": "When it is tried next"}
    )
    attempts = fields.List(fields.Nested(AttemptDocument), required=True)


class ReplayDocument(Document):
    """What is sent again."""

    replayed = fields.Integer(required=True, metadata={"description": "How many messages"})
