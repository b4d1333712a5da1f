"""Alive, ready, and what clients see when the database is away."""

import pytest
from sqlalchemy import text

from api.app import create_app
from api.config import Config
from api.db import Database
from tests.conftest import World


@pytest.fixture
def unmigrated(engine):
    url = engine.empty()
    database = Database(url)
    yield World(database, clock=None)
    database.close()
    engine.drop(url)


def test_ready_where_there_are_tables(seeded):
    for path in ("/health/live", "/health/ready"):
        response = seeded.client.get(path)
        assert (response.status_code, response.json["status"]) == (200, "ok")
        assert response.headers["Cache-Control"] == "no-store"


def test_not_ready_without_tables_and_reads_are_503(unmigrated):
    ready = unmigrated.client.get("/health/ready")
    assert (ready.status_code, ready.json["type"].rpartition("/")[2]) == (503, "unavailable")
    assert ready.json["detail"].startswith("Databasens tabeller")
    assert unmigrated.client.get("/health/live").status_code == 200
    for path in ("/receptions", "/receptions/mika", "/municipalities"):
        response = unmigrated.client.get(f"/content/v1{path}")
        assert response.status_code == 503
        assert response.headers["Retry-After"] == "5"
        assert "Content-Sequence" not in response.headers
        for secret in ("sqlite", "psycopg", "SELECT", "changes", "Traceback"):
            assert secret not in response.text


def test_not_ready_without_a_database():
    app = create_app(Config(database_url="postgresql://nobody@127.0.0.1:1/nothing", rate_limit="0"))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client()
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["detail"]) == (503, "Databasen svarar inte just nu.")
    assert client.get("/health/live").status_code == 200
    response = client.get("/content/v1/receptions")
    assert response.status_code == 503
    assert "127.0.0.1:1" not in response.text


def test_an_error_of_ours_tells_nothing_but_the_trace(world, caplog):
    """A row that no version of ours has written, as after a restore by hand."""
    with world.database.writing() as session:
        session.execute(text("UPDATE editions SET rendered = '\"secret\"' WHERE slug = 'mika'"))
    response = world.client.get("/content/v1/receptions/mika")
    assert response.status_code == 500
    assert response.json["type"].endswith("/internal-error")
    assert response.json["instance"] in caplog.text
    assert "TypeError" in caplog.text
    for secret in ("secret", "TypeError", "rendering", "Traceback"):
        assert secret not in response.text
    assert response.headers["Content-Sequence"] == "22"
