"""Texts, questions and cursors at the edge of what there is."""

import base64
from uuid import UUID

import orjson
import pytest

from tests.samples import BARE
from tests.searching.conftest import news


def test_a_hyphened_chain_can_be_saved_and_found(world, slugs):
    chain = "-".join(["ö" * 60] * 40)
    entry = world.send("POST", "/entries/news", {"content": news("Kedja", body=f"{chain} slut")}, key=world.key())
    assert entry.status_code == 201
    world.publish(UUID(entry.json["id"]))
    assert slugs("slut kedja") == ["kedja"]


@pytest.mark.parametrize("letter", ["a", "\u00ad", "1", "a\u0301", "-", "1 ", "a.", "+("])
def test_no_text_takes_long_to_take_apart(world, letter):
    world.add("news", news("Lång", body="x" + letter * (190_000 // len(letter)) + "x"))


def test_a_cursor_that_is_none_of_ours_is_refused(world, search):
    made = search("kommun", limit=1)["_meta"]["nextCursor"]
    digest, tier, order, entry = orjson.loads(base64.urlsafe_b64decode(made + "=" * (-len(made) % 4)))
    for other in (
        [digest, tier, 2**63, entry], [digest, tier, -(2**63), entry], [digest, True, order, entry],
        [digest, tier, True, entry], [digest, 6, order, entry], [digest, -1, order, entry], [digest, tier, order, "x"],
        [digest, tier, order], {"a": 1}, [digest, tier, 1.5, entry], [digest, tier, order, 7],
    ):  # fmt: skip
        cursor = base64.urlsafe_b64encode(orjson.dumps(other)).decode().rstrip("=")
        problem = world.get(f"/search?q=kommun&limit=1&cursor={cursor}", 400)
        assert problem["errors"][0]["code"] == "cursor", other


def test_a_cursor_goes_on_where_its_last_item_is_gone(world, search):
    first = search("kommun", limit=3)
    rest = [each["slug"] for each in search("kommun", limit=100)["items"]][3:]
    last = first["items"][-1]
    world.clock.advance(seconds=1)
    world.unpublish(UUID(last["id"]))
    cursor = first["_meta"]["nextCursor"]
    assert [each["slug"] for each in search("kommun", limit=100, cursor=cursor)["items"]] == rest


def test_what_readers_of_two_languages_are_shown_they_find(world, slugs):
    contact = {**BARE["contacts"], "title": {"en": "Counsellor Manager"}}
    world.add("contacts", contact, slug="zorro")
    both = {"Accept-Language": "sv, en"}
    for path in ("/search?q=counsellor", "/contacts?q=counsellor"):
        found = world.client.get(f"/content/v1{path}", headers=both).json["items"]
        assert [each["slug"] for each in found] == ["zorro"], path
    assert slugs("counsellor", locale="en") == ["zorro"]
    assert slugs("counsellor") == []


def test_numbers_that_stand_side_by_side_are_each_found(world, slugs):
    body = "Tel 060-19 20 02 (0771-24 00 60). Öppet 08.00-17.00 060-19 20 01 / 070-123 45 67."
    world.add("news", news("Nummer", body=body), slug="nummer")
    for number in ("060192002", "0771240060", "060-19 20 01", "+46 70 123 45 67", "0771-24 00 60"):
        assert slugs(number) == ["nummer"], number
    assert slugs("060192003") == []


def test_letters_of_other_kinds_are_the_same_letters(world, slugs):
    world.add("news", news("Stil", body="𝐇𝐚𝐥𝐥å ℌaus ﬁnal"), slug="stil")
    for query in ("hallå haus", "final", "𝐇𝐚𝐥𝐥å"):
        assert slugs(query) == ["stil"], query


@pytest.mark.parametrize(
    ("locale", "text", "query"),
    [
        ("yi", "ייִדיש פֿרוי", "יידיש"),
        ("ru", "новый новая", "новой"),
        ("fr", "Elle est aidée", "aidé"),
        ("da", "købet", "køb"),
        ("nb", "kjøpet", "kjøp"),
        ("fi", "vastaanotot", "vastaanotto"),
        ("se", "Sámi giella", "sami"),
    ],
)
def test_other_languages_have_their_own_forms(world, slugs, locale, text, query):
    item = news("Språk")
    item["lead"][locale] = text
    world.add("news", item, slug="sprak")
    assert slugs(query, locale=locale) == ["sprak"]


def test_a_long_text_takes_no_room_from_other_languages(world, slugs):
    item = news("Lång", body=" ".join(f"{number:x}z" for number in range(33_000))[:190_000])
    item["title"]["en"], item["lead"]["en"] = "Lengthy", "Introduction."
    world.add("news", item, slug="lang")
    assert slugs("lengthy", locale="en") == ["lang"]
    assert slugs("introduction", locale="en") == ["lang"]


def test_what_stands_for_a_beginning_is_marked_only_where_that_was_found(world, search):
    world.add("news", news("Om händer", lead="En hand. Handlingsplan.", body="Handläggare."), slug="hand")
    [hit] = [each for each in search("hand")["items"] if each["slug"] == "hand"]
    assert hit["snippet"] == "En <mark>hand</mark>. Handlingsplan."
    assert "människohandel" not in {each["slug"] for each in search("hand")["items"]}


def test_the_passage_is_of_the_text_that_has_most_of_it(world, search):
    world.add("news", news("Nytt", lead="Om havre till unga.", body="Havre och bistånd till hästar."), slug="havre")
    [hit] = search("havre bistånd")["items"]
    assert hit["snippet"] == "<mark>Havre</mark> och <mark>bistånd</mark> till hästar."


def test_a_phrase_longer_than_a_passage_is_marked_as_far_as_it_is_shown(world, search):
    said = " ".join(["ordentligt"] * 18)
    world.add("news", news("Nytt", body=f"Först {said} sist."))
    assert len(said) < 200
    [hit] = search(f'"{said}"')["items"]
    assert hit["snippet"] == f"Först <mark>{said}</mark> sist."


def test_a_question_that_is_none_is_refused_before_anything_is_looked_up(world):
    assert world.get("/news?q=-&organization=finns-ej", 400)["errors"][0]["code"] == "noWords"


def test_many_languages_cost_no_more_than_a_few(world):
    asked = ",".join(f"{tag}-{region}" for tag in ("de", "fr", "es", "it", "pl", "nl") for region in ("DE", "AT", "CH"))
    query = "+".join(["sekretess"] * 20)
    answer = world.client.get(f"/content/v1/search?q={query}", headers={"Accept-Language": asked})
    assert answer.json["_meta"]["totalRecords"] == 3
