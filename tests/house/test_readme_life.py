"""The life of an item, as the README tells it: run by a shell against a real server, it prints what it says."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent.parent
LIFE = (HOUSE / "README.md").read_text(encoding="utf-8").partition("## The life of an item")[2].partition("\n## ")[0]
#: Each command with what it prints.
STEPS = re.findall(r"^\$ (.+)\n((?:(?!\$ |```).*\n)*)", LIFE, re.MULTILINE)


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


def test_the_life_tells_of_every_turn():
    for turn in ("Create", "Check", "Preview", "Publish", "Edit", "Conflict", "Withdraw"):
        assert f"**{turn}**" in LIFE
    assert len(STEPS) == 15


def test_every_command_prints_what_the_readme_says(server):
    assert shutil.which("curl"), "the README speaks curl"
    address, environment = server
    commands = [command.replace("http://127.0.0.1:8000", address) for command, _ in STEPS]
    commands = [command.replace(".venv/bin/flask", f"{Path(sys.executable).parent}/flask") for command in commands]
    script = "\n".join(f"{command}\necho '=== {number}'" for number, command in enumerate(commands))
    shell = {"cwd": HOUSE, "env": environment, "capture_output": True, "text": True}
    ran = subprocess.run(["bash"], input=script, check=False, **shell)
    assert ran.returncode == 0, ran.stderr
    printed = re.split(r"=== \d+\n", ran.stdout)
    for (command, expected), answer in zip(STEPS, printed, strict=False):
        assert answer.rstrip("\n") == expected.rstrip("\n"), command
