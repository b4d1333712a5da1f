"""How a stated value is said, by the field that holds it: a type that has no table of its own is said by these."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from api.catalogue import CATALOGUE
from api.services.formatting import as_written
from api.services.reciting.voice import Voice
from schemas.addresses import Phone, Url
from schemas.codes import LabelledCode
from schemas.declared import Declared
from schemas.faults import Said
from schemas.fields import Boolean, Date, Keyword, List
from schemas.localised import Localised
from schemas.municipalities import COUNTY, NAMES, MunicipalityCode
from schemas.parts import Nested
from schemas.references import Reference

Item = Mapping[str, Any]
_YES, _NO = Said("ja", "yes"), Said("nej", "no")
_WHOLE_COUNTY = Said("hela {county}", "all of {county}")
_BLANK_LINE = re.compile(r"\n\s*\n")
#: Invisible characters that scripts need: they join letters or keep them apart.
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_ENDS = (".", "!", "?", "…", ":")

#: How a value is said, by the kind of its field; anything else is said as it stands.
_WAYS: Mapping[type[Declared], Callable[[Voice, Any, Any], str]] = {
    Boolean: lambda voice, field, value: voice.say(_YES if value else _NO),
    Date: lambda voice, field, value: voice.date(value),
    Url: lambda voice, field, value: as_written(value),
    Phone: lambda voice, field, value: value["display"],
    LabelledCode: lambda voice, field, value: value["label"],
    MunicipalityCode: lambda voice, field, value: NAMES[value],
    Reference: lambda voice, field, value: name_of(value),
    Localised: lambda voice, field, value: told(voice, field.inner, value),
    List: lambda voice, field, value: _list(voice, field.inner, value),
    Nested: lambda voice, field, value: sentences(
        told(voice, inner, value[name]) for name, inner in field.schema.fields.items() if value.get(name) is not None
    ),
}
#: Names: they stand in one sentence, one after another.
_NAMES = (Keyword, MunicipalityCode, Reference)


def told(voice: Voice, field: Declared | None, value: Any) -> str:
    """The value in words."""
    way = next((_WAYS[kind] for kind in type(field).__mro__ if kind in _WAYS), None)
    return way(voice, field, value) if way else str(value)


def name_of(item: Item) -> str:
    """What an item is called, whether it is a reference or stands there in full; its slug where a draft has no name."""
    return str((item["title"] if "href" in item else CATALOGUE[item["type"]].text_of(item)) or item["slug"])


def _list(voice: Voice, inner: Declared, values: Collection[Any]) -> str:
    if isinstance(inner, MunicipalityCode) and NAMES.keys() <= set(values):
        return voice.say(_WHOLE_COUNTY, county=COUNTY)
    said = [told(voice, inner, value) for value in values]
    return voice.listing(said) if isinstance(inner, _NAMES) else sentences(said)


def sentences(texts: Iterable[str]) -> str:
    """The texts one after another, each ended so that a voice pauses."""
    return " ".join(text if text.endswith(_ENDS) else f"{text}." for text in texts if text)


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a text, each on one line of visible characters."""
    for block in _BLANK_LINE.split(text):
        line = " ".join("".join(each for each in block if _is_heard(each)).split())
        if line:
            yield line


def _is_heard(character: str) -> bool:
    shown = character.isspace() or unicodedata.category(character) not in {"Cc", "Cf"}
    return shown or character in _JOINERS
