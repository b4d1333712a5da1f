"""From a question to what an engine is asked: whose texts it is about, how far up, and of which types."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, cast, column, exists, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from api.models import DraftText, EditionText
from api.models.texts import WORDS
from api.services.searching.expressions import AnyOf, Every, Node, Token, Within, without, write
from api.services.searching.language import PLAIN, STEMMERS, stemmer_of
from api.services.searching.names import DRAFTS, has_language, is_type, within
from api.services.searching.queries import Query, ask
from schemas.declared import BODY, LEAD, TITLE
from schemas.locales import DEFAULT, parents

SQLITE = "sqlite"
_EVERY_STEMMER = (*sorted(set(STEMMERS.values())), PLAIN)


class Tier(NamedTuple):
    """How well something is found: all words at a rank or further up, or the last one as a beginning only."""

    rank: str
    whole: bool
    score: float


#: From the best on; each holds what the ones before it hold, and more.
TIERS = (
    Tier(TITLE, whole=True, score=1.0),
    Tier(LEAD, whole=True, score=0.8),
    Tier(BODY, whole=True, score=0.6),
    Tier(TITLE, whole=False, score=0.5),
    Tier(LEAD, whole=False, score=0.4),
    Tier(BODY, whole=False, score=0.3),
)


@dataclass(frozen=True)
class Question:
    """What is looked for, by readers of these language ranges, among some types (None: all)."""

    text: str
    locales: tuple[str, ...]
    types: tuple[str, ...] | None = None


def languages_of(locales: Sequence[str]) -> tuple[str, ...]:
    """The languages an item is read in, the best first: of each range the tag and its parents, Swedish at last."""
    return tuple(dict.fromkeys((*(each for tag in locales for each in parents(tag)), DEFAULT)))


def query_of(question: Question) -> Query:
    """The question read for readers of Swedish: what a snippet marks, and whether it is one. Raises Malformed."""
    return ask(question.text, tuple(dict.fromkeys(map(stemmer_of, languages_of(question.locales)))))


@lru_cache(maxsize=1024)
def wanted(question: Question, tier: Tier, above: tuple[Tier, ...] = ()) -> Node | None:
    """What is found in a tier and in none of those above it; None where the question cannot be one of beginnings."""
    node = _in_tier(question, tier)
    if node is None:
        return None
    better = [each for each in (_in_tier(question, other) for other in above) if each]
    return without(node, better)


@lru_cache(maxsize=1024)
def found_at_all(question: Question) -> Node:
    """What is found in any tier."""
    nodes = [each for each in (_in_tier(question, tier) for tier in TIERS if tier.rank == BODY) if each]
    return AnyOf(tuple(nodes))


@lru_cache(maxsize=1024)
def _in_tier(question: Question, tier: Tier) -> Node | None:
    """The texts that a reader gets of each item: in the first language that it has of those asked for."""
    languages = languages_of(question.locales)
    alternatives: list[Node] = []
    for number, language in enumerate(languages):
        query = ask(question.text, tuple(dict.fromkeys((stemmer_of(language), stemmer_of(DEFAULT)))))
        terms = query.whole() if tier.whole else query.begun()
        if terms is None:
            return None
        here: Node = Within(within(language, tier.rank), Every(tuple(terms)))
        unwanted = [Within(within(language, BODY), each.node) for each in query.unwanted]
        better = [Token(has_language(each)) for each in languages[:number]]
        alternatives.append(without(here, [*unwanted, *better]))
    node: Node = AnyOf(tuple(alternatives)) if len(alternatives) > 1 else alternatives[0]
    if question.types is not None:
        node = Every((node, AnyOf(tuple(Token(is_type(each)) for each in question.types))))
    return node


def wanted_draft(text: str) -> Node:
    """What is looked for among drafts, in any language. Raises Malformed."""
    query = ask(text, _EVERY_STEMMER)
    terms: list[Node] = [Every(tuple(query.whole()))]
    begun = query.begun()
    if begun:
        terms.append(Every(tuple(begun)))
    name = within(DRAFTS, BODY)
    return without(Within(name, AnyOf(tuple(terms))), [Within(name, each.node) for each in query.unwanted])


class Index(NamedTuple):
    """An index of an engine: where it is read from, what a row must fulfil, and its place."""

    source: FromClause
    matches: ColumnElement[bool]
    place: ColumnElement[int]


@lru_cache
def index_of(model: type[EditionText] | type[DraftText], engine: str) -> Index:
    """The index beside a table of texts; it takes the parameter `words`, which `write` gives."""
    texts: Any = model.__table__
    if engine != SQLITE:
        asked = cast(bindparam("words"), TSQUERY)
        return Index(texts, texts.c.tokens.op("@@", is_comparison=True)(asked), texts.c.place)
    name = WORDS[texts.name]
    words = table(name, column("rowid"))
    matches: Any = literal_column(name).op("MATCH", is_comparison=True)(bindparam("words"))
    return Index(words.join(texts, texts.c.place == words.c.rowid), matches, words.c.rowid)


def engine_of(session: Session) -> str:
    """Which engine a session speaks with."""
    return session.get_bind().dialect.name


def written(session: Session, node: Node) -> str:
    """What the engine of a session is asked."""
    return write(node, engine_of(session))


def found_editions(engine: str) -> Select[Any]:
    """The ids of the editions whose texts match `words`."""
    index = index_of(EditionText, engine)
    return select(EditionText.__table__.c.edition_id).select_from(index.source).where(index.matches)


def found_entries(engine: str) -> Select[Any]:
    """The ids of the entries whose drafts match `words`."""
    index = index_of(DraftText, engine)
    return select(DraftText.__table__.c.entry_id).select_from(index.source).where(index.matches)


def is_found(engine: str, edition_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the texts of one edition match `words`: asked of each, where most do."""
    index = index_of(EditionText, engine)
    texts: Any = EditionText.__table__
    return exists(
        select(texts.c.place).select_from(index.source).where(texts.c.edition_id == edition_id, index.matches)
    )
