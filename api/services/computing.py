"""What is computed when someone reads: true only until an instant, which goes with it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from api.services.opening import midnight_after, state, stated, today
from schemas.codes import OUT_OF_SERVICE

Computed = tuple[Mapping[str, Any], datetime | None]


def compute_review(review: Mapping[str, Any], at: datetime) -> Computed:
    """A review with `isOverdue`: null when nothing says by when it should be, else true from the day after."""
    if not review.get("reviewBy"):
        return {**review, "isOverdue": None}, None
    due = date.fromisoformat(review["reviewBy"])
    overdue = due < today(at)
    return {**review, "isOverdue": overdue}, None if overdue else midnight_after(due)


def _opening(body: Mapping[str, Any], at: datetime) -> Computed:
    """`openNow` and `nextChangeAt`: null when hours are not stated; a reception out of service is not open."""
    hours = stated(body.get("openingHours"))
    if not hours:
        return {"openNow": None, "nextChangeAt": None}, None
    if body.get("status") in OUT_OF_SERVICE:
        return {"openNow": False, "nextChangeAt": None}, None
    now = state(hours, bool(body.get("closedOnHolidays")), at)
    until = now.next_change or midnight_after(today(at))
    return {"openNow": now.open, "nextChangeAt": now.next_change}, until


#: The computed fields of each type that has any (declared in its schema as `computed`).
COMPUTED: Mapping[str, Callable[[Mapping[str, Any], datetime], Computed]] = {"receptions": _opening}
