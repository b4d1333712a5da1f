"""The house as a whole: its floors, the size of its rooms, its one way to commit."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent.parent
SOURCES = sorted(
    path for folder in ("api", "schemas") for path in (HOUSE / folder).rglob("*.py") if "versions" not in path.parts
)
TOP_LEVEL = {
    "api", "schemas", "seed", "tests", "wsgi.py", "pyproject.toml", "openapi.yaml", "README.md", "Makefile",
    "requirements.txt",
}  # fmt: skip


def test_each_floor_uses_only_the_floors_below_it():
    """As a command: in this process it would silence the loggers of every test that comes after."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_top_level_is_what_it_should_be():
    tracked = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    top = {line.partition("/")[0] for line in tracked.splitlines()}
    assert {name for name in top if not name.startswith(".")} == TOP_LEVEL


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_file_fits_a_screen_or_two(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_nothing_commits_but_the_one_place():
    assert not [path for path in SOURCES if ".commit(" in path.read_text(encoding="utf-8")]


def test_requirements_name_versions_and_no_address():
    lines = (HOUSE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in lines)


def test_importing_the_door_opens_no_database():
    program = "import sys, wsgi; print(wsgi.app.name)"
    environment = {"CONTENT_DATABASE_URL": "sqlite:////proc/nowhere/content.db", "PATH": ""}
    answered = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, env=environment, check=False
    )
    assert answered.returncode != 0  # a place that cannot be is told at start
    environment["CONTENT_DATABASE_URL"] = "postgresql://nobody@localhost:1/nothing"
    answered = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, env=environment, check=False
    )
    assert answered.stdout.strip() == "api", answered.stderr
