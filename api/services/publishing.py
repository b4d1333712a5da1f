"""The only door between what editors write and what readers see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER
from api.errors import Conflict, Invalid, NotFound
from api.models import Edition, Entry, Revision
from api.services.acting import audit, log
from api.services.checks import ELSEWHERE, refuse
from api.services.formatting import to_html
from api.services.indexing import place, reindex
from api.services.loading import load
from api.services.opening import midnight_after
from api.services.standing import describe_step
from api.services.timeline import Timeline, brings_back, open_timeline
from schemas.content_type import ContentType
from schemas.faults import Fault, Found
from schemas.fields import LastDay
from schemas.localised import Markdown
from schemas.walking import Place, locales_of, values_of


@dataclass(frozen=True)
class Lineage:
    """What came before an entry's first edition here, when it was public elsewhere."""

    version: int
    first_published_at: datetime
    updated_at: datetime
    change_history: list[dict[str, Any]]
    notice: dict[str, Any] | None = None


def publish(
    session: Session,
    entry_id: UUID,
    *,
    start: datetime | None = None,
    until: datetime | None = None,
    revision: int | None = None,
    major: bool = True,
    note: Mapping[str, str] | None = None,
    scheduled: str | None = None,
    lineage: Lineage | None = None,
) -> Edition:
    """Make a revision public in `[start, until)`; without `start`, or with a past one, from now.

    What covers `start` ends there. Publishing what is public already, unchanged, makes no new edition. Raises
    Invalid for content that may not go out or an interval that is empty, Conflict when something is scheduled later
    and `scheduled` does not say whether to `cancel` or to `keep` it. With a `lineage` it was public elsewhere, whatever
    has become of what it points at.
    """
    line = open_timeline(session, entry_id)
    number = revision or line.entry.revision
    draft = session.get(Revision, (entry_id, number)) if number <= line.entry.revision else None
    if draft is None:
        raise NotFound("notFound")
    content = CATALOGUE[line.entry.type]
    refuse(session, line.entry, draft, line.at, tolerating=ELSEWHERE if lineage else frozenset())
    body = load(content, draft.body, partial=False)
    start = max(start or line.at, line.at)
    last, last_day = own_end(content, body)
    if last <= start:
        raise Invalid("invalid", found=[Found(("content", *last_day), Fault("past"))])
    until = min(until or FOREVER, last)
    edition = edition_of(content, line.entry, draft, body, start=start, until=until)
    edition.major, edition.note = major, dict(note) if note else None
    edition.notice = lineage.notice if lineage else None
    if edition.until <= start:
        raise Invalid("invalid", found=[Found(("until",), Fault("interval"))])
    public = put(line, edition, scheduled)
    if lineage and public is edition and start == line.at:
        _descend(line, public, lineage)
        place(session, content, public)
    if public is edition:
        audit(session, "published", line.entry, body)
    return public


def edition_of(
    content: ContentType, entry: Entry, draft: Revision, body: Mapping[str, Any], *, start: datetime, until: datetime
) -> Edition:
    """A revision as readers would see it; the timeline it is put on gives it its number and dates."""
    return Edition(
        entry_id=entry.id,
        type=content.name,
        revision=draft.number,
        slug=draft.slug,
        organization_id=entry.organization_id,
        valid_from=start,
        until=until,
        major=True,
        locales=locales_of(content.schema, body),
        body=body,
        rendered=_render(content, body),
        live=True,
    )


def put(line: Timeline, edition: Edition, scheduled: str | None) -> Edition:
    """Put an edition on the timeline, unless the same is there already; the one that is there then."""
    start = edition.valid_from
    present, ahead = line.covering(start), line.ahead(start)
    if present and same(present, edition) and (scheduled == "keep" or ahead in ([], [present])):
        return present
    clear(line, start, scheduled)
    present = line.covering(start)
    if present is None or not same(present, edition):
        line.insert(edition)
        present = edition
    else:
        audit(line.session, "cancelled", line.entry)
    line.entry.acts += 1
    log(line.session, "published", line.entry.id)
    return present


def clear(line: Timeline, start: datetime, scheduled: str | None) -> None:
    """See to what is scheduled at `start` or later: `cancel` takes it away, `keep` leaves it.

    Raises Conflict listing it when neither is said, Invalid when what is kept begins at the very instant.
    """
    ahead = line.ahead(start)
    if not ahead:
        return
    if scheduled is None:
        raise Conflict("scheduled", {"scheduled": [step for step in map(describe_step, ahead) if step]})
    if scheduled == "cancel":
        line.drop(ahead)
    elif ahead[0].valid_from == start:
        raise Invalid("invalid", found=[Found(("from",), Fault("interval"))])


def unpublish(session: Session, entry_id: UUID) -> None:
    """End what is public now, and cancel what is scheduled. Raises NotFound for what is not there."""
    line = open_timeline(session, entry_id)
    present = line.covering(line.at)
    cancelled = _cancel(line)
    if present:
        present.until = present.valid_to = line.at
    _noted(line, "unpublished", changed=cancelled or present is not None)


def cancel(session: Session, entry_id: UUID) -> None:
    """Cancel what has not begun; what it would have ended goes on. Raises NotFound for what is not there."""
    line = open_timeline(session, entry_id)
    _noted(line, "cancelled", changed=_cancel(line))


def hand_over(session: Session, draft: Revision) -> None:
    """Make a new draft's organization responsible for what is public and what will be: at once, as a minor edition."""
    line = open_timeline(session, draft.entry_id)
    content = CATALOGUE[line.entry.type]

    def taken_over(edition: Edition) -> dict[str, Any]:
        """An edition that says what the draft says is an edition of the draft now."""
        same = (edition.body, edition.slug) == (draft.body, draft.slug)
        revision = draft.number if same else edition.revision
        return {"organization_id": draft.organization_id, "revision": revision}

    for each in line.ahead(line.at):
        if isinstance(each, Edition):
            for name, value in taken_over(each).items():
                setattr(each, name, value)
            reindex(session, content, each)
    present = line.covering(line.at)
    if present:
        line.insert(copy(present, valid_from=line.at, major=False, note=None, **taken_over(present)))
    if line.editions:
        log(session, "published", line.entry.id)


def copy(edition: Edition, **changes: Any) -> Edition:
    """An edition that says the same but for `changes`."""
    same = ("entry_id", "type", "revision", "slug", "organization_id", "until", "locales", "body", "rendered", "notice")
    return Edition(live=True, **({name: getattr(edition, name) for name in same} | changes))


def _cancel(line: Timeline) -> bool:
    ahead = line.ahead(line.at)
    if ahead:
        line.drop(ahead)
    return bool(ahead)


def _noted(line: Timeline, kind: str, *, changed: bool) -> None:
    if changed:
        line.entry.acts += 1
        log(line.session, kind, line.entry.id)
        audit(line.session, kind, line.entry)


def _descend(line: Timeline, edition: Edition, lineage: Lineage) -> None:
    """Let an edition go on from what was public elsewhere; what it brings back here is noticed here."""
    before = next((each for each in reversed(line.editions) if each.valid_from < edition.valid_from), None)
    edition.version = max(edition.version, lineage.version)
    edition.first_published_at = lineage.first_published_at
    if not brings_back(edition, before):
        edition.updated_at = lineage.updated_at
    edition.change_history = lineage.change_history


def own_end(content: ContentType, body: Mapping[str, Any]) -> tuple[datetime, Place]:
    """When the content itself says it stops being public, and where: midnight in Stockholm after its last day."""
    last_days = [(value, place) for place, _, value in values_of(LastDay, content.schema, body)]
    day, place = min(last_days, default=(None, ()))
    return (midnight_after(date.fromisoformat(day)) if day else FOREVER), place


def same(one: Edition, other: Edition) -> bool:
    """Whether readers would be told the same, for the same time."""
    what = ("body", "slug", "organization_id", "until", "notice")
    return all(getattr(one, name) == getattr(other, name) for name in what)


def _render(content: ContentType, body: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The HTML of every Markdown field: field → language → HTML."""
    return {
        str(place[0]): {tag: to_html(source) for tag, source in value.items()}
        for place, _, value in values_of(Markdown, content.schema, body)
    }
