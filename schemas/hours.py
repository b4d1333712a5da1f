"""Opening hours as content: local Stockholm time, week by week."""

from typing import Any

from marshmallow import validates_schema

from schemas.codes import DAYS
from schemas.faults import fault
from schemas.fields import Code, Date, List, Time
from schemas.parts import Part


class OpeningHours(Part):
    """Open on these days between these times; a closing time not after the opening one is on the next day."""

    days = List(Code(DAYS), required=True, doc="Days of the week")
    opens = Time(required=True, doc="Local time in Stockholm")
    closes = Time(required=True, doc="Local time in Stockholm; 00:00 is midnight at the end of the day")
    validFrom = Date(doc="First day of this schedule")
    validTo = Date(doc="Last day of this schedule")

    @validates_schema
    def period(self, data: Any, **kwargs: Any) -> None:
        """A schedule ends on or after the day it begins."""
        if data.get("validFrom") and data.get("validTo") and data["validTo"] < data["validFrom"]:
            raise fault("period")
