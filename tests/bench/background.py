"""Doing something again and again beside what is measured."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def repeating(act: Callable[[], object], pause: float = 0) -> Iterator[None]:
    """Act within the block, in a thread of its own, with a pause after each time. Raises at the end what it raised."""
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            act()
            ended.wait(pause)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        try:
            yield
        finally:
            ended.set()
        running.result()
