"""How the application is served: by Granian, with our settings."""

from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from api.config import Config


def serve(target: str, config: Config) -> None:
    """Serve the application that `target` names (`module:variable`) until told to stop."""
    Granian(
        target,
        address=config.host,
        port=int(config.port),
        interface=Interfaces.WSGI,
        workers=int(config.workers),
        blocking_threads=config.concurrency,
        websockets=False,
    ).serve(target_loader=load)


def load(target: str) -> Any:
    """In a server process: the application, and the worker beside it where that is how it is set.

    Not before there is such a process: a thread or an open database does not survive that one comes of another.
    """
    module, _, variable = target.partition(":")
    app = getattr(import_module(module), variable)
    config: Config = app.extensions["house"].config
    if config.works_inside:
        from api.worker import begin  # noqa: PLC0415  # brings an HTTP client, which no one else needs

        begin(config)
    return app
