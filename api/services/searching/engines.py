"""The index of each engine, as statements read it. They take the parameter `words`, which `written` gives."""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    cast,
    column,
    exists,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from api.db import FTS5
from api.models import DraftText, EditionText
from api.services.searching.expressions import Node, write

SQLITE = "sqlite"
_T: Any = EditionText.__table__
_D: Any = DraftText.__table__


class Index(NamedTuple):
    """Where an index is read from, alone and with the texts beside it; what a row must fulfil; and its place."""

    alone: FromClause
    with_texts: FromClause
    matches: ColumnElement[bool]
    place: ColumnElement[int]


@lru_cache
def index_of(texts: Any, engine: str) -> Index:
    """The index beside a table of texts."""
    if engine != SQLITE:
        asked = cast(bindparam("words"), TSQUERY)
        return Index(texts, texts, texts.c.tokens.op("@@", is_comparison=True)(asked), texts.c.place)
    name = FTS5[texts.name]
    words = table(name, column("rowid"))
    matches: Any = literal_column(name).op("MATCH", is_comparison=True)(bindparam("words"))
    return Index(words, words.join(texts, texts.c.place == words.c.rowid), matches, words.c.rowid)


def engine_of(session: Session) -> str:
    """Which engine a session speaks with."""
    return session.get_bind().dialect.name


def written(session: Session, node: Node) -> str:
    """What the engine of a session is asked.

    It is told that its index of words is always better than reading every text: PostgreSQL does not know their size.
    """
    engine = engine_of(session)
    if engine != SQLITE and not session.info.get("prefers words"):
        session.execute(text("SET LOCAL enable_seqscan = off"))
        session.info["prefers words"] = True
    return write(node, engine)


def found_editions(engine: str) -> Select[Any]:
    """The ids of the editions whose texts match."""
    index = index_of(_T, engine)
    return select(_T.c.edition_id).select_from(index.with_texts).where(index.matches)


def found_entries(engine: str) -> Select[Any]:
    """The ids of the entries whose drafts match."""
    index = index_of(_D, engine)
    return select(_D.c.entry_id).select_from(index.with_texts).where(index.matches)


def is_found(engine: str, edition_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the texts of one edition match: asked of each, where most do."""
    index = index_of(_T, engine)
    return exists(select(_T.c.place).select_from(index.with_texts).where(_T.c.edition_id == edition_id, index.matches))
