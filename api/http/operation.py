"""What is known of an operation: what it takes and gives, and who may use it. The OpenAPI document is read from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from marshmallow import Schema

from api.policy import PUBLIC
from schemas.parameters import Query

#: For the content type a resource is handed (None for the others): what the operation takes and gives.
QueryFor = Callable[[Any], Schema]
ReturnsFor = Callable[[Any], Mapping[str, Any]]
Sample = Callable[[Any], str]

#: A bad key is refused everywhere, even where none is needed.
_ALWAYS = (400, 401, 406, 414, 429, 500, 503)
_NO_QUERY = Query()


@dataclass(frozen=True)
class Body:
    """What an operation takes: media types, the schema of the envelope, and an example for a content type.

    `schema` is a function of the content type as well where the content itself is described.
    """

    schema: type[Schema]
    example: Callable[[Any], Any]
    media: Sequence[str] = ("application/json",)
    describe: ReturnsFor | None = None
    required: bool = True


@dataclass(frozen=True, eq=False)
class Operation:
    """What is known of an operation.

    returns: media type → JSON Schema of what it answers, the usual one first. formats: names by which the query's
    `format` chooses among them, whatever `Accept` says. sample: an address that answers with a real example, or the
    example itself. kinds: status → kind of problem, where that is not the usual one. `conditional` operations need
    `If-Match`, `secret` ones show what is shown once.
    """

    method: str
    summary: str
    description: str
    access: str
    returns: ReturnsFor | None
    sample: Sample | None = None
    example: Callable[[Any], Any] | None = None
    query: QueryFor = lambda content: _NO_QUERY
    takes: Body | None = None
    status: int = 200
    formats: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[int] = ()
    kinds: Mapping[int, str] = field(default_factory=dict)
    conditional: bool = False
    merging: bool = False
    secret: bool = False
    headers: Sequence[str] = field(default=())

    def forms(self, content: Any) -> tuple[str, ...]:
        """The media types it answers in, the usual one first."""
        return _forms(self, content)

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method not in {"get", "head"}

    @property
    def repeatable(self) -> bool:
        """Whether an `Idempotency-Key` makes it happen once (contract, section 6)."""
        return self.method in {"post", "patch"}

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every problem the operation can answer with."""
        found = {*_ALWAYS, *self.problems}
        if self.access != PUBLIC:
            found |= {403}
        if self.takes:
            found |= {413, 415, 422}
        if self.conditional:
            found |= {412, 428}
        if self.repeatable:
            found |= {409, 422}
        return tuple(sorted(found))


@cache  # one for each operation of each content type
def _forms(known: Operation, content: Any) -> tuple[str, ...]:
    return tuple(known.returns(content)) if known.returns else ("application/json",)
