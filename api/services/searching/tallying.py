"""How much is found by words."""

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import read
from api.models import EditionText
from api.services.gathering import EDITIONS
from api.services.observing import VISIBLE, Moment
from api.services.remembering import recall, remember
from api.services.searching.engines import engine_of, index_of, written
from api.services.searching.expressions import Node

_T: Any = EditionText.__table__
#: Where so few are found, they are found first and put in order then; where more are, they are read in order.
FEW = 1000


def how_many(session: Session, moment: Moment, node: Node, until: datetime | None) -> int:
    """How many public editions are found; remembered until one comes or goes."""
    asked = written(session, node)
    key = ("found", hashlib.sha256(asked.encode()).digest())
    known: int | None = recall(session, moment, key)
    if known is None:
        known = read(session, _counting(engine_of(session)), {"words": asked, **moment.parameters}).scalar_one()
        remember(session, moment, key, known, until)
    return known


@lru_cache
def _counting(engine: str) -> Select[Any]:
    """All that match, but those that are not public: hardly any, since only what is live is in the index."""
    index = index_of(_T, engine)
    live = (EDITIONS.c.type.in_(CATALOGUE), EDITIONS.c.live == true(), ~VISIBLE["present"])
    elsewhere = select(_T.c.place).join(EDITIONS, EDITIONS.c.id == _T.c.edition_id).where(*live)
    return select(func.count()).select_from(index.alone).where(index.matches, index.place.not_in(elsewhere))
