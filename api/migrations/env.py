"""Alembic's way in: it is handed the connection of the transaction to work in."""

from alembic import context

import api.models  # noqa: F401  # fills the metadata
from api.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
context.run_migrations()
