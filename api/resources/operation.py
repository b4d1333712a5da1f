"""One decorator per operation: it enforces what it documents.

An operation that does not say who may use it does not start. Each runs in one transaction: the caller is known, its
scope is checked, query and body are read, and only then the method is called, whose answer is made inside too.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Response, g, request
from flask_restx import Resource
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.errors import Forbidden, Malformed, Unauthorized
from api.http.answers import Answer, Reply, reply, respond
from api.http.body import read_json, read_object
from api.http.context import chosen_form, house, traceparent
from api.http.operation import Operation
from api.http.problems import problem
from api.http.query import parse
from api.policy import PUBLIC, SCOPES, Caller
from api.resources.queries import Reads, Writes
from api.services.authenticating import authenticate, is_plausible, is_unnoted, note_use
from api.services.observing import observe
from api.services.replaying import Kept, keep, recall
from schemas.faults import Fault, Found

#: What operations of the editors' side take when they say nothing of it.
_READS, _WRITES = Reads(), Writes()
_LONGEST_KEY = 255
_KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Preference-Applied")


@dataclass(frozen=True)
class Call:
    """One request to an operation: the open session, what was asked, who asks (None without a key), what was sent.

    `form` is the media type that it is to be answered in.
    """

    session: Session
    query: dict[str, Any]
    caller: Caller | None
    body: Any
    form: str

    @property
    def who(self) -> Caller:
        """The caller of an operation that is not public. Raises Unauthorized."""
        if self.caller is None:
            raise Unauthorized("noKey")
        return self.caller


def operation(*, access: str, **more: Any) -> Callable[[Any], Any]:
    """Make a method of a resource an operation; its docstring is the summary and, after a blank line, the description.

    The method is called with the call and the variables of the path, and gives an Answer, a Reply or a Response.
    """
    if access not in SCOPES:
        raise ValueError("an operation says who may use it")

    def decorate(method: Callable[..., Any]) -> Callable[..., Response]:
        if access != PUBLIC and "query" not in more:
            more["query"] = lambda content: _READS if method.__name__ == "get" else _WRITES
        summary, _, description = (method.__doc__ or "").strip().partition("\n\n")
        known = Operation(
            method=method.__name__,
            summary=summary.strip().rstrip("."),
            description=" ".join(description.split()) or summary.strip(),
            access=access,
            **more,
        )

        @wraps(method)
        def run(self: Resource, **path: str) -> Response:
            content = getattr(self, "content", None)
            forms = known.forms(content)
            form = known.formats.get(request.args.get("format", "")) or chosen_form(forms)
            if form is None:
                return problem("not-acceptable", "accept", {"allowed": ", ".join(forms)})
            return _run(known, lambda call: method(self, call, **path), content, form)

        run.operation = known  # type: ignore[attr-defined]  # read by the OpenAPI document and the tests
        return run

    return decorate


def _run(known: Operation, act: Callable[[Call], Any], content: Any, form: str) -> Response:
    database = house().database
    token = _token(known)
    if known.takes and token:
        with database.reading() as session:
            _admit(session, known, token)  # only for those who may send one is a thread held while a body comes in
        request.get_data()  # and no one else waits for their transaction
    dry = known.writes and request.args.get("dryRun") == "true"
    with database.writing(keep=not dry) if known.writes else database.reading() as session:
        session.info["traceparent"] = traceparent()
        caller = _admit(session, known, token)
        query = parse(known.query(content), request.args)
        if "minSequence" in query:
            observe(session, min_sequence=query["minSequence"])
        call = Call(session, query, caller, _body(known), form)
        try:
            kept = None if dry else _recall(session, known, caller)
            response = _replayed(kept) if kept else _answered(act(call))
            if not kept and not dry:
                _keep(session, known, caller, response)
        finally:
            g.sequence = None if dry else g.get("sequence") or session.info.get("sequence")
        unnoted = caller is not None and caller.previews is None and is_unnoted(session)
    if caller and unnoted:
        with suppress(OperationalError), database.writing() as session:  # the next request will do
            note_use(session, caller)
    return response


def _token(known: Operation) -> str | None:
    """What was sent as a key. Raises Unauthorized for what cannot be one, and for nothing where one is needed."""
    header = request.headers.get("Authorization")
    if header is None:
        if known.access != PUBLIC:
            raise Unauthorized("noKey")
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not is_plausible(token.strip()):
        raise Unauthorized("key")
    return token.strip()


def _admit(session: Session, known: Operation, token: str | None) -> Caller | None:
    """Who asks, when that is allowed: a bad key is refused even where none is needed."""
    if token is None:
        return None
    caller = authenticate(session, token, house().config.secret)
    if known.access != PUBLIC and (caller.previews or not caller.may(known.access)):
        raise Forbidden("scope")
    session.info["caller"] = caller
    return caller


def _body(known: Operation) -> Any:
    if known.takes is None or (not known.takes.required and not request.get_data()):
        return {}
    document = read_json(known.takes.media)
    return document if known.method == "patch" else read_object(document, known.takes.schema())


def _answered(answer: Any) -> Response:
    if isinstance(answer, Reply):
        return reply(answer)
    found: Response = respond(answer) if isinstance(answer, Answer) else answer
    return found


def _fingerprint(known: Operation) -> str:
    body = request.get_data() if known.takes else b""
    parts = (request.method.encode(), request.path.encode(), request.query_string, body)
    return hashlib.sha256(b"\0".join(hashlib.sha256(each).digest() for each in parts)).hexdigest()


def _idempotency_key(known: Operation, caller: Caller | None) -> str | None:
    key = request.headers.get("Idempotency-Key") if known.repeatable and caller else None
    if key is not None and not (0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Malformed("query", found=[Found(("Idempotency-Key",), Fault("length", {"min": 1, "max": _LONGEST_KEY}))])
    return key


def _recall(session: Session, known: Operation, caller: Caller | None) -> Kept | None:
    key = _idempotency_key(known, caller)
    return recall(session, caller.client, key, _fingerprint(known)) if key and caller else None


def _keep(session: Session, known: Operation, caller: Caller | None, response: Response) -> None:
    key = _idempotency_key(known, caller)
    if key and caller:
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        sequence = session.info.get("sequence")
        if sequence is not None:
            headers["Content-Sequence"] = str(sequence)
        body = None if known.secret else response.get_data()
        keep(session, caller.client, key, Kept(response.status_code, headers, body))


def _replayed(kept: Kept) -> Response:
    response = Response(kept.body, kept.status)
    response.headers.update(kept.headers)
    response.headers["Cache-Control"] = "private, no-store"
    if "Content-Sequence" in kept.headers:
        g.sequence = int(kept.headers["Content-Sequence"])
    return response
