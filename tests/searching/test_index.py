"""The index of words: what it can hold, what it forgets, and how it comes to be."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from api.catalogue import CATALOGUE
from api.db import FTS5
from api.models import DraftText, EditionText
from api.services.migrating import migrate
from api.services.searching import index
from tests.conftest import only_on
from tests.samples import CONTENT
from tests.searching.conftest import news


def rows(world, model):
    with world.database.reading() as session:
        return session.execute(select(model.__table__)).all()


def test_only_what_is_live_is_in_it(world):
    live = len(rows(world, EditionText))
    entry = world.add("news", news("Ett"))
    assert len(rows(world, EditionText)) == live + 1
    world.clock.advance(seconds=1)
    world.save(entry, news("Två"))
    world.publish(entry)
    assert len(rows(world, EditionText)) == live + 1
    world.publish(entry, until=world.clock.now + timedelta(hours=1))
    assert len(rows(world, EditionText)) == live + 1
    world.clock.advance(hours=2)
    assert len(rows(world, EditionText)) == live + 1  # until someone acts
    world.add("news", news("Tre"))
    assert len(rows(world, EditionText)) == live + 1


@only_on("sqlite")
def test_fts5_holds_what_the_tables_do(world):
    entry = world.add("receptions", CONTENT["receptions"])
    world.publish(entry, start=world.clock.now.replace(hour=23), scheduled="cancel", until=None)
    world.clock.advance(seconds=1)
    world.unpublish(entry)
    with world.database.writing() as session:
        for words in FTS5.values():
            session.execute(text(f"INSERT INTO {words}({words}, rank) VALUES ('integrity-check', 1)"))


def test_a_text_too_long_for_an_engine_is_found_by_its_beginning(world, slugs):
    long = " ".join(f"{number:x}z" for number in range(33_000))
    body = f"forstaordet {long[:190_000]} sistaordet"
    world.add("news", news("Lång", lead="och " * 900, body=body), slug="lang")
    assert slugs("forstaordet") == ["lang"]
    assert slugs("12z") == ["lang"]
    assert slugs('"1fz 20z"') == ["lang"]


def test_a_word_that_stands_often_is_found_in_phrases_by_its_first_places(world, slugs):
    body = "före " + "och " * 400 + "efteråt"
    world.add("news", news("Många", body=body), slug="manga")
    assert slugs('"före och och"') == ["manga"]
    assert slugs("efteråt") == ["manga"]
    assert slugs('"och efteråt"') == []


def test_it_is_written_anew_when_texts_are_taken_apart_in_another_way(world, slugs, monkeypatch):
    monkeypatch.setattr(index, "ANALYSIS", index.ANALYSIS + 1)
    with world.database.writing() as session:
        session.execute(update(EditionText).values(tokens="sv.a:fel"))
        session.execute(update(DraftText).values(tokens="draft.c:fel"))
    assert slugs("mottagning") == []
    migrate(world.database)
    world.add("studies", {"title": {"sv": "Annat"}})  # or how many were found would be remembered
    assert len(slugs("mottagning")) == 3
    found = world.send("GET", "/entries/receptions?q=mottagning", key=world.key()).json
    assert found["_meta"]["totalRecords"] == 2
    assert {each.analysis for model in (EditionText, DraftText) for each in rows(world, model)} == {index.ANALYSIS}


def test_a_database_from_before_is_searched_after_a_step_up(world, slugs):
    before = slugs("mottagning")
    migrate(world.database, "0004")
    migrate(world.database)
    assert slugs("mottagning") == before
    assert len(rows(world, DraftText)) == len(rows(world, EditionText)) == 22


@pytest.mark.parametrize("type_", sorted(CATALOGUE))
def test_every_type_is_found_by_every_text_it_shows(world, slugs, type_):
    entry = world.add(type_, CONTENT[type_], slug="prov")
    world.clock.advance(seconds=1)
    item = world.get(f"/{type_}/{entry}")
    title = item[CATALOGUE[type_].title]
    assert slugs(f'"{title}"', type=type_) == ["prov"]
    for word in {
        "news": ["välkomna", "program", "styrelsen", "öppet hus", "event", "Sollefteå"],
        "receptions": ["um", "kroppen", "unga", "grupper", "060123456"],
        "contacts": ["060123456"],
        "studies": ["2025"],
        "organizations": [],
    }[type_]:
        found = slugs(word, type=type_)
        assert ("prov" in found) == (word != "event"), word
