"""Where the reference service keeps its content; on SQLite as durable as the house (WAL, synchronous=FULL)."""

import os
from typing import Any

from sqlalchemy import create_engine, event

engine = create_engine(os.environ["REFERENCE_DATABASE_URL"])

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
