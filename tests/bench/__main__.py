"""The benchmarks: `python -m tests.bench`. They report, and never fail on a number.

They do fail on wrong answers, on answers that are no success, and on servers that do not start.
"""

import json
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from tests.bench.options import Options
from tests.bench.parts import changes, cold, growth, memory, search, start, warm, write_path, writes
from tests.bench.report import Line, document, table
from tests.bench.servers import HOUSE
from tests.bench.tools import require

_REFERENCE = {"fastapi", "uvicorn"}
_FILE = HOUSE / "var" / "bench.json"

#: The parts, in the order in which they run, and what each needs besides the house.
_PARTS: Mapping[str, tuple[Callable[[Options], Sequence[Line]], set[str]]] = {
    "warm": (warm.run, {"nginx", "wrk", *_REFERENCE}),
    "cold": (cold.run, {"wrk", *_REFERENCE}),
    "writes": (writes.run, {"wrk"}),
    "growth": (growth.run, set()),
    "changes": (changes.run, set()),
    "search": (search.run, set()),
    "write-path": (write_path.run, _REFERENCE),
    "start": (start.run, set()),
    "memory": (memory.run, {"wrk"}),
}


def _chosen(context: click.Context, parameter: click.Parameter, value: str) -> list[str]:
    names = value.split(",")
    for name in names:
        if name not in _PARTS:
            raise click.BadParameter(f"no part {name!r}; there are {', '.join(_PARTS)}")
    return [name for name in _PARTS if name in names]


@click.command()
@click.option("--only", default=",".join(_PARTS), callback=_chosen, help="These parts, comma-separated; else all.")
@click.option(
    "--items",
    default=50_000,
    type=click.IntRange(1_000),
    show_default=True,
    help="How many `growth`, `changes` and `search` have.",
)
@click.option("--rounds", default=5, type=click.IntRange(1), show_default=True, help="How often each is measured.")
@click.option("--seconds", default=3, type=click.IntRange(1), show_default=True, help="How long a measure takes.")
def main(only: list[str], items: int, rounds: int, seconds: int) -> None:
    """Measure the house, and hold it against its targets."""
    require(set().union(*(_PARTS[part][1] for part in only)))
    # Whoever ends the benchmarks ends their servers too.
    signal.signal(signal.SIGTERM, lambda *caught: sys.exit(1))
    found: dict[str, Sequence[Line]] = {}
    with tempfile.TemporaryDirectory(prefix="content-bench-") as folder:
        options = Options(Path(folder), rounds, seconds, items)
        for part in only:
            found[part] = _PARTS[part][0](options)
            click.echo(table(part, found[part]))
    _FILE.parent.mkdir(exist_ok=True)
    _FILE.write_text(json.dumps(document(options, found), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"\nall figures: {_FILE.relative_to(HOUSE)}")


if __name__ == "__main__":
    main()
