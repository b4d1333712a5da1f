"""A language that text is said in, Swedish or English: dates, lists and languages as a voice reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list

from api.services.opening import STOCKHOLM
from schemas.codes import Labels
from schemas.faults import Said
from schemas.locales import choose

#: How each language writes dates (Unicode CLDR).
_LOCALES = Said(sv="sv", en="en_GB")
_CLOCK = Said(sv="EEEE d MMMM y 'klockan' HH:mm", en="EEEE d MMMM y 'at' HH:mm")


@dataclass(frozen=True)
class Voice:
    """One of the languages of `Said`."""

    language: str

    def say(self, said: Said, **names: object) -> str:
        """The words in this language, with what they name put in."""
        words: str = getattr(said, self.language)
        return words.format(**names) if names else words

    def label(self, labels: Labels) -> str:
        """The label of a code."""
        return labels[self.language]

    def date(self, iso: str) -> str:
        """A date, written out: 24 november 2026."""
        return format_date(date.fromisoformat(iso), "long", locale=self._locale)

    def moment(self, at: datetime) -> str:
        """An instant as the clock in Stockholm shows it."""
        return format_datetime(at.astimezone(STOCKHOLM), self.say(_CLOCK), locale=self._locale)

    def day(self, number: int) -> str:
        """A day of the week, Monday being 0."""
        name: str = self._locale.days["stand-alone"]["wide"][number]
        return name

    def listing(self, names: Iterable[str]) -> str:
        """Names one after another: Ånge, Timrå och Sundsvall."""
        return format_list(list(names), locale=self._locale)

    def tongue(self, tag: str) -> str:
        """The name of a language; its tag where we know none."""
        names: Any = self._locale.languages
        return str(names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0].lower()) or tag)

    @property
    def _locale(self) -> Locale:
        return _locale(self.say(_LOCALES))


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def speaking(locale: str) -> Voice:
    """The voice for a text in this language: Swedish for what is neither Swedish nor English (contract, section 5)."""
    return Voice(choose((locale,), Said._fields)[1])
