"""From text to the words and numbers in it, and what each of them is found by."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from api.services.searching.compounds import parts
from api.services.searching.language import NAMES, SWEDISH, fold, may_lack_dots, stem, without_dots

#: What a token is: a word as it is written, what a word is found by, the same written without dots, a number.
WRITTEN, MEANT, UNDOTTED, NUMBER = "=", ":", "~", "#"

#: Letters and digits; a soft hyphen is within a word.
_LETTERS = r"(?:[^\W_]|\u00ad)+"
_HYPHENED = re.compile(rf"{_LETTERS}(?:[-\u2010\u2011]{_LETTERS})+")
#: Addresses and abbreviations: what is written together that is no word.
_DOTTED = re.compile(rf"{_LETTERS}(?:[-.@/:_&+]+{_LETTERS})*[.@/:]{_LETTERS}(?:[-.@/:_&+]+{_LETTERS})*")
_PIECE = re.compile(_LETTERS)
#: Digits in groups, as phone numbers, amounts and dates are written.
_NUMBERS = re.compile(r"(?<!\w)\+?\(?\d(?:[ \u00a0\u202f./()\u2010\u2011\u2013-]{0,3}\d)*(?!\w)")
_DIGITS = re.compile(r"\d+")
#: No number that is dialled has more digits (E.164).
_MOST_DIGITS = 15
#: A number with fewer is none that is dialled from elsewhere.
_FEWEST_DIALLED = 7


class Word(NamedTuple):
    """A word and where it stands in its text; `text` is folded."""

    start: int
    end: int
    text: str


def words(text: str) -> Iterator[Word]:
    """The words of a text, in order; those of a hyphened word are words of their own."""
    for match in _PIECE.finditer(text):
        folded = fold(match[0].replace("\u00ad", ""))
        if folded:
            yield Word(match.start(), match.end(), folded)


def pieces(text: str) -> dict[str, str]:
    """The words of a text as they stand there, each once: as written → folded."""
    return {piece: fold(piece.replace("\u00ad", "")) for piece in set(_PIECE.findall(text))}


def spans_of(text: str, among: Container[str]) -> Iterator[tuple[int, int]]:
    """Where words stand in a text that are written as one of these."""
    return (match.span() for match in _PIECE.finditer(text) if match[0] in among)


def hyphened(text: str) -> Iterator[Word]:
    """Hyphened words as if they were written in one: *KAST-mottagning* is found as *kastmottagning* too."""
    for match in _HYPHENED.finditer(text):
        yield Word(match.start(), match.end(), "".join(each.text for each in words(match[0])))


def dotted(text: str) -> Iterator[Word]:
    """What is written together with dots and the like, such as an e-mail address."""
    for match in _DOTTED.finditer(text):
        if not match[0].replace(".", "").isdigit():
            yield Word(match.start(), match.end(), match[0])


class Digits(NamedTuple):
    """A number in one or several groups of digits, and where it stands in its text."""

    start: int
    end: int
    groups: tuple[str, ...]
    tokens: frozenset[str]


def numbers(text: str) -> Iterator[Digits]:
    """The numbers of a text, however they are spaced."""
    for match in _NUMBERS.finditer(text):
        groups = tuple(_DIGITS.findall(match[0]))
        yield Digits(match.start(), match.end(), groups, _of_number(match[0]))


@lru_cache(maxsize=4096)
def _of_number(written: str) -> frozenset[str]:
    """What a number is found by: its digits in one, and as it is dialled from anywhere."""
    joined = "".join(_DIGITS.findall(written))
    if len(joined) > _MOST_DIGITS:
        return frozenset()
    tokens = {NUMBER + joined}
    if len(joined) >= _FEWEST_DIALLED:
        for said in (written, f"+{joined}"):
            try:
                number = phonenumbers.parse(said, "SE")
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_possible_number(number) and (said == written or number.country_code == 46):
                tokens.add(NUMBER + phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return frozenset(tokens)


@lru_cache(maxsize=65_536)
def found_by(word: str, stemmer: str) -> frozenset[str]:
    """What a folded word is found by: its stem, the stems of its parts, and these without dots."""
    stems = {stem(word, stemmer)} | (parts(word) if stemmer == SWEDISH else set())
    return frozenset(MEANT + each for each in stems) | frozenset(
        UNDOTTED + bare for each in (*stems, word) if (bare := without_dots(each))
    )


def looked_for(word: str, stemmers: Sequence[str]) -> frozenset[str]:
    """The tokens of which one at least is that of a word like this; a word without dots may have been written so."""
    stems = {stem(word, stemmer) for stemmer in stemmers}
    undotted = {each for each in stems if may_lack_dots(each)} | ({word} & NAMES)
    return frozenset(MEANT + each for each in stems) | frozenset(UNDOTTED + each for each in undotted)
