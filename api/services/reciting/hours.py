"""Opening hours in words: Monday to Friday 08:00 to 16:30."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from api.services.reciting.rows import Telling
from api.services.reciting.values import sentences
from api.services.reciting.voice import Voice
from schemas.codes import DAYS
from schemas.faults import Said

Hours = Mapping[str, Any]
_EVERY_DAY = Said("alla dagar", "every day")
_RANGE = Said("{first} till {last}", "{first} to {last}")
_ALL_DAY = Said("dygnet runt", "around the clock")
_TO_MIDNIGHT = Said("{opens} till midnatt", "{opens} to midnight")
_NEXT_DAY = Said("{opens} till {closes} nästa dag", "{opens} to {closes} the next day")
_FROM = Said("från och med {date}", "from {date}")
_TO = Said("till och med {date}", "up to and including {date}")
_OPEN, _CLOSED = Said("Öppet nu", "Open now"), Said("Stängt nu", "Closed now")
_CLOSES, _OPENS = Said("{now}, stänger {at}", "{now}, closes {at}"), Said("{now}, öppnar {at}", "{now}, opens {at}")


def weekly(voice: Voice, hours: Iterable[Hours]) -> str:
    """The week: days that have the same hours together, each group a sentence."""
    groups: dict[str, set[str]] = {}
    for each in hours:
        times = _times(voice, each["opens"], each["closes"]) + _season(voice, each)
        groups.setdefault(times, set()).update(each["days"])
    said = (f"{_days(voice, sorted(map(DAYS.index, days)))} {times}" for times, days in groups.items() if days)
    return sentences(each[0].upper() + each[1:] for each in said)


def now(telling: Telling, is_open: bool) -> str:
    """Whether it is open now, and until when that is so."""
    voice, at = telling.voice, telling.document.get("nextChangeAt")
    said = voice.say(_OPEN if is_open else _CLOSED)
    if at:
        said = voice.say(_CLOSES if is_open else _OPENS, now=said, at=voice.moment(at))
    return f"{said}."


def _times(voice: Voice, opens: str, closes: str) -> str:
    if opens == closes == "00:00":
        return voice.say(_ALL_DAY)
    if closes == "00:00":
        return voice.say(_TO_MIDNIGHT, opens=opens)
    return (
        voice.say(_RANGE, first=opens, last=closes)
        if closes > opens
        else voice.say(_NEXT_DAY, opens=opens, closes=closes)
    )


def _season(voice: Voice, hours: Hours) -> str:
    bounds = ((_FROM, hours.get("validFrom")), (_TO, hours.get("validTo")))
    said = " ".join(voice.say(bound, date=voice.date(day)) for bound, day in bounds if day)
    return f", {said}" if said else ""


def _days(voice: Voice, numbers: list[int]) -> str:
    """Days of the week: three or more in a row as a range."""
    if len(numbers) == len(DAYS):
        return voice.say(_EVERY_DAY)
    runs: list[list[int]] = [[numbers[0]]]
    for before, day in pairwise(numbers):
        if day == before + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said: list[str] = []
    for run in runs:
        names = [voice.day(day) for day in run]
        said += [voice.say(_RANGE, first=names[0], last=names[-1])] if len(run) > 2 else names
    return voice.listing(said)
