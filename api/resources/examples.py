"""What clients and their keys look like in the documentation: random as they are, no real one can be an example."""

from typing import Any
from uuid import UUID

from api.http.preface import SERVER
from api.policy import ROLES
from api.resources.documents import link
from api.resources.pages import page_meta

#: The client that asks for the examples of the documentation.
SAMPLE_CLIENT = UUID("35428b17-f9cd-5b33-98b3-fcd518e2a100")

CLIENT_INPUT = {"name": "Sundsvalls webbplats", "organization": "sundsvalls-kommun", "role": "editor"}
_ENDS = (("first", "?page=1"), ("last", "?page=1"))
_ID = "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
CLIENT: dict[str, Any] = {
    "id": _ID,
    "name": "Sundsvalls webbplats",
    "organization": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c",
    "role": "editor",
    "createdAt": "2026-11-24T08:00:00Z",
    "closedAt": None,
    "_links": [link(f"{SERVER}/clients/{_ID}", "self")],
}
KEY: dict[str, Any] = {
    "id": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d",
    "hint": "kfvn_1f0c9d7",
    "createdAt": "2026-11-24T08:00:00Z",
    "expiresAt": "2027-11-24T08:00:00Z",
    "revokedAt": None,
    "lastUsedOn": None,
    "isLive": True,
    "key": "kfvn_1f0c9d7a5b3e4f6081726354a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0",
    "_links": [link(f"{SERVER}/clients/{_ID}/keys", "self")],
}


_OLD_KEY = {name: value for name, value in KEY.items() if name not in {"key", "_links"}} | {"lastUsedOn": "2026-11-25"}
KEYS: dict[str, Any] = {
    "items": [_OLD_KEY],
    "_meta": page_meta(1, 20, 1, 1),
    "_links": [link(f"{SERVER}/clients/{_ID}/keys{page}", rel) for rel, page in (("self", ""), *_ENDS)],
}
ME = CLIENT | {"scopes": sorted(ROLES["editor"]), "key": _OLD_KEY, "_links": [link(f"{SERVER}/clients/me", "self")]}

_HOOK = f"{SERVER}/webhooks/{_ID}"
WEBHOOK_INPUT = {
    "url": "https://www.sundsvall.se/kfvn/hook",
    "organization": "sundsvalls-kommun",
    "filters": {"type": ["receptions"], "municipality": ["2281"]},
}
WEBHOOK: dict[str, Any] = {
    "id": _ID,
    "organization": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c",
    "url": WEBHOOK_INPUT["url"],
    "filters": WEBHOOK_INPUT["filters"],
    "locale": "sv",
    "state": "pending",
    "sequence": 0,
    "failures": 0,
    "restingUntil": None,
    "createdAt": "2026-11-24T08:00:00Z",
    "secrets": [{"id": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5f", "createdAt": "2026-11-24T08:00:00Z"}],
    "_links": [link(_HOOK, "self"), link(f"{_HOOK}/deliveries", "deliveries")],
}
_VALUE = "whsec_3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8="
NEW_WEBHOOK = WEBHOOK | {"secret": _VALUE}
WEBHOOKS: dict[str, Any] = {
    "items": [WEBHOOK],
    "_meta": page_meta(1, 20, 1, 1),
    "_links": [link(f"{SERVER}/webhooks{page}", rel) for rel, page in (("self", ""), *_ENDS)],
}
SECRET: dict[str, Any] = {**WEBHOOK["secrets"][0], "secret": _VALUE, "_links": [link(f"{_HOOK}/secrets", "self")]}
_DELIVERY: dict[str, Any] = {
    "sequence": 17,
    "messageId": "msg_0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a60",
    "entry": "35428b17-f9cd-5b33-98b3-fcd518e2a109",
    "state": "delivered",
    "createdAt": "2026-11-24T08:00:00Z",
    "dueAt": None,
    "attempts": [
        {"at": "2026-11-24T08:00:01Z", "status": 503, "reason": None, "durationMs": 41},
        {"at": "2026-11-24T08:00:06Z", "status": 204, "reason": None, "durationMs": 38},
    ],
}
DELIVERY = _DELIVERY | {"_links": [link(f"{_HOOK}/deliveries/17", "self")]}
DELIVERIES: dict[str, Any] = {
    "items": [_DELIVERY],
    "_meta": page_meta(1, 20, 1, 1),
    "_links": [link(f"{_HOOK}/deliveries{page}", rel) for rel, page in (("self", ""), *_ENDS)],
}
