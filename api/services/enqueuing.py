"""The outbox of webhooks, filled: a message for each change of each webhook's set, in order, and none twice.

It reads the same as `/changes`: a webhook is a copy that is told instead of asking.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.db import Database
from api.models import Change, Message, Webhook
from api.services.canonical import canonical
from api.services.changing import point
from api.services.following import Position, Step, follow, seen_from
from api.services.observing import observe
from api.services.positions import epoch, is_ours, pack, unpack
from api.services.subscribing import ACTIVE, WAITING, set_of
from api.services.telling import tell

_BATCH = 200


def fill(database: Database) -> int:
    """Put into the outbox what has changed for each webhook; how many messages that are."""
    with database.reading() as session:
        observe(session)
        steps = list(_steps(session))
    return sum(_put(database, *step) for step in steps)


def _steps(session: Session) -> Iterator[tuple[UUID, list[Any], Position, list[dict[str, Any]], Mapping[str, str]]]:
    history = epoch(session)
    for webhook in session.scalars(select(Webhook).where(Webhook.state == ACTIVE)):
        set_ = set_of(webhook)
        known, *packed = webhook.position
        position = unpack(packed)
        moment = seen_from(observe(session), position)
        if known != history or not is_ours(session, position):
            now = point(session, moment, set_)
            yield webhook.id, webhook.position, Position(now, now.until), [{"change": "startAgain"}], {}
            continue
        step = follow(session, moment, set_, position, _BATCH)
        if step.position != position:
            changes = tell(session, moment, step.changes, webhook.locale)
            yield webhook.id, webhook.position, step.position, changes, _traces(session, position, step)


def _traces(session: Session, position: Position, step: Step) -> dict[str, str]:
    """Of which trace the last act on each entry was."""
    ids = [each.id for each in step.changes]
    since = position.held.sequence if position.held else 0
    last = select(func.max(Change.seq)).where(Change.entry_id.in_(ids), Change.seq > since).group_by(Change.entry_id)
    found = session.execute(select(Change.entry_id, Change.traceparent).where(Change.seq.in_(last)))
    return {str(row.entry_id): row.traceparent for row in found if row.traceparent}


def _put(
    database: Database,
    webhook_id: UUID,
    known: list[Any],
    position: Position,
    changes: Sequence[dict[str, Any]],
    traces: Mapping[str, str],
) -> int:
    """Write the messages, unless someone else has done so meanwhile."""
    with database.writing() as session:
        mine = select(Webhook).where(Webhook.id == webhook_id).with_for_update(skip_locked=True)
        webhook = session.scalars(mine).first()
        if webhook is None or webhook.position != known or webhook.state != ACTIVE:
            return 0
        now = session.info["clock"]()
        for change in changes:
            webhook.sequence += 1
            told = {
                "type": "content.changed",
                "timestamp": now,
                "sequence": webhook.sequence,
                "previous": webhook.sequence - 1 or None,
                "contentSequence": position.held.sequence if position.held else 0,
                "data": change,
            }
            session.add(
                Message(
                    webhook_id=webhook.id,
                    sequence=webhook.sequence,
                    id=uuid7(),
                    entry_id=UUID(change["id"]) if "id" in change else None,
                    body=canonical(told).decode(),
                    traceparent=traces.get(change.get("id", "")),
                    created_at=now,
                    state=WAITING,
                    attempts=0,
                    due_at=now,
                )
            )
        webhook.position = [epoch(session), *pack(position)]
    return len(changes)


def forget(session: Session, entry_id: UUID) -> None:
    """Leave nothing of an entry in the outbox but that it was erased."""
    for message in session.scalars(select(Message).where(Message.entry_id == entry_id)):
        told = orjson.loads(message.body)
        same = {name: told["data"][name] for name in ("id", "type")}
        told["data"] = {"change": "removed", **same, "reason": "erased"}
        message.body = canonical(told).decode()
    session.flush()
