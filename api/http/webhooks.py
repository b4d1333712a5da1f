"""What the house sends to webhooks, as the OpenAPI document tells of it (OpenAPI 3.1, `webhooks`)."""

from typing import Any

_ID = "35428b17-f9cd-5b33-98b3-fcd518e2a109"
_SIGNATURE = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
_CHANGES = [{"$ref": f"#/components/schemas/{name}"} for name in ("Updated", "Removed")]
_TEXT = {"type": "string"}
_INSTANT = {"type": "string", "format": "date-time"}
_NUMBER = {"type": "integer"}


def _header(name: str, description: str, example: str) -> dict[str, Any]:
    given = {"name": name, "in": "header", "required": True, "schema": _TEXT}
    return given | {"description": description, "example": example}


_HEADERS = [
    _header("webhook-id", "The same however often the message is sent", "msg_0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60"),
    _header("webhook-timestamp", "When it was sent, in seconds since 1970", "1795680000"),
    _header(
        "webhook-signature",
        "One `v1,…` for each live secret, with spaces between",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
    _header(
        "traceparent",
        "The trace of the act that it tells of",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
    ),
]
_RESPONSES = {
    "2XX": {"description": "Taken: it is not sent again."},
    "410": {"description": "Not wanted any more: the webhook is told nothing until it has proved to be there anew."},
    "default": {"description": "Not taken: it is sent again for a day, not before what `Retry-After` says."},
}
_START_AGAIN = {
    "type": "object",
    "description": "The house was restored: start again from `/changes`",
    "required": ["change"],
    "properties": {"change": {"type": "string", "enum": ["startAgain"]}},
}


def _message(kind: str, data: dict[str, Any], example: Any, **more: dict[str, Any]) -> dict[str, Any]:
    properties = {"type": {"type": "string", "enum": [kind]}, "timestamp": _INSTANT, **more, "data": data}
    schema = {"type": "object", "required": [*properties], "properties": properties}
    return {"required": True, "content": {"application/json": {"schema": schema, "example": example}}}


#: The messages, by what they are about.
WEBHOOKS: dict[str, Any] = {
    "contentChanged": {
        "post": {
            "operationId": "tellChange",
            "summary": "A change in the set of a webhook",
            "description": (
                "Signed as the Standard Webhooks have it (HMAC-SHA256). `sequence` counts the messages of a webhook "
                "and `previous` is the one before: where that is not the last one taken, something was missed. "
                "`contentSequence` is what `minSequence` takes."
            ),
            "parameters": _HEADERS,
            "requestBody": _message(
                "content.changed",
                {
                    "oneOf": [
                        *({"$ref": f"#/components/schemas/{name}"} for name in ("Updated", "Removed")),
                        _START_AGAIN,
                    ]
                },
                {
                    "type": "content.changed",
                    "timestamp": "2026-11-26T08:00:00Z",
                    "sequence": 18,
                    "previous": 17,
                    "contentSequence": 412,
                    "data": {"change": "removed", "id": _ID, "type": "receptions", "reason": "gone"},
                },
                sequence=_NUMBER,
                previous={"type": ["integer", "null"]},
                contentSequence=_NUMBER,
            ),
            "responses": _RESPONSES,
        }
    },
    "verification": {
        "post": {
            "operationId": "verifyWebhook",
            "summary": "The challenge that proves an address",
            "description": 'To be answered with 2xx and `{"challenge": …}`; before that, nothing else is told.',
            "parameters": _HEADERS,
            "requestBody": _message(
                "webhook.verification",
                {"type": "object", "required": ["challenge"], "properties": {"challenge": _TEXT}},
                {
                    "type": "webhook.verification",
                    "timestamp": "2026-11-26T08:00:00Z",
                    "data": {"challenge": "s0mVtWwVCqv2SmLzr5x9fDqkgOqyZJbK4b1nH2Yx8cM"},
                },
            ),
            "responses": _RESPONSES,
        }
    },
}
