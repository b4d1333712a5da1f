"""Ways to reach someone: web addresses, e-mail addresses, phone numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import phonenumbers
from marshmallow import ValidationError, fields, validate
from phonenumbers import shortnumberinfo

from schemas.declared import BODY, Declared, nullable
from schemas.delivery import Document
from schemas.faults import fault
from schemas.fields import Text
from schemas.texts import clean

_WEB = validate.URL(schemes={"http", "https"}, require_tld=True)
_MAIL = validate.Email()


class Url(Text):
    """An absolute https or http address."""

    searched = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=2000, **kwargs)
        self.metadata = {**self.metadata, "format": "uri"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        address = _checked(_WEB, super()._deserialize(value, attr, data, **kwargs), "url")
        split = urlsplit(address)
        if "." not in (split.hostname or "") or split.username is not None:
            raise fault("url", value=address)
        return address


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

    number = fields.String(
        required=True, metadata={"description": "E.164; a short number as it is dialled", "example": "+46701902735"}
    )
    display = fields.String(required=True, metadata={"description": "As people write it", "example": "070-190 27 35"})
    uri = fields.String(required=True, metadata={"description": "For a link (RFC 3966)", "example": "tel:+46701902735"})


#: EU's harmonised numbers of social value, such as 116 016 (Commission Decision 2007/116/EC).
_HARMONISED = re.compile(r"116\d{3}", re.ASCII)


def parse_phone(value: Any) -> dict[str, str]:
    """The number in its three forms, from text as people write it in Sweden or from those forms.

    Short numbers such as 1177 have no E.164 form: theirs is the number as it is dialled. Raises a fault when it is not
    a number that can be in use.
    """
    written = value.get("number") if isinstance(value, dict) else value
    if not isinstance(written, str) or len(written) > 40:
        raise fault("phone")
    try:
        number = phonenumbers.parse(clean(written, lines=False), "SE")
    except phonenumbers.NumberParseException:
        raise fault("phone") from None
    digits = phonenumbers.normalize_digits_only(written)
    if _is_short(number, digits):
        return {"number": digits, "display": _spaced(digits), "uri": f"tel:{digits}"}
    if not phonenumbers.is_valid_number(number) or number.extension or written.strip()[0] not in "0+(":
        raise fault("phone")
    swedish = number.country_code == 46
    style = phonenumbers.PhoneNumberFormat.NATIONAL if swedish else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return {"number": e164, "display": phonenumbers.format_number(number, style), "uri": f"tel:{e164}"}


def _is_short(number: phonenumbers.PhoneNumber, digits: str) -> bool:
    dialled = digits == str(number.national_number)
    known = shortnumberinfo.is_valid_short_number_for_region(number, "SE") or _HARMONISED.fullmatch(digits)
    return dialled and bool(known)


def _spaced(digits: str) -> str:
    return f"{digits[:3]} {digits[3:]}" if len(digits) > 4 else digits


class Phone(Declared, fields.Raw):
    """A phone number, accepted as people write it."""

    searched = BODY

    def words(self, value: Mapping[str, str], languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        yield languages[0], value["display"]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        return parse_phone(value)

    def delivered(self) -> fields.Field[Any]:
        return nullable(fields.Nested(PhoneDocument, metadata=self.metadata))
