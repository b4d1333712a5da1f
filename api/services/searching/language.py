"""Words as they are compared: without case, accents and inflection; a stemmer for each language that has one.

Swedish is Snowball's stemmer and a few rules of ours for what it leaves: definite forms of words in -el, -en and -er
(*handeln*, *tecknet*, *fönstret*), of words in -a (*skolan*), and nouns that change their vowel (*män*, *böcker*).
"""

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import snowballstemmer
from langcodes import Language

from schemas.municipalities import MUNICIPALITIES

SWEDISH = "swedish"
#: A language we know nothing of: its words are compared as they are.
PLAIN = "plain"

#: The stemmer for each language we may have text in, by ISO 639.
STEMMERS: Mapping[str, str] = {
    "sv": SWEDISH, "en": "english", "fi": "finnish", "yi": "yiddish", "da": "danish", "nb": "norwegian",
    "nn": "norwegian", "no": "norwegian", "de": "german", "fr": "french", "es": "spanish", "ar": "arabic",
    "ru": "russian", "pl": "polish",
}  # fmt: skip

#: Letters of their own, and what they are in the alphabets of our neighbours.
_LETTERS = {"å": "å", "ä": "ä", "ö": "ö", "æ": "ä", "ø": "ö"}
_WITHOUT_DOTS = str.maketrans("åäö", "aao")
#: A word as short as that without its dots is another word: *lan* is not *län*.
_SHORTEST_WITHOUT_DOTS = 5
#: Names people must find whatever keyboard they have.
NAMES = {each.name.casefold().translate(_WITHOUT_DOTS) for each in MUNICIPALITIES}
_LONGEST = 64
_VOWELS = set("aeiouyåäö")
_REMEMBERED = 65_536

#: Nouns that change their vowel, by the stem of the form that did.
_CHANGED = {
    "män": "man", "böck": "bok", "händ": "hand", "städ": "stad", "bönd": "bond", "nätt": "natt", "tänd": "tand",
    "sön": "son", "dött": "dott", "länd": "land", "stränd": "strand",
}  # fmt: skip
#: Stems that have lost no vowel: *handlar om* is not about *handel*.
_AS_THEY_ARE = {"handl"}
#: Words in -an that are no definite forms.
_NOT_DEFINITE = {
    "annan", "balkan", "dekan", "elefan", "innan", "japan", "kaftan", "medan", "nedan", "ocean", "organ", "orkan",
    "ovan", "redan", "roman", "sedan", "titan", "turban", "utan", "vulkan",
}  # fmt: skip


@lru_cache(maxsize=1024)
def stemmer_of(locale: str) -> str:
    """The name of the stemmer for text in a language; PLAIN where there is none."""
    return STEMMERS.get(Language.get(locale).language or "", PLAIN)


@lru_cache(maxsize=_REMEMBERED)
def fold(word: str) -> str:
    """The word without case and accents; å, ä and ö are letters of their own, and stay."""
    folded = []
    for character in unicodedata.normalize("NFC", word.casefold()):
        if character in _LETTERS:
            folded.append(_LETTERS[character])
        else:
            folded += [each for each in unicodedata.normalize("NFKD", character) if each.isalnum()]
    return "".join(folded)[:_LONGEST]


def without_dots(stem: str) -> str | None:
    """A stem, or a name, as it is written on a keyboard without å, ä and ö; None where that would be another word."""
    bare = stem.translate(_WITHOUT_DOTS)
    return bare if bare != stem and (may_lack_dots(bare) or bare in NAMES) else None


def may_lack_dots(word: str) -> bool:
    """Whether a word without dots, or the beginning of one, may be one with dots: a short one is another word."""
    return word.isascii() and word.isalpha() and len(word) >= _SHORTEST_WITHOUT_DOTS


@lru_cache(maxsize=_REMEMBERED)
def stem(word: str, stemmer: str) -> str:
    """The stem of a folded word."""
    if stemmer == PLAIN or word.isdigit():
        return word
    if stemmer == SWEDISH:
        return _swedish(_snowball(stemmer)(_plain(word)))
    return _snowball(stemmer)(word)


@cache
def _snowball(stemmer: str) -> Callable[[str], str]:
    found: Callable[[str], str] = snowballstemmer.stemmer(stemmer).stemWord
    return found


def _plain(word: str) -> str:
    """A form that Snowball knows: *ungdomars* → *ungdomar*, *mötena* → *möte*."""
    if word.endswith(("ars", "ers", "ors", "ares")) and len(word) > 5:
        return word[:-1]
    return word[:-2] if word.endswith("ena") and len(word) > 5 else word


def _swedish(found: str) -> str:
    """What Snowball leaves of a Swedish word, with the same stem for all its forms."""
    for rule in (_common, _indefinite, _without_vowel, _single):
        found = rule(found)
    return _CHANGED.get(found, found)


def _common(found: str) -> str:
    """*sexuellt, svårt, ungt* → *sexuell, svår, ung*; *säkert* → *säk* as *säk(er)*."""
    if found.endswith("ert") and _is_word(found[:-3] + "e") and len(found) > 5:
        return found[:-3]
    return found[:-1] if found.endswith("ngt") or (found.endswith(("lt", "rt", "mt")) and len(found) > 4) else found


def _indefinite(found: str) -> str:
    """*barnet, tecknet* → *barn, teckn*; *skolan* → *skol*; *handeln* → *handel*."""
    if found.endswith("et") and _is_word(found[:-2]) and found[-3] not in _VOWELS:
        return found[:-2]
    if found.endswith("an") and found not in _NOT_DEFINITE and len(found) > 4 and _is_word(found[:-2]):
        return found[:-2]
    if found.endswith(("eln", "ern")) and len(found) > 4:
        return found[:-1] if found.endswith("eln") else found[:-3]
    return found


def _without_vowel(found: str) -> str:
    """*nyckl(ar)* → *nyckel*; *fönstr(et)* → *fönst* as *fönst(er)*; *teckn(et)* → *teck* as *teck(en)*."""
    if len(found) < 4 or found[-2] in _VOWELS or found in _AS_THEY_ARE:
        return found
    if found[-1] == "l" and found[-2] != "l":
        return f"{found[:-1]}el"
    if found[-1] == "r" and found[-2] != "r":
        return found[:-1]
    if found[-1] == "n" and found[-2] not in "rmngl" and (len(found) > 4 or found[-2] == found[-3]):
        return found[:-1]
    return found


def _single(found: str) -> str:
    """*rumm(et)* → *rum*: m and n are doubled between vowels only."""
    return found[:-1] if found.endswith(("mm", "nn")) and len(found) > 3 else found


def _is_word(rest: str) -> bool:
    return len(rest) >= 3 and not _VOWELS.isdisjoint(rest)
