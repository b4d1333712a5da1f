"""`/changes` as its clients see it: tokens, batches, reasons, digests, and what must not be told."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
import rfc8785

from api.db import Database
from api.services import drafting, erasing, publishing
from api.services.positions import renew_epoch
from tests.conftest import OWNER, PUBLIC_URL, START, Clock, World
from tests.copies.replica import Replica

OTHER = "sundsvalls-kommun"
PERSON = {"kind": "function", "name": "Ny", "email": "ny@example.se"}


def asking(world):
    def ask(path):
        response = world.client.get(f"/content/v1{path}")
        return response.status_code, response.json

    return ask


def follow(world, token="", query=""):
    return world.get(f"/changes?{query}{'&since=' + token if token else ''}")


def told(answer):
    return [(each["change"], each["id"], each.get("version") or each["reason"]) for each in answer["items"]]


@pytest.fixture
def at_rest(world):
    """A token of everything that is public."""
    return follow(world)["_meta"]["token"]


def test_a_start_is_everything_in_batches(world):
    replica = Replica(batchSize=3)
    answers = 0
    while replica.step(asking(world)):
        answers += 1
        assert (replica.meta["count"], replica.meta["digest"], replica.meta["totalRecords"]) == (3, None, None)
    replica.check()
    assert len(replica.items) == 22
    assert answers == 7


def test_what_changes_during_a_start_is_found_by_its_end(world):
    replica = Replica(type="contacts", batchSize=1)
    replica.step(asking(world))
    first = next(iter(replica.items))
    world.unpublish(UUID(first))
    added = world.add("contacts", PERSON)
    replica.catch_up(asking(world))
    replica.check()
    assert first not in replica.items
    assert str(added) in replica.items


def test_nothing_new_is_the_same_address_for_everyone(world, at_rest):
    world.clock.advance(minutes=10)
    again = follow(world, at_rest)
    assert again["items"] == []
    assert again["_meta"]["token"] == at_rest
    assert again["_meta"]["digest"].startswith("sha256:")
    assert follow(world)["_meta"]["token"] == at_rest


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda world, entry: world.unpublish(entry), "unpublished"),
        (lambda world, entry: world.withdraw(entry, "gone"), "gone"),
        (lambda world, entry: world.withdraw(entry, "redirect", world.add("contacts", PERSON)), "redirect"),
        (lambda world, entry: world.clock.advance(hours=2), "expired"),
    ],
)
def test_why_something_left(world, end, reason):
    entry = world.add("contacts", PERSON, until=START + timedelta(hours=1))
    token = follow(world, query="type=contacts")["_meta"]["token"]
    world.clock.advance(seconds=1)
    end(world, entry)
    assert ("removed", str(entry), reason) in told(follow(world, token, "type=contacts"))


def test_what_matches_no_longer_is_removed_and_so_is_what_was_erased(world):
    entry = world.add("contacts", PERSON)
    token = follow(world, query="kind=function")["_meta"]["token"]
    world.save(entry, PERSON | {"kind": "person"})
    world.publish(entry)
    answer = follow(world, token, "kind=function")
    assert told(answer) == [("removed", str(entry), "filtered")]
    with world.database.writing() as session:
        erasing.erase(session, entry)
    assert told(follow(world, answer["_meta"]["token"], "kind=function")) == [("removed", str(entry), "erased")]


def test_a_notice_is_an_update(world):
    entry = world.add("contacts", PERSON)
    token = follow(world, query="type=contacts")["_meta"]["token"]
    world.clock.advance(seconds=1)
    world.withdraw(entry, "withdrawn", explanation={"sv": "Stängt."})
    (change,) = follow(world, token, "type=contacts")["items"]
    assert (change["change"], change["version"]) == ("updated", 2)
    assert change["item"]["withdrawal"]["explanation"] == "Stängt."


def test_a_schedule_is_told_of_when_its_instant_has_passed_and_not_before(world, at_rest):
    entry = world.create("contacts", PERSON)
    world.publish(entry, start=START + timedelta(hours=1))
    early = world.client.get(f"/content/v1/changes?since={at_rest}")
    assert str(entry) not in early.text
    assert "must-revalidate" not in early.headers["Cache-Control"]
    world.clock.now = START + timedelta(minutes=59, seconds=50)
    near = world.client.get(f"/content/v1/changes?since={at_rest}")
    assert near.headers["Cache-Control"] == "public, max-age=10, must-revalidate"
    world.clock.now = START + timedelta(hours=1)
    token = early.json["_meta"]["token"]
    assert told(follow(world, token)) == [("updated", str(entry), 1)]


def test_what_a_cancelled_schedule_would_have_shown_is_never_told(world, at_rest):
    entry = world.create("contacts", PERSON)
    world.publish(entry, start=START + timedelta(hours=1))
    with world.database.writing() as session:
        publishing.cancel(session, entry)
    world.clock.advance(hours=2)
    assert follow(world, at_rest)["items"] == []


def test_a_filter_by_reference_follows_whom_it_names(world):
    contact = world.add("contacts", PERSON, slug="ny")
    study = {"title": {"sv": "Studie"}, "contacts": ["ny"]}
    entry = world.add("studies", study)
    filters = "contact=ny&type=studies"
    answer = follow(world, query=filters)
    assert told(answer) == [("updated", str(entry), 1)]
    world.clock.advance(seconds=1)
    world.unpublish(contact)
    assert world.get(f"/studies?{filters.partition('&')[0]}")["items"] == []
    gone = follow(world, answer["_meta"]["token"], filters)
    assert told(gone) == [("removed", str(entry), "filtered")]
    assert gone["_meta"]["totalRecords"] == 0
    world.publish(contact)
    assert told(follow(world, gone["_meta"]["token"], filters)) == [("updated", str(entry), 1)]


def test_another_owner_leaves_and_enters(world):
    entry = world.add("contacts", PERSON)
    tokens = {owner: follow(world, query=f"organization={owner}")["_meta"]["token"] for owner in (OWNER, OTHER)}
    with world.database.writing() as session:
        drafting.save(session, entry, body=PERSON, organization=OTHER)
    assert told(follow(world, tokens[OWNER], f"organization={OWNER}")) == [("removed", str(entry), "filtered")]
    assert told(follow(world, tokens[OTHER], f"organization={OTHER}")) == [("updated", str(entry), 2)]


def test_a_machine_whose_clock_is_ahead_has_shown_what_another_takes_back(world):
    late = Clock()
    behind = World(Database(world.database.engine.url.render_as_string(hide_password=False), clock=late), late)
    entry = world.create("contacts", PERSON)
    world.publish(entry, start=START + timedelta(seconds=2))
    world.clock.advance(seconds=3)
    replica = Replica(type="contacts")
    replica.catch_up(asking(world))
    assert str(entry) in replica.items
    replica.step(asking(behind))
    assert str(entry) in replica.items, "what one machine has shown, another does not take back by its clock alone"
    replica.check()
    with behind.database.writing() as session:
        publishing.cancel(session, entry)
    for machine in (behind, world):
        replica.catch_up(asking(machine))
        replica.check()
        assert str(entry) not in replica.items
    behind.database.close()


def test_an_item_is_the_edition_itself_and_can_be_checked(world):
    every = {each["id"]: each["item"] for each in follow(world)["items"]}
    for id, item in every.items():
        text = rfc8785.dumps({name: value for name, value in item.items() if name != "contentHash"})
        assert item["contentHash"] == "sha256:" + hashlib.sha256(text).hexdigest()
        assert item["contentHash"] == world.get(f"/{item['type']}/{id}")["contentHash"]
    mika = next(each for each in every.values() if each["slug"] == "mika")
    assert mika["organization"].keys() == {"type", "id"}
    assert not {"isOpenNow", "fallbackFields", "_links"} & mika.keys()


def test_the_language_is_asked_for_in_the_address_alone(world):
    swedish, ignored = (
        follow(world, query="type=receptions"),
        world.get("/changes?type=receptions", Accept_Language="en"),
    )
    assert swedish == ignored
    english = follow(world, query="type=receptions&locale=en")["items"]
    names = {each["item"]["slug"]: each["item"]["name"] for each in english}
    assert names["kast"] == "KAST reception, Västernorrland"
    maps = {each["item"]["slug"]: each["item"] for each in follow(world, query="type=receptions&locale=all")["items"]}
    assert maps["kast"]["name"]["en"] == names["kast"]
    assert maps["kast"]["name"].keys() >= {"sv", "en"}
    token = follow(world, query="type=receptions&locale=en")["_meta"]["token"]
    assert follow(world, token, "type=receptions")["items"] == [], "the language is no part of the set"


@pytest.mark.parametrize(
    ("query", "code"),
    [("since=x", "token"), ("since=TOKEN&type=news", "tokenSet"), ("since=TOKENx", "token"),
     (f"year={','.join(map(str, range(21)))}", "tooManyTerms"), ("locale=xub-abi-9zb", "language"),
     ("batchSize=0", "range"), ("batchSize=1001", "range"), ("type=nyheter", "unknownValue"),
     ("municipality=9999", "unknownCode"), ("kind=nobody", "unknownCode"), ("page=1", "unknownParameter")],
)  # fmt: skip
def test_what_is_not_understood_is_told(world, at_rest, query, code):
    answer = world.get(f"/changes?{query.replace('TOKEN', at_rest)}", 400)
    assert answer["errors"][0]["code"] == code


def test_filters_of_several_types_and_none(world):
    assert follow(world, query="kind=municipality&type=contacts")["items"] == []
    assert {each["type"] for each in follow(world, query="municipality=2281")["items"]} >= {"news", "receptions"}
    nothing = follow(world, query="year=2023&type=news")
    assert nothing["items"] == []
    assert nothing["_meta"]["digest"] == "sha256:" + hashlib.sha256(b"").hexdigest()
    assert follow(world, query="contact=finns-inte")["items"] == []


def test_a_restored_backup_makes_copies_start_again(world, engine, template):
    entry = world.add("contacts", PERSON)
    ahead = follow(world)["_meta"]["token"]
    url = engine.copy(template)
    restored = World(Database(url, clock=Clock(world.clock.now + timedelta(minutes=1))), world.clock)
    waits = restored.client.get(f"/content/v1/changes?since={ahead}")
    assert (waits.status_code, waits.headers["Retry-After"]) == (503, "1")
    restored.add("contacts", PERSON)
    over = restored.client.get(f"/content/v1/changes?since={ahead}")
    assert (over.status_code, over.json["type"].rpartition("/")[2]) == (410, "start-again")
    assert over.json["_links"] == [{"href": f"{PUBLIC_URL}/content/v1/changes", "rel": "start", "method": "GET"}]
    replica = Replica()
    replica.catch_up(asking(world))
    assert str(entry) in replica.items
    replica.catch_up(asking(restored))
    replica.check()
    assert str(entry) not in replica.items
    restored.database.close()
    engine.drop(url)


def test_an_operator_says_that_it_was_restored(world, at_rest):
    with world.database.writing() as session:
        renew_epoch(session)
    assert world.client.get(f"/content/v1/changes?since={at_rest}").status_code == 410


def test_answers_are_kept_and_coded_for_everyone(world, at_rest):
    path = f"/content/v1/changes?since={at_rest}"
    first = world.client.get("/content/v1/changes", headers={"Accept-Encoding": "br"})
    assert first.headers["Content-Encoding"] == "br"
    again = world.client.get(path)
    assert world.client.get(path, headers={"If-None-Match": again.headers["ETag"]}).status_code == 304
    assert again.headers["Surrogate-Key"] == "contacts news organizations receptions studies"
    world.add("contacts", PERSON)
    assert world.client.get(path).json["_meta"]["count"] == 1, "and never kept past a publication"
    assert world.get(f"/changes?since={at_rest}&minSequence=99", 503)["status"] == 503


def test_whoever_pointed_at_what_was_erased_leaves_a_set_that_named_it(world):
    contact = world.add("contacts", PERSON | {"kind": "person"}, slug="ny")
    entry = world.add("studies", {"title": {"sv": "Studie"}, "contacts": ["ny"]})
    answer = follow(world, query="contact=ny&type=studies")
    assert told(answer) == [("updated", str(entry), 1)]
    with world.database.writing() as session:
        erasing.erase(session, contact)
    left = follow(world, answer["_meta"]["token"], "contact=ny&type=studies")
    assert told(left) == [("removed", str(entry), "filtered")]


def test_a_draft_that_is_erased_was_never_there(world, at_rest):
    entry = world.create("contacts", PERSON | {"kind": "person"})
    with world.database.writing() as session:
        erasing.erase(session, entry)
    assert follow(world, at_rest)["items"] == []
    assert str(entry) not in str(follow(world))
