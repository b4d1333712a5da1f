"""The other door."""

from api import cli
from api.app import create_app
from api.config import Config
from api.http.specification import FILE, to_yaml


def test_migrate_and_seed(engine):
    url = engine.empty()
    app = create_app(Config(database_url=url, rate_limit="0"))
    run = app.test_cli_runner().invoke
    assert "migrated to 0001" in run(args=["migrate", "0001"]).output
    assert "migrated to base" in run(args=["migrate", "base"]).output
    assert "migrated to head" in run(args=["migrate"]).output
    assert "seeded 22 entries" in run(args=["seed"]).output
    assert "nothing seeded" in run(args=["seed"]).output
    assert app.test_client().get("/content/v1/receptions/mika").status_code == 200
    app.extensions["house"].database.close()
    engine.drop(url)


def test_openapi_writes_what_it_checks(seeded, tmp_path, monkeypatch):
    file = tmp_path / "openapi.yaml"
    file.write_text(to_yaml({"openapi": "3.1.0"}), encoding="utf-8")
    monkeypatch.setattr(cli, "FILE", file)
    run = seeded.app.test_cli_runner().invoke
    stale = run(args=["openapi", "--check"])
    assert stale.exit_code == 1
    assert "is not what the code says" in stale.output
    assert "wrote openapi.yaml" in run(args=["openapi"]).output
    assert file.read_bytes() == FILE.read_bytes()
    assert run(args=["openapi", "--check"]).exit_code == 0


def test_a_client_is_made_listed_and_closed(world):
    run = world.app.test_cli_runner().invoke
    asked = [
        "clients",
        "create",
        "--name",
        "Sundsvalls webb",
        "--organization",
        "sundsvalls-kommun",
        "--role",
        "editor",
    ]
    made = run(args=[*asked, "--days", "30"])
    assert made.exit_code == 0, made.output
    key = made.output.splitlines()[-1]
    me = world.send("GET", "/clients/me", key=key).json
    assert (me["name"], me["role"], me["key"]["expiresAt"]) == ("Sundsvalls webb", "editor", "2026-12-24T09:00:00Z")
    assert me["organization"] == world.get("/organizations/sundsvalls-kommun")["id"]
    (line,) = run(args=["clients", "list"]).output.splitlines()
    for told in (me["id"], "editor", "sundsvalls-kommun", key[:12], "2026-12-24", "2026-11-24", "Sundsvalls webb"):
        assert told in line
    assert key not in line
    assert run(args=["clients", "close", me["id"]]).exit_code == 0
    assert world.send("GET", "/clients/me", key=key).status_code == 401
    assert run(args=["clients", "list"]).output == ""


def test_a_client_of_no_organization_or_role_is_refused(world):
    run = world.app.test_cli_runner().invoke
    asked = ["clients", "create", "--name", "N", "--organization", "finns-inte", "--role", "editor"]
    refused = run(args=asked)
    assert refused.exit_code == 1
    assert "/organization: “finns-inte” points at nothing." in refused.stderr
    assert run(args=[*asked[:-1], "boss"]).exit_code == 2
    unknown = run(args=["clients", "close", "00000000-0000-4000-8000-000000000000"])
    assert (unknown.exit_code, unknown.stderr) == (1, "Error: There is nothing here.\n")
