"""What an entry says in every feed: what must be known first, in the language it is in, and then all of it."""

from uuid import UUID
from xml.etree import ElementTree

import pytest

from tests.samples import BARE, CONTENT

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
WITHDRAWN = {
    "sv": "Tillbakadragen tisdag 24 november 2026 klockan 10:01.",
    "en": "Withdrawn Tuesday 24 November 2026 at 10:01.",
}
CLOSED = {"sv": "Mottagningen är nedlagd.", "en": "The reception is closed for good."}
UNREVIEWED = "This text is an unreviewed translation."


def told(world, entry, type_="receptions", locale="sv"):
    """Summary and content of an entry, each with its language; they are the same in every form."""
    path = f"/content/v1/feeds/{type_}?locale={locale}&limit=100"
    feeds = {form: world.client.get(f"{path}&format={form}") for form in ("json", "atom", "rss")}
    id_ = f"urn:uuid:{entry}"
    (item,) = [each for each in feeds["json"].json["items"] if each["id"] == id_]
    (atom,) = [
        each for each in ElementTree.fromstring(feeds["atom"].data).iter(f"{ATOM}entry")
        if each.findtext(f"{ATOM}id") == id_
    ]  # fmt: skip
    (rss,) = [each for each in ElementTree.fromstring(feeds["rss"].data).iter("item") if each.findtext("guid") == id_]
    summary, content = atom.find(f"{ATOM}summary"), atom.find(f"{ATOM}content")
    assert (summary.text, content.text) == (item["summary"], item["content_html"])
    assert rss.findtext(ENCODED) == item["content_html"]
    entry_language = atom.get(LANG)
    return (summary.text, summary.get(LANG, entry_language)), (content.text, content.get(LANG, entry_language))


def id_of(world, path):
    return UUID(world.get(path)["id"])


@pytest.mark.parametrize("locale", ["sv", "en"])
@pytest.mark.parametrize(
    ("status", "notice"),
    [
        ("closed", CLOSED),
        (
            "temporarilyClosed",
            {"sv": "Mottagningen är tillfälligt stängd.", "en": "The reception is temporarily closed."},
        ),
    ],
)
def test_a_reception_that_is_closed_says_so_first(world, status, notice, locale):
    name, summary = ({"sv": "Sv.", "en": "En."} for _ in range(2))
    entry = world.add("receptions", BARE["receptions"] | {"name": name, "summary": summary, "status": status})
    (short, of_short), (whole, of_whole) = told(world, entry, locale=locale)
    assert short == f"{notice[locale]}\n\n{summary[locale]}"
    assert whole == f"<p>{notice[locale]}</p>\n<p>{summary[locale]}</p>"  # and no way to turn there
    assert of_short == of_whole == locale


def test_a_reception_that_is_open_has_nothing_to_say_first(world):
    entry = world.add("receptions", BARE["receptions"] | {"status": "active"})
    assert told(world, entry)[0] == ("Enkel.", "sv")


@pytest.mark.parametrize(("locale", "language", "first"), [("en", "en", UNREVIEWED), ("sv", "sv", "Mika")])
def test_a_translation_that_is_not_reviewed_says_so_first(seeded, locale, language, first):
    summary, content = told(seeded, id_of(seeded, "/receptions/mika"), locale=locale)
    assert summary[0].startswith(first)
    assert content[0].startswith(f"<p>{first}")
    assert summary[1] == content[1] == language


def test_easy_swedish_says_it_in_swedish(seeded):
    summary, content = told(seeded, id_of(seeded, "/receptions/mika"), locale="sv-simple")
    assert summary[0].startswith("Texten är en översättning som inte är granskad.\n\nMika är för dig")
    assert summary[1] == content[1] == "sv-simple"


def withdrawn(world, explanation, replacement=None, **content):
    named = {"name": {"sv": "Enkel", "en": "Plain"}, "summary": {"sv": "Enkel.", "en": "Plain."}}
    entry = world.add("receptions", BARE["receptions"] | named | content)
    world.clock.advance(minutes=1)
    world.withdraw(entry, "withdrawn", explanation=explanation, replacement=replacement)
    return entry


@pytest.mark.parametrize("locale", ["sv", "en"])
def test_what_is_withdrawn_says_so_first_and_why(world, locale):
    said = {"sv": "Fel <nummer>.", "en": "Wrong <number>."}
    entry = withdrawn(world, said, status="closed")
    (summary, of_summary), (content, of_content) = told(world, entry, locale=locale)
    assert summary.startswith(f"{WITHDRAWN[locale]} {said[locale]}\n\n{CLOSED[locale]}\n\n")
    escaped = said[locale].replace("<", "&lt;").replace(">", "&gt;")
    assert content.startswith(f"<p>{WITHDRAWN[locale]} {escaped}</p>\n<p>{CLOSED[locale]}</p>\n<p>")
    assert of_summary == of_content == locale


def test_what_is_withdrawn_without_a_word_says_so_in_the_readers_language(world):
    (summary, language), _ = told(world, withdrawn(world, None), locale="en")
    assert (summary, language) == (f"{WITHDRAWN['en']}\n\nPlain.", "en")


def test_what_takes_its_place_is_named(world):
    entry = withdrawn(world, {"sv": "Fel."}, replacement=id_of(world, "/receptions/mika"))
    summary, content = told(world, entry)
    assert f"{WITHDRAWN['sv']} Fel. Ersätts av Mikamottagning Västernorrland." in summary[0]
    assert "Ersätts av Mikamottagning Västernorrland.</p>" in content[0]


def test_an_explanation_in_another_language_is_not_said_to_be_in_this_one(world):
    (summary, of_summary), (content, of_content) = told(world, withdrawn(world, {"sv": "Numret är fel."}), locale="en")
    notice = f"{WITHDRAWN['sv']} Numret är fel."
    assert (summary, of_summary) == (f"{notice}\n\nPlain.", "mul")
    assert content.startswith(f'<div lang="sv"><p>{notice}</p></div>\n<p>Plain.</p>')
    assert of_content == "en"


def test_an_explanation_in_a_language_we_have_no_words_in_is_of_several(world):
    entry = withdrawn(world, {"sv": "Fel.", "fi": "Väärin.\n\nAnteeksi."}, name={"sv": "Enkel", "fi": "Yksi"})
    (summary, of_summary), (content, _) = told(world, entry, locale="fi")
    assert (summary, of_summary) == (f"{WITHDRAWN['sv']} Väärin.\n\nAnteeksi.\n\nEnkel.", "mul")
    notice = f"<p>{WITHDRAWN['sv']} Väärin.</p>\n<p>Anteeksi.</p>"
    assert content.startswith(f'<div lang="mul">{notice}</div>\n<div lang="sv"><p>Enkel.</p></div>')


def test_a_text_that_fell_back_says_in_which_language_it_is(world):
    entry = world.add(
        "news", BARE["news"] | {"title": {"sv": "Kort", "en": "Short"}, "lead": {"sv": "Ett.", "en": "One."}}
    )
    summary, content = told(world, entry, "news", locale="en")
    assert summary == ("One.", "en")
    assert content == ('<p>One.</p>\n<div lang="sv"><p>Kort.</p></div>', "en")


def test_a_news_item_is_its_lead_and_its_body(seeded):
    news = seeded.get("/news")["items"][0]["id"]
    item = seeded.get(f"/news/{news}")
    lead, body = item["lead"], item["body"]
    content = told(seeded, news, "news")[1][0]
    assert content == f"<p>{lead}</p>\n{body}"


def test_a_reception_says_how_to_reach_help_and_no_one_else(world):
    channels = [
        {"kind": "phone", "value": "060-12 34 56", "hours": [{"days": ["mo"], "opens": "09:00", "closes": "10:00"}]},
        {"kind": "email", "value": "um@example.se", "audience": "help", "anonymous": True},
        {"kind": "web", "value": "https://um.example.se/?a=1&b=2"},
        {"kind": "visit", "value": "Storgatan 1 & 2"},
        {"kind": "email", "value": "proffs@example.se", "audience": "professional"},
        {"kind": "phone", "value": "060-98 76 54", "audience": "press"},
    ]
    contacts = [{"contact": "karin-silfversten", "purpose": "information"}]
    said = {"status": "active", "channels": channels, "contacts": contacts}
    entry = world.add("receptions", CONTENT["receptions"] | said)
    content = told(world, entry)[1][0]
    description, _, ways = content.rpartition("oss</a>.</p>\n")
    assert description.startswith("<p>För unga.</p>\n<h2>")
    assert ways == (
        '<p>Telefon: <a href="tel:+4660123456">060-12 34 56</a>. Måndag 09:00 till 10:00.</p>\n'
        '<p>E-post: <a href="mailto:um@example.se">um@example.se</a>. Där kan du vara anonym.</p>\n'
        '<p>Webbplats: <a href="https://um.example.se/?a=1&amp;b=2">um.example.se/?a=1&amp;b=2</a></p>\n'
        "<p>Besök: Storgatan 1 &amp; 2</p>"
    )
    person = world.get("/contacts/karin-silfversten")
    assert person["name"] not in content
    assert person["phone"]["display"] not in content
    assert "060-98 76 54" not in content
    assert "Phone: " in told(world, entry, locale="en")[1][0]
