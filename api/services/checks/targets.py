"""What a draft points at: whether it is there, and until when it is public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from api.db import read
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


_ENDS = (
    select(Entry.id, Entry.erased_at, func.max(Edition.valid_to).label("until"))
    .outerjoin(Edition, Edition.entry_id == Entry.id)
    .where(Entry.id.in_(bindparam("ids", expanding=True)))
    .group_by(Entry.id, Entry.erased_at)
)


def find_targets(session: Session, pointers: Iterable[Pointer]) -> Mapping[str, Target]:
    """The entries that are pointed at, by id; what does not exist is not in the answer."""
    ids = {UUID(each.id) for each in pointers if is_id(each.id)}
    if not ids:
        return {}
    ends = read(session, _ENDS, {"ids": list(ids)})
    return {str(row.id): Target(row.erased_at is not None, row.until) for row in ends}
