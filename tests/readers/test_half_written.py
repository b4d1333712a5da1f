"""Drafts that are half written, previewed in every form: what is there is told, and no form fails for the rest."""

import copy
from uuid import UUID

import pytest

from api.catalogue import CATALOGUE
from api.resources.forms import forms_of
from schemas.fields import List
from schemas.localised import Localised
from schemas.parts import Nested, declared_fields
from schemas.walking import replace
from tests.readers.schema_org import faults
from tests.readers.test_plain_text import check_form
from tests.readers.test_vcards import card, check_lines
from tests.samples import CONTENT


def parts(schema, content, place=()):
    """Every part of a content: where it stands, its schema and what it says."""
    for name, field in declared_fields(schema):
        if name in content:
            yield from _parts(field, content[name], (*place, name))


def _parts(field, value, place):
    if isinstance(field, Localised):
        for tag, inner in value.items():
            yield from _parts(field.inner, inner, (*place, tag))
    elif isinstance(field, List):
        for index, inner in enumerate(value):
            yield from _parts(field.inner, inner, (*place, index))
    elif isinstance(field, Nested):
        yield place, field.schema, value
        yield from parts(field.schema, value, place)


def half_written(type_):
    """What a draft of the type may lack: all of it, anything it must have, and in every part all or any of it."""
    schema, whole = CATALOGUE[type_].schema, CONTENT[type_]
    yield "empty", {}
    for name, field in declared_fields(schema):
        if field.required:
            yield name, {other: value for other, value in whole.items() if other != name}
            yield f"only {name}", {name: whole[name]}
    for place, part, value in parts(schema, whole):
        for lacking in [{}, *({key: value[key] for key in value if key != name} for name in part.fields)]:
            content = copy.deepcopy(whole)
            replace(content, place, lacking)
            missing = sorted(value.keys() - lacking)
            yield f"{'.'.join(map(str, place))} without {', '.join(missing)}", content


def previews(world, type_, entry, key):
    """The draft in every form it has, by media type."""
    found = {}
    for media in ("application/json", *forms_of(CATALOGUE[type_])):
        headers = {"Accept": media, "Authorization": f"Bearer {key}"}
        answer = world.client.get(f"/content/v1/{type_}/{entry}?preview=true&locale=en", headers=headers)
        assert answer.status_code == 200, (media, answer.text)
        assert answer.content_type.partition(";")[0] == media
        found[media] = answer
    return found


def hold(found, lacking=""):
    check_form(found["text/plain"].text)
    assert list(faults(found["application/ld+json"].json)) == [], lacking
    if "text/vcard" in found:
        check_lines(found["text/vcard"].data)
        card(found["text/vcard"].data)


def test_the_samples_state_whatever_a_part_must_have():
    """Or else nothing here would lack it."""
    for type_, content in CATALOGUE.items():
        stated = {(type(part), name) for _, part, value in parts(content.schema, CONTENT[type_]) for name in value}
        for _, part, _ in parts(content.schema, CONTENT[type_]):
            assert {(type(part), name) for name, field in part.fields.items() if field.required} <= stated


@pytest.mark.parametrize("type_", CATALOGUE)
def test_a_half_written_draft_has_every_form(world, type_):
    key = world.used_key()
    for lacking, draft in half_written(type_):
        hold(previews(world, type_, world.create(type_, draft), key), lacking)


@pytest.mark.parametrize(
    ("type_", "relation", "content"),
    [
        ("news", "contacts", lambda other: {"contactGroups": [{"heading": {"sv": "Frågor"}, "contacts": [other]}]}),
        ("news", "receptions", lambda other: {"receptions": [other]}),
        ("receptions", "contacts", lambda other: {"contacts": [{"contact": other, "purpose": "information"}]}),
        ("receptions", "contacts", lambda other: {"contacts": [{"contact": other, "purpose": "help"}]}),
        ("receptions", "organizations", lambda other: {"host": other}),
        ("contacts", "organizations", lambda other: {"worksFor": other}),
        ("contacts", "contacts", lambda other: {"replacedBy": other}),
        ("studies", "contacts", lambda other: {"contacts": [other]}),
        ("studies", "organizations", lambda other: {"publishers": [other]}),
        ("organizations", "organizations", lambda other: {"parent": other}),
    ],
)
def test_a_draft_that_points_at_an_empty_one_calls_it_by_its_slug(world, type_, relation, content):
    empty = world.create(relation, {}, slug="annu-utan-namn")
    found = previews(world, type_, world.create(type_, content(str(empty)), slug="utkast"), world.key())
    hold(found)
    assert "annu-utan-namn" in found["text/plain"].text


def test_what_is_whole_beside_what_is_not_is_told(world):
    channels = [{"kind": "phone"}, {"value": "Torget"}, {"kind": "web", "value": "https://um.example.se"}]
    hours = [{"days": ["mo"]}, {"days": ["tu"], "opens": "08:00", "closes": "11:00"}]
    entry = world.create("receptions", {"channels": channels, "openingHours": hours}, slug="utkast")
    found = previews(world, "receptions", entry, world.key())
    text = found["text/plain"].text
    assert text.startswith("utkast\n\nWebbplats: um.example.se\n\nÖppettider: Tisdag 08:00 till 11:00.\n\n")
    linked = found["application/ld+json"].json
    assert linked["availableChannel"]["serviceUrl"] == "https://um.example.se"
    assert linked["hoursAvailable"]["opens"] == "08:00"
    assert found["application/json"].json["openNow"] is True
    assert len(found["application/json"].json["channels"]) == 3


@pytest.mark.parametrize(
    ("value", "status"),
    [("Torget", 201), ("060-12 34 56", 201), ({"number": "+4660123456"}, 201), ({"a": 1}, 422), (["x"], 422), (5, 422)],
)
def test_a_channel_of_no_kind_leads_to_a_text_or_a_number(world, value, status):
    key = world.key()
    answer = world.send("POST", "/entries/receptions", {"content": {"channels": [{"value": value}]}}, key=key)
    assert answer.status_code == status
    if status == 201:
        hold(previews(world, "receptions", answer.json["id"], key))
    else:
        assert answer.json["errors"][0]["pointer"] == "/content/channels/0/value"


@pytest.mark.parametrize("hours", [[{}], [{"days": ["tu"]}], [{"days": ["tu"], "opens": "08:00"}]])
def test_hours_that_say_nothing_whole_leave_open_now_unknown(world, hours):
    entry = world.create("receptions", {"openingHours": hours})
    said = previews(world, "receptions", entry, world.key())["application/json"].json
    assert (said["openNow"], said["nextChangeAt"]) == (None, None)
    assert len(said["openingHours"]) == 1


def test_a_card_without_a_name_goes_by_its_slug_and_says_no_kind(world):
    entry = world.create("contacts", {}, slug="utan-namn")
    found = card(previews(world, "contacts", entry, world.key())["text/vcard"].data)
    assert found["FN"] == "utan-namn"
    assert "KIND" not in found
    assert UUID(found["UID"].removeprefix("urn:uuid:")) == entry
