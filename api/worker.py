"""The worker: fills the outbox of webhooks as the public log moves and instants pass, and sends what is due.

Inside the server it is a thread of each of its processes; by itself it is the `worker` command. On SQLite one worker at
a time holds a file lock, and the others wait for it; on PostgreSQL there may be many.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from multiprocessing.util import Finalize
from pathlib import Path

import orjson
from sqlalchemy.exc import SQLAlchemyError
from standardwebhooks.webhooks import Webhook as Signer

from api.config import Config
from api.db import Clock, Database
from api.errors import ContentError
from api.http.outgoing import Answered, Sender, Unreachable
from api.http.trace import continued
from api.services.dispatching import Claimed, Outcome, claim, is_due, record, release, tidy
from api.services.enqueuing import fill

#: How often it looks whether there is anything to do, in seconds.
TICK = 0.25
#: So many messages are under way at a time, to as many addresses.
_SENDERS = 8
#: How long an address has to answer, in seconds: well within a lease.
_DEADLINE = 10.0
#: How long it waits when something is wrong, in seconds.
_PAUSE = 5.0
_TIDY_EVERY = timedelta(hours=1)
_logger = logging.getLogger("api")


class Worker:
    """Sends webhooks; leave it before its database is closed."""

    def __init__(self, database: Database, sender: Sender, *, alone: bool = False) -> None:
        """`alone`: whatever seems to be under way is left over from a worker that is no more."""
        self._database, self._sender = database, sender
        self._leftovers = alone
        self._pool = ThreadPoolExecutor(_SENDERS, thread_name_prefix="webhook")
        self._under_way = threading.Semaphore(_SENDERS)
        self._wake = threading.Event()
        self._tidied = database.clock() - _TIDY_EVERY

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop, and until what is under way has been told of."""
        try:
            while not stop.is_set():
                self._wake.wait(self._tried())
                self._wake.clear()
        finally:
            self._pool.shutdown(wait=True)

    def _tried(self) -> float:
        """Take a turn, whatever comes of it; how many seconds to wait for the next."""
        try:
            return 0.0 if self.turn() else TICK
        except (SQLAlchemyError, ContentError) as error:  # no database just now, or no tables yet
            _logger.warning("webhooks wait: %s", type(error).__name__)
        except Exception:
            _logger.exception("webhooks wait")
        return _PAUSE

    def turn(self) -> bool:
        """Fill the outbox and begin to send what is due; whether there was anything to send."""
        if self._leftovers:
            release(self._database)
            self._leftovers = False
        fill(self._database)
        if self._database.clock() - self._tidied >= _TIDY_EVERY:
            tidy(self._database)
            self._tidied = self._database.clock()
        if not is_due(self._database):
            return False
        claimed: list[Claimed] = []
        free = self._free()
        try:
            claimed = claim(self._database, free) if free else []
        finally:
            for _ in range(free - len(claimed)):
                self._under_way.release()
        for each in claimed:
            self._pool.submit(self._deliver, each)
        return bool(claimed)

    def finish(self) -> None:
        """Wait for what is under way."""
        for _ in range(_SENDERS):
            self._under_way.acquire()
        for _ in range(_SENDERS):
            self._under_way.release()

    def _free(self) -> int:
        """Take all the places in which no one is sending."""
        free = 0
        while self._under_way.acquire(blocking=False):
            free += 1
        return free

    def _deliver(self, claimed: Claimed) -> None:
        try:
            record(self._database, claimed, self._tried_to_send(claimed))
        except Exception:
            _logger.exception("webhook %s is sent again: it cannot be written down", claimed.id)
        finally:
            self._under_way.release()
            self._wake.set()

    def _tried_to_send(self, claimed: Claimed) -> Outcome:
        try:
            return self._sent(claimed)
        except Exception:
            _logger.exception("webhook %s", claimed.id)
            return Outcome(None, "error", timedelta(0))

    def _sent(self, claimed: Claimed) -> Outcome:
        began = time.monotonic()
        try:
            answer = self._sender.post(claimed.url, _headers(claimed, self._database.clock), claimed.body.encode())
        except Unreachable as error:
            return Outcome(None, error.reason, timedelta(seconds=time.monotonic() - began))
        duration = timedelta(seconds=time.monotonic() - began)
        outcome = Outcome(answer.status, None, duration, _retry_after(answer, self._database.clock))
        if outcome.is_success and claimed.challenge and not _echoes(answer.body, claimed.challenge):
            return Outcome(answer.status, "challenge", duration)
        return outcome


def _headers(claimed: Claimed, clock: Clock) -> dict[str, str]:
    """Standard Webhooks: the id, the time, and a signature by each live secret."""
    now = clock().astimezone(UTC)
    return {
        "Content-Type": "application/json",
        "User-Agent": "content-api",
        "webhook-id": claimed.id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Signer(each).sign(claimed.id, now, claimed.body) for each in claimed.secrets),
        "traceparent": continued(claimed.traceparent),
    }


def _echoes(body: bytes, challenge: str) -> bool:
    """Whether an answer gives the challenge back, as JSON or as plain text."""
    with suppress(orjson.JSONDecodeError):
        told = orjson.loads(body)
        return isinstance(told, dict) and told.get("challenge") == challenge
    return body.strip() == challenge.encode()


def _retry_after(answer: Answered, clock: Clock) -> timedelta | None:
    """When the receiver wants to be asked again (RFC 9110 §10.2.3): seconds or a date."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdecimal() and len(said) < 9:  # years
        return timedelta(seconds=int(said))
    with suppress(ValueError, TypeError, OverflowError):
        return max(parsedate_to_datetime(said) - clock(), timedelta(0))
    return None


def work(config: Config, stop: threading.Event) -> None:
    """Work on the database of these settings until told to stop."""
    database = Database(config.database_url)
    with _alone(database, stop) as ours, Sender(loopback=config.loopback, deadline=_DEADLINE) as sender:
        try:
            if ours:
                Worker(database, sender, alone=database.engine.dialect.name == "sqlite").run(stop)
        finally:
            database.close()


def begin(config: Config) -> None:
    """Work in a thread of this server process for as long as it lives."""
    stop = threading.Event()
    thread = threading.Thread(target=work, args=(config, stop), name="worker", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join()

    Finalize(None, end, exitpriority=0)  # a process of `multiprocessing` ends without what `atexit` would run


@contextmanager
def _alone(database: Database, stop: threading.Event) -> Iterator[bool]:
    """Wait to be the only worker, where there may be one only; False when told to stop before that."""
    if database.engine.dialect.name != "sqlite":
        yield True
        return
    with Path(f"{database.engine.url.database}.worker").open("w", encoding="utf-8") as file:
        while not stop.is_set():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # let go of by the system when the process ends
            except BlockingIOError:
                stop.wait(TICK)
            else:
                yield True
                return
        yield False
