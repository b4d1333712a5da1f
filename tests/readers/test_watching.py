"""What anyone publishes, in whatever process, the next reader sees: never stale, whatever gets lost."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from api.db import Database
from api.errors import Unavailable
from api.models import Change, Entry
from api.services import watching
from api.services.acting import act, log
from tests.conftest import World, only_on
from tests.samples import BARE

HOUSE = Path(__file__).parent.parent.parent
#: How long what is known may be told without a look, in seconds; and a little for a machine that is busy.
TRUSTED = 1.0
SLACK = 2.0


PUBLISH = """
import sys
from api.catalogue import CATALOGUE
from api.db import Database
from api.services import drafting, publishing
database = Database(sys.argv[1])
with database.writing() as session:
    body = {"name": {"sv": "Ny i länet"}, "kind": "unit"}
    entry = drafting.create(session, CATALOGUE["organizations"], organization="timra-kommun", body=body)
    publishing.publish(session, entry.id)
database.close()
"""


@pytest.fixture
def url(world):
    return world.database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def elsewhere(world, url):
    """The same database, as another process has it."""
    database = Database(url, clock=world.clock)
    yield World(database, world.clock)
    database.close()


def total(world):
    return world.get("/organizations?limit=1")["_meta"]["totalRecords"]


def known(world):
    """The total, from an answer that was kept: the log is being watched by then."""
    total(world)
    return total(world)


def soon(world, expected, within):
    """Whether readers get to see it; nothing else is asked in between that could help."""
    deadline = time.monotonic() + within
    while total(world) != expected and time.monotonic() < deadline:
        time.sleep(0.01)
    return total(world) == expected


def test_what_this_process_publishes_the_next_reader_sees(world):
    for number in range(5):
        before = total(world)
        world.add("organizations", {"name": {"sv": f"Enhet {number}"}, "kind": "unit"})
        assert total(world) == before + 1


@only_on("sqlite")
def test_what_another_process_publishes_the_next_reader_sees_on_sqlite(world, engine, url):
    before = known(world)
    subprocess.run([sys.executable, "-c", PUBLISH, url], cwd=HOUSE, check=True)
    world.clock.advance(days=3650)  # that process has a clock of its own
    assert total(world) == before + 1


@only_on("postgresql")
def test_what_another_process_publishes_is_told_on_postgresql(world, engine, elsewhere):
    before = known(world)
    time.sleep(0.3)  # it listens by now
    took = []
    for number in range(1, 6):
        assert total(world) == before + number - 1
        began = time.monotonic()
        elsewhere.add("organizations", {"name": {"sv": f"Enhet {number}"}, "kind": "unit"})
        assert soon(world, before + number, SLACK)
        took.append(time.monotonic() - began)
    assert sorted(took)[2] < TRUSTED / 2  # it was told; to look for oneself would have taken longer


def cut_off(world):
    """End every connection that listens."""
    with world.database.writing() as session:
        ended = session.scalars(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
        ).all()
    return len(ended)


@only_on("postgresql")
def test_a_lost_notification_costs_a_second_at_most(world, engine, elsewhere):
    before = known(world)
    time.sleep(0.3)
    assert cut_off(world)
    elsewhere.add("organizations", BARE["organizations"])
    assert soon(world, before + 1, TRUSTED + SLACK)
    time.sleep(1)  # and then it listens again
    elsewhere.add("organizations", {"name": {"sv": "Två"}, "kind": "unit"})
    assert soon(world, before + 2, TRUSTED + SLACK)
    assert cut_off(world)


@only_on("postgresql")
def test_nothing_told_at_all_costs_a_second_at_most(world, engine, elsewhere, monkeypatch):
    monkeypatch.setattr(watching, "CHANNEL", "another_channel")
    before = known(world)
    time.sleep(0.3)
    assert total(world) == before
    elsewhere.add("organizations", BARE["organizations"])
    began = time.monotonic()
    assert soon(world, before + 1, TRUSTED + SLACK)
    assert time.monotonic() - began < TRUSTED + SLACK


def test_min_sequence_is_exact_for_whoever_wrote(world, elsewhere):
    """However little is known of it here: what is asked for from a point of the log is from there or later."""
    total(world)
    elsewhere.add("organizations", BARE["organizations"])
    with elsewhere.database.reading() as session:
        written = session.query(Change.seq).order_by(Change.seq.desc()).limit(1).scalar()
    response = world.client.get(f"/content/v1/organizations?minSequence={written}")
    assert response.status_code == 200
    assert int(response.headers["Content-Sequence"]) >= written
    assert world.client.get(f"/content/v1/organizations?minSequence={written + 1}").status_code == 503


@only_on("postgresql")
def test_what_is_kept_is_not_given_when_no_one_can_say_that_it_is_true(engine, template):
    database = Database(engine.copy(template))
    world = World(database, None)
    known(world)
    engine.drop(database.engine.url.render_as_string(hide_password=False))
    time.sleep(TRUSTED + 0.1)
    for _ in range(2):
        response = world.client.get("/content/v1/organizations?limit=1")
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert response.headers["Content-Sequence"] == "22"
    assert world.client.get("/health/live").status_code == 200
    database.close()


def test_without_a_database_it_says_so(tmp_path):
    for url in (f"sqlite:///{tmp_path}", "postgresql://nobody@127.0.0.1:1/nothing"):
        database = Database(url)
        with pytest.raises(Unavailable):
            watching.watch(database).head()
        database.close()


def test_a_log_that_went_back_is_believed(world, url):
    """A restored backup: what is known is what is there, not the most there ever was."""
    watch = watching.watch(world.database)
    entry = world.add("organizations", BARE["organizations"])
    known = watch.head()
    with world.database.writing() as session:
        act(session)
        session.query(Change).filter(Change.seq == known.sequence).delete()
    assert watch.head().sequence == known.sequence - 1
    with world.database.writing() as session:
        log(session, "published", session.get_one(Entry, entry).id)
    assert watch.head().sequence == known.sequence
