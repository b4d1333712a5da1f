"""The passage of a text in which something was found, what was found marked in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from api.services.searching.expressions import Phrase, Token
from api.services.searching.folding import fold
from api.services.searching.queries import Query
from api.services.searching.words import NUMBER, WRITTEN, Word, found_by, hyphened, numbers, pieces, spans_of, words

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

    def is_one_of(self, tokens: frozenset[str]) -> bool:
        """Whether what is found by these tokens is meant."""
        return not self.tokens.isdisjoint(tokens) or any(each.startswith(self.begun) for each in tokens if self.begun)


@dataclass(frozen=True)
class Marker:
    """Finds in texts of these stemmers what a query looks for: `whole` words only, or the last as a beginning too."""

    query: Query
    stemmers: tuple[str, ...]
    whole: bool
    known: dict[str, frozenset[int]] = field(default_factory=dict)

    def passage(self, texts: Sequence[str]) -> str:
        """The passage of the text that has most of it, as HTML with `mark` only; else where the first begins."""
        lines = [" ".join(text.split()) for text in texts]
        best, most = 0, 0
        for number, line in enumerate(lines):
            terms = len(frozenset().union(*(terms for _, terms in self._hits(line))))
            if terms > most:
                best, most = number, terms
        line = lines[best] if lines else ""
        spans = sorted(span for span, _ in self._hits(line)) if most else []
        start, end = _window(line, spans[0][0] if spans else 0)
        return (_CUT if start else "") + _marked(line, start, end, spans) + (_CUT if end < len(line) else "")

    @cached_property
    def _terms(self) -> tuple[_Wanted, ...]:
        *_, last = self.query.wanted
        found = []
        for term in self.query.wanted:
            begun = term.beginning if term is last and not self.whole else None
            nodes = [each for root in (term.node, begun) if root for each in root.leaves()]
            tokens = [each for each in nodes if isinstance(each, Token)]
            found.append(
                _Wanted(
                    frozenset(each.text for each in tokens if not each.prefix),
                    tuple({each.text for each in tokens if each.prefix}),
                    tuple(each for each in nodes if isinstance(each, Phrase)),
                )
            )
        return tuple(found)

    @cached_property
    def _has_numbers(self) -> bool:
        return any(token.startswith(NUMBER) for term in self._terms for token in (*term.tokens, *term.begun))

    def _hits(self, line: str) -> Iterator[tuple[Span, frozenset[int]]]:
        """Where something stands that is looked for, and for which terms; what a line does not have costs nothing."""
        there = pieces(line)
        meant = {written: terms for written, lower in there.items() if (terms := self._of_word(lower))}
        if meant:
            yield from (((start, end), meant[line[start:end]]) for start, end in spans_of(line, meant))
        if self._has_numbers:
            yield from (((each.start, each.end), terms) for each in numbers(line) if (terms := self._of(each.tokens)))
        for joined in hyphened(line):
            terms = self._of_word(joined.text)
            if terms:
                yield (joined.start, joined.end), terms
        for number, term in enumerate(self._terms):
            for phrase in term.phrases:
                yield from ((span, frozenset({number})) for span in _of_phrase(line, phrase, there.values()))

    def _of_word(self, word: str) -> frozenset[int]:
        found = self.known.get(word)
        if found is None:
            tokens = frozenset({WRITTEN + fold(word)}).union(*(found_by(word, each) for each in self.stemmers))
            found = self.known[word] = self._of(tokens)
        return found

    def _of(self, tokens: frozenset[str]) -> frozenset[int]:
        return frozenset(number for number, term in enumerate(self._terms) if term.is_one_of(tokens)) or _NOTHING


def _of_phrase(line: str, phrase: Phrase, there: Iterable[str]) -> Iterator[Span]:
    """Where the words of a phrase stand one after another."""
    said = [each.removeprefix(WRITTEN) for each in phrase.tokens]
    if not set(map(fold, there)).issuperset(said[:-1]):
        return
    every = [Word(each.start, each.end, folded) for each in words(line) if (folded := fold(each.text))]
    for at in range(len(every) - len(said) + 1):
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
