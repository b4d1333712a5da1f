"""A contact as a vCard, read by a parser that others use."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline, Contentlines
from icalendar.prop import vOrg

from api.catalogue import CATALOGUE
from api.services.introducing import introduce
from tests.properties import examples
from tests.samples import BARE, CONTENT

BASE = "https://api.example.se/content/v1/contacts"


def ask(world, path, status=200, **headers):
    given = {"Accept": "text/vcard"} | {name.replace("_", "-"): value for name, value in headers.items()}
    response = world.client.get(f"/content/v1{path}", headers=given)
    assert response.status_code == status, response.text
    return response


def read(data):
    """The card's lines as a parser of others reads them: name, parameters, value as it stands, value."""
    lines = [Contentline(each, strict=True) for each in Contentlines.from_ical(data) if each]
    return [(*line.raw_parts(), line.parts()[2]) for line in lines]


def card(data):
    lines = read(data)
    assert [line[0] for line in lines[:2]] == ["BEGIN", "VERSION"]
    assert [line[2] for line in (lines[0], lines[1], lines[-1])] == ["VCARD", "4.0", "VCARD"]
    assert len({line[0] for line in lines}) == len(lines)
    return {name: value for name, _, _, value in lines}


def check_lines(data):
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is divided


@pytest.mark.parametrize("locale", ["sv", "en", "sv-simple", "fi"])
@pytest.mark.parametrize(
    ("slug", "name", "title", "org", "phone", "email"),
    [
        (
            "karin-silfversten",
            "Karin Silfversten",
            "Enhetschef för stödcentrum",
            ("Sundsvalls kommun", "Individ- och arbetsmarknadsförvaltningen"),
            "tel:+46705980145",
            "karin.silfversten@sundsvall.se",
        ),
        (
            "hannah-kejerhag-oldenmark",
            "Hannah Kejerhag Oldenmark",
            "Regional samordnare för arbetet mot mäns våld mot kvinnor",
            ("Länsstyrelsen Västernorrland",),
            "tel:+46701902735",
            "hannah.kejerhag.oldenmark@lansstyrelsen.se",
        ),
    ],
)
def test_the_two_people(seeded, locale, slug, name, title, org, phone, email):
    answer = ask(seeded, f"/contacts/{slug}?locale={locale}")
    check_lines(answer.data)
    found = card(answer.data)
    item = seeded.get(f"/contacts/{slug}")
    assert (found["FN"], found["TITLE"], found["TEL"], found["EMAIL"]) == (name, title, phone, email)
    assert found["KIND"] == "individual"
    assert found["UID"] == f"urn:uuid:{item['id']}"
    assert "URL" not in found  # an address book shows it as the person's own website
    assert found["SOURCE"] == f"{BASE}/{slug}?locale={locale}"
    assert found["REV"] == "20261124T080000Z"
    assert "hjälplinje" in found["NOTE"]
    assert "N" not in found
    assert "LANG" not in found
    raw = {line[0]: line for line in read(answer.data)}
    assert vOrg.from_ical(raw["ORG"][2]) == org
    assert dict(raw["TEL"][1]) == {"VALUE": "URI", "TYPE": "work,voice"}
    assert "VALUE=uri" in answer.text


def test_it_is_asked_for_by_accept_and_kept_as_any_answer(seeded):
    answer = ask(seeded, "/contacts/karin-silfversten")
    assert answer.content_type == "text/vcard; charset=utf-8"
    assert answer.headers["Vary"].startswith("Accept, Accept-Language")
    assert answer.headers["Content-Language"] == "sv"
    assert not ask(seeded, "/contacts/karin-silfversten", 304, If_None_Match=answer.headers["ETag"]).data
    document = seeded.client.get("/content/v1/contacts/karin-silfversten")
    assert 'rel="alternate"; type="text/vcard"' in document.headers["Link"]
    assert document.headers["ETag"] != answer.headers["ETag"]
    for other in ("/receptions/mika", "/organizations/stodcentrum", "/contacts"):
        ask(seeded, other, 406)


def test_a_function_is_a_part_of_an_organization_and_may_be_a_help_line(world):
    entry = world.add("contacts", CONTENT["contacts"])
    found = card(ask(world, f"/contacts/{entry}").data)
    assert (found["KIND"], found["FN"]) == ("org", "Presstjänsten")
    assert "NOTE" not in found


def test_what_is_not_stated_is_not_there(world):
    entry = world.add("contacts", BARE["contacts"])
    assert set(card(ask(world, f"/contacts/{entry}").data)) == {
        "BEGIN", "VERSION", "PRODID", "UID", "KIND", "FN", "EMAIL", "NOTE", "REV", "SOURCE", "END",
    }  # fmt: skip
    world.add("contacts", BARE["contacts"] | {"unit": {"sv": "Växeln; dag, natt"}}, slug="vaxel")
    raw = {line[0]: line[2] for line in read(ask(world, "/contacts/vaxel").data)}
    assert vOrg.from_ical(raw["ORG"]) == ("", "Växeln; dag, natt")


def test_a_card_is_whole_whatever_is_asked_of_the_json(seeded):
    whole = card(ask(seeded, "/contacts/karin-silfversten").data)
    asked = card(ask(seeded, "/contacts/karin-silfversten?fields=phone&include=organization").data)
    assert asked.pop("SOURCE") != whole.pop("SOURCE")
    assert asked == whole


def test_a_small_correction_is_newer_than_what_was_kept_and_a_withdrawal_is_told(world):
    entry = UUID(world.get("/contacts/karin-silfversten")["id"])
    world.clock.advance(minutes=1)
    world.save(entry, BARE["contacts"])
    world.publish(entry, major=False)
    assert card(ask(world, "/contacts/karin-silfversten").data)["REV"] == "20261124T090100Z"
    world.clock.advance(minutes=1)
    world.withdraw(entry, "withdrawn", explanation={"sv": "Har slutat."})
    found = card(ask(world, "/contacts/karin-silfversten").data)
    assert found["NOTE"] == "Tillbakadragen tisdag 24 november 2026 klockan 10:02. Har slutat."
    assert found["FN"] == "Kim Exempel"
    assert not {"TEL", "EMAIL", "ORG", "TITLE"} & set(found)


def test_an_employer_that_changes_its_name_changes_the_card(world):
    before = ask(world, "/contacts/karin-silfversten")
    entry = UUID(world.get("/organizations/sundsvalls-kommun")["id"])
    world.clock.advance(minutes=1)
    world.save(entry, {"name": {"sv": "Sundsvalls stad"}, "kind": "municipality"})
    world.publish(entry)
    after = ask(world, "/contacts/karin-silfversten")
    assert "Sundsvalls stad" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


PIECES = ["\n", "\\n", "\\N", "BEGIN:VCARD", "\nEND:VCARD", "\nTEL:1", "x" * 80, *'\\,;:"^=å👩 ']
#: Whatever a text may hold, and what could be taken for more than text.
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=120),
    st.lists(st.sampled_from(["\n", "\\n", "\\N", "END:VCARD", "\nTEL:1", "x" * 80, *'\\,;:"^=å👩 ']), min_size=1).map(
        "".join
    ),
)


def document(**stated):
    links = [{"rel": "self", "href": f"{BASE}/kim"}]
    return {"id": UUID(int=1), "locale": "sv", "kind": "person", "name": "Kim", "_links": links, **stated}


@examples(300)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_whatever_a_text_holds_it_stays_one_value(name, title, employer, unit):
    works_for = {"href": "x", "title": employer}
    data = introduce(CATALOGUE["contacts"], document(name=name, title=title, worksFor=works_for, unit=unit))
    check_lines(data)
    found = card(data)
    assert (found["FN"], found["TITLE"]) == (name, title)
    (org,) = (raw for property_, _, raw, _ in read(data) if property_ == "ORG")
    assert [re.sub(r"\\(.)", unescaped, part) for part in COMPONENT.findall(org)] == [employer, unit]


#: A component of a structured value: up to a semicolon that nothing escapes (RFC 6350 §3.4).
COMPONENT = re.compile(r"(?:^|;)((?:\\.|[^\\;])*)")


def unescaped(match):
    return "\n" if match[1] == "n" else match[1]


def test_no_control_character_comes_through():
    data = introduce(CATALOGUE["contacts"], document(name="A\x00B\r\nC\rD\x1b\x7f"))
    assert card(data)["FN"] == "AB\nC\nD"


@pytest.mark.parametrize("before", range(4))
def test_a_long_line_is_folded_between_characters(before):
    name = "x" * before + "👩" * 60
    data = introduce(CATALOGUE["contacts"], document(name=name))
    check_lines(data)
    assert card(data)["FN"] == name
