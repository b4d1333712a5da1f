"""Open now, and until when: Stockholm's clock, both daylight saving days, Sweden's public holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.opening import midnight_after, state, stated
from schemas.codes import DAYS
from tests.properties import examples

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEKDAYS = [{"days": ["mo", "tu", "we", "th", "fr"], "opens": "08:00", "closes": "16:30"}]


def at(text):
    """An instant from Stockholm's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC)


def seen(hours, when, closed_on_holidays=True):
    now = state(hours, closed_on_holidays, at(when) if isinstance(when, str) else when)
    change = now.next_change and now.next_change.astimezone(STOCKHOLM).strftime("%Y-%m-%dT%H:%M")
    return now.open, change


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-11-24T07:59:59", (False, "2026-11-24T08:00")),
        ("2026-11-24T08:00:00", (True, "2026-11-24T16:30")),
        ("2026-11-24T16:29:59", (True, "2026-11-24T16:30")),
        ("2026-11-24T16:30:00", (False, "2026-11-25T08:00")),
        ("2026-11-27T16:30:00", (False, "2026-11-30T08:00")),
    ],
)
def test_an_ordinary_week(when, expected):
    assert seen(WEEKDAYS, when) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-12-25T10:00:00", (False, "2026-12-28T08:00")),  # juldagen is a Friday
        ("2026-12-31T10:00:00", (True, "2026-12-31T16:30")),  # nyårsafton is no public holiday
        ("2027-01-01T10:00:00", (False, "2027-01-04T08:00")),  # nyårsdagen
        ("2027-01-06T10:00:00", (False, "2027-01-07T08:00")),  # trettondedag jul
        ("2027-03-26T10:00:00", (False, "2027-03-30T08:00")),  # långfredagen to annandag påsk
        ("2027-05-06T10:00:00", (False, "2027-05-07T08:00")),  # Kristi himmelsfärdsdag
        ("2028-06-06T10:00:00", (False, "2028-06-07T08:00")),  # nationaldagen
        ("2028-05-01T10:00:00", (False, "2028-05-02T08:00")),  # första maj
    ],
)
def test_public_holidays_are_days_off(when, expected):
    assert seen(WEEKDAYS, when) == expected


def test_holidays_count_only_where_they_are_said_to():
    assert seen(WEEKDAYS, "2026-12-25T10:00:00", closed_on_holidays=False) == (True, "2026-12-25T16:30")


SPRING = [date(2026, 3, 29), date(2027, 3, 28), date(2028, 3, 26)]
AUTUMN = [date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29)]
NIGHT = [{"days": list(DAYS), "opens": "22:00", "closes": "06:00"}]


@pytest.mark.parametrize(("days", "hours"), [(SPRING, 7), (AUTUMN, 9)])
def test_a_night_is_as_long_as_it_is(days, hours):
    for day in days:
        opened = datetime.combine(day - timedelta(days=1), datetime.min.time(), STOCKHOLM).replace(hour=22)
        now = state(NIGHT, False, opened.astimezone(UTC))
        assert now.open
        assert now.next_change - opened.astimezone(UTC) == timedelta(hours=hours)


@pytest.mark.parametrize("day", SPRING)
def test_a_time_that_is_skipped_is_the_instant_it_would_have_been(day):
    hours = [{"days": ["su"], "opens": "02:30", "closes": "05:00"}]
    one_utc = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)  # the clock goes from 02:00 to 03:00
    before = state(hours, False, one_utc)
    assert (before.open, before.next_change) == (False, one_utc + timedelta(minutes=30))
    assert state(hours, False, one_utc + timedelta(minutes=30)).open
    until = [{"days": ["su"], "opens": "01:00", "closes": "02:30"}]
    assert state(until, False, one_utc).next_change == one_utc + timedelta(minutes=30)
    backwards = [{"days": ["su"], "opens": "02:30", "closes": "03:00"}]
    assert not state(backwards, False, one_utc + timedelta(minutes=10)).open


@pytest.mark.parametrize("day", AUTUMN)
def test_a_time_that_comes_twice_opens_at_the_first_and_closes_at_the_second(day):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)  # 02:00 the first time
    opening = [{"days": ["su"], "opens": "02:30", "closes": "05:00"}]
    assert state(opening, False, midnight).next_change == midnight + timedelta(minutes=30)
    assert state(opening, False, midnight + timedelta(minutes=45)).open
    closing = [{"days": ["su"], "opens": "01:00", "closes": "02:30"}]
    assert state(closing, False, midnight).next_change == midnight + timedelta(minutes=90)


def test_hours_that_meet_are_one():
    hours = [
        {"days": ["tu"], "opens": "08:00", "closes": "12:00"},
        {"days": ["tu"], "opens": "12:00", "closes": "14:00"},
        {"days": ["tu"], "opens": "10:00", "closes": "11:00"},
    ]
    assert seen(hours, "2026-11-24T09:00:00") == (True, "2026-11-24T14:00")


def test_round_the_clock_never_changes_within_sight():
    hours = [{"days": list(DAYS), "opens": "00:00", "closes": "00:00"}]
    now = state(hours, False, at("2026-11-24T12:00:00"))
    assert now.open
    assert now.next_change is None


def test_hours_that_are_half_written_say_nothing():
    half = [{}, {"days": ["mo"]}, {"opens": "08:00", "closes": "16:30"}, {**WEEKDAYS[0], "opens": None}]
    assert stated([*half, *WEEKDAYS]) == WEEKDAYS
    assert stated(None) == []


def test_a_season_begins_and_ends():
    hours = [{**WEEKDAYS[0], "validFrom": "2027-06-01", "validTo": "2027-08-31"}]
    assert seen(hours, "2026-11-24T10:00:00") == (False, "2027-06-01T08:00")
    assert seen(hours, "2027-08-31T16:30:00") == (False, None)


def test_a_day_ends_at_midnight_in_stockholm():
    assert midnight_after(date(2026, 3, 29)) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert midnight_after(date(2026, 10, 25)) == datetime(2026, 10, 25, 23, tzinfo=UTC)


TIMES = st.times().map(lambda time: time.strftime("%H:%M"))
HOURS = st.fixed_dictionaries(
    {"days": st.lists(st.sampled_from(DAYS), min_size=1, unique=True), "opens": TIMES, "closes": TIMES}
)


@examples(100)
@given(
    hours=st.lists(HOURS, min_size=1, max_size=3),
    minute=st.integers(0, 60 * 24 * 365 * 2),
    closed_on_holidays=st.booleans(),
)
def test_the_next_change_is_the_first_one(hours, minute, closed_on_holidays):
    """Until the change nothing changes, and at the change it does."""
    instant = datetime(2026, 10, 20, tzinfo=UTC) + timedelta(minutes=minute)
    now = state(hours, closed_on_holidays, instant)
    if now.next_change is None:
        return
    assert now.next_change > instant
    assert state(hours, closed_on_holidays, now.next_change).open is not now.open
    just_before = state(hours, closed_on_holidays, now.next_change - timedelta(microseconds=1))
    assert (just_before.open, just_before.next_change) == (now.open, now.next_change)
