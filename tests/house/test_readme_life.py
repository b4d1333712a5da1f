"""The life of an item, as the README tells it: run by a shell against a real server, it prints what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent.parent
LIFE = (HOUSE / "README.md").read_text(encoding="utf-8").partition("## The life of an item")[2].partition("\n## ")[0]
#: Each command with what it prints.
STEPS = re.findall(r"^\$ (.+)\n((?:(?!\$ |```).*\n)*)", LIFE, re.MULTILINE)


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
