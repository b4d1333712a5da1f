"""The other door: the command line."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from api import RELEASED
from api.config import Config
from api.db import Database
from api.http.context import House, house
from api.http.openapi import build
from api.http.specification import FILE, to_yaml
from api.resources import MISTAKES, ROUTES
from api.resources.examples import SAMPLE_CLIENT
from api.services import migrating, registering, seeding


def install(app: Flask) -> None:
    """Give the application its commands."""
    for command in (migrate, seed, openapi):
        app.cli.add_command(command)


@click.command()
@with_appcontext
@click.argument("revision", default="head")
def migrate(revision: str) -> None:
    """Bring the database's tables to this version (or to REVISION)."""
    migrating.migrate(house().database, revision)
    click.echo(f"migrated to {revision}")


@click.command()
@with_appcontext
def seed() -> None:
    """Fill a database that holds nothing with the seed content."""
    number = seeding.seed(house().database)
    click.echo(f"seeded {number} entries" if number else "nothing seeded: the database holds entries")


@click.command()
@with_appcontext
@click.option("--check", is_flag=True, help="Only tell whether openapi.yaml is what it should be.")
def openapi(check: bool) -> None:
    """Write openapi.yaml from the routes, the schemas and real answers."""
    document = specification(current_app)
    if not check:
        FILE.write_text(document, encoding="utf-8")
        click.echo(f"wrote {FILE.name}")
    elif FILE.read_text(encoding="utf-8") != document:
        raise click.ClickException(f"{FILE.name} is not what the code says: run `flask --app wsgi openapi`")


def _sample_key(database: Database) -> str:
    """The key of a client that may ask for every example."""
    with database.writing() as session:
        organization = next(iter(seeding.owners()))
        client = registering.create_client(
            session, name="Exempel", organization=organization, role="administrator", client_id=SAMPLE_CLIENT
        )
        return registering.add_key(session, client)[1]


def specification(app: Flask) -> str:
    """The OpenAPI document as YAML; its examples are answers of this application to the seed, at a fixed instant."""
    present: House = app.extensions["house"]
    with tempfile.TemporaryDirectory() as folder:
        instant = datetime.fromisoformat(f"{RELEASED}T08:00:00").replace(tzinfo=UTC)
        database = Database(f"sqlite:///{Path(folder) / 'sample.db'}", clock=lambda: instant)
        try:
            migrating.migrate(database)
            seeding.seed(database)
            public = replace(Config(), public_url="https://api.kfvn.se", rate_limit="0")
            app.extensions["house"] = House(public, database)
            client = app.test_client()
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {_sample_key(database)}"
            return to_yaml(build(ROUTES, client, MISTAKES))
        finally:
            app.extensions["house"] = present
            database.close()
