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
from api.services.searching.expressions import Node
from api.services.searching.matching import (
    SQLITE,
    TIERS,
    Question,
    Tier,
    engine_of,
    found_at_all,
    index_of,
    wanted,
    written,
)
from api.services.searching.tallying import FEW, how_many, prefer_words

_T: Any = EditionText.__table__

#: So much of a question's digest tells its cursors apart from others'.
_DIGEST = 12


class After(NamedTuple):
    """Where the page before ended: the number of its last row's tier, and its place there."""

    tier: int
    place: int

    def encode(self, question: Question) -> str:
        """The end of a page as the opaque text a client hands back; it belongs to its question."""
        whole = orjson.dumps([_digest(question), self.tier, self.place])
        return base64.urlsafe_b64encode(whole).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, question: Question) -> "After":
        """Read it back. Raises ValueError for what `encode` cannot have made of this question."""
        found = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True))
        match found:
            case [str(digest), int(tier), int(place)] if digest == _digest(question) and 0 <= tier < len(TIERS):
                return cls(tier, place)
        raise ValueError(text)


def _digest(question: Question) -> str:
    said = repr((question.text, question.locales, question.types))
    return hashlib.sha256(said.encode()).hexdigest()[:_DIGEST]


class Hit(NamedTuple):
    """An edition that was found, how well, and where it stands."""

    row: Row[Any]
    tier: int
    place: int

    @property
    def score(self) -> float:
        """From 1, every word in the title, down."""
        return TIERS[self.tier].score


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
    prefer_words(session)
    changing = [each for type_ in question.types or CATALOGUE for each in boundaries(session, moment, type_)]
    until = min(changing, default=None)
    total = None if after else how_many(session, moment, found_at_all(question), until)
    hits: list[Hit] = []
    skipped = 0 if after else (page - 1) * limit
    for number, tier in enumerate(TIERS):
        if (after and number < after.tier) or len(hits) > limit or skipped < 0:
            continue
        node = wanted(question, tier, _above(number))
        if node is None:
            continue
        there = how_many(session, moment, node, until)
        if not after and skipped >= there:
            skipped -= there
            continue
        bound = after.place if after and after.tier == number else None
        rows = _rows(session, moment, node, there, limit + 1 - len(hits), max(skipped, 0), bound)
        hits += [Hit(row, number, row.place) for row in rows]
        skipped = 0
    more, hits = len(hits) > limit, hits[:limit]
    return Found(hits, total, After(hits[-1].tier, hits[-1].place) if more else None, changing)


def _above(number: int) -> tuple[Tier, ...]:
    """The tiers whose hits a tier does not have again: the ones before it that do not lie within one another."""
    whole = [each for each in TIERS[:number] if each.whole]
    begun = [each for each in TIERS[:number] if not each.whole]
    return tuple(each[-1] for each in (whole, begun) if each)


def _rows(
    session: Session, moment: Moment, node: Node, there: int, limit: int, offset: int, below: int | None
) -> Sequence[Row[Any]]:
    if not there:
        return ()
    statement = _listing(engine_of(session), few=there <= FEW, behind=below is not None)
    given: Mapping[str, Any] = {"words": written(session, node), "limit": limit, "offset": offset, "below": below}
    return read(session, statement, {**given, **moment.parameters}).all()


@lru_cache
def _listing(engine: str, *, few: bool, behind: bool) -> Select[Any]:
    index = index_of(EditionText, engine)
    editions = index.source.join(EDITIONS, EDITIONS.c.id == _T.c.edition_id)
    found = select(*EDITION, _T.c.texts, index.place.label("place")).select_from(editions)
    found = found.where(index.matches, VISIBLE["present"])
    if behind:
        found = found.where(index.place < bindparam("below", type_=_T.c.place.type))
    # PostgreSQL would walk through all places for the few that match: what it must compute it cannot walk.
    order = index.place if engine == SQLITE or not few else index.place + 0
    return found.order_by(order.desc()).limit(bindparam("limit")).offset(bindparam("offset"))
