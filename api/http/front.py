"""What stands ahead of Flask: finished answers are given again for as long as they are true.

An answer that everyone may keep is stored with how far the public log had come when it was made. It is true as long
as the log has not moved and no instant has passed that changes anything in it; nobody ever calls "purge". Whatever is
answered, here it is counted, coded, and cut down to 304.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wrappers import Request

from api import ROOT
from api.config import Config
from api.db import Clock
from api.errors import Unavailable
from api.http.answers import LONGEST_URL, SHARED, Shared
from api.http.asked import best_coding, ranked_forms, ranked_locales
from api.http.links import encoded
from api.http.metrics import ROUTE, Count
from api.http.proxies import base_url
from api.http.rate import OVER, Rate
from api.http.store import Store
from api.http.stored import Pairs, Stored, Told

#: How far the public log has come: the last `seq` and its instant.
Watching = Callable[[], tuple[int, datetime | None]]

_READING = {"GET", "HEAD"}
_MIB = 2**20
#: So many spellings of requests are remembered with what they ask for.
_SPELLINGS = 4096


class Asked(NamedTuple):
    """What everyone may keep is asked for: the names of the answer and of the same in a content coding."""

    plain: str
    key: str
    coding: str | None


class Front:
    """A WSGI application ahead of another."""

    def __init__(
        self,
        app: WSGIApplication,
        config: Config,
        *,
        clock: Clock,
        watching: Watching,
        rate: Rate,
        count: Count,
        forms: Sequence[str],
    ) -> None:
        self._app, self._config, self._clock, self._watching = app, config, clock, watching
        self._rate, self._count = rate, count
        self._keeps = config.cache_mib != "0"
        self._store = Store(int(config.cache_mib) * _MIB)
        self._read = lru_cache(_SPELLINGS)(partial(_read, tuple(forms)))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        asked = self._admit(environ)
        if asked is None:
            found, now = self._run(environ)
            if isinstance(found, Stored):
                found = found.coded(best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        else:
            found, now = self._find(asked.key) or self._make(asked, environ)
        if isinstance(found, Stored):
            route, (status, headers, body) = found.route, found.tell(environ, now)
        else:
            route, (status, headers, body) = environ.get(ROUTE, "none"), found
        method = environ["REQUEST_METHOD"]
        self._count(method, route, status)
        start_response(status, headers)
        return [] if method == "HEAD" else [body]

    def _admit(self, environ: WSGIEnvironment) -> Asked | None:
        """Count the request against its limit, and read what it asks for; None when that is not what is kept."""
        wait = self._rate.wait(environ)
        if wait:
            environ[OVER] = wait
            return None
        get = environ.get
        if not self._keeps or environ["REQUEST_METHOD"] not in _READING or get("HTTP_AUTHORIZATION") is not None:
            return None
        path, query = environ["PATH_INFO"], get("QUERY_STRING", "")
        forms, languages = get("HTTP_ACCEPT", ""), get("HTTP_ACCEPT_LANGUAGE", "")
        codings = get("HTTP_ACCEPT_ENCODING", "")
        if len(path) + len(query) + len(forms) + len(languages) + len(codings) > LONGEST_URL or not query.isascii():
            return None
        return self._read(path, query, forms, languages, codings, base_url(environ, self._config))

    def _find(self, key: str) -> tuple[Stored, datetime] | None:
        """What is kept under a key, if it is true, and the instant at which it is."""
        kept = self._store.get(key)
        if kept is None:
            return None
        try:
            sequence, last = self._watching()
        except Unavailable:
            return None
        now = self._clock()
        if last and last > now:
            now = last
        return (kept, now) if kept.is_true(sequence, last, now) else None

    def _make(self, asked: Asked, environ: WSGIEnvironment) -> tuple[Stored | Told, datetime]:
        """Have it answered, by one for all who ask at the same time, and keep the answer if everyone may."""
        with self._store.turn(asked.plain) as first:
            made = None if first else self._find(asked.key)
            if made:
                return made
            found, now = self._find(asked.plain) or self._run(environ)
            if not isinstance(found, Stored):
                return found, now
            answer = found.coded(asked.coding)
            if found.shared.keeps:
                for key, each in {asked.plain: found, asked.key: answer}.items():
                    self._store.put(key, each)
            return answer, now

    def _run(self, environ: WSGIEnvironment) -> tuple[Stored | Told, datetime]:
        """What the application answers, and when; to HEAD as to GET, or its ETag and length would be others."""
        method = environ["REQUEST_METHOD"]
        environ["REQUEST_METHOD"] = "GET" if method == "HEAD" else method
        told = _call(self._app, environ)
        environ["REQUEST_METHOD"] = method
        shared: Shared | None = environ.get(SHARED)
        if shared is None or not told[0].startswith("200"):
            return told, self._clock()
        return Stored.of(told, shared, environ.get(ROUTE, "none")), shared.now or self._clock()


def _call(app: WSGIApplication, environ: WSGIEnvironment) -> Told:
    """Call an application to the end."""
    begun: list[Any] = []

    def start(status: str, headers: Pairs, exc_info: Any = None) -> Callable[[bytes], object]:
        begun[:] = status, headers
        return bytes  # Flask never writes by the callable

    parts = app(environ, start)
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    status, headers = begun
    return status, headers, body


def _read(
    offered: Sequence[str], path: str, query: str, accept: str, accept_language: str, accept_encoding: str, base: str
) -> Asked | None:
    """What a request asks for: the same for all its spellings that are answered with the same bytes.

    Which form is preferred among equals is for each operation to say: so the forms are ranked from both ends. None for
    a path that no answer has.
    """
    if "?" in path or not path.isprintable():
        return None
    args = Request({"QUERY_STRING": query}).args
    said = "locale" in args and path.startswith(ROOT)
    depends_on = (
        base,
        encoded(path, list(args.items(multi=True))),
        *(",".join(ranked_forms(accept, forms)) for forms in (tuple(offered), tuple(reversed(offered)))),
        "" if said else ",".join(ranked_locales(accept_language)),
    )
    plain = "\n".join(depends_on)
    coding = best_coding(accept_encoding)
    return Asked(plain, f"{plain}\n{coding}" if coding else plain, coding)
