"""Drafts as readers would get them: put in the place of what is public, in a session that is never committed.

It takes its turn with those who publish: what both write to, no two may write at once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER, lock_log
from api.models import Entry, Revision, RevisionLink
from api.policy import EVERYWHERE, Caller
from api.services.observing import Moment
from api.services.publishing import edition_of, own_end, same
from api.services.resolving import identify
from api.services.standing import published_revision
from api.services.timeline import Timeline, steps_of
from schemas.content_type import ContentType
from schemas.references import is_id, is_slug

#: So far references are followed from one draft to the next, and so many drafts a list shows at most.
_DEPTH = 4
_MOST = 200


def preview_item(session: Session, moment: Moment, caller: Caller, content: ContentType, key: str) -> Moment:
    """Let this session see the newest draft of the entry that `key` names, and of what it points at.

    Only what the caller may see: all drafts of its own organization, or the one entry of a preview token. The moment
    to read at.
    """
    lock_log(session)
    key = key.lower() if key.isascii() else key
    named = identify(session, [(content.name, key)]) if is_id(key) or is_slug(key) else {}
    ids = {UUID(each) for each in named.values()}
    shown: set[UUID] = set()
    for _ in range(_DEPTH):
        ids = {each.id for each in _own(session, caller, ids - shown)}
        shown |= ids
        ids = set(session.scalars(select(RevisionLink.target).where(RevisionLink.entry_id.in_(ids))))
    return _show(session, moment, _own(session, caller, shown))


def preview_list(session: Session, moment: Moment, caller: Caller, content: ContentType) -> Moment:
    """Let this session see the newest drafts of a type, the latest 200 at most. The moment to read at."""
    lock_log(session)
    head = (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
    changed = func.coalesce(published_revision(), 0) != Entry.revision
    own = select(Entry).join(Revision, head).where(Entry.type == content.name, changed, Entry.erased_at.is_(None))
    if caller.previews:
        own = own.where(Entry.id == caller.previews)
    if EVERYWHERE not in caller.scopes:
        own = own.where(Entry.organization_id == caller.organization)
    return _show(session, moment, session.scalars(own.order_by(Revision.at.desc()).limit(_MOST)).all())


def _own(session: Session, caller: Caller, ids: Iterable[UUID]) -> list[Entry]:
    entries = session.scalars(select(Entry).where(Entry.id.in_(list(ids)), Entry.erased_at.is_(None)))
    return [each for each in entries if caller.may_see(each.id, each.organization_id)]


def _show(session: Session, moment: Moment, entries: Iterable[Entry]) -> Moment:
    """Put each draft where it would stand if it were published a microsecond from now; what is so already stays."""
    at = moment.now + timedelta(microseconds=1)
    for entry in entries:
        line = Timeline(session, entry, at, *steps_of(session, entry.id))
        content, draft = CATALOGUE[entry.type], session.get_one(Revision, (entry.id, entry.revision))
        end, _ = own_end(content, draft.body)
        edition = edition_of(content, entry, draft, draft.body, start=at, until=end if end > at else FOREVER)
        present = line.covering(at)
        if present is None or not same(present, edition):
            line.drop(line.ahead(at))
            line.insert(edition)
    return replace(moment, now=at, at=at)
