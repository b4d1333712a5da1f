"""From the start of the process to its first answer, on a database that has everything; and where imports take long."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from statistics import median

from tests.bench import servers, targets
from tests.bench.databases import filled
from tests.bench.options import Options
from tests.bench.report import Line

_ITEMS = 1_000
_STARTS = 5
_SLOWEST = 10
#: "import time:       123 |       4567 |   package.module": microseconds by itself, with all it imports, and its name.
_IMPORT = re.compile(r"^import time: +(\d+) \| +\d+ \| +(\S+)$", re.MULTILINE)


def run(options: Options) -> Sequence[Line]:
    url = f"sqlite:///{options.folder / 'start.db'}"
    with filled(url, _ITEMS):
        pass
    taken = []
    for _ in range(_STARTS):
        with servers.ours(options.folder, url) as house:
            taken.append(house.started_in)
    return [
        Line(f"first answer, {_ITEMS} items", median(taken), "s", target=targets.START),
        *(Line(f"  importing {name}", spent / 1000, "ms") for name, spent in _slowest_imports(url)),
    ]


def _slowest_imports(database: str) -> Sequence[tuple[str, int]]:
    """The packages whose modules take longest together, each by itself, so that no time counts twice."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import wsgi"],
        cwd=servers.HOUSE,
        env=os.environ | {"CONTENT_DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    spent: Counter[str] = Counter()
    for microseconds, module in _IMPORT.findall(told):
        spent[module.partition(".")[0]] += int(microseconds)
    return spent.most_common(_SLOWEST)
