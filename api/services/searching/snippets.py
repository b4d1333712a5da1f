"""The passage of a text in which something was found, what was found marked in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import chain, takewhile

from api.services.searching.expressions import Node, Phrase, Token
from api.services.searching.folding import fold
from api.services.searching.queries import Query
from api.services.searching.words import (
    NUMBER,
    WRITTEN,
    Word,
    found_by,
    hyphened,
    lower,
    numbers,
    pieces,
    spans_of,
    words,
)

#: How long a passage is, and how much of it stands before what was found, in characters.
_LENGTH, _BEFORE = 220, 70
_MARK = "<mark>{}</mark>"
_CUT = "…"
_NOTHING: frozenset[int] = frozenset()
Span = tuple[int, int]


@dataclass(frozen=True)
class _Wanted:
    """One term of a query: tokens of what is meant, beginnings of tokens, phrases."""

    tokens: frozenset[str]
    begun: tuple[str, ...]
    phrases: tuple[Phrase, ...]

    @classmethod
    def of(cls, *roots: Node | None) -> "_Wanted":
        """What the trees look for together."""
        nodes = [each for root in roots if root for each in root.leaves()]
        tokens = [each for each in nodes if isinstance(each, Token)]
        return cls(
            frozenset(each.text for each in tokens if not each.prefix),
            tuple({each.text for each in tokens if each.prefix}),
            tuple(each for each in nodes if isinstance(each, Phrase)),
        )

    def is_one_of(self, tokens: frozenset[str]) -> bool:
        """Whether what is found by these tokens is meant."""
        return not self.tokens.isdisjoint(tokens) or any(each.startswith(self.begun) for each in tokens if self.begun)


@dataclass(frozen=True)
class Marker:
    """Finds in texts of these stemmers what a query looks for: `whole` words only, or the last as a beginning too.

    It remembers of each word which terms it stands for: most words of a page are the same.
    """

    query: Query
    stemmers: tuple[str, ...]
    whole: bool
    known: dict[str, frozenset[int]] = field(default_factory=dict)

    def passage(self, texts: Sequence[str]) -> str:
        """The passage of the text that has most of it, as HTML with `mark` only; else where the first begins."""
        best, most = "", 0
        for number, text in enumerate(texts):
            line = " ".join(text.split())
            terms = self._terms_in(line)
            if terms > most or not number:
                best, most = line, terms
            if most == len(self._terms):
                break
        start, end, spans = self._spans(best) if most else (*_window(best, 0), [])
        return (_CUT if start else "") + _marked(best, start, end, spans) + (_CUT if end < len(best) else "")

    @cached_property
    def _terms(self) -> tuple[_Wanted, ...]:
        *_, last = self.query.wanted
        return tuple(
            _Wanted.of(term.node, term.beginning if term is last and not self.whole else None)
            for term in self.query.wanted
        )

    @cached_property
    def _phrases(self) -> tuple[Phrase, ...]:
        return tuple(phrase for term in self._terms for phrase in term.phrases)

    @cached_property
    def _has_numbers(self) -> bool:
        return any(token.startswith(NUMBER) for term in self._terms for token in (*term.tokens, *term.begun))

    def _terms_in(self, line: str) -> int:
        """How many terms a line has something of."""
        there = pieces(line)
        found = _NOTHING.union(*map(self._of_piece, there), *(self._of_piece(each.text) for each in hyphened(line)))
        if self._has_numbers:
            found |= _NOTHING.union(*(self._of(each.tokens) for each in numbers(line)))
        if self._phrases:
            words_there = {fold(lower(each)) for each in there}
            phrases = ((at, each) for at, term in enumerate(self._terms) for each in term.phrases)
            found |= {at for at, each in phrases if _may_be(words_there, each)}
        return len(found)

    def _spans(self, line: str) -> tuple[int, int, list[Span]]:
        """Where the passage around what stands first begins and ends, and what is to be marked in it."""
        meant = {each for each in pieces(line) if self._of_piece(each)}
        kinds: list[Iterator[Span]] = [spans_of(line, meant)]
        kinds.append((each.start, each.end) for each in hyphened(line) if self._of_piece(each.text))
        if self._has_numbers:
            kinds.append((each.start, each.end) for each in numbers(line) if self._of(each.tokens))
        kinds += [_of_phrase(line, each) for each in self._phrases]
        inside: list[Span] = []
        firsts = [(first, kind) for kind in kinds if (first := next(kind, None))]
        start, end = _window(line, min((first[0] for first, _ in firsts), default=0))
        for first, kind in firsts:
            inside += takewhile(lambda span: span[0] < end, chain([first], kind))
        return start, end, sorted(inside)

    def _of_piece(self, piece: str) -> frozenset[int]:
        """The terms that a word stands for."""
        found = self.known.get(piece)
        if found is None:
            word = lower(piece)
            tokens = frozenset({WRITTEN + fold(word)}).union(*(found_by(word, each) for each in self.stemmers))
            found = self.known[piece] = self._of(tokens)
        return found

    def _of(self, tokens: frozenset[str]) -> frozenset[int]:
        return frozenset(number for number, term in enumerate(self._terms) if term.is_one_of(tokens)) or _NOTHING


def _may_be(there: set[str], phrase: Phrase) -> bool:
    """Whether all words of a phrase but the last are there, wherever."""
    return there.issuperset(each.removeprefix(WRITTEN) for each in phrase.tokens[:-1])


def _of_phrase(line: str, phrase: Phrase) -> Iterator[Span]:
    """Where the words of a phrase stand one after another."""
    said = [each.removeprefix(WRITTEN) for each in phrase.tokens]
    every = [Word(each.start, each.end, folded) for each in words(line) if (folded := fold(each.text))]
    for at in range(len(every) - len(said) + 1):
        if every[at].text != said[0] and len(said) > 1:
            continue
        here = every[at : at + len(said)]
        is_last = here[-1].text.startswith(said[-1]) if phrase.prefix else here[-1].text == said[-1]
        if is_last and [each.text for each in here[:-1]] == said[:-1]:
            yield here[0].start, here[-1].end


def _marked(line: str, start: int, end: int, spans: Sequence[Span]) -> str:
    """What stands between, with what is to be marked as far as it lies in there."""
    pieces: list[str] = []
    reached = start
    for begin, stop in spans:
        if begin >= reached and begin < end:
            inside = line[begin : min(stop, end)]
            pieces += [escape(line[reached:begin]), _MARK.format(escape(inside))]
            reached = min(stop, end)
    return "".join([*pieces, escape(line[reached:end])])


def _window(line: str, at: int) -> Span:
    """Where the passage around what stands at a place begins and ends: between words."""
    start = max(0, at - _BEFORE)
    if start:
        start = line.find(" ", start, at) + 1 or at
    end = min(len(line), start + _LENGTH)
    if end < len(line):
        cut = line.rfind(" ", start, end)
        end = cut if cut > at else end
    return start, end
