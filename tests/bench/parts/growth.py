"""How much longer an answer takes when there are many items, with the cache off: one client, one question at a time."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from tests.bench import filling, servers, targets
from tests.bench.asked import SLUG
from tests.bench.client import Client
from tests.bench.databases import ENGINES, filled
from tests.bench.options import Options
from tests.bench.report import Line

_FEW = 1_000
_REQUESTS = 200
_WARMING = 20
#: How far into the list the last pages are, and how many items a page has.
_SHARE = 0.9
_PAGE = 20
_UNBOUND = "numbered page at 90 %"

#: Asks one question; how many seconds the answer took.
Ask = Callable[[], float]


def run(options: Options) -> Sequence[Line]:
    lines = []
    for engine, make in ENGINES.items():
        with ExitStack() as stack:
            new = stack.enter_context(make(options.folder))
            few, many = (
                stack.enter_context(_standing(options.folder, new(), number)) for number in (_FEW, options.items)
            )
            for name in few:
                small, large = _medians(few[name], many[name])
                target = None if name == _UNBOUND else targets.GROWTH
                lines.append(Line(f"{engine}: {name}", large, "ms", f"{_FEW} items", small, target))
    return lines


@contextmanager
def _standing(folder: Path, url: str, number: int) -> Iterator[dict[str, Ask]]:
    """A house with so many news items, and the questions to it."""
    with filled(url, number) as database:
        cursor = filling.cursor(database, _SHARE)
    questions = {
        "item": f"/news/{SLUG}",
        "first page": "/news",
        "rare value": f"/news?{filling.RARE}",
        "common value": f"/news?{filling.COMMON}",
        "cursor at 90 %": f"/news?cursor={cursor}",
        _UNBOUND: f"/news?page={int(number * _SHARE / _PAGE)}",
    }
    with servers.ours(folder, url, CONTENT_CACHE_MIB="0") as house, Client(house.url) as client:
        yield {name: _question(client, path) for name, path in questions.items()}


def _question(client: Client, path: str) -> Ask:
    def ask() -> float:
        began = time.perf_counter()
        client.ask(path)
        return time.perf_counter() - began

    told = client.ask(path).json
    if not told.get("items", told):
        raise RuntimeError(f"{path} answers with nothing")
    return ask


def _medians(few: Ask, many: Ask) -> tuple[float, float]:
    """Milliseconds that an answer takes with few items and with many, asked in turn."""
    taken: list[tuple[float, float]] = [(few(), many()) for _ in range(_WARMING + _REQUESTS)]
    small, large = zip(*taken[_WARMING:], strict=True)
    return median(small) * 1000, median(large) * 1000
