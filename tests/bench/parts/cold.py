"""Answers made anew each time, with the cache off: held against the reference, which has none."""

from collections.abc import Sequence
from functools import partial

from tests.bench import servers, targets
from tests.bench.asked import EMBEDDING, LIST, candidate, require_same_texts
from tests.bench.load import interleaved
from tests.bench.options import Options
from tests.bench.report import Line

#: Under load; and by a single client, where no threads of either stand in each other's way.
_CONNECTIONS = {32: targets.COLD_REFERENCE, 1: None}


def run(options: Options) -> Sequence[Line]:
    folder = options.folder
    lines = []
    with (
        servers.ours(folder, f"sqlite:///{folder / 'cold.db'}", CONTENT_CACHE_MIB="0") as house,
        servers.reference(folder, f"sqlite:///{folder / 'cold-reference.db'}") as other,
    ):
        for name, path in {"item with include": EMBEDDING, "list": LIST}.items():
            require_same_texts(house.url + path, other.url + path)
            for connections, target in _CONNECTIONS.items():
                candidates = {each.url: candidate(each.url + path, connections=connections) for each in (house, other)}
                rates = interleaved(
                    {url: partial(each.rate, options.seconds) for url, each in candidates.items()}, options.rounds
                )
                said = f"{name}, {connections} at a time"
                lines.append(Line(said, rates[house.url], "req/s", "reference", rates[other.url], target))
    return lines
