"""The municipalities of Västernorrland (county 22, SE-Y): a fixed code list, not edited."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from marshmallow import fields

from schemas.declared import BODY
from schemas.delivery import Document
from schemas.fields import Code
from schemas.linked import Called, Node


class Municipality(NamedTuple):
    """One municipality: its official code, and its name, the same in every language."""

    code: str
    name: str
    slug: str


MUNICIPALITIES = (
    Municipality("2260", "Ånge", "ange"),
    Municipality("2262", "Timrå", "timra"),
    Municipality("2280", "Härnösand", "harnosand"),
    Municipality("2281", "Sundsvall", "sundsvall"),
    Municipality("2282", "Kramfors", "kramfors"),
    Municipality("2283", "Sollefteå", "solleftea"),
    Municipality("2284", "Örnsköldsvik", "ornskoldsvik"),
)
#: What all of them are together.
COUNTY = "Västernorrland"
NAMES = {each.code: each.name for each in MUNICIPALITIES}
#: A municipality, from its code.
AREA = Node("AdministrativeArea", {"identifier": "", "name": Called(NAMES)})


class MunicipalityCode(Code):
    """The official code of one of the county's municipalities; whoever searches finds it by its name."""

    searched = BODY

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"doc": "Official municipality code", "example": "2281", **kwargs}
        super().__init__(tuple(NAMES), **kwargs)

    def words(self, value: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        yield languages[-1], NAMES[value]


class MunicipalitySchema(Document):
    """A municipality and how many public items of each type concern it."""

    code = fields.String(required=True, metadata={"example": "2281"})
    name = fields.String(required=True, metadata={"example": "Sundsvall"})
    slug = fields.String(required=True, metadata={"example": "sundsvall"})
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
