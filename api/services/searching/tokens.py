"""What texts are found by, as the column of an index takes it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from api.services.searching.folding import fold
from api.services.searching.language import stemmer_of
from api.services.searching.names import RANKS_FROM, within
from api.services.searching.texts import Said
from api.services.searching.words import WRITTEN, found_by, hyphened, numbers, words
from schemas.declared import RANKS

#: What PostgreSQL holds of a text: beyond that words are found, but not in phrases (limits of `tsvector`).
_MOST_POSITIONS, _MOST_TIMES = 16_000, 250
#: What it holds in all is a mebibyte; texts that have more words are found by their first ones.
_MOST_BYTES = 800_000
#: What a token takes there beside itself, and each place of it, about.
_TOKEN_BYTES, _PLACE_BYTES = 12, 2
#: Says where one text ends, or words are left out: no phrase goes on behind it.
_GAP = "-"


class _Words(NamedTuple):
    """The words of a text as they are written, folded, in order; and what they are found by."""

    written: Sequence[str]
    meant: Sequence[str]


def tokens_of(
    texts: Mapping[str, Sequence[Said]], extra: Iterable[str], found: Mapping[str, Sequence[str]] = RANKS_FROM
) -> str:
    """Everything that texts are found by: name → the texts that stand under it.

    `found` are the ranks that can be looked for, and of which ranks the texts are that are found there. Titles and what
    leads come first, in all languages: where there is no room for everything, it is for them.
    """
    column = _Column(dict.fromkeys(extra))
    for rank in RANKS:
        for name, of_name in texts.items():
            for said in (each for each in of_name if each.rank == rank):
                for lowest in (each for each, ranks in found.items() if rank in ranks):
                    column.take(within(name, lowest), taken_apart(said))
    return column.written()


@lru_cache(maxsize=64)  # what is published was written just before, in the same texts
def taken_apart(text: Said) -> _Words:
    """The words of a text, and what they are found by."""
    stemmer = stemmer_of(text.language)
    lower = [each.text for each in words(text.text)]
    meant = {token for word in dict.fromkeys(lower) for token in found_by(word, stemmer)}
    meant |= {token for word in hyphened(text.text) for token in found_by(word.text, stemmer)}
    meant |= {token for number in numbers(text.text) for token in number.tokens}
    return _Words([folded for word in lower if (folded := fold(word))], sorted(meant))


class _Column:
    """The column in the making: a line for each text's tokens in order, and one for those that have none."""

    def __init__(self, unordered: dict[str, None]) -> None:
        self._unordered = unordered
        self._ordered: dict[str, list[str]] = defaultdict(list)
        self._times: Counter[str] = Counter()
        self._left = _MOST_BYTES

    def take(self, name: str, text: _Words) -> None:
        """Take in a text that is found under a name, as far as there is room."""
        line = self._ordered[name]
        for word in text.written:
            self._in_order(line, f"{name}{WRITTEN}{word}")
        self._gap(line)
        for each in text.meant:
            self._somewhere(name + each)

    def written(self) -> str:
        """The column's value."""
        return "\n".join([*(" ".join(line) for line in self._ordered.values()), " ".join(self._unordered)])

    def _in_order(self, line: list[str], token: str) -> None:
        times = self._times[token]
        if times >= _MOST_TIMES or len(line) >= _MOST_POSITIONS:
            self._gap(line)
            self._somewhere(token)
        elif self._has_room(_PLACE_BYTES if times else len(token.encode()) + _TOKEN_BYTES):
            self._times[token] += 1
            line.append(token)

    def _somewhere(self, token: str) -> None:
        if token not in self._unordered and self._has_room(len(token.encode()) + _TOKEN_BYTES):
            self._unordered[token] = None

    def _has_room(self, wanted: int) -> bool:
        self._left -= wanted
        return self._left >= 0

    @staticmethod
    def _gap(line: list[str]) -> None:
        if line and line[-1] != _GAP:
            line.append(_GAP)
