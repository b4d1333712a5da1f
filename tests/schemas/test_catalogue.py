"""A wrong name in a declaration stops the app before it starts."""

import pytest

from api.catalogue import CATALOGUE, catalogue
from schemas.content_type import ContentType, FeedFields
from schemas.entry import EntrySchema
from schemas.fields import Boolean, Text
from schemas.localised import Localised, Markdown
from schemas.parts import Nested, Part


class Plain(EntrySchema):
    name = Localised(sort="name")
    one = Text(filter="same")


class Torn(Plain):
    other = Boolean(filter="same")


def declare(**more):
    given = {"schema": Plain(), "title": "name", "sort": "name", "name": "plain", "singular": "Plain", "sample": "x"}
    told = {"labels": {"sv": "S", "en": "E"}, "about": {"sv": "S", "en": "E"}, "keywords": {}, "themes": ()}
    return ContentType(**told | given | more)


def test_a_right_declaration_says_all_that_is_asked_of_it():
    content = declare()
    assert list(content.filters) == ["organization", "same"]
    assert list(content.sorts) == ["publishedAt", "firstPublishedAt", "updatedAt", "name"]
    assert content.relations == {"organization": "organizations"}


def told(**more):
    given = {"summary": "name", "content": ("name",), "categories": ("one",), "about": {"sv": "S", "en": "E"}}
    return {"feed": FeedFields(**given | more)}


def test_a_right_declaration_of_its_feeds_is_taken():
    assert declare(**told()).feed.categories == ("one",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "nane"},
        {"sort": "-nane"},
        {"sort": "name,one"},
        {"schema": Torn()},
        told(summary="nane"),
        told(content=("name", "one")),
        told(noted=("nane",)),
        told(categories=("nane",)),
        told() | {"title": "one"},
    ],
)
def test_a_wrong_name_is_refused(wrong):
    with pytest.raises(ValueError, match="plain:"):
        declare(**wrong)


def test_every_relation_leads_to_a_type():
    assert catalogue(CATALOGUE.values()) == CATALOGUE
    with pytest.raises(ValueError, match="points at organizations"):
        catalogue([declare()])


def test_markdown_stands_at_the_top():
    class Deep(Plain):
        part = Nested(type("Inner", (Part,), {"text": Markdown()}))

    with pytest.raises(ValueError, match="Markdown"):
        declare(schema=Deep())
