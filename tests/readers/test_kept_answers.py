"""Answers are kept while they are true, and no one can tell: whatever is asked, whatever is published."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from api.http.answers import Shared
from api.http.store import Store
from api.http.stored import Stored
from api.models import Change
from tests.conftest import World
from tests.contract_client import OPENED
from tests.properties import examples
from tests.samples import BARE

MIKA = "/content/v1/receptions/mika"
PATHS = st.sampled_from((
    "/receptions/mika", "/receptions/mika?include=contacts,host", "/receptions?municipality=2283", "/receptions",
    "/news?include=receptions.contacts", "/contacts", "/organizations?limit=3", "/organizations?sort=-publishedAt",
    "/municipalities", "/api-info", "/contacts/kim", "/contacts?fields=name", "/receptions/mika?locale=en", "/nothing",
    "/contacts?limit=2&page=2", "/docs/problems/not-found", "/openapi.json", "/receptions?asOf=2026-11-24T08:30:00Z",
    "/feeds/receptions", "/feeds/receptions?format=atom",
))  # fmt: skip
HEADERS = st.fixed_dictionaries({}, optional={
    "Accept-Language": st.sampled_from(("en", "sv", "fi,en;q=0.5", "sv-simple", "nonsense;;;")),
    "Accept-Encoding": st.sampled_from(("br", "gzip", "gzip, deflate, br", "identity", "br;q=0, gzip;q=0.1")),
    "Accept": st.sampled_from(("application/json", "*/*", "text/html", "application/xml")),
})  # fmt: skip
READS = st.tuples(st.just("read"), PATHS, HEADERS, st.sampled_from(("GET", "GET", "HEAD")))
ACTS = st.tuples(st.sampled_from(("publish", "draft", "schedule", "unpublish")), st.integers(1, 40))
WAITS = st.tuples(st.just("wait"), st.integers(0, 60))
#: What each answer says anew.
OF_THE_MOMENT = ("traceparent", "Date")


@pytest.fixture
def asked(world):
    """The statements that the database is asked."""
    statements = []
    event.listen(world.database.engine, "before_cursor_execute", lambda *everything: statements.append(everything[2]))
    return statements


def told(world, path, headers, method):
    response = world.client.open(f"/content/v1{path}", method=method, headers=headers)
    kept = {name: value for name, value in response.headers.items() if name not in OF_THE_MOMENT}
    body = response.data if response.status_code < 400 else None  # a problem names its trace
    return response.status_code, kept, body


@examples(25)
@given(steps=st.lists(READS | READS | ACTS | WAITS, min_size=4, max_size=14), seconds=st.integers(0, 10**6))
def test_no_one_can_tell_that_they_are_kept(world, steps, seconds):
    keeping = World(world.database, world.clock)
    plain = World(world.database, world.clock, replace(world.config, cache_mib="0"))
    entry = world.create("contacts", {"kind": "person", "name": f"Kim {seconds}", "email": "kim@example.se"})
    for kind, *what in steps:
        if kind == "read":
            assert told(keeping, *what) == told(keeping, *what) == told(plain, *what)
        elif kind == "wait":
            world.clock.advance(seconds=what[0])
        elif kind == "publish":
            world.publish(entry, scheduled="cancel")
        elif kind == "draft":
            world.save(entry, {"kind": "person", "name": f"Kim {what[0]}", "email": "kim@example.se"})
        elif kind == "schedule":
            start = world.clock.now + timedelta(seconds=what[0])
            world.publish(entry, start=start, until=start + timedelta(seconds=what[0]), scheduled="cancel")
        else:
            world.unpublish(entry)
    world.unpublish(entry)


def test_the_second_to_ask_costs_the_database_nothing(world, asked):
    first = world.client.get(MIKA)
    world.client.get(MIKA)  # has a first look at the log
    asked.clear()
    assert world.client.get(MIKA).data == first.data
    assert asked == []


def test_a_draft_leaves_kept_answers_be(world, asked):
    world.client.get(MIKA)
    world.create("organizations", BARE["organizations"])
    asked.clear()
    world.client.get(MIKA)
    assert len(asked) <= 1  # a look at the log, where any commit is noticed


def test_requests_that_are_answered_alike_share_an_answer(world, asked):
    for path, headers in (
        ("/content/v1/receptions?municipality=2283&locale=en", {}),
        ("/content/v1/receptions?municipality=228%33&locale=%65n", {"Accept-Language": "fi"}),
        ("/content/v1/receptions?municipality=2283&locale=en", {"Accept": "*/*;q=0.8"}),
    ):
        world.client.get(path, headers=headers)
        if not headers:
            world.client.get("/content/v1/receptions?municipality=2283&locale=en")  # a first look at the log
            asked.clear()
    assert asked == []


AXIOS = "application/json, text/plain, */*"


@pytest.mark.parametrize("first", ["*/*", AXIOS, "text/html", ""])
def test_each_gets_the_form_it_prefers_whoever_asked_before(world, first):
    wanted = {"*/*": "text/html", "": "text/html", "text/html": "text/html", AXIOS: "application/json"}
    for accept in (first, *wanted):
        response = world.client.get("/content/v1/docs", headers={"Accept": accept})
        assert response.content_type.partition(";")[0] == wanted[accept], accept


def test_a_page_is_in_the_language_of_whoever_asks(world):
    for query in ("", "?locale=x"):
        for language in ("en", "sv", "en"):
            assert (
                world.client.get(f"/{query}", headers={"Accept-Language": language}).headers["Content-Language"]
                == language
            )


def test_what_is_no_path_is_kept_under_no_name(world):
    for path in ("/content/v1/receptions%3Flimit=2", "/content/v1/receptions%0A", "/content/v1/receptions?limit=2"):
        status = 200 if "%" not in path else 404
        for _ in range(2):
            assert world.client.get(path).status_code == status


def test_a_query_that_means_nothing_keeps_nothing(world):
    front = world.app.wsgi_app
    for number in range(3):
        world.client.get(f"/content/v1/openapi.json?n={number}")
        world.client.get(f"/?n={number}")
    assert len(front._store._kept) == 0
    world.client.get("/content/v1/openapi.json")
    assert len(front._store._kept) == 1


def test_an_answer_of_another_log_is_not_given(world):
    """A backup is restored, and as much happens again: the same number is not the same log."""
    before = world.get("/contacts?limit=1")["_meta"]["totalRecords"]
    with world.database.writing() as session:
        last = session.query(Change).order_by(Change.seq.desc()).first()
        session.delete(last)
    world.clock.advance(minutes=1)
    world.add("contacts", {"kind": "person", "name": "Kim", "email": "kim@example.se"})
    assert world.get("/contacts?limit=1")["_meta"]["totalRecords"] == before + 1


@pytest.mark.parametrize("path", ["/receptions/mika", "/receptions/mika?preview=true"])
def test_whoever_shows_a_key_is_answered_anew(world, asked, path):
    key = world.used_key("editor")
    for _ in range(2):
        asked.clear()
        assert world.send("GET", path, key=key).status_code == 200
        assert len(asked) > 1


def test_many_who_ask_at_once_have_it_made_once(world, asked):
    world.client.get("/content/v1/receptions?limit=7")
    cost = len(asked)
    world.publish(world.create("organizations", BARE["organizations"]))
    world.client.get("/content/v1/api-info")
    asked.clear()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: world.client.get("/content/v1/receptions?limit=7").data, range(24)))
    assert len(set(answers)) == 1
    assert len(asked) <= cost + 1


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"), ("gzip", "gzip"), ("gzip, deflate, br, zstd", "br"), ("*", "br"), ("br;q=0, *;q=0.5", "gzip"),
        ("gzip;q=1, br;q=0.5", "gzip"), ("", None), ("identity", None), ("identity, br;q=0.3", None), ("deflate", None),
        ("br;q=0", None),
    ],
)  # fmt: skip
def test_an_answer_travels_as_its_reader_takes_it(seeded, accepted, coding):
    plain = seeded.client.get(MIKA)
    response = seeded.client.get(MIKA, headers={"Accept-Encoding": accepted})
    opened = OPENED[coding](response.data)
    assert response.headers.get("Content-Encoding") == coding
    assert opened == plain.data
    assert int(response.headers["Content-Length"]) == len(response.data)
    assert response.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert (response.headers["ETag"] == plain.headers["ETag"]) == (coding is None)
    headed = seeded.client.head(MIKA, headers={"Accept-Encoding": accepted})
    assert (headed.data, headed.headers["ETag"]) == (b"", response.headers["ETag"])
    assert headed.headers["Content-Length"] == response.headers["Content-Length"]


def test_small_answers_are_not_worth_it(seeded):
    response = seeded.client.get("/content/v1/api-info", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept, Accept-Language"


def test_what_shows_a_key_travels_light_too_unless_it_is_private(world):
    headers = {"Accept-Encoding": "br"}
    key = world.used_key()
    assert world.send("GET", "/receptions/mika", key=key, headers=headers).headers["Content-Encoding"] == "br"
    for private in ("/receptions/mika?preview=true", "/entries/receptions/mika"):
        assert "Content-Encoding" not in world.send("GET", private, key=key, headers=headers).headers


def test_each_coding_has_an_etag_of_its_own(seeded):
    tags = {
        coding: seeded.client.get(MIKA, headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in ("identity", "gzip", "br")
    }
    assert len(set(tags.values())) == 3
    for coding, tag in tags.items():
        for other in tags:
            headers = {"Accept-Encoding": other, "If-None-Match": tag}
            assert seeded.client.get(MIKA, headers=headers).status_code == (304 if coding == other else 200)


def stored(body):
    return Stored(body, "", [], [], "", None, Shared(None, None))


def test_the_least_recently_asked_for_goes_first():
    store = Store(50_000)
    for name in "abcd":
        store.put(name, stored(b"x" * 8000))
        store.get("a")
    store.put("e", stored(b"x" * 8000))
    assert [name for name in "abcde" if store.get(name)] == ["a", "c", "d", "e"]


def test_what_is_bigger_than_all_there_is_room_for_is_not_kept():
    store = Store(50_000)
    store.put("a", stored(b""))
    store.put("b", stored(b"x" * 50_000))
    assert store.get("a")
    assert store.get("b") is None
