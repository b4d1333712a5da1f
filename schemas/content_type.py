"""What a content type is: a schema, and what the house needs to know of it beside its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

from schemas.declared import Declared
from schemas.delivery import Document
from schemas.entry import EntrySchema, ItemSchema
from schemas.fields import Integer
from schemas.localised import Localised, Markdown
from schemas.parts import declared_fields, delivered_schema
from schemas.proofreading import proofread
from schemas.references import Reference
from schemas.walking import leaves

#: The instants every edition has; every type can be sorted by them.
INSTANTS = ("publishedAt", "firstPublishedAt", "updatedAt")
#: The responsible publisher: not content, but a relation and a filter of every type.
ORGANIZATION = Reference("organizations", filter="organization", doc="The responsible publisher")


@dataclass(frozen=True)
class FeedFields:
    """How a type is told of in feeds: which of its fields are what there, and what a feed of it is `about`."""

    summary: str
    content: str
    categories: tuple[str, ...]
    about: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class ContentType:
    """A type of content.

    `title` is the field that names an entry, `sort` the order of its lists, `sample` the slug of a seed row that shows
    it in the documentation. `about` tells in a sentence what the type's data is, `keywords` and `themes` (the EU's data
    themes) are what it is found by: data portals show and sort it so. A type without `feed` has none.

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
        proofread(self.name, self.schema.linked, self.item())

    def _check_names(self) -> None:
        """See that what the declaration names is there."""
        if self.title not in self.fields:
            raise ValueError(f"{self.name}: no field {self.title} to be its title")
        texts = {name for name, each in self.fields.items() if isinstance(each, Localised)}
        for name in (self.title, self.feed.summary, self.feed.content) if self.feed else ():
            if name not in texts:
                raise ValueError(f"{self.name}: no text {name} to tell of in feeds")
        for name in self.feed.categories if self.feed else ():
            if name not in self.fields:
                raise ValueError(f"{self.name}: no field {name} to be categories of feeds")
        for key in self.order:
            if key.removeprefix("-") not in self.sorts:
                raise ValueError(f"{self.name}: no sort key {key}")
            if key.startswith("-") and not isinstance(self.sorts[key.removeprefix("-")], Integer | None):
                raise ValueError(f"{self.name}: {key} is a text, which the usual order cannot turn round")

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
