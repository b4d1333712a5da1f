"""A partner's server that takes webhooks: it keeps a copy by what it is told, and asks when it has missed something."""

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


class Receiver:
    """Takes messages at a port of this machine; `deal` says what becomes of each: a status, or None to hang up.

    `taken` are the messages that arrived, in their order; `forged` those that no known secret had signed.
    """

    def __init__(self, secrets: list[str] | None = None, port: int = 0) -> None:
        self.secrets = secrets if secrets is not None else []
        self.deal: Callable[[dict[str, Any]], int | None] = lambda message: 204
        self.taken: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.forged: list[str] = []
        self.port = port
        self.echoes = True
        self.headers: dict[str, str] = {}

    def __enter__(self) -> "Receiver":
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                receiver._take(self)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # whoever was to be answered has gone

        self.server = Server(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def _take(self, request: Any) -> None:
        length = int(request.headers["Content-Length"])
        body = request.rfile.read(length).decode()
        if len(body.encode()) < length:  # whoever sent it was killed in the middle
            request.close_connection = True
            return None
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(headers)
        if self.secrets and not any(_is_signed(secret, body, headers) for secret in self.secrets):
            self.forged.append(body)
        message = json.loads(body) | {"webhook-id": headers["webhook-id"]}
        if message["type"] == "webhook.verification":
            return self._answer(request, 200, {"challenge": message["data"]["challenge"]} if self.echoes else {})
        status = self.deal(message)
        if status is None:
            request.close_connection = True
            return None
        if 200 <= status < 300:
            self.taken.append(message)
        return self._answer(request, status, None)

    def _answer(self, request: Any, status: int, document: Any) -> None:
        body = b"" if document is None else json.dumps(document).encode()
        request.send_response(status)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def _is_signed(secret: str, body: str, headers: dict[str, str]) -> bool:
    """Whether one of the signatures is by this secret, whatever the time: some senders here live in the future."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    return Webhook(secret).sign(headers["webhook-id"], at, body) in headers["webhook-signature"].split()


def until(done: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that others bring about."""
    latest = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < latest, "it does not come about"
        time.sleep(0.01)
