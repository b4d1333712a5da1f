"""What people type into a search field, as a question: words, "phrases", -without, and a last word not yet finished."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from api.errors import Malformed
from api.services.searching.expressions import AnyOf, Every, Node, Phrase, Token
from api.services.searching.folding import NAMES, fold
from api.services.searching.words import (
    MEANT,
    NUMBER,
    UNDOTTED,
    WRITTEN,
    Digits,
    dotted,
    hyphened,
    looked_for,
    may_lack_dots,
    numbers,
    words,
)
from schemas.faults import Fault, Found

MOST_TERMS = 20
#: From so many letters on a word may be the beginning of another.
_SHORTEST_BEGINNING = 2
#: And from so many on of a part of a compound: *hand* is not the beginning of what *människohandel* is about.
_SHORTEST_OF_A_PART = 5

_QUOTES = '"”“„»«'
#: A phrase, which ends with its text where no one closed it; or a word. A minus belongs to what it touches.
_CHUNK = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<plain>[^\s{_QUOTES}]+))"
)
#: Words that say how others belong together; they count only where there are no others, or within quotes.
_SMALL = {
    "a", "alla", "allt", "an", "and", "are", "as", "at", "att", "av", "be", "bli", "blir", "by", "de", "dem", "den",
    "denna", "dessa", "det", "detta", "din", "du", "där", "efter", "ej", "eller", "en", "er", "ett", "for", "from",
    "från", "få", "får", "för", "ha", "hade", "han", "har", "hen", "hon", "hos", "how", "hur", "i", "in", "inte",
    "is", "it", "jag", "kan", "man", "med", "men", "mig", "min", "mot", "my", "ni", "nu", "när", "någon", "något",
    "och", "of", "om", "on", "or", "oss", "på", "sig", "sin", "ska", "som", "så", "that", "the", "this", "till", "to",
    "under", "ut", "vad", "var", "vart", "vem", "vi", "vid", "vilka", "vilken", "was", "what", "when", "where", "who",
    "with", "you", "är", "över",
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: as tokens of the words that are meant, and as a beginning of one."""

    node: Node
    beginning: Node | None = None


@dataclass(frozen=True)
class Query:
    """All `wanted` terms are looked for where none of the `unwanted` are. The last may be a word half typed."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...]

    def whole(self) -> list[Node]:
        """What is wanted, every word finished."""
        return [each.node for each in self.wanted]

    def begun(self) -> list[Node] | None:
        """What is wanted, the last word the beginning of another; None where it cannot be."""
        *others, last = self.wanted
        return [*(each.node for each in others), last.beginning] if last.beginning else None


@lru_cache(maxsize=128)
def read(text: str, stemmers: tuple[str, ...]) -> Query:
    """Read a query, for texts of these stemmers. Raises Malformed for one without a word, or with too many."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    small: list[Term] = []
    for minus, phrase, chunk in _chunks(text):
        terms = _phrase(chunk) if phrase else _terms(chunk, stemmers)
        for word, term in terms:
            if minus:
                unwanted.append(term)
            elif word in _SMALL and not phrase:
                small.append(term)
            else:
                wanted.append(term)
    wanted = wanted or small
    if not wanted:
        raise _malformed("noWords")
    if len(wanted) + len(unwanted) > MOST_TERMS:
        raise _malformed("tooManyWords", max=MOST_TERMS)
    return Query(tuple(wanted), tuple(unwanted))


def _chunks(text: str) -> Iterator[tuple[bool, bool, str]]:
    """Whether it is not to be there, whether it is a phrase, and the text; what stands together unquoted is one."""
    plain = ""
    for match in _CHUNK.finditer(text):
        if match["minus"] is None and match["phrase"] is None:
            plain += f" {match['plain']}"
            continue
        if plain:
            yield False, False, plain
            plain = ""
        yield match["minus"] is not None, match["phrase"] is not None, match["phrase"] or match["plain"] or ""
    if plain:
        yield False, False, plain


def _phrase(text: str) -> Iterator[tuple[str, Term]]:
    said = _written(text)
    if said:
        yield "", Term(Phrase(said))


def _written(text: str) -> tuple[str, ...]:
    return tuple(WRITTEN + folded for each in words(text) if (folded := fold(each.text)))


def _terms(text: str, stemmers: Sequence[str]) -> Iterator[tuple[str, Term]]:
    """The terms of unquoted text, in order: addresses, numbers and hyphened words whole, other words one by one."""
    taken = [(*address[:2], "", _address(address.text)) for address in dotted(text)]
    for number in numbers(text):
        if not any(start <= number.start < end for start, end, _, _ in taken):
            taken.append((number.start, number.end, "", _number(number)))
    for word in (*hyphened(text), *words(text)):
        if not any(start <= word.start < end for start, end, _, _ in taken):
            pieces = tuple(each.text for each in words(text[word.start : word.end]))
            taken.append((*word, _word(word.text, pieces, stemmers)))
    yield from ((word, term) for _, _, word, term in sorted(taken, key=lambda each: each[0]))


def _address(written: str) -> Term:
    """An address as it is written."""
    tokens = _written(written)
    return Term(Phrase(tokens), Phrase(tokens, prefix=True))


def _number(number: Digits) -> Term:
    """A number, spaced as it may be, or all its groups of digits."""
    joined = "".join(number.groups)
    groups = Every(tuple(Token(WRITTEN + each) for each in number.groups))
    same = AnyOf((*(Token(each) for each in sorted(number.tokens)), groups))
    return Term(same, AnyOf((Token(NUMBER + joined, prefix=True), groups)))


def _word(word: str, pieces: Sequence[str], stemmers: Sequence[str]) -> Term:
    """A word in any of its forms; of a hyphened one all pieces may stand apart."""
    meant: Node = AnyOf(tuple(Token(each) for each in sorted(looked_for(word, stemmers))))
    if len(pieces) > 1:
        meant = AnyOf((meant, Every(tuple(_word(each, (each,), stemmers).node for each in pieces))))
    begun = fold(word)
    kinds = (
        (WRITTEN, len(begun) >= _SHORTEST_BEGINNING),
        (MEANT, len(begun) >= _SHORTEST_OF_A_PART),
        (UNDOTTED, begun not in NAMES and may_lack_dots(begun)),
    )
    tokens = tuple(Token(kind + begun, prefix=True) for kind, is_long in kinds if is_long)
    return Term(meant, AnyOf(tokens) if tokens else None)


def _malformed(code: str, **params: object) -> Malformed:
    return Malformed("query", found=[Found(("q",), Fault(code, dict(params)))])
