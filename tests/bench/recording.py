"""The answers of a server, written down for others to give: headers and bytes for Granian, bytes as files for nginx."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.client import Client

#: What each server says by itself.
_OF_THE_SERVER = {"date", "server", "connection", "transfer-encoding"}


def record_answers(url: str, paths: Iterable[str], file: Path) -> None:
    """Headers and bodies by path and query, for `bare`."""
    answers = {}
    for path in paths:
        with Client(url + path) as client:
            told = client.ask("")
        split = urlsplit(url + path)
        headers = [(name, value) for name, value in told.headers.items() if name.lower() not in _OF_THE_SERVER]
        answers[f"{split.path}?{split.query}"] = headers, told.body.decode()
    file.write_text(json.dumps(answers), encoding="utf-8")


def record_files(url: str, paths: Mapping[str, str], folder: Path) -> None:
    """Bodies as files, each under its own name."""
    folder.mkdir()
    for name, path in paths.items():
        with Client(url + path) as client:
            (folder / name).write_bytes(client.ask("").body)
