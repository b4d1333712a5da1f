"""What readers get: one item, or a list of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE, ContentType
from api.errors import Gone, Moved, NotFound
from api.models import Edition, Slug
from api.services.gathering import EDITION, Include, Shown, gather
from api.services.listing import Page, Selection, page
from api.services.observing import Moment
from api.services.rendering import Rendering, View
from schemas.references import Successor, is_id, is_slug
from schemas.walking import values


@dataclass(frozen=True)
class Reading:
    """An answer and what it rests on: the entries, the languages, and the instant until which it stays true."""

    document: Any
    depends_on: frozenset[str]
    types: frozenset[str]
    locales: tuple[str, ...]
    fresh_until: datetime | None


def read_item(
    session: Session, moment: Moment, content: ContentType, key: str, view: View, include: Include, shown: Shown
) -> Reading:
    """One item by id or slug. Raises NotFound, Gone, or Moved for a former slug."""
    row = _find(session, moment, content, key)
    rendering = _rendering(session, moment, [row], view, include, shown)
    return _reading(rendering.item(row, include, shown), rendering, moment, ())


def read_list(
    session: Session,
    moment: Moment,
    content: ContentType,
    selection: Selection,
    view: View,
    include: Include,
    shown: Shown,
) -> tuple[Reading, Page]:
    """A page of items, summaries unless `shown` names the fields."""
    listed = page(session, moment, content, selection)
    if shown is None and content.long:
        shown = frozenset(content.item_fields) - content.long
    rendering = _rendering(session, moment, listed.rows, view, include, shown)
    items = [rendering.item(row, include, shown) for row in listed.rows]
    return _reading(items, rendering, moment, listed.boundaries), listed


def _rendering(
    session: Session, moment: Moment, rows: Iterable[Row[Any]], view: View, include: Include, shown: Shown
) -> Rendering:
    return Rendering(view, moment.at, gather(session, moment, rows, include, shown))


def _reading(document: Any, rendering: Rendering, moment: Moment, boundaries: Iterable[datetime]) -> Reading:
    """A past moment stays as it was; a present one until the first boundary of anything in it."""
    every = (*rendering.boundaries, *rendering.graph.boundaries, *boundaries)
    fresh_until = None if moment.is_past else min(every, default=None)
    locales = tuple(rendering.locales) or rendering.view.locales[:1]
    types = frozenset(rendering.used.values())
    return Reading(document, frozenset(rendering.used), types, locales, fresh_until)


def _find(session: Session, moment: Moment, content: ContentType, key: str) -> Row[Any]:
    """The edition that `key` names at the moment asked about."""
    begun = select(*EDITION).where(Edition.type == content.name, Edition.valid_from <= moment.at)
    if is_id(key.lower()) and key.isascii():
        begun = begun.where(Edition.entry_id == UUID(key))
    elif is_slug(key):
        named = select(Slug.entry_id).where(Slug.type == content.name, Slug.slug == key)
        begun = begun.where(Edition.entry_id == named.scalar_subquery())
    else:
        raise NotFound("notFound")
    row = session.execute(begun.order_by(Edition.valid_from.desc()).limit(1)).first()
    if row is None:
        raise NotFound("notFound")
    other_name = not is_id(key.lower()) and row.slug != key
    if other_name and not _has_begun(session, moment, row.entry_id, key):
        raise NotFound("notFound")
    if row.valid_to <= moment.at:
        raise _gone(session, moment, row)
    if other_name and not moment.is_past:
        raise Moved("moved", type=row.type, slug=row.slug)
    return row


def _has_begun(session: Session, moment: Moment, entry_id: UUID, slug: str) -> bool:
    """Whether readers have ever been able to know the entry by this slug."""
    known = exists().where(Edition.entry_id == entry_id, Edition.slug == slug, Edition.valid_from <= moment.now)
    return bool(session.scalar(select(known)))


def _gone(session: Session, moment: Moment, row: Row[Any]) -> Gone:
    """Why an ended edition is not there any more, and what replaces it, if that is public."""
    ending = row.ending or {}
    stated = (value for _, leaf, value in values(CATALOGUE[row.type].schema, row.body) if isinstance(leaf, Successor))
    successor = ending.get("replacement") or next(stated, None)
    replacement = None
    if successor:
        public = select(Edition.type, Edition.slug).where(
            Edition.entry_id == UUID(successor),
            Edition.valid_from <= moment.at,
            Edition.valid_to > moment.at,
        )
        found = session.execute(public).first()
        replacement = (found.type, found.slug) if found else None
    return Gone("gone", explanation=ending.get("explanation"), replacement=replacement)
