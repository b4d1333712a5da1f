"""The outbox of webhooks, filled: a message for each change of each webhook's set, in order, and none twice.

It reads the same as `/changes`: a webhook is a copy that is told instead of asking.
"""

import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.db import Database
from api.models import Change, Entry, Message, Webhook
from api.services.canonical import canonical
from api.services.changing import is_differing, point, reference_of
from api.services.following import Position, Step, follow, seen_from
from api.services.observing import observe
from api.services.positions import epoch, pack, unpack
from api.services.subscribing import ACTIVE, WAITING, set_of
from api.services.telling import tell

_BATCH = 200
#: When so many messages wait for an address, what changes is left for later: entry by entry that is less to tell.
_MOST_WAITING = 1000
_logger = logging.getLogger("api")


class _Step(NamedTuple):
    """What a webhook is told next: from which position to which, how far the log has come, and of which traces."""

    known: list[Any]
    position: Position
    come_to: int
    changes: Sequence[dict[str, Any]]
    traces: Mapping[str, str]


def fill(database: Database) -> int:
    """Put into the outbox what has changed for each webhook; how many messages that are.

    One that cannot be filled keeps no other waiting, and is tried again.
    """
    number = 0
    for webhook_id in _behind(database):
        try:
            with database.reading() as session:
                step = _step(session, session.get(Webhook, webhook_id))
            number += _put(database, webhook_id, *step) if step else 0
        except SQLAlchemyError:
            raise
        except Exception:
            _logger.exception("webhook %s cannot be told", webhook_id)
    return number


def _behind(database: Database) -> list[UUID]:
    """The webhooks for which something may have changed."""
    with database.reading() as session:
        history = epoch(session)
        return [
            each.id
            for each in session.scalars(select(Webhook).where(Webhook.state == ACTIVE))
            if _is_behind(session, each, history)
        ]


def _is_behind(session: Session, webhook: Webhook, history: str) -> bool:
    known, *packed = webhook.position
    position = unpack(packed)
    if known != history or position.held is None or position.then:
        return True
    moment = seen_from(observe(session), position)
    return is_differing(session, moment, set_of(webhook), position.held)


def _step(session: Session, webhook: Webhook | None) -> _Step | None:
    """What a webhook is told next; None when its outbox is full: what has changed is told when there is room."""
    if webhook is None or _is_full(session, webhook):
        return None
    set_ = set_of(webhook)
    known, *packed = webhook.position
    position = unpack(packed)
    moment = seen_from(observe(session), position)
    if known != epoch(session):
        now = point(session, moment, set_)
        return _Step(webhook.position, Position(now, now.until), now.sequence, [{"change": "startAgain"}], {})
    step = follow(session, moment, set_, position, _BATCH)
    changes = tell(session, moment, step.changes, webhook.locale)
    come_to = step.position.then or step.position.held
    sequence = come_to.sequence if come_to else 0
    return _Step(webhook.position, step.position, sequence, changes, _traces(session, position, step))


def _is_full(session: Session, webhook: Webhook) -> bool:
    waiting = select(func.count()).where(Message.webhook_id == webhook.id, Message.state == WAITING)
    return (session.scalar(waiting) or 0) >= _MOST_WAITING


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
    come_to: int,
    changes: Sequence[dict[str, Any]],
    traces: Mapping[str, str],
) -> int:
    """Write the messages, unless someone else has done so meanwhile, or what they tell of was erased."""
    with database.writing() as session:
        mine = select(Webhook).where(Webhook.id == webhook_id).with_for_update(skip_locked=True)
        webhook = session.scalars(mine).first()
        if webhook is None or webhook.position != known or webhook.state != ACTIVE:
            return 0
        shown = [UUID(each["id"]) for each in changes if each["change"] == "updated"]
        held = select(Entry).where(Entry.id.in_(shown)).order_by(Entry.id).with_for_update(read=True)
        if any(each.erased_at for each in session.scalars(held)):
            return 0
        now = session.info["clock"]()
        for change in changes:
            webhook.sequence += 1
            told = {
                "type": "content.changed",
                "timestamp": now,
                "sequence": webhook.sequence,
                "previous": webhook.sequence - 1 or None,
                "contentSequence": come_to,
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
                    begun_at=now,
                    due_at=now,
                )
            )
            if change.get("reason") == "erased":  # by a server of a version that knew of no outbox
                forget(session, UUID(change["id"]))
        webhook.position = [epoch(session), *pack(position)]
    return len(changes)


def forget(session: Session, entry_id: UUID, reason: str = "erased") -> None:
    """Leave nothing of an entry in the outbox but that it is gone."""
    for message in session.scalars(select(Message).where(Message.entry_id == entry_id)):
        told = orjson.loads(message.body)
        same = {name: told["data"][name] for name in ("id", "type")}
        told["data"] = {"change": "removed", **same, "reason": reason}
        message.body = canonical(told).decode()
    session.flush()


def forget_names(session: Session, entry: Entry, slugs: Collection[str]) -> None:
    """Put the entry's id where a webhook's filter names it by a slug."""
    for webhook in session.scalars(select(Webhook)):
        webhook.filters = {
            name: [str(entry.id) if follows.target == entry.type and value in slugs else value for value in values]
            if (follows := reference_of(name))
            else values
            for name, values in webhook.filters.items()
        }
    session.flush()
