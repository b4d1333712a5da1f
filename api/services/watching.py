"""How far the public log has come, for those who ask thousands of times a second.

What is known is confirmed before it is told. On SQLite the index of the write-ahead log tells whether anyone, in any
process, has committed since; only then the log is read. On PostgreSQL what is known is good for a second at most, less
when a notification says that someone acted (sent in the transaction of the act), or when this process did itself.
"""

import logging
import mmap
import sqlite3
import threading
import time
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from api.db import CHANNEL, Database
from api.errors import Unavailable
from api.services.observing import Head, head

#: The first of the two copies of the header: 48 bytes (https://sqlite.org/walformat.html, section 2.1).
_INDEX_HEAD = 48
_logger = logging.getLogger("api")
#: How long what is known may be told without asking, in seconds: all that lost notifications can do.
_TRUSTED = 1.0
#: How long a lost connection is left alone, in seconds.
_PAUSE = 0.5


def _look(database: Database) -> Head:
    try:
        with database.reading() as session:
            return head(session)
    except SQLAlchemyError as error:
        raise Unavailable("database") from error


class Watch(Protocol):
    """Keeps an eye on the public log."""

    @property
    def known(self) -> Head | None:
        """What was last known of the log, true or not; None before it was ever looked at."""

    def head(self) -> Head:
        """The last line of the public log. Raises Unavailable without a database."""


def watch(database: Database) -> Watch:
    """Keep an eye on the log of a database; begins when it is first asked."""
    return _Notified(database) if database.engine.dialect.name == "postgresql" else _Indexed(database)


class _Indexed:
    """SQLite: the head of the index of the write-ahead log, which every commit rewrites to become visible.

    A connection that only looks keeps the index in being. To read its head in memory costs next to nothing, and unlike
    `PRAGMA data_version`, which compares the same bytes, does not hand the interpreter to another thread.

    The file is never closed before SQLite's own connections are: POSIX takes all locks of a process from a file as soon
    as it closes it once (https://sqlite.org/howtocorrupt.html, section 2.2).
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._index: mmap.mmap | None = None
        #: The head of the index, and of the log as it was by then: read and written together.
        self._seen: tuple[bytes, Head] | None = None

    @property
    def known(self) -> Head | None:
        return self._seen[1] if self._seen else None

    def head(self) -> Head:
        index = self._index or self._open()
        seen = self._seen
        if seen is None or seen[0] != index[:_INDEX_HEAD]:
            with self._lock:
                seen, present = self._seen, index[:_INDEX_HEAD]
                if seen is None or seen[0] != present:  # no one has looked while we waited
                    self._seen = seen = present, _look(self._database)
        return seen[1]

    def _open(self) -> mmap.mmap:
        with self._lock:
            if self._index is None:
                name = str(self._database.engine.url.database)
                try:
                    self._database.engine.connect().close()  # sees to it that there is a write-ahead log
                    connection = sqlite3.connect(name, check_same_thread=False)
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
                    file = Path(f"{name}-shm").open("rb")  # noqa: SIM115  # see above
                    self._database.at_end += [connection.close, file.close]
                    self._index = mmap.mmap(file.fileno(), _INDEX_HEAD, access=mmap.ACCESS_READ)
                    self._database.at_end.append(self._index.close)
                except (SQLAlchemyError, sqlite3.Error, OSError, ValueError) as error:
                    raise Unavailable("database") from error
            return self._index


class _Notified:
    """PostgreSQL: a thread that listens, and a look of one's own once a second."""

    def __init__(self, database: Database) -> None:
        self.known: Head | None = None
        self._database = database
        self._lock = threading.Lock()
        self._confirmed = self._failed = float("-inf")
        self._listener: threading.Thread | None = None
        self._closed = threading.Event()
        database.on_act.append(self._call)
        database.at_end.append(self._closed.set)

    def head(self) -> Head:
        if self.known and time.monotonic() - self._confirmed < _TRUSTED:
            return self.known
        with self._lock:
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name="watch", daemon=True)
                self._listener.start()
            began = time.monotonic()
            if began - self._failed < _PAUSE:
                raise Unavailable("database")
            if self.known is None or began - self._confirmed >= _TRUSTED:
                try:
                    self.known, self._confirmed = _look(self._database), began
                except Unavailable:
                    self._failed = time.monotonic()  # whoever waited for this look need not wait for another
                    raise
            return self.known

    def _call(self) -> None:
        """Someone acted: the next to ask looks for himself. Whoever looks at this moment may have missed it."""
        with self._lock:
            self._confirmed = float("-inf")

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with psycopg.connect(self._database.dsn, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._call()
                    while not self._closed.is_set():
                        for _ in connection.notifies(timeout=_PAUSE, stop_after=1):
                            self._call()
            except psycopg.Error as error:
                _logger.warning("listening again in %s s: %s", _PAUSE, type(error).__name__)
                self._closed.wait(_PAUSE)
