"""Taking back what is public: readable with a notice, gone with an explanation, or redirected."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from api.errors import Conflict
from api.models import Edition, Entry, Withdrawal
from api.services.acting import audit, log
from api.services.enqueuing import forget
from api.services.publishing import clear, copy
from api.services.timeline import Timeline, open_timeline


def withdraw(
    session: Session,
    entry_id: UUID,
    *,
    kind: str,
    explanation: Mapping[str, str] | None = None,
    replacement: Entry | None = None,
    start: datetime | None = None,
    history: str = "open",
    scheduled: str | None = None,
) -> None:
    """From `start` on, or now, let the entry be `withdrawn`, `gone` or a `redirect` to its replacement.

    What is gone already can be explained anew. Raises NotFound, Conflict when nothing is public then or something is
    scheduled later.
    """
    line = open_timeline(session, entry_id)
    start = max(start or line.at, line.at)
    present = line.covering(start)
    _demand_public(line, start, kind)
    said = {
        "kind": kind,
        "explanation": dict(explanation) if explanation else None,
        "replacement": replacement.id if replacement else None,
        "history": history,
    }
    if not _already(line, start, present, said):
        clear(line, start, scheduled)
        _demand_public(line, start, kind)
        _put(line, start, said, replacement)
        line.entry.acts += 1
        log(session, kind, entry_id)
        if history == "hidden" and start <= line.at:
            forget(session, entry_id, kind)
        audit(session, kind, line.entry, (name for name, value in said.items() if value))


def _demand_public(line: Timeline, start: datetime, kind: str) -> None:
    """Raise Conflict when nothing is public at `start`; what is gone already can still be explained, now."""
    if line.covering(start) is None and (kind == "withdrawn" or start > line.at or not line.has_begun()):
        raise Conflict("notPublic")


def _already(line: Timeline, start: datetime, present: Edition | None, said: Mapping[str, Any]) -> bool:
    """Whether it is so already, and nothing is scheduled that would end it."""
    begun = [each for each in line.withdrawals if each.valid_from <= line.at]
    if start > line.at or line.ahead(start) or not begun or (present and not present.notice):
        return False
    held = present is not None or line.in_force() is begun[-1]
    return held and all(getattr(begun[-1], name) == value for name, value in said.items())


def _put(line: Timeline, start: datetime, said: Mapping[str, Any], replacement: Entry | None) -> None:
    in_force = line.in_force() if start == line.at else None
    if in_force:
        for name, value in said.items():
            setattr(in_force, name, value)
        line.settle()
        return
    withdrawal = Withdrawal(entry_id=line.entry.id, valid_from=start, **said)
    line.session.add(withdrawal)
    line.withdrawals.append(withdrawal)
    present = line.covering(start)
    if said["kind"] != "withdrawn" or present is None:
        line.settle()
        return
    target = {"type": replacement.type, "id": str(replacement.id)} if replacement else None
    notice = {"explanation": said["explanation"], "replacement": target, "at": start.isoformat()}
    line.insert(copy(present, valid_from=start, notice=notice, major=True, note=None))
