"""What a content type is: a schema, and what the house needs to know of it beside its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from schemas.channels import Channel
from schemas.declared import Declared
from schemas.delivery import Document
from schemas.entry import EntrySchema, ItemSchema
from schemas.fields import Integer, List, Text
from schemas.localised import Localised, Markdown
from schemas.parts import Nested, Part, declared_fields, delivered_schema
from schemas.proofreading import proofread
from schemas.references import Reference
from schemas.walking import leaves

#: The instants every edition has; every type can be sorted by them.
INSTANTS = ("publishedAt", "firstPublishedAt", "updatedAt")
#: The responsible publisher: not content, but a relation and a filter of every type.
ORGANIZATION = Reference("organizations", filter="organization", doc="The responsible publisher")


@dataclass(frozen=True)
class FeedFields:
    """How a type is told of in feeds: which of its fields are what there, and what a feed of it is `about`.

    `content` are the texts, and ways to reach help, that are the whole of it, one after another. What plain text says
    of the fields in `noted` comes before anything else.
    """

    summary: str
    content: tuple[str, ...]
    categories: tuple[str, ...]
    about: Mapping[str, str]
    noted: tuple[str, ...] = ()


def _is_text(field: Declared) -> bool:
    return isinstance(field, Localised) and isinstance(field.inner, Text)


def _is_list_of(part: type[Part], field: Declared) -> bool:
    return isinstance(field, List) and isinstance(field.inner, Nested) and field.inner.part is part


@dataclass(frozen=True, eq=False)
class ContentType:
    """A type of content.

    `title` is the field that names an entry, `sort` the order of its lists, `sample` the slug of a seed row that shows
    it in the documentation. `about` tells in a sentence what the type's data is, `keywords` and `themes` (the EU's data
    themes) are what it is found by, `places` (GeoNames) are where all of it is about: data portals show and sort it so.
    A type without `feed` has none.

    Raises ValueError when the declaration names what its schema does not have.
    """

    name: str
    singular: str
    schema: EntrySchema
    title: str
    sort: str
    sample: str
    labels: Mapping[str, str]
    about: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]
    themes: Sequence[str]
    places: Sequence[str] = ()
    feed: FeedFields | None = None
    fields: Mapping[str, Declared] = field(init=False)
    filters: Mapping[str, Declared] = field(init=False)
    sorts: Mapping[str, Declared | None] = field(init=False)
    order: tuple[str, ...] = field(init=False)
    relations: Mapping[str, str] = field(init=False)
    long: frozenset[str] = field(init=False)
    item: type[Schema] = field(init=False)
    item_fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        fields = dict(declared_fields(self.schema))
        found = list(leaves(self.schema))
        filters: dict[str, Declared] = {"organization": ORGANIZATION}
        for path, leaf in found:
            if isinstance(leaf, Markdown) and len(path) > 1:
                raise ValueError(f"{self.name}: {path} is Markdown, which only top-level fields are")
            if leaf.sort and len(path) > 1:
                raise ValueError(f"{self.name}: {path} is a sort key, which only top-level fields are")
            if leaf.filter and not leaf.filters_as(filters.setdefault(leaf.filter, leaf)):
                raise ValueError(f"{self.name}: {path} filters by {leaf.filter} as something else")
        sorts = dict.fromkeys(INSTANTS) | {each.sort: each for each in fields.values() if each.sort}
        relations = {path[0]: leaf.target for path, leaf in found if isinstance(leaf, Reference)}
        derived: dict[str, Any] = {
            "fields": fields,
            "filters": filters,
            "sorts": sorts,
            "order": tuple(self.sort.split(",")),
            "relations": {"organization": ORGANIZATION.target} | relations,
            "long": frozenset(name for name, each in fields.items() if each.long),
            "item": self._item_schema(),
        }
        derived["item_fields"] = tuple(derived["item"]().fields)
        for name, value in derived.items():
            object.__setattr__(self, name, value)
        self._check_names()
        self._check_feed()
        proofread(self.name, self.schema.linked, self.item())

    def _check_names(self) -> None:
        """See that what the declaration names is there."""
        if self.title not in self.fields:
            raise ValueError(f"{self.name}: no field {self.title} to be its title")
        for key in self.order:
            if key.removeprefix("-") not in self.sorts:
                raise ValueError(f"{self.name}: no sort key {key}")
            if key.startswith("-") and not isinstance(self.sorts[key.removeprefix("-")], Integer | None):
                raise ValueError(f"{self.name}: {key} is a text, which the usual order cannot turn round")

    def _check_feed(self) -> None:
        """See that what is told of in feeds is there, and can be."""
        if self.feed is None:
            return
        texts = {name for name, each in self.fields.items() if _is_text(each)}
        channels = {name for name, each in self.fields.items() if _is_list_of(Channel, each)}
        named = {
            "text": ((self.title, self.feed.summary), texts),
            "text, or list of channels,": (self.feed.content, texts | channels),
            "field": ((*self.feed.categories, *self.feed.noted), self.fields),
        }
        for what, (names, known) in named.items():
            for name in names:
                if name not in known:
                    raise ValueError(f"{self.name}: no {what} {name} to tell of in feeds")

    def _item_schema(self) -> type[Schema]:
        """What a reader gets of this type, as a schema (links apart)."""
        content = delivered_schema(type(self.schema))
        described = {**ItemSchema().fields, **content().fields, **self.schema.computed}
        schema = Document.from_dict(described, name=self.singular)
        schema.__doc__ = type(self.schema).__doc__
        return schema

    def text_of(self, body: Mapping[str, object]) -> object:
        """The value that names an entry with this content: a text, or texts per language."""
        return body.get(self.title)
