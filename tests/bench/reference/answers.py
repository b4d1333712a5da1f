"""What the reference service answers with: Pydantic models read from the rows' attributes, in one language."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from tests.bench.reference.shapes import (
    Attribution,
    Code,
    ContactRef,
    Entry,
    Link,
    Localised,
    LocalisedList,
    Model,
    NamedRef,
    Safety,
    TitleRef,
)

Item = TypeVar("Item")


class Contact(Entry):
    kind: str
    name: str
    title: Localised | None
    works_for: NamedRef | None
    unit: Localised | None
    phone: str | None
    email: str | None


class ContactLink(Model):
    contact: ContactRef
    purpose: str


class FullContactLink(Model):
    contact: Contact
    purpose: str


class Reception(Entry):
    name: Localised
    short_name: str | None
    alternate_names: list[str] | None
    summary: Localised
    description: Localised | None
    status: str | None
    audiences: list[str] | None
    topics: LocalisedList | None
    offers: list[str] | None
    is_free: bool | None
    is_confidential: bool | None
    for_relatives: bool | None
    channels: list[dict[str, Any]]
    host: NamedRef
    unit: Localised | None
    municipalities: list[Code]
    collaborators: list[NamedRef]
    contacts: list[ContactLink]
    safety: Safety | None
    attribution: Attribution | None


class FullReception(Reception):
    contacts: list[FullContactLink]


class Study(Entry):
    title: Localised
    subtitle: Localised | None
    year: int | None
    abstract: Localised | None
    population: Localised | None
    max_age: int | None
    regions: list[str] | None
    links: list[Link] | None
    related_organizations: list[NamedRef]
    contacts: list[ContactRef]
    attribution: Attribution | None


class ContactGroup(Model):
    heading: Localised
    contacts: list[ContactRef]


class News(Entry):
    title: Localised
    lead: Localised
    body: Localised
    category: str | None
    subjects: list[str] | None
    municipalities: list[Code]
    receptions: list[NamedRef]
    studies: list[TitleRef]
    contact_groups: list[ContactGroup]
    links: list[Link] | None
    basis: Localised | None
    source: dict[str, Any] | None
    attribution: Attribution | None


class FullNews(News):
    receptions: list[FullReception]
    studies: list[Study]


class Created(Model):
    id: int
    slug: str
    version: int


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    page: int
    limit: int
    total: int
