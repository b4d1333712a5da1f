"""The other door: the command line."""

import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from api import RELEASED
from api.config import Config
from api.db import Database
from api.errors import ContentError
from api.http.answers import dump
from api.http.context import House, house
from api.http.openapi import build
from api.http.specification import FILE, to_yaml
from api.http.texts import DETAILS, describe, say
from api.policy import ROLES
from api.resources import MISTAKES, ROUTES
from api.resources.examples import SAMPLE_CLIENT
from api.services import exporting, importing, positions, registering, seeding
from schemas.faults import pointer


def install(app: Flask) -> None:
    """Give the application its commands."""
    for command in (migrate, seed, openapi, clients, export, import_, restored, worker):
        app.cli.add_command(command)


@click.command()
@with_appcontext
@click.argument("revision", default="head")
def migrate(revision: str) -> None:
    """Bring the database's tables to this version (or to REVISION)."""
    from api.services.migrating import migrate as move  # noqa: PLC0415  # brings alembic, which no one else needs

    move(house().database, revision)
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


@click.group()
def clients() -> None:
    """API clients and their keys."""


@clients.command()
@with_appcontext
@click.option("--name", required=True, help="What people call it.")
@click.option("--organization", required=True, help="Whose it is: slug or id.")
@click.option("--role", required=True, type=click.Choice(tuple(ROLES)), help="What it may do.")
@click.option("--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="How long the key is good.")
def create(name: str, organization: str, role: str, days: int) -> None:
    """Register a client and make its first key, which is printed alone on the last line."""
    database = house().database
    with _told(), database.writing() as session:
        client = registering.create_client(session, name=name, organization=organization, role=role)
        expires_at = database.clock() + timedelta(days=days)
        _, key = registering.add_key(session, client, expires_at=expires_at)
        click.echo(f"client {client.id}, {role} of {organization}; the key is good until {expires_at:%Y-%m-%d}:")
    click.echo(key)


@clients.command("list")
@with_appcontext
def list_clients() -> None:
    """Show every client and its live keys; never a key itself."""
    with house().database.reading() as session:
        for client, key, owner in registering.overview(session):
            until = f"{key.expires_at:%Y-%m-%d}" if key else "-"
            used = str(key.last_used_on or "never") if key else "-"
            hint = f"{key.hint}…" if key else "no live key"
            click.echo(f"{client.id}  {client.role:13}  {owner:35}  {hint:13}  {until:10}  {used:10}  {client.name}")


@clients.command()
@with_appcontext
@click.argument("client_id", type=click.UUID)
def close(client_id: UUID) -> None:
    """Close a client for ever: none of its keys is good any more."""
    with _told(), house().database.writing() as session:
        registering.close_client(session, registering.find_client(session, client_id, lock=True))
    click.echo(f"closed {client_id}")


@click.command()
@with_appcontext
def worker() -> None:
    """Send webhooks until stopped (SIGTERM, Ctrl-C); on PostgreSQL there may be several."""
    from api.worker import work  # noqa: PLC0415  # brings an HTTP client, which no one else needs

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    click.echo("sending webhooks")
    work(house().config, stop)
    click.echo("stopped")


@click.command()
@with_appcontext
def restored() -> None:
    """Say that the database was restored from a backup: every copy that follows changes starts again."""
    with house().database.writing() as session:
        positions.renew_epoch(session)
    click.echo("copies start again")


@click.command()
@with_appcontext
@click.option("--organization", help="Whose entries: slug or id; all when absent.")
@click.argument("file", type=click.File("wb"), default="-")
def export(organization: str | None, file: BinaryIO) -> None:
    """Write everything that organizations own to FILE, as JSON Lines: what was written last, and what is public."""
    with _told(), house().database.reading() as session:
        owner = registering.find_organization(session, organization) if organization else None
        number = exporting.count_entries(session, owner)
        with click.progressbar(exporting.export(session, owner), number, "exporting", file=sys.stderr) as documents:
            file.writelines(dump(document) + b"\n" for document in documents)
    click.echo(f"exported {number} entries", err=True)


@click.command("import")
@with_appcontext
@click.argument("file", type=click.File("rb"), default="-")
def import_(file: BinaryIO) -> None:
    """Take in what was exported from FILE: all of it, or nothing when a line cannot be taken."""
    lines = file.readlines()
    with _told(), house().database.writing() as session:
        taken = importing.Importer(session).take(lines)
        with click.progressbar(taken, len(lines), "importing", file=sys.stderr) as entries:
            number = sum(1 for _ in entries)
    click.echo(f"imported {number} entries", err=True)


@contextmanager
def _told() -> Iterator[None]:
    """What the domain refuses, as a sentence or several on the terminal."""
    try:
        yield
    except ContentError as error:
        where = f"line {error.params['line']}: " if "line" in error.params else ""
        found = [f"{pointer(each.path)}: {describe(each.fault, 'en')}" for each in getattr(error, "found", ())]
        told = found or [say(DETAILS[error.code], "en", error.params)]
        raise click.ClickException(where + "; ".join(told)) from None


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
    from api.services.migrating import migrate as to_newest  # noqa: PLC0415  # see above

    present: House = app.extensions["house"]
    with tempfile.TemporaryDirectory() as folder:
        instant = datetime.fromisoformat(f"{RELEASED}T08:00:00").replace(tzinfo=UTC)
        database = Database(f"sqlite:///{Path(folder) / 'sample.db'}", clock=lambda: instant)
        try:
            to_newest(database)
            seeding.seed(database)
            with database.writing() as session:
                positions.renew_epoch(session, "example")  # what is random elsewhere is the same each time here
            public = replace(Config(), public_url="https://api.kfvn.se", rate_limit="0", secret="example")  # noqa: S106  # signs examples
            app.extensions["house"] = House(public, database)
            client = app.test_client()
            client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {_sample_key(database)}"
            return to_yaml(build(ROUTES, client, MISTAKES))
        finally:
            app.extensions["house"] = present
            database.close()
