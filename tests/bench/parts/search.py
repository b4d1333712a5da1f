"""Searching many items, with the cache off: the first page of what nobody has asked for before."""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from tests.bench import servers, targets
from tests.bench.client import Client
from tests.bench.databases import ENGINES, filled
from tests.bench.filling import words_by_frequency
from tests.bench.options import Options
from tests.bench.report import Line

_EACH = 20
#: These are in every item: in the title, in the lead, in the body.
_COMMON = ("nyhet", "mottagningarna", "länet", "hänt", "veta", "mottagningen", "öppet", "vanligt", "säga")


def run(options: Options) -> Sequence[Line]:
    lines: list[Line] = []
    for engine, make in ENGINES.items():
        with make(options.folder) as new:
            url = new()
            with filled(url, options.items):
                pass
            lines += _lines(engine, options.folder, url)
    return lines


def _lines(engine: str, folder: Path, url: str) -> Iterator[Line]:
    queries = _queries()
    with servers.ours(folder, url, CONTENT_CACHE_MIB="0") as house, Client(house.url) as client:
        _asked(client, "/search", "mika")  # the first question brings the words
        taken = {kind: [_asked(client, "/search", each) for each in asked] for kind, asked in queries.items()}
        listed = [_asked(client, "/news", f"{each} nyhet") for each in queries["a word"]]
    every = sorted(each for of_kind in taken.values() for each in of_kind)
    yield Line(f"{engine}: first page, median of all", median(every), "ms", target=targets.SEARCH)
    for kind, of_kind in taken.items():
        yield Line(f"{engine}: {kind}", median(of_kind), "ms")
    yield Line(f"{engine}: the slowest of all", every[-1], "ms")
    yield Line(f"{engine}: a list with q, median", median(listed), "ms")


def _queries() -> Mapping[str, Sequence[str]]:
    """What is asked, each once; words come as often as people use them, so that some are in many items."""
    chosen = Random(7)  # no secret
    words = words_by_frequency()

    def word() -> str:
        return words[min(int(chosen.paretovariate(0.5)), len(words) - 1)]

    return {
        "a word": [word() for _ in range(_EACH)],
        "a word of every item": _COMMON,
        "two words": [f"{word()} {chosen.choice(_COMMON)}" for _ in range(_EACH)],
        "three words": [f"{word()} {word()} {chosen.choice(_COMMON)}" for _ in range(_EACH)],
        "half a word": [word()[:4] for _ in range(_EACH)],
        "a phrase": [f'"utan att säga vem" {word()}' for _ in range(_EACH)],
        "a number": [f"{chosen.randrange(50_000):07d}" for _ in range(_EACH)],
        "one without another": [f"{chosen.choice(_COMMON)} -{word()}" for _ in range(_EACH)],
        "no word of any": [f"{word()}zzq" for _ in range(_EACH)],
    }


def _asked(client: Client, path: str, query: str) -> float:
    address = f"{path}?{urlencode({'q': query})}"
    began = time.perf_counter()
    client.ask(address)
    return (time.perf_counter() - began) * 1000
