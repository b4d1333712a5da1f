"""Swedish words and their forms: *böckernas* is *bok*, *kuratorn* is *kurator*, *kostnader* is *kostnad*, not *kost*.

`swedish.txt` holds simple words, one a line, in the form dictionaries have. A form is one of the list if an ending
makes it of it, and the list has no word that is the form itself. What is not on the list is Snowball's, mended where it
leaves the forms of one word apart.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from api.services.searching.folding import REMEMBERED, fold

LIST = Path(__file__).parent / "swedish.txt"
VOWELS = frozenset("aeiouyåäö")

#: Endings of nouns, adjectives and verbs, and what stands in their place where no more than them is not a word:
#: *flick-or* is of *flicka*, *pojk-ar* of *pojke*, *centr-et* of *centrum*, *vux-na* of *vuxen*.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("s", "n", "ns", "t", "ts", "d", "r", "rs", "rna", "rnas", "de", "des", "tt", "it", "its", "st"), ()
    ),
    **dict.fromkeys(("te", "tes"), ()),
    **dict.fromkeys(("e", "es", "en", "ens"), ("e",)),
    **dict.fromkeys(("et", "ets", "er", "ers", "erna", "ernas"), ("e", "um", "en")),
    **dict.fromkeys(("or", "ors", "orna", "ornas"), ("a",)),
    **dict.fromkeys(("a", "as", "ar", "ars", "arna", "arnas", "are", "ast", "aste", "at", "ats", "ad"), ("a", "e")),
    **dict.fromkeys(("ade", "ades", "ande"), ("a", "e")),
    **dict.fromkeys(("na", "nas"), ("en", "e")),
    "an": ("a",),
    "ans": ("a",),
}
_SHORTEST_FIRST = sorted(_ENDINGS, key=len)
#: Endings that stand behind some letters only: *möte-t, ung-t, sko-r, kurator-n*.
_BEHIND = {
    **dict.fromkeys(("n", "ns"), VOWELS | set("lr")),
    **dict.fromkeys(("r", "d"), VOWELS),
    "t": VOWELS | set("bdfgklmnprstuv"),
}
#: How a word ends that has another vowel in the singular.
_CHANGED = {
    "män": "man", "männ": "man", "böck": "bok", "händ": "hand", "städ": "stad", "bönd": "bond", "nätt": "natt",
    "tänd": "tand", "fött": "fot", "rött": "rot", "sön": "son", "döttr": "dotter", "mödr": "moder", "fädr": "fader",
    "länd": "land", "stränd": "strand", "ledamöt": "ledamot", "gäss": "gås", "störst": "stor", "längst": "lång",
    "yngr": "ung", "yngst": "ung", "högr": "hög", "högst": "hög",
}  # fmt: skip
#: Forms that no rule makes.
_FORMS = {"eget": "egen", "bröder": "bror", "bröderna": "bror", "brödernas": "bror", "brodern": "bror"}
#: Words that no plural has, or whose forms are those of others: *handlar om* is not about *handel*.
_WITHOUT_PLURAL = {"handel"}
#: Too short to be taken for parts of compounds, but words with forms.
_SHORT = {"år", "by", "kö", "ny", "ung", "hög", "låg", "god", "kall", "jul"}
_DOUBLED = ("mm", "nn")
#: Before these a word loses the vowel of its last syllable: *nyckl-ar, fönstr-et, teckn-en, gaml-a*.
_AFTER_LOST_VOWEL = {"a", "e", "ar", "ars", "arna", "arnas", "er", "ers", "erna", "ernas", "et", "ets", "en", "ens"}


@cache
def words() -> frozenset[str]:
    """The list."""
    return frozenset(map(fold, LIST.read_text(encoding="utf-8").split()))


@lru_cache(maxsize=REMEMBERED)
def base_of(word: str) -> str | None:
    """The word of the list of which this is a form; None where it is of none."""
    known = words()
    if word in known or word in _SHORT:
        return word
    if word in _FORMS:
        return _FORMS[word]
    singular = next((each for each in _with_vowel_of_the_singular(word) if each in known), None)
    if singular:
        return singular  # män
    if word.endswith("t") and f"{word[:-1]}d" in known:
        return f"{word[:-1]}d"  # anställt
    for ending in _SHORTEST_FIRST:
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < 2 or rest[-1] not in _BEHIND.get(ending, rest[-1]):
            continue
        for base in _bases(rest, ending):
            if base in known or (base in _SHORT and len(base) + len(ending) > 3):
                return base
    return None


def _bases(rest: str, ending: str) -> Iterator[str]:
    """Of what a form may be that is this without an ending; the likeliest first."""
    yield from _with_vowel_of_the_singular(rest)
    yield rest
    yield from (rest + each for each in _ENDINGS[ending])
    if ending[0] not in VOWELS:
        return
    if rest.endswith(_DOUBLED):
        yield rest[:-1]  # rumm-et, männ-en
    if rest.endswith("ning"):
        yield f"{rest[:-4]}an"  # anmälning-ar
    if len(rest) > 3 and ending in _AFTER_LOST_VOWEL and rest[-1] in "lrn" and rest[-2] not in VOWELS:
        yield from _with_lost_vowel(rest)


def _with_lost_vowel(rest: str) -> Iterator[str]:
    """*nyckl(ar)* → *nyckel*, *numr(et)* → *nummer*, *somr(ar)* → *sommar*."""
    for inner in (rest[:-1], rest[:-1] + rest[-2]):
        for lost in "ea":
            if inner + lost + rest[-1] not in _WITHOUT_PLURAL:
                yield inner + lost + rest[-1]


def _with_vowel_of_the_singular(rest: str) -> Iterator[str]:
    """*gärningsmän* → *gärningsman*, *bostäd(er)* → *bostad*."""
    for changed, word in _CHANGED.items():
        if rest.endswith(changed):
            yield rest.removesuffix(changed) + word


def stem_of_other(word: str) -> str:
    """The stem of a word that is not on the list; another than the list's words have."""
    found = _mended(_snowball()(_plain(word)))
    return found if found not in words() or len(found) == len(word) else word[: len(found) + 1]


@cache
def _snowball() -> Callable[[str], str]:
    found: Callable[[str], str] = snowballstemmer.stemmer("swedish").stemWord
    return found


def _plain(word: str) -> str:
    """A form that Snowball knows: *ungdomars* → *ungdomar*, *arkivena* → *arkive*."""
    if word.endswith(("ars", "ers", "ors", "ares")) and len(word) > 5:
        return word[:-1]
    return word[:-2] if word.endswith("ena") and len(word) > 5 else word


def _mended(found: str) -> str:
    """What Snowball leaves, with the same stem for more forms: *-n* behind *-el*, *-t* of adjectives, *-an*."""
    if found.endswith("eln") and len(found) > 5:
        return found[:-1]
    if found.endswith(("lt", "rt", "mt", "ngt")) and len(found) > 5:
        return found[:-1]
    if found.endswith("et") and len(found) > 5 and found[-3] not in VOWELS:
        return found[:-2]
    if found.endswith("an") and len(found) > 5 and found[-3] not in VOWELS:
        return found[:-2]
    return found
