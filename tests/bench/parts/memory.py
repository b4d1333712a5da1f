"""Resident memory of the house after load on finished answers."""

from collections.abc import Sequence

import psutil

from tests.bench import servers, targets
from tests.bench.asked import ASKED, candidate
from tests.bench.options import Options
from tests.bench.report import Line

_MB = 1_000_000


def run(options: Options) -> Sequence[Line]:
    folder = options.folder
    with servers.ours(folder, f"sqlite:///{folder / 'memory.db'}") as house:
        for path in ASKED.values():
            candidate(house.url + path).rate(options.seconds)
        process = psutil.Process(house.pid)
        worker = max(each.memory_info().rss for each in process.children())
        main = process.memory_info().rss
    return [
        Line("worker", worker / _MB, "MB", target=targets.MEMORY),
        Line("main process", main / _MB, "MB"),
    ]
