"""Taking Swedish compounds apart: *mottagning* finds *stödmottagningar*, *prostitution* *prostitutionsrelaterad*.

A word is taken apart into words of the list, as few as possible; where one side is on the list and long enough, the
other may be any word, such as a name. Words of the list are not taken apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from api.services.searching.folding import REMEMBERED
from api.services.searching.swedish import VOWELS, base_of, stem_of_other, words

#: No part is shorter; a whole is no compound under twice that.
_SHORTEST = 3
#: So long a known part must be for what stands beside it to be any word.
_TELLING = 6
#: What makes other words of a word, and is none itself.
_ENDINGS = ("bar", "dom", "het", "lig", "lös", "ning", "sam", "skap")
#: Forms that join words which have no other rule: *löne-utveckling, föräldra-stöd*.
_JOINING = {
    "barna": "barn", "betal": "betalning", "bötes": "böter", "familje": "familj", "föräldra": "förälder",
    "försöks": "försök", "förtids": "förtid", "gymnasie": "gymnasium", "hyres": "hyra", "kvinno": "kvinna",
    "kyrko": "kyrka", "ledsagar": "ledsagare", "löne": "lön", "minnes": "minne", "musei": "museum", "mödra": "moder",
    "olycks": "olycka", "skatte": "skatt", "tjänste": "tjänst", "vux": "vuxen", "vänte": "väntan", "ögon": "öga",
    "öron": "öra",
}  # fmt: skip
_LONGEST = 40
_MOST_PARTS = 4


@lru_cache(maxsize=REMEMBERED)
def stem(word: str) -> str:
    """What all forms of a folded Swedish word have in common; of a compound its last part has the forms."""
    found = base_of(word)
    if found:
        return found
    *_, last, _ = (0, *_cuts_of(word))
    head = base_of(word[last:]) if last else None
    return word[:last] + head if head else stem_of_other(word)


@lru_cache(maxsize=REMEMBERED)
def parts(word: str) -> frozenset[str]:
    """The stems of what a folded Swedish word is made of: its parts, and what neighbours among them make together."""
    cuts = _cuts_of(word)
    pieces = len(cuts) - 1
    spans = ((start, end) for start in range(pieces) for end in range(start + 1, pieces + 1) if end - start < pieces)
    return frozenset(_stem_of(word, cuts[start], cuts[end]) for start, end in spans)


@lru_cache(maxsize=REMEMBERED)
def _cuts_of(word: str) -> Sequence[int]:
    """Where the parts of a word begin, and its end; of a word that is no compound there is one."""
    whole = (0, len(word))
    if not 2 * _SHORTEST <= len(word) <= _LONGEST or base_of(word):
        return whole
    return next(_known_cuts(word), None) or _cuts_beside_a_name(word) or whole


def _known_cuts(word: str) -> Iterator[Sequence[int]]:
    """Where a word of the list begins and ends in it: fewest parts first, and of those the longest head."""
    for pieces in range(2, _MOST_PARTS + 1):
        for inner in _splits(word, 0, pieces):
            yield (0, *inner, len(word))


def _splits(word: str, begin: int, pieces: int) -> Iterator[tuple[int, ...]]:
    if pieces == 1:
        if len(word) - begin >= _SHORTEST and base_of(word[begin:]):
            yield ()
        return
    for end in range(begin + _SHORTEST, len(word) - _SHORTEST + 1):
        if _modifier(word, begin, end):
            yield from ((end, *rest) for rest in _splits(word, end, pieces - 1))


def _cuts_beside_a_name(word: str) -> Sequence[int] | None:
    """One cut, where a long known word has any word before it or behind it."""
    for cut in range(_SHORTEST, len(word) - _TELLING + 1):
        if _can_stand_alone(word[:cut]) and len(base_of(word[cut:]) or "") >= _TELLING:
            return (0, cut, len(word))
    for cut in range(len(word) - _SHORTEST, _TELLING - 1, -1):
        if _modifier(word, 0, cut) and _can_end(word[cut:]):
            return (0, cut, len(word))
    return None


def _can_stand_alone(piece: str) -> bool:
    return not VOWELS.isdisjoint(piece) and piece[0] not in "0123456789"


def _can_end(piece: str) -> bool:
    """Whether what stands behind a known word can be a word: one begins like that, an ending hardly does."""
    return (
        len(piece) > _SHORTEST and piece[0] not in VOWELS and not piece.startswith(_ENDINGS) and _can_stand_alone(piece)
    )


def _modifier(word: str, begin: int, end: int) -> str | None:
    """The known word that stands there before another; of three like letters one is not written."""
    piece, modifiers = word[begin:end], _modifiers()
    return modifiers.get(piece) or (modifiers.get(piece + word[end]) if piece[-1] == word[end] else None)


def _stem_of(word: str, begin: int, end: int) -> str:
    """The stem of a part: one that is not the last may be in the form that joins it to the next."""
    return (_modifier(word, begin, end) if end < len(word) else None) or stem(word[begin:end])


@cache
def _modifiers() -> Mapping[str, str]:
    """The forms in which words begin a compound, and of which words they are."""
    found = dict(_JOINING)
    for word in sorted(words()):
        for form in _joining(word):
            found.setdefault(form, word)
    return found


def _joining(word: str) -> Iterator[str]:
    """The forms in which a word begins a compound: *kommun-*, *prostitutions-*, *skol-*, *arbets-*, *gatu-*."""
    yield word
    if not word.endswith("s"):
        yield f"{word}s"
    if word.endswith(("a", "e")) and len(word) > _SHORTEST:
        yield from (f"{word[:-1]}{vowel}" for vowel in "aeou" if vowel != word[-1])
        if len(word) > _SHORTEST + 1:
            yield from (word[:-1], f"{word[:-1]}s")
