"""Pages of what is found, words among the other conditions of a list, and drafts that editors look for."""

import pytest

from tests.searching.conftest import news

NUMBER = 25


@pytest.fixture
def many(world):
    """A few in each tier, in an order of time that is not that of the tiers."""
    for number in range(NUMBER):
        world.clock.advance(seconds=1)
        kind = number % 5
        content = news(
            title=("Mört", "Mörtel", "Nytt", "Annat", "Mer")[kind],
            lead=("Ord.", "Ord.", "En mört.", "Mörtel.", "Ord.")[kind],
            body="Mörtar." if kind == 4 else "Text.",
            municipalities=["2281"] if number % 2 else ["2260"],
        )
        world.add("news", content, slug=f"s-{number}")


def walk(search, **more):
    found, cursor = [], None
    while True:
        answer = search("mört", **more, **({"cursor": cursor} if cursor else {}))
        found += [each["slug"] for each in answer["items"]]
        cursor = answer["_meta"]["nextCursor"]
        assert (cursor is None) == ("next" not in {link["rel"] for link in answer["_links"]})
        if cursor is None:
            return found


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("limit", [1, 4, 7, 100])
def test_pages_and_cursors_give_everything_once_in_one_order(search, limit):
    whole = search("mört", limit=100)
    assert whole["_meta"]["totalRecords"] == NUMBER == whole["_meta"]["count"]
    order = [each["slug"] for each in whole["items"]]
    assert len(set(order)) == NUMBER
    assert [each["score"] for each in whole["items"]] == sorted(
        (each["score"] for each in whole["items"]), reverse=True
    )
    pages = -(-NUMBER // limit)
    paged = [each["slug"] for page in range(1, pages + 1) for each in search("mört", limit=limit, page=page)["items"]]
    assert paged == order
    assert walk(search, limit=limit) == order
    beyond = search("mört", limit=limit, page=pages + 1)
    assert (beyond["items"], beyond["_meta"]["totalRecords"]) == ([], NUMBER)
    assert search("mört", limit=limit, page=0)["items"] == []


@pytest.mark.usefixtures("many")
def test_a_cursor_belongs_to_its_question(world, search):
    cursor = search("mört", limit=3)["_meta"]["nextCursor"]
    for query in ("q=mörtel", "q=mört&locale=en", "q=mört&type=news"):
        problem = world.get(f"/search?{query}&cursor={cursor}", 400)
        assert problem["errors"][0]["code"] == "cursor"
    for nonsense in ("x", "W10", "WyJhIiwxLDJd", "¤"):
        assert world.get(f"/search?q=mört&cursor={nonsense}", 400)["errors"][0]["parameter"] == "cursor"
    assert world.get(f"/search?q=mört&cursor={cursor}&page=2", 400)["errors"][0]["code"] == "exclusive"


def test_what_cannot_be_searched_is_said(world):
    for query, code in (
        ("q=", "length"), ("q=-mika", "noWords"), (f"q={'a' * 201}", "length"),
        ("q=" + "+".join(f"o{n}" for n in range(21)), "tooManyWords"), ("q=a&q=b", "repeated"),
        ("q=mika&sort=score", "unknownParameter"), ("q=mika&type=novels", "unknownValue"), ("q=a%00b", "character"),
    ):  # fmt: skip
        [error] = world.get(f"/search?{query}", 400)["errors"]
        assert (error["code"], error["detail"] != "") == (code, True)
    assert world.get("/news?q=mika&asOf=2026-11-24T08:30:00Z", 400)["errors"][0]["code"] == "together"


def test_who_looks_for_nothing_finds_nothing(world):
    answer = world.get("/search")
    assert (answer["items"], answer["_meta"]["totalRecords"]) == ([], 0)
    assert [link["rel"] for link in answer["_links"]] == ["self", "first", "last"]


@pytest.mark.usefixtures("many")
def test_a_list_takes_words_beside_its_filters_and_keeps_its_order(world):
    def listed(query):
        answer = world.get(f"/news?{query}")
        assert answer["_meta"].get("totalRecords", len(answer["items"])) >= len(answer["items"])
        return [each["slug"] for each in answer["items"]], answer["_meta"].get("totalRecords")

    newest = [f"s-{number}" for number in reversed(range(NUMBER))]
    assert listed("q=mört&limit=100") == (newest, NUMBER)
    assert listed("q=mört&limit=10&page=2") == (newest[10:20], NUMBER)
    assert listed("q=mört&limit=100&sort=firstPublishedAt") == (newest[::-1], NUMBER)
    of_one = [each for each in newest if int(each[2:]) % 2]
    assert listed("q=mört&municipality=2281&limit=100") == (of_one, len(of_one))
    assert listed("q=mört&municipality=2281,2260&limit=100") == (newest, NUMBER)
    assert listed("q=ord -mört&municipality=2281") == ([each for each in of_one if int(each[2:]) % 5 == 1], 3)
    assert listed("q=mört -ord&municipality=2281") == ([each for each in of_one if int(each[2:]) % 5 in {2, 3}], 5)
    assert listed("q=varg") == ([], 0)
    answer = world.get("/news?q=mört&limit=20")
    following = world.get(f"/news?q=mört&limit=20&cursor={answer['_meta']['nextCursor']}")
    assert [each["slug"] for each in following["items"]] == newest[20:]
    id = answer["items"][0]["id"]
    assert listed(f"q=mört&id={id}") == ([newest[0]], 1)
    assert "q=m%C3%B6rt" in answer["_links"][0]["href"]


def test_where_most_are_found_each_is_asked(world, monkeypatch):
    monkeypatch.setattr("api.services.listing.FEW", 0)
    for module in ("results", "tallying"):
        monkeypatch.setattr(f"api.services.searching.{module}.FEW", 0)
    assert [each["slug"] for each in world.get("/receptions?q=mottagning")["items"]] == ["kast", "mika"]
    assert world.get("/receptions?q=mottagning&municipality=2281")["_meta"]["totalRecords"] == 2
    assert len(world.get("/search?q=mottagning")["items"]) == 3


def test_editors_find_drafts_in_any_language_of_their_own_organization(world):
    editor, other = world.key(), world.key(owner="sundsvalls-kommun")
    entry = world.create("news", {"title": {"sv": "Om mörtar", "en": "On seals"}}, slug="djur-i-havet")

    def found(query, key=editor, type_="news"):
        answer = world.send("GET", f"/entries/{type_}?q={query}", key=key)
        assert answer.status_code == 200, answer.text
        assert answer.json["_meta"]["totalRecords"] == len(answer.json["items"])
        return [each["slug"] for each in answer.json["items"]]

    for query in ("mört", "mörtarna", "seals", "djur hav", "mört", "mört -varg", '"om mörtar"'):
        assert found(query) == ["djur-i-havet"], query
    for query in ("räv", "mört -hav", '"mörtar om"'):
        assert found(query) == [], query
    assert found("mört", key=other) == []
    assert found("mört", type_="studies") == []
    assert found("mört&state=published") == []
    world.save(entry, {"title": {"sv": "Om rävar"}})
    assert (found("mört"), found("räv")) == ([], ["djur-i-havet"])
    assert found("silfversten", type_="contacts") == ["karin-silfversten"]
    body = {"content": {"title": {"sv": "Ett ärende"}}, "externalId": "DNR-4711"}
    assert world.send("POST", "/entries/news", body, key=editor).status_code == 201
    assert found("dnr-4711") == ["ett-arende"]
    assert found("4711") == ["ett-arende"]
    tag = world.send("GET", "/entries/news/ett-arende", key=editor).headers["ETag"]
    assert world.send("DELETE", "/entries/news/ett-arende", key=editor, match=tag).status_code == 204
    assert found("4711") == []
    assert world.send("GET", "/entries/news?q=-", key=editor).status_code == 400
