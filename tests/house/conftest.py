"""The server as a newcomer starts it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture
def server(tmp_path):
    """The server as the README starts it, on a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PORT": str(port), "CONTENT_DATABASE_URL": f"sqlite:///{tmp_path / 'content.db'}"}
    process = subprocess.Popen([sys.executable, "wsgi.py"], cwd=HOUSE, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready").close()
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}", environment
    process.terminate()
    assert process.wait(timeout=20) == 0
