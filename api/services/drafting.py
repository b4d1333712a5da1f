"""Drafts: what editors write, before and beside what is public."""

from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import UUID

from marshmallow import ValidationError
from slugify import slugify
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.catalogue import CATALOGUE, ContentType
from api.errors import Conflict, Invalid, NotFound
from api.models import Entry, Revision, Slug
from api.services.acting import audit
from api.services.resolving import identify, resolve_references
from schemas.faults import Fault, Found, at, faults
from schemas.locales import DEFAULT
from schemas.references import SLUG_LENGTH, is_slug


def create(
    session: Session,
    content: ContentType,
    *,
    organization: str,
    body: Mapping[str, Any],
    slug: str | None = None,
    entry_id: UUID | None = None,
    client: str | None = None,
) -> UUID:
    """Create an entry with a first draft, which may be incomplete; the new entry's id.

    A slug that is derived and taken gets a number; a given one that is taken is a Conflict. The organization is an id
    or a slug, and may be the new entry itself. Raises Invalid for content that breaks its schema.
    """
    entry = Entry(id=entry_id or uuid7(), type=content.name, revision=0)
    session.add(entry)
    session.flush()
    loaded = load(content, body, partial=True)
    name = _claim_slug(session, entry, slug) if slug else _derive_slug(session, entry, content, loaded)
    _add_revision(session, entry, loaded, slug=name, organization=_owner(session, organization), client=client)
    audit(session, "created", entry.id, client, loaded)
    return entry.id


def save(
    session: Session,
    entry_id: UUID,
    *,
    body: Mapping[str, Any],
    slug: str | None = None,
    organization: str | None = None,
    client: str | None = None,
) -> int:
    """Save a new head of the draft; its revision number. Slug and organization stay where they are not given.

    Raises NotFound, Invalid, or Conflict for a slug that another entry has.
    """
    entry = session.get(Entry, entry_id, with_for_update=True, populate_existing=True)
    if entry is None:
        raise NotFound("notFound")
    head = session.get_one(Revision, (entry.id, entry.revision))
    loaded = load(CATALOGUE[entry.type], body, partial=True)
    name = _claim_slug(session, entry, slug) if slug else head.slug
    owner = _owner(session, organization) if organization else head.organization_id
    _add_revision(session, entry, loaded, slug=name, organization=owner, client=client)
    audit(session, "saved", entry.id, client, (key for key in loaded if loaded[key] != head.body.get(key)))
    return entry.revision


def _add_revision(
    session: Session, entry: Entry, body: dict[str, Any], *, slug: str, organization: UUID, client: str | None
) -> None:
    resolve_references(session, CATALOGUE[entry.type], body)
    entry.revision += 1
    session.add(
        Revision(
            entry_id=entry.id,
            number=entry.revision,
            slug=slug,
            organization_id=organization,
            body=body,
            client=client,
            at=session.info["clock"](),
        )
    )
    session.flush()


def _owner(session: Session, organization: str) -> UUID:
    """The id of the organization that owns an entry."""
    key = ("organizations", organization)
    found = identify(session, [key]).get(key)
    if found is None:
        raise Invalid("invalid", found=[Found(("organization",), Fault("reference", {"value": organization}))])
    return UUID(found)


def load(content: ContentType, body: Mapping[str, Any], *, partial: bool) -> dict[str, Any]:
    """The content as it is stored; `partial` lets required fields be absent. Raises Invalid."""
    try:
        loaded: dict[str, Any] = content.schema.load(body, partial=partial)
    except ValidationError as error:
        raise Invalid("invalid", found=[at(each, "content") for each in faults(error.messages)]) from None
    return loaded


def _claim_slug(session: Session, entry: Entry, slug: str) -> str:
    """Give the entry this name, for ever. Raises Invalid for what is no slug, Conflict when another has it."""
    if not is_slug(slug):
        raise Invalid("invalid", found=[Found(("slug",), Fault("slug", {"value": slug}))])
    if not _take_slug(session, entry, slug):
        raise Conflict("slugTaken", {"slug": slug})
    return slug


def _take_slug(session: Session, entry: Entry, slug: str) -> bool:
    """Whether the name is the entry's now; another writer may take it at the same time."""
    holder = session.get(Slug, (entry.type, slug))
    if holder:
        return holder.entry_id == entry.id
    try:
        with session.begin_nested():
            session.add(Slug(type=entry.type, slug=slug, entry_id=entry.id))
    except IntegrityError:
        return False
    return True


def _derive_slug(session: Session, entry: Entry, content: ContentType, body: Mapping[str, Any]) -> str:
    """A name made from the Swedish title, numbered when another entry has it."""
    title: Any = content.text_of(body)
    text = title.get(DEFAULT) if isinstance(title, Mapping) else title
    stem = slugify(text or "", max_length=SLUG_LENGTH - 8, word_boundary=True)
    if not is_slug(stem):
        stem = str(entry.id)[-12:]
    taken = set(
        session.scalars(select(Slug.slug).where(Slug.type == entry.type, Slug.slug.startswith(stem, autoescape=True)))
    )
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(name for name in names if name not in taken and _take_slug(session, entry, name))
