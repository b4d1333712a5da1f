"""Atom (RFC 4287), its pages (RFC 5005 §3), its licences (RFC 4946) and its deletions (RFC 6721)."""

from xml.etree.ElementTree import Element

from api.services.feeds.feed import Feed, FeedAuthor, FeedEntry, FeedText
from api.services.feeds.markup import add, rfc3339, root, written

_ROOT = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}
#: What Atom calls a relation that other answers call something else.
_RELATIONS = {"prev": "previous"}


def to_atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    head = feed.head
    document = root("feed", {**_ROOT, "xml:lang": head.locale})
    add(document, "id", head.id)
    add(document, "title", head.title)
    add(document, "subtitle", head.about)
    add(document, "updated", rfc3339(feed.updated))
    _author(document, head.author)
    for link in head.links:
        _link(document, link["href"], _RELATIONS.get(link["rel"], link["rel"]), link.get("type"), link.get("hreflang"))
    for entry in feed.entries:
        _entry(document, entry)
    for deletion in feed.deletions:
        add(document, "at:deleted-entry", ref=deletion.id, when=rfc3339(deletion.at))
    return written(document)


def _entry(document: Element, told: FeedEntry) -> None:
    entry = add(document, "entry", xml_lang=told.locale)
    add(entry, "id", told.id)
    _text(entry, "title", told.title, told.locale)
    add(entry, "published", rfc3339(told.published))
    add(entry, "updated", rfc3339(told.updated))
    _author(entry, told.author)
    _link(entry, told.url, "alternate")
    for link in told.links:
        # Without a type, readers would take it for the page to show: some take the first of these, some the last.
        _link(entry, link["href"], link["rel"], "application/json", link["hreflang"])
    _link(entry, told.source, "via")
    _link(entry, told.license, "license")
    for category in told.categories:
        add(entry, "category", term=category.term, label=category.label)
    if told.rights:
        add(entry, "rights", told.rights)
    _text(entry, "summary", told.summary, told.locale)
    _text(entry, "content", told.html, told.locale, type="html")


def _text(parent: Element, name: str, text: FeedText | None, locale: str, type: str | None = None) -> None:
    """A text, which says its language where that is not the one around it."""
    if text:
        add(parent, name, text.value, type=type, xml_lang=None if text.locale == locale else text.locale)


def _author(parent: Element, author: FeedAuthor | None) -> None:
    if author:
        person = add(parent, "author")
        add(person, "name", author.name)
        add(person, "uri", author.uri)


def _link(parent: Element, href: str | None, rel: str, type: str | None = None, hreflang: str | None = None) -> None:
    if href:
        add(parent, "link", rel=rel, type=type, hreflang=hreflang, href=href)
