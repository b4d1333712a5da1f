"""One decorator per operation: it enforces what it documents.

An operation that does not say who may use it does not start.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, g, request
from flask_restx import Resource
from marshmallow import Schema

from api.http.answers import Answer, respond
from api.http.context import chosen_form, house
from api.http.problems import problem
from api.http.query import parse
from schemas.parameters import Query

#: For the content type a resource is handed (None for the others): what the operation takes and gives.
QueryFor = Callable[[Any], Schema]
ReturnsFor = Callable[[Any], Mapping[str, Any]]
Sample = Callable[[Any], str]

#: Who may use an operation; what is not here cannot be enforced, and does not start.
_ACCESS = frozenset({"public"})
_PROBLEMS = (400, 406, 414, 429, 500, 503)


_NO_QUERY = Query()


@dataclass(frozen=True)
class Operation:
    """What is known of an operation: the OpenAPI document is read from it.

    returns: media type → JSON Schema of what it answers. sample: an address that answers with a real example.
    """

    summary: str
    description: str
    access: str
    returns: ReturnsFor
    sample: Sample
    query: QueryFor = lambda content: _NO_QUERY
    produces: Sequence[str] = ("application/json",)
    problems: Sequence[int] = ()

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every problem the operation can answer with."""
        return tuple(sorted({*_PROBLEMS, *self.problems}))


def operation(*, access: str, returns: ReturnsFor, sample: Sample, **more: Any) -> Callable[[Any], Any]:
    """Make a method of a resource an operation; its docstring is the summary and, after a blank line, the description.

    The method is called with an open session and the parsed query, and gives an Answer or a Response.
    """
    if access not in _ACCESS:
        raise ValueError("an operation says who may use it")

    def decorate(method: Callable[..., Any]) -> Callable[..., Response]:
        summary, _, description = (method.__doc__ or "").strip().partition("\n\n")
        known = Operation(
            summary=summary.strip().rstrip("."),
            description=" ".join(description.split()) or summary.strip(),
            access=access,
            returns=returns,
            sample=sample,
            **more,
        )

        @wraps(method)
        def run(self: Resource, **path: str) -> Response:
            if not chosen_form(known.produces):
                return problem("not-acceptable", "accept", {"allowed": ", ".join(known.produces)})
            query = parse(known.query(getattr(self, "content", None)), request.args)
            with house().database.reading() as session:
                try:
                    answer = method(self, session, query=query, **path)
                finally:
                    g.sequence = session.info.get("sequence")
            return respond(answer) if isinstance(answer, Answer) else answer

        run.operation = known  # type: ignore[attr-defined]  # read by the OpenAPI document and the tests
        return run

    return decorate
