"""What every field of ours can say of itself: said once, at the field, and read by the whole house.

A field's value after loading is plain JSON, ready to be stored. `deliver` turns the stored value into what a
reader gets; `delivered` is the marshmallow field that describes that, for the OpenAPI document.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from marshmallow import fields

from schemas.delivery import Delivery, Path
from schemas.faults import Fault

#: How far up a text stands: what is found further up comes first.
TITLE, LEAD, BODY = RANKS = ("title", "lead", "body")

F = TypeVar("F", bound="fields.Field[Any]")


class Declared(fields.Field[Any]):
    """What every field of ours can say of itself.

    filter: readers' filter of that name matches this value. sort: lists sort by it under that name.
    long: left out of lists unless asked for. essential: without it the object around it is left out.
    gap: when it is not stated, editors are told that a fact is missing (only at the top of a type).
    search: how far up what it says stands for those who search; None where it is not found (the title always is).
    """

    #: Where a field of this kind is found when it does not say.
    searched: str | None = None

    #: Any object may be a message; ours are faults.
    default_error_messages: Any = {key: Fault(key) for key in ("required", "null", "validator_failed")}

    def __init__(
        self,
        *args: Any,
        filter: str | None = None,
        sort: str | None = None,
        long: bool = False,
        essential: bool = False,
        gap: bool = True,
        search: str | None = "",
        doc: str | None = None,
        example: Any = None,
        **kwargs: Any,
    ) -> None:
        metadata = {key: value for key, value in (("description", doc), ("example", example)) if value is not None}
        super().__init__(*args, metadata=metadata, **kwargs)
        self.filter, self.sort, self.long, self.essential, self.gap = filter, sort, long, essential, gap
        self.search = self.searched if search == "" else search

    def deliver(self, value: Any, to: Delivery, path: Path) -> Any:
        """What a reader gets for this stored value; OMITTED where there is nothing to show."""
        return value

    def delivered(self) -> fields.Field[Any]:
        """The field that describes what `deliver` returns."""
        return nullable(copy.copy(self))

    def filters_as(self, other: "Declared") -> bool:
        """Whether one filter can serve both fields."""
        return type(self) is type(other)

    def words(self, value: Any, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What the value says in the first of these languages that it has: language and text."""
        yield languages[0], str(value)

    def term(self, value: Any) -> str:
        """The value as filters compare it."""
        return str(value)

    def sort_key(self, value: Any) -> str:
        """The value as a text that sorts by its bytes."""
        return str(value)


def nullable(field: F) -> F:
    """The field as it stands in an answer: always there, null when not stated."""
    field.required, field.allow_none = False, True
    return field
