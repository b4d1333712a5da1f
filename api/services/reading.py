"""What readers get: one item, or a list of them."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, exists, select
from sqlalchemy.orm import Session

from api.db import UtcDateTime, read
from api.errors import Gone, Moved, NotFound, Unauthorized
from api.models import Edition, Entry, Slug
from api.services.delivering import View
from api.services.ending import explain
from api.services.gathering import EDITION, EDITIONS, Include, Shown, gather
from api.services.listing import Page, Selection, page
from api.services.observing import Moment
from api.services.rendering import Rendering
from schemas.content_type import ContentType
from schemas.references import is_id, is_slug


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


_BEGUN = (
    select(*EDITION)
    .where(EDITIONS.c.valid_from <= bindparam("at", type_=UtcDateTime()))
    .order_by(EDITIONS.c.valid_from.desc())
    .limit(1)
)
_NAMED = select(Slug.entry_id).where(Slug.type == bindparam("type"), Slug.slug == bindparam("key"))
_BEGUN_BY_ID = _BEGUN.where(EDITIONS.c.entry_id == bindparam("key", type_=Uuid()))
_BEGUN_BY_SLUG = _BEGUN.where(EDITIONS.c.entry_id == _NAMED.scalar_subquery())


def _rendering(
    session: Session, moment: Moment, rows: Iterable[Row[Any]], view: View, include: Include, shown: Shown
) -> Rendering:
    return Rendering(view, moment.at, gather(session, moment, rows, include, shown))


def _reading(document: Any, rendering: Rendering, moment: Moment, boundaries: Iterable[datetime]) -> Reading:
    """A present moment is so until the first boundary of anything in it; a past one until any of it is hidden."""
    changing = rendering.graph.hidings if moment.is_past else (*rendering.boundaries, *rendering.graph.boundaries)
    fresh_until = min((*changing, *boundaries), default=None)
    locales = tuple(rendering.locales) or rendering.view.locales[:1]
    types = frozenset(rendering.used.values())
    return Reading(document, frozenset(rendering.used), types, locales, fresh_until)


def _find(session: Session, moment: Moment, content: ContentType, key: str) -> Row[Any]:
    """The edition that `key` names at the moment asked about."""
    by_id = is_id(key.lower()) and key.isascii()
    if not by_id and not is_slug(key):
        raise NotFound("notFound")
    given = {"type": content.name, "at": moment.at, "key": UUID(key) if by_id else key}
    row = read(session, _BEGUN_BY_ID if by_id else _BEGUN_BY_SLUG, given).first()
    if row is None or row.type != content.name:
        raise _absent(session, content, UUID(key) if by_id else None)
    known = moment.known_of(row.organization_id)
    if known is not moment:
        raise _not_ones_own(session, known, content, key)
    other_name = not by_id and row.slug != key
    if other_name and not _has_begun(session, moment, row.entry_id, key):
        raise NotFound("notFound")
    if row.valid_to <= moment.at or (moment.is_past and row.hidden_from <= moment.now):
        raise explain(session, moment, row)
    if other_name and not moment.asked:
        raise Moved("moved", type=row.type, slug=row.slug)
    return row


def _absent(session: Session, content: ContentType, entry_id: UUID | None) -> NotFound | Gone:
    """Nothing was public then; what was erased since is gone for all times."""
    entry = session.get(Entry, entry_id) if entry_id else None
    return Gone("erased") if entry and entry.type == content.name and entry.erased_at else NotFound("notFound")


def _not_ones_own(session: Session, present: Moment, content: ContentType, key: str) -> Unauthorized:
    """Another organization's future needs its own key, if there is anything of the entry to be known now.

    Raises NotFound where there is not: a name that is yet to come names nothing.
    """
    with suppress(Gone, Moved):
        _find(session, present, content, key)
    return Unauthorized("asOf")


def _has_begun(session: Session, moment: Moment, entry_id: UUID, slug: str) -> bool:
    """Whether readers have, or will then have, been able to know the entry by this slug."""
    latest = max(moment.now, moment.at)
    known = exists().where(Edition.entry_id == entry_id, Edition.slug == slug, Edition.valid_from <= latest)
    return bool(session.scalar(select(known)))
