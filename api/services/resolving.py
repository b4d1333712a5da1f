"""From names to ids: a slug is accepted wherever an id is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, false, or_, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER, UtcDateTime, read
from api.errors import Invalid
from api.models import Edition, Entry, Slug
from api.services.acting import actor
from api.services.observing import Moment, observe, public
from schemas.content_type import ContentType
from schemas.faults import Fault, Found
from schemas.references import Reference, is_id
from schemas.walking import replace, values_of

Key = tuple[str, str]


_KEYS: Any = bindparam("keys", expanding=True)
_BY_SLUG = select(Slug.type, Slug.slug, Slug.entry_id).where(Slug.type.in_(CATALOGUE), Slug.slug.in_(_KEYS))
_BY_ID = select(Entry.type, Entry.id).where(Entry.id.in_(_KEYS))
_BEGUN = exists().where(Edition.entry_id == Entry.id, Edition.valid_from <= bindparam("now", type_=UtcDateTime()))
_SEEN = select(Entry.id, Entry.organization_id, or_(_BEGUN, Entry.erased_at.is_not(None)).label("seen")).where(
    Entry.id.in_(_KEYS)
)


def identify(session: Session, keys: Iterable[Key]) -> dict[Key, str]:
    """The ids of the entries that (type, slug or id) name; what names nothing is not in the answer."""
    wanted = set(keys)
    ids = [UUID(key) for _, key in wanted if is_id(key)]
    slugs = [key for _, key in wanted if not is_id(key)]
    found: dict[Key, str] = {}
    if slugs:
        for row in read(session, _BY_SLUG, {"keys": slugs}):
            found[row.type, row.slug] = str(row.entry_id)
    if ids:
        for row in read(session, _BY_ID, {"keys": ids}):
            found[row.type, str(row.id)] = str(row.id)
    return {key: found[key] for key in wanted if key in found}


def identify_public(session: Session, moment: Moment, keys: Iterable[Key]) -> tuple[dict[Key, str], list[datetime]]:
    """The ids of the entries that (type, slug or id) name and that are public at the moment; and when that may change.

    A slug that only a draft or a scheduled edition bears names nothing yet.
    """
    wanted = set(keys)
    if not wanted:
        return {}, []
    by_id = [UUID(key) for _, key in wanted if is_id(key)]
    by_slug = or_(false(), *(and_(Slug.type == type_, Slug.slug == key) for type_, key in wanted if not is_id(key)))
    named = or_(Edition.entry_id.in_(by_id), Edition.entry_id.in_(select(Slug.entry_id).where(by_slug)))
    columns = (Edition.type, Edition.entry_id, Edition.slug, Edition.valid_from, Edition.valid_to)
    rows = session.execute(select(*columns, public(moment).label("public")).where(named)).all()
    shown = {row.entry_id for row in rows if row.public}
    known: dict[Key, str] = {}
    for row in rows:
        if row.entry_id in shown and (row.public or row.valid_from <= moment.now):
            known[row.type, row.slug] = known[row.type, str(row.entry_id)] = str(row.entry_id)
    boundaries = [each for row in rows for each in (row.valid_from, row.valid_to) if moment.at < each < FOREVER]
    return {key: known[key] for key in wanted if key in known}, boundaries


def known_to_caller(session: Session, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the entries that whoever acts may know of: its own, and what has ever been public."""
    caller = actor(session)
    rows = read(session, _SEEN, {"keys": list(ids), "now": observe(session).now})
    return {row.id for row in rows if row.seen or caller is None or caller.owns(row.organization_id)}


def resolve_references(session: Session, content: ContentType, body: dict[str, Any]) -> None:
    """Put ids in the place of the slugs that `body` refers by.

    Raises Invalid naming every reference to an entry that does not exist, as far as the caller may know.
    """
    references = [(place, (field.target, value)) for place, field, value in values_of(Reference, content.schema, body)]
    found = identify(session, (key for _, key in references))
    if actor(session):
        known = known_to_caller(session, map(UUID, found.values()))
        found = {key: id for key, id in found.items() if UUID(id) in known}
    missing = [
        Found(("content", *place), Fault("reference", {"value": key[1]}))
        for place, key in references
        if key not in found
    ]
    if missing:
        raise Invalid("invalid", found=missing)
    for place, key in references:
        replace(body, place, found[key])
