"""The forms of feeds, each held against what its specification demands (RFC 4287, RSS 2.0, JSON Feed 1.1)."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from xml.etree import ElementTree

import feedparser
import pytest

from api.services.feeds.atom import to_atom
from api.services.feeds.feed import Feed, FeedAuthor, FeedEntry, FeedHead, FeedText
from api.services.feeds.jsonfeed import to_json
from api.services.feeds.rss import to_rss
from tests.samples import BARE, CONTENT

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = {"json": "application/feed+json", "atom": "application/atom+xml", "rss": "application/rss+xml"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
IRI = re.compile(r"(https?://|urn:uuid:)\S+")
#: Children that a feed or an entry has once, or at most once (RFC 4287 §4.1.1, §4.1.2).
ONCE = {"id", "title", "updated"}
AT_MOST_ONCE = ONCE | {"generator", "icon", "logo", "rights", "subtitle", "content", "published", "source", "summary"}
HOSTILE = "”Å” ]]> & <b>fet</b> \"citat\" 'apostrof' 😀 שלום <!-- --> <![CDATA[ &amp; &#0; <?xml?>"


@pytest.fixture(scope="module", params=["sv", "en"])
def language(request):
    return request.param


@pytest.fixture(scope="module", params=["news", "receptions"])
def type_(request):
    return request.param


def raw(world, path, **headers):
    response = world.client.get(f"/content/v1/feeds/{path}", headers=headers)
    assert response.status_code == 200, response.text
    return response


def xml(world, path):
    return ElementTree.fromstring(raw(world, path).data)


def parsed(world, path):
    response = raw(world, path)
    return feedparser.parse(response.data, response_headers={"content-type": response.content_type})


@pytest.fixture
def atom(seeded, type_, language):
    return xml(seeded, f"{type_}?format=atom&locale={language}")


def entries(atom):
    return atom.findall(f"{ATOM}entry")


def children(element, name):
    return [each for each in element if each.tag == ATOM + name]


# Atom


def test_atom_has_each_child_as_often_as_it_may(atom):
    assert atom.tag == f"{ATOM}feed"
    assert entries(atom)
    for element in (atom, *entries(atom)):
        for name in AT_MOST_ONCE:
            assert len(children(element, name)) == 1 if name in ONCE else len(children(element, name)) <= 1, name
        assert all(child.tag.startswith((ATOM, "{http://purl.org/atompub/tombstones/1.0}")) for child in element)


def test_atom_ids_are_iris_and_unique(atom):
    found = [children(each, "id")[0].text for each in (atom, *entries(atom))]
    assert all(IRI.fullmatch(each) for each in found)
    assert len(set(found)) == len(found)


def test_atom_instants_are_rfc_3339(atom):
    for element in atom.iter():
        if element.tag in {f"{ATOM}updated", f"{ATOM}published"}:
            assert RFC3339.fullmatch(element.text)
            assert datetime.fromisoformat(element.text)


def test_atom_says_who_is_responsible(atom):
    for element in (atom, *entries(atom)):
        (author,) = children(element, "author")
        assert [child.tag for child in author] == [f"{ATOM}name", f"{ATOM}uri"]
        assert author[0].text == "Kommunförbundet Västernorrland"
        assert IRI.fullmatch(author[1].text)


def test_atom_links_lead_somewhere_and_no_two_alternates_are_alike(atom):
    for element in (atom, *entries(atom)):
        links = [each.attrib for each in children(element, "link")]
        assert all(IRI.fullmatch(each["href"]) and each["rel"] for each in links)
        alternates = [(each.get("type"), each.get("hreflang")) for each in links if each["rel"] == "alternate"]
        assert alternates
        assert len(set(alternates)) == len(alternates)
    assert len([each for each in children(atom, "link") if each.get("rel") == "self"]) == 1


def test_atom_categories_have_a_term(atom):
    found = list(atom.iter(f"{ATOM}category"))
    assert found
    assert all(each.get("term") and each.get("label") for each in found)


def test_atom_says_the_language_of_the_feed_and_of_each_entry(atom, language):
    assert atom.get(f"{XML}lang") == language
    for each in entries(atom):
        title = children(each, "title")[0]
        said = title.get(f"{XML}lang", each.get(f"{XML}lang"))
        assert said == (language if "reception" in title.text else "sv")


def test_atom_html_is_text_to_the_xml(atom):
    for each in entries(atom):
        (content,) = children(each, "content")
        assert content.get("type") == "html"
        assert len(content) == 0
        assert content.text.startswith("<p>")
        assert children(each, "summary")[0].get("type") is None


def test_a_text_in_another_language_than_its_entry_says_so(world):
    world.add("news", CONTENT["news"])
    entry = entries(xml(world, "news?format=atom&locale=en-GB"))[0]
    assert entry.get(f"{XML}lang") == "en"
    found = {name: children(entry, name)[0].get(f"{XML}lang") for name in ("title", "summary", "content")}
    assert found == {"title": None, "summary": "sv", "content": "sv"}


def test_rights_and_licence_are_told_where_they_are_stated(world):
    world.add("news", CONTENT["news"])
    entry, seeded = entries(xml(world, "news?format=atom&locale=en"))
    links = {each.get("rel"): each.get("href") for each in children(entry, "link")}
    assert children(entry, "rights")[0].text == "The association"
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert links["via"] == "https://kfvn.se/om"
    assert "license" not in {each.get("rel") for each in children(seeded, "link")}
    item = next(xml(world, "news?format=rss").iter("item"))
    assert item.find("{http://purl.org/dc/elements/1.1/}rights").text == "Förbundet"
    assert raw(world, "news").json["items"][0]["external_url"] == "https://kfvn.se/om"


# RSS


def test_rss_has_what_it_must(seeded, type_, language):
    rss = xml(seeded, f"{type_}?format=rss&locale={language}")
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    (channel,) = rss
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    assert channel.findtext("language") == language
    assert channel.findtext("link") == f"https://api.example.se/content/v1/{type_}?locale={language}"
    assert parsedate_to_datetime(channel.findtext("lastBuildDate"))
    (self_,) = [each for each in channel.findall(f"{ATOM}link") if each.get("rel") == "self"]
    assert self_.get("href") == f"https://api.example.se/content/v1/feeds/{type_}?format=rss&locale={language}"
    assert self_.get("type") == "application/rss+xml"
    assert channel.findall("item")
    for item in channel.findall("item"):
        for name in ("title", "link", "guid", "pubDate", "description", ENCODED):
            assert len(item.findall(name)) == 1, name
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.find("guid").text.startswith("urn:uuid:")
        assert re.fullmatch(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", item.findtext("pubDate"))
        assert "author" not in [each.tag for each in item]  # it would have to be an e-mail address
        assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Kommunförbundet Västernorrland"


# JSON Feed

URL = re.compile(r"https?://\S+")
#: Members and what they are: required ones first (JSON Feed 1.1, "Top-level", "Items").
TOP_LEVEL = {
    "version": str, "title": str, "items": list,
    "home_page_url": URL, "feed_url": URL, "description": str, "next_url": URL, "authors": list, "language": str,
}  # fmt: skip
ITEM = {
    "id": str, "url": URL, "title": str, "content_html": str, "summary": str, "date_published": RFC3339,
    "date_modified": RFC3339, "authors": list, "tags": list, "language": str, "external_url": URL, "content_text": str,
}  # fmt: skip


def check_members(document, known, required):
    assert required <= set(document) <= set(known), set(document) ^ set(known)
    for name, value in document.items():
        kind = known[name]
        assert kind.fullmatch(value) if isinstance(kind, re.Pattern) else isinstance(value, kind), name
    for author in document.get("authors", ()):
        assert URL.fullmatch(author["url"])
        assert author["name"]


def test_json_feed_has_what_it_must(seeded, type_, language):
    response = raw(seeded, f"{type_}?limit=1&locale={language}")
    assert response.content_type == "application/feed+json"
    check_members(response.json, TOP_LEVEL, {"version", "title", "items"})
    assert response.json["version"] == "https://jsonfeed.org/version/1.1"
    assert response.json["language"] == language
    asked = f"https://api.example.se/content/v1/feeds/{type_}?limit=1&locale={language}"
    assert response.json["feed_url"] == f"{asked}&format=json"
    (item,) = response.json["items"]
    check_members(item, ITEM, {"id", "content_html"})
    assert all(isinstance(each, str) for each in item["tags"])


def test_what_has_no_long_text_has_the_rest(world):
    world.add("receptions", BARE["receptions"])
    item = raw(world, "receptions").json["items"][0]
    check_members(item, ITEM, {"id", "content_html"})
    assert (item["summary"], item["content_html"]) == ("Enkel.", "<p>Enkel.</p>\n<p>Drop-in: Torget</p>")
    assert not {"content_text", "tags", "external_url"} & set(item)


# All of them


def test_what_is_not_stated_is_left_out_of_every_form():
    at = datetime(2026, 11, 24, 8, tzinfo=UTC)
    head = FeedHead("urn:x", "Flöde", "Om", "sv", FeedAuthor("Förbundet", "https://kfvn.se"), "https://kfvn.se")
    entry = FeedEntry("urn:y", "https://kfvn.se/y", "sv", FeedText("Titel", "sv"), None, None, at, at)
    feed = Feed(head, [entry])
    atom = entries(ElementTree.fromstring(to_atom(feed)))[0]
    assert [each.tag.removeprefix(ATOM) for each in atom] == ["id", "title", "published", "updated", "link"]
    rss = next(ElementTree.fromstring(to_rss(feed)).iter("item"))
    assert [each.tag.rpartition("}")[2] for each in rss] == ["title", "link", "guid", "pubDate", "updated", "language"]
    document = to_json(feed)
    assert set(document) == {"version", "title", "home_page_url", "description", "authors", "language", "items"}
    assert document["items"] == [{
        "id": "urn:y", "url": "https://kfvn.se/y", "title": "Titel", "content_text": "Titel",
        "date_published": at, "date_modified": at, "language": "sv",
    }]  # fmt: skip


# As readers read them


@pytest.mark.parametrize("form", ["atom", "rss"])
def test_a_reader_of_feeds_finds_nothing_wrong(world, type_, language, form):
    world.add(type_, CONTENT[type_])
    world.unpublish(world.add(type_, BARE[type_]))
    feed = parsed(world, f"{type_}?format={form}&locale={language}")
    assert feed.bozo is False
    assert feed.version == {"atom": "atom10", "rss": "rss20"}[form]
    assert feed.feed.language == language
    assert feed.feed.link == f"https://api.example.se/content/v1/{type_}?locale={language}"
    assert feed.feed.title.endswith(" – Kommunförbundet Västernorrland")
    shown = world.get(f"/{type_}?sort=-updatedAt&locale={language}")["items"]
    assert [each.id for each in feed.entries] == [f"urn:uuid:{each['id']}" for each in shown]
    name = {"news": "title", "receptions": "name"}[type_]
    assert [each.title for each in feed.entries] == [each[name] for each in shown]
    assert [each.link for each in feed.entries] == [each["_links"][0]["href"] for each in shown]
    assert all(each.published_parsed and each.updated_parsed and each.author and each.tags for each in feed.entries)
    assert all(each.content[0].value.startswith("<") for each in feed.entries)


@pytest.mark.parametrize("form", ["json", "atom", "rss"])
def test_hostile_texts_come_through_whole(world, form):
    hostile = {
        **BARE["news"],
        "title": {"sv": HOSTILE},
        "lead": {"sv": f"{HOSTILE}\n\u2028{HOSTILE}"},
        "body": {"sv": '”Å” ]]> & &lt;b> "citat" 😀 שלום `<![CDATA[` &amp;amp; &#0;\n\nform&#12;feed'},
        "subjects": [HOSTILE],
        "attribution": {"text": {"sv": HOSTILE}, "url": "https://example.se/?a=1&b=%22"},
    }
    entry = world.add("news", hostile, slug="fientlig")
    body = world.get(f"/news/{entry}")["body"]
    assert "\f" in body  # no form of XML can hold it
    if form == "json":
        item = raw(world, "news").json["items"][0]
        assert (item["title"], item["tags"]) == (HOSTILE, [HOSTILE])
        lead, _, rest = item["content_html"].partition("\n")
        assert (unescape(lead), rest) == (f"<p>{HOSTILE} {HOSTILE}</p>", body)
        assert "<b>" not in lead
        return
    assert not parsed(world, f"news?format={form}").bozo
    document = xml(world, f"news?format={form}")
    if form == "atom":
        found = entries(document)[0]
        assert children(found, "title")[0].text == HOSTILE
        assert children(found, "summary")[0].text == hostile["lead"]["sv"]
        assert children(found, "content")[0].text.endswith(f"</p>\n{body}".replace("\f", ""))
        assert children(found, "category")[0].get("term") == HOSTILE
        assert children(found, "rights")[0].text == HOSTILE
        assert "https://example.se/?a=1&b=%22" in {each.get("href") for each in children(found, "link")}
    else:
        found = next(document.iter("item"))
        assert (found.findtext("title"), found.findtext("category")) == (HOSTILE, HOSTILE)
        assert found.findtext(ENCODED).endswith(f"</p>\n{body}".replace("\f", ""))
        assert "<b>" not in found.findtext("description")  # readers take it for HTML
        assert "&lt;b&gt;fet&lt;/b&gt; \"citat\" 'apostrof' 😀 שלום" in found.findtext("description")


@pytest.mark.parametrize("form", MEDIA)
def test_the_same_feed_is_the_same_bytes(world, type_, form):
    path = f"/content/v1/feeds/{type_}?format={form}"
    first = world.client.get(path)
    world.clock.advance(days=1)
    again = world.client.get(path)
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
