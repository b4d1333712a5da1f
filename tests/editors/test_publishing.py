"""The one door between drafts and readers: intervals that never overlap, a log in the order of commits."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.catalogue import CATALOGUE
from api.db import FOREVER
from api.errors import Conflict, Invalid, NotFound
from api.models import Change, Edition, Entry, Revision
from api.services import drafting, publishing
from tests.properties import examples


def organization(name="Ny"):
    return {"name": {"sv": name}, "kind": "unit"}


def intervals(world, entry):
    with world.database.reading() as session:
        rows = session.execute(
            select(Edition.valid_from, Edition.valid_to).where(Edition.entry_id == entry).order_by(Edition.version)
        ).all()
    return [tuple(row) for row in rows]


def test_a_draft_must_be_whole_to_go_out(world):
    entry = world.create("organizations", {"kind": "unit"})
    with pytest.raises(Invalid) as error:
        world.publish(entry)
    assert [each.path for each in error.value.found] == [("content", "name")]
    world.get(f"/organizations/{entry}", 404)


def test_what_is_not_there_cannot_go_out(world):
    with pytest.raises(NotFound):
        world.publish(uuid4())
    with pytest.raises(NotFound):
        world.publish(world.create("organizations", organization()), revision=7)
    with pytest.raises(NotFound):
        world.unpublish(uuid4())


def test_an_interval_that_is_empty_is_refused(world):
    entry = world.create("organizations", organization())
    for until in (world.clock.now, world.clock.now - timedelta(days=1)):
        with pytest.raises(Invalid):
            world.publish(entry, until=until)


def test_a_past_start_means_now(world):
    entry = world.add("organizations", organization(), start=world.clock.now - timedelta(days=7))
    assert intervals(world, entry) == [(world.clock.now, FOREVER)]


def test_an_earlier_revision_can_be_published_again(world):
    entry = world.add("organizations", organization("Ett"))
    world.clock.advance(seconds=1)
    world.save(entry, organization("Två"))
    world.publish(entry)
    world.clock.advance(seconds=1)
    assert world.publish(entry, revision=1) == 3
    assert world.get(f"/organizations/{entry}")["name"] == "Ett"


def test_what_is_public_already_makes_no_new_edition(world):
    entry = world.add("organizations", organization())
    sequence = world.client.get("/content/v1/organizations").headers["Content-Sequence"]
    world.clock.advance(seconds=1)
    assert world.publish(entry) == 1
    assert world.client.get("/content/v1/organizations").headers["Content-Sequence"] == sequence
    assert world.publish(entry, until=world.clock.now + timedelta(days=1)) == 2


def test_a_scheduled_edition_is_not_overrun_unawares(world):
    entry = world.create("organizations", organization())
    world.publish(entry, start=world.clock.now + timedelta(days=1))
    with pytest.raises(Conflict):
        world.publish(entry)


def test_what_begins_at_the_same_instant_is_in_the_way_too(world):
    entry = world.create("organizations", organization("Ett"))
    start = world.clock.now + timedelta(days=1)
    world.publish(entry, start=start)
    assert world.publish(entry, start=start) == 1  # the same again
    world.save(entry, organization("Två"))
    with pytest.raises(Conflict):
        world.publish(entry, start=start)


def test_a_correction_that_readers_need_not_notice_keeps_the_date(world):
    entry = world.add("organizations", organization("Ett"))
    first = world.get(f"/organizations/{entry}")
    world.clock.advance(days=1)
    world.save(entry, organization("Två"))
    world.publish(entry, major=False)
    second = world.get(f"/organizations/{entry}")
    assert second["updatedAt"] == first["updatedAt"]
    assert second["changeHistory"] == []
    world.clock.advance(days=1)
    world.save(entry, organization("Tre"))
    world.publish(entry, note={"sv": "Nytt namn."})
    third = world.get(f"/organizations/{entry}?locale=en")
    assert third["updatedAt"] == third["publishedAt"]
    assert third["changeHistory"] == [{"note": "Nytt namn.", "at": third["publishedAt"]}]
    assert "changeHistory" in third["fallbackFields"]


def unpublished(world, entry):
    world.unpublish(entry)


def expired(world, entry):
    world.publish(entry, until=world.clock.now + timedelta(minutes=1))
    world.clock.advance(minutes=1)


def gone(world, entry):
    world.withdraw(entry, "gone")


def withdrawn(world, entry):
    world.withdraw(entry, "withdrawn")


@pytest.mark.parametrize("leave", [unpublished, expired, gone, withdrawn])
def test_that_it_is_back_is_to_be_noticed_whatever_is_said(world, leave):
    entry = world.add("organizations", organization("Ett"))
    world.clock.advance(hours=1)
    leave(world, entry)
    world.clock.advance(hours=1)
    world.publish(entry, major=False)
    back = world.get(f"/organizations/{entry}")
    assert back["updatedAt"] == back["publishedAt"] > back["firstPublishedAt"]
    world.clock.advance(hours=1)
    world.save(entry, organization("Två"))
    world.publish(entry, major=False)
    assert world.get(f"/organizations/{entry}")["updatedAt"] == back["updatedAt"]


def test_that_it_is_going_to_be_back_is_to_be_noticed_then(world):
    entry = world.add("organizations", organization("Ett"), until=world.clock.now + timedelta(hours=1))
    world.publish(entry, start=world.clock.now + timedelta(hours=2), major=False)
    world.clock.advance(hours=2)
    back = world.get(f"/organizations/{entry}")
    assert back["updatedAt"] == back["publishedAt"] == "2026-11-24T11:00:00Z"


def test_what_replaces_it_is_named_while_that_is_public(world):
    old, new = (world.add("organizations", organization(name)) for name in ("Gammal", "Efterföljare"))
    world.clock.advance(seconds=1)
    world.withdraw(old, replacement=new)
    gone = world.get("/organizations/gammal", 410)
    assert gone["replacement"] == {
        "type": "organizations",
        "slug": "efterfoljare",
        "href": "https://api.example.se/content/v1/organizations/efterfoljare",
    }
    assert gone["explanation"] is None
    world.clock.advance(seconds=1)
    world.unpublish(new)
    assert world.get("/organizations/gammal", 410)["replacement"] is None


@examples(15)
@given(acts=st.lists(st.tuples(st.integers(-2, 5), st.integers(-1, 9), st.integers(0, 4), st.booleans()), max_size=8))
def test_intervals_of_one_entry_never_overlap(world, acts):
    entry = world.create("organizations", organization())
    for start, length, wait, on_the_hour in acts:
        world.save(entry, organization(str(uuid4())))
        since = world.clock.now + timedelta(hours=start)
        if on_the_hour:  # so that starts come to coincide
            since = since.replace(minute=0, second=0, microsecond=0)
        with contextlib.suppress(Conflict, Invalid):
            world.publish(entry, start=since, until=since + timedelta(hours=length) if length else None)
        world.clock.advance(hours=wait, seconds=1)
    found = intervals(world, entry)
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_writers_at_once_write_a_log_without_holes(world):
    """Eight threads publish; seq and instant rise together, and nothing is missing."""

    def write(number):
        with world.database.writing() as session:
            content = organization(f"Tråd {number}")
            owner = "kommunforbundet-vasternorrland"
            entry = drafting.create(session, CATALOGUE["organizations"], organization=owner, body=content)
            publishing.publish(session, entry.id)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    with world.database.reading() as session:
        log = session.execute(select(Change.seq, Change.at).order_by(Change.seq)).all()
    assert [row.seq for row in log] == list(range(1, 22 + 24 + 1))
    ours = [row.at for row in log][22:]
    assert all(before < after for before, after in pairwise(ours))
    assert world.get("/organizations?limit=1")["_meta"]["totalRecords"] == 16 + 24


def test_drafts_at_once_each_get_a_name_and_a_number(world):
    """Eight threads create the same title, then save the same entry: no name twice, no revision lost."""
    with ThreadPoolExecutor(8) as pool:
        entries = list(pool.map(lambda _: world.create("organizations", organization("Samma")), range(8)))
        with world.database.reading() as session:
            slugs = {session.get_one(Revision, (entry, 1)).slug for entry in entries}
        assert slugs == {"samma", *(f"samma-{number}" for number in range(2, 9))}
        list(pool.map(lambda number: world.save(entries[0], organization(f"Nr {number}")), range(8)))
    with world.database.reading() as session:
        assert session.get_one(Entry, entries[0]).revision == 9


def test_a_failed_act_leaves_nothing(world):
    class Stop(Exception):
        pass

    def act():
        with world.database.writing() as session:
            entry = drafting.create(
                session, CATALOGUE["organizations"], organization="sundsvalls-kommun", body=organization("Borta")
            )
            publishing.publish(session, entry.id)
            raise Stop

    with pytest.raises(Stop):
        act()
    assert world.client.get("/content/v1/organizations/borta").headers["Content-Sequence"] == "22"
    world.get("/organizations/borta", 404)
