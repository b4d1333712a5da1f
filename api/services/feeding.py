"""Feeds: what is new among the items of a type, and what has left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from api.services.delivering import EditionDelivery, View
from api.services.feeds.feed import Deletion, FeedAuthor, FeedCategory, FeedEntry, FeedText, urn
from api.services.feeds.texts import Material, content_of, summary_of
from api.services.leaving import left
from api.services.listing import Page, Selection, identified
from api.services.observing import Moment
from api.services.reading import Reading, read_list
from schemas.content_type import ContentType, FeedFields
from schemas.fields import Code, List
from schemas.locales import DEFAULT, choose, parents

#: The last that changed in a way readers should notice comes first: so no such change is missed by whoever reads but
#: the first page, and a minor one moves nothing.
ORDER = ("-updatedAt",)
_OF_EVERY_TYPE = (
    "locale", "firstPublishedAt", "updatedAt", "organization", "attribution", "withdrawal", "translation",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What a page of a feed tells, and what that rests on; `filters` name what they refer to by its id."""

    feed: FeedFields
    entries: Sequence[FeedEntry]
    deletions: Sequence[Deletion]
    filters: Mapping[str, Sequence[str]]
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
    shown = {*_OF_EVERY_TYPE, content.title, feed.summary, *feed.content, *feed.noted}
    reading, page = read_list(session, moment, content, selection, view, {}, shown)
    entries = [
        _entry(content, feed, document, row, view) for document, row in zip(reading.document, page.rows, strict=True)
    ]
    gone, until = left(session, moment, content.name) if selection.page == 1 else ((), None)
    ends = [each for each in (reading.fresh_until, until) if each]
    reading = replace(reading, fresh_until=min(ends, default=None))
    deletions = [Deletion(urn(each.id), each.at) for each in gone]
    ids, _ = identified(session, moment, content, selection.filters)
    filters = {name: ids[name] or given for name, given in selection.filters.items()}  # what names nothing yet is kept
    return Told(feed, entries, deletions, filters, reading, page)


def _entry(content: ContentType, feed: FeedFields, document: Mapping[str, Any], row: Row[Any], view: View) -> FeedEntry:
    attribution = document["attribution"] or {}
    publisher = document["organization"]
    self_, *others = document["_links"]
    material = _material(content, document, row, view)
    return FeedEntry(
        id=urn(row.entry_id),
        url=self_["href"],
        locale=document["locale"],
        title=FeedText(document[content.title], material.language_of(content.title)),
        summary=summary_of(material, feed),
        html=content_of(material, feed),
        published=document["firstPublishedAt"],
        updated=document["updatedAt"],
        author=publisher and FeedAuthor(publisher["title"], publisher["href"]),
        categories=[each for name in feed.categories for each in _categories(content, name, row, document["locale"])],
        links=[each for each in others if each["rel"] == "alternate"],
        rights=attribution.get("text"),
        license=attribution.get("license"),
        source=attribution.get("url"),
    )


def _material(content: ContentType, document: Mapping[str, Any], row: Row[Any], view: View) -> Material:
    """What an entry's texts are taken from; texts fall back one by one, so each may be in a language of its own."""
    asked = EditionDelivery(row, view).asked

    def language(translations: Mapping[str, Any]) -> str:
        return next((tag for tag in parents(asked) if tag in translations), DEFAULT)

    explanation = row.notice and row.notice["explanation"]
    return Material(
        content,
        content.schema.told(document),
        lambda name: language(row.body[name]),
        language(explanation) if explanation else None,
    )


def _categories(content: ContentType, name: str, row: Row[Any], locale: str) -> Iterator[FeedCategory]:
    """The values of a field as categories; codes are called what people call them."""
    field, value = content.fields[name], row.body.get(name)
    leaf = field.inner if isinstance(field, List) else field
    labels = leaf.labels if isinstance(leaf, Code) else {}
    for each in value if isinstance(value, list) else [value] if value is not None else []:
        label = labels[each][choose((locale,), labels[each])[1]] if each in labels else each
        yield FeedCategory(each, label)
