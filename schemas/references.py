"""Pointing at other entries: the target's id is stored; a slug is accepted (contract, section 6)."""

import re
from typing import Any

from marshmallow import fields

from schemas.declared import Declared, nullable
from schemas.delivery import Delivery, Document, Path
from schemas.faults import Fault, fault

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 100


def is_id(value: str) -> bool:
    """Whether the text is a UUID in canonical form (ASCII digits only)."""
    return bool(UUID.fullmatch(value))


def is_slug(value: str) -> bool:
    """Whether the text can be a slug: lower-case ASCII words joined by hyphens."""
    return len(value) <= SLUG_LENGTH and bool(SLUG.fullmatch(value)) and not UUID.fullmatch(value)


class ReferenceDocument(Document):
    """Another public item, by what a link to it needs."""

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    slug = fields.String(required=True)
    title = fields.String(required=True, metadata={"description": "Its name in the reader's language"})
    href = fields.Url(required=True, metadata={"description": "Where it is"})


class Referred(fields.Raw):
    """What stands in an answer for an entry of type `target`: a reference or, with `include`, the whole item.

    Without a target it is a reference to an entry of any type.
    """

    def __init__(self, target: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.target = target


class Reference(Declared, fields.String):
    """One entry of another type, by id or slug."""

    default_error_messages: Any = {"invalid": Fault("string")}

    def __init__(self, target: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.target = target

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        key: str = super()._deserialize(value, attr, data, **kwargs)
        if not is_id(key.lower()) and not is_slug(key):
            raise fault("reference", value=key)
        return key.lower()

    def filters_as(self, other: Declared) -> bool:
        return isinstance(other, Reference) and self.target == other.target

    def deliver(self, value: str, to: Delivery, path: Path) -> Any:
        return to.reference(self.target, value, path)

    def delivered(self) -> fields.Field[Any]:
        return nullable(Referred(self.target, metadata=self.metadata))


class Successor(Reference):
    """Who takes the entry's place once it is gone: readers of a 410 are sent there."""
