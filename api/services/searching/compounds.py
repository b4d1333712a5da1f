"""Taking Swedish compounds apart: *mottagning* finds *stödmottagningar*, *prostitution* *prostitutionsrelaterad*.

What compounds are made of stands in `compounds.txt`, one simple word a line. A word is taken apart into words of that
list, as few as possible; where one side is on the list and long enough, the other may be any word, such as a name.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from api.services.searching.language import SWEDISH, fold, stem

#: The list.
WORDS = Path(__file__).parent / "compounds.txt"
_VOWELS = set("aeiouyåäö")
#: No part is shorter; a whole is no compound under twice that.
_SHORTEST = 3
#: So long a known part must be for what stands beside it to be any word.
_TELLING_HEAD, _TELLING_MODIFIER = 5, 6
#: What makes other words of a word, and is none itself.
_ENDINGS = ("bar", "dom", "het", "lig", "lös", "ning", "sam", "skap")
_LONGEST = 40
_MOST_PARTS = 4


class _Known(NamedTuple):
    """`heads` are stems of words that can end a compound; `modifiers` the forms in which they begin one, → stem."""

    heads: frozenset[str]
    modifiers: Mapping[str, str]


@lru_cache(maxsize=65_536)
def parts(word: str) -> frozenset[str]:
    """The stems of what a folded Swedish word is made of: its parts, and what neighbours among them make together."""
    if not 2 * _SHORTEST <= len(word) <= _LONGEST or stem(word, SWEDISH) in _known().heads:
        return frozenset()
    cuts = next(_cuts(word), None) or _beside_a_name(word)
    pieces = len(cuts) - 1
    spans = ((start, end) for start in range(pieces) for end in range(start + 1, pieces + 1) if end - start < pieces)
    return frozenset(_stem_of(word, cuts[start], cuts[end]) for start, end in spans)


def _cuts(word: str) -> Iterator[Sequence[int]]:
    """Where a word of the list begins and ends in it: fewest parts first, and of those the longest head."""
    for pieces in range(2, _MOST_PARTS + 1):
        for inner in _splits(word, 0, pieces):
            yield (0, *inner, len(word))


def _splits(word: str, begin: int, pieces: int) -> Iterator[tuple[int, ...]]:
    known = _known()
    if pieces == 1:
        if len(word) - begin >= _SHORTEST and stem(word[begin:], SWEDISH) in known.heads:
            yield ()
        return
    for end in range(begin + _SHORTEST, len(word) - _SHORTEST + 1):
        if _modifier(word, begin, end):
            yield from ((end, *rest) for rest in _splits(word, end, pieces - 1))


def _beside_a_name(word: str) -> Sequence[int]:
    """One cut, where a long known word has any word before it or behind it; none else."""
    known = _known()
    for cut in range(_SHORTEST, len(word) - _TELLING_HEAD + 1):
        if _can_stand_alone(word[:cut]) and stem(word[cut:], SWEDISH) in known.heads:
            return (0, cut, len(word))
    for cut in range(len(word) - _SHORTEST, _TELLING_MODIFIER - 1, -1):
        if _modifier(word, 0, cut) and _can_end(word[cut:]):
            return (0, cut, len(word))
    return (0, len(word))


def _can_stand_alone(piece: str) -> bool:
    return not _VOWELS.isdisjoint(piece) and piece[0] not in "0123456789"


def _can_end(piece: str) -> bool:
    """Whether what stands behind a known word can be a word: one begins like that, an ending hardly does."""
    return (
        len(piece) > _SHORTEST
        and piece[0] not in _VOWELS
        and not piece.startswith(_ENDINGS)
        and _can_stand_alone(piece)
    )


def _modifier(word: str, begin: int, end: int) -> str | None:
    """The stem of the known word that stands there before another; of three like letters one is not written."""
    piece, modifiers = word[begin:end], _known().modifiers
    return modifiers.get(piece) or (modifiers.get(piece + word[end]) if piece[-1] == word[end] else None)


def _stem_of(word: str, begin: int, end: int) -> str:
    """The stem of a part: one that is not the last may be in the form that joins it to the next."""
    return (_modifier(word, begin, end) if end < len(word) else None) or stem(word[begin:end], SWEDISH)


@cache
def _known() -> _Known:
    words = [fold(line) for line in WORDS.read_text(encoding="utf-8").splitlines()]
    modifiers: dict[str, str] = {}
    for word in words:
        for form in _joining(word):
            modifiers.setdefault(form, stem(word, SWEDISH))
    return _Known(frozenset(stem(word, SWEDISH) for word in words), modifiers)


def _joining(word: str) -> Iterator[str]:
    """The forms in which a word begins a compound: *kommun-*, *prostitutions-*, *skol-*, *människo-*, *gatu-*."""
    yield word
    if not word.endswith("s"):
        yield f"{word}s"
    if word.endswith(("a", "e")) and len(word) > _SHORTEST:
        yield from (f"{word[:-1]}{vowel}" for vowel in "aeou" if vowel != word[-1])
        if len(word) > _SHORTEST + 1:
            yield word[:-1]
