"""Feeds: which form, which items, in which order and language, under which ids, and when they change."""

from dataclasses import replace
from uuid import UUID
from xml.etree import ElementTree

import pytest

from api.catalogue import CATALOGUE
from api.services.delivering import View
from api.services.feeding import ORDER, tell_of
from api.services.listing import Selection
from api.services.observing import observe
from tests.conftest import World
from tests.samples import BARE, CONTENT, MATCHES

ROOT = "/content/v1/feeds/"
JSON, ATOM, RSS = "application/feed+json", "application/atom+xml", "application/rss+xml"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
READER = "application/rss+xml, application/rdf+xml;q=0.8, application/atom+xml;q=0.6, application/xml;q=0.4, text/xml"


def feed(world, path="news", **headers):
    return world.get(f"/feeds/{path}", **headers)


def ids(world, path="news"):
    return [each["id"].removeprefix("urn:uuid:") for each in feed(world, path)["items"]]


def media_of(response):
    return response.content_type.partition(";")[0]


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("", None, JSON),
        ("", "*/*", JSON),
        ("", "application/*", JSON),
        ("", JSON, JSON),
        ("", "application/json", "application/json"),
        ("", ATOM, ATOM),
        ("", RSS, RSS),
        ("", "application/xml", "application/xml"),
        ("", "text/xml", "text/xml"),
        ("", "text/*", "text/xml"),
        ("", BROWSER, "application/xml"),
        ("", f"{JSON};q=0.5, {ATOM}", ATOM),
        ("", READER.replace(", text/xml", ""), RSS),
        ("?format=json", ATOM, JSON),
        ("?format=atom", RSS, ATOM),
        ("?format=rss", "image/png", RSS),
        ("?format=atom", "application/json", ATOM),
    ],
)
def test_the_form_is_by_format_and_else_by_accept(seeded, query, accept, media):
    response = seeded.client.get(f"{ROOT}news{query}", headers={"Accept": accept} if accept else {})
    assert media_of(response) == media
    assert "Accept" in response.headers["Vary"]
    written = {"json": b"{", "xml": b"<?xml"}[media[-4:].lstrip("+/")]
    assert response.data.startswith(written)
    assert (b"<rss " in response.data) == (media == RSS)


def test_whoever_takes_none_of_them_is_told_so(seeded):
    seeded.client.get(f"{ROOT}news")  # one that is kept must not stand in
    response = seeded.client.get(f"{ROOT}news", headers={"Accept": "image/png", "Accept-Language": "en"})
    assert response.status_code == 406
    assert "application/atom+xml" in response.json["detail"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("format=html", "format"),
        ("format=atom&format=rss", "format"),
        ("municipalitet=2283", "municipalitet"),
        ("category=nothing", "category"),
        ("limit=101", "limit"),
        ("sort=title", "sort"),
        ("asOf=2026-11-24T08:00:00Z", "asOf"),
        ("preview=true", "preview"),
        ("locale=!", "locale"),
    ],
)
def test_what_it_does_not_take_is_refused_by_name(seeded, query, parameter):
    assert seeded.get(f"/feeds/news?{query}", 400)["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("type_", ["contacts", "studies", "organizations"])
def test_other_types_have_none(seeded, type_):
    seeded.get(f"/feeds/{type_}", 404)
    with seeded.database.reading() as session, pytest.raises(ValueError, match="has no feed"):
        tell_of(session, observe(session), CATALOGUE[type_], Selection(ORDER), View("", ("sv",)))


@pytest.mark.parametrize("type_", ["news", "receptions"])
def test_every_filter_of_the_list_is_one_of_the_feed(world, type_):
    entry, bare = (str(world.add(type_, each[type_])) for each in (CONTENT, BARE))
    for name, value in MATCHES[type_].items():
        found = ids(world, f"{type_}?{name}={value}")
        assert found == [each["id"] for each in world.get(f"/{type_}?{name}={value}&sort=-updatedAt")["items"]]
        assert entry in found, name
        assert bare not in found, name
    assert ids(world, f"{type_}?organization=sundsvalls-kommun") == []


def test_a_feed_of_nothing_is_a_feed(seeded):
    query = "organization=sundsvalls-kommun"
    assert feed(seeded, f"news?{query}")["items"] == []
    atom = seeded.client.get(f"{ROOT}news?format=atom&{query}").text
    assert "<updated>1970-01-01T00:00:00Z</updated>" in atom
    assert "lastBuildDate" not in seeded.client.get(f"{ROOT}news?format=rss&{query}").text


def test_it_says_what_it_is_in_the_language_it_is_in(seeded):
    assert feed(seeded)["title"] == "Nyheter – Kommunförbundet Västernorrland"
    assert feed(seeded, "news?locale=en")["title"] == "News – Kommunförbundet Västernorrland"
    receptions = feed(seeded, "receptions", Accept_Language="en")
    assert receptions["title"] == "Receptions – Kommunförbundet Västernorrland"
    assert "send no notifications" in receptions["description"]
    assert "inga aviseringar" in feed(seeded, "receptions?locale=sv-simple")["description"]


@pytest.mark.parametrize(
    ("asked", "language", "of_items", "said"),
    [
        ("en", "en", {"en"}, "en"),
        ("sv-simple", "sv", {"sv-simple"}, "sv, sv-simple"),
        ("fi", "sv", {"sv"}, "sv"),
        ("en-GB", "en", {"en"}, "en"),
    ],
)
def test_feed_and_items_say_their_own_language(seeded, asked, language, of_items, said):
    response = seeded.client.get(f"{ROOT}receptions?locale={asked}")
    assert response.json["language"] == language
    assert {each["language"] for each in response.json["items"]} == of_items
    assert response.headers["Content-Language"] == said
    by_header = seeded.client.get(f"{ROOT}receptions", headers={"Accept-Language": asked})
    assert by_header.json["items"] == response.json["items"]


def test_codes_are_called_what_people_call_them(world):
    world.add("news", CONTENT["news"])
    assert feed(world)["items"][0]["tags"] == ["Evenemang", "öppet hus"]
    assert feed(world, "news?locale=en")["items"][0]["tags"] == ["Event", "öppet hus"]
    assert feed(world, "receptions?locale=en")["items"][0]["tags"][-1] == "Relatives"


def test_its_links_lead_to_its_pages_forms_and_languages(seeded):
    response = seeded.client.get(f"{ROOT}receptions?limit=1&municipality=2283")
    links = response.headers["Link"]
    base = "https://api.example.se/content/v1"
    asked = f"{base}/feeds/receptions?limit=1&municipality=2283"
    for link in (
        f'<{asked}&format=json>; rel="self"; type="application/feed+json"',
        f'<{asked}&format=json&page=2>; rel="next"; type="application/feed+json"',
        f'<{base}/receptions?municipality=2283>; rel="alternate"',
        f'<{asked}&format=atom>; rel="alternate"; type="application/atom+xml"',
        f'<{asked}&format=json&locale=en>; rel="alternate"; hreflang="en"; type="application/feed+json"',
        f'<{asked}&format=json&locale=sv-simple>; rel="alternate"; hreflang="sv-simple"; type="application/feed+json"',
    ):
        assert link in links
    assert response.json["home_page_url"] == f"{base}/receptions?municipality=2283"
    for link in links.split(", <"):
        path = link.partition(">")[0].lstrip("<").removeprefix("https://api.example.se")
        assert seeded.client.get(path).status_code == 200


@pytest.mark.parametrize(("accept", "form"), [(ATOM, "atom"), ("text/xml", "atom"), (RSS, "rss")])
def test_what_was_chosen_by_accept_is_led_back_to_without_it(world, accept, form):
    for _ in range(2):
        world.add("news", CONTENT["news"])
    document = ElementTree.fromstring(world.client.get(f"{ROOT}news?limit=1&page=2", headers={"Accept": accept}).data)
    links = [each.attrib for each in document.iter("{http://www.w3.org/2005/Atom}link") if "feeds/" in each.get("href")]
    ours = [each for each in links if each["rel"] != "alternate" or "hreflang" in each]
    assert {each["rel"].replace("previous", "prev") for each in ours} == {
        "self", "first", "prev", "next", "last", "alternate",
    }  # fmt: skip
    for link in ours:
        path = link["href"].removeprefix("https://api.example.se")
        assert link["type"] == media_of(world.client.get(path)) == {"atom": ATOM, "rss": RSS}[form], link
    (self_,) = [each["href"] for each in ours if each["rel"] == "self"]
    assert self_ == f"https://api.example.se{ROOT}news?limit=1&page=2&format={form}"


def test_pages_add_up(world):
    for _ in range(3):
        world.clock.advance(minutes=1)
        world.add("news", BARE["news"])
    found, address = [], "/feeds/news?limit=3"
    while address:
        page = world.get(address)
        found += [each["id"] for each in page["items"]]
        address = page.get("next_url", "").partition("/content/v1")[2]
    assert [each.removeprefix("urn:uuid:") for each in found] == ids(world)
    assert len(set(found)) == len(found) == 4
    atom = world.client.get(f"{ROOT}news?format=atom&limit=3&page=2").text
    assert 'rel="previous"' in atom
    assert 'rel="next"' not in atom
    assert feed(world, "news?page=0")["items"] == feed(world, "news?page=9")["items"] == []


def test_an_address_too_long_to_link_to_is_linked_without_its_filters(seeded):
    query = "&".join(f"subject={'å' * 20}{number}" for number in range(20))
    found = feed(seeded, f"news?{query}")
    assert "feed_url" not in found
    assert found["home_page_url"] == "https://api.example.se/content/v1/news"


@pytest.mark.parametrize(
    ("terms", "relations"),
    [
        (1, {"self", "first", "prev", "next", "last", "alternate"}),
        (6, {"self", "first", "prev", "next", "last"}),
        (12, {"self", "next"}),
        (17, {"self", "next"}),
    ],
)
def test_the_link_header_fits_what_proxies_have_for_it(world, terms, relations):
    for _ in range(3):
        world.add("news", CONTENT["news"])
    subjects = ["öppet hus", *(f"{'x' * 90}{number:02}" for number in range(1, terms))]
    query = {"limit": 1, "page": 2, "format": "atom", "subject": ",".join(subjects)}
    response = world.client.get(f"{ROOT}news", query_string=query)
    header = response.headers["Link"]
    assert len(header) <= 4000  # nginx has 4 or 8 KiB for all headers
    assert {each.partition('"')[0] for each in header.split('rel="')[1:]} == relations
    links = ElementTree.fromstring(response.data).findall("{http://www.w3.org/2005/Atom}link")
    assert {"self", "first", "previous", "next", "last", "alternate"} == {each.get("rel") for each in links}


def test_dates_tell_of_the_first_and_of_the_last_major_change(world):
    def item():
        return next(each for each in feed(world)["items"] if each["id"].endswith(str(entry)))

    entry = world.add("news", BARE["news"])
    first = item()
    assert first["date_published"] == first["date_modified"] == "2026-11-24T09:00:00Z"
    world.clock.advance(hours=1)
    newer = world.add("news", BARE["news"])
    feed_updated = world.client.get(f"{ROOT}news?format=atom").text.partition("<updated>")[2][:20]

    world.save(entry, {**BARE["news"], "title": {"sv": "Rättad"}})
    world.publish(entry, major=False)
    assert item() == first | {"title": "Rättad"}
    assert ids(world)[:2] == [str(newer), str(entry)]  # a minor change moves nothing
    assert world.client.get(f"{ROOT}news?format=atom").text.partition("<updated>")[2][:20] == feed_updated

    world.clock.advance(hours=1)
    world.save(entry, {**BARE["news"], "title": {"sv": "Ändrad"}})
    world.publish(entry)
    assert item() == first | {"title": "Ändrad", "date_modified": "2026-11-24T11:00:00Z"}
    assert ids(world)[:2] == [str(entry), str(newer)]  # what changed is on the first page, whenever it was published
    assert "<pubDate>Tue, 24 Nov 2026 09:00:00 GMT</pubDate><atom:updated>2026-11-24T11:00:00Z" in (
        world.client.get(f"{ROOT}news?format=rss").text
    )


def test_ids_stay_the_same_under_another_name_and_at_another_address(world):
    entry = world.add("news", BARE["news"], slug="ett")
    before = world.client.get(f"{ROOT}news?format=atom").text
    world.save(entry, BARE["news"], slug="ett-annat")
    world.publish(entry, major=False)
    moved = World(world.database, world.clock, replace(world.config, public_url="https://ny.example.se"))
    after = moved.client.get(f"{ROOT}news?format=atom").text
    assert "https://ny.example.se/content/v1/news/ett-annat" in after
    assert [each.partition("<")[0] for each in after.split("<id>")[1:]] == [
        each.partition("<")[0] for each in before.split("<id>")[1:]
    ]


def feed_id(world, query=""):
    return world.client.get(f"{ROOT}news?format=atom{query}").text.partition("<id>")[2].partition("<")[0]


def test_the_feed_has_one_id_however_it_is_asked_for_and_each_set_its_own(seeded):
    whole = feed_id(seeded)
    assert whole == feed_id(seeded, "&limit=1") == feed_id(seeded, "&page=2")
    one = feed_id(seeded, "&municipality=2283,2280&category=news")
    assert one == feed_id(seeded, "&category=news&municipality=2280&municipality=2283")
    assert len({whole, one, feed_id(seeded, "&category=event"), feed_id(seeded, "&locale=en")}) == 4


def test_a_set_has_one_id_and_one_home_by_whatever_name_it_is_asked_for(seeded):
    mika = seeded.get("/receptions/mika")["id"]
    assert feed_id(seeded, "&reception=mika") == feed_id(seeded, f"&reception={mika}") != feed_id(seeded)
    for name in ("mika", mika):
        home = feed(seeded, f"news?reception={name}")["home_page_url"]
        assert home == f"https://api.example.se/content/v1/news?reception={mika}"
    assert len({feed_id(seeded, each) for each in ("", "&reception=okand", "&reception=annan")}) == 3


@pytest.mark.parametrize("form", ["json", "atom", "rss"])
def test_a_copy_that_is_right_is_not_sent_again(world, form):
    path = f"{ROOT}news?format={form}"
    etag = world.client.get(path).headers["ETag"]
    again = world.client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    world.add("news", BARE["news"])
    assert world.client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_it_waits_for_the_log_when_it_is_asked_to(seeded):
    sequence = int(seeded.client.get(f"{ROOT}news").headers["Content-Sequence"])
    feed(seeded, f"news?minSequence={sequence}")
    seeded.get(f"/feeds/news?minSequence={sequence + 1}", 503)


def test_caches_know_what_it_rests_on(seeded):
    headers = seeded.client.get(f"{ROOT}news?reception=mika").headers
    assert headers["Surrogate-Key"] == "news organizations receptions"
    assert headers["Cache-Control"].startswith("public, max-age=60")


def test_a_publisher_that_is_not_public_is_not_named(world):
    entry = world.add("news", BARE["news"])
    world.unpublish(UUID(world.get("/organizations/kommunforbundet-vasternorrland")["id"]))
    found = feed(world)
    assert "authors" not in next(each for each in found["items"] if each["id"].endswith(str(entry)))
    assert found["authors"][0]["name"] == "Kommunförbundet Västernorrland"  # an entry needs one (RFC 4287 §4.1.2)
    assert "dc:creator" not in world.client.get(f"{ROOT}news?format=rss").text
    assert world.client.get(f"{ROOT}news?format=atom").text.count("<author>") == 1
