"""Receptions: where one can turn for help (HSDS service, schema.org GovernmentService)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load

from schemas.addresses import Email, Url, parse_phone
from schemas.codes import (
    AUDIENCES,
    CHANNEL_AUDIENCES,
    CHANNEL_KINDS,
    OFFERS,
    PURPOSES,
    RECEPTION_STATUSES,
    LabelledCode,
)
from schemas.declared import BODY, LEAD, TITLE, Declared
from schemas.entry import EntrySchema
from schemas.fields import Boolean, Code, Integer, Keyword, List, Number, Text
from schemas.hours import OpeningHours
from schemas.localised import Localised, Markdown, Prose, texts
from schemas.municipalities import MunicipalityCode
from schemas.parts import Nested, Part, many
from schemas.references import Reference


class ChannelValue(Declared, fields.Raw):
    """Where a channel leads: a text, or a phone number in its three forms."""

    searched = BODY

    def words(self, value: Any, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        yield languages[0], value if isinstance(value, str) else value["display"]

    def delivered(self) -> fields.Field[Any]:
        one_of = [{"type": "string"}, {"$ref": "#/components/schemas/Phone"}, {"type": "null"}]
        return fields.Raw(metadata={**self.metadata, "anyOf": one_of})


#: How the value of a channel is read, by its kind.
_VALUES: dict[str, Callable[[Any], Any]] = {
    "web": Url().deserialize,
    "chat": Url().deserialize,
    "booking": Url().deserialize,
    "email": Email().deserialize,
    "phone": parse_phone,
    "sms": parse_phone,
}


class Channel(Part):
    """A way to reach the reception, and for whom it is."""

    kind = Code(CHANNEL_KINDS, required=True)
    value = ChannelValue(required=True, doc="An address, a phone number, or a text that says where to go")
    audience = Code(CHANNEL_AUDIENCES, doc="For whom the channel is; null when not stated")
    hours = many(OpeningHours, doc="When it is answered; null when not stated")
    anonymous = Boolean(doc="Whether one can be anonymous; null when not stated")

    @post_load
    def read_value(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Read the value as its kind asks: a number as a number, an address as an address."""
        if "kind" in data and "value" in data:
            try:
                data["value"] = _VALUES.get(data["kind"], Text().deserialize)(data["value"])
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from None
        return data


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


class ReceptionSchema(EntrySchema):
    """A reception where people can turn for help."""

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
    municipalities = List(MunicipalityCode(filter="municipality"), doc="Whose inhabitants it is for")
    collaborators = List(Reference("organizations", filter="collaborator"), doc="Who stands behind it")
    contacts = many(ContactLink, doc="Whom to ask about it, and for what")
    safety = Nested(Safety)
