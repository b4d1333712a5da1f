"""Servers, each a process of its own on a free port, gone when its block ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from api import ROOT
from tests.bench.client import Client

HOUSE = Path(__file__).parents[2]
#: How long a server may take to answer, and to end.
_LONGEST_START = 60
_LONGEST_END = 20
_BETWEEN_LOOKS = 0.005
#: The counting for the rate limit runs, but never refuses.
_NO_LIMIT = "100000000/minute"


@dataclass(frozen=True)
class Server:
    """Where a server answers, its process, and how many seconds it took to its first 200."""

    url: str
    pid: int
    started_in: float


@contextmanager
def ours(folder: Path, database: str, **settings: str) -> Iterator[Server]:
    """The house, as `make run` starts it; it migrates and seeds an empty database by itself."""
    port = free_port()
    environment = {
        "PORT": str(port),
        "WORKERS": "1",
        "CONTENT_THREADS": "1",
        "CONTENT_DATABASE_URL": database,
        "CONTENT_RATE_LIMIT": _NO_LIMIT,
    } | settings
    url = f"http://127.0.0.1:{port}{ROOT}"
    with serving([sys.executable, "wsgi.py"], url, "/receptions", folder / f"ours-{port}.log", environment) as server:
        yield server


@contextmanager
def bare(folder: Path, answers: Path) -> Iterator[Server]:
    """Granian alone, in front of a function that gives recorded answers."""
    port = free_port()
    environment = {"PORT": str(port), "BARE_ANSWERS": str(answers), "CONTENT_THREADS": "1"}
    command = [sys.executable, "-m", "tests.bench.bare"]
    url = f"http://127.0.0.1:{port}{ROOT}"
    with serving(command, url, "/receptions", folder / f"bare-{port}.log", environment) as server:
        yield server


@contextmanager
def reference(folder: Path, database: str) -> Iterator[Server]:
    """The reference service under uvicorn; like the house it keeps no access log."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tests.bench.reference.app:app", f"--port={port}", "--no-access-log"]
    environment = {"REFERENCE_DATABASE_URL": database}
    url = f"http://127.0.0.1:{port}"
    with serving(command, url, "/receptions", folder / f"reference-{port}.log", environment) as server:
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    command: Sequence[str], url: str, path: str, log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A process that answers at `url` + `path` within its block.

    Raises RuntimeError with the end of its log when it never does.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CONTENT_")}
    began = time.perf_counter()
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=HOUSE,
            env=inherited | dict(environment or {}),
            stdout=printed,
            stderr=subprocess.STDOUT,
            process_group=0,  # no session of its own: between sessions Linux shares the processors, whoever needs them
        )
    try:
        _wait(process, url, path, log)
        yield Server(url, process.pid, time.perf_counter() - began)
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], url: str, path: str, log: Path) -> None:
    """Look again and again until the first 200."""
    deadline = time.monotonic() + _LONGEST_START
    reason: Exception | None = None
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with Client(url) as client:
                client.ask(path)
        except (OSError, HTTPException, RuntimeError) as error:
            reason = error
            time.sleep(_BETWEEN_LOOKS)
        else:
            return
    tail = log.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"{' '.join(process.args)} does not answer ({reason}):\n{tail}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and its whole group when it will not."""
    process.terminate()
    try:
        process.wait(_LONGEST_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
