"""Lists: pages, cursors, filters, order (contract, section 2)."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import examples

ROOT = "https://api.example.se/content/v1"


def news(title, **more):
    return {"title": {"sv": title}, "lead": {"sv": "L"}, "body": {"sv": "B"}, **more}


def links(answer):
    return {link["rel"]: link["href"] for link in answer["_links"]}


def names(answer):
    return [item["slug"] for item in answer["items"]]


def test_an_envelope_says_where_one_is(seeded):
    answer = seeded.get("/organizations?limit=5&page=2&kind=municipality,authority")
    assert answer["_meta"] | {"nextCursor": None} == {
        "page": 2,
        "limit": 5,
        "offset": 5,
        "count": 4,
        "totalRecords": 9,
        "totalPages": 2,
        "nextCursor": None,
    }
    assert links(answer) == {
        "self": f"{ROOT}/organizations?limit=5&page=2&kind=municipality,authority",
        "first": f"{ROOT}/organizations?limit=5&kind=municipality,authority&page=1",
        "prev": f"{ROOT}/organizations?limit=5&kind=municipality,authority&page=1",
        "last": f"{ROOT}/organizations?limit=5&kind=municipality,authority&page=2",
    }


def test_links_stand_in_the_header_too(seeded):
    response = seeded.client.get("/content/v1/organizations?limit=5")
    header = response.headers["Link"].split(", ")
    assert f'<{ROOT}/organizations?limit=5&page=2>; rel="next"' in header
    assert len(header) == len(response.json["_links"])


def test_defaults_are_page_one_of_twenty(seeded):
    meta = seeded.get("/organizations")["_meta"]
    assert (meta["page"], meta["limit"], meta["count"], meta["totalRecords"]) == (1, 20, 16, 16)


@pytest.mark.parametrize("page", ["0", "99", "9" * 30])
def test_a_page_outside_the_list_is_empty(seeded, page):
    answer = seeded.get(f"/organizations?page={page}")
    assert answer["items"] == []
    assert answer["_meta"]["totalRecords"] == 16
    assert links(answer)["last"] == f"{ROOT}/organizations?page=1"


def test_names_sort_as_swedish_does(world):
    for name in ("Ängla", "zebra", "Ada", "Öhlin", "Åke", "éva", "Eva B", "ada a"):
        world.add("contacts", {"kind": "person", "name": name, "email": "x@example.se"})
    listed = [item["name"] for item in world.get("/contacts?sort=name")["items"]]
    ours = [name for name in listed if name.split()[0] not in {"Hannah", "Karin"}]
    assert ours == ["Ada", "ada a", "éva", "Eva B", "zebra", "Åke", "Ängla", "Öhlin"]


def test_later_keys_decide_between_equals(world):
    for year, title in ((2020, "B"), (2020, "A"), (2021, "C")):
        world.add("studies", {"title": {"sv": title}, "year": year}, slug=f"s-{title.lower()}")
    world.add("studies", {"title": {"sv": "Utan år"}}, slug="s-x")
    own = [name for name in names(world.get("/studies?sort=-year,title")) if name.startswith("s-")]
    assert own == ["s-c", "s-a", "s-b", "s-x"]


def test_newest_news_come_first(world):
    for number in range(3):
        world.clock.advance(minutes=1)
        world.add("news", news(f"Nummer {number}"))
    assert names(world.get("/news"))[:3] == ["nummer-2", "nummer-1", "nummer-0"]


def test_values_of_one_filter_are_alternatives_and_filters_all_hold(seeded):
    assert len(seeded.get("/organizations?municipality=2281")["items"]) == 2
    assert len(seeded.get("/organizations?municipality=2281,2283")["items"]) == 3
    assert len(seeded.get("/organizations?municipality=2281&municipality=2283")["items"]) == 3
    assert len(seeded.get("/organizations?municipality=2281,2283&kind=unit")["items"]) == 1


def test_both_receptions_serve_solleftea(seeded):
    assert names(seeded.get("/receptions?municipality=2283")) == ["kast", "mika"]
    assert names(seeded.get("/receptions?municipality=2281&audience=relatives")) == ["kast", "mika"]


def test_an_unknown_code_is_refused_and_the_known_ones_named(seeded):
    error = seeded.get("/receptions?municipality=9999", 400)["errors"][0]
    assert error["parameter"] == "municipality"
    assert error["allowed"] == ["2260", "2262", "2280", "2281", "2282", "2283", "2284"]


@pytest.mark.parametrize(
    "value", ["finns-inte", "00000000-0000-4000-8000-000000000000", "FINNS-INTE", "mika,finns-inte"]
)
def test_an_unknown_id_in_a_reference_filter_matches_nothing(seeded, value):
    expected = 1 if "mika" in value else 0
    if value.isupper():
        seeded.get(f"/news?reception={value}", 400)
    else:
        assert len(seeded.get(f"/news?reception={value}")["items"]) == expected


def test_a_reference_filter_takes_id_and_slug_alike(seeded):
    id_ = seeded.get("/receptions/mika")["id"]
    assert len(seeded.get(f"/news?reception={id_.upper()}")["items"]) == 1
    assert seeded.get(f"/news?reception={id_}")["items"] == seeded.get("/news?reception=mika")["items"]


def organization(name, **more):
    return {"name": {"sv": name}, "kind": "unit", **more}


def test_a_filter_knows_no_name_that_readers_do_not(world):
    """Neither a draft's, nor a scheduled one's before its instant; and the answer says when that will change."""
    parent = world.add("organizations", organization("Nu"), slug="nu")
    world.add("organizations", organization("Del", parent="nu"))
    world.clock.advance(minutes=1)
    world.save(parent, organization("Sedan"), slug="sedan")
    assert names(world.get("/organizations?parent=sedan")) == []
    world.publish(parent, start=world.clock.now + timedelta(seconds=20))
    response = world.client.get("/content/v1/organizations?parent=sedan")
    assert response.json["items"] == []
    assert response.headers["Cache-Control"] == "public, max-age=20, must-revalidate"
    world.clock.advance(seconds=20)
    assert names(world.get("/organizations?parent=sedan")) == ["del"]
    assert names(world.get("/organizations?parent=nu")) == ["del"]


def test_a_filter_finds_no_pointer_that_answers_do_not_show(world):
    tomorrow = world.clock.now + timedelta(days=1)
    hidden = world.add("organizations", organization("Hemlig"), slug="hemlig", start=tomorrow)
    world.add("contacts", {"kind": "person", "name": "Kim", "email": "kim@example.se", "worksFor": "hemlig"})
    for key in ("hemlig", hidden):
        assert world.get("/contacts/kim")["worksFor"] is None
        assert names(world.get(f"/contacts?worksFor={key}")) == []
    world.clock.advance(minutes=1)
    world.publish(hidden, until=world.clock.now + timedelta(seconds=50), scheduled="cancel")
    response = world.client.get("/content/v1/contacts?worksFor=hemlig")
    assert names(response.json) == ["kim"]
    assert response.headers["Cache-Control"] == "public, max-age=50, must-revalidate"
    assert "organizations" in response.headers["Surrogate-Key"].split()
    then = world.clock.now.isoformat().replace("+00:00", "Z")
    world.clock.advance(seconds=50)
    for key in ("hemlig", hidden):
        assert names(world.get(f"/contacts?worksFor={key}")) == []
        assert names(world.get(f"/contacts?worksFor={key}&asOf={then}")) == ["kim"]


def test_keywords_are_found_whatever_their_case(world):
    world.add("news", news("Ett", subjects=["Människohandel"]), slug="ett")
    assert "ett" in names(world.get("/news?subject=MÄNNISKOHANDEL"))


def test_id_picks_items(seeded):
    mika, kast = (seeded.get(f"/receptions/{slug}")["id"] for slug in ("mika", "kast"))
    assert names(seeded.get(f"/receptions?id={mika}")) == ["mika"]
    assert names(seeded.get(f"/receptions?id={kast},{mika}")) == ["kast", "mika"]
    assert names(seeded.get("/receptions?id=00000000-0000-4000-8000-000000000000")) == []


def test_updated_since_counts_minor_corrections_too(world):
    world.clock.advance(minutes=1)
    entry = world.add("news", news("Ett"))
    first = world.get(f"/news/{entry}")["publishedAt"]
    world.clock.advance(minutes=1)
    world.save(entry, news("Ett", subjects=["rättat"]))
    world.publish(entry, major=False)
    second = world.get(f"/news/{entry}")["publishedAt"]
    assert names(world.get(f"/news?updatedSince={first}")) == ["ett"]
    assert names(world.get(f"/news?updatedSince={second}")) == ["ett"]
    world.clock.advance(minutes=1)
    later = world.clock.now.isoformat().replace("+00:00", "Z")
    assert names(world.get(f"/news?updatedSince={later}")) == []


def test_as_of_shows_the_list_as_it_was(world):
    world.clock.advance(minutes=1)
    entry = world.add("news", news("Ett"))
    then = world.get(f"/news/{entry}")["publishedAt"]
    world.clock.advance(minutes=1)
    world.unpublish(entry)
    assert "ett" in names(world.get(f"/news?asOf={then}"))
    assert "ett" not in names(world.get("/news"))
    assert world.get("/news?asOf=2020-01-01T00:00:00Z")["items"] == []


def test_fields_limits_every_item(seeded):
    for item in seeded.get("/contacts?fields=name,phone")["items"]:
        assert set(item) == {"id", "type", "_links", "name", "phone"}


def test_include_embeds_to_depth_two(seeded):
    answer = seeded.get("/news?include=receptions.contacts,studies")
    item = answer["items"][0]
    assert [each["shortName"] for each in item["receptions"]] == ["Mika", "KAST"]
    assert [each["description"].startswith("<p>") for each in item["receptions"]] == [True, True]
    people = {link["contact"]["email"] for each in item["receptions"] for link in each["contacts"]}
    assert people == {"hannah.kejerhag.oldenmark@lansstyrelsen.se", "karin.silfversten@sundsvall.se"}
    assert item["studies"][0]["year"] == 2023
    assert "email" not in item["contactGroups"][0]["contacts"][0]


def test_an_answer_embeds_no_more_than_a_reader_can_want(world):
    units = [str(world.add("organizations", organization(f"Enhet {number}"))) for number in range(60)]
    for number in range(60):
        world.add("studies", {"title": {"sv": f"Nummer {number}"}, "publishers": units})
    assert len(world.get("/studies?limit=40&include=publishers")["items"]) == 40
    problem = world.get("/studies?limit=60&include=publishers", 400)
    assert [(each["parameter"], each["code"]) for each in problem["errors"]] == [("include", "tooMuch")]


def test_what_is_not_public_now_is_left_out(world):
    contact = world.add("contacts", {"kind": "person", "name": "Kim", "email": "kim@example.se"})
    world.add("news", news("Ett", contactGroups=[{"heading": {"sv": "Fråga"}, "contacts": [str(contact)]}]))
    world.add("studies", {"title": {"sv": "Två"}, "contacts": ["kim"]})
    assert len(world.get("/news/ett")["contactGroups"][0]["contacts"]) == 1
    world.clock.advance(minutes=1)
    world.unpublish(contact)
    assert world.get("/news/ett")["contactGroups"] == [{"heading": "Fråga", "contacts": []}]
    assert world.get("/news/ett?include=contactGroups")["contactGroups"][0]["contacts"] == []
    assert world.get("/studies/tva")["contacts"] == []


@examples(12)
@given(
    limit=st.integers(1, 7),
    sort=st.lists(st.sampled_from(["title", "-title", "-publishedAt", "updatedAt"]), min_size=1, max_size=2),
)
def test_cursors_visit_every_item_once(listed, limit, sort):
    order = ",".join(sort)
    whole = [item["id"] for item in listed.get(f"/news?limit=100&sort={order}")["items"]]
    seen, path = [], f"/news?limit={limit}&sort={order}"
    first = listed.get(path)
    seen += [item["id"] for item in first["items"]]
    cursor = first["_meta"]["nextCursor"]
    while cursor:
        answer = listed.get(f"{path}&cursor={cursor}")
        assert "totalRecords" not in answer["_meta"]
        assert "page" not in answer["_meta"]
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["_meta"]["nextCursor"]
        assert ("next" in links(answer)) == bool(cursor)
    assert seen == whole


@pytest.fixture
def listed(world):
    for number in range(15):
        world.clock.advance(seconds=number % 2)
        world.add("news", news(f"Titel {number % 4}"))
    return world


def test_a_cursor_stays_right_while_content_changes(world):
    for number in range(6):
        world.clock.advance(seconds=1)
        world.add("news", news(f"Nummer {number}"))
    first = world.get("/news?limit=3")
    world.clock.advance(seconds=1)
    world.add("news", news("Nyare"))
    query = parse_qs(urlsplit(links(first)["self"]).query)
    assert query == {"limit": ["3"]}
    rest = world.get(f"/news?limit=3&cursor={first['_meta']['nextCursor']}")
    assert names(first) + names(rest) == [f"nummer-{number}" for number in (5, 4, 3, 2, 1, 0)]


def test_a_link_that_would_be_too_long_is_not_given(seeded):
    ids = ",".join(["00000000-0000-4000-8000-000000000000"] * 70)
    response = seeded.client.get(f"/content/v1/news?id={ids}")
    assert response.status_code == 200
    assert all(len(link["href"]) <= 2048 for link in response.json["_links"])
