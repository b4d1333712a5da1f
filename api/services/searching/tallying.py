"""How much is found by words."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, func, select, true, union
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import read
from api.models import EditionText
from api.services.gathering import EDITIONS
from api.services.observing import Moment
from api.services.remembering import recall, remember
from api.services.searching.engines import SQLITE, engine_of, index_of, written
from api.services.searching.expressions import Node

_T: Any = EditionText.__table__
#: Where so few are found, they are found first and put in order then; where more are, they are read in order.
FEW = 1000
_BATCH = 500


def how_many(session: Session, moment: Moment, node: Node, until: datetime | None) -> int:
    """How many public editions are found; remembered until one comes or goes."""
    asked = written(session, node)
    key = ("found", hashlib.sha256(asked.encode()).digest())
    known: int | None = recall(session, moment, key)
    if known is None:
        known = _number(session, asked)
        hidden = _not_public(session, moment, until)
        for start in range(0, len(hidden), _BATCH):
            known -= _number(session, asked, hidden[start : start + _BATCH])
        remember(session, moment, key, known, until)
    return known


def is_of_few(session: Session, node: Node) -> bool:
    """Whether few match; SQLite reads them in order however many there are."""
    engine = engine_of(session)
    if engine == SQLITE:
        return True
    return int(read(session, _counting_a_few(engine), {"words": written(session, node)}).scalar_one()) <= FEW


def _number(session: Session, asked: str, among: Sequence[int] | None = None) -> int:
    """How many match, of all or of those at some places."""
    statement = _counting(engine_of(session), among=among is not None)
    return int(read(session, statement, {"words": asked, "places": among}).scalar_one())


def _not_public(session: Session, moment: Moment, until: datetime | None) -> Sequence[int]:
    """The places of what is in the index but not public: scheduled, or just ended. Hardly anything is."""
    known: list[int] | None = recall(session, moment, "not public")
    if known is None:
        known = list(read(session, _ELSEWHERE, moment.parameters).scalars())
        remember(session, moment, "not public", known, until)
    return known


@lru_cache
def _counting(engine: str, *, among: bool) -> Select[Any]:
    index = index_of(_T, engine)
    counted = select(func.count()).select_from(index.alone).where(index.matches)
    return counted.where(index.place.in_(bindparam("places", expanding=True))) if among else counted


@lru_cache
def _counting_a_few(engine: str) -> Select[Any]:
    index = index_of(_T, engine)
    some = select(index.place).select_from(index.alone).where(index.matches).limit(FEW + 1).subquery()
    return select(func.count()).select_from(some)


def _elsewhere() -> CompoundSelect[Any]:
    """Each condition has an index of its own."""
    at = bindparam("at", type_=EDITIONS.c.valid_from.type)
    live = (EDITIONS.c.type.in_(CATALOGUE), EDITIONS.c.live == true())
    places = select(_T.c.place).join(EDITIONS, EDITIONS.c.id == _T.c.edition_id)
    return union(places.where(*live, EDITIONS.c.valid_from > at), places.where(*live, EDITIONS.c.valid_to <= at))


_ELSEWHERE = _elsewhere()
