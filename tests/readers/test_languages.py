"""One text in the reader's language, and honesty about what came in another (contract, section 5)."""

import hashlib

import pytest
import rfc8785

STUDY = "ibland-kan-det-vara-mot-betalning"


def test_swedish_is_what_one_gets_without_asking(seeded):
    response = seeded.client.get("/content/v1/receptions/mika")
    assert response.headers["Content-Language"] == "sv"
    assert response.json["locale"] == "sv"
    assert response.json["fallbackFields"] == []
    assert response.json["availableLocales"] == ["sv", "en", "sv-simple"]


def test_english_is_english_throughout(seeded):
    response = seeded.client.get("/content/v1/receptions/mika?locale=en")
    assert response.headers["Content-Language"] == "en"
    assert response.json["name"] == "Mika reception, Västernorrland"
    assert response.json["audiences"][1] == {"code": "relatives", "label": "Relatives"}
    assert response.json["fallbackFields"] == []
    assert response.json["translation"] == {"source": "sv", "status": "unreviewed"}


def test_an_original_is_no_translation(seeded):
    assert seeded.get("/receptions/mika")["translation"] is None


def test_finnish_falls_back_and_says_so(seeded):
    response = seeded.client.get("/content/v1/receptions/mika?locale=fi")
    assert response.headers["Content-Language"] == "sv"
    assert response.json["locale"] == "sv"
    assert {"name", "summary", "description", "topics", "audiences", "safety.neutralTitle"} <= set(
        response.json["fallbackFields"]
    )


def test_the_hash_is_of_the_texts_and_anyone_can_compute_it(seeded):
    swedish, finnish, english = (seeded.get(f"/studies/{STUDY}?locale={tag}") for tag in ("sv", "fi", "en"))
    assert swedish["contentHash"] == finnish["contentHash"] == english["contentHash"]
    pure = {name: value for name, value in swedish.items() if name not in {"contentHash", "fallbackFields", "_links"}}
    for name in ("relatedOrganizations", "contacts"):
        pure[name] = [{"type": each["type"], "id": each["id"]} for each in pure[name]]
    pure["organization"] = {"type": "organizations", "id": pure["organization"]["id"]}
    assert swedish["contentHash"] == f"sha256:{hashlib.sha256(rfc8785.dumps(pure)).hexdigest()}"
    mika = [seeded.get(f"/receptions/mika?locale={tag}")["contentHash"] for tag in ("sv", "en")]
    assert mika[0] != mika[1]


def test_easy_swedish_falls_back_to_its_parent(seeded):
    item = seeded.get("/receptions/mika?locale=sv-simple")
    assert item["locale"] == "sv-simple"
    assert item["name"] == "Mika i Västernorrland"
    assert item["fallbackFields"] == ["audiences", "offers"]


@pytest.mark.parametrize("tag", ["sv-SE", "sv-FI", "SV"])
def test_a_region_does_not_make_swedish_foreign(seeded, tag):
    item = seeded.get(f"/receptions/mika?locale={tag}")
    assert item["locale"] == "sv"
    assert item["fallbackFields"] == []


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("en", "en"),
        ("fi, en;q=0.8", "en"),
        ("fi", "sv"),
        ("en;q=0.2, sv;q=0.9", "sv"),
        ("*", "sv"),
        ("en;q=0", "sv"),
        ("en-GB, *;q=0.1", "en"),
        ("!!!, en;q=0.5", "en"),
        ("", "sv"),
    ],
)
def test_accept_language_is_followed_in_its_order(seeded, header, locale):
    assert seeded.get("/receptions/mika", Accept_Language=header)["locale"] == locale


def test_locale_beats_accept_language(seeded):
    assert seeded.get("/receptions/mika?locale=sv", Accept_Language="en")["locale"] == "sv"


def test_a_list_names_every_language_it_came_in(world):
    world.add("news", {"title": {"sv": "Ny"}, "lead": {"sv": "L"}, "body": {"sv": "B"}})
    world.add("news", {"title": {"sv": "Ny", "en": "New"}, "lead": {"sv": "L"}, "body": {"sv": "B"}})
    response = world.client.get("/content/v1/news?locale=en")
    assert set(response.headers["Content-Language"].split(", ")) == {"sv", "en"}
    assert {item["locale"] for item in response.json["items"]} == {"sv", "en"}


@pytest.mark.parametrize("tag", ["xx-not!", "a", "en_", "%C3%A5", "s" * 40])
def test_a_tag_that_is_not_well_formed_is_refused(seeded, tag):
    problem = seeded.get(f"/receptions/mika?locale={tag}", 400)
    assert problem["errors"][0]["parameter"] == "locale"
    assert problem["errors"][0]["code"] == "language"


def test_any_well_formed_tag_an_editor_adds_can_be_read(world):
    world.add("organizations", {"name": {"sv": "Sametinget", "se": "Sámediggi"}, "kind": "authority"})
    item = world.get("/organizations/sametinget?locale=se")
    assert (item["name"], item["locale"], item["fallbackFields"]) == ("Sámediggi", "se", [])
