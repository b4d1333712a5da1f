"""What content may be: each rule with a value that breaks it (no application, no database)."""

import copy

import pytest
from marshmallow import ValidationError

from api.catalogue import CATALOGUE
from api.http.texts import FAULTS, LANGUAGES, describe
from schemas.faults import faults
from schemas.locales import canonical, choose
from schemas.texts import collation_key
from tests.samples import BARE, CONTENT

RECEPTION, NEWS, CONTACT = (CATALOGUE[name].schema for name in ("receptions", "news", "contacts"))


def found(schema, content, *, partial=True):
    """The faults of this content: {path: code}."""
    with pytest.raises(ValidationError) as error:
        schema.load(content, partial=partial)
    located = list(faults(error.value.messages))
    for each in located:
        for language in LANGUAGES:
            assert describe(each.fault, language)
    return {each.path: each.fault.code for each in located}


@pytest.mark.parametrize("type_", sorted(CATALOGUE))
def test_what_was_loaded_loads_again_as_the_same(type_):
    schema = CATALOGUE[type_].schema
    loaded = schema.load(copy.deepcopy(CONTENT[type_]))
    assert schema.load(copy.deepcopy(loaded)) == loaded


@pytest.mark.parametrize("type_", sorted(CATALOGUE))
def test_a_draft_may_be_empty_and_what_is_published_may_not(type_):
    schema = CATALOGUE[type_].schema
    assert schema.load({}, partial=True) == {}
    assert set(found(schema, {}, partial=False).values()) == {"required"}
    schema.load(BARE[type_])


@pytest.mark.parametrize(
    ("content", "path", "code"),
    [
        ({"name": "Mika"}, ("name",), "localised"),
        ({"name": {"sv": 7}}, ("name", "sv"), "string"),
        ({"name": {"sv": ""}}, ("name", "sv"), "length"),
        ({"name": {"sv": "  "}}, ("name", "sv"), "length"),
        ({"name": {"sv": "x" * 301}}, ("name", "sv"), "length"),
        ({"name": {"sv": "a\u202eb"}}, ("name", "sv"), "character"),
        ({"name": {"sv": "a\u200bb"}}, ("name", "sv"), "character"),
        ({"name": {"sv": "a\0b"}}, ("name", "sv"), "character"),
        ({"name": {"sv": "a\nb"}}, ("name", "sv"), "character"),
        ({"name": {"sv": "\ud800"}}, ("name", "sv"), "character"),
        ({"description": {"sv": "a\0b"}}, ("description", "sv"), "character"),
        ({"name": {"svenska!": "Mika"}}, ("name", "svenska!"), "language"),
        ({"name": {"x!": None}}, ("name", "x!"), "language"),
        ({"topics": {"sv": "Kroppen"}}, ("topics", "sv"), "list"),
        ({"isFree": "yes"}, ("isFree",), "boolean"),
        ({"isFree": 1}, ("isFree",), "boolean"),
        ({"minAge": 1.5}, ("minAge",), "integer"),
        ({"minAge": "7"}, ("minAge",), "integer"),
        ({"minAge": True}, ("minAge",), "integer"),
        ({"minAge": 2**63}, ("minAge",), "range"),
        ({"minAge": -1}, ("minAge",), "range"),
        ({"address": {"latitude": 91}}, ("address", "latitude"), "range"),
        ({"address": {"latitude": float("nan")}}, ("address", "latitude"), "number"),
        ({"address": {"latitude": float("inf")}}, ("address", "latitude"), "number"),
        ({"address": {"latitude": "62"}}, ("address", "latitude"), "number"),
        ({"address": []}, ("address",), "object"),
        ({"audiences": ["exploted"]}, ("audiences", 0), "unknownCode"),
        ({"audiences": [7]}, ("audiences", 0), "string"),
        ({"audiences": "exploited"}, ("audiences",), "list"),
        ({"audiences": [None]}, ("audiences", 0), "null"),
        ({"audiences": ["exploited"] * 101}, ("audiences",), "length"),
        ({"municipalities": ["9999"]}, ("municipalities", 0), "unknownCode"),
        ({"nane": {}}, ("nane",), "unknownField"),
        ({"safety": {"quickexit": True}}, ("safety", "quickexit"), "unknownField"),
        ({"host": "Stöd Centrum"}, ("host",), "reference"),
        ({"host": 7}, ("host",), "string"),
        ({"review": {"reviewBy": "2026-02-30"}}, ("review", "reviewBy"), "date"),
        ({"review": {"reviewBy": "2026-1-1"}}, ("review", "reviewBy"), "date"),
        ({"review": {"reviewBy": 20260101}}, ("review", "reviewBy"), "date"),
        ({"attribution": {"url": "ftp://example.se"}}, ("attribution", "url"), "url"),
        ({"attribution": {"url": "https://localhost"}}, ("attribution", "url"), "url"),
        ({"attribution": {"url": "example.se"}}, ("attribution", "url"), "url"),
        ({"attribution": {"url": "https://kfvn.se@evil.example"}}, ("attribution", "url"), "url"),
        ({"channels": [{"kind": "phone", "value": "123456"}]}, ("channels", 0, "value"), "phone"),
        ({"channels": [{"kind": "phone", "value": "070-190 27 3"}]}, ("channels", 0, "value"), "phone"),
        ({"channels": [{"kind": "phone", "value": "ring"}]}, ("channels", 0, "value"), "phone"),
        ({"channels": [{"kind": "phone", "value": {"number": 7}}]}, ("channels", 0, "value"), "phone"),
        ({"channels": [{"kind": "phone", "value": "0701 ankn 5"}]}, ("channels", 0, "value"), "phone"),
        ({"channels": [{"kind": "phone", "value": "07"}]}, ("channels", 0, "value"), "phone"),
        ({"channels": [{"kind": "web", "value": "tel:112"}]}, ("channels", 0, "value"), "url"),
        ({"channels": [{"kind": "email", "value": "mika"}]}, ("channels", 0, "value"), "email"),
        ({"channels": [{"kind": "fax", "value": "1"}]}, ("channels", 0, "kind"), "unknownCode"),
        ({"openingHours": [{"opens": "8:00"}]}, ("openingHours", 0, "opens"), "time"),
        ({"openingHours": [{"opens": "24:00"}]}, ("openingHours", 0, "opens"), "time"),
        ({"openingHours": [{"opens": 800}]}, ("openingHours", 0, "opens"), "time"),
        ({"openingHours": [{"days": ["monday"]}]}, ("openingHours", 0, "days", 0), "unknownCode"),
        (
            {"openingHours": [{"validFrom": "2026-02-01", "validTo": "2026-01-01"}]},
            ("openingHours", 0),
            "period",
        ),
    ],
)
def test_a_value_that_breaks_a_rule_is_found_where_it_stands(content, path, code):
    assert found(RECEPTION, content)[path] == code


def test_every_text_is_said_in_both_languages():
    assert all(said.sv and said.en and said.sv != said.en for said in FAULTS.values())


def test_swedish_is_required_to_publish_and_not_to_save():
    draft = {**BARE["news"], "title": {"en": "Only English"}}
    NEWS.load(draft, partial=True)
    assert found(NEWS, draft, partial=False) == {("title", "sv"): "required"}


def test_null_is_absent():
    assert CONTACT.load({"name": None, "phone": None, "title": {"sv": None, "en": "Head"}}, partial=True) == {
        "title": {"en": "Head"}
    }


def test_texts_are_trimmed_and_composed():
    assert CONTACT.load({"name": "  A\u030asa  "}, partial=True) == {"name": "Åsa"}


def test_tags_become_canonical():
    assert NEWS.load({"title": {"SV": "A", "en-gb": "B"}}, partial=True) == {"title": {"sv": "A", "en-GB": "B"}}


@pytest.mark.parametrize(
    "written", ["070-190 27 35", "0701902735", "+46 70 190 27 35", "0046701902735", "+46 (0)70-1902735"]
)
def test_phones_are_taken_as_people_write_them(written):
    assert CONTACT.load({"phone": written}, partial=True)["phone"] == {
        "number": "+46701902735",
        "display": "070-190 27 35",
        "uri": "tel:+46701902735",
    }


@pytest.mark.parametrize(
    ("written", "number", "display"),
    [("112", "112", "112"), ("1177", "1177", "1177"), ("114 14", "11414", "114 14"), ("116 016", "116016", "116 016")],
)
def test_a_short_number_stays_short(written, number, display):
    stored = CONTACT.load({"phone": written}, partial=True)["phone"]
    assert stored == {"number": number, "display": display, "uri": f"tel:{number}"}
    assert CONTACT.load({"phone": stored}, partial=True)["phone"] == stored


def test_a_foreign_number_keeps_its_country():
    assert CONTACT.load({"phone": "+47 22 12 34 56"}, partial=True)["phone"]["display"] == "+47 22 12 34 56"


@pytest.mark.parametrize("tag", ["", " ", "ö", "a", "s" * 36, "not a tag"])
def test_what_is_no_tag_is_refused(tag):
    with pytest.raises(ValueError):  # noqa: PT011  # any ValueError will do
        canonical(tag)


@pytest.mark.parametrize(
    ("asked", "available", "chosen"),
    [
        (["en"], {"sv", "en"}, ("en", "en")),
        (["en-GB"], {"sv", "en"}, ("en-GB", "en")),
        (["fi", "en"], {"sv", "en"}, ("en", "en")),
        (["fi"], {"sv", "en"}, ("fi", "sv")),
        (["sv-simple"], {"sv"}, ("sv-simple", "sv")),
        ([], {"sv"}, ("sv", "sv")),
    ],
)
def test_the_language_is_chosen_by_what_there_is(asked, available, chosen):
    assert choose(asked, available) == chosen


def test_collation_is_swedish():
    words = ["Örn", "ål", "Zorn", "äpple", "Apa", "apa b", "Élan", "Ejder", "- Ek", "9:e", "Ærlig"]
    assert sorted(words, key=collation_key) == [
        "9:e", "Apa", "apa b", "Ejder", "- Ek", "Élan", "Zorn", "ål", "äpple", "Ærlig", "Örn",
    ]  # fmt: skip


@pytest.mark.parametrize("type_", sorted(CATALOGUE))
def test_every_field_says_what_it_is(type_):
    plain = {"kind", "category", "status", "address", "safety", "review", "attribution", "email"}
    for name, field in CATALOGUE[type_].fields.items():
        assert field.metadata.get("description") or name in plain, name
