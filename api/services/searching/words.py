"""From text to the words and numbers in it, and what each of them is found by."""

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from api.services.searching.compounds import parts
from api.services.searching.folding import LONGEST, NAMES, REMEMBERED, SHORTEST_WITHOUT_DOTS, fold, without_dots
from api.services.searching.language import SWEDISH, stem
from api.services.searching.swedish import base_of

#: What a token is: a word as it is written, what a word is found by, the same written without dots, a number.
WRITTEN, MEANT, UNDOTTED, NUMBER = "=", ":", "~", "#"

#: Marks that stand on letters, in the scripts that write them apart.
_MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff"
#: Letters, digits and what stands on them; a soft hyphen is within a word.
_CHARACTER = rf"(?:[^\W_]|[\u00ad{_MARKS}])"
_PIECE = re.compile(rf"[^\W_]{_CHARACTER}*+")
_HYPHENS = "-\u2010\u2011"
_HYPHENED = re.compile(rf"(?<![^\W_])(?<![\u00ad{_MARKS}])[^\W_]{_CHARACTER}*+(?:[{_HYPHENS}]{_CHARACTER}++)+")
#: Addresses and abbreviations: what is written together that is no word. For queries, which are short.
_DOTTED = re.compile(r"\w[\w\u00ad]*+(?:[-.@/:&+]++\w[\w\u00ad]*+)+")
#: Digits in groups, as phone numbers, amounts and dates are written; "(0)" is in international numbers.
_BETWEEN = r"(?:[ \u00a0\u202f]?(?:[-/.\u2010\u2011\u2013]|\(0\))[ \u00a0\u202f]?|\)[ \u00a0\u202f]?-?|[ \u00a0\u202f])"
_NUMBERS = re.compile(rf"(?<!\w)\+?\(?\d++(?:{_BETWEEN}\d++)*+(?!\w)")
_DIGITS = re.compile(r"\d+")
#: No number that is dialled has more digits (E.164), and none that is dialled from elsewhere fewer.
_MOST_DIGITS, _FEWEST_DIGITS = 15, 7
#: A number that is dialled is written in so many groups at most; what runs on for longer than that is a table.
_MOST_GROUPS, _LONGEST_RUN = 8, 120


class Word(NamedTuple):
    """A word and where it stands in its text; `text` is in lower case, with its accents."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order; those of a hyphened word are words of their own."""
    for match in _PIECE.finditer(text):
        yield Word(match.start(), match.end(), lower(match[0]))


def pieces(text: str) -> set[str]:
    """The words of a text as they stand there, each once."""
    return set(_PIECE.findall(text))


def spans_of(text: str, among: Container[str]) -> Iterator[tuple[int, int]]:
    """Where words stand in a text that are written as one of these."""
    return (match.span() for match in _PIECE.finditer(text) if match[0] in among)


def hyphened(text: str) -> Iterator[Word]:
    """Hyphened words as if they were written in one: *KAST-mottagning* is found as *kastmottagning* too."""
    if not any(each in text for each in _HYPHENS):
        return
    for match in _HYPHENED.finditer(text):
        yield Word(match.start(), match.end(), "".join(each.text for each in words(match[0]))[:LONGEST])


def dotted(text: str) -> Iterator[Word]:
    """What is written together with dots and the like, such as an e-mail address."""
    for match in _DOTTED.finditer(text):
        if any(each in match[0] for each in ".@/:") and not re.fullmatch(r"[\d\W]+", match[0]):
            yield Word(match.start(), match.end(), match[0])


def lower(piece: str) -> str:
    """A word as it stands in a text, in lower case, with its accents."""
    return unicodedata.normalize("NFC", piece.replace("\u00ad", "").casefold())


class Digits(NamedTuple):
    """A number in one or several groups of digits, and where it stands in its text."""

    start: int
    end: int
    groups: tuple[str, ...]
    tokens: frozenset[str]


def numbers(text: str) -> Iterator[Digits]:
    """The numbers of a text, however they are spaced."""
    for match in _NUMBERS.finditer(text):
        groups = tuple(map(_plain, _DIGITS.findall(match[0])))
        tokens = _of_number(match[0]) if len(match[0]) <= _LONGEST_RUN else frozenset()
        yield Digits(match.start(), match.end(), groups, tokens)


@lru_cache(maxsize=4096)
def _of_number(written: str) -> frozenset[str]:
    """What a number is found by: its digits in one; and every phone number in it, as it is dialled from anywhere."""
    found = list(_DIGITS.finditer(written))
    joined = _plain(written)
    tokens = {NUMBER + joined} if len(joined) <= _MOST_DIGITS else set()
    for first in range(len(found)):
        for last in range(first, min(first + _MOST_GROUPS, len(found))):
            begin = found[first].start()
            plus = "+" if written[max(0, begin - 2) : begin].lstrip("(").endswith(("+", "+(")) else ""
            tokens |= _dialled(plus + written[begin : found[last].end()])
    return frozenset(tokens)


def _dialled(written: str) -> set[str]:
    """The tokens of what may be a phone number: as it is dialled here, and in E.164."""
    digits = _plain(written)
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or not (written[0] in "0+" or digits.startswith("46")):
        return set()
    international = written[0] == "+" or digits.startswith("46")
    try:
        number = phonenumbers.parse(f"+{digits}" if international else digits, "SE")
    except phonenumbers.NumberParseException:
        return set()
    if not phonenumbers.is_valid_number(number):
        return set()
    return {NUMBER + digits, NUMBER + phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)}


def _plain(written: str) -> str:
    """The digits, whatever script they are in; a zero in brackets is dialled only without what stands before it."""
    return str(phonenumbers.normalize_digits_only(written.replace("(0)", "") if "+" in written else written))


@lru_cache(maxsize=REMEMBERED)
def found_by(word: str, stemmer: str) -> frozenset[str]:
    """What a word is found by: its stem, the stems of its parts, and these without dots."""
    folded = fold(word)
    stems = {stem(word, stemmer)} | (parts(folded) if stemmer == SWEDISH else set())
    undotted = {bare for each in (*stems, folded) if (bare := without_dots(each))}
    return frozenset(MEANT + each for each in stems) | frozenset(UNDOTTED + each for each in undotted)


def may_lack_dots(word: str) -> bool:
    """Whether a folded word, or the beginning of one, may be one with dots: a short or a known one is another word."""
    is_long = len(word) >= SHORTEST_WITHOUT_DOTS and word.isascii() and word.isalpha()
    return word in NAMES or (is_long and base_of(word) is None)


def looked_for(word: str, stemmers: Sequence[str]) -> frozenset[str]:
    """The tokens of which one at least is that of a word like this; a word without dots may have been written so."""
    stems = {stem(word, stemmer) for stemmer in stemmers}
    undotted = {each for each in (*stems, fold(word)) if may_lack_dots(each)}
    return frozenset(MEANT + each for each in stems) | frozenset(UNDOTTED + each for each in undotted)
