"""Webhooks: whom the house tells of changes by itself, with which secrets, and whether they have proved to be there."""

import base64
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.errors import Conflict, NotFound
from api.models import Attempt, Message, Webhook, WebhookSecret
from api.services.acting import audit
from api.services.canonical import canonical
from api.services.changing import Wanted, point, wanted
from api.services.following import Position
from api.services.observing import observe
from api.services.positions import epoch, pack
from api.services.registering import find_organization
from schemas.codes import MESSAGE_STATES, WEBHOOK_STATES

PENDING, ACTIVE, DISABLED = WEBHOOK_STATES
WAITING, SENDING, DELIVERED, DEAD = MESSAGE_STATES
#: The number of the message that asks an address to prove that it is there and wants to be told.
CHALLENGE = 0
#: Two, so that one can be put in place before the other is taken away.
LIVE_SECRETS = 2
_BYTES = 32


@dataclass(frozen=True)
class Following:
    """What a webhook is told of: the set, in which language."""

    types: Sequence[str] | None = None
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    locale: str = "sv"


def create_webhook(
    session: Session, *, organization: str, url: str, following: Following
) -> tuple[Webhook, WebhookSecret]:
    """Subscribe an address for an organization (id or slug): told of what changes from now on, once it is proved.

    Raises Invalid for an unknown organization.
    """
    owner = find_organization(session, organization)
    webhook = Webhook(
        id=uuid7(),
        organization_id=owner,
        url=url,
        types=list(following.types) if following.types else None,
        filters={name: list(values) for name, values in following.filters.items()},
        locale=following.locale,
        state=PENDING,
        challenge="",
        position=_present(session, wanted(following.types, following.filters)),
        sequence=0,
        failures=0,
        created_at=session.info["clock"](),
    )
    session.add(webhook)
    session.flush()
    secret = _make_secret(session, webhook)
    challenge(session, webhook)
    audit(session, "webhookCreated", webhook, ("organization", "url", "type", "filters", "locale"))
    return webhook, secret


def set_of(webhook: Webhook) -> Wanted:
    """The set that a webhook is told of."""
    return wanted(webhook.types, webhook.filters)


def _present(session: Session, set_: Wanted) -> list[Any]:
    now = point(session, observe(session), set_)
    return [epoch(session), *pack(Position(now, now.until))]


def list_webhooks(session: Session, page: int, limit: int) -> tuple[list[Webhook], int]:
    """A page of the webhooks, oldest first, and how many there are."""
    total = session.scalar(select(func.count()).select_from(Webhook)) or 0
    rows = select(Webhook).order_by(Webhook.created_at, Webhook.id).limit(limit).offset(max(page - 1, 0) * limit)
    return list(session.scalars(rows)) if page else [], total


def find_webhook(session: Session, webhook_id: UUID | None, *, lock: bool = False) -> Webhook:
    """The webhook with this id. Raises NotFound."""
    webhook = session.get(Webhook, webhook_id, with_for_update=lock, populate_existing=lock) if webhook_id else None
    if webhook is None:
        raise NotFound("notFound")
    return webhook


def change_webhook(session: Session, webhook: Webhook, url: str, following: Following) -> None:
    """Another address, set or language. Another address has to prove itself anew; another set begins now."""
    given = {
        "url": url,
        "types": list(following.types) if following.types else None,
        "filters": {name: list(values) for name, values in following.filters.items()},
        "locale": following.locale,
    }
    changed = {name: value for name, value in given.items() if value != getattr(webhook, name)}
    for name, value in changed.items():
        setattr(webhook, name, value)
    if changed.keys() & {"types", "filters"}:
        webhook.position = _present(session, set_of(webhook))
    if "url" in changed:
        challenge(session, webhook)
    if changed:
        audit(session, "webhookChanged", webhook, ("type" if name == "types" else name for name in changed))


def challenge(session: Session, webhook: Webhook) -> None:
    """Ask an address to prove that it is there: it is told nothing else until it has answered with the challenge."""
    now = session.info["clock"]()
    webhook.state, webhook.challenge = PENDING, secrets.token_urlsafe(_BYTES)
    webhook.failures, webhook.resting_until = 0, None
    body = {"type": "webhook.verification", "timestamp": now, "data": {"challenge": webhook.challenge}}
    message = session.get(Message, (webhook.id, CHALLENGE))
    if message is None:
        message = Message(webhook_id=webhook.id, sequence=CHALLENGE, created_at=now)
        session.add(message)
    message.id, message.body, message.state = uuid7(), canonical(body).decode(), WAITING
    message.attempts, message.traceparent = 0, session.info.get("traceparent")
    message.begun_at = message.due_at = now
    session.flush()


def delete_webhook(session: Session, webhook: Webhook) -> None:
    """Forget a webhook with its outbox and its log."""
    audit(session, "webhookDeleted", webhook)
    session.delete(webhook)


def secrets_of(session: Session, webhook: Webhook) -> list[WebhookSecret]:
    """The live secrets, newest first."""
    mine = select(WebhookSecret).where(WebhookSecret.webhook_id == webhook.id)
    return list(session.scalars(mine.order_by(WebhookSecret.created_at.desc(), WebhookSecret.id.desc())))


def add_secret(session: Session, webhook: Webhook) -> WebhookSecret:
    """A second secret: messages are signed with both. Raises Conflict when there are two."""
    if len(secrets_of(session, webhook)) >= LIVE_SECRETS:
        raise Conflict("secrets", {"max": LIVE_SECRETS})
    secret = _make_secret(session, webhook)
    audit(session, "secretCreated", webhook)
    return secret


def revoke_secret(session: Session, webhook: Webhook, secret_id: UUID | None) -> None:
    """Sign with a secret no more. Raises NotFound, Conflict for the last one."""
    live = secrets_of(session, webhook)
    secret = next((each for each in live if each.id == secret_id), None)
    if secret is None:
        raise NotFound("notFound")
    if len(live) == 1:
        raise Conflict("lastSecret")
    session.delete(secret)
    audit(session, "secretRevoked", webhook)


def _make_secret(session: Session, webhook: Webhook) -> WebhookSecret:
    """A secret as the Standard Webhooks write it: 256 random bits in base64 behind `whsec_`."""
    value = "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()
    secret = WebhookSecret(id=uuid7(), webhook_id=webhook.id, value=value, created_at=session.info["clock"]())
    session.add(secret)
    session.flush()
    return secret


def list_messages(
    session: Session, webhook: Webhook, state: str | None, page: int, limit: int
) -> tuple[list[Message], int]:
    """A page of a webhook's messages, newest first, in a state if one is given; and how many there are."""
    mine = select(Message).where(Message.webhook_id == webhook.id)
    mine = mine.where(Message.state == state) if state else mine
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    rows = mine.order_by(Message.sequence.desc()).limit(limit).offset(max(page - 1, 0) * limit)
    return list(session.scalars(rows)) if page else [], total


def find_message(session: Session, webhook: Webhook, sequence: int | None) -> Message:
    """One message of a webhook. Raises NotFound."""
    message = session.get(Message, (webhook.id, sequence)) if sequence is not None else None
    if message is None:
        raise NotFound("notFound")
    return message


def attempts_of(session: Session, webhook: Webhook, sequences: Collection[int]) -> Mapping[int, list[Attempt]]:
    """The attempts to deliver these messages, in their order."""
    mine = select(Attempt).where(Attempt.webhook_id == webhook.id, Attempt.sequence.in_(sequences))
    found: dict[int, list[Attempt]] = {}
    for each in session.scalars(mine.order_by(Attempt.id)):
        found.setdefault(each.sequence, []).append(each)
    return found


def replay(session: Session, webhook: Webhook, first: int, last: int) -> int:
    """Send messages again, with the ids they had; how many.

    What is being sent just now is left to whoever sends it.
    """
    again = update(Message).where(
        Message.webhook_id == webhook.id,
        Message.sequence.between(max(first, CHALLENGE + 1), last),
        Message.state.in_((DELIVERED, DEAD)),
    )
    now = session.info["clock"]()
    told = again.values(state=WAITING, attempts=0, begun_at=now, due_at=now)
    number = session.connection().execute(told).rowcount
    if number:
        audit(session, "webhookReplayed", webhook)
    return number
