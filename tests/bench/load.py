"""Load by wrk, and rates that are compared fairly: each candidate in its turn, round after round."""

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median

from tests.bench.client import Client
from tests.bench.tools import program

_RATE = re.compile(r"^Requests/sec: +([0-9.]+)$", re.MULTILINE)
_FAILURES = re.compile(r"Non-2xx or 3xx|Socket errors")


@dataclass(frozen=True)
class Candidate:
    """What is asked for over and over, and the answer that is right; without a body any is."""

    url: str
    body: bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    connections: int = 32

    def check(self) -> None:
        """Ask once. Raises RuntimeError for a wrong answer."""
        with Client(self.url, self.headers) as client:
            told = client.ask("", status=self.status).body
        if self.body is not None and told != self.body:
            raise RuntimeError(f"{self.url} answers something else than before: {told[:500]!r}")

    def rate(self, seconds: int) -> float:
        """Requests per second under load. Raises RuntimeError when one of them failed."""
        self.check()
        named = [part for name, value in self.headers.items() for part in ("-H", f"{name}: {value}")]
        command = [program("wrk"), "-t1", f"-c{self.connections}", f"-d{seconds}s", *named, self.url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = _RATE.search(told)
        if found is None or _FAILURES.search(told):
            raise RuntimeError(f"load on {self.url} failed:\n{told}")
        return float(found[1])


def interleaved(measures: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of each measure, each taken once a round."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: median(values) for name, values in taken.items()}
