"""The passage of a text in which something was found, what was found marked in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from api.services.searching.expressions import Phrase, Token
from api.services.searching.queries import Query
from api.services.searching.words import NUMBER, WRITTEN, found_by, hyphened, numbers, pieces, spans_of, words

#: How long a passage is, and how much of it stands before what was found, in characters.
_LENGTH, _BEFORE = 220, 70
_MARK = "<mark>{}</mark>"
_CUT = "…"
Span = tuple[int, int]


@dataclass(frozen=True)
class Marker:
    """Finds in texts of these stemmers what a query looks for; it remembers which words that are."""

    query: Query
    stemmers: tuple[str, ...]
    known: dict[str, bool] = field(default_factory=dict)

    def passage(self, texts: Sequence[str]) -> str:
        """The passage of the first text that has any of it, as HTML with `mark` only; else where the first begins."""
        beginning = ""
        for text in texts:
            line = " ".join(text.split())
            beginning = beginning or line
            first = min(filter(None, (next(each, None) for each in self._kinds(line))), default=None)
            if first:
                start, end = _window(line, first[0])
                inside = line[start:end]
                spans = sorted(span for each in self._kinds(inside) for span in each)
                return (_CUT if start else "") + _marked(inside, spans) + (_CUT if end < len(line) else "")
        end = _window(beginning, 0)[1]
        return escape(beginning[:end]) + (_CUT if end < len(beginning) else "")

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

    def _kinds(self, line: str) -> list[Iterator[Span]]:
        """What is to be marked of each kind, in order; kinds that the query or the line does not have cost nothing."""
        exact, _, phrases = self._wanted
        there = pieces(line)
        meant = {written for written, folded in there.items() if self._is_meant(folded)}
        kinds = [spans_of(line, meant)] if meant else []
        if any(each.startswith(NUMBER) for each in exact):
            kinds.append((each.start, each.end) for each in numbers(line) if self._is_wanted(each.tokens))
        if "-" in line:
            kinds.append((each.start, each.end) for each in hyphened(line) if self._is_meant(each.text))
        folded = set(there.values())
        return [*kinds, *(_of_phrase(line, each) for each in phrases if _may_have(folded, each))]

    def _is_meant(self, word: str) -> bool:
        found = self.known.get(word)
        if found is None:
            tokens = {WRITTEN + word}.union(*(found_by(word, stemmer) for stemmer in self.stemmers))
            found = self.known[word] = self._is_wanted(tokens)
        return found

    def _is_wanted(self, tokens: frozenset[str] | set[str]) -> bool:
        exact, begun, _ = self._wanted
        return not exact.isdisjoint(tokens) or any(token.startswith(begun) for token in tokens)


def _may_have(there: set[str], phrase: Phrase) -> bool:
    """Whether all words of a phrase but the last are there, wherever."""
    return there.issuperset(each.removeprefix(WRITTEN) for each in phrase.tokens[:-1])


def _of_phrase(line: str, phrase: Phrase) -> Iterator[Span]:
    there = list(words(line))
    *whole, last = (each.removeprefix(WRITTEN) for each in phrase.tokens)
    for at in range(len(there) - len(whole)):
        end = there[at + len(whole)]
        is_last = end.text.startswith(last) if phrase.prefix else end.text == last
        if is_last and all(there[at + number].text == word for number, word in enumerate(whole)):
            yield there[at].start, end.end


def _marked(line: str, spans: Sequence[Span]) -> str:
    pieces: list[str] = []
    reached = 0
    for begin, stop in spans:
        if begin >= reached:
            pieces += [escape(line[reached:begin]), _MARK.format(escape(line[begin:stop]))]
            reached = stop
    return "".join([*pieces, escape(line[reached:])])


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
