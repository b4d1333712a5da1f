"""RSS 2.0 (RSS Advisory Board), with the elements of Atom, Dublin Core and `content` that readers know."""

from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element

from api.services.feeds.feed import Feed, FeedEntry
from api.services.feeds.markup import add, rfc3339, root, written

_ROOT = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def to_rss(feed: Feed) -> bytes:
    """The feed as RSS."""
    document = root("rss", _ROOT)
    channel = add(document, "channel")
    add(channel, "title", feed.head.title)
    add(channel, "link", feed.head.home)
    add(channel, "description", escape(feed.head.about, quote=False))
    add(channel, "language", feed.head.locale)
    if feed.entries or feed.deletions:
        add(channel, "lastBuildDate", format_datetime(feed.updated, usegmt=True))
    for link in feed.head.links:
        add(
            channel,
            "atom:link",
            rel=link["rel"],
            type=link.get("type"),
            hreflang=link.get("hreflang"),
            href=link["href"],
        )
    for entry in feed.entries:
        _item(channel, entry)
    return written(document)


def _item(channel: Element, entry: FeedEntry) -> None:
    element = add(channel, "item")
    add(element, "title", entry.title.value)
    add(element, "link", entry.url)
    add(element, "guid", entry.id, isPermaLink="false")
    add(element, "pubDate", format_datetime(entry.published, usegmt=True))
    add(element, "atom:updated", rfc3339(entry.updated))
    add(element, "dc:language", entry.locale)
    if entry.author:
        add(element, "dc:creator", entry.author.name)
    if entry.rights:
        add(element, "dc:rights", entry.rights)
    for category in entry.categories:
        add(element, "category", category.label)
    if entry.summary:  # what is plain text elsewhere, is HTML here
        add(element, "description", escape(entry.summary.value, quote=False))
    if entry.html:
        add(element, "content:encoded", entry.html.value)
