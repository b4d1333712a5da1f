"""Words without case and accents, and without the dots that not every keyboard has."""

import unicodedata
from functools import lru_cache

from schemas.municipalities import MUNICIPALITIES

REMEMBERED = 65_536
LONGEST = 64
#: Letters of their own, and what they are in the alphabets of our neighbours.
_LETTERS = {"å": "å", "ä": "ä", "ö": "ö", "æ": "ä", "ø": "ö"}
_WITHOUT_DOTS = str.maketrans("åäö", "aao")
#: A word as short as that without its dots is another word: *lan* is not *län*.
SHORTEST_WITHOUT_DOTS = 5
#: Names people must find whatever keyboard they have.
NAMES = {each.name.casefold().translate(_WITHOUT_DOTS) for each in MUNICIPALITIES}


@lru_cache(maxsize=REMEMBERED)
def fold(word: str) -> str:
    """The word without case and accents; å, ä and ö are letters of their own, and stay."""
    folded = []
    for character in unicodedata.normalize("NFC", word.casefold()):
        if character in _LETTERS:
            folded.append(_LETTERS[character])
        else:
            plain = unicodedata.normalize("NFKD", character).casefold()
            folded += [each for each in plain if each.isalnum()]
    return "".join(folded)[:LONGEST]


def without_dots(word: str) -> str | None:
    """A word as it is written on a keyboard without å, ä and ö; None where that would be another word."""
    bare = word.translate(_WITHOUT_DOTS)
    return bare if bare != word and (len(bare) >= SHORTEST_WITHOUT_DOTS or bare in NAMES) else None
