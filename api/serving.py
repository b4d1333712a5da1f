"""How a WSGI application is served: by Granian, with our settings."""

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
    ).serve()
