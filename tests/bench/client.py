"""One client on one connection that stays open. An answer with another status than expected stops the run."""

import json
from collections.abc import Mapping
from email.message import Message
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any, NamedTuple, Self
from urllib.parse import urlsplit

_LONGEST_WAIT = 30


class Answer(NamedTuple):
    """What a server answered."""

    headers: Message
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Asks below a base URL. Raises RuntimeError for an answer that was not expected."""

    def __init__(self, url: str, headers: Mapping[str, str] | None = None) -> None:
        split = urlsplit(url)
        self._root = split._replace(scheme="", netloc="").geturl()
        self._headers = dict(headers or {})
        self._connection = HTTPConnection(split.netloc, timeout=_LONGEST_WAIT)

    def ask(self, path: str, method: str = "GET", body: Any = None, *, status: int = 200, match: str = "") -> Answer:
        headers = self._headers | ({"If-Match": match} if match else {})
        sent = None
        if body is not None:
            sent = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        try:
            self._connection.request(method, self._root + path, sent, headers)
            response = self._connection.getresponse()
        except RemoteDisconnected:  # a server closes what has been idle for long
            self._connection.close()
            self._connection.request(method, self._root + path, sent, headers)
            response = self._connection.getresponse()
        told = response.read()
        if response.status != status:
            raise RuntimeError(f"{method} {path}: {response.status} in place of {status}: {told[:500]!r}")
        return Answer(response.headers, told)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._connection.close()
