"""Feeds: what is new among the items of a type, and what has left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from api.services.delivering import EditionDelivery, View
from api.services.feeds.feed import Author, Category, Deletion, Item, Text, urn
from api.services.leaving import left
from api.services.listing import Page, Selection
from api.services.observing import Moment
from api.services.reading import Reading, read_list
from schemas.content_type import ContentType, FeedFields
from schemas.fields import Code, List
from schemas.locales import DEFAULT, choose, parents

#: The last that changed in a way readers should notice comes first: so no such change is missed by whoever reads but
#: the first page, and a minor one moves nothing.
ORDER = ("-updatedAt",)
_OF_EVERY_TYPE = ("locale", "firstPublishedAt", "updatedAt", "organization", "attribution", "withdrawal")
_WITHDRAWN = {"sv": "Indraget", "en": "Withdrawn"}


@dataclass(frozen=True)
class Told:
    """What a page of a feed tells, and what that rests on."""

    feed: FeedFields
    items: Sequence[Item]
    deletions: Sequence[Deletion]
    reading: Reading
    page: Page


def tell_of(session: Session, moment: Moment, content: ContentType, selection: Selection, view: View) -> Told:
    """A page of the items of a type that has feeds; on the first page, what of the type has left as well.

    That is told in every feed of the type, whatever it is filtered by: a removal of what one never had is harmless.
    Raises ValueError for a type without feeds.
    """
    feed = content.feed
    if feed is None:
        raise ValueError(f"{content.name} has no feed")
    shown = {*_OF_EVERY_TYPE, content.title, feed.summary, feed.content}
    reading, page = read_list(session, moment, content, selection, view, {}, shown)
    items = [
        _item(content, feed, document, row, view) for document, row in zip(reading.document, page.rows, strict=True)
    ]
    gone, until = left(session, moment, content.name) if selection.page == 1 else ((), None)
    ends = [each for each in (reading.fresh_until, until) if each]
    reading = replace(reading, fresh_until=min(ends, default=None))
    return Told(feed, items, [Deletion(urn(each.id), each.at) for each in gone], reading, page)


def _item(content: ContentType, feed: FeedFields, document: Mapping[str, Any], row: Row[Any], view: View) -> Item:
    delivery = EditionDelivery(row, view)
    attribution = document["attribution"] or {}
    publisher = document["organization"]
    self_, *others = document["_links"]
    title, summary, html = (
        document[name] and Text(document[name], _language(delivery, row.body[name]))
        for name in (content.title, feed.summary, feed.content)
    )
    if document["withdrawal"]:
        summary, html = _noted(document["withdrawal"]["explanation"], document["locale"], summary, html)
    return Item(
        id=urn(row.entry_id),
        url=self_["href"],
        locale=document["locale"],
        title=title,
        summary=summary,
        html=html,
        published=document["firstPublishedAt"],
        updated=document["updatedAt"],
        author=publisher and Author(publisher["title"], publisher["href"]),
        categories=[each for name in feed.categories for each in _categories(content, name, row, document["locale"])],
        links=[each for each in others if each["rel"] == "alternate"],
        rights=attribution.get("text"),
        license=attribution.get("license"),
        source=attribution.get("url"),
    )


def _language(delivery: EditionDelivery, translations: Mapping[str, Any]) -> str:
    """In which language a text is that the reader gets."""
    return next((tag for tag in parents(delivery.asked) if tag in translations), DEFAULT)


def _noted(explanation: str | None, locale: str, summary: Text | None, html: Text | None) -> tuple[Text, Text | None]:
    """The texts of a withdrawn item, which say so first."""
    word = _WITHDRAWN[choose((locale,), _WITHDRAWN)[1]]
    notice = f"{word}: {explanation}" if explanation else f"{word}."
    noted = Text(f"{notice}\n\n{summary.value}", summary.locale) if summary else Text(notice, locale)
    return noted, html and Text(f"<p>{escape(notice, quote=False)}</p>\n{html.value}", html.locale)


def _categories(content: ContentType, name: str, row: Row[Any], locale: str) -> Iterator[Category]:
    """The values of a field as categories; codes are called what people call them."""
    field, value = content.fields[name], row.body.get(name)
    leaf = field.inner if isinstance(field, List) else field
    labels = leaf.labels if isinstance(leaf, Code) else {}
    for each in value if isinstance(value, list) else [value] if value is not None else []:
        label = labels[each][choose((locale,), labels[each])[1]] if each in labels else each
        yield Category(each, label)
