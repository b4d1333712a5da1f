"""An editor at work on the house, by its API."""

import os
import subprocess
import sys
from itertools import count

from tests.bench.client import Client
from tests.bench.servers import HOUSE, Server

_OWNER = "kommunforbundet-vasternorrland"
_CREATE = ("clients", "create", "--name", "bench", "--organization", _OWNER, "--role", "editor")


def new_key(database: str) -> str:
    """A key that may write and publish; the command line prints it on its last line."""
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *_CREATE],
        cwd=HOUSE,
        env=os.environ | {"CONTENT_DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return told.split()[-1]


class Editor(Client):
    """A client with a key."""

    def __init__(self, server: Server, database: str) -> None:
        super().__init__(server.url, {"Authorization": f"Bearer {new_key(database)}"})
        self._numbers = count(1)

    def add_news(self) -> None:
        """Create a small news item that says all it must, and publish it."""
        number = next(self._numbers)
        content = {
            "title": {"sv": f"Öppet hus nummer {number}"},
            "lead": {"sv": "Alla är välkomna."},
            "body": {"sv": "Kom och hälsa på. Vi bjuder på **kaffe**."},
        }
        made = self.ask("/entries/news", "POST", {"content": content}, status=201)
        self._publish(f"/entries/news/{made.json['id']}", made.headers["ETag"])

    def change_news(self, slug: str) -> int:
        """Give a news item another title, and publish that; the version that readers get from now on."""
        entry = f"/entries/news/{slug}"
        title = {"sv": f"Ändrad gång {next(self._numbers)}"}
        saved = self.ask(entry, "PATCH", {"content": {"title": title}}, match=self.ask(entry).headers["ETag"])
        return self._publish(entry, saved.headers["ETag"])

    def _publish(self, entry: str, etag: str) -> int:
        return self.ask(f"{entry}/publication", "PUT", {}, match=etag).json["publication"]["current"]["version"]
