"""How the application is served: by Granian, with our settings."""

from functools import partial
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from api.config import Config


def serve(target: str, config: Config, *, works: bool = False) -> None:
    """Serve the application that `target` names (`module:variable`) until told to stop; with a worker if it `works`."""
    Granian(
        target,
        address=config.host,
        port=int(config.port),
        interface=Interfaces.WSGI,
        workers=int(config.workers),
        blocking_threads=config.concurrency,
        websockets=False,
    ).serve(target_loader=partial(_beside_worker, config) if works else None)


def _beside_worker(config: Config, target: str) -> Any:
    """In a server process: the application, and the worker in a thread beside it.

    Not before there is such a process: a thread or an open database does not survive that one comes of another.
    """
    from api.worker import begin  # noqa: PLC0415  # brings an HTTP client, which no one else needs

    begin(config)
    module, _, variable = target.partition(":")
    return getattr(import_module(module), variable)
