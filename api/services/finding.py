"""Finding the entry that an editor names; what is another organization's is not there."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from api.errors import Gone, NotFound
from api.models import Entry
from api.services.acting import act, actor
from api.services.resolving import identify
from schemas.content_type import ContentType
from schemas.references import is_id, is_slug


def find(session: Session, content: ContentType, key: str) -> Entry:
    """The entry of this type that `key`, an id or a slug, names.

    Raises NotFound when there is none or it is not the caller's, Gone when it was erased.
    """
    return _own(session, session.get(Entry, _identified(session, content, key)))


def _identified(session: Session, content: ContentType, key: str) -> UUID:
    key = key.lower() if key.isascii() else key
    found = identify(session, [(content.name, key)]) if is_id(key) or is_slug(key) else {}
    if not found:
        raise NotFound("notFound")
    return UUID(found[content.name, key])


def _own(session: Session, entry: Entry | None) -> Entry:
    caller = actor(session)
    if entry is None or (caller and not caller.owns(entry.organization_id)):
        raise NotFound("notFound")
    if entry.erased_at:
        raise Gone("erased")
    return entry


def hold(session: Session, entry_id: UUID) -> Entry:
    """The entry, which no one else changes until the transaction ends; others may still come to point at it.

    Raises NotFound when it is not there any more.
    """
    entry = _held(session, entry_id)
    if entry is None or entry.erased_at:
        raise NotFound("notFound")
    return entry


def _held(session: Session, entry_id: UUID) -> Entry | None:
    held: set[UUID] = session.info.setdefault("held", set())
    unheld: Any = {} if entry_id in held else {"with_for_update": {"key_share": True}, "populate_existing": True}
    held.add(entry_id)
    return session.get(Entry, entry_id, **unheld)


def lock(session: Session, content: ContentType, key: str, *, publicly: bool = False) -> Entry:
    """The same as `find`, held until the transaction ends; `publicly` for an act that readers can notice.

    Such an act waits for the log before it waits for the entry: always in this order, so that no two wait for each
    other.
    """
    if publicly:
        act(session)
    return _own(session, _held(session, _identified(session, content, key)))
