"""What Granian can do at best under Python: a function that gives recorded answers. Run directly, this serves it.

It is served as the house is.
"""

import json
import os
from pathlib import Path
from typing import Any

from api.config import Config
from api.serving import serve

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
    serve("tests.bench.bare:app", Config.from_environ(os.environ))
