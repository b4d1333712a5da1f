"""A stemmer for each language that has one: what all forms of a word have in common."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import snowballstemmer
from langcodes import Language

from api.services.searching import compounds
from api.services.searching.folding import REMEMBERED, fold

SWEDISH = "swedish"
#: A language we know nothing of: its words are compared as they are.
PLAIN = "plain"

#: The stemmer for each language we may have text in, by ISO 639.
STEMMERS: Mapping[str, str] = {
    "sv": SWEDISH, "en": "english", "fi": "finnish", "yi": "yiddish", "da": "danish", "nb": "norwegian",
    "nn": "norwegian", "no": "norwegian", "de": "german", "fr": "french", "es": "spanish", "ar": "arabic",
    "ru": "russian", "pl": "polish",
}  # fmt: skip


@lru_cache(maxsize=1024)
def stemmer_of(locale: str) -> str:
    """The name of the stemmer for text in a language; PLAIN where there is none."""
    return STEMMERS.get(Language.get(locale).language or "", PLAIN)


@lru_cache(maxsize=REMEMBERED)
def stem(word: str, stemmer: str) -> str:
    """The stem of a word in lower case, folded; other languages' stemmers need its accents to know its forms."""
    if stemmer == PLAIN or word.isdigit():
        return fold(word)
    return compounds.stem(fold(word)) if stemmer == SWEDISH else fold(_snowball(stemmer)(word))


@cache
def _snowball(stemmer: str) -> Callable[[str], str]:
    found: Callable[[str], str] = snowballstemmer.stemmer(stemmer).stemWord
    return found
