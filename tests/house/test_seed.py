"""The seed says what the article says, to the letter, and nothing else."""

import hashlib
import re
from uuid import UUID

import pytest
import yaml

from api.services.formatting import to_text
from api.services.seeding import SEED, seed

NEWS = "stodmottagningar-for-utsatta-i-prostitution-och-manniskohandel-oppnar-i-vasternorrland"


def body():
    return yaml.safe_load((SEED / "news.yaml").read_text(encoding="utf-8"))["entries"][0]["content"]["body"]["sv"]


def test_the_articles_slips_of_the_pen_stay():
    for slip in (
        "vända sig avsett om",
        "Stödcentrum Sundvalls kommun",
        "det handlar köp av",
        "sitt destruktiva beteenden",
    ):
        assert slip in body()


def test_the_articles_words_are_all_there_in_order():
    """A fingerprint of the article's words between its lead and *För mer information om Mika och KAST*."""
    words = re.findall(r"\S+", to_text(body()))
    assert len(words) == 323
    assert (
        hashlib.sha256(" ".join(words).encode()).hexdigest()
        == "65a1f63500f80a23d474ee265ca79e2ea9c90aea49503d4f55e25ece274b1cd4"
    )


def test_the_receptions_correct_the_slips(seeded):
    for slug in ("mika", "kast"):
        text = str(seeded.get(f"/receptions/{slug}"))
        assert " avsett om" not in text
        assert "Sundvalls" not in text


def test_the_quote_is_a_block_quote_with_its_speaker(seeded):
    html = seeded.get(f"/news/{NEWS}")["body"]
    quote = html[html.index("<blockquote>") : html.index("</blockquote>")]
    assert "– Till Mika kan man vända sig" in quote
    assert "säger Karin Silfversten, enhetschef för stödcentrum" in quote


def test_numbers_of_people_are_stored_once(seeded):
    for path in (f"/news/{NEWS}", "/receptions/mika", "/studies/ibland-kan-det-vara-mot-betalning"):
        answer = seeded.client.get(f"/content/v1{path}").text
        assert not re.search(r"070-|\+4670", answer)
        assert "@" not in answer


def test_the_news_item_points_at_what_it_is_about(seeded):
    item = seeded.get(f"/news/{NEWS}")
    assert [each["slug"] for each in item["receptions"]] == ["mika", "kast"]
    assert [each["heading"] for each in item["contactGroups"]] == [
        "För mer information om Mika och KAST",
        "För mer information om studien",
    ]
    assert [len(each["contacts"]) for each in item["contactGroups"]] == [2, 1]
    assert [each["label"] for each in item["links"]] == [
        "Mikamottagning Västernorrland",
        "KAST-mottagning Västernorrland",
    ]
    assert item["originallyPublishedOn"] is None
    assert len(item["municipalities"]) == 7
    assert "<h2>Ny studie publicerad</h2>" in item["body"]


def test_the_study_is_named_whole(seeded):
    study = seeded.get("/studies/ibland-kan-det-vara-mot-betalning")
    assert study["title"] == "”Ibland kan det vara mot betalning, och ibland kan det vara mot ’tjat’”"
    assert (study["year"], study["maxAge"]) == (2023, 25)


@pytest.mark.parametrize(
    ("type_", "number"), [("news", 1), ("receptions", 2), ("contacts", 2), ("studies", 1), ("organizations", 16)]
)
def test_ids_are_the_same_in_every_database(seeded, type_, number):
    items = seeded.get(f"/{type_}?limit=100")["items"]
    assert len(items) == number
    assert {UUID(item["id"]).version for item in items} == {5}
    assert all(item["version"] == 1 for item in items)


def test_a_database_that_holds_something_is_left_alone(world):
    assert seed(world.database) == 0
