"""Tables come and go whole, and are what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from api.db import FTS5, Base, Database
from api.services.migrating import is_migrated, migrate
from tests.samples import BARE


def _is_of_no_engine_alone(thing, name, kind, reflected, other):
    """The index of words: tables of FTS5's own on SQLite, which no model has, and an index on PostgreSQL."""
    return not (name.startswith(tuple(FTS5.values())) or name.endswith("_tokens"))


def test_up_down_and_up_again(engine):
    url = engine.empty()
    database = Database(url)
    try:
        assert not is_migrated(database)
        migrate(database)
        assert is_migrated(database)
        with database.reading() as session:
            opts = {"compare_type": True, "include_object": _is_of_no_engine_alone}
            context = MigrationContext.configure(session.connection(), opts=opts)
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


def test_content_survives_a_step_down_and_up(world):
    """What was made before editors had keys is whole afterwards: owners, links, who points where."""
    replaced = world.add("studies", BARE["studies"], slug="ersatt")
    world.clock.advance(minutes=1)
    world.withdraw(
        replaced, explanation={"sv": "Ersatt."}, replacement=world.add("studies", BARE["studies"], slug="ny")
    )
    editor = world.key("editor")
    asked = ("/receptions/mika?include=contacts.worksFor,host", "/news?include=studies", "/contacts?limit=100")
    before = [world.get(path) for path in asked]
    entry = world.send("GET", "/entries/receptions/mika", key=editor).json
    migrate(world.database, "0001")
    assert not is_migrated(world.database)
    migrate(world.database)
    editor = world.key("editor")
    assert [world.get(path) for path in asked] == before
    assert world.send("GET", "/entries/receptions/mika", key=editor).json == entry
    links = world.send("GET", "/entries/contacts/karin-silfversten/references", key=editor).json["items"]
    assert [each["appearances"] for each in links] == [["draft", "published"]] * 3
    world.get("/studies/ersatt", 410)
    tag = world.send("GET", "/entries/receptions/mika", key=editor).headers["ETag"]
    patch = {"content": {"minAge": 18}}
    assert world.send("PATCH", "/entries/receptions/mika", patch, key=editor, match=tag).status_code == 200
