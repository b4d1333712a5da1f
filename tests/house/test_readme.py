"""The README cannot rot: its commands, answers, settings and packages are those of the house."""

import json
import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from api.config import Config
from tests.conftest import World

HOUSE = Path(__file__).parent.parent.parent
README = (HOUSE / "README.md").read_text(encoding="utf-8")
ASKING = README.partition("## Ask it")[2].partition("\n## ")[0]
EXAMPLES = re.findall(r"```console\n\$ (curl .+?)\n(.+?)\n```", ASKING, re.DOTALL)
GIVEN = {"flask", "flask-restx", "marshmallow", "sqlalchemy", "pytest"}


def test_there_are_three_examples():
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(("command", "answer"), EXAMPLES)
def test_an_example_answers_what_it_says(seeded, command, answer):
    world = World(seeded.database, seeded.clock, Config(rate_limit="0"))
    words = shlex.split(command)
    headers = dict(words[at + 1].split(": ") for at, word in enumerate(words) if word == "-H")
    address = next(word for word in words if word.startswith("http"))
    response = world.client.get(address.removeprefix("http://127.0.0.1:8000"), headers=headers)
    assert response.json == json.loads(answer)


def test_every_setting_stands_there_with_its_default():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.+) \|$", README, re.MULTILINE)
    assert rows == [(each.metadata["variable"], each.default, each.metadata["meaning"]) for each in fields(Config)]


def test_every_package_says_why_it_is_here():
    groups = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    asked = {each.partition("[")[0] for group in groups.values() for each in group if isinstance(each, str)}
    explained = set(re.findall(r"^\| ([a-z0-9-]+) \| \S", README, re.MULTILINE)) - {"package", "variable"}
    assert explained == asked - GIVEN
    pinned = {line.partition("==")[0].lower() for line in (HOUSE / "requirements.txt").read_text().splitlines()}
    assert {each.replace("_", "-") for each in asked} <= {each.replace("_", "-") for each in pinned}


def test_every_command_is_there():
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_floor_it_draws_is_a_place():
    drawing = README.split("## The floors")[1].split("```")[1]
    for line in drawing.strip().splitlines():
        for place in re.findall(r"(?<!\S)((?:api|schemas|wsgi)[\w/.]*)", line.split("  ")[0] + " "):
            assert (HOUSE / place).exists(), place
