"""Creating and publishing, by one client that waits for each answer; held against the reference's single inserts."""

import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from sqlalchemy import make_url

from tests.bench import servers, targets
from tests.bench.client import Client
from tests.bench.databases import ENGINES
from tests.bench.editor import Editor
from tests.bench.load import interleaved
from tests.bench.options import Options
from tests.bench.report import Line


def run(options: Options) -> Sequence[Line]:
    lines = []
    for engine, make in ENGINES.items():
        with make(options.folder) as new:
            rates = _rates(options, options.folder, new(), new())
        lines.append(Line(engine, rates["pairs"], "per s", "single inserts", rates["inserts"], targets.WRITE_PATH))
    return lines


def _rates(options: Options, folder: Path, ours: str, theirs: str) -> dict[str, float]:
    """Pairs of create and publish, and single inserts, per second."""
    driven = make_url(theirs)
    if driven.drivername == "postgresql":
        driven = driven.set(drivername="postgresql+psycopg")
    with (
        servers.ours(folder, ours) as house,
        servers.reference(folder, driven.render_as_string(hide_password=False)) as other,
        Editor(house, ours) as editor,
        Client(other.url) as client,
    ):
        numbers = count(1)

        def insert() -> None:
            number = next(numbers)
            text = {"sv": f"Öppet hus nummer {number}"}
            given = {"slug": f"oppet-hus-nummer-{number}", "title": text, "lead": text, "body": text}
            client.ask("/news", "POST", given, status=201)

        return interleaved(
            {
                "pairs": lambda: _per_second(editor.add_news, options.seconds),
                "inserts": lambda: _per_second(insert, options.seconds),
            },
            options.rounds,
        )


def _per_second(act: Callable[[], None], seconds: int) -> float:
    """How often a client can do something, one after the other."""
    began = time.perf_counter()
    done = 0
    while time.perf_counter() - began < seconds:
        act()
        done += 1
    return done / (time.perf_counter() - began)
