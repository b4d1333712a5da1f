"""The tables of the reference service: one per thing, link tables between them, texts per language as JSON."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tests.bench.reference.base import Base, Entry, Texts, link

news_receptions = link("news", "receptions")
news_studies = link("news", "studies")
news_municipalities = link("news", "municipalities")
group_contacts = link("contact_groups", "contacts")
reception_municipalities = link("receptions", "municipalities")
reception_collaborators = link("receptions", "organizations")
study_organizations = link("studies", "organizations")
study_contacts = link("studies", "contacts")


class Municipality(Base):
    __tablename__ = "municipalities"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(4), unique=True)


class Organization(Entry, Base):
    __tablename__ = "organizations"

    name: Mapped[Texts]
    kind: Mapped[str]
    municipality: Mapped[str | None]
    url: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    parent: Mapped["Organization | None"] = relationship(remote_side="Organization.id")


class Contact(Entry, Base):
    __tablename__ = "contacts"

    kind: Mapped[str]
    name: Mapped[str]
    title: Mapped[Texts | None]
    unit: Mapped[Texts | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    works_for_id: Mapped[int | None] = mapped_column(ForeignKey("organizations.id"))
    works_for: Mapped[Organization | None] = relationship()


class ReceptionContact(Base):
    """Whom to ask about a reception, and for what."""

    __tablename__ = "reception_contacts"

    reception_id: Mapped[int] = mapped_column(ForeignKey("receptions.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    purpose: Mapped[str]
    contact: Mapped[Contact] = relationship()


class Reception(Entry, Base):
    __tablename__ = "receptions"

    name: Mapped[Texts]
    short_name: Mapped[str | None]
    alternate_names: Mapped[list[Any] | None]
    summary: Mapped[Texts]
    description: Mapped[Texts | None]
    status: Mapped[str | None]
    audiences: Mapped[list[Any] | None]
    topics: Mapped[Texts | None]
    offers: Mapped[list[Any] | None]
    is_free: Mapped[bool | None]
    is_confidential: Mapped[bool | None]
    for_relatives: Mapped[bool | None]
    channels: Mapped[list[Any]]
    unit: Mapped[Texts | None]
    safety: Mapped[Texts | None]
    host_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    host: Mapped[Organization] = relationship()
    municipalities: Mapped[list[Municipality]] = relationship(secondary=reception_municipalities)
    collaborators: Mapped[list[Organization]] = relationship(secondary=reception_collaborators)
    contacts: Mapped[list[ReceptionContact]] = relationship()


class Study(Entry, Base):
    __tablename__ = "studies"

    title: Mapped[Texts]
    subtitle: Mapped[Texts | None]
    year: Mapped[int | None]
    abstract: Mapped[Texts | None]
    population: Mapped[Texts | None]
    max_age: Mapped[int | None]
    regions: Mapped[list[Any] | None]
    links: Mapped[list[Any] | None]
    related_organizations: Mapped[list[Organization]] = relationship(secondary=study_organizations)
    contacts: Mapped[list[Contact]] = relationship(secondary=study_contacts)


class ContactGroup(Base):
    """Whom to contact about what a news item tells."""

    __tablename__ = "contact_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    news_id: Mapped[int] = mapped_column(ForeignKey("news.id"), index=True)
    heading: Mapped[Texts]
    contacts: Mapped[list[Contact]] = relationship(secondary=group_contacts)


class News(Entry, Base):
    __tablename__ = "news"

    title: Mapped[Texts]
    lead: Mapped[Texts]
    body: Mapped[Texts]
    category: Mapped[str | None]
    subjects: Mapped[list[Any] | None]
    links: Mapped[list[Any] | None]
    basis: Mapped[Texts | None]
    source: Mapped[Texts | None]
    municipalities: Mapped[list[Municipality]] = relationship(secondary=news_municipalities)
    receptions: Mapped[list[Reception]] = relationship(secondary=news_receptions)
    studies: Mapped[list[Study]] = relationship(secondary=news_studies)
    contact_groups: Mapped[list[ContactGroup]] = relationship(order_by=ContactGroup.id)
