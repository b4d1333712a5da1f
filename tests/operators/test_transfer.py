"""Export and import: everything an organization owns, through the same services, and the same again."""

import json
from uuid import UUID

import pytest

from api.app import create_app
from api.config import Config
from api.db import Database
from api.services.migrating import migrate
from tests.conftest import OWNER, World
from tests.samples import BARE, CONTENT


@pytest.fixture
def elsewhere(engine, world):
    """Another database, without content."""
    url = engine.empty()
    database = Database(url, clock=world.clock)
    migrate(database)
    yield database
    database.close()
    engine.drop(url)


def run(database, *args, given=None):
    app = create_app(Config(rate_limit="0"), database)
    return app.test_cli_runner().invoke(args=list(args), input=given)


def exported(database, *args):
    answer = run(database, "export", *args)
    assert answer.exit_code == 0, answer.output
    return answer.stdout_bytes


def documents(data):
    return [json.loads(line) for line in data.splitlines()]


def fill(world):
    """Every way an entry can stand: all types, drafts, changes, schedules, notices, external ids, former slugs."""
    for type_ in ("organizations", "contacts", "receptions", "studies", "news"):
        entry = world.add(type_, CONTENT[type_])
        world.create(type_, BARE[type_])
        world.clock.advance(minutes=1)
        world.save(entry, CONTENT[type_] | {"review": {"reviewBy": "2027-08-01"}}, slug=f"ny-{type_}")
        world.publish(entry, note={"sv": "Ny granskning."})
        world.clock.advance(minutes=1)
        world.save(entry, CONTENT[type_] | {"review": {"reviewBy": "2028-08-01"}})
    study = world.add("studies", {"title": {"sv": "Planerad"}}, until=world.clock.now.replace(year=2028))
    world.save(study, {"title": {"sv": "Planerad om"}})
    world.publish(study, start=world.clock.now.replace(year=2027), major=False, note={"sv": "Sedan."})
    world.clock.advance(minutes=1)
    retired = world.add("news", BARE["news"], slug="tillbakadragen")
    world.clock.advance(minutes=1)
    world.withdraw(retired, "withdrawn", explanation={"sv": "Fel."}, replacement=study)
    gone = world.add("contacts", BARE["contacts"], slug="borta")
    world.add("studies", {"title": {"sv": "Pekar"}, "contacts": [str(gone)]})
    world.clock.advance(minutes=1)
    world.withdraw(gone, "gone")
    key = world.key("editor")
    named = {"externalId": "cms-7", "content": BARE["studies"]}
    assert world.send("POST", "/entries/studies", named, key=key).status_code == 201


def test_exporting_importing_and_exporting_again_gives_the_same(world, elsewhere, tmp_path):
    fill(world)
    first = exported(world.database)
    file = tmp_path / "export.jsonl"
    file.write_bytes(first)
    answer = run(elsewhere, "import", str(file))
    assert answer.exit_code == 0, answer.output
    assert f"imported {len(documents(first))} entries" in answer.stderr
    assert documents(exported(elsewhere)) == documents(first)
    assert exported(elsewhere) == first


def test_what_was_public_is_public_again_from_now_on(world, elsewhere):
    fill(world)
    run(elsewhere, "import", given=exported(world.database))
    there = World(elsewhere, world.clock)
    world.clock.advance(days=365)
    for path in ("/news", "/receptions", "/contacts", "/studies", "/organizations"):
        mine, theirs = (
            each.get(f"{path}?limit=100&sort=title" if path == "/news" else f"{path}?limit=100")
            for each in (world, there)
        )
        assert [_kept(item) for item in theirs["items"]] == [_kept(item) for item in mine["items"]]


def _kept(item):
    """What an import keeps of an item: everything but when the edition began."""
    return {name: value for name, value in item.items() if name not in {"publishedAt", "contentHash"}}


def test_importing_again_changes_nothing(world):
    fill(world)
    first = exported(world.database)
    sequence = world.client.get("/content/v1/news").headers["Content-Sequence"]
    assert run(world.database, "import", given=first).exit_code == 0
    assert world.client.get("/content/v1/news").headers["Content-Sequence"] == sequence
    assert exported(world.database) == first


def test_what_an_import_brings_back_is_noticed_where_it_had_left(world, elsewhere):
    first = exported(world.database)
    run(elsewhere, "import", given=first)
    study = world.get("/studies")["items"][0]["id"]
    there = World(elsewhere, world.clock)
    assert there.get(f"/studies/{study}")["updatedAt"] == world.get(f"/studies/{study}")["updatedAt"]
    world.clock.advance(minutes=1)
    there.unpublish(UUID(study))
    world.clock.advance(minutes=1)
    assert run(elsewhere, "import", given=first).exit_code == 0
    back = there.get(f"/studies/{study}")
    assert back["updatedAt"] == back["publishedAt"] > back["firstPublishedAt"]


def test_an_external_id_makes_a_second_import_an_update(world, elsewhere):
    run(elsewhere, "import", given=exported(world.database))
    organization = world.get(f"/organizations/{OWNER}")["id"]
    line = {"id": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "type": "contacts", "organization": organization}
    line |= {"slug": "kim", "externalId": "hr-1", "content": BARE["contacts"], "publications": []}
    pointing = {"id": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c", "type": "studies", "organization": organization}
    pointing |= {"slug": "pekar", "content": BARE["studies"] | {"contacts": [line["id"]]}, "publications": []}

    def bring(*lines):
        answer = run(elsewhere, "import", given="\n".join(json.dumps(each) for each in lines))
        assert answer.exit_code == 0, answer.output
        return {each["slug"]: each for each in documents(exported(elsewhere))}

    first = bring(line)
    renewed = line | {"id": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4aff"}
    renewed["content"] = BARE["contacts"] | {"name": "Kim Ny"}
    second = bring(renewed, pointing | {"content": BARE["studies"] | {"contacts": [renewed["id"]]}})
    assert second["kim"]["id"] == first["kim"]["id"] == line["id"]
    assert second["kim"]["content"]["name"] == "Kim Ny"
    assert second["pekar"]["content"]["contacts"] == [line["id"]]
    assert len(second) == len(first) + 1


def test_only_what_an_organization_owns_is_exported(world):
    mine = world.create("studies", {"title": {"sv": "Sundsvalls"}}, owner="sundsvalls-kommun")
    found = documents(exported(world.database, "--organization", "sundsvalls-kommun"))
    assert [each["id"] for each in found] == [str(mine)]
    unknown = run(world.database, "export", "--organization", "finns-inte")
    assert unknown.exit_code == 1
    assert "points at nothing" in unknown.stderr


def test_a_line_that_cannot_be_taken_is_named_and_nothing_is(world, elsewhere):
    good = exported(world.database)
    bad = json.loads(good.splitlines()[0]) | {"id": "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "slug": "nytt"}
    bad["publications"] = []
    cases = [
        ("{", "not JSON"),
        (json.dumps(bad | {"type": "newz"}), "newz"),
        (json.dumps(bad | {"id": "x"}), "/id"),
        (json.dumps(bad | {"slug": "sundsvalls-kommun"}), "“sundsvalls-kommun” is taken"),
        (json.dumps({name: value for name, value in bad.items() if name != "slug"}), "/slug"),
        (json.dumps(bad | {"content": {"nane": 1}}), "/content/nane"),
        (json.dumps(bad | {"content": {"parent": bad["id"][:-1] + "0"}}), "points at nothing"),
    ]
    for line, told in cases:
        answer = run(elsewhere, "import", given=good.decode() + line)
        assert answer.exit_code == 1
        assert f"line {len(good.splitlines()) + 1}" in answer.stderr
        assert told in answer.stderr, answer.stderr
        assert exported(elsewhere) == b""


def test_what_was_erased_stays_erased(world, elsewhere):
    kim = world.add("contacts", BARE["contacts"], slug="kim")
    world.add("studies", BARE["studies"] | {"contacts": [str(kim)]})
    key = world.key("administrator")
    tag = world.send("GET", f"/entries/contacts/{kim}", key=key).headers["ETag"]
    assert world.send("POST", f"/entries/contacts/{kim}/erasure", key=key, match=tag).status_code == 200
    first = exported(world.database)
    assert b"Kim Exempel" not in first
    assert run(elsewhere, "import", given=first).exit_code == 0
    assert exported(elsewhere) == first
    World(elsewhere, world.clock).get(f"/contacts/{kim}", 410)
