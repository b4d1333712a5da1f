"""The outbox of webhooks, emptied: whoever claims a message sends it and tells what became of it.

No transaction is open while a message is sent. To claim one is to say when another may take it up if nothing is told:
a worker that dies loses nothing, and the receiver tells a repeat by its id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from api.db import Database
from api.models import Attempt, Message, Webhook, WebhookSecret
from api.services.acting import audit
from api.services.subscribing import ACTIVE, CHALLENGE, DEAD, DELIVERED, DISABLED, PENDING, SENDING, WAITING

#: How long after a failure a message is tried again, from the first failure to the last: a day in all.
RETRIES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 21_600, 36_000)
)  # fmt: skip
#: How long a webhook is left alone after failures in a row, at most.
_LONGEST_REST = timedelta(minutes=5)
#: Whoever has claimed a message and tells nothing for so long is taken for dead.
LEASE = timedelta(seconds=15)
#: So long what was told can be told again.
KEPT = timedelta(days=30)
_GONE = 410


@dataclass(frozen=True)
class Claimed:
    """A message that someone is to send, to which address, signed with which secrets."""

    webhook: UUID
    sequence: int
    attempt: int
    id: str
    url: str
    secrets: Sequence[str]
    body: str
    traceparent: str | None
    challenge: str | None


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: the status that was answered or the reason why none was; when to come again."""

    status: int | None
    reason: str | None
    duration: timedelta
    retry_after: timedelta | None = None

    @property
    def is_success(self) -> bool:
        """Whether the message has arrived."""
        return self.reason is None and self.status is not None and 200 <= self.status < 300  # RFC 9110


def is_due(database: Database) -> bool:
    """Whether there is anything to send: a look that keeps no one waiting."""
    with database.reading() as session:
        now = session.info["clock"]()
        return bool(session.scalar(select(exists().where(Webhook.id.in_(_ready(now).with_only_columns(Webhook.id))))))


def claim(database: Database, most: int) -> list[Claimed]:
    """Take up messages to send, the first that is due of each webhook of which none is being sent; `most` at most."""
    with database.writing() as session:
        now: datetime = session.info["clock"]()
        ready = _ready(now).limit(most).with_for_update(skip_locked=True, of=Webhook)
        return [claimed for webhook in session.scalars(ready) for claimed in _first(session, webhook, now)]


def _ready(now: datetime) -> Any:
    """Webhooks that have a message due, do not rest, and are being sent none."""
    mine = Message.webhook_id == Webhook.id
    due = select(Message.sequence).where(mine, Message.state.in_((WAITING, SENDING)), Message.due_at <= now, _fits())
    busy = exists().where(mine, Message.state == SENDING, Message.due_at > now)
    rested = or_(Webhook.resting_until.is_(None), Webhook.resting_until <= now)
    longest_due = due.with_only_columns(func.min(Message.due_at)).scalar_subquery()
    return select(Webhook).where(Webhook.state != DISABLED, rested, due.exists(), ~busy).order_by(longest_due)


def _fits() -> Any:
    """Whoever has not proved to be there is only challenged; whoever has, told everything else."""
    is_challenge = Message.sequence == CHALLENGE
    return or_((Webhook.state == PENDING) & is_challenge, (Webhook.state == ACTIVE) & ~is_challenge)


def _first(session: Session, webhook: Webhook, now: datetime) -> Iterator[Claimed]:
    of_webhook = Message.webhook_id == webhook.id
    under_way = select(exists().where(of_webhook, Message.state == SENDING, Message.due_at > now))
    if session.scalar(under_way):  # by a claim that was made while this one waited for the webhook
        return
    mine = (of_webhook, Message.state.in_((WAITING, SENDING)), Message.due_at <= now)
    number = Message.sequence == CHALLENGE if webhook.state == PENDING else Message.sequence > CHALLENGE
    message = session.scalars(select(Message).where(*mine, number).order_by(Message.sequence).limit(1)).first()
    if message is None:
        return
    message.state, message.due_at = SENDING, now + LEASE
    message.attempts += 1
    newest_first = select(WebhookSecret.value).where(WebhookSecret.webhook_id == webhook.id)
    yield Claimed(
        webhook=webhook.id,
        sequence=message.sequence,
        attempt=message.attempts,
        id=_name(message),
        url=webhook.url,
        secrets=list(session.scalars(newest_first.order_by(WebhookSecret.created_at.desc()))),
        body=message.body,
        traceparent=message.traceparent,
        challenge=webhook.challenge if message.sequence == CHALLENGE else None,
    )


def _name(message: Message) -> str:
    """The `webhook-id` of a message."""
    return f"msg_{message.id}"


def record(database: Database, claimed: Claimed, outcome: Outcome) -> None:
    """Write down what became of a claimed message, and see to what follows from it.

    Nothing does when someone else has taken it up meanwhile, or it is another challenge by now.
    """
    with database.writing() as session:
        webhook = session.get(Webhook, claimed.webhook, with_for_update={"key_share": True})
        message = session.get(Message, (claimed.webhook, claimed.sequence), with_for_update=True)
        if webhook is None or message is None:
            return  # deleted meanwhile
        now: datetime = session.info["clock"]()
        session.add(
            Attempt(
                webhook_id=webhook.id,
                sequence=message.sequence,
                at=now,
                status=outcome.status,
                reason=outcome.reason,
                duration_ms=outcome.duration // timedelta(milliseconds=1),
            )
        )
        if (message.state, _name(message), message.attempts) == (SENDING, claimed.id, claimed.attempt):
            _settle(session, webhook, message, claimed, outcome, now)


def _settle(
    session: Session, webhook: Webhook, message: Message, claimed: Claimed, outcome: Outcome, now: datetime
) -> None:
    if webhook.url != claimed.url:  # what another address has answered tells nothing of this one
        message.state, message.due_at = (DELIVERED if outcome.is_success else WAITING), now
        return
    if outcome.is_success:
        message.state, webhook.failures, webhook.resting_until = DELIVERED, 0, None
        if claimed.challenge and claimed.challenge == webhook.challenge:
            webhook.state = ACTIVE
            audit(session, "webhookVerified", webhook)
        return
    tried = claimed.attempt - 1
    if outcome.status == _GONE:
        message.state, webhook.state = DEAD, DISABLED
        audit(session, "webhookDisabled", webhook)
    elif tried < len(RETRIES) and now - message.begun_at < sum(RETRIES, timedelta(0)):
        message.state = WAITING
        message.due_at = now + max(RETRIES[tried], min(outcome.retry_after or RETRIES[0], RETRIES[-1]))
    else:
        message.state = DEAD
    webhook.failures += 1
    rest = timedelta(seconds=2 ** min(webhook.failures - 1, 10))
    webhook.resting_until = now + max(min(rest, _LONGEST_REST), min(outcome.retry_after or rest, RETRIES[-1]))


def release(database: Database) -> None:
    """Take up again what a worker that is no more had claimed: for whoever knows to be the only one."""
    with database.writing() as session:
        again = update(Message).where(Message.state == SENDING)
        session.execute(again.values(state=WAITING, due_at=session.info["clock"]()))


def tidy(database: Database) -> None:
    """Forget what has been told so long ago that no one will ask to hear it again."""
    with database.writing() as session:
        old = Message.created_at < session.info["clock"]() - KEPT
        session.execute(delete(Message).where(old, Message.state.in_((DELIVERED, DEAD))))
