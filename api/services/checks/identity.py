"""Swedish personal identity numbers in running text (folkbokföringslagen 1991:481 §18, lag 2022:1697)."""

import re

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer

#: Whatever people put between the date and the last four digits: a plus, a dash of any kind, a space.
_BETWEEN = r"[^\S\n]?[-+\N{SOFT HYPHEN}\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]?[^\S\n]?"
_SHAPE = re.compile(rf"(?<!\d)((?:18|19|20)?[0-9]{{6}})({_BETWEEN})([0-9]{{4}})(?!\d)")
#: A coordination number (samordningsnummer) adds this to the day.
_COORDINATION = 60


def holds_identity_number(text: str) -> bool:
    """Whether a personal identity number or a coordination number stands in the text, as its date and digits prove."""
    return any(_holds(*shape.groups()) for shape in _SHAPE.finditer(text))


def _holds(birth: str, between: str, last: str) -> bool:
    day = int(birth[-2:])
    if day > _COORDINATION:
        if not between and len(birth) == 6:
            return False  # ten digits in a row with such a day are as likely a phone number
        day -= _COORDINATION
    sign = "+" if "+" in between else "-"
    try:
        personnummer.get_birth_date(f"{birth[:-2]}{day:02}{sign}{last}")
    except ValidationError:
        return False
    return luhn.is_valid(f"{birth}{last}"[-10:])
