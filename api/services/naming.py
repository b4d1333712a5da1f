"""Names: the slugs an entry goes by in addresses, each given once and never to another."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from slugify import slugify
from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.orm import Session

from api.db import read
from api.errors import Conflict, Invalid
from api.models import Entry, Slug
from schemas.content_type import ContentType
from schemas.faults import Fault, Found
from schemas.locales import DEFAULT
from schemas.references import SLUG_LENGTH, is_slug

#: Both engines read this; each has a construct of its own for it.
_TAKE = text(
    "INSERT INTO slugs (type, slug, entry_id) VALUES (:type, :slug, :entry) ON CONFLICT DO NOTHING"
).bindparams(bindparam("entry", type_=Uuid()))


def claim_slug(session: Session, entry: Entry, slug: str) -> str:
    """Give the entry this name, for ever. Raises Invalid for what is no slug, Conflict when another has it."""
    if not is_slug(slug):
        raise Invalid("invalid", found=[Found(("slug",), Fault("slug", {"value": slug}))])
    holder = session.get(Slug, (entry.type, slug))
    if not (holder.entry_id == entry.id if holder else _take_slug(session, entry, slug)):
        raise Conflict("slugTaken", {"slug": slug})
    return slug


def _take_slug(session: Session, entry: Entry, slug: str) -> bool:
    """Whether a name that was free is the entry's now; another writer may take it at the same time."""
    return read(session, _TAKE, {"type": entry.type, "slug": slug, "entry": entry.id}).rowcount == 1


def derive_slug(session: Session, entry: Entry, content: ContentType, body: Mapping[str, Any]) -> str:
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
