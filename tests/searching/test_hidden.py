"""What is not public cannot be told from what a search answers: not from what is found, nor how much, nor how well."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.models import Revision
from api.services import erasing
from tests.properties import examples
from tests.searching.conftest import news

#: Some stand in the seed, so that what is hidden could add to what is found; the others stand nowhere.
KNOWN = ["mottagning", "kvinnor", "länsstyrelsen", "Silfversten", "sekretess", "Sundsvall"]
WORDS = [*KNOWN, "zebulon", "qvarnström", "hemligheten"]
NUMBERS = ["070-123 45 67", "070-190 27 35"]
TEXT = st.lists(st.sampled_from(WORDS + NUMBERS), min_size=1, max_size=4).map(" ".join)
SYNTAX = ["zebulon -mottagning", "mottagning -zebulon", '"zebulon qvarnström"']
QUERIES = [*WORDS, *NUMBERS, *SYNTAX, "qvarn", "hemlig", "mot", "0701"]
PATHS = [
    *(f"/search?q={query}" for query in QUERIES),
    *(f"/search?q={query}&limit=1&page=2" for query in QUERIES),
    *(f"/{type_}?q={query}" for query in QUERIES for type_ in ("news", "contacts")),
    "/search?q=zebulon&locale=en",
    "/search?q=köpare&limit=1",
    "/search?q=prostitution&limit=1",
    "/news?q=mottagning&municipality=2281",
]


def draft(world, text):
    """A new entry that is never published."""
    world.create("news", news(text, text, text))


def draft_of_public(world, text):
    """A new revision of what is public."""
    entry = UUID(world.get("/receptions/mika")["id"])
    world.save(entry, {"name": {"sv": text}, "summary": {"sv": text}})


def future(world, text):
    """A new entry that will be public."""
    entry = world.create("news", news(text, text, text))
    world.publish(entry, start=world.clock.now + timedelta(days=1))


def future_of_public(world, text):
    """What is public will be something else."""
    entry = UUID(world.get("/contacts/karin-silfversten")["id"])
    world.save(entry, {"kind": "person", "name": text, "phone": "070-123 45 67"})
    world.publish(entry, start=world.clock.now + timedelta(days=1), scheduled="cancel")


def future_minor(world, text):
    """What is public will be corrected in a small way, and was corrected in a small way just now."""
    entry = UUID(world.get("/receptions/kast")["id"])
    with world.database.reading() as session:
        body = session.get_one(Revision, (entry, 1)).body
    tomorrow = world.clock.now + timedelta(days=1)
    world.publish(entry, start=tomorrow, until=tomorrow + timedelta(days=1), major=False)
    world.save(entry, body | {"minAge": 18})
    world.publish(entry, major=False, scheduled="keep")
    world.save(entry, body)
    world.publish(entry, major=False, scheduled="keep")


def cancelled(world, text):
    """What was to be public will not be."""
    entry = world.create("news", news(text, text, text))
    world.publish(entry, start=world.clock.now + timedelta(days=1))
    world.unpublish(entry)


def erased(world, text):
    """A person who was public, and was erased."""
    entry = world.add("contacts", {"kind": "person", "name": text, "phone": "070-123 45 67"})
    world.save(entry, {"kind": "person", "name": f"{text} igen", "phone": "070-123 45 67"})
    with world.database.writing() as session:
        erasing.erase(session, entry)


def withdrawn(world, text):
    """What was public, and is gone."""
    entry = world.add("news", news(text, text, text))
    world.clock.advance(seconds=1)
    world.withdraw(entry)


ACTS = [draft, draft_of_public, future, future_of_public, future_minor, cancelled, erased, withdrawn]


def told(world):
    answers = (world.client.get(f"/content/v1{path}") for path in PATHS)
    return {path: (answer.status_code, answer.data) for path, answer in zip(PATHS, answers, strict=True)}


@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), TEXT), min_size=1, max_size=4))
@examples(6)
def test_what_is_hidden_changes_no_answer(world, acts):
    before = told(world)
    for act, text in acts:
        act(world, text)
        assert told(world) == before, act.__doc__


@pytest.mark.parametrize("act", ACTS)
def test_the_same_made_public_does(world, act):
    """Or the property would hold of anything."""
    before = told(world)
    act(world, "zebulon qvarnström")
    assert told(world) == before
    world.add("news", news("Zebulon Qvarnström", "hemligheten", "mottagning"))
    after = told(world)
    assert after["/search?q=zebulon"] != before["/search?q=zebulon"]
    assert after["/news?q=mottagning"] != before["/news?q=mottagning"]


def test_a_score_rests_on_its_item_alone(world, search):
    before = {each["id"]: each for each in search("mottagning", limit=100)["items"]}
    for number in range(5):
        world.add("news", news(f"Mottagning {number}", "mottagning", "mottagning"))
    after = {each["id"]: each for each in search("mottagning", limit=100)["items"]}
    assert before.items() <= after.items()
