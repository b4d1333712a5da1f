"""What a search finds: a page of it, the best first, and how much there is in all."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import read
from api.models import EditionText
from api.services.gathering import EDITION, EDITIONS
from api.services.listing import boundaries
from api.services.observing import VISIBLE, Moment
from api.services.searching.engines import SQLITE, engine_of, index_of, written
from api.services.searching.expressions import Node
from api.services.searching.index import ROOM_BITS, highest_place, order_of
from api.services.searching.questions import TIERS, Question, found_at_all, found_in
from api.services.searching.tallying import FEW, how_many, is_of_few
from schemas.references import is_id

_T: Any = EditionText.__table__

#: So much of a question's digest tells its cursors apart from others'.
_DIGEST = 12


class After(NamedTuple):
    """Where the page before ended: the tier of its last row, its place in the order, and its entry."""

    tier: int
    order: int
    entry: str

    def encode(self, question: Question) -> str:
        """The end of a page as the opaque text a client hands back; it belongs to its question."""
        whole = orjson.dumps([_digest(question), *self])
        return base64.urlsafe_b64encode(whole).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, question: Question) -> "After":
        """Read it back. Raises ValueError for what `encode` cannot have made of this question."""
        found = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True))
        if isinstance(found, list) and [*map(type, found)] == [str, int, int, str]:
            digest, tier, order, entry = found
            if digest == _digest(question) and tier in range(len(TIERS)) and abs(order) < 2**58 and is_id(entry):
                return cls(tier, order, entry)
        raise ValueError(text)


def _digest(question: Question) -> str:
    said = repr((question.text, question.locales, question.types))
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]


class Hit(NamedTuple):
    """An edition that was found, and how well."""

    row: Row[Any]
    tier: int

    @property
    def score(self) -> float:
        """From 1, every word in the title, down."""
        return TIERS[self.tier].score

    @property
    def after(self) -> After:
        """Where a page ends that ends with it."""
        return After(self.tier, order_of(self.row), str(self.row.entry_id))


@dataclass(frozen=True)
class Found:
    """A page of hits; `total` is None behind a cursor. `boundaries` are when any of it may change."""

    hits: Sequence[Hit]
    total: int | None
    after: After | None
    boundaries: Sequence[datetime]


#: What is found by those who look for nothing.
NOTHING = Found((), 0, None, ())


def search(
    session: Session, moment: Moment, question: Question, *, limit: int, page: int = 1, after: After | None = None
) -> Found:
    """The hits of a page, from the best tier on; in each the newest come first."""
    changing = [each for type_ in question.types or CATALOGUE for each in boundaries(session, moment, type_)]
    until = min(changing, default=None)
    total = how_many(session, moment, found_at_all(question), until)
    hits: list[Hit] = []
    passed = offset = 0 if after else (page - 1) * limit
    for number in range(after.tier if after else 0, len(TIERS)):
        node = found_in(question, number)
        if node is None or len(hits) > limit or passed + len(hits) >= total or offset < 0:
            continue
        if offset:
            there = how_many(session, moment, node, until)
            if there <= offset:
                offset -= there
                continue
        few = total <= FEW or is_of_few(session, node)
        bound = after if after and after.tier == number else None
        rows = _rows(session, moment, node, limit + 1 - len(hits), offset, bound, few=few)
        hits += [Hit(row, number) for row in rows]
        offset = 0
    more, hits = len(hits) > limit, hits[:limit]
    return Found(hits, None if after else total, hits[-1].after if more else None, changing)


def _rows(
    session: Session, moment: Moment, node: Node, limit: int, offset: int, after: After | None, *, few: bool
) -> Sequence[Row[Any]]:
    statement = _listing(engine_of(session), few=few, behind=after is not None)
    # What is equal in the order has places of its own, which say nothing: so those are read again, up to the last seen.
    given: Mapping[str, Any] = {
        "words": written(session, node),
        "limit": limit + (1 << ROOM_BITS if after else 0),
        "offset": offset,
        "highest": after and highest_place(after.order),
    }
    rows = read(session, statement, {**given, **moment.parameters}).all()
    seen = next((at for at, row in enumerate(rows, 1) if after and str(row.entry_id) == after.entry), 0)
    return rows[seen : seen + limit]


@lru_cache
def _listing(engine: str, *, few: bool, behind: bool) -> Select[Any]:
    """The places of a page are found first, then what stands there: texts are long."""
    index = index_of(_T, engine)
    editions = index.with_texts.join(EDITIONS, EDITIONS.c.id == _T.c.edition_id)
    found = select(index.place.label("place")).select_from(editions).where(index.matches, VISIBLE["present"])
    if behind:
        found = found.where(index.place <= bindparam("highest", type_=_T.c.place.type))
    # PostgreSQL would walk through all places for the few that match: what it must compute it cannot walk.
    order = index.place + 0 if few and engine != SQLITE else index.place
    page = found.order_by(order.desc()).limit(bindparam("limit")).offset(bindparam("offset")).subquery()
    rows = page.join(_T, _T.c.place == page.c.place).join(EDITIONS, EDITIONS.c.id == _T.c.edition_id)
    return select(*EDITION, _T.c.texts).select_from(rows).order_by(page.c.place.desc())
