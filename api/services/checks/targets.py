"""What a draft points at: whether it is there, and until when it is public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.models import Edition, Entry
from schemas.references import is_id
from schemas.walking import Place


class Pointer(NamedTuple):
    """A reference: where it stands, the type it points at and the id."""

    place: Place
    type: str
    id: str


@dataclass(frozen=True)
class Target:
    """An entry that is pointed at. `until` is when its newest edition ends; None when there never was one."""

    erased: bool
    until: datetime | None


def find_targets(session: Session, pointers: Iterable[Pointer]) -> Mapping[str, Target]:
    """The entries that are pointed at, by id; what does not exist is not in the answer."""
    ids = {UUID(each.id) for each in pointers if is_id(each.id)}
    if not ids:
        return {}
    ends = (
        select(Entry.id, Entry.erased_at, func.max(Edition.valid_to))
        .outerjoin(Edition, Edition.entry_id == Entry.id)
        .where(Entry.id.in_(ids))
        .group_by(Entry.id, Entry.erased_at)
    )
    return {str(id): Target(erased is not None, until) for id, erased, until in session.execute(ends)}
