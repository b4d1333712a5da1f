"""Opening hours as content: local Stockholm time, week by week."""

from typing import Any

from marshmallow import validates_schema

from schemas.codes import DAYS
from schemas.faults import fault
from schemas.fields import Code, Date, List, Time
from schemas.linked import Called, Node, Of
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


_SCHEMA_ORG = "https://schema.org/"
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Their day of public holidays; an opening that does not say when it opens is none.
HOLIDAYS = f"{_SCHEMA_ORG}PublicHolidays"
#: Opening hours; closing before opening is on the next day for them too.
HOURS = Node(
    "OpeningHoursSpecification",
    {
        "dayOfWeek": Of("days", Called({day: _SCHEMA_ORG + name for day, name in zip(DAYS, _WEEK, strict=True)})),
        "opens": "opens",
        "closes": "closes",
        "validFrom": "validFrom",
        "validThrough": "validTo",
    },
)
