"""Keeping a copy right, with the cache off: a whole start in batches, then deltas; one client, one at a time."""

import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psutil

from tests.bench import servers, targets
from tests.bench.client import Answer, Client
from tests.bench.databases import ENGINES, filled
from tests.bench.editor import Editor
from tests.bench.options import Options
from tests.bench.report import Line

_EMPTY = 200
_ROUNDS = 20
_CHANGES = 10
#: After so many answers of a start memory has come to what an answer takes.
_WARMING = 20
_MB = 1_000_000


def run(options: Options) -> Sequence[Line]:
    lines: list[Line] = []
    for engine, make in ENGINES.items():
        with make(options.folder) as new:
            url = new()
            with filled(url, options.items):
                pass
            lines += [
                Line(f"{engine}: {name}", figure, unit, target=target)
                for name, figure, unit, target in _figures(options.folder, url)
            ]
    return lines


def _figures(folder: Path, url: str) -> Sequence[tuple[str, float, str, targets.Target | None]]:
    with (
        servers.ours(folder, url, CONTENT_CACHE_MIB="0") as house,
        Editor(house, url) as editor,
        Client(house.url) as client,
    ):
        answers, memory, token = _start(house, client)
        *batches, end = answers
        path = f"/changes?type=news&since={token}"
        empty = [_asked(client, path)[0] for _ in range(_EMPTY)]
        ten = []
        for _ in range(_ROUNDS):
            for _ in range(_CHANGES):
                editor.add_news()
            taken, answer = _asked(client, f"/changes?type=news&since={token}")
            if answer.json["_meta"]["count"] != _CHANGES:
                raise RuntimeError("a delta has not what it should have")
            token = answer.json["_meta"]["token"]
            ten.append(taken)
    return [
        ("answer of 200 of a start", median(batches), "ms", targets.START_BATCH),
        ("the slowest of them", max(batches), "ms", None),
        ("the last, with the digest of all", end, "ms", None),
        ("empty delta, digest remembered", median(empty), "ms", targets.EMPTY_DELTA),
        ("delta of 10, digest brought up", median(ten), "ms", targets.DELTA),
        ("memory after the start, to that after 20 answers", memory, "x", targets.FLAT),
    ]


def _start(house: servers.Server, client: Client) -> tuple[list[float], float, str]:
    """Milliseconds of each answer of a whole start; how much more memory there was after it; the token it ends with."""
    taken, token, before = [], "", 0
    while True:
        since = f"&since={token}" if token else ""
        each, answer = _asked(client, f"/changes?type=news{since}")
        taken.append(each)
        meta = answer.json["_meta"]
        token = meta["token"]
        if len(taken) == _WARMING:
            before = _resident(house)
        if not meta["more"]:
            return taken, _resident(house) / (before or _resident(house)), token


def _asked(client: Client, path: str) -> tuple[float, Answer]:
    began = time.perf_counter()
    answer = client.ask(path)
    return (time.perf_counter() - began) * 1000, answer


def _resident(house: servers.Server) -> float:
    return max(each.memory_info().rss for each in psutil.Process(house.pid).children()) / _MB
