"""Ways to reach someone: web addresses, e-mail addresses, phone numbers."""

from typing import Any

import phonenumbers
from marshmallow import ValidationError, fields, validate

from schemas.declared import Declared, nullable
from schemas.delivery import Document
from schemas.faults import fault
from schemas.fields import Text
from schemas.texts import clean

_WEB = validate.URL(schemes={"http", "https"}, require_tld=True)
_MAIL = validate.Email()


class Url(Text):
    """An absolute https or http address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=2000, **kwargs)
        self.metadata = {**self.metadata, "format": "uri"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return _checked(_WEB, super()._deserialize(value, attr, data, **kwargs), "url")


class Email(Text):
    """An e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=254, **kwargs)
        self.metadata = {**self.metadata, "format": "email"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return _checked(_MAIL, super()._deserialize(value, attr, data, **kwargs), "email")


def _checked(validator: validate.Validator, value: str, code: str) -> str:
    try:
        validator(value)
    except ValidationError:
        raise fault(code, value=value) from None
    return value


class PhoneDocument(Document):
    """A phone number in the forms a front end needs."""

    number = fields.String(required=True, metadata={"description": "E.164", "example": "+46701902735"})
    display = fields.String(required=True, metadata={"description": "As people write it", "example": "070-190 27 35"})
    uri = fields.String(required=True, metadata={"description": "For a link (RFC 3966)", "example": "tel:+46701902735"})


def parse_phone(value: Any) -> dict[str, str]:
    """The number in its three forms, from text as people write it in Sweden or from those forms.

    Raises a fault when it is not a number that can exist.
    """
    written = value.get("number") if isinstance(value, dict) else value
    if not isinstance(written, str) or len(written) > 40:
        raise fault("phone")
    try:
        number = phonenumbers.parse(clean(written, lines=False), "SE")
    except phonenumbers.NumberParseException:
        raise fault("phone") from None
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise fault("phone")
    swedish = number.country_code == 46
    style = phonenumbers.PhoneNumberFormat.NATIONAL if swedish else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return {
        "number": e164,
        "display": phonenumbers.format_number(number, style),
        "uri": f"tel:{e164}",
    }


class Phone(Declared, fields.Raw):
    """A phone number, accepted as people write it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        return parse_phone(value)

    def delivered(self) -> fields.Field[Any]:
        return nullable(fields.Nested(PhoneDocument, metadata=self.metadata))
