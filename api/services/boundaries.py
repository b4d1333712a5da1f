"""When a list changes by itself: the next instants at which an item comes or goes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from api.db import FOREVER
from api.models import Edition


def hiding(types: Collection[str], now: datetime) -> ScalarSelect[Any]:
    """When a look into the past next loses an edition of these types; as a column."""
    hidden = select(func.min(Edition.hidden_from)).where(
        Edition.type.in_(types), Edition.hidden_from > now, Edition.hidden_from < FOREVER
    )
    return hidden.correlate(None).scalar_subquery()


def upcoming(types: Collection[str], at: datetime) -> tuple[ScalarSelect[Any], ScalarSelect[Any]]:
    """The first start and the first end, after an instant, of any edition of these types; as columns."""
    of_types = Edition.type.in_(types)
    comes = select(func.min(Edition.valid_from)).where(of_types, Edition.valid_from > at)
    goes = select(func.min(Edition.valid_to)).where(of_types, Edition.valid_to > at, Edition.valid_to < FOREVER)
    return comes.correlate(None).scalar_subquery(), goes.correlate(None).scalar_subquery()
