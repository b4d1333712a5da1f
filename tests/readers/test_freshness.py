"""How long an answer stays true, and that no cache is told it may keep it longer (contract, section 2)."""

import re
from datetime import datetime, timedelta

import pytest

from tests.samples import CONTENT

QUIET = "public, max-age=60, stale-while-revalidate=30, stale-if-error=3600"


def person(**more):
    return {"kind": "person", "name": "Kim", "email": "kim@example.se", **more}


def kept(world, path):
    return world.client.get(f"/content/v1{path}").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (20, "public, max-age=20, must-revalidate"),
        (59.5, "public, max-age=59, must-revalidate"),
        (0.5, "public, max-age=0, must-revalidate"),
        (75, "public, max-age=60, must-revalidate"),
        (90, "public, max-age=60, must-revalidate"),
        (91, QUIET),
    ],
)
def test_max_age_ends_at_the_next_boundary(world, seconds, expected):
    world.add("contacts", person(), until=world.clock.now + timedelta(seconds=seconds))
    for path in ("/contacts/kim", "/contacts", "/contacts?fields=id"):
        assert kept(world, path) == expected, path
    assert kept(world, "/contacts/karin-silfversten") == QUIET
    assert kept(world, "/receptions") == QUIET


def test_a_scheduled_edition_ends_the_one_before_it(world):
    entry = world.add("contacts", person())
    world.clock.advance(minutes=1)
    world.save(entry, person(email="ny@example.se"))
    world.publish(entry, start=world.clock.now + timedelta(seconds=20))
    assert world.get("/contacts/kim")["email"] == "kim@example.se"
    assert kept(world, "/contacts/kim") == "public, max-age=20, must-revalidate"
    world.clock.advance(seconds=19.999)
    assert world.get("/contacts/kim")["email"] == "kim@example.se"
    world.clock.advance(seconds=0.001)
    assert world.get("/contacts/kim")["email"] == "ny@example.se"
    assert kept(world, "/contacts/kim") == QUIET


def test_what_is_scheduled_is_not_there_before_its_instant(world):
    start = world.clock.now + timedelta(seconds=20)
    entry = world.add("contacts", person(), start=start)
    world.get("/contacts/kim", 404)
    world.get(f"/contacts/{entry}", 404)
    assert "kim" not in [item["slug"] for item in world.get("/contacts")["items"]]
    assert kept(world, "/contacts") == "public, max-age=20, must-revalidate"
    world.clock.advance(seconds=20)
    assert world.get("/contacts/kim")["publishedAt"] == start.isoformat().replace("+00:00", "Z")


def test_an_item_is_no_fresher_than_what_it_shows(world):
    world.add("contacts", person(), until=world.clock.now + timedelta(seconds=30))
    world.clock.advance(seconds=10)
    world.add("studies", {"title": {"sv": "En"}, "contacts": ["kim"]})
    for path in ("/studies/en", "/studies/en?include=contacts", "/studies"):
        assert kept(world, path) == "public, max-age=20, must-revalidate", path
    assert kept(world, "/studies/en?fields=title") == QUIET


def test_an_item_is_no_fresher_than_what_it_will_show(world):
    hidden = world.add("contacts", person(), start=world.clock.now + timedelta(days=1))
    world.add("studies", {"title": {"sv": "En"}, "contacts": [str(hidden)]})
    assert kept(world, "/studies/en") == QUIET
    world.publish(hidden, start=world.clock.now + timedelta(seconds=30), scheduled="cancel")
    world.clock.advance(seconds=10)
    assert kept(world, "/studies/en") == "public, max-age=20, must-revalidate"
    world.clock.advance(seconds=20)
    assert len(world.get("/studies/en")["contacts"]) == 1


def test_a_contact_leaves_at_midnight_in_stockholm(world):
    entry = world.add("contacts", person(publishUntil="2026-11-30"))
    midnight = "2026-11-30T23:00:00Z"
    world.clock.now = datetime.fromisoformat("2026-11-30T22:59:30+00:00")
    assert kept(world, "/contacts/kim") == "public, max-age=30, must-revalidate"
    world.clock.now = datetime.fromisoformat(midnight)
    world.get(f"/contacts/{entry}", 410)
    assert world.get("/contacts/kim?asOf=2026-11-30T22:59:59.999999Z")["name"] == "Kim"


def test_a_review_becomes_overdue_at_midnight(world):
    world.add("contacts", person(review={"reviewBy": "2026-11-24"}))
    world.clock.now = datetime.fromisoformat("2026-11-24T22:59:45+00:00")
    assert world.get("/contacts/kim")["review"] == {
        "lastReviewedOn": None, "reviewBy": "2026-11-24", "isOverdue": False
    }  # fmt: skip
    assert kept(world, "/contacts/kim") == "public, max-age=15, must-revalidate"
    world.clock.advance(seconds=15)
    assert world.get("/contacts/kim")["review"]["isOverdue"] is True
    assert kept(world, "/contacts/kim") == QUIET


def test_a_review_without_a_date_is_neither(world):
    world.add("contacts", person(review={"lastReviewedOn": "2026-11-01"}))
    assert world.get("/contacts/kim")["review"]["isOverdue"] is None


def test_opening_and_closing_are_boundaries(world):
    content = CONTENT["receptions"] | {"status": "active", "closedOnHolidays": False}
    world.add("receptions", content, slug="um")
    world.clock.now = datetime.fromisoformat("2026-11-26T07:59:40+01:00")  # a Thursday
    closed = world.get("/receptions/um")
    assert (closed["openNow"], closed["nextChangeAt"]) == (False, "2026-11-26T07:00:00Z")
    assert kept(world, "/receptions/um") == "public, max-age=20, must-revalidate"
    assert kept(world, "/receptions") == "public, max-age=20, must-revalidate"
    world.clock.advance(seconds=20)
    opened = world.get("/receptions/um")
    assert (opened["openNow"], opened["nextChangeAt"]) == (True, "2026-11-26T15:30:00Z")


def test_what_is_not_shown_ends_nothing(world):
    content = CONTENT["receptions"] | {"status": "active", "closedOnHolidays": False}
    world.add("receptions", content, slug="um")
    world.clock.now = datetime.fromisoformat("2026-11-26T07:59:40+01:00")
    assert kept(world, "/receptions/um?fields=name") == QUIET
    assert kept(world, "/receptions/um?fields=openNow") == "public, max-age=20, must-revalidate"


def test_a_change_that_is_out_of_sight_is_looked_for_again_each_day(world):
    hours = [{"days": ["mo"], "opens": "08:00", "closes": "10:00", "validFrom": "2028-06-01"}]
    world.add("receptions", CONTENT["receptions"] | {"status": "active", "openingHours": hours}, slug="um")
    world.clock.now = datetime.fromisoformat("2026-11-26T23:59:50+01:00")
    assert world.get("/receptions/um")["nextChangeAt"] is None
    assert kept(world, "/receptions/um") == "public, max-age=10, must-revalidate"


@pytest.mark.parametrize("status", ["closed", "temporarilyClosed"])
def test_a_reception_out_of_service_is_not_open(world, status):
    world.add("receptions", CONTENT["receptions"] | {"status": status}, slug="um")
    world.clock.now = datetime.fromisoformat("2026-11-26T09:00:00+01:00")
    item = world.get("/receptions/um")
    assert (item["openNow"], item["nextChangeAt"]) == (False, None)


def test_municipalities_count_until_something_comes_or_goes(world):
    start = world.clock.now + timedelta(seconds=20)
    world.add("news", {**CONTENT["news"]}, start=start)
    assert kept(world, "/municipalities") == "public, max-age=20, must-revalidate"
    before = world.get("/municipalities")["items"][5]
    assert before == {
        "code": "2283", "name": "Sollefteå", "slug": "solleftea",
        "counts": {"news": 1, "receptions": 2, "organizations": 1},
    }  # fmt: skip
    world.clock.advance(seconds=20)
    assert world.get("/municipalities")["items"][5]["counts"]["news"] == 2


def test_the_past_stays_as_it_was(world):
    entry = world.add("contacts", person(), until=world.clock.now + timedelta(seconds=50))
    then = world.get("/contacts/kim")["publishedAt"]
    world.clock.advance(seconds=40)
    assert kept(world, f"/contacts/{entry}?asOf={then}") == QUIET
    assert kept(world, f"/contacts?asOf={then}") == QUIET


def test_the_future_is_not_told_without_a_key(world):
    later = (world.clock.now + timedelta(seconds=1)).isoformat().replace("+00:00", "Z")
    for path in ("/contacts", "/contacts/karin-silfversten"):
        response = world.client.get(f"/content/v1{path}?asOf={later}")
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert response.headers["Cache-Control"] == "no-store"


def test_a_problem_is_not_kept(world):
    assert kept(world, "/contacts/nobody") == "no-store"


def test_a_machine_whose_clock_lags_sees_what_was_published(world):
    world.clock.advance(minutes=10)
    world.add("contacts", person())
    published = world.get("/contacts/kim")["publishedAt"]
    world.clock.advance(minutes=-9)
    assert world.get("/contacts/kim")["name"] == "Kim"
    second = world.add("contacts", person(name="Robin"))
    published_later = world.get(f"/contacts/{second}")["publishedAt"]
    assert datetime.fromisoformat(published_later) > datetime.fromisoformat(published)


def test_instants_of_the_two_daylight_saving_days_are_what_they_are(world):
    """02:30+01:00 on 2026-03-29 is no wall-clock time in Sweden, but an instant; 02:30 comes twice on 2026-10-25."""
    for query in ("2026-03-29T02:30:00%2B01:00", "2026-10-25T02:30:00%2B02:00", "2026-10-25T02:30:00%2B01:00"):
        assert world.get(f"/contacts?asOf={query}")["items"] == []
        assert len(world.get(f"/contacts?updatedSince={query}")["items"]) == 2


def test_boundaries_far_away_do_not_matter(world):
    world.add("contacts", person(), until=world.clock.now + timedelta(days=400))
    assert re.fullmatch(re.escape(QUIET), kept(world, "/contacts/kim"))
