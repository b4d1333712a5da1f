"""Atom (RFC 4287), its pages (RFC 5005 §3), its licences (RFC 4946) and its deletions (RFC 6721)."""

from xml.etree.ElementTree import Element

from api.services.feeds.feed import Author, Feed, Item, Text
from api.services.feeds.markup import add, rfc3339, root, written

_ROOT = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}
#: What Atom calls a relation that other answers call something else.
_RELATIONS = {"prev": "previous"}


def to_atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    channel = feed.channel
    document = root("feed", {**_ROOT, "xml:lang": channel.locale})
    add(document, "id", channel.id)
    add(document, "title", channel.title)
    add(document, "subtitle", channel.about)
    add(document, "updated", rfc3339(feed.updated))
    _author(document, channel.author)
    for link in channel.links:
        _link(document, link["href"], _RELATIONS.get(link["rel"], link["rel"]), link.get("type"), link.get("hreflang"))
    for item in feed.items:
        _entry(document, item)
    for deletion in feed.deletions:
        add(document, "at:deleted-entry", ref=deletion.id, when=rfc3339(deletion.at))
    return written(document)


def _entry(document: Element, item: Item) -> None:
    entry = add(document, "entry", xml_lang=item.locale)
    add(entry, "id", item.id)
    _text(entry, "title", item.title, item.locale)
    add(entry, "published", rfc3339(item.published))
    add(entry, "updated", rfc3339(item.updated))
    _author(entry, item.author)
    _link(entry, item.url, "alternate")
    for link in item.links:
        # Without a type, readers would take it for the page to show: some take the first of these, some the last.
        _link(entry, link["href"], link["rel"], "application/json", link["hreflang"])
    _link(entry, item.source, "via")
    _link(entry, item.license, "license")
    for category in item.categories:
        add(entry, "category", term=category.term, label=category.label)
    if item.rights:
        add(entry, "rights", item.rights)
    _text(entry, "summary", item.summary, item.locale)
    _text(entry, "content", item.html, item.locale, type="html")


def _text(parent: Element, name: str, text: Text | None, locale: str, type: str | None = None) -> None:
    """A text, which says its language where that is not the one around it."""
    if text:
        add(parent, name, text.value, type=type, xml_lang=None if text.locale == locale else text.locale)


def _author(parent: Element, author: Author | None) -> None:
    if author:
        person = add(parent, "author")
        add(person, "name", author.name)
        add(person, "uri", author.uri)


def _link(parent: Element, href: str | None, rel: str, type: str | None = None, hreflang: str | None = None) -> None:
    if href:
        add(parent, "link", rel=rel, type=type, hreflang=hreflang, href=href)
