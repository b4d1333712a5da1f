"""Tables come and go whole, and are what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from api.db import Base, Database
from api.services.migrating import is_migrated, migrate


def test_up_down_and_up_again(engine):
    url = engine.empty()
    database = Database(url)
    try:
        assert not is_migrated(database)
        migrate(database)
        assert is_migrated(database)
        with database.reading() as session:
            context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        for table in Base.metadata.sorted_tables:
            named = {each["name"] for each in inspect(database.engine).get_check_constraints(table.name)}
            assert named == {each.name for each in table.constraints if isinstance(each, CheckConstraint)}
        migrate(database, "base")
        assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}
        migrate(database)
        migrate(database)
        assert is_migrated(database)
    finally:
        database.close()
        engine.drop(url)
