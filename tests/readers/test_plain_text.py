"""An item as plain text: what a person hears of it, in which order, and what must never be heard."""

import re
import unicodedata
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue import CATALOGUE
from api.resources.forms import FORMS
from api.services.reciting import recite
from api.services.reciting.hours import weekly
from api.services.reciting.tables import rows_of
from api.services.reciting.values import paragraphs
from api.services.reciting.voice import Voice, speaking
from schemas.addresses import Phone, Url
from schemas.codes import AUDIENCES, DAYS, OUT_OF_SERVICE, LabelledCode
from schemas.content_type import ContentType
from schemas.entry import EntrySchema
from schemas.fields import Boolean, Code, Date, List, Text
from schemas.localised import Localised, Prose, texts
from schemas.municipalities import NAMES, MunicipalityCode
from schemas.parts import Nested, Part
from tests.properties import examples
from tests.samples import BARE, CONTENT

TYPES = sorted(CATALOGUE)
SEED = {
    "news": ["stodmottagningar-for-utsatta-i-prostitution-och-manniskohandel-oppnar-i-vasternorrland"],
    "receptions": ["mika", "kast"],
    "contacts": ["hannah-kejerhag-oldenmark", "karin-silfversten"],
    "studies": ["ibland-kan-det-vara-mot-betalning"],
    "organizations": ["stodcentrum", "sundsvalls-kommun"],
}
ITEMS = [(type_, slug) for type_, slugs in SEED.items() for slug in slugs]
LOCALES = ("sv", "en", "sv-simple", "fi")
PEOPLE = ("Hannah Kejerhag Oldenmark", "Karin Silfversten")
WAYS = ("070-190 27 35", "070-598 01 45", "lansstyrelsen.se", "karin.silfversten@sundsvall.se")
HANNAH = (
    "Hannah Kejerhag Oldenmark, Regional samordnare för arbetet mot mäns våld mot kvinnor, Länsstyrelsen "
    "Västernorrland, telefon 070-190 27 35, e-post hannah.kejerhag.oldenmark@lansstyrelsen.se"
)
KARIN = (
    "Karin Silfversten, Enhetschef för stödcentrum, Sundsvalls kommun, telefon 070-598 01 45, "
    "e-post karin.silfversten@sundsvall.se"
)
#: What no text says, and why not.
UNSAID = {
    "receptions": {
        "safety": "it is for front ends",
        "alternateNames": "people find by them, but would not call it so",
        "collaborators": "they help no one to get there",
    },
    "contacts": {"publishUntil": "after it there is no contact to tell of"},
    "organizations": {"logo": "it is a picture"},
}


def ask(world, path, status=200, **headers):
    given = {"Accept": "text/plain"} | {name.replace("_", "-"): value for name, value in headers.items()}
    response = world.client.get(f"/content/v1{path}", headers=given)
    assert response.status_code == status, response.text
    return response


def hear(world, path, **headers):
    return ask(world, path, **headers).text


def test_no_field_of_a_type_is_forgotten():
    for name, content in CATALOGUE.items():
        said = {row.field for row in rows_of(content)}
        assert set(content.fields) - said == set(UNSAID.get(name, {})), name


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("type_", "slug"), ITEMS)
def test_every_item_is_paragraphs_without_markup(seeded, type_, slug, locale):
    text = hear(seeded, f"/{type_}/{slug}?locale={locale}")
    document = seeded.get(f"/{type_}/{slug}?locale={locale}")
    assert text.startswith(document[CATALOGUE[type_].title] + "\n\n")
    check_form(text)


def check_form(text):
    assert text.endswith("\n")
    assert "\n\n\n" not in text
    blocks = text[:-1].split("\n\n")
    assert all(block and block == " ".join(block.split()) for block in blocks)
    assert not re.search(r"[<>*#`\[\]{}]|https?:|None|null|: \.|\.\.", text)
    assert not {unicodedata.category(each) for each in text.replace("\n", "")} & {"Cc", "Cf", "So", "Zl", "Zp"}


def test_mika_says_what_it_is_and_how_to_reach_it_before_anything_else(seeded):
    said = hear(seeded, "/receptions/mika").split("\n\n")
    assert said[0] == "Mikamottagning Västernorrland"
    assert said[2].startswith("Mika är ett vedertaget namn")
    assert said[3] == "Webbplats: vasternorrlandmotvald.se"
    assert said[4] == "Det är kostnadsfritt. Samtalen omfattas av sekretess."
    assert said[5] == "För vem: Utsatta i prostitution och människohandel. Anhöriga."
    assert "Kommunförbundet Västernorrland\n" in said[-1]


def test_a_reception_is_for_people_in_the_whole_county(seeded):
    """The source says *personer i hela länet*, not those who live there."""
    assert "\n\nFör personer i: hela Västernorrland\n\n" in hear(seeded, "/receptions/mika")
    assert "\n\nFor people in: all of Västernorrland\n\n" in hear(seeded, "/receptions/kast?locale=en")
    for slug in ("mika", "kast"):
        easy = seeded.get(f"/receptions/{slug}?locale=sv-simple")
        assert "är för personer i hela Västernorrland." in easy["description"]
        assert not re.search(r"\bbor?\b", easy["summary"] + easy["description"])


def test_the_county_is_only_said_whole_when_it_is(world):
    world.add("receptions", BARE["receptions"] | {"municipalities": [*NAMES][1:]}, slug="sex")
    assert "För personer i: Timrå, Härnösand, Sundsvall, Kramfors, Sollefteå och" in hear(world, "/receptions/sex")


def test_english_is_what_one_says(seeded):
    text = hear(seeded, "/receptions/mika?locale=en")
    assert "The talks are confidential." in text
    assert "It can be about: Talking about hard experiences. Wanting to stop selling sex." in text
    assert "free of charge and confidential" in seeded.get("/receptions/kast?locale=en")["description"]
    assert "secrecy" not in seeded.client.get("/content/v1/receptions?locale=en&fields=name,summary,description").text


def test_no_one_is_called_by_another_name_than_their_own(seeded):
    """KAST stands for *köpare av sexuella tjänster*: no name for a place to turn to."""
    assert seeded.get("/receptions/kast")["alternateNames"] == ["köpare av sexuella tjänster"]
    assert "Kallas: KAST\n\nKAST är en mottagning" in hear(seeded, "/receptions/kast")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("type_", "slug"), ITEMS)
def test_nothing_is_said_twice(seeded, type_, slug, locale):
    said = hear(seeded, f"/{type_}/{slug}?locale={locale}").rstrip("\n").split("\n\n")
    assert len(said) == len(set(said))
    told = [each.partition(": ")[2] or each for each in said]
    assert len(told) == len(set(told))


def test_a_municipality_is_said_to_be_one_once(world, seeded):
    assert hear(seeded, "/organizations/harnosands-kommun") == "Härnösands kommun\n\nKommun: Härnösand\n"
    world.add("organizations", BARE["organizations"] | {"kind": "municipality"}, slug="okand")
    assert hear(world, "/organizations/okand") == "Bara ett namn\n\nKommun\n"


def test_mika_says_nothing_that_is_not_stated(seeded):
    swedish, english = hear(seeded, "/receptions/mika"), hear(seeded, "/receptions/mika?locale=en")
    for text, words in (
        (
            swedish,
            ("anonym", "Öppe", "Stäng", "öppnar", "år.", "Tolk", "Språk", "Adress", "Tillgänglighet", "tillfäll"),
        ),
        (english, ("anonymous", "Open", "losed", "age of", "nterpreter", "Languages", "Address", "Accessibility")),
    ):
        assert not [word for word in words if word in text]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("slug", ["mika", "kast"])
def test_the_two_people_come_last_under_their_purpose_and_without_a_number(seeded, slug, locale):
    text = hear(seeded, f"/receptions/{slug}?locale={locale}")
    purpose = "Information about the service: " if locale == "en" else "Information om verksamheten: "
    before, after = text.split(purpose)
    assert all(person not in before and person in after for person in PEOPLE)
    assert not [way for way in WAYS if way in text]
    assert not re.search(r"\d{3}", text)
    assert "vasternorrlandmotvald.se" in before


def test_a_person_says_that_the_number_is_no_help_line(seeded):
    text = hear(seeded, "/contacts/karin-silfversten")
    warning, number = "inte till en hjälplinje.\n\n", "Telefon: 070-598 01 45\n\n"
    assert text.endswith(f"{warning}{number}E-post: karin.silfversten@sundsvall.se\n")


def test_news_says_whom_to_contact_about_what_with_their_numbers(seeded):
    text = hear(seeded, f"/news/{SEED['news'][0]}")
    body, _, contacts = text.partition("\n\nFör mer information om Mika och KAST:\n\n")
    assert not [way for way in (*WAYS, "Hannah") if way in body]
    assert body.endswith("\n\nKontaktpersonerna svarar på frågor. Deras nummer är inte hjälplinjer.")
    assert contacts.split("\n\n")[:4] == [
        HANNAH,
        KARIN,
        "För mer information om studien:",
        "Hannah Kejerhag Oldenmark",  # her number was said
    ]
    assert "omfattas av sekretess. Mika och KAST Västernorrland är en samverkan" in body  # one paragraph, one line
    assert "vasternorrlandmotvald.se" in body
    assert "vasternorrlandmotvald.se" not in contacts
    assert "\n\nOmråde: hela Västernorrland\n\n" in contacts
    assert re.search(r"\n\nKälla: kfvn\.se/\S+\n\n", contacts)
    assert text.rstrip().endswith("Kommunförbundet Västernorrland")


WARNING = "Kontaktuppgifterna går till en person som svarar på frågor, inte till en hjälplinje.\n\n"


def test_wherever_a_persons_number_is_said_it_is_said_to_be_no_help_line(world, seeded):
    entry = world.add("news", {name: value for name, value in CONTENT["news"].items() if name != "receptions"})
    assert f"{WARNING}Frågor:\n\nKarin Silfversten" in hear(world, f"/news/{entry}")
    assert f"{WARNING}Frågor om studien: {HANNAH}\n\n" in hear(seeded, f"/studies/{SEED['studies'][0]}")
    both = ["hannah-kejerhag-oldenmark", "karin-silfversten"]
    study = world.add("studies", BARE["studies"] | {"contacts": both})
    assert "Deras nummer är inte hjälplinjer.\n\nFrågor om studien: Hannah" in hear(world, f"/studies/{study}")


def test_a_function_may_be_a_help_line(world):
    desk = str(world.add("contacts", CONTENT["contacts"]))
    groups = [{"heading": {"sv": "Press"}, "contacts": [desk]}]
    for type_, more in (("news", {"contactGroups": groups}), ("studies", {"contacts": [desk]})):
        text = hear(world, f"/{type_}/{world.add(type_, BARE[type_] | more)}")
        assert "060-12 34 56" in text
        assert "hjälplinje" not in text


def test_an_address_is_said_once(world):
    body = {"sv": "Läs [mer](https://kfvn.se/mer/). Eller på kfvn.se/nytt, om du vill."}
    addresses = ("mer", "nytt/", "program", "program", "program/host", "trasig")
    links = [{"label": {"sv": f"Länk {at}"}, "url": f"https://kfvn.se/{each}"} for at, each in enumerate(addresses)]
    links[-1]["status"] = "broken"
    source = {"url": "https://kfvn.se/program", "title": "Kort"}
    world.add("news", BARE["news"] | {"body": body, "links": links, "source": source}, slug="n")
    text = hear(world, "/news/n")
    assert "om du vill.\n\nLänk 2: kfvn.se/program\n\nLänk 4: kfvn.se/program/host\n\n" in text
    assert re.findall(r"Länk \d", text) == ["Länk 2", "Länk 4"]
    assert "Källa" not in text
    world.add("news", BARE["news"] | {"source": source | {"title": "Annat"}}, slug="m")
    assert "Källa: Annat, kfvn.se/program\n" in hear(world, "/news/m")
    world.add("news", BARE["news"] | {"body": body, "source": {"url": "https://kfvn.se/mer"}}, slug="o")
    assert "Källa" not in hear(world, "/news/o")


def test_a_group_of_no_one_and_a_broken_link_are_not_said(world):
    desk = world.add("contacts", BARE["contacts"])
    groups = [{"heading": {"sv": "Press:"}, "contacts": [str(desk)]}]
    links = [{"label": {"sv": "Trasig"}, "url": "https://kfvn.se/trasig", "status": "broken"}]
    world.add("news", BARE["news"] | {"contactGroups": groups, "links": links}, slug="n")
    assert "Press:\n\nKim Exempel, e-post kim@example.se\n\n" in hear(world, "/news/n")
    assert "trasig" not in hear(world, "/news/n").lower()
    world.unpublish(desk)
    assert "Press" not in hear(world, "/news/n")


def test_a_reception_that_states_everything(world):
    entry = world.add("receptions", CONTENT["receptions"] | {"status": "active"}, slug="um")
    text = hear(world, "/receptions/um")
    check_form(text.replace("Ring oss", ""))
    assert text.split("\n\n") == [
        "Ungdomsmottagningen",
        "Kallas: UM",
        "För unga.",
        "Webbplats: um.example.se. Där kan du vara anonym.",
        "Telefon: 060-12 34 56. Måndag 09:00 till 10:00.",
        "Besök: Storgatan 1",
        "Det är inte kostnadsfritt. Samtalen omfattas av sekretess. Du kan vara anonym.",
        "För vem: Unga.",
        "Från 13 år. Till och med 25 år.",
        "Det kan handla om: Kroppen. Relationer.",
        "Du kan få: Grupper.",
        "Öppettider: Måndag och torsdag 08:00 till 16:30, från och med 1 september 2026 till och med 1 juni 2027.",
        "Stängt på helgdagar. Stängt nu, öppnar torsdag 26 november 2026 klockan 08:00.",
        "Adress: Storgatan 1, 852 30 Sundsvall. Gå in från gården.",
        "Tillgänglighet: Hiss finns.",
        "Tolk kan ordnas.",
        "Språk: svenska och arabiska",
        "Drivs av: Sundsvalls kommun, Socialtjänsten",
        "För personer i: Sundsvall",
        "Yrkesverksamma, e-post: um@example.se",
        "Press: Karin Silfversten, Enhetschef för stödcentrum, Sundsvalls kommun.",
        "Senast granskad: 1 november 2026",
        "Uppgifterna kommer från: Förbundet, creativecommons.org/licenses/by/4.0/\n",
    ]
    english = hear(world, f"/receptions/{entry}", Accept_Language="en")
    assert "from 1 September 2026 up to and including 1 June 2027" in english
    assert "Languages: Swedish and Arabic" in english


@pytest.mark.parametrize("status", OUT_OF_SERVICE)
def test_no_one_is_sent_to_a_reception_that_is_out_of_service(world, status):
    desk = world.add("contacts", CONTENT["contacts"])
    contacts = [{"contact": str(desk), "purpose": "help"}, {"contact": "karin-silfversten", "purpose": "press"}]
    world.add("receptions", CONTENT["receptions"] | {"status": status, "contacts": contacts}, slug="um")
    assert hear(world, "/receptions/um").split("\n\n")[1:] == [
        "Ungdomsmottagningen",
        "Kallas: UM",
        "För unga.",
        "För vem: Unga.",
        "Från 13 år. Till och med 25 år.",
        "Drivs av: Sundsvalls kommun, Socialtjänsten",
        "För personer i: Sundsvall",
        "Press: Karin Silfversten, Enhetschef för stödcentrum, Sundsvalls kommun.",
        "Senast granskad: 1 november 2026",
        "Uppgifterna kommer från: Förbundet, creativecommons.org/licenses/by/4.0/\n",
    ]


@pytest.mark.parametrize("type_", TYPES)
def test_of_what_is_withdrawn_only_that_its_name_and_what_replaces_it(world, type_):
    entry, other = world.add(type_, CONTENT[type_]), world.add(type_, BARE[type_])
    world.clock.advance(minutes=1)
    world.withdraw(entry, "withdrawn", replacement=other, explanation={"sv": "Fel."})
    name = world.get(f"/{type_}/{entry}")[CATALOGUE[type_].title]
    instead = world.get(f"/{type_}/{other}")[CATALOGUE[type_].title]
    assert hear(world, f"/{type_}/{entry}").split("\n\n") == [
        f"Tillbakadragen tisdag 24 november 2026 klockan 10:01. Fel. Ersätts av {instead}.",
        f"{name}\n",
    ]


@pytest.mark.parametrize("type_", TYPES)
def test_every_type_says_the_most_and_the_least(world, type_):
    for content in (CONTENT[type_], BARE[type_]):
        text = hear(world, f"/{type_}/{world.add(type_, content)}")
        check_form(text)


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({"anonymousContact": False}, "Du kan inte vara anonym.", "Du kan vara"),
        ({"isConfidential": False}, "omfattas inte av sekretess", "omfattas av"),
        ({"forRelatives": True}, "Anhöriga kan också vända sig hit.", "inte för anhöriga"),
        ({"forRelatives": True, "audiences": ["relatives"]}, "För vem: Anhöriga.", "kan också vända sig"),
        ({"forRelatives": False}, "För vem: Unga.", "nhörig"),
        ({"interpreter": False}, "Tolk kan inte ordnas.", "kan ordnas"),
        ({"closedOnHolidays": False}, "gäller också helgdagar", "Stängt på"),
        ({"address": {"city": "Timrå"}}, "Adress: Timrå.", "None"),
        ({"languages": ["sv", "en", "ar", "sv-simple"]}, "Språk: svenska, engelska och arabiska\n", "svenska och"),
        ({"languages": ["qaa", "smj", "zh-Hant"]}, "Språk: qaa, lulesamiska och traditionell kinesiska", "zh"),
        (
            {"channels": [{"kind": "phone", "value": "060-12 34 56", "anonymous": False}]},
            "Telefon: 060-12 34 56. Där kan du inte vara anonym.",
            "Webbplats",
        ),
        (
            {
                "channels": [
                    {"kind": "web", "value": "https://um.example.se"},
                    {"kind": "phone", "value": "112", "audience": "press"},
                    {"kind": "chat", "value": "https://chatt.example.se", "audience": "help"},
                ]
            },
            "Chatt: chatt.example.se\n\nWebbplats: um.example.se\n\n",
            "Telefon",
        ),
    ],
)
def test_a_fact_of_a_reception(world, changes, said, unsaid):
    world.add("receptions", CONTENT["receptions"] | {"status": "active"} | changes, slug="um")
    text = hear(world, "/receptions/um")
    assert said in text
    assert unsaid not in text


def test_a_function_that_helps_is_said_with_its_number_near_the_ways_to_reach_it(world):
    desk = world.add("contacts", CONTENT["contacts"] | {"email": None})
    links = [{"contact": "karin-silfversten", "purpose": "information"}, {"contact": str(desk), "purpose": "help"}]
    world.add("receptions", BARE["receptions"] | {"contacts": links}, slug="enkel")
    said = hear(world, "/receptions/enkel").split("\n\n")
    assert said[2:4] == [
        "Drop-in: Torget",
        "Presstjänsten, Presskontakt, Region Västernorrland, telefon 060-12 34 56",
    ]
    assert said[-1].startswith("Information om verksamheten: Karin Silfversten")
    assert "070" not in said[-1]


def test_a_person_who_was_made_help_before_anyone_checked_is_not_said_as_help():
    content = CATALOGUE["receptions"]
    person = {"type": "contacts", "kind": "person", "name": "Kim", "title": None, "worksFor": None}
    person["phone"] = {"display": "070-1"}
    links = [{"contact": person, "purpose": "help"}]
    assert recite(content, {"locale": "sv", "contacts": links}) == b"Information om verksamheten: Kim.\n"


def test_a_status_or_a_withdrawal_comes_before_anything_else(world):
    world.add("receptions", BARE["receptions"] | {"status": "closed"}, slug="enkel")
    assert hear(world, "/receptions/enkel").startswith("Mottagningen är nedlagd.\n\nEnkel\n\n")
    entry = world.add("receptions", BARE["receptions"] | {"name": {"sv": "Enkel", "en": "Simple"}}, slug="enkel-igen")
    with_mika = world.get("/receptions/mika")["id"]
    world.clock.advance(minutes=1)
    world.withdraw(entry, "withdrawn", replacement=UUID(with_mika), explanation={"sv": "Fel adress"})
    assert hear(world, "/receptions/enkel-igen").startswith(
        "Tillbakadragen tisdag 24 november 2026 klockan 10:01. Fel adress. "
        "Ersätts av Mikamottagning Västernorrland.\n\nEnkel\n"
    )
    world.clock.advance(minutes=1)
    world.withdraw(entry, "withdrawn")
    assert hear(world, "/receptions/enkel-igen?locale=en").startswith(
        "Withdrawn Tuesday 24 November 2026 at 10:02.\n\nSimple\n"
    )


def test_open_now_is_true_until_its_instant(world):
    hours = [{"days": ["tu"], "opens": "08:00", "closes": "10:01"}]
    named = {"name": {"sv": "Enkel", "en": "Simple"}}
    world.add("receptions", BARE["receptions"] | named | {"openingHours": hours}, slug="enkel")
    answer = ask(world, "/receptions/enkel")  # it is ten o'clock in Stockholm
    assert "Öppet nu, stänger tisdag 24 november 2026 klockan 10:01." in answer.text
    assert answer.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    world.clock.advance(seconds=59)
    assert ask(world, "/receptions/enkel").headers["Cache-Control"] == "public, max-age=1, must-revalidate"
    world.clock.advance(seconds=1)
    assert "Stängt nu, öppnar tisdag 1 december 2026 klockan 08:00." in hear(world, "/receptions/enkel")
    assert "Closed now, opens Tuesday 1 December 2026 at 08:00." in hear(world, "/receptions/enkel?locale=en")
    world.add("receptions", BARE["receptions"] | {"openingHours": [hours[0] | {"validTo": "2026-11-23"}]}, slug="slut")
    assert "Stängt nu.\n" in hear(world, "/receptions/slut")


def row(days, opens="08:00", closes="16:30", **season):
    return {"days": days.split(), "opens": opens, "closes": closes, **season}


@pytest.mark.parametrize(
    ("hours", "sv", "en"),
    [
        ([row("mo tu we th fr")], "Måndag till fredag 08:00 till 16:30.", "Monday to Friday 08:00 to 16:30."),
        (
            [row("fr mo tu we")],
            "Måndag till onsdag och fredag 08:00 till 16:30.",
            "Monday to Wednesday and Friday 08:00 to 16:30.",
        ),
        ([row("sa"), row("su")], "Lördag och söndag 08:00 till 16:30.", "Saturday and Sunday 08:00 to 16:30."),
        ([row(" ".join(DAYS), "00:00", "00:00")], "Alla dagar dygnet runt.", "Every day around the clock."),
        ([row("fr", "22:00", "06:00")], "Fredag 22:00 till 06:00 nästa dag.", "Friday 22:00 to 06:00 the next day."),
        ([row("fr", "22:00", "00:00")], "Fredag 22:00 till midnatt.", "Friday 22:00 to midnight."),
        (
            [row("mo", "08:00", "11:00"), row("mo", "13:00", "16:00", validFrom=None, validTo="2026-12-31")],
            "Måndag 08:00 till 11:00. Måndag 13:00 till 16:00, till och med 31 december 2026.",
            "Monday 08:00 to 11:00. Monday 13:00 to 16:00, up to and including 31 December 2026.",
        ),
        ([row("")], "", ""),
    ],
)
def test_hours_in_words(hours, sv, en):
    assert weekly(Voice("sv"), hours) == sv
    assert weekly(Voice("en"), hours) == en


@pytest.mark.parametrize("query", ["fields=contacts", "fields=isFree,name&include=contacts", "bodyFormat=markdown"])
def test_a_text_is_whole_whatever_is_asked_of_the_json(seeded, query):
    assert hear(seeded, f"/receptions/mika?{query}") == hear(seeded, "/receptions/mika")


def test_what_is_not_public_is_not_said(world):
    world.unpublish(UUID(world.get("/contacts/karin-silfversten")["id"]))
    text = hear(world, "/receptions/mika")
    assert "Karin" not in text
    assert "Hannah" in text


def test_languages_fall_back_as_elsewhere(seeded):
    assert [speaking(each).language for each in ("sv", "sv-simple", "en-GB", "fi", "se")] == [
        "sv",
        "sv",
        "en",
        "sv",
        "sv",
    ]
    simple = ask(seeded, "/receptions/mika?locale=sv-simple")
    assert simple.headers["Content-Language"] == "sv, sv-simple"  # the contacts' roles are not in easy words
    assert simple.text.startswith("Mika i Västernorrland\n\nKallas: Mika\n\nMika är för dig som")
    assert "Texten är en översättning som inte är granskad." in simple.text
    assert "unreviewed translation" in hear(seeded, "/receptions/mika?locale=en")
    assert "översättning" not in hear(seeded, "/receptions/mika")


def test_it_is_asked_for_by_accept_and_kept_as_any_answer(seeded):
    path = "/receptions/mika?locale=en"
    answer = ask(seeded, path)
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Vary"].startswith("Accept, Accept-Language")
    document = seeded.client.get(f"/content/v1{path}", headers={"Accept": "application/json"})
    assert document.headers["ETag"] != answer.headers["ETag"]
    assert '<https://api.example.se/content/v1/receptions/mika>; rel="alternate"; type="text/plain"' in (
        document.headers["Link"].replace("?locale=en", "")
    )
    again = ask(seeded, path, 304, If_None_Match=answer.headers["ETag"])
    assert not again.data
    assert ask(seeded, path, Accept="text/plain;q=0.5, application/json;q=0.4").text == answer.text
    assert ask(seeded, path, 406, Accept="text/vcard").content_type == "application/problem+json"
    assert {link["type"] for link in document.json["_links"] if "type" in link} == {
        form.media for form in FORMS if form.of is None or "receptions" in form.of
    }


def test_what_it_mentions_changes_it(world):
    before = ask(world, "/receptions/mika")
    karin = world.get("/contacts/karin-silfversten")
    assert karin["id"] in before.headers["Surrogate-Key"]
    world.clock.advance(minutes=1)
    entry = UUID(karin["id"])
    world.save(entry, {"kind": "person", "name": "Karin Ny", "email": karin["email"]})
    world.publish(entry)
    after = ask(world, "/receptions/mika")
    assert "Karin Ny" in after.text
    assert after.headers["ETag"] != before.headers["ETag"]


def test_the_past_and_a_preview_are_said_too(world):
    entry = world.add("organizations", BARE["organizations"], slug="o")
    then = world.clock.now
    world.clock.advance(minutes=1)
    world.save(entry, BARE["organizations"] | {"name": {"sv": "Ett nytt namn"}})
    key = world.key()
    draft = ask(world, "/organizations/o?preview=true", Authorization=f"Bearer {key}")
    assert draft.text == "Ett nytt namn\n\nMyndighet\n"
    assert draft.headers["Cache-Control"] == "private, no-store"
    world.publish(entry)
    assert hear(world, f"/organizations/o?asOf={then:%Y-%m-%dT%H:%M:%SZ}").startswith("Bara ett namn\n")


class Room(Part):
    name = Text()
    opens = Date()


class ShelterSchema(EntrySchema):
    """A type that no table knows."""

    name = Localised(required=True)
    motto = Localised(Prose())
    ways = texts()
    phone = Phone()
    url = Url()
    offers = List(LabelledCode(AUDIENCES))
    isFree = Boolean()
    municipalities = List(MunicipalityCode())
    address = Nested(Room)
    originallyPublishedOn = Date()
    inner = Code(["a"])


def test_a_sixth_type_is_said_by_itself():
    shelter = ContentType(
        name="shelters",
        singular="Shelter",
        schema=ShelterSchema(),
        title="name",
        sort="-publishedAt",
        sample="x",
        labels={"sv": "Boenden", "en": "Shelters"},
        about={},
        keywords={},
        themes=(),
    )
    document = {
        "locale": "en",
        "name": "The house",
        "motto": "Come in.\nStay.",
        "ways": ["One", "Two"],
        "phone": {"display": "060-12 34 56"},
        "url": "https://house.example.se",
        "offers": [{"code": "youths", "label": "Young people"}],
        "isFree": True,
        "municipalities": ["2260", "2281"],
        "address": {"name": "Attic", "opens": "2026-12-01"},
        "originallyPublishedOn": "2026-11-01",
        "inner": "a",
        "attribution": {"text": "The house", "license": None},
        "review": {"lastReviewedOn": None},
    }
    assert recite(shelter, document).decode().split("\n\n") == [
        "The house",
        "Come in. Stay.",
        "One. Two.",
        "Phone: 060-12 34 56",
        "Website: house.example.se",
        "You can get: Young people.",
        "For people in: Ånge and Sundsvall",
        "Address: Attic. 1 December 2026.",
        "First published: 1 November 2026",
        "This information comes from: The house\n",
    ]


@examples(200)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_an_editor_wrote_each_paragraph_is_one_line_of_what_is_heard(text):
    for paragraph in paragraphs(text):
        assert paragraph == " ".join(paragraph.split())
        assert not {unicodedata.category(each) for each in paragraph} & {"Cc", "Zl", "Zp"}


def test_characters_that_scripts_need_are_kept_and_those_that_deceive_are_not():
    assert list(paragraphs("می\u200cخواهم \u202eabc\u202c kom\u00admun\u200b")) == ["می\u200cخواهم abc kommun"]


def test_a_moment_is_stockholms():
    assert Voice("sv").moment(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == "söndag 29 mars 2026 klockan 03:00"
