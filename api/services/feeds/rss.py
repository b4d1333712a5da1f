"""RSS 2.0 (RSS Advisory Board), with the elements of Atom, Dublin Core and `content` that readers know."""

from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element

from api.services.feeds.feed import Feed, Item
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
    add(channel, "title", feed.channel.title)
    add(channel, "link", feed.channel.home)
    add(channel, "description", escape(feed.channel.about, quote=False))
    add(channel, "language", feed.channel.locale)
    if feed.items or feed.deletions:
        add(channel, "lastBuildDate", format_datetime(feed.updated, usegmt=True))
    for link in feed.channel.links:
        add(
            channel,
            "atom:link",
            rel=link["rel"],
            type=link.get("type"),
            hreflang=link.get("hreflang"),
            href=link["href"],
        )
    for item in feed.items:
        _item(channel, item)
    return written(document)


def _item(channel: Element, item: Item) -> None:
    element = add(channel, "item")
    add(element, "title", item.title.value)
    add(element, "link", item.url)
    add(element, "guid", item.id, isPermaLink="false")
    add(element, "pubDate", format_datetime(item.published, usegmt=True))
    add(element, "atom:updated", rfc3339(item.updated))
    add(element, "dc:language", item.locale)
    if item.author:
        add(element, "dc:creator", item.author.name)
    if item.rights:
        add(element, "dc:rights", item.rights)
    for category in item.categories:
        add(element, "category", category.label)
    if item.summary:  # what is plain text elsewhere, is HTML here
        add(element, "description", escape(item.summary.value, quote=False))
    if item.html:
        add(element, "content:encoded", item.html.value)
