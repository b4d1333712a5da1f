"""The audit log, as those may read it whose entries it tells of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.models import Client, Event
from api.policy import CLIENTS, EVERYWHERE
from api.services.acting import actor
from api.services.describing import author, authors


@dataclass(frozen=True)
class Asked:
    """Which acts; None where it does not matter. `before` is the number of the last act of the page before."""

    page: int
    limit: int
    before: int | None = None
    targets: Sequence[str] | None = None
    clients: Sequence[str] | None = None
    kinds: Sequence[str] | None = None
    types: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


def list_events(session: Session, asked: Asked) -> tuple[list[dict[str, Any]], int | None, int | None]:
    """Acts, newest first; how many there are (None behind a cursor), and the number of the last if there are more."""
    every = select(Event).where(*_conditions(session, asked))
    total = None
    if asked.before is None:
        total = session.scalar(select(func.count()).select_from(every.subquery()))
    offset = 0 if asked.before is not None else (asked.page - 1) * asked.limit
    wanted = every.order_by(Event.id.desc()).limit(asked.limit + 1).offset(max(offset, 0))
    rows = list(session.scalars(wanted)) if offset >= 0 else []
    more, rows = len(rows) > asked.limit, rows[: asked.limit]
    names = authors(session, (each.client for each in rows))
    items = [
        {
            "at": each.at,
            "kind": each.kind,
            "type": each.type,
            "entry": str(each.target),
            "organization": str(each.organization_id),
            "by": author(names, each.client, each.key),
            "fields": each.fields,
        }
        for each in rows
    ]
    return items, total, rows[-1].id if more else None


def _conditions(session: Session, asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    caller = actor(session)
    if caller and EVERYWHERE not in caller.scopes:
        found.append(Event.organization_id == caller.organization)
    if caller and not caller.may(CLIENTS):
        found.append(Event.type != Client.__tablename__)
    if asked.before is not None:
        found.append(Event.id < asked.before)
    if asked.since:
        found.append(Event.at >= asked.since)
    if asked.until:
        found.append(Event.at < asked.until)
    for column, values in ((Event.target, asked.targets), (Event.client, asked.clients)):
        if values is not None:
            found.append(column.in_([UUID(each) for each in values]))
    for name, texts in ((Event.kind, asked.kinds), (Event.type, asked.types)):
        if texts is not None:
            found.append(name.in_(texts))
    return found
