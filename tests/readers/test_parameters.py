"""What cannot be understood is refused, and the client is told what would have been (contract, sections 2 and 3)."""

import base64
import json

import pytest

REFUSED = [
    # query, parameter, code, suggestion
    ("municipalty=2281", "municipalty", "unknownParameter", "municipality"),
    ("audience=relativs", "audience", "unknownCode", "relatives"),
    ("audience=", "audience", "unknownCode", None),
    ("audience=relatives,,youths", "audience", "unknownCode", None),
    ("status=Active", "status", "unknownCode", "active"),
    ("isFree=yes", "isFree", "unknownValue", None),
    ("sort=nam", "sort", "unknownSort", "name"),
    ("fields=nane", "fields", "unknownField", "name"),
    ("include=contact", "include", "unknownRelation", "contacts"),
    ("include=contacts.worksFor.parent", "include", "depth", None),
    ("include=contacts.nothing", "include", "unknownRelation", None),
    ("bodyFormat=pdf", "bodyFormat", "unknownValue", None),
    ("limit=0", "limit", "range", None),
    ("limit=101", "limit", "range", None),
    ("limit=ten", "limit", "integer", None),
    ("limit=1.5", "limit", "integer", None),
    ("limit=1_0", "limit", "integer", None),
    ("limit=%D9%A1", "limit", "integer", None),
    ("page=-1", "page", "minimum", None),
    ("page=1&page=2", "page", "repeated", None),
    ("locale=sv&locale=en", "locale", "repeated", None),
    ("page=1&cursor=abc", "cursor", "exclusive", None),
    ("cursor=abc", "cursor", "cursor", None),
    ("cursor=W10", "cursor", "cursor", None),
    ("cursor=WyJ4Il0", "cursor", "cursor", None),
    ("cursor=%C3%A5", "cursor", "cursor", None),
    ("id=mika", "id", "id", None),
    ("id=35428b17-f9cd-5b33-98b3-fcd518e2a1%D9%A1%D9%A2", "id", "id", None),
    ("host=%00", "host", "reference", None),
    ("host=Stödcentrum", "host", "reference", None),
    ("language=%00", "language", "character", None),
    ("language=", "language", "length", None),
    ("language=" + "x" * 301, "language", "length", None),
    ("minSequence=x", "minSequence", "integer", None),
    ("updatedSince=2026-03-29T02:30:00", "updatedSince", "instant", None),
    ("updatedSince=2026-03-29", "updatedSince", "instant", None),
    ("updatedSince=2026-02-30T00:00:00Z", "updatedSince", "instant", None),
    ("updatedSince=20260329T023000Z", "updatedSince", "instant", None),
    ("updatedSince=0001-01-01T00:00:00%2B14:00", "updatedSince", "instant", None),
    ("updatedSince=2026-03-29T02:30:00+01:00", "updatedSince", "instant", "2026-03-29T02:30:00%2B01:00"),
    ("asOf=yesterday", "asOf", "instant", None),
    ("api_key=secret", "api_key", "unknownParameter", None),
    ("qu=mika", "qu", "unknownParameter", None),
    ("q=-mika", "q", "noWords", None),
]


@pytest.mark.parametrize(("query", "parameter", "code", "suggestion"), REFUSED)
def test_it_is_named(seeded, query, parameter, code, suggestion):
    problem = seeded.get(f"/receptions?{query}", 400)
    assert problem["type"] == "https://api.example.se/content/v1/docs/problems/malformed-request"
    error = next(each for each in problem["errors"] if each["parameter"] == parameter)
    assert error["code"] == code
    if suggestion:
        assert error["suggestion"] == suggestion
    if code.startswith("unknown"):
        assert error["allowed"]


def test_always_there_is_a_field_too(seeded):
    assert set(seeded.get("/receptions/mika?fields=id,type,_links")) == {"id", "type", "_links"}


def test_nonsense_is_not_worth_a_book(seeded):
    query = "&".join(f"a{number}=1" for number in range(900))
    problem = seeded.get(f"/receptions?{query}", 400)
    assert len(problem["errors"]) == 20


def test_what_is_given_twice_is_only_that(seeded):
    problem = seeded.get("/receptions?page=1&page=2", 400)
    assert [each["code"] for each in problem["errors"]] == ["repeated"]


def test_every_fault_is_told_at_once(seeded):
    problem = seeded.get("/receptions?limit=0&audience=x&foo=1", 400)
    assert {each["parameter"] for each in problem["errors"]} == {"limit", "audience", "foo"}


def test_twenty_filter_values_are_taken_and_twenty_one_are_not(seeded):
    def query(number):
        return "language=" + ",".join(f"a{each}" for each in range(number))

    seeded.get(f"/receptions?{query(20)}")
    problem = seeded.get(f"/receptions?{query(20)}&audience=youths", 400)
    assert problem["errors"][0]["code"] == "tooManyTerms"


def test_more_ids_than_a_page_are_refused(seeded):
    ids = ",".join(f"00000000-0000-4000-8000-{number:012d}" for number in range(101))
    assert seeded.get(f"/receptions?id={ids}", 400)["errors"][0]["code"] == "tooMany"


def test_a_year_is_a_number(seeded):
    assert len(seeded.get("/studies?year=2023")["items"]) == 1
    assert len(seeded.get("/studies?year=02023")["items"]) == 1
    assert seeded.get("/studies?year=new", 400)["errors"][0]["code"] == "integer"


def test_a_cursor_of_another_order_is_refused(seeded):
    cursor = seeded.get("/organizations?limit=2")["_meta"]["nextCursor"]
    assert seeded.get(f"/organizations?limit=2&sort=-name&cursor={cursor}", 400)["errors"][0]["code"] == "cursorSort"


@pytest.mark.parametrize(
    "decoded",
    [
        ["00000000-0000-4000-8000-000000000000", "publishedAt", "not an instant"],
        ["00000000-0000-4000-8000-000000000000", "publishedAt", "2026-01-01T00:00:00"],
        ["00000000-0000-4000-8000-000000000000", "publishedAt", "0001-01-01T00:00:00+14:00"],
        ["00000000-0000-4000-8000-000000000000", "publishedAt", 7],
        ["00000000-0000-4000-8000-000000000000", "title", "\0"],
        ["nobody", "title", "a"],
        {"title": "a"},
    ],
)
def test_a_forged_cursor_is_refused(seeded, decoded):
    cursor = base64.urlsafe_b64encode(json.dumps(decoded).encode()).decode().rstrip("=")
    assert seeded.get(f"/news?sort=publishedAt&cursor={cursor}", 400)["errors"][0]["code"] == "cursor"


def test_other_operations_refuse_what_they_do_not_know_too(seeded):
    for path in (
        "/municipalities?include=x",
        "/api-info?locale=sv",
        "/docs/problems/gone?x=1",
        "/receptions/mika?page=1",
    ):
        seeded.get(path, 400)


@pytest.mark.parametrize(
    "key",
    [
        "Mika", "mi_ka", "%00", "%D9%A1", "a" * 300, "mika ", "%ff", "-mika", "35428b17f9cd5b3398b3fcd518e2a109",
        "9223372036854775808", "35428b17-f9cd-5b33-98b3-fcd518e2a1%D9%A1%D9%A2", "mika%0A",
    ],
)  # fmt: skip
def test_a_key_that_can_name_nothing_is_not_found(seeded, key):
    seeded.get(f"/receptions/{key}", 404)


def test_an_id_is_known_in_capitals_too(seeded):
    id_ = seeded.get("/receptions/mika")["id"]
    assert seeded.get(f"/receptions/{id_.upper()}")["slug"] == "mika"


def test_an_id_of_another_type_is_not_found(seeded):
    seeded.get(f"/news/{seeded.get('/receptions/mika')['id']}", 404)


def test_an_address_over_8_kib_is_414(seeded):
    response = seeded.client.get("/content/v1/receptions?fields=" + "x" * 8200)
    assert response.status_code == 414
    assert response.json["type"].endswith("/uri-too-long")
