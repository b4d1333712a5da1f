"""Ways to reach a reception, and how schema.org says them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from marshmallow import ValidationError, fields, post_load

from schemas.addresses import Email, Url, parse_phone
from schemas.codes import CHANNEL_AUDIENCES, CHANNEL_KINDS
from schemas.declared import BODY, Declared
from schemas.fields import Boolean, Code, Text
from schemas.hours import HOURS, OpeningHours
from schemas.linked import Called, Choice, Node, Of, Value
from schemas.parts import Part, many


class ChannelValue(Declared, fields.Raw):
    """Where a channel leads: a text, or a phone number in its three forms."""

    searched = BODY

    def words(self, value: Any, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        yield languages[0], value if isinstance(value, str) else value["display"]

    def delivered(self) -> fields.Field[Any]:
        one_of = [{"type": "string"}, {"$ref": "#/components/schemas/Phone"}, {"type": "null"}]
        return fields.Raw(metadata={**self.metadata, "anyOf": one_of})


_TEXT = Text().deserialize


def _of_any_kind(value: Any) -> Any:
    """The value of a draft that does not say of what kind it is: a phone number in its three forms, or a text."""
    return parse_phone(value) if isinstance(value, dict) else _TEXT(value)


#: How the value of a channel is read, by its kind; that of any other is a text.
_VALUES: dict[str | None, Callable[[Any], Any]] = {
    None: _of_any_kind,
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
        if "value" in data:
            try:
                data["value"] = _VALUES.get(data.get("kind"), _TEXT)(data["value"])
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from None
        return data


def _channel(**ways: Value) -> Node:
    return Node("ServiceChannel", {"name": Of("kind", Called(CHANNEL_KINDS)), **ways})


_AT_ADDRESS = _channel(serviceUrl="value")
_BY_PHONE = _channel(
    servicePhone=Node("ContactPoint", {"telephone": "value.number", "hoursAvailable": Of("hours", HOURS)}),
    availableLanguage="/languages",
)
_BY_SMS = _channel(serviceSmsNumber=Node("ContactPoint", {"telephone": "value.number"}))
_ON_THE_SPOT = _channel(
    serviceLocation=Node("Place", {"description": "value", "openingHoursSpecification": Of("hours", HOURS)}),
    availableLanguage="/languages",
)
_BY_KIND = Choice(
    "kind",
    {
        "web": _AT_ADDRESS,
        "phone": _BY_PHONE,
        "sms": _BY_SMS,
        "chat": _AT_ADDRESS,
        "email": None,  # they have no word for mail that leads to a service
        "visit": _ON_THE_SPOT,
        "dropIn": _ON_THE_SPOT,
        "booking": _AT_ADDRESS,
    },
)
#: A channel of theirs is a way to the service itself: what is for others than those who seek help is none.
CHANNEL = Choice("audience", {"help": _BY_KIND, None: _BY_KIND, "professional": None, "press": None})
