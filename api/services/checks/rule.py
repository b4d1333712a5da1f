"""What a rule is: a row of the table, and how it is asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.orm import Session

from api.models import Entry
from api.services.checks.stated import Stated, stated
from api.services.checks.targets import Pointer, Target, find_targets
from schemas.content_type import ContentType
from schemas.faults import Found, Said, faults
from schemas.references import Reference
from schemas.walking import Place

BLOCKING = "blocking"
WARNING = "warning"


@dataclass(frozen=True)
class Draft:
    """What is checked: a revision of an entry as it would go out at an instant. `session` is for what else is known.

    What several rules ask is found once.
    """

    session: Session
    entry: Entry
    content: ContentType
    revision: int
    body: Mapping[str, Any]
    at: datetime

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """Every value it states."""
        return tuple(stated(self.content.schema, self.body))

    @cached_property
    def faults(self) -> tuple[Found, ...]:
        """What the schema, as it is today, finds in it."""
        try:
            self.content.schema.load(self.body)
        except ValidationError as error:
            return tuple(faults(error.messages))
        return ()

    @cached_property
    def pointers(self) -> tuple[Pointer, ...]:
        """Where it points at others; pointing at itself is always fine."""
        return tuple(
            Pointer(place, field.target, value)
            for place, field, value in self.stated
            if isinstance(field, Reference) and isinstance(value, str) and value != str(self.entry.id)
        )

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """What it points at, as far as it exists, by id."""
        return find_targets(self.session, self.pointers)


#: Where in the content something was found, and what fills the rule's text.
Spot = tuple[Place, Mapping[str, Any]]


@dataclass(frozen=True)
class Rule:
    """One rule. `id` is stable; `said` tells what is wrong and `hint` what to do; `find` yields where.

    `severity` is BLOCKING (it may not go out) or WARNING.
    """

    id: str
    severity: str
    said: Said
    hint: Said
    find: Callable[[Draft], Iterator[Spot]]


@dataclass(frozen=True)
class Finding:
    """A rule and one place that it found."""

    rule: Rule
    place: Place
    params: Mapping[str, Any] = field(default_factory=dict)
