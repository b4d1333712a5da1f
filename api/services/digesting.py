"""What a copy can check itself by: a digest of the set it should hold, and its size.

The lines of a set are kept from one time to the next, so that a change costs its own lines and one pass of SHA-256,
not a walk through the table.
"""

import hashlib
from bisect import bisect_left
from collections import OrderedDict
from typing import Any, NamedTuple

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from api.db import read
from api.models import Edition
from api.services.changing import Point, Wanted, changing, differing, is_of_this_history, matching, point
from api.services.observing import Moment, public
from api.services.remembering import recall, remember

_E: Any = Edition.__table__.c
#: So many sets are kept in lines: for 50 000 items each takes some 5 MB.
_MOST_SETS = 8
#: After more changes than these the lines are written anew.
_MOST_CHANGES = 2000


class Digest(NamedTuple):
    """SHA-256 over the lines `id:version`, sorted, each ended by a line feed; and how many there are."""

    value: str
    total: int


class _Lines(NamedTuple):
    """The lines of a set as they were at a point."""

    at: Point
    lines: list[bytes]


def digest(session: Session, moment: Moment, wanted: Wanted) -> Digest:
    """The digest of the set at this moment."""
    key = ("digest", wanted)
    known: Digest | None = recall(session, moment, key)
    if known is None:
        lines = _lines(session, moment, wanted)
        known = Digest(f"sha256:{hashlib.sha256(b''.join(lines)).hexdigest()}", len(lines))
        remember(session, moment, key, known, min(changing(session, moment, wanted), default=None))
    return known


def _lines(session: Session, moment: Moment, wanted: Wanted) -> list[bytes]:
    memory: Any = session.info.get("memory")
    kept: OrderedDict[Wanted, _Lines] = OrderedDict() if memory is None else memory.setdefault("lines", OrderedDict())
    now = point(session, moment, wanted)
    before = kept.pop(wanted, None)
    lines = _brought_up(session, moment, wanted, before, now) if before else None
    if lines is None:
        lines = _written(session, moment, wanted)
    kept[wanted] = _Lines(now, lines)
    while len(kept) > _MOST_SETS:
        kept.popitem(last=False)
    return lines


def _written(session: Session, moment: Moment, wanted: Wanted) -> list[bytes]:
    inside = (_E.live == true(), public(moment), matching(session, moment, wanted))
    rows = read(session, select(_E.entry_id, _E.version).where(*inside))
    return sorted(_line(row.entry_id, row.version) for row in rows)


def _brought_up(session: Session, moment: Moment, wanted: Wanted, before: _Lines, now: Point) -> list[bytes] | None:
    """The lines with what has changed since; None when that is too much, or they are no earlier ones of this log."""
    later = before.at.sequence > now.sequence or before.at.until > now.until
    if later or not is_of_this_history(session, before.at):
        return None
    changed = differing(session, moment, wanted, before.at, before.at.until, None, _MOST_CHANGES)
    if len(changed) > _MOST_CHANGES:
        return None
    lines = before.lines.copy()
    for each in changed:
        id_ = str(each.id).encode()
        place = bisect_left(lines, id_)
        present = place < len(lines) and lines[place].startswith(id_)
        lines[place : place + present] = [_line(each.id, each.edition.version)] if each.edition is not None else []
    return lines


def _line(id_: Any, version: int) -> bytes:
    return b"%s:%d\n" % (str(id_).encode(), version)
