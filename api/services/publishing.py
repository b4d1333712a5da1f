"""The only door between what editors write and what readers see."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE, ContentType
from api.db import FOREVER
from api.errors import Conflict, Invalid, NotFound
from api.models import Edition, Entry, Revision
from api.services.acting import act, audit, log
from api.services.drafting import load
from api.services.formatting import to_html
from api.services.indexing import index, locales_of
from api.services.opening import midnight_after
from schemas.faults import Fault, Found
from schemas.fields import LastDay
from schemas.localised import Markdown
from schemas.walking import values


def publish(
    session: Session,
    entry_id: UUID,
    *,
    start: datetime | None = None,
    until: datetime | None = None,
    revision: int | None = None,
    major: bool = True,
    note: Mapping[str, str] | None = None,
    client: str | None = None,
) -> Edition:
    """Make a revision public in `[start, until)`; without `start`, or with a past one, from now.

    What covers `start` ends there. Publishing what is public already, unchanged, makes no new edition. Raises
    Invalid for content that is not whole or an interval that is empty, Conflict when later editions are scheduled.
    """
    at = act(session)
    entry = session.get(Entry, entry_id, with_for_update=True, populate_existing=True)
    draft = session.get(Revision, (entry_id, revision or entry.revision)) if entry else None
    if entry is None or draft is None:
        raise NotFound("notFound")
    content = CATALOGUE[entry.type]
    body = load(content, draft.body, partial=False)
    start = max(start or at, at)
    until = min(until or FOREVER, _own_end(content, body))
    if until <= start:
        raise Invalid("invalid", found=[Found(("until",), Fault("interval"))])

    earlier = list(session.scalars(select(Edition).where(Edition.entry_id == entry_id).order_by(Edition.version)))
    covering = next((each for each in earlier if each.valid_from <= start < each.valid_to), None)
    if covering and covering.valid_to == until and _same(covering, draft, body):
        return covering
    if any(each.valid_from >= start for each in earlier):
        raise Conflict("scheduled")
    if covering:
        covering.valid_to = start
        session.flush()
    before = earlier[-1] if earlier else None
    history = list(before.change_history) if before else []
    edition = Edition(
        entry_id=entry_id,
        type=entry.type,
        revision=draft.number,
        version=before.version + 1 if before else 1,
        slug=draft.slug,
        organization_id=draft.organization_id,
        valid_from=start,
        valid_to=until,
        first_published_at=before.first_published_at if before else start,
        updated_at=start if major or not before else before.updated_at,
        change_history=[*history, {"note": dict(note), "at": start.isoformat()}] if note else history,
        locales=locales_of(content, body),
        body=body,
        rendered=_render(content, body),
    )
    session.add(edition)
    session.flush()
    index(session, content, edition)
    log(session, "published", entry_id)
    audit(session, "published", entry_id, client, body)
    return edition


def unpublish(
    session: Session,
    entry_id: UUID,
    *,
    explanation: Mapping[str, str] | None = None,
    replacement: UUID | None = None,
    client: str | None = None,
) -> None:
    """End what is public now; readers are told that it is gone, why, and what replaces it.

    Raises NotFound when nothing of the entry is public.
    """
    at = act(session)
    public = select(Edition).where(Edition.entry_id == entry_id, Edition.valid_from < at, Edition.valid_to > at)
    edition = session.scalars(public).one_or_none()
    if edition is None:
        raise NotFound("notFound")
    edition.valid_to = at
    edition.ending = {
        "explanation": dict(explanation) if explanation else None,
        "replacement": str(replacement) if replacement else None,
    }
    log(session, "unpublished", entry_id)
    audit(session, "unpublished", entry_id, client)


def _own_end(content: ContentType, body: Mapping[str, Any]) -> datetime:
    """When the content itself says it stops being public: midnight in Stockholm after its last day."""
    last_days = [value for _, field, value in values(content.schema, body) if isinstance(field, LastDay)]
    return midnight_after(date.fromisoformat(min(last_days))) if last_days else FOREVER


def _same(edition: Edition, draft: Revision, body: Mapping[str, Any]) -> bool:
    return (edition.body, edition.slug, edition.organization_id) == (body, draft.slug, draft.organization_id)


def _render(content: ContentType, body: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The HTML of every Markdown field: field → language → HTML."""
    return {
        str(place[0]): {tag: to_html(source) for tag, source in value.items()}
        for place, field, value in values(content.schema, body)
        if isinstance(field, Markdown)
    }
