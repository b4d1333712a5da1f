"""The passage of a text in which something was found, what was found marked in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from api.services.searching.expressions import Phrase, Token
from api.services.searching.queries import Query
from api.services.searching.words import WRITTEN, Word, found_by, hyphened, numbers, words

#: How long a passage is, and how much of it stands before what was found, in characters.
_LENGTH, _BEFORE = 220, 70
_MARK = "<mark>{}</mark>"
_CUT = "…"
Span = tuple[int, int]


@dataclass(frozen=True)
class Marker:
    """Finds in texts of these stemmers what a query looks for."""

    query: Query
    stemmers: tuple[str, ...]

    def passage(self, texts: Sequence[str]) -> str:
        """The passage of the first text that has any of it, as HTML with `mark` only; else where the first begins."""
        first = ""
        for text in texts:
            line = " ".join(text.split())
            first = first or line
            spans = sorted(self._spans(line))
            if spans:
                return _passage(line, spans)
        return _passage(first, [])

    @cached_property
    def _wanted(self) -> tuple[frozenset[str], tuple[str, ...], tuple[Phrase, ...]]:
        """Tokens, beginnings of tokens, and phrases."""
        roots = [node for term in self.query.wanted for node in (term.node, term.beginning) if node]
        nodes = [each for root in roots for each in root.leaves()]
        tokens = [each for each in nodes if isinstance(each, Token)]
        return (
            frozenset(each.text for each in tokens if not each.prefix),
            tuple({each.text for each in tokens if each.prefix}),
            tuple(each for each in nodes if isinstance(each, Phrase)),
        )

    def _spans(self, line: str) -> Iterator[Span]:
        phrases = self._wanted[2]
        there = list(words(line))
        yield from ((each.start, each.end) for each in numbers(line) if self._is_wanted(each.tokens))
        yield from ((each.start, each.end) for each in hyphened(line) if self._is_wanted(self._tokens(each)))
        yield from ((each.start, each.end) for each in there if self._is_wanted(self._tokens(each)))
        for phrase in phrases:
            length = len(phrase.tokens)
            for at in range(len(there) - length + 1):
                if tuple(WRITTEN + each.text for each in there[at : at + length]) == phrase.tokens:
                    yield there[at].start, there[at + length - 1].end

    def _tokens(self, word: Word) -> frozenset[str]:
        found = frozenset({WRITTEN + word.text})
        return found.union(*(found_by(word.text, stemmer) for stemmer in self.stemmers))

    def _is_wanted(self, tokens: frozenset[str]) -> bool:
        exact, begun, _ = self._wanted
        return not exact.isdisjoint(tokens) or any(token.startswith(begun) for token in tokens)


def _passage(line: str, spans: Sequence[Span]) -> str:
    """The line around the first span, cut between words, every span in it marked."""
    start, end = _window(line, spans[0][0] if spans else 0)
    pieces: list[str] = []
    reached = start
    for begin, stop in spans:
        if begin >= reached and stop <= end:
            pieces += [escape(line[reached:begin]), _MARK.format(escape(line[begin:stop]))]
            reached = stop
    pieces.append(escape(line[reached:end]))
    return (_CUT if start else "") + "".join(pieces) + (_CUT if end < len(line) else "")


def _window(line: str, at: int) -> Span:
    start = max(0, at - _BEFORE)
    if start:
        start = line.find(" ", start, at) + 1 or at
    end = min(len(line), start + _LENGTH)
    if end < len(line):
        cut = line.rfind(" ", start, end)
        end = cut if cut > at else end
    return start, end
