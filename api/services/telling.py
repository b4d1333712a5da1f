"""Changes as copies are told of them: what to hold, and what to hold no longer and why."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from api.db import read
from api.models import Change, Edition, Withdrawal
from api.services.changing import Differing
from api.services.delivering import render_pure
from api.services.observing import Moment

_C: Any = Change.__table__.c
_E: Any = Edition.__table__.c
_W: Any = Withdrawal.__table__.c


def tell(session: Session, moment: Moment, changes: Sequence[Differing], locale: str) -> list[dict[str, Any]]:
    """The changes as documents, in `locale` (`all`: as language maps)."""
    ended = _why_ended(session, moment, [each.id for each in changes if not each.shown and not each.erased])
    return [_updated(each, locale) if each.edition is not None else _removed(each, ended) for each in changes]


def _updated(change: Differing, locale: str) -> dict[str, Any]:
    return {
        "change": "updated",
        "id": str(change.id),
        "type": change.type,
        "version": change.edition.version,
        "item": render_pure(change.edition, locale),
    }


def _removed(change: Differing, ended: dict[UUID, str]) -> dict[str, Any]:
    reason = "erased" if change.erased else "filtered" if change.shown else ended.get(change.id, "unpublished")
    return {"change": "removed", "id": str(change.id), "type": change.type, "reason": reason}


def _why_ended(session: Session, moment: Moment, ids: list[UUID]) -> dict[UUID, str]:
    """Why what is not public is not, by the end of its last edition: `unpublished` where nothing else is known."""
    if not ids:
        return {}
    of_entry = (_E.entry_id == _W.entry_id, _E.valid_from <= moment.at)
    later = exists().where(*of_entry, _E.valid_from > _W.valid_from)
    taken_back = select(_W.entry_id, _W.kind).where(
        _W.entry_id.in_(ids), _W.valid_from <= moment.at, _W.kind != "withdrawn", ~later
    )
    why = {row.entry_id: row.kind for row in read(session, taken_back.order_by(_W.valid_from))}
    last = (
        select(_E.entry_id, func.max(_E.valid_to).label("end"))
        .where(_E.entry_id.in_(ids), _E.valid_from <= moment.at)
        .group_by(_E.entry_id)
        .subquery()
    )
    by_hand = exists().where(_C.entry_id == last.c.entry_id, _C.at == last.c.end, _C.kind == "unpublished")
    expired = read(session, select(last.c.entry_id).where(~by_hand)).scalars()
    return dict.fromkeys(expired, "expired") | why
