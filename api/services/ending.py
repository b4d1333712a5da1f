"""Why something is not public any more, and what readers find in its place."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.errors import Gone, Moved
from api.models import Edition, Withdrawal
from api.services.observing import Moment, public
from schemas.references import Successor
from schemas.walking import values_of

#: So many redirects are followed from one to the next.
_STEPS = 10


def explain(session: Session, moment: Moment, row: Row[Any]) -> Gone | Moved:
    """Why an edition that has ended (or whose past is hidden) is not there, and what takes its place.

    Without a withdrawal since, the notice under which it ended goes on. Moved when the entry was redirected to
    something that is public.
    """
    withdrawal = _withdrawal(session, moment, row.entry_id, row.valid_from)
    stated = (value for _, _, value in values_of(Successor, CATALOGUE[row.type].schema, row.body))
    explanation, successor = _notice(row, moment)
    if withdrawal:
        explanation, successor = withdrawal.explanation, withdrawal.replacement
    replacement = _public(session, moment, successor or next((UUID(each) for each in stated), None))
    if withdrawal and withdrawal.kind == "redirect" and replacement:
        return Moved("moved", type=replacement[0], slug=replacement[1])
    return Gone("gone", explanation=explanation, replacement=replacement)


def _notice(row: Row[Any], moment: Moment) -> tuple[dict[str, str] | None, UUID | None]:
    """Explanation and successor of the notice under which an edition ended; what is hidden tells nothing."""
    if row.notice is None or row.valid_to > moment.at or row.hidden_from <= moment.now:
        return None, None
    target = row.notice["replacement"]
    return row.notice["explanation"], UUID(target["id"]) if target else None


def _withdrawal(session: Session, moment: Moment, entry_id: UUID, since: Any) -> Withdrawal | None:
    """The last withdrawal that began after an edition did."""
    latest = (
        select(Withdrawal)
        .where(Withdrawal.entry_id == entry_id, Withdrawal.valid_from > since, Withdrawal.valid_from <= moment.at)
        .order_by(Withdrawal.valid_from.desc())
    )
    return session.scalars(latest.limit(1)).first()


def _public(session: Session, moment: Moment, successor: UUID | None) -> tuple[str, str] | None:
    """Type and slug of a successor that is public, or of what that was redirected to."""
    for _ in range(_STEPS):
        if successor is None:
            return None
        shown = select(Edition.type, Edition.slug).where(Edition.entry_id == successor, public(moment))
        found = session.execute(shown).first()
        if found:
            return found.type, found.slug
        latest = _latest(session, successor, moment)
        known = moment.known_of(latest.organization_id) if latest else moment
        latest = latest if known is moment else _latest(session, successor, known)
        withdrawal = _withdrawal(session, known, successor, latest.valid_from) if latest else None
        successor = withdrawal.replacement if withdrawal else None
    return None


def _latest(session: Session, entry_id: UUID, moment: Moment) -> Row[Any] | None:
    """The last edition of an entry that has begun at the moment."""
    begun = select(Edition.valid_from, Edition.organization_id).where(
        Edition.entry_id == entry_id, Edition.valid_from <= moment.at
    )
    found: Any = session.execute(begun.order_by(Edition.valid_from.desc()).limit(1)).first()
    return cast("Row[Any] | None", found)
