"""nginx giving files, set up as Debian ships it: what the machine can do for those who need no application."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.servers import Server, free_port, serving
from tests.bench.tools import program

#: /etc/nginx/nginx.conf of Debian's nginx-light, with one worker, and with every path in a folder of our own.
_SETTINGS = """
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;

events {{
    worker_connections 768;
}}

http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/json;
    access_log {folder}/access.log;
    gzip on;

    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;

    server {{
        listen 127.0.0.1:{port};
        root {files};
    }}
}}
"""


@contextmanager
def nginx(folder: Path, files: Path, ready: str) -> Iterator[Server]:
    """nginx in front of the files of a folder; `ready` is one of them."""
    port = free_port()
    own = folder / "nginx"
    own.mkdir()
    root = not os.getuid()
    if root:  # its worker is another user then, who has to get at the files
        for each in (folder, own, files):
            each.chmod(0o755)
    settings = own / "nginx.conf"
    settings.write_text(
        _SETTINGS.format(folder=own, files=files, port=port, user="user www-data;" if root else ""), encoding="utf-8"
    )
    command = [program("nginx"), "-c", str(settings), "-e", str(own / "error.log")]
    with serving(command, f"http://127.0.0.1:{port}", f"/{ready}", own / "printed.log") as server:
        yield server
