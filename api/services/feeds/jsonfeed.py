"""JSON Feed 1.1 (jsonfeed.org)."""

from collections.abc import Mapping
from typing import Any

from api.services.feeds.feed import Feed, FeedAuthor, FeedEntry

VERSION = "https://jsonfeed.org/version/1.1"


def to_json(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed; what is not stated is left out, as null is no value there."""
    head = feed.head
    return _stated({
        "version": VERSION,
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.link("self"),
        "description": head.about,
        "next_url": head.link("next"),
        "authors": _authors(head.author),
        "language": head.locale,
        "items": [_item(each) for each in feed.entries],
    })  # fmt: skip


def _item(entry: FeedEntry) -> dict[str, Any]:
    summary = entry.summary and entry.summary.value
    return _stated({
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source,
        "title": entry.title.value,
        "content_html": entry.html and entry.html.value,
        "content_text": None if entry.html else summary or entry.title.value,
        "summary": summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": _authors(entry.author),
        "tags": [each.label for each in entry.categories] or None,
        "language": entry.locale,
    })  # fmt: skip


def _authors(author: FeedAuthor | None) -> list[dict[str, str]] | None:
    return [{"name": author.name, "url": author.uri}] if author else None


def _stated(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
