"""Drafts as services keep them: names that are never reused, references that lead somewhere."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from api.errors import Conflict, Invalid, NotFound
from api.models import Event, Revision
from tests.samples import BARE

NOBODY = "00000000-0000-4000-8000-000000000000"


def organization(name="Ny", **more):
    return {"name": {"sv": name}, "kind": "unit", **more}


def slugs(world, *entries):
    with world.database.reading() as session:
        return [session.get_one(Revision, (entry, 1)).slug for entry in entries]


def test_ids_are_uuid_7_and_rise_with_time(world):
    one, two = (world.create("organizations", organization()) for _ in range(2))
    assert one.version == two.version == 7
    assert one < two


def test_a_derived_slug_that_is_taken_gets_a_number(world):
    entries = [world.create("organizations", organization("Ångermanälvens Öar")) for _ in range(3)]
    assert slugs(world, *entries) == ["angermanalvens-oar", "angermanalvens-oar-2", "angermanalvens-oar-3"]


def test_a_name_that_makes_no_slug_gets_one_of_its_id(world):
    entries = [world.create("organizations", content) for content in (organization("!?"), {"kind": "unit"})]
    assert slugs(world, *entries) == [str(entry)[-12:] for entry in entries]


def test_a_given_slug_that_is_taken_is_a_conflict(world):
    with pytest.raises(Conflict):
        world.create("organizations", organization(), slug="sundsvalls-kommun")
    world.create("contacts", {"name": "En"}, slug="sundsvalls-kommun")  # another type, another name


def test_a_former_slug_is_never_given_to_another(world):
    entry = world.add("organizations", organization(), slug="forst")
    world.save(entry, organization(), slug="sedan")
    with pytest.raises(Conflict):
        world.create("organizations", organization(), slug="forst")
    world.save(entry, organization(), slug="forst")


@pytest.mark.parametrize("slug", ["Ny", "ny_a", "-ny", "ny-", "å", "a" * 101, NOBODY])
def test_what_cannot_stand_in_an_address_is_no_slug(world, slug):
    with pytest.raises(Invalid) as error:
        world.create("organizations", organization(), slug=slug)
    assert [(each.path, each.fault.code) for each in error.value.found] == [(("slug",), "slug")]


def test_a_reference_is_stored_as_the_id(world):
    entry = world.create("organizations", organization(parent="sundsvalls-kommun"))
    with world.database.reading() as session:
        stored = session.get_one(Revision, (entry, 1)).body["parent"]
    assert stored == world.get("/organizations/sundsvalls-kommun")["id"]


@pytest.mark.parametrize("key", ["finns-inte", NOBODY])
def test_a_reference_to_nothing_is_named(world, key):
    content = BARE["news"] | {"contactGroups": [{"heading": {"sv": "H"}, "contacts": ["karin-silfversten", key]}]}
    with pytest.raises(Invalid) as error:
        world.create("news", content)
    assert [each.path for each in error.value.found] == [("content", "contactGroups", 0, "contacts", 1)]


def test_a_reference_to_another_type_is_to_nothing(world):
    with pytest.raises(Invalid):
        world.create("organizations", organization(parent=world.get("/receptions/mika")["id"]))


def test_an_owner_is_an_organization(world):
    with pytest.raises(Invalid):
        world.create("organizations", organization(), owner="mika")


def test_content_that_breaks_its_schema_is_not_saved(world):
    entry = world.create("organizations", organization())
    with pytest.raises(Invalid) as error:
        world.save(entry, {"nane": {}})
    assert error.value.found[0].path == ("content", "nane")


def test_what_is_not_there_cannot_be_saved(world):
    with pytest.raises(NotFound):
        world.save(uuid4(), organization())


def test_every_act_leaves_a_line_that_names_fields_and_no_values(world):
    entry = world.create("organizations", organization("Hemligt namn"))
    world.save(entry, organization("Annat namn"))
    world.publish(entry)
    world.clock.advance(seconds=1)
    world.unpublish(entry)
    with world.database.reading() as session:
        events = session.scalars(select(Event).where(Event.target == entry).order_by(Event.id)).all()
    assert [(event.kind, event.fields) for event in events] == [
        ("created", ["kind", "name"]),
        ("saved", ["name"]),
        ("published", ["kind", "name"]),
        ("unpublished", []),
    ]
    assert all(isinstance(event.target, UUID) for event in events)
