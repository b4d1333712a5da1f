"""Requests that the house itself makes to addresses that others name: webhooks.

For every single one it looks the name up, once, and connects to none but the addresses that it found to be public.
"""

import socket
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

import httpcore

from api.http.addresses import Address, Refused, is_loopback, is_public, read_url

#: Seconds: for a look-up, and for a connect to one address; and for a request, from its look-up to its last byte.
CONNECT_TIMEOUT, DEADLINE = 5.0, 15.0
#: Bytes of an answer's body that are read.
LONGEST_BODY = 64 * 1024
#: Bytes of an answer altogether. h11 bounds each head; interim answers and the heads of chunks may have no end.
_LONGEST_ANSWER = 256 * 1024
#: A name may stand for thousands of addresses: at a stranger's bidding we knock at no more doors than these.
_CONNECTS = 8
_LOOKUPS = 8


@dataclass(eq=False)
class Unreachable(Exception):
    """There is no answer, and why, in a word that may be shown.

    `name`: the name is not found, or not in time; `address`: we send nothing there; `refused`: no one listens;
    `timeout`: too slow; `tls`: the certificate or the encryption is no good; `protocol`: what comes is no answer in
    HTTP/1.1; `connection`: there is none, or it broke.
    """

    reason: str


#: The first that fits holds: many of these errors are an OSError too.
_REASONS: Mapping[type[Exception], str] = {
    Refused: "address",
    TimeoutError: "timeout",
    ConnectionRefusedError: "refused",
    ssl.SSLError: "tls",
    OSError: "connection",
    httpcore.RemoteProtocolError: "protocol",
}


@dataclass(frozen=True)
class Answered:
    """An answer of any status, redirects too: the beginning of its body; its headers, names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def addresses_of(name: str) -> list[str]:
    """The addresses that the operating system finds for a name, the best first (RFC 6724). Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)]


class Sender:
    """Sends requests, for any number of threads at once; to be left when none is under way.

    It follows no redirect, asks no proxy, keeps no cookie and no connection: each request is checked for itself.
    """

    def __init__(
        self,
        *,
        loopback: bool,
        ssl_context: ssl.SSLContext | None = None,
        resolve: Callable[[str], Iterable[str]] = addresses_of,
        connect_timeout: float = CONNECT_TIMEOUT,
        deadline: float = DEADLINE,
    ) -> None:
        self._loopback = loopback
        # The system's look-up cannot be told to hurry, and waits as long as the name's own servers keep it waiting.
        # So others do it, who are left to themselves when it takes too long; no more of them than these.
        self._lookups = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="look-up")
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or ssl.create_default_context(),
            max_connections=None,  # as many as there are threads that send; they need not wait for one another
            max_keepalive_connections=0,
            network_backend=_Network(self._lookups, resolve, loopback, connect_timeout, deadline),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()
        self._lookups.shutdown(wait=False, cancel_futures=True)

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answered:
        """What the address answers; `Host`, `Connection` and `Content-Length` are added. Raises Unreachable."""
        try:
            scheme, host, port, path = read_url(url, self._loopback)
            target = httpcore.URL(scheme=scheme, host=host, port=port, target=path)
            # No connection is used twice, so the deadline of a connection is that of its request.
            said = [*headers.items(), ("Host", urlsplit(url).netloc), ("Connection", "close")]
            with self._pool.stream("POST", target, headers=said, content=body) as response:
                named = {name.decode().lower(): value.decode("latin-1") for name, value in response.headers}
                return Answered(response.status, _beginning(response.iter_stream()), named)
        except tuple(_REASONS) as error:
            # From None: such errors quote what a stranger sent, and a log would print it.
            raise Unreachable(next(word for kind, word in _REASONS.items() if isinstance(error, kind))) from None


@dataclass
class _Network(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to no other."""

    lookups: ThreadPoolExecutor
    resolve: Callable[[str], Iterable[str]]
    loopback: bool
    connect_timeout: float
    deadline: float

    def connect_tcp(
        self, host: str, port: int, timeout: object = None, local_address: object = None, socket_options: object = None
    ) -> httpcore.NetworkStream:
        end = monotonic() + self.deadline
        connected = self._connected(self._checked(host, end), port, end)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Stream(connected, end)

    def _checked(self, host: str, end: float) -> Sequence[Address]:
        """The addresses of a host. One that is not public spoils all: whoever mixes them means no good."""
        patience = _left(end, self.connect_timeout)
        looking = self.lookups.submit(lambda: [ip_address(each) for each in self.resolve(host)])
        try:
            found = looking.result(patience)
        except OSError:
            looking.cancel()
            raise Unreachable("name") from None
        if all(map(is_public, found)) or (self.loopback and all(map(is_loopback, found))):
            return found
        raise Unreachable("address")

    def _connected(self, addresses: Sequence[Address], port: int, end: float) -> socket.socket:
        """A connection to the first address that takes one."""
        failed: OSError = socket.gaierror("a name without addresses")
        for address in addresses[:_CONNECTS]:
            try:
                # Spelled in digits: nothing is looked up again, nothing can have changed since the check.
                return socket.create_connection((str(address), port), _left(end, self.connect_timeout))
            except OSError as error:
                failed = error
        raise failed


@dataclass
class _Stream(httpcore.NetworkStream):
    """A connection that ends at a moment: every step has what is left till then, however many steps there are."""

    connected: socket.socket
    end: float
    received: int = 0

    def read(self, max_bytes: int, timeout: object = None) -> bytes:
        self.connected.settimeout(_left(self.end))
        data = self.connected.recv(max_bytes)
        self.received += len(data)
        if not self.received:
            raise ConnectionResetError("hung up without a word")
        if self.received > _LONGEST_ANSWER:
            raise httpcore.RemoteProtocolError("an answer without end")
        return data

    def write(self, buffer: bytes, timeout: object = None) -> None:
        rest = memoryview(buffer)
        while rest:
            self.connected.settimeout(_left(self.end))
            try:
                rest = rest[self.connected.send(rest) :]
            except ConnectionError as error:
                # Who stops listening may have answered already (413, say): after this error httpcore goes on to read.
                raise httpcore.WriteError from error

    def close(self) -> None:
        self.connected.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: object = None
    ) -> httpcore.NetworkStream:
        try:
            self.connected.settimeout(_left(self.end))  # for the handshake as a whole
            return _Stream(ssl_context.wrap_socket(self.connected, server_hostname=server_hostname), self.end)
        except BaseException:
            self.close()
            raise


def _left(end: float, most: float = float("inf")) -> float:
    """The seconds that remain, `most` of them. Raises TimeoutError when none do."""
    remaining = end - monotonic()
    if remaining <= 0:
        raise TimeoutError
    return min(remaining, most)


def _beginning(parts: Iterable[bytes]) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) >= LONGEST_BODY:
            break
    return bytes(body[:LONGEST_BODY])
