"""Bringing a database's tables to the shape this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from api.db import Database, lock_log
from api.services.indexing import place_all
from api.services.searching.index import index_all

_SCRIPTS = Path(__file__).parent.parent / "migrations"


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the tables up to a revision, or down to an earlier one; in one transaction, one process at a time."""
    with database.writing() as session:
        lock_log(session)
        config = _config()
        config.attributes["connection"] = session.connection()
        present = MigrationContext.configure(session.connection()).get_current_revision()
        passed = [each.revision for each in ScriptDirectory.from_config(config).iterate_revisions(present, "base")]
        move = command.downgrade if revision in {"base", *passed[1:]} else command.upgrade
        move(config, revision)
        if MigrationContext.configure(session.connection()).get_current_revision() == _newest():
            place_all(session)
            index_all(session)


def is_migrated(database: Database) -> bool:
    """Whether the tables are those of this version. Raises the driver's error when the database cannot be reached."""
    with database.reading() as session:
        present = MigrationContext.configure(session.connection()).get_current_revision()
    return present == _newest()


def _newest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config
