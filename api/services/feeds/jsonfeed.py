"""JSON Feed 1.1 (jsonfeed.org)."""

from collections.abc import Mapping
from typing import Any

from api.services.feeds.feed import Author, Feed, Item

VERSION = "https://jsonfeed.org/version/1.1"


def to_json(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed; what is not stated is left out, as null is no value there."""
    channel = feed.channel
    return _stated({
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.link("self"),
        "description": channel.about,
        "next_url": channel.link("next"),
        "authors": _authors(channel.author),
        "language": channel.locale,
        "items": [_item(each) for each in feed.items],
    })  # fmt: skip


def _item(item: Item) -> dict[str, Any]:
    summary = item.summary and item.summary.value
    return _stated({
        "id": item.id,
        "url": item.url,
        "external_url": item.source,
        "title": item.title.value,
        "content_html": item.html and item.html.value,
        "content_text": None if item.html else summary or item.title.value,
        "summary": summary,
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": _authors(item.author),
        "tags": [each.label for each in item.categories] or None,
        "language": item.locale,
    })  # fmt: skip


def _authors(author: Author | None) -> list[dict[str, str]] | None:
    return [{"name": author.name, "url": author.uri}] if author else None


def _stated(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
