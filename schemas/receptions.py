"""Receptions: where one can turn for help (HSDS service, schema.org GovernmentService)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import fields

from schemas.channels import CHANNEL, Channel
from schemas.codes import AUDIENCES, OFFERS, OUT_OF_SERVICE, PURPOSES, RECEPTION_STATUSES, LabelledCode
from schemas.declared import LEAD, TITLE
from schemas.entry import EntrySchema
from schemas.fields import Boolean, Code, Integer, Keyword, List, Number, Text
from schemas.hours import HOLIDAYS, HOURS, OpeningHours
from schemas.linked import Choice, First, Just, Node, Of, Value
from schemas.localised import Localised, Markdown, Prose, texts
from schemas.municipalities import AREA, MunicipalityCode
from schemas.parts import Nested, Part, many
from schemas.references import Reference
from schemas.things import ORGANIZATION, thing


class ContactLink(Part):
    """A contact and what it is for: a person to ask about a reception is not its help line."""

    contact = Reference("contacts", required=True, essential=True, filter="contact")
    purpose = Code(PURPOSES, required=True, doc="What one may use the contact for")


class Address(Part):
    """A place one can visit."""

    street = Text()
    postalCode = Text(max=10, example="851 85")
    city = Text()
    instructions = Localised(Prose(), doc="How to find the door")
    latitude = Number(min=-90, max=90, doc="WGS 84")
    longitude = Number(min=-180, max=180, doc="WGS 84")


class Safety(Part):
    """What a front end must do to keep a visitor safe."""

    quickExit = Boolean(doc="Offer a way to leave the page at once")
    neutralTitle = Localised(search=None, doc="A page title that gives nothing away")
    noNotifications = Boolean(doc="Send no notifications")
    noTracking = Boolean(doc="Set no cookies and measure nothing")


_PLACE = Node(
    "Place",
    {
        "address": Node(
            "PostalAddress", {"streetAddress": "street", "postalCode": "postalCode", "addressLocality": "city"}
        ),
        "description": "instructions",
        "geo": Node("GeoCoordinates", {"latitude": "latitude", "longitude": "longitude"}),
    },
)
_PEOPLE: dict[str, Value] = {"audienceType": "label"}
_OF_AGE = Node("PeopleAudience", {**_PEOPLE, "requiredMinAge": "/minAge", "requiredMaxAge": "/maxAge"})
#: Those who come for the sake of another, whose age the limits are about.
_OF_ANY_AGE = dict.fromkeys(("relatives", "professionals"), Node("PeopleAudience", _PEOPLE))
_WORDS: dict[str, Value] = {
    "alternateName": ("shortName", "alternateNames"),
    "description": First(("description", "summary")),
    "disambiguatingDescription": "summary",
    "serviceType": "offers.label",
    "provider": Of("host", ORGANIZATION),
    "areaServed": Of("municipalities", AREA),
    "audience": Of("audiences", Choice("code", dict.fromkeys(AUDIENCES, _OF_AGE) | _OF_ANY_AGE)),
    "availableChannel": (
        Of("channels", CHANNEL),
        Of("address", Node("ServiceChannel", {"serviceLocation": _PLACE, "availableLanguage": "/languages"})),
    ),
    "hoursAvailable": (
        Of("openingHours", HOURS),
        Choice("closedOnHolidays", {True: Node("OpeningHoursSpecification", {"dayOfWeek": Just(HOLIDAYS)})}),
    ),
    "offers": Choice("isFree", {True: Node("Offer", {"price": Just(0), "priceCurrency": Just("SEK")})}),
}
#: How to turn there, with what and what it is like: told only of one that is in service.
_TURNING_THERE = (
    "topics", "offers", "isFree", "isConfidential", "forRelatives", "anonymousContact", "openingHours",
    "closedOnHolidays", "openNow", "nextChangeAt", "address", "interpreter", "accessibility", "languages", "channels",
)  # fmt: skip


class ReceptionSchema(EntrySchema):
    """A reception where people can turn for help.

    Its contacts are not said in schema.org: whoever is named there as a way to a service is taken for its help line.
    """

    linked = thing("GovernmentService", "name", _WORDS)
    computed: ClassVar = {
        "openNow": fields.Boolean(
            allow_none=True, metadata={"description": "Whether it is open now; null when hours are not stated"}
        ),
        "nextChangeAt": fields.AwareDateTime(
            allow_none=True,
            metadata={"description": "When it next opens or closes", "example": "2026-11-24T15:30:00Z"},
        ),
    }

    name = Localised(required=True, sort="name", doc="Its full name")
    shortName = Text(max=60, search=TITLE, doc="What people call it")
    alternateNames = List(Text(search=TITLE), doc="Other names it is known by")
    summary = Localised(Prose(), required=True, search=LEAD, doc="What it is, in a sentence or two")
    description = Markdown(doc="What it is, at length")
    status = Code(RECEPTION_STATUSES, filter="status")
    audiences = List(LabelledCode(AUDIENCES, filter="audience"), doc="For whom it is")
    topics = texts(doc="What one can turn here with")
    offers = List(LabelledCode(OFFERS, filter="offer"), doc="What it offers")
    isFree = Boolean(filter="isFree", doc="Whether it costs nothing")
    isConfidential = Boolean(filter="isConfidential", doc="Whether the law on secrecy (sekretess) covers the talks")
    forRelatives = Boolean(filter="forRelatives", doc="Whether relatives can turn here too")
    anonymousContact = Boolean(filter="anonymousContact", doc="Whether one can be anonymous; null when not stated")
    minAge = Integer(max=130, doc="From what age, in years", example=18)
    maxAge = Integer(max=130, doc="Up to what age, in years", example=25)
    openingHours = many(OpeningHours, doc="Null when not stated")
    closedOnHolidays = Boolean(
        gap=False, doc="Whether it is closed on Swedish public holidays; hours apply as stated when null"
    )
    address = Nested(Address)
    interpreter = Boolean(doc="Whether an interpreter can be arranged")
    accessibility = Localised(Prose(), doc="For visitors with disabilities")
    languages = List(Keyword(filter="language", search=None), doc="Languages spoken there, BCP 47")
    channels = many(Channel, required=True, doc="Ways to reach it")
    host = Reference("organizations", required=True, filter="host", doc="Who runs it")
    unit = Localised(doc="The unit at the host")
    municipalities = List(MunicipalityCode(filter="municipality"), doc="It is for people in these municipalities")
    collaborators = List(Reference("organizations", filter="collaborator"), doc="Who stands behind it")
    contacts = many(ContactLink, doc="Whom to ask about it, and for what")
    safety = Nested(Safety)

    def told(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """All, but of one that is out of service or withdrawn no way to turn there: no one is to seek help in vain."""
        if item.get("status") not in OUT_OF_SERVICE and not item.get("withdrawal"):
            return item
        contacts = [each for each in item.get("contacts") or () if each["purpose"] != "help"]
        return {**item, **dict.fromkeys(_TURNING_THERE), "contacts": contacts}
