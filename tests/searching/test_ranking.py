"""What comes first, what is shown of it, and in which language."""

import copy

import pytest

from tests.samples import CONTENT
from tests.searching.conftest import news


def test_title_comes_before_lead_and_lead_before_body_whatever_is_newer(world, slugs, search):
    for slug, content in (
        ("titel", news("Om mörtar")),
        ("ingress", news("Nytt", lead="Mörten kom.")),
        ("text", news("Mer", body="En mört.")),
        ("borjan", news("Mörtel blandas")),
    ):
        world.clock.advance(minutes=1)
        world.add("news", content, slug=slug)
    assert slugs("mört") == ["titel", "ingress", "text", "borjan"]
    assert [each["score"] for each in search("mört")["items"]] == [1.0, 0.8, 0.6, 0.5]


def test_among_equals_the_newer_comes_first_and_a_minor_edition_makes_nothing_newer(world, slugs):
    first = world.add("news", news("Om mörtar"), slug="forst")
    world.clock.advance(minutes=1)
    world.add("news", news("Om mörtar"), slug="sist")
    assert slugs("mörtar") == ["sist", "forst"]
    world.clock.advance(minutes=1)
    world.save(first, news("Om mörtarna"))
    world.publish(first, major=False)
    assert slugs("mörtar") == ["sist", "forst"]
    world.clock.advance(minutes=1)
    world.save(first, news("Om mörtarnas liv"))
    world.publish(first)
    assert slugs("mörtar") == ["forst", "sist"]


def test_all_words_in_the_title_come_before_one_there_and_one_in_the_lead(world, slugs):
    world.add("news", news("Mörtar och rävar"), slug="bada")
    world.clock.advance(minutes=1)
    world.add("news", news("Mörtar", lead="Rävar."), slug="en")
    assert slugs("räv mört") == ["bada", "en"]


def test_only_what_is_public_now_is_found(world, slugs):
    entry = world.create("news", news("Om mörtar"), slug="nytt")
    assert slugs("mört") == []
    world.publish(entry, start=world.clock.now.replace(hour=12), until=world.clock.now.replace(hour=14))
    assert slugs("mört") == []
    world.clock.advance(hours=3)
    assert slugs("mört") == ["nytt"]
    world.clock.advance(hours=2)
    assert slugs("mört") == []
    world.publish(entry)
    assert slugs("mört") == ["nytt"]
    world.clock.advance(minutes=1)
    world.save(entry, news("Om rävar"))
    assert (slugs("mört"), slugs("räv")) == (["nytt"], [])
    world.publish(entry)
    assert (slugs("mört"), slugs("räv")) == ([], ["nytt"])
    world.clock.advance(minutes=1)
    world.unpublish(entry)
    assert slugs("räv") == []


def test_what_is_found_stays_fresh_until_something_comes_or_goes(world):
    entry = world.create("news", news("Om mörtar"))
    world.publish(entry, start=world.clock.now.replace(minute=world.clock.now.minute + 1))
    answer = world.client.get("/content/v1/search?q=varg")
    assert answer.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert set(answer.headers["Surrogate-Key"].split()) == {
        "news",
        "receptions",
        "contacts",
        "studies",
        "organizations",
    }
    of_one = world.client.get("/content/v1/search?q=varg&type=studies")
    assert of_one.headers["Surrogate-Key"] == "studies"
    assert "stale-while" in of_one.headers["Cache-Control"]


def test_a_scheduled_edition_that_moves_is_found_where_it_then_stands(world, slugs):
    late = world.create("receptions", copy.deepcopy(CONTENT["receptions"]), slug="sen")
    world.publish(late)
    start = world.clock.now.replace(hour=12)
    world.publish(late, start=start, major=False, scheduled="keep")
    world.clock.advance(minutes=1)
    world.publish(late, major=True, scheduled="keep", note={"sv": "Nytt."})
    world.add("receptions", {**CONTENT["receptions"], "name": {"sv": "Ungdomsmottagning"}}, slug="annan")
    before = slugs("ungdomsmottagning", type="receptions")
    world.clock.advance(hours=4)
    assert slugs("ungdomsmottagning", type="receptions") == before


@pytest.mark.parametrize(
    ("query", "snippet"),
    [
        ("sekretess", "…<mark>sekretess</mark>…"),
        ("0701902735", "<mark>070-190 27 35</mark>"),
        ("kejerhag", "hannah.<mark>kejerhag</mark>.oldenmark@lansstyrelsen.se"),
        ('"prata om svåra upplevelser"', "Att <mark>prata om svåra upplevelser</mark>"),
        ("kastmottagning", "<mark>KAST-mottagning</mark>"),
    ],
)
def test_a_snippet_shows_where_it_was_found(search, query, snippet):
    found = [each["snippet"] for each in search(query)["items"]]
    pieces = [each for each in snippet.split("…") if each]
    assert any(all(piece in each for piece in pieces) for each in found), found


def test_a_snippet_is_cut_between_words_and_safe_to_show(world, search):
    long = "Ett & två 2 < 3 " * 30 + "mörtar " + "fyra \"fem\" 'sex' " * 30
    world.add("news", news("Nytt", lead="Kort.", body=long))
    [hit] = search("mört")["items"]
    assert hit["snippet"].startswith("…")
    assert hit["snippet"].endswith("…")
    assert "<mark>mörtar</mark> fyra &quot;fem&quot; &#x27;sex&#x27;" in hit["snippet"]
    assert "&amp; två 2 &lt; 3 " in hit["snippet"]
    assert "<" not in hit["snippet"].replace("<mark>", "").replace("</mark>", "")
    assert len(hit["snippet"]) < 500


def test_a_snippet_of_a_word_in_the_title_only_shows_the_title(world, search):
    world.add("news", news("Mörtar", lead="Ingress om annat.", body="Text."))
    assert search("mört")["items"][0]["snippet"] == "<mark>Mörtar</mark>"
    assert search("mört -varg")["items"][0]["snippet"] == "<mark>Mörtar</mark>"


def test_a_hit_says_what_a_link_to_it_needs(search):
    [hit] = search("karin silfversten", type="contacts")["items"]
    assert hit == {
        "type": "contacts",
        "id": hit["id"],
        "slug": "karin-silfversten",
        "title": "Karin Silfversten",
        "snippet": "<mark>karin</mark>.<mark>silfversten</mark>@sundsvall.se",
        "href": "https://api.example.se/content/v1/contacts/karin-silfversten",
        "score": 1.0,
    }


def test_each_item_is_searched_in_the_language_its_reader_gets_it_in(world, search, slugs):
    assert slugs("confidential") == []
    assert set(slugs("confidential", locale="en")) == {"kast", "mika"}
    assert set(slugs("receptions", locale="en", type="receptions")) == {"kast", "mika"}  # stemmed as English
    assert slugs("kostnadsfria", locale="en", type="receptions") == []  # they read it in English
    assert slugs("sekretess", locale="en", type="news")  # which has no English
    assert all("reception" in each["title"] for each in search("confidential", locale="en")["items"])
    answer = world.client.get("/content/v1/search?q=sekretess", headers={"Accept-Language": "en-GB, sv;q=0.5"})
    assert {each["type"] for each in answer.json["items"]} == {"news"}
    simple = world.client.get("/content/v1/search?q=hen&locale=sv-simple")
    assert {each["slug"] for each in simple.json["items"]} == {"mika", "kast"}
    assert simple.headers["Content-Language"] == "sv-simple"
    assert {each["slug"] for each in search("hen", locale="fi")["items"]} == set()


def test_a_text_that_is_missing_in_a_language_is_found_as_it_is_shown(world, slugs):
    item = news("Mörtar", lead="Om mottagningarna.")
    item["title"]["en"] = "Seals"
    world.add("news", item, slug="salar")
    assert slugs("seal", locale="en") == ["salar"]
    assert "salar" in slugs("mottagning", locale="en", type="news")
    assert "salar" in slugs("mottagningens", locale="en", type="news")
    assert slugs("mörtar", locale="en") == []
    assert slugs("mörtar", locale="fi") == ["salar"]


def test_a_draft_is_found_by_whoever_previews_it(world):
    editor = world.key()
    world.create("news", news("Om mörtar"), slug="utkast")
    assert world.get("/news?q=mörtar")["items"] == []
    found = world.send("GET", "/news?q=mörtar&preview=true", key=editor).json
    assert [each["slug"] for each in found["items"]] == ["utkast"]
    assert found["_meta"]["totalRecords"] == 1
    assert world.get("/news?q=mörtar")["items"] == []
