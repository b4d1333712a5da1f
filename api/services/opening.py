"""Opening hours in Stockholm: open now, and until when that stays true."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from holidays import country_holidays

from schemas.codes import DAYS
from schemas.hours import OpeningHours

STOCKHOLM = ZoneInfo("Europe/Stockholm")
#: How far ahead the next opening is looked for: a schedule may begin next season.
_HORIZON = 400
_EVER = date.max.isoformat()
_HOURS = OpeningHours()


@dataclass(frozen=True)
class State:
    """Whether it is open, and the next instant at which that changes; None where none is in sight."""

    open: bool
    next_change: datetime | None


def midnight_after(day: date) -> datetime:
    """The instant at which a day ends in Stockholm."""
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM).astimezone(UTC)


def today(at: datetime) -> date:
    """The date in Stockholm at an instant."""
    return at.astimezone(STOCKHOLM).date()


def stated(hours: Sequence[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """The hours that say on which days and between which times: those of a draft may not."""
    return [each for each in hours or () if _HOURS.is_told(each)]


@cache
def _public_holidays(year: int) -> frozenset[date]:
    """Sweden's public holidays of a year (lag 1989:253); the library's own object is no safe place for threads."""
    return frozenset(country_holidays("SE", years=year))


def state(hours: Sequence[Mapping[str, Any]], closed_on_holidays: bool, at: datetime) -> State:
    """Open or closed at an instant, and when that next changes.

    Times are Stockholm's wall clock. In the hour that daylight saving skips a time means the instant the clock would
    have shown it; in the hour that comes twice opening means the first and closing the second.
    """
    first = today(at) - timedelta(days=1)
    hours = [each for each in hours if each.get("validTo", _EVER) >= first.isoformat()]
    opened: tuple[datetime, datetime] | None = None
    for start, end in _merged(_intervals(hours, closed_on_holidays, first)):
        if end <= at:
            continue
        opened = (start, end)
        break
    if opened is None:
        return State(False, None)
    start, end = opened
    if start > at:
        return State(False, start)
    return State(True, end if end < midnight_after(first + timedelta(days=_HORIZON - 1)) else None)


def _intervals(
    hours: Sequence[Mapping[str, Any]], closed_on_holidays: bool, first: date
) -> Iterator[tuple[datetime, datetime]]:
    """The intervals it is open in, day by day in the order they begin."""
    for day in (first + timedelta(days=offset) for offset in range(_HORIZON)):
        if closed_on_holidays and day in _public_holidays(day.year):
            continue
        begun = sorted(_on(each, day) for each in hours if _applies(each, day))
        yield from ((start, end) for start, end in begun if start < end)


def _applies(hours: Mapping[str, Any], day: date) -> bool:
    iso = day.isoformat()
    in_season = hours.get("validFrom", iso) <= iso <= hours.get("validTo", iso)
    return in_season and DAYS[day.weekday()] in hours["days"]


def _on(hours: Mapping[str, Any], day: date) -> tuple[datetime, datetime]:
    opens, closes = time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
    last = day if closes > opens else day + timedelta(days=1)
    start = datetime.combine(day, opens, STOCKHOLM).astimezone(UTC)
    end = datetime.combine(last, closes, STOCKHOLM)
    return start, max(end.astimezone(UTC), end.replace(fold=1).astimezone(UTC))


def _merged(intervals: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    """Intervals that meet or overlap as one, so that a change is one that a visitor would notice."""
    current: tuple[datetime, datetime] | None = None
    for start, end in intervals:
        if current is None or start > current[1]:
            if current:
                yield current
            current = (start, end)
        else:
            current = (current[0], max(current[1], end))
    if current:
        yield current
