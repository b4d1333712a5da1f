"""What the house serves: the content types, on one page.

To add one: a schema in `schemas/`, a block here, a file in `seed/`. What can be filtered, sorted, included or
localised is said at the schema's fields; a name here that no field bears stops the app at import.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from marshmallow import Schema

from schemas.contacts import ContactSchema
from schemas.dcat import themes
from schemas.declared import Declared
from schemas.delivery import Document
from schemas.entry import EntrySchema, ItemSchema
from schemas.fields import Integer
from schemas.localised import Localised, Markdown
from schemas.news import NewsSchema
from schemas.organizations import OrganizationSchema
from schemas.parts import declared_fields, delivered_schema
from schemas.proofreading import proofread
from schemas.receptions import ReceptionSchema
from schemas.references import Reference
from schemas.studies import StudySchema
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


_TYPES = (
    ContentType(
        name="news",
        singular="NewsItem",
        schema=NewsSchema(),
        title="title",
        sort="-firstPublishedAt,title",
        sample="stodmottagningar-for-utsatta-i-prostitution-och-manniskohandel-oppnar-i-vasternorrland",
        labels={"sv": "Nyheter", "en": "News"},
        about={
            "sv": "Nyheter från Kommunförbundet Västernorrland, med mottagningar, studier och personer de nämner.",
            "en": "News of Kommunförbundet Västernorrland, with the receptions, studies and people it names.",
        },
        keywords={"sv": ["nyheter"], "en": ["news"]},
        themes=themes("SOCI", "GOVE"),
        feed=FeedFields(
            summary="lead",
            content="body",
            categories=("category", "subjects"),
            about={"sv": "Nyheter, senast ändrade först.", "en": "News, latest changes first."},
        ),
    ),
    ContentType(
        name="receptions",
        singular="Reception",
        schema=ReceptionSchema(),
        title="name",
        sort="name",
        sample="mika",
        labels={"sv": "Mottagningar", "en": "Receptions"},
        about={
            "sv": "Stödmottagningar i Västernorrland: vilka de är till för, vad de hjälper med och hur man når dem.",
            "en": "Receptions in Västernorrland: whom they are for, what they help with and how to reach them.",
        },
        keywords={
            "sv": ["stödmottagningar", "prostitution", "människohandel"],
            "en": ["support", "prostitution", "human trafficking"],
        },
        themes=themes("SOCI", "HEAL"),
        feed=FeedFields(
            summary="summary",
            content="description",
            categories=("audiences",),
            # A reader of feeds is one that notifies, and knows nothing of `safety.noNotifications`.
            about={
                "sv": "Mottagningar, senast ändrade först. Visa dem gärna, men skicka inga aviseringar om dem: "
                "den som söker hjälp kan vara övervakad.",
                "en": "Receptions, latest changes first. Show them, but send no notifications of them: "
                "someone who looks for help may be watched.",
            },
        ),
    ),
    ContentType(
        name="contacts",
        singular="Contact",
        schema=ContactSchema(),
        title="name",
        sort="name",
        sample="karin-silfversten",
        labels={"sv": "Kontakter", "en": "Contacts"},
        about={
            "sv": "Kontaktpersoner och funktioner: var de arbetar och hur man når dem.",
            "en": "Contact persons and functions: where they work and how to reach them.",
        },
        keywords={"sv": ["kontaktuppgifter"], "en": ["contact details"]},
        themes=themes("GOVE"),
    ),
    ContentType(
        name="studies",
        singular="Study",
        schema=StudySchema(),
        title="title",
        sort="-year,title",
        sample="ibland-kan-det-vara-mot-betalning",
        labels={"sv": "Studier", "en": "Studies"},
        about={
            "sv": "Studier och rapporter: vad de undersöker, vilka de gäller och var de finns att läsa.",
            "en": "Studies and reports: what they look into, whom they concern and where they can be read.",
        },
        keywords={"sv": ["studier", "rapporter"], "en": ["studies", "reports"]},
        themes=themes("SOCI"),
    ),
    ContentType(
        name="organizations",
        singular="Organization",
        schema=OrganizationSchema(),
        title="name",
        sort="name",
        sample="stodcentrum",
        labels={"sv": "Organisationer", "en": "Organizations"},
        about={
            "sv": "De organisationer som nyheter, mottagningar, kontakter och studier hör till eller nämner.",
            "en": "The organizations that news, receptions, contacts and studies belong to or name.",
        },
        keywords={"sv": ["organisationer", "myndigheter"], "en": ["organizations", "authorities"]},
        themes=themes("GOVE"),
    ),
)


def catalogue(types: Iterable[ContentType]) -> Mapping[str, ContentType]:
    """The types by name. Raises ValueError when one points at what is no type."""
    found = {each.name: each for each in types}
    for content in found.values():
        for relation, target in content.relations.items():
            if target not in found:
                raise ValueError(f"{content.name}: {relation} points at {target}, which is no type")
    return found


CATALOGUE = catalogue(_TYPES)


@cache
def pointing_at(target: str) -> tuple[tuple[ContentType, str], ...]:
    """The types, and their filters, by which one finds whose content points at an entry of type `target`."""
    return tuple(
        (content, name)
        for content in CATALOGUE.values()
        for name, leaf in content.filters.items()
        if isinstance(leaf, Reference) and leaf.target == target and leaf is not ORGANIZATION
    )
