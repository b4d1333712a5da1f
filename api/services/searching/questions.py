"""From what someone looks for to what an index is asked: in which language's texts, how far up, and of which types."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from api.services.searching.expressions import AnyOf, Every, Node, Token, Within, without
from api.services.searching.language import PLAIN, STEMMERS, stemmer_of
from api.services.searching.names import DRAFTS, has_language, is_type, within
from api.services.searching.queries import Query, read
from schemas.declared import BODY, LEAD, TITLE
from schemas.locales import DEFAULT, parents

#: So many languages are looked through at most, of all that a reader names.
_MOST_LANGUAGES = 6
_EVERY_STEMMER = (*sorted(set(STEMMERS.values())), PLAIN)


class Tier(NamedTuple):
    """How well something is found: all words at a rank or further up, or the last one as a beginning only."""

    rank: str
    whole: bool
    score: float


#: From the best on.
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

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages an item is read in, the best first: of each range the tag and its parents."""
        return tuple(dict.fromkeys(each for tag in self.locales for each in parents(tag)))[:_MOST_LANGUAGES]

    @property
    def stemmers(self) -> tuple[str, ...]:
        """The stemmers of all languages that its readers may get texts in."""
        return tuple(dict.fromkeys(map(stemmer_of, (*self.languages, DEFAULT))))

    def query(self) -> Query:
        """The text read. Raises Malformed where there is nothing to look for, or too much."""
        return read(self.text, self.stemmers)


def found_in(question: Question, number: int) -> Node | None:
    """What is found in a tier, and in none before it; None where the question cannot be one of beginnings.

    Tiers of whole words lie within one another, and so do those of beginnings.
    """
    node = _in_tier(question, TIERS[number])
    before = {tier.whole: tier for tier in TIERS[:number]}
    better = [each for each in (_in_tier(question, tier) for tier in before.values()) if each]
    return node and without(node, better)


def found_at_all(question: Question) -> Node:
    """What is found in any tier."""
    nodes = [each for each in (_in_tier(question, tier) for tier in TIERS if tier.rank == BODY) if each]
    return AnyOf(tuple(nodes))


@lru_cache(maxsize=64)
def _in_tier(question: Question, tier: Tier) -> Node | None:
    """The texts that a reader gets of each item: in the first language that it has of those asked for, else Swedish."""
    alternatives: list[Node] = []
    for language, conditions, others in _readings(question.languages):
        stemmers = tuple(dict.fromkeys((stemmer_of(language), stemmer_of(DEFAULT))))
        query = read(question.text, stemmers)
        terms = query.whole() if tier.whole else query.begun()
        if terms is None:
            return None
        here: Node = Within(within(language, tier.rank), Every(tuple(terms)))
        unwanted = [Within(within(language, BODY), each.node) for each in query.unwanted]
        alternatives.append(without(Every((*conditions, here)), [*unwanted, *others]))
    node: Node = AnyOf(tuple(alternatives))
    if question.types is not None:
        node = Every((AnyOf(tuple(Token(is_type(each)) for each in question.types)), node))
    return node


def _readings(languages: Sequence[str]) -> Iterator[tuple[str, list[Node], list[Node]]]:
    """In which language an item is read, what it must have for that, and what it must not have."""
    if languages == (DEFAULT,):
        yield DEFAULT, [], []  # who asks for Swedish gets it, whatever else there is
        return
    for number, language in enumerate(languages):
        yield language, [Token(has_language(language))], [Token(has_language(each)) for each in languages[:number]]
    yield DEFAULT, [], [Token(has_language(each)) for each in languages]


def wanted_draft(text: str) -> Node:
    """What is looked for among drafts, in any language. Raises Malformed."""
    query = read(text, _EVERY_STEMMER)
    terms: list[Node] = [Every(tuple(query.whole()))]
    begun = query.begun()
    if begun:
        terms.append(Every(tuple(begun)))
    name = within(DRAFTS, BODY)
    return without(Within(name, AnyOf(tuple(terms))), [Within(name, each.node) for each in query.unwanted])
