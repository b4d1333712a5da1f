"""The ground under the tables: engines, transactions, instants. The only place that commits.

Readers get one read-only snapshot; writers one transaction. SQLite runs in WAL mode with explicit BEGINs, so that a
snapshot is one and a writer never has to upgrade its lock.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Executable,
    MetaData,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

#: Where intervals that have no end, end.
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)

Clock = Callable[[], datetime]

#: Key of the advisory lock under which PostgreSQL serialises acts that readers can notice.
_LOG_LOCK = 7_265_737_501
#: On SQLite, the FTS5 table that stands beside each table of texts.
FTS5 = {"edition_texts": "edition_words", "draft_texts": "draft_words"}
#: Words that were taken out of an index stay in it until it is merged. Deleted cells are zeroed, but pages that were
#: rearranged can hold a copy: so SQLite writes its file anew, and empties the write-ahead log.
_SCRUBS = (
    *(f"INSERT INTO {words}({words}) VALUES ('optimize')" for words in FTS5.values()),  # noqa: S608  # names of our own
    "VACUUM",
    "PRAGMA wal_checkpoint(TRUNCATE)",
)
#: Where PostgreSQL tells everyone who listens that someone acted in public.
CHANNEL = "content_changes"
#: How long a writer waits for its turn, in milliseconds.
_LONGEST_WAIT = 10_000


class Base(DeclarativeBase):
    """Every table of the house; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


#: So many of the last rows that a writer has read or written it holds on to: what it asks for again, it has.
_AT_HAND = 32


class _Writer(Session):
    """One writer's session."""


@event.listens_for(_Writer, "loaded_as_persistent")
@event.listens_for(_Writer, "pending_to_persistent")
def _hold_on(session: Session, row: Any) -> None:
    session.info.setdefault("at hand", deque(maxlen=_AT_HAND)).append(row)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite drops zones, so they are taken off and put back here; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("an instant has a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def clock() -> datetime:
    """What this machine takes for now."""
    return datetime.now(UTC)


class Database:
    """One database and the clock its acts go by."""

    def __init__(self, url: str, clock: Clock = clock) -> None:
        self.clock = clock
        self.engine = _engine(url)
        #: Called after every act in public that this process has committed.
        self.on_act: list[Callable[[], None]] = []
        #: What is still to be done so that nothing is left of what was erased.
        self._scrubs: list[str] = []
        #: Called when every connection has been given back.
        self.at_end: list[Callable[[], None]] = []
        self._memory: dict[Any, Any] = {}
        sqlite = self.engine.dialect.name == "sqlite"
        read = {"writes": False} if sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**read)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One read-only snapshot; what it finds out, others may remember (`info["memory"]`)."""
        with Session(self._reader, info={"clock": self.clock, "memory": self._memory}) as session:
            yield session

    @contextmanager
    def writing(self, *, keep: bool = True) -> Iterator[Session]:
        """One transaction: committed at the end, or rolled back whole; with `keep=False` rolled back in any case."""
        with _Writer(self.engine, info={"clock": self.clock}) as session, session.begin() as transaction:
            yield session
            if not keep:
                transaction.rollback()
        if keep and "acting" in session.info:
            for tell in self.on_act:
                tell()
        if keep and session.info.get("erased"):
            self._scrubs = [*_SCRUBS] if self.engine.dialect.name == "sqlite" else []
        if keep and self._scrubs:
            self._scrub()

    def _scrub(self) -> None:
        """Leave nothing of what was erased in SQLite's files; whoever stands in the way does so until the next act."""
        connection = self.engine.raw_connection()
        cursor = connection.cursor()
        try:
            cursor.execute("PRAGMA busy_timeout=1000")
            cursor.execute("PRAGMA query_only=OFF")
            while self._scrubs:
                busy = cursor.execute(self._scrubs[0]).fetchone()
                if busy and busy[0]:
                    return
                self._scrubs.pop(0)
        except sqlite3.OperationalError:
            return
        finally:
            cursor.execute(f"PRAGMA busy_timeout={_LONGEST_WAIT}")
            connection.close()

    @property
    def dsn(self) -> str:
        """Where a PostgreSQL database is, for the driver alone."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def close(self) -> None:
        """Give every connection back, and tell whoever watches."""
        self.engine.dispose()
        while self.at_end:
            self.at_end.pop(0)()


def read(session: Session, statement: Executable, parameters: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """The rows of a statement about tables: no objects, half the work. What the session holds back is written first."""
    session.flush()
    return session.connection().execute(statement, parameters or {})


def announce(session: Session) -> None:
    """Tell everyone who listens, once the transaction is committed, that there is something new in the log."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"NOTIFY {CHANNEL}"))


def lock_log(session: Session) -> None:
    """Wait for the right to act in public: until the end of the transaction no one else draws a `seq`.

    SQLite's writers hold it from their BEGIN IMMEDIATE on.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOG_LOCK})


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite" and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        parsed,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        hide_parameters=True,
        pool_size=20,
        max_overflow=20,
        pool_pre_ping=parsed.drivername != "sqlite",
        connect_args={}
        if parsed.drivername == "sqlite"
        else {"connect_timeout": 5, "options": f"-c lock_timeout={_LONGEST_WAIT}"},
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    """Durable by default: a 2xx means that the write survives a power cut (synchronous=FULL)."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout={_LONGEST_WAIT}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """A reader can write nothing; a writer waits for its turn before it reads."""
    writes = connection.get_execution_options().get("writes", True)
    driver = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    try:
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    except sqlite3.OperationalError as error:  # the wait was too long; what SQLAlchemy runs itself it wraps so too
        raise OperationalError("BEGIN", None, error) from error
