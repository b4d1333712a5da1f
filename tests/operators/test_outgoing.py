"""Requests to addresses that others name: only to the Internet, only as long as we wish, and no secrets told."""

import socket
import ssl
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address

import pytest
import trustme

from api.http.addresses import LONGEST_URL, Refused, check_url, is_public
from api.http.outgoing import LONGEST_BODY, Sender, Unreachable

NAME = "hook.content.test"
OK = b"HTTP/1.1 204 No Content\r\n\r\n"
#: Seconds that a request may last here, and the most that it then does on a machine that is busy.
DEADLINE, LATEST = 0.4, 1.4

here = partial(Sender, loopback=True, connect_timeout=1, deadline=DEADLINE)


@dataclass
class Peer:
    """A server on this machine that deals with each connection as it is told to."""

    deal: object
    address: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    asked: list = field(default_factory=list)
    failed: list = field(default_factory=list)

    def __enter__(self):
        self.listening = socket.create_server((self.address, 0))
        self.port = self.listening.getsockname()[1]
        self.threads = [threading.Thread(target=self.accept)]
        self.threads[0].start()
        return self

    def __exit__(self, *_):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.threads[0].join()
        for thread in self.threads[1:]:
            thread.join()
        self.listening.close()
        assert not self.failed

    @property
    def url(self):
        return f"http://{self.address}:{self.port}/hook"

    def accept(self):
        with suppress(OSError):  # when it is shut down
            while True:
                connection, _ = self.listening.accept()
                self.threads.append(threading.Thread(target=self.serve, args=[connection]))
                self.threads[-1].start()

    def serve(self, connection):
        try:
            with connection, suppress(OSError):  # the other end leaves when it has had enough
                connection.settimeout(5)
                if self.tls:
                    connection = self.tls.wrap_socket(connection, server_side=True)
                with connection:
                    self.deal(self, connection)
        except Exception as error:  # noqa: BLE001 - told to the test, which is in another thread
            self.failed.append(error)


def request(peer, connection):
    """Read a whole request; its body."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, body = received.split(b"\r\n\r\n", 1)
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    peer.asked.append((head, body))
    return body


def answering(answer):
    def deal(peer, connection):
        request(peer, connection)
        connection.sendall(answer)

    return deal


def dripping(*, after=b""):
    """A byte at a time, for much longer than anyone should wait."""

    def deal(peer, connection):
        request(peer, connection)
        connection.sendall(after)
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.02)

    return deal


def silent(peer, connection):
    while connection.recv(65536):
        pass


@contextmanager
def in_time():
    began = time.monotonic()
    yield
    assert time.monotonic() - began < LATEST


def reason(sender, url, body=b"{}"):
    with sender, in_time(), pytest.raises(Unreachable) as caught:
        sender.post(url, {}, body)
    assert caught.value.__cause__ is None  # which would quote a stranger in a log
    return caught.value.reason


def status(sender, url, body=b"{}"):
    with sender, in_time():
        return sender.post(url, {}, body).status


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def certified(authority, *names):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names).configure_cert(context)
    return context


@pytest.fixture
def trusting(authority):
    """Sends to `NAME`, which is this machine, and trusts our own authority."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return partial(here, ssl_context=context, resolve=lambda _: ["127.0.0.1"])


@pytest.mark.parametrize(
    "url",
    [
        "https://example.se",
        "https://example.se/",
        "https://example.se?a=b",
        "https://Example.SE:8443/hooks/1?key=a%20b&x=@:",
        "HTTPS://example.se:65535/",
        "https://xn--hrnsand-9wa.se/krok",
        "https://a.b-c.d1.example/",
        "https://1.1.1.1.example/",
        "https://8.8.8.8/",
        "https://[2606:4700::1111]:444/x",
        f"https://{'a' * 63}.se/",
        f"https://example.se/{'a' * (LONGEST_URL - 19)}",
    ],
)
def test_addresses_that_are_accepted(url):
    check_url(url, loopback=False)
    check_url(url, loopback=True)


REFUSED = {
    "scheme": [
        "",
        "example.se",
        "//example.se/",
        "http://example.se/",
        "http://127.0.0.1/",
        "ftp://example.se/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "gopher://example.se/",
        "https:example.se",
        "https:/example.se",
        " https://example.se/",
        "\nhttps://example.se/",
    ],
    "userinfo": [
        "https://user@example.se/",
        "https://user:secret@example.se/",
        "https://@example.se/",
        "https://example.se:443@127.0.0.1/",
        "https://u%40s@example.se/",
    ],
    "form": [
        "https://example.se/#fragment",
        "https://example.se#",
        "https://example.se/ x",
        "https://example.se/\r\nX: y",
        "https://example.se/\n",
        "https://example.se\x00/",
        "https://exa\tmple.se/",
        "https://härnösand.se/",
        "https://example.se/krök",
        "https://example.se/%zz",
        "https://example.se/<>",
        "https://example.se\\@127.0.0.1/",
        "https://127。0。0。1/",
        "https://①②⑦.0.0.1/",
        "https://ex%61mple.se/",
        "https://example.se:/",
        "https://example.se:0/",
        "https://example.se:080/",
        "https://example.se:65536/",
        "https://example.se:123456/",
        "https://example.se:-1/",
        "https://example.se:x/",
        "https://example.se:80:80/",
        "https://::1/",
        "https://[]/",
        "https://[::1/",
        "https://::1]/",
        "https://[::1]x/",
        "https://[fe80::1%25eth0]/",
        "https://[2606:4700::1111%25eth0]/",
        "https://[2606:4700::1111%eth0]/",
        "https://a@b@example.se/",
        f"https://example.se/{'a' * (LONGEST_URL - 18)}",
        f"https://{'a' * 100_000}",
    ],
    "host": [
        "https:///path",
        "https://",
        "https://:443/",
        "https://intranet/",
        "https://example.se./",
        "https://example..se/",
        "https://.example.se/",
        "https://-a.example.se/",
        "https://a-.example.se/",
        "https://a_b.example.se/",
        "https://*.example.se/",
        f"https://{'a' * 64}.se/",
        f"https://{'a.' * 126}se/",
        "https://127.1/",
        "https://127.0.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://127.0.0.0x1/",
        "https://017700000001/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://127.0.0.1./",
        "https://8.8.8.8./",
        "https://8.8.8.008/",
        "https://1.2.3.4.5/",
        "https://256.1.1.1/",
        "https://example.1/",
        "https://[2606:4700:0:0:0:0:0:1111]/",
        "https://[2606:4700::11AB]/",
        "https://[2606:4700::0001]/",
        "https://[8.8.8.8]/",
        "https://[1::2::3]/",
        "https://[.]/",
    ],
    "private": [
        "https://localhost/",
        "https://LOCALHOST:8000/",
        "https://127.0.0.1/",
        "https://127.1.2.3/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[::]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://[::ffff:8.8.8.8]/",
        "https://[::127.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
    ],
}


@pytest.mark.parametrize(("code", "url"), [(code, url) for code, urls in REFUSED.items() for url in urls])
def test_addresses_that_are_refused(code, url):
    with pytest.raises(Refused) as caught:
        check_url(url, loopback=False)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/hook",
        "https://localhost/",
        "http://127.0.0.1/",
        "HTTP://127.8.0.1:1/",
        "https://127.0.0.1/",
        "http://[::1]:8000/",
    ],
)
def test_this_machine_is_accepted_where_loopback_is(url):
    check_url(url, loopback=True)
    with pytest.raises(Refused):
        check_url(url, loopback=False)


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("scheme", "http://example.se/"),
        ("scheme", "http://8.8.8.8/"),
        ("scheme", "http://localhost.example.se/"),
        ("private", "http://10.0.0.1/"),
        ("private", "https://[::ffff:127.0.0.1]/"),
        ("host", "http://127.1/"),
        ("host", "http://localhost./"),
        ("host", "http://[0:0:0:0:0:0:0:1]/"),
        ("userinfo", "http://localhost@example.se/"),
    ],
)
def test_loopback_is_this_machine_and_no_more(code, url):
    with pytest.raises(Refused) as caught:
        check_url(url, loopback=True)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "address",
    """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
    172.15.255.255 172.32.0.0 192.0.1.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 193.10.1.1 223.255.255.255
    2001:200:: 2001:67c:2190::1 2600:: 2606:4700::1111 2a00:801:f0::1 2c0f::1 2003::1
    """.split(),  # noqa: SIM905 - a table
)
def test_addresses_on_the_internet(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.254
    169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1
    192.31.196.1 192.52.193.1 192.175.48.1 192.168.0.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::2 ::7f00:1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b::10.0.0.1
    64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:1ff::
    2001:db8::1 2002:7f00:1::1 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff:ffff::1 4000::1 5f00::1 fc00::1
    fd00:ec2::254 fe80::1 fe80::1%2 febf::1 fec0::1 ff02::1 ff0e::1
    """.split(),  # noqa: SIM905 - a table
)
def test_addresses_that_are_not_on_the_internet(address):
    assert not is_public(ip_address(address))


def test_what_is_sent_and_what_is_answered():
    answer = b"HTTP/1.1 200 Fine\r\nRetry-After: 120\r\nX-Name: \xe5\r\nContent-Length: 4\r\n\r\ntack"
    with Peer(answering(answer)) as peer, here() as sender:
        answered = sender.post(f"{peer.url}?a=%20b", {"Content-Type": "application/json"}, b'{"a": 1}')
    assert (answered.status, answered.body) == (200, b"tack")
    assert answered.headers == {"retry-after": "120", "x-name": "å", "content-length": "4"}
    ((head, body),) = peer.asked
    first, *headers = head.decode().split("\r\n")
    assert (first, body) == ("POST /hook?a=%20b HTTP/1.1", b'{"a": 1}')
    assert sorted(headers) == [
        "Connection: close",
        "Content-Length: 8",
        "Content-Type: application/json",
        f"Host: 127.0.0.1:{peer.port}",
    ]


@pytest.mark.parametrize(("suffix", "target"), [("", b"/"), ("?q", b"/?q"), ("//a/../b;c=d", b"//a/../b;c=d")])
def test_the_path_is_sent_as_it_was_given(suffix, target):
    with Peer(answering(OK)) as peer:
        assert status(here(), f"http://localhost:{peer.port}{suffix}") == 204
    assert peer.asked[0][0].split(b" ")[1] == target


def test_a_name_of_this_machine_is_refused():
    with Peer(silent) as peer:
        assert reason(Sender(loopback=False), f"https://localhost:{peer.port}/") == "address"
        assert reason(Sender(loopback=False), peer.url) == "address"
    assert len(peer.threads) == 1  # no one came


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::ffff:8.8.8.8"],
        ["fe80::1%1"],
        ["8.8.8.8", "127.0.0.1"],
        ["127.0.0.1", "8.8.8.8"],
    ],
)
def test_a_name_with_an_address_that_is_not_public_is_refused(addresses):
    with Peer(silent) as peer:
        assert reason(Sender(loopback=False, resolve=lambda _: addresses), f"https://{NAME}:{peer.port}/") == "address"
    assert len(peer.threads) == 1


@pytest.mark.parametrize("addresses", [["127.0.0.1", "8.8.8.8"], ["127.0.0.1", "10.0.0.1"], ["::ffff:127.0.0.1"]])
def test_with_loopback_too_an_address_of_another_kind_spoils_the_name(addresses):
    with Peer(silent) as peer:
        assert reason(here(resolve=lambda _: addresses), f"http://localhost:{peer.port}/") == "address"
    assert len(peer.threads) == 1


def test_the_address_that_was_checked_is_the_one_that_is_asked(authority, trusting):
    """A name that says another address the next time (DNS rebinding) is asked about once for each request."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    names = []

    def resolve(name):
        names.append(name)
        return next(answers)

    with Peer(answering(OK), tls=certified(authority, NAME)) as peer, trusting(resolve=resolve) as sender:
        assert sender.post(f"https://{NAME}:{peer.port}/", {}, b"").status == 204
        assert names == [NAME]
        with pytest.raises(Unreachable, match="address"):
            sender.post(f"https://{NAME}:{peer.port}/", {}, b"")
    assert names == [NAME, NAME]
    assert len(peer.asked) == 1


def test_when_one_address_does_not_answer_the_next_one_is_asked():
    with Peer(answering(OK)) as peer:
        both = here(resolve=lambda _: ["127.0.0.77", "127.0.0.1"])
        assert status(both, f"http://localhost:{peer.port}/") == 204
        many = here(resolve=lambda _: ["127.0.0.77"] * 8 + ["127.0.0.1"])
        assert reason(many, f"http://localhost:{peer.port}/") == "refused"


def test_a_name_that_is_not_found():
    def resolve(name):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    assert reason(here(resolve=resolve), "http://localhost:1/") == "name"


def test_a_name_that_is_not_found_in_time():
    found = threading.Event()

    def resolve(name):
        found.wait(5)
        return ["127.0.0.1"]

    assert reason(here(resolve=resolve, connect_timeout=0.1, deadline=5), "http://localhost:1/") == "name"
    found.set()


def test_a_redirect_is_not_followed():
    with Peer(answering(OK)) as elsewhere:
        moved = f"HTTP/1.1 307 Moved\r\nLocation: {elsewhere.url}\r\nContent-Length: 0\r\n\r\n".encode()
        with Peer(answering(moved)) as peer:
            assert status(here(), peer.url) == 307
    assert not elsewhere.asked


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    with Peer(answering(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")) as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv(name.upper(), f"http://127.0.0.1:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        with Peer(answering(OK)) as peer:
            assert status(here(), peer.url) == 204
    assert not proxy.asked


def test_no_one_listens():
    with Peer(silent) as peer:
        url = peer.url
    assert reason(here(), url) == "refused"


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 10000000\r\n\r\n" + b"x" * 200_000,
        b"Content-Length: %d\r\n\r\n" % (LONGEST_BODY + 1) + b"x" * (LONGEST_BODY + 1),
        b"\r\n" + b"x" * 200_000,
        b"Transfer-Encoding: chunked\r\n\r\n" + b"10\r\nxxxxxxxxxxxxxxxx\r\n" * 10_000,
    ],
)
def test_of_a_body_the_beginning_is_read(framing):
    ended = threading.Event()

    def deal(peer, connection):
        request(peer, connection)
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n" + framing)
            connection.recv(1)
        ended.set()

    with Peer(deal) as peer, here() as sender, in_time():
        assert sender.post(peer.url, {}, b"").body == b"x" * LONGEST_BODY
        assert ended.wait(1)  # the rest is not waited for: the connection is closed


@pytest.mark.parametrize("size", [0, 1, LONGEST_BODY])
def test_a_body_up_to_the_limit_is_whole(size):
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
    with Peer(answering(answer)) as peer, here() as sender:
        assert sender.post(peer.url, {}, b"").body == b"x" * size


@pytest.mark.parametrize(
    "after",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
    ],
)
def test_a_peer_that_drips_is_left_at_the_deadline(after):
    with Peer(dripping(after=after)) as peer:
        assert reason(here(), peer.url) == "timeout"


def test_a_peer_that_drips_encrypted_is_left_at_the_deadline(authority, trusting):
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    with Peer(dripping(after=head), tls=certified(authority, NAME)) as peer:
        assert reason(trusting(), f"https://{NAME}:{peer.port}/") == "timeout"


def test_a_peer_that_never_answers_is_left_at_the_deadline():
    with Peer(silent) as peer:
        assert reason(here(), peer.url) == "timeout"
        assert reason(here(), peer.url.replace("http", "https")) == "timeout"  # nor shakes hands


def test_a_peer_that_drips_a_handshake_is_left_at_the_deadline():
    def deal(peer, connection):
        connection.sendall(b"\x16\x03\x03\x40\x00")  # the head of a TLS record of 16 KiB
        for _ in range(100):
            connection.sendall(b"\x02")
            time.sleep(0.02)

    with Peer(deal) as peer:
        assert reason(here(), peer.url.replace("http", "https")) == "timeout"


def test_a_peer_that_reads_slowly_is_left_at_the_deadline():
    left = threading.Event()

    def deal(peer, connection):
        while not left.wait(0.01) and connection.recv(64 * 1024):
            pass

    with Peer(deal) as peer:
        assert reason(here(), peer.url, b"x" * 32_000_000) == "timeout"
        left.set()


def test_when_time_is_up_nothing_is_begun():
    with Peer(silent) as peer:
        assert reason(here(deadline=0), peer.url) == "timeout"
    assert len(peer.threads) == 1


@pytest.mark.parametrize(
    ("head", "again"),
    [
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;extension=abcdefghijklmnop\r\nx\r\n"),
    ],
)
def test_an_answer_that_is_all_wrapping_is_left_before_the_deadline(head, again):
    def deal(peer, connection):
        request(peer, connection)
        connection.sendall(head)
        while True:
            connection.sendall(again * 1000)

    with Peer(deal) as peer:
        assert reason(here(deadline=5), peer.url) == "protocol"


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nxyz",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200",
    ],
)
def test_what_is_no_answer(answer):
    with Peer(answering(answer)) as peer:
        assert reason(here(), peer.url) == "protocol"


def hang_up(connection):
    """Not in good order: what is on its way is lost."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_peer_that_hangs_up():
    with Peer(request) as peer:
        assert reason(here(), peer.url) == "connection"
    with Peer(lambda peer, connection: hang_up(connection)) as peer:
        assert reason(here(), peer.url) == "connection"
        assert reason(here(), peer.url, b"x" * 16_000_000) == "connection"


def test_an_answer_before_the_body_was_read_counts():
    def deal(peer, connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        time.sleep(0.1)
        hang_up(connection)

    with Peer(deal) as peer:
        assert status(here(), peer.url, b"x" * 16_000_000) == 413


def test_a_certificate_for_the_name_is_accepted(authority, trusting):
    with Peer(answering(OK), tls=certified(authority, NAME)) as peer:
        assert status(trusting(), f"https://{NAME}:{peer.port}/") == 204
    assert b"Host: %s:%d\r\n" % (NAME.encode(), peer.port) in peer.asked[0][0]


def test_a_certificate_for_an_address_is_accepted(authority, trusting):
    with Peer(answering(OK), tls=certified(authority, "127.0.0.1")) as peer:
        assert status(trusting(), f"https://127.0.0.1:{peer.port}/") == 204


@pytest.mark.parametrize("name", ["other.content.test", "127.0.0.1"])
def test_a_certificate_for_another_name_is_not_accepted(authority, trusting, name):
    with Peer(answering(OK), tls=certified(authority, name)) as peer:
        assert reason(trusting(), f"https://{NAME}:{peer.port}/") == "tls"
    assert not peer.asked


def test_an_authority_that_is_not_known_is_not_accepted(authority):
    with Peer(answering(OK), tls=certified(authority, "localhost")) as peer:
        assert reason(here(), f"https://localhost:{peer.port}/") == "tls"
    assert not peer.asked


def test_a_peer_that_does_not_encrypt(trusting):
    with Peer(lambda peer, connection: connection.sendall(OK)) as peer:
        assert reason(trusting(), f"https://{NAME}:{peer.port}/") == "tls"


def test_twenty_threads_at_once():
    """They all have their connection before the first is answered, and each gets its own answer."""
    together = threading.Barrier(20)

    def deal(peer, connection):
        body = request(peer, connection)
        together.wait(1)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))

    with Peer(deal) as peer, here(deadline=1.2) as sender, in_time(), ThreadPoolExecutor(20) as threads:
        answers = threads.map(lambda number: sender.post(peer.url, {}, b"%d" % number).body, range(20))
        assert list(answers) == [b"%d" % number for number in range(20)]
    assert len(peer.threads) == 21
