"""How an entry stands with its readers: its state, what is public of it now, and what comes next."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, case, cast, exists, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from api.db import FOREVER, UtcDateTime, read
from api.models import Edition, Entry, Withdrawal

STATES = ("draft", "scheduled", "published", "withdrawn", "gone", "redirected")

_COLUMNS = (
    Edition.entry_id,
    Edition.version,
    Edition.revision,
    Edition.slug,
    Edition.valid_from,
    Edition.valid_to,
    Edition.updated_at,
    Edition.notice,
)


@dataclass(frozen=True)
class Standing:
    """`current` and `next` are steps of the timeline as documents, None where there are none; `plans` all that come."""

    state: str
    current: dict[str, Any] | None
    next: dict[str, Any] | None
    plans: list[dict[str, Any]]
    published_revision: int | None


def state_of(now: datetime) -> ColumnElement[str]:
    """An entry's state at an instant, for statements that select or filter entries."""
    mine = Edition.entry_id == Entry.id
    shown = (mine, Edition.valid_from <= now, Edition.valid_to > now)
    edition, other = aliased(Edition), aliased(Withdrawal)
    redirected = exists().where(
        Withdrawal.entry_id == Entry.id,
        Withdrawal.valid_from <= now,
        Withdrawal.kind == "redirect",
        *(
            ~exists().where(
                later.entry_id == Withdrawal.entry_id,
                later.valid_from <= now,
                later.valid_from > Withdrawal.valid_from,
            )
            for later in (edition, other)
        ),
    )
    return case(
        (exists().where(*shown, Edition.notice.is_(None)), "published"),
        (exists().where(*shown), "withdrawn"),
        (exists().where(mine, Edition.valid_from > now), "scheduled"),
        (redirected, "redirected"),
        (exists().where(mine), "gone"),
        else_="draft",
    )


def published_revision() -> ColumnElement[int | None]:
    """The revision that an entry's newest edition shows, now or later."""
    newest = select(Edition.revision).where(Edition.entry_id == Entry.id).order_by(Edition.version.desc()).limit(1)
    return newest.correlate(Entry).scalar_subquery()


_IDS: Any = bindparam("ids", expanding=True)
_NOW: Any = bindparam("now", type_=UtcDateTime())
_STATES = select(Entry.id, state_of(_NOW).label("state"), published_revision().label("revision")).where(
    Entry.id.in_(_IDS)
)
_EDITIONS = select(literal("edition").label("kind"), *_COLUMNS).where(
    Edition.entry_id.in_(_IDS), Edition.valid_to > _NOW
)
_WITHDRAWALS = select(
    Withdrawal.kind,
    Withdrawal.entry_id,
    *(
        Withdrawal.valid_from if each is Edition.valid_from else cast(null(), each.type).label(each.key)
        for each in _COLUMNS[1:]
    ),
).where(Withdrawal.entry_id.in_(_IDS), Withdrawal.valid_from > _NOW, Withdrawal.kind != "withdrawn")
_STEPS = union_all(_EDITIONS, _WITHDRAWALS).order_by("valid_from")


def standings(session: Session, ids: Collection[UUID], now: datetime) -> Mapping[UUID, Standing]:
    """How each of these entries stands."""
    given = {"ids": list(ids), "now": now}
    states = read(session, _STATES, given).all()
    steps: dict[UUID, list[dict[str, Any]]] = {each.id: [] for each in states}
    current: dict[UUID, dict[str, Any]] = {}
    for row in read(session, _STEPS, given):
        step = describe_edition(row) if row.kind == "edition" else describe_withdrawal(row)
        if row.valid_from <= now:
            current[row.entry_id] = step
        else:
            steps[row.entry_id].append(step)
    return {
        each.id: Standing(
            each.state, current.get(each.id), next(iter(steps[each.id]), None), steps[each.id], each.revision
        )
        for each in states
    }


def describe_step(step: Edition | Withdrawal) -> dict[str, Any] | None:
    """A step as a document; None for the withdrawal that an edition's notice tells of."""
    if isinstance(step, Edition):
        return describe_edition(step)
    return None if step.kind == "withdrawn" else describe_withdrawal(step)


def describe_edition(row: Edition | Row[Any]) -> dict[str, Any]:
    """An edition as a step of the timeline."""
    return {
        "kind": "withdrawn" if row.notice else "edition",
        "from": row.valid_from,
        "until": None if row.valid_to == FOREVER else row.valid_to,
        "version": row.version,
        "revision": row.revision,
        "slug": row.slug,
        "updatedAt": row.updated_at,
    }


def describe_withdrawal(withdrawal: Withdrawal | Row[Any]) -> dict[str, Any]:
    """A withdrawal as a step of the timeline."""
    nothing = dict.fromkeys(("until", "version", "revision", "slug", "updatedAt"))
    return {"kind": withdrawal.kind, "from": withdrawal.valid_from, **nothing}
