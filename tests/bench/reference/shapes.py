"""What the answers of the reference service are made of: texts in one language, and rows that are only named."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AliasGenerator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo
from pydantic.alias_generators import to_camel


def _in_language(value: Any, info: ValidationInfo) -> Any:
    """The text of the wanted language, or else the Swedish one."""
    if not isinstance(value, dict):
        return value
    return value.get(info.context["locale"], value.get("sv"))


def _code(value: Any) -> str:
    return value if isinstance(value, str) else value.code


Localised = Annotated[str, BeforeValidator(_in_language)]
LocalisedList = Annotated[list[str], BeforeValidator(_in_language)]
Code = Annotated[str, BeforeValidator(_code)]


class Model(BaseModel):
    model_config = ConfigDict(from_attributes=True, alias_generator=AliasGenerator(serialization_alias=to_camel))


class Attribution(Model):
    text: Localised
    url: str | None = None


class Entry(Model):
    id: int
    slug: str
    version: int
    published_at: datetime
    updated_at: datetime


class NamedRef(Model):
    id: int
    slug: str
    name: Localised


class ContactRef(Model):
    id: int
    slug: str
    name: str


class TitleRef(Model):
    id: int
    slug: str
    title: Localised


class Safety(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)

    quick_exit: bool | None = None
    neutral_title: Localised | None = None
    no_notifications: bool | None = None
    no_tracking: bool | None = None


class Link(Model):
    rel: str | None = None
    label: Localised
    url: str | None = None
    status: str | None = None
