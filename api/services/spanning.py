"""Since when there has been anything to read of a type, when that last changed, and in which languages it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Text, bindparam, case, cast, func, select, true
from sqlalchemy.orm import Session

from api.db import UtcDateTime, read
from api.models import Change, Entry
from api.services.gathering import EDITIONS
from api.services.observing import VISIBLE, Moment
from api.services.remembering import recall, remember


@dataclass(frozen=True)
class Span:
    """What readers could notice of a type: `issued` first (None if that is hidden now), `modified` last."""

    issued: datetime | None
    modified: datetime
    locales: Sequence[str]


_E = EDITIONS.c
_AT, _NOW = (bindparam(name, type_=UtcDateTime()) for name in ("at", "now"))
#: What has begun and ended. It is read off the editions: the log also has lines of what is yet to be.
_NOTICED = (
    select(
        _E.type,
        func.min(case((_E.hidden_from > _NOW, _E.valid_from))).label("issued"),
        func.max(_E.valid_from).label("began"),
        func.max(case((_E.valid_to <= _AT, _E.valid_to))).label("ended"),
    )
    .where(_E.valid_from <= _AT)
    .group_by(_E.type)
)
#: What was erased left no editions, but a line in the log.
_ERASED = (
    select(Entry.type, func.max(Change.at).label("ended"))
    .join(Change, Change.entry_id == Entry.id)
    .where(Change.kind == "erased")
    .group_by(Entry.type)
)
_LOCALES = select(_E.type, cast(_E.locales, Text).label("locales")).where(_E.live == true(), VISIBLE["present"])


def spans(session: Session, moment: Moment, until: datetime | None) -> Mapping[str, Span]:
    """The span of each type that has one; `until` is when the next item of any type comes or goes."""
    known: dict[str, Span] | None = recall(session, moment, "spans")
    if known is None:
        known = _spans(session, moment.parameters)
        remember(session, moment, "spans", known, until)
    return known


def _spans(session: Session, given: Mapping[str, Any]) -> dict[str, Span]:
    locales: dict[str, set[str]] = {}
    for row in read(session, _LOCALES.distinct(), given):
        locales.setdefault(row.type, set()).update(orjson.loads(row.locales))
    issued: dict[str, datetime | None] = {}
    modified: dict[str, datetime] = {}
    for row in read(session, _NOTICED, given):
        issued[row.type] = row.issued
        modified[row.type] = max(row.began, row.ended or row.began)
    for row in read(session, _ERASED):
        modified[row.type] = max(row.ended, modified.get(row.type, row.ended))
    return {
        type_: Span(issued.get(type_), at, sorted(locales.get(type_, ()))) for type_, at in sorted(modified.items())
    }
