"""What the ground promises: snapshots that hold still, writers that take turns, writes that last."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError

from api.models import Change, Entry, Event
from api.services.acting import act, audit
from tests.conftest import World
from tests.samples import BARE


def count(session):
    return session.scalar(select(func.count()).select_from(Change))


def test_a_reader_sees_one_moment(world):
    with world.database.reading() as session:
        before = count(session)
        world.add("organizations", BARE["organizations"])
        assert count(session) == before
    with world.database.reading() as session:
        assert count(session) == before + 1


def test_a_reader_can_write_nothing(world):
    with world.database.reading() as session, pytest.raises(DBAPIError):
        session.execute(text("UPDATE entries SET revision = 0"))
    world.create("organizations", BARE["organizations"])  # and the connection can be used to write again


def test_writers_that_read_first_both_get_their_turn(world):
    def write(number):
        with world.database.writing() as session:
            act(session)
            seen = session.scalar(select(func.count()).select_from(Event).where(Event.kind == "restored"))
            audit(session, "restored", session.scalars(select(Entry).limit(1)).one(), [str(seen)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(8)))
    with world.database.reading() as session:
        turns = session.scalars(select(Event.fields).where(Event.kind == "restored").order_by(Event.id)).all()
    assert sorted(turns) == [[str(number)] for number in range(8)]


def test_what_is_written_lasts(world):
    with world.database.writing() as session:
        if world.database.engine.dialect.name == "sqlite":
            kept = {
                name: session.scalar(text(f"PRAGMA {name}")) for name in ("synchronous", "foreign_keys", "journal_mode")
            }
            assert kept == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal"}
            assert session.scalar(text("PRAGMA secure_delete")) == 1
        else:
            assert session.scalar(text("SHOW synchronous_commit")) == "on"


def test_no_value_reaches_the_log(world, caplog):
    with pytest.raises(DBAPIError) as error, world.database.writing() as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "hemligt 070-123"})
    assert "hemligt" not in str(error.value)


@pytest.mark.parametrize(
    ("path", "statements"), [("/health/live", 0), ("/metrics", 0), ("/", 0), ("/content/v1/openapi.json", 1)]
)
def test_what_needs_no_database_asks_for_none(world, path, statements):
    asked = []
    event.listen(world.database.engine, "before_cursor_execute", lambda *all: asked.append(all[2]))
    world.client.get(path)
    assert len(asked) == statements


def test_a_limit_shields_the_database(seeded):
    limited = World(seeded.database, seeded.clock, seeded.config.__class__(rate_limit="1/minute"))
    assert limited.client.get("/content/v1/receptions/mika").status_code == 200
    asked = []

    def note(*everything):
        asked.append(everything[2])

    event.listen(seeded.database.engine, "before_cursor_execute", note)
    for method in ("GET", "OPTIONS", "HEAD"):
        response = limited.client.open("/content/v1/receptions/mika", method=method)
        assert response.status_code == 429
        assert response.headers["Content-Sequence"] == "22"
    event.remove(seeded.database.engine, "before_cursor_execute", note)
    assert asked == []
