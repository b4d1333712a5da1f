"""What has left a feed is told in Atom (RFC 6721), and nothing of what readers never saw."""

from datetime import timedelta
from uuid import UUID
from xml.etree import ElementTree

import pytest

from api.catalogue import CATALOGUE
from api.resources.documents import ERASABLE
from api.services.leaving import MOST
from tests.samples import BARE

SECRET = "Hemligt"
NEWS = {"title": {"sv": SECRET}, "lead": {"sv": SECRET}, "body": {"sv": SECRET}}
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
UPDATED = "{http://www.w3.org/2005/Atom}updated"


def atom(world, query=""):
    response = world.client.get(f"/content/v1/feeds/news?format=atom{query}")
    return response, ElementTree.fromstring(response.data)


def deletions(world, query=""):
    return {each.get("ref"): each.get("when") for each in atom(world, query)[1].findall(DELETED)}


def expire(world, entry):
    world.publish(entry, until=world.clock.now + timedelta(seconds=1))
    world.clock.advance(seconds=1)


def redirect(world, entry):
    world.withdraw(entry, "redirect", replacement=UUID(world.get("/news")["items"][-1]["id"]))


LEAVING = {
    "unpublished": lambda world, entry: world.unpublish(entry),
    "expired": expire,
    "gone": lambda world, entry: world.withdraw(entry, "gone", explanation={"sv": SECRET}),
    "gone and hidden": lambda world, entry: world.withdraw(entry, "gone", history="hidden"),
    "redirected": redirect,
}


@pytest.mark.parametrize("how", LEAVING)
def test_whatever_left_is_told_of_by_its_id_alone(world, how):
    entry = world.add("news", NEWS, slug="hemligt")
    assert SECRET in atom(world)[0].text
    assert deletions(world) == {}
    world.clock.advance(hours=1)
    LEAVING[how](world, entry)
    when = world.clock.now.isoformat().replace("+00:00", "Z")
    _, document = atom(world)
    assert deletions(world) == deletions(world, "&organization=sundsvalls-kommun") == {f"urn:uuid:{entry}": when}
    assert document.findtext(UPDATED) == when
    for form in ("json", "atom", "rss"):
        text = world.client.get(f"/content/v1/feeds/news?format={form}").text
        assert SECRET not in text, form
        assert "hemligt" not in text, form
        assert (str(entry) in text) == (form == "atom")
    assert [each.attrib.keys() for each in document.findall(DELETED)] == [{"ref", "when"}]


def test_what_readers_never_saw_is_not_told_of(world):
    world.create("news", NEWS)
    later = world.clock.now + timedelta(days=1)
    world.add("news", NEWS, start=later, until=later + timedelta(days=1))
    world.unpublish(world.add("news", NEWS, start=later))
    cancelled = world.add("news", NEWS, start=later)
    world.publish(cancelled, start=later, until=later + timedelta(hours=1), scheduled="cancel")
    world.save(world.add("news", BARE["news"]), NEWS)
    world.clock.advance(hours=1)
    response, _ = atom(world)
    assert deletions(world) == {}
    assert SECRET not in response.text


def test_what_is_replaced_by_its_next_edition_has_not_left(world):
    entry = world.add("news", NEWS)
    for minor in (True, False):
        world.clock.advance(minutes=1)
        world.save(entry, {**NEWS, "category": "event" if minor else "news"})
        world.publish(entry, major=not minor)
    world.clock.advance(minutes=1)
    world.withdraw(entry, "withdrawn", explanation={"sv": "Fel."})
    assert deletions(world) == {}


def test_what_comes_back_has_not_left_any_more(world):
    entry = world.add("news", NEWS)
    world.clock.advance(minutes=1)
    world.unpublish(entry)
    world.clock.advance(minutes=1)
    world.publish(entry, start=world.clock.now + timedelta(minutes=1))
    assert list(deletions(world)) == [f"urn:uuid:{entry}"]
    world.clock.advance(minutes=1)
    assert deletions(world) == {}
    assert SECRET in atom(world)[0].text


def test_what_comes_back_comes_first_and_later_than_it_left(world):
    entry = world.add("news", NEWS)
    world.add("news", BARE["news"])
    world.clock.advance(minutes=1)
    world.unpublish(entry)
    (left,) = deletions(world).values()
    world.clock.advance(minutes=1)
    world.publish(entry, major=False)
    first = atom(world)[1].find("{http://www.w3.org/2005/Atom}entry")
    assert first.findtext("{http://www.w3.org/2005/Atom}id") == f"urn:uuid:{entry}"
    assert first.findtext(UPDATED) > left  # readers keep what left later than it changed (RFC 6721 §3)


def test_an_end_that_needs_no_act_is_told_of_at_its_instant(world):
    entry = world.add("news", NEWS, until=world.clock.now + timedelta(seconds=20))
    response, _ = atom(world)
    assert response.headers["Cache-Control"] == "public, max-age=20, must-revalidate"
    world.clock.advance(seconds=19.999)
    assert deletions(world) == {}
    world.clock.advance(seconds=0.001)
    assert list(deletions(world)) == [f"urn:uuid:{entry}"]


def test_it_is_told_for_ninety_days(world):
    world.unpublish(world.add("news", NEWS))
    world.clock.advance(days=90, seconds=-30)
    response, _ = atom(world)
    assert len(deletions(world)) == 1
    assert response.headers["Cache-Control"] == "public, max-age=30, must-revalidate"
    world.clock.advance(seconds=29)
    assert len(deletions(world)) == 1
    world.clock.advance(seconds=1.001)
    assert deletions(world) == {}


def test_it_is_told_of_the_last_hundred_and_on_the_first_page(world):
    left = []
    for _ in range(MOST + 1):
        world.clock.advance(seconds=1)
        entry = world.add("news", NEWS)
        world.unpublish(entry)
        left.append(f"urn:uuid:{entry}")
    assert list(deletions(world)) == left[:0:-1]
    assert deletions(world, "&page=2") == {}


def test_what_left_another_type_is_told_of_there(world):
    mika = world.get("/receptions/mika")["id"]
    world.unpublish(UUID(mika))
    assert deletions(world) == {}
    assert f'ref="urn:uuid:{mika}"' in world.client.get("/content/v1/feeds/receptions?format=atom").text


def test_what_can_be_erased_has_no_feed_to_be_missed_in():
    assert not [name for name in ERASABLE if CATALOGUE[name].feed]
