"""What Granian can do at best under Python: a function that gives recorded answers. Run directly, this serves it.

The settings of the server are those of `wsgi.py`.
"""

import json
import os
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from api.config import Config

#: Headers and body by path and query, as `recording` wrote them down.
_ANSWERS = {
    address: ([(name, value) for name, value in headers], body.encode())
    for address, (headers, body) in json.loads(Path(os.environ["BARE_ANSWERS"]).read_text(encoding="utf-8")).items()
}


def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    headers, body = _ANSWERS[f"{environ['PATH_INFO']}?{environ['QUERY_STRING']}"]
    start_response("200 OK", headers)
    return [body]


if __name__ == "__main__":
    config = Config.from_environ(os.environ)
    Granian(
        "tests.bench.bare:app",
        address=config.host,
        port=int(config.port),
        interface=Interfaces.WSGI,
        workers=int(config.workers),
        blocking_threads=config.working,
        websockets=False,
    ).serve()
