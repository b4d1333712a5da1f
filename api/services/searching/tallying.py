"""How much is found by words."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select, text, true
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import read
from api.models import EditionText
from api.services.gathering import EDITIONS
from api.services.observing import Moment
from api.services.remembering import recall, remember
from api.services.searching.expressions import Node
from api.services.searching.matching import SQLITE, engine_of, index_of, written

_T: Any = EditionText.__table__
#: Where so few are found, they are found first and put in order then; where more are, they are read in order.
FEW = 1000


def how_many(session: Session, moment: Moment, node: Node, until: datetime | None) -> int:
    """How many public editions are found; remembered until one comes or goes."""
    asked = written(session, node)
    key = ("found", asked)
    known: int | None = recall(session, moment, key)
    if known is None:
        known = read(session, _counting(engine_of(session)), {"words": asked, **moment.parameters}).scalar_one()
        remember(session, moment, key, known, until)
    return known


@lru_cache
def _counting(engine: str) -> Select[Any]:
    """All that match, but those that are not public: hardly any, since only what is live is in the index."""
    index = index_of(EditionText, engine)
    return select(func.count()).select_from(index.source).where(index.matches, index.place.not_in(_not_public()))


def _not_public() -> Select[Any]:
    at = bindparam("at", type_=EDITIONS.c.valid_from.type)
    elsewhere = or_(EDITIONS.c.valid_from > at, EDITIONS.c.valid_to <= at)
    live = and_(EDITIONS.c.type.in_(CATALOGUE), EDITIONS.c.live == true(), elsewhere)
    return select(_T.c.place).join(EDITIONS, EDITIONS.c.id == _T.c.edition_id).where(live)


def prefer_words(session: Session) -> None:
    """Tell PostgreSQL that the index of words is always better than reading every text; it does not know their size."""
    if engine_of(session) != SQLITE:
        session.execute(text("SET LOCAL enable_seqscan = off"))
