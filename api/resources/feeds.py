"""Feeds of the types that have them, in every form that readers of feeds take."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from marshmallow import Schema

from api.http.answers import LONGEST_URL, Answer
from api.http.links import encoded, other_links, page_links
from api.http.preface import INFO, SERVER
from api.resources.base import OfType, view_of
from api.resources.operation import Call, operation
from api.resources.pages import page_meta
from api.resources.queries import Filtered, Paged, filtered_by, filters_of, given_filters
from api.resources.returns import JSON
from api.services.delivering import View
from api.services.feeding import ORDER, Told, tell_of
from api.services.feeds.atom import to_atom
from api.services.feeds.feed import Feed, FeedAuthor, FeedHead, urn
from api.services.feeds.jsonfeed import to_json
from api.services.feeds.rss import to_rss
from api.services.listing import Selection
from api.services.observing import observe
from schemas.content_type import ContentType
from schemas.feeds import JSON_FEED
from schemas.locales import choose
from schemas.parameters import Choice, Locale

#: What `format` names.
FORMATS = {"json": "application/feed+json", "atom": "application/atom+xml", "rss": "application/rss+xml"}
#: The format behind each media type: a browser, or whoever else takes XML of any kind, gets Atom.
_FORMAT_OF: Mapping[str, str] = {
    **{media: name for name, media in FORMATS.items()},
    JSON: "json",
    "application/xml": "atom",
    "text/xml": "atom",
}
_WRITERS: Mapping[str, Callable[[Feed], Any]] = {"json": to_json, "atom": to_atom, "rss": to_rss}
_PUBLISHER = INFO["contact"]


class _FeedQuery(Paged, Filtered):
    locale = Locale("Language (BCP 47); beats Accept-Language")
    format = Choice("Form of the feed; beats Accept", tuple(FORMATS))


@cache
def feed_query(content: ContentType) -> Schema:
    """The parameters of a feed: the filters are those of the list."""
    return _FeedQuery.from_dict(filters_of(content), name=f"{content.singular}FeedQuery")()  # type: ignore[arg-type]  # parameters are fields


def _returns(content: Any) -> Mapping[str, Any]:
    return {media: JSON_FEED if name == "json" else {"type": "string"} for media, name in _FORMAT_OF.items()}


class Feeds(OfType):
    """What is new of a type."""

    @operation(
        access="public",
        query=feed_query,
        returns=_returns,
        formats=FORMATS,
        sample=lambda content: f"/feeds/{content.name}?limit=1",
    )
    def get(self, call: Call) -> Answer:
        """Subscribe to what is new.

        JSON Feed 1.1, Atom or RSS 2.0, by `format` or `Accept`; the filters are those of the list. What changed last
        comes first, minor corrections aside. Ids stay the same under every name and address. Atom tells of the last
        hundred items that left within 90 days (RFC 6721), in every feed of the type.
        """
        query, content = call.query, self.content
        filters = given_filters(feed_query(content), query)
        selection = Selection(ORDER, filters, page=query["page"], limit=query["limit"])
        view = view_of(query)
        moment = observe(call.session)
        told = tell_of(call.session, moment, content, selection, view)
        format = _FORMAT_OF[call.form]
        head = _head(content, query, view, told, format)
        document = _WRITERS[format](Feed(head, told.entries, told.deletions))
        return Answer(
            document,
            content_type=f"{call.form}; charset=utf-8" if isinstance(document, bytes) else call.form,
            now=moment.now,
            fresh_until=told.reading.fresh_until,
            locales=tuple(dict.fromkeys([head.locale, *(each.locale for each in told.entries)])),
            keys={content.name, *told.reading.types, *filtered_by(content, filters)},
            links=head.links,
        )


def _head(content: ContentType, query: Mapping[str, Any], view: View, told: Told, format: str) -> FeedHead:
    """The feed itself, in the language its own texts have."""
    locale = choose(view.locales, content.labels)[1]
    set_ = [(name, ",".join(sorted(set(told.filters[name])))) for name in sorted(told.filters)]
    set_ += [("locale", query["locale"])] if "locale" in query else []
    home = encoded(f"{view.base}/{content.name}", set_)
    if len(home) > LONGEST_URL:
        home = f"{view.base}/{content.name}"
    return FeedHead(
        # Of where it is published, not of the address at which it is asked for: that may change.
        id=urn(uuid5(NAMESPACE_URL, encoded(f"{SERVER}/feeds/{content.name}", set_))),
        title=f"{content.labels[locale]} – {_PUBLISHER['name']}",
        about=told.feed.about[locale],
        locale=locale,
        author=FeedAuthor(_PUBLISHER["name"], _PUBLISHER["url"]),
        home=home,
        links=_links(query, home, told, format),
    )


def _links(query: Mapping[str, Any], home: str, told: Told, format: str) -> list[dict[str, Any]]:
    """Its pages, the list it tells of, the other forms, and the other languages that there is anything in.

    What leads to this form says so by itself: readers follow it without the `Accept` that chose it (RFC 4287 §4.2.7.2).
    """
    numbers = page_meta(query["page"], query["limit"], len(told.entries), told.page.total or 0)
    languages = dict.fromkeys(each["hreflang"] for entry in told.entries for each in entry.links)
    media, chosen = FORMATS[format], {} if "format" in query else {"format": format}
    pages = page_links(page=query["page"], pages=numbers["totalPages"], also=chosen)
    return [
        *({**each, "type": media} for each in pages),
        {"href": home, "rel": "alternate", "method": "GET"},
        *other_links("format", {name: {"type": each} for name, each in FORMATS.items()}),
        *other_links("locale", {tag: {"type": media, "hreflang": tag} for tag in languages}, also=chosen),
    ]
