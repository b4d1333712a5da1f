"""The real server on a real port, and the application under any other."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from wsgiref.validate import validator

import pytest
from werkzeug.test import Client

from api.db import Database
from api.services.authenticating import make_key
from api.services.registering import add_key, create_client

HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`wsgi.py`, run as the README says, on a port that is free and a database that is not there yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = tmp_path_factory.mktemp("server") / "deep" / "content.db"
    environment = os.environ | {"PORT": str(port), "CONTENT_DATABASE_URL": f"sqlite:///{database}"}
    process = subprocess.Popen(
        [sys.executable, "wsgi.py"],
        cwd=HOUSE,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for _ in range(300):
        try:
            if ask(port, "GET", "/health/ready").status == 200:
                break
        except OSError:
            time.sleep(0.1)
    yield port, f"sqlite:///{database}"
    process.send_signal(signal.SIGTERM)
    printed, _ = process.communicate(timeout=20)
    assert process.returncode == 0, printed
    assert len(re.findall(rf"^  http://127\.0\.0\.1:{port}/content/v1/", printed, re.MULTILINE)) == 3
    assert "WARNING" not in printed
    assert "ERROR" not in printed


def ask(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, body, headers=headers)
    response = connection.getresponse()
    response.body = response.read()
    connection.close()
    return response


def test_it_serves_what_it_seeded(server):
    port, _ = server
    response = ask(port, "GET", "/content/v1/receptions/mika")
    assert response.status == 200
    assert f"http://127.0.0.1:{port}/content/v1/receptions/mika".encode() in response.body
    assert len(response.headers.get_all("Date")) == 1
    assert int(response.headers["Content-Length"]) == len(response.body)


def test_head_has_no_body_and_the_same_length(server):
    port, _ = server
    got, headed = (ask(port, method, "/content/v1/receptions/mika") for method in ("GET", "HEAD"))
    assert headed.body == b""
    assert headed.headers["Content-Length"] == got.headers["Content-Length"]


def test_a_304_and_a_204_have_no_body(server):
    port, _ = server
    tag = ask(port, "GET", "/content/v1/receptions/mika").headers["ETag"]
    assert ask(port, "GET", "/content/v1/receptions/mika", **{"If-None-Match": tag}).status == 304
    assert ask(port, "OPTIONS", "/content/v1/receptions/mika").status == 204


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_is_taken_up_to_one_mebibyte_and_no_further(server, chunked):
    port, url = server
    database = Database(url)
    with database.writing() as session:
        client = create_client(session, name="Stor", organization="timra-kommun", role="author")
        _, key = add_key(session, client)
    database.close()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    document = b'{"content": {}}'
    for size, status in ((2**20, 201), (2**20 + 1, 413), (2**20 + 2, 413), (2**20 + 70_000, 413)):
        body = document.ljust(size)
        given = (body[at : at + 65536] for at in range(0, size, 65536)) if chunked else body
        answered = ask(port, "POST", "/content/v1/entries/news", given, **headers)
        assert answered.status == status, (size, answered.body)


def test_nobody_waits_for_a_body_from_one_who_may_not_send_it(server):
    """Neither the server, which answers before it comes, nor those who read meanwhile."""
    port, _ = server
    head = (
        f"POST /content/v1/entries/news HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {make_key()}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    )
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(8)]
        for each in slow:
            each.sendall(head.encode())
        assert ask(port, "GET", "/content/v1/receptions/mika").status == 200
        assert {each.recv(12) for each in slow} == {b"HTTP/1.1 401"}


def test_a_long_address_is_414_and_a_raw_one_is_404(server):
    port, _ = server
    assert ask(port, "GET", "/content/v1/receptions?fields=" + "x" * 9000).status == 414
    assert ask(port, "GET", "/content/v1/receptions/%ff%00%0d%0a").status == 404


def test_a_host_that_lies_changes_nothing(server):
    port, _ = server
    plain = ask(port, "GET", "/content/v1/receptions/mika")
    evil = ask(port, "GET", "/content/v1/receptions/mika", Host="evil.example")
    assert evil.body == plain.body
    assert "evil" not in str(evil.headers)


def test_the_application_keeps_to_wsgi(seeded):
    client = Client(validator(seeded.app.wsgi_app))
    for method, path in (
        ("GET", "/content/v1/receptions/mika"),
        ("HEAD", "/"),
        ("OPTIONS", "/content/v1/news"),
        ("GET", "/x"),
    ):
        response = client.open(path, method=method)
        response.get_data()
        response.close()
        assert response.status_code in {200, 204, 404}
