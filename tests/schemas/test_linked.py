"""Their word against ours: what a declaration says, and that a wrong one stops the app before it starts."""

import pytest

from api.catalogue import CATALOGUE
from api.resources.forms import forms_of
from schemas.codes import AUDIENCES, NEWS_CATEGORIES, LabelledCode
from schemas.content_type import ContentType
from schemas.entry import EntrySchema
from schemas.fields import Code, List
from schemas.linked import Called, Choice, First, Just, Node, Of, say
from schemas.localised import Localised
from schemas.parts import Nested, Part
from schemas.references import Reference
from schemas.things import thing
from tests.readers.schema_org import accepted, kinds

ITEM = {
    "name": "Ett",
    "other": None,
    "many": [{"code": "a", "at": 1}, {"code": "b", "at": None}],
    "kind": "news",
    "locale": "sv-simple",
    "free": False,
}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("name", ["Ett"]),
        ("other", []),
        ("many.at", [1]),
        (("name", "other", "many.code"), ["Ett", "a", "b"]),
        (First(("other", "many.code", "name")), ["a", "b"]),
        (First(("other",)), []),
        (Node("Thing", {"name": "name", "url": "other"}), [{"@type": "Thing", "name": "Ett"}]),
        (Node("Thing", {"name": "many.code"}), [{"@type": "Thing", "name": ["a", "b"]}]),
        (Node("Thing", {"name": ("name", "many.code", "name")}), [{"@type": "Thing", "name": ["Ett", "a", "b"]}]),
        (Node("Thing", {"name": ("name", "name")}), [{"@type": "Thing", "name": "Ett"}]),
        (Node("Thing", {"name": "other"}), []),
        (Of("many", Node("Thing", {"position": "at"})), [{"@type": "Thing", "position": 1}]),
        (Of("many", "/name"), ["Ett", "Ett"]),
        (Of("many.code", ""), ["a", "b"]),
        (Choice("kind", {"news": "name"}), ["Ett"]),
        (Choice("kind", {"event": "name"}), []),
        (Choice("other", {None: "name"}), ["Ett"]),
        (Choice("free", {True: "name"}), []),
        (Of("kind", Called(NEWS_CATEGORIES)), ["Nyhet"]),
        (Of("kind", Called({"news": "https://schema.org/Monday"})), ["https://schema.org/Monday"]),
        (Just(0), [0]),
    ],
)
def test_a_declaration_says_what_is_stated(value, said):
    assert say(value, ITEM, ITEM) == said


class Inner(Part):
    label = Localised()
    audience = Code(AUDIENCES)


class Plain(EntrySchema):
    name = Localised(sort="name")
    kind = Code(NEWS_CATEGORIES)
    parts = List(Nested(Inner))
    codes = List(LabelledCode(AUDIENCES))
    host = Reference("organizations")


def declare(linked):
    schema = type("Declaring", (Plain,), {"linked": linked})
    return ContentType(
        name="plain",
        singular="Plain",
        schema=schema(),
        title="name",
        sort="name",
        sample="x",
        labels={},
        about={},
        keywords={},
        themes=(),
    )


@pytest.mark.parametrize(
    "value",
    [
        "nane",
        "parts.lable",
        "host.name",
        "name.label",
        "codes.labels",
        Of("parts", "lable"),
        Of("parts", Node("Thing", {"name": "/nane"})),
        (First(("name", "nane")),),
        Choice("knid", {None: "name"}),
        Choice("kind", {"news": "name"}),
        Of("kind", Called({"news": "Nyhet"})),
        Of("parts", Choice("audience", {"exploited": "label"})),
    ],
)
def test_a_name_or_a_code_that_the_schema_does_not_have_is_refused(value):
    with pytest.raises(ValueError, match="plain: "):
        declare(Node("Thing", {"name": value}))


def test_a_draft_that_lacks_its_kind_is_something_too():
    with pytest.raises(ValueError, match="plain: kind may be missing"):
        declare(Choice("kind", dict.fromkeys(NEWS_CATEGORIES, thing("Thing", "name", {}))))


def test_a_right_declaration_is_taken():
    by_kind = dict.fromkeys([*NEWS_CATEGORIES, None], thing("Thing", "name", {"image": Of("host", "href")}))
    assert declare(Choice("kind", by_kind)).schema.linked
    assert "kind" in declare(Node("Thing", {"name": "codes.label", "url": "href"})).fields


def test_a_type_without_a_declaration_has_no_such_form():
    """A sixth type still needs nothing."""
    assert not forms_of(declare(None)).keys() & {"application/ld+json"}
    assert all("application/ld+json" in forms_of(content) for content in CATALOGUE.values())


def test_every_declared_word_is_theirs_even_where_no_sample_says_it():
    def wrong(value):
        match value:
            case tuple() | First(tuple()):
                for each in value if isinstance(value, tuple) else value.values:
                    yield from wrong(each)
            case Of(_, inner):
                yield from wrong(inner)
            case Choice(_, of):
                for each in of.values():
                    yield from wrong(each)
            case Node(type_, properties):
                assert kinds(type_), type_
                yield from (f"{type_}.{name}" for name in properties if name != "@id" and not accepted(type_, name))
                for each in properties.values():
                    yield from wrong(each)

    assert [each for content in CATALOGUE.values() for each in wrong(content.schema.linked)] == []
    assert list(wrong(Node("Person", {"isFree": "name"}))) == ["Person.isFree"]
