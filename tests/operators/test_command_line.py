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
