"""One function turns any exception into a problem document (RFC 9457), the same in tests and in production."""

import logging
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge, UnsupportedMediaType

from api import errors
from api.http.answers import dump
from api.http.context import api_url, problem_language, trace_id
from api.http.kinds import KINDS, OF_ERROR, OF_STATUS
from api.http.links import start_links, with_query
from api.http.texts import DETAILS, describe, say
from schemas.faults import Found, pointer

_logger = logging.getLogger("api")


def install(app: Flask) -> None:
    """Answer every exception of the application with a problem."""
    app.register_error_handler(Exception, handle)


def handle(error: Exception) -> Response:
    """The response for an exception; what is not the client's to know goes to the log, under the trace id."""
    match error:
        case errors.ContentError():
            return _of_the_domain(error)
        case HTTPException(code=int(status)) if status < 500:
            return _of_the_protocol(error, status)
        case IntegrityError():
            _logger.exception("two at once, trace %s", trace_id())
            return problem("unavailable", "between", headers={"Retry-After": "1"})
        case OperationalError() | InterfaceError() | ProgrammingError() | NoConnection():
            _logger.exception("database, trace %s", trace_id())
            return problem("unavailable", "database", headers={"Retry-After": "5"})
    _logger.exception("unexpected, trace %s", trace_id(), exc_info=error)
    return problem("internal-error", "internal")


def _of_the_domain(error: errors.ContentError) -> Response:
    name = OF_ERROR.get(type(error), "")
    match error:
        case errors.Moved():
            return _moved(error)
        case errors.Gone():
            return problem(name, error.code, extra=_gone(error))
        case errors.Outdated():
            return problem(name, error.code, extra={"_links": start_links()})
        case errors.Malformed():
            return problem(name, error.code, error.params, errors_=_as_parameters(error.found))
        case errors.Invalid():
            return problem(name, error.code, error.params, errors_=_as_pointers(error.found))
        case errors.Stale():
            return problem(name, error.code, extra={"current": error.current, "conflicts": list(error.conflicts)})
        case errors.Unavailable():
            return problem(name, error.code, error.params, headers={"Retry-After": str(error.retry_after)})
        case errors.Conflict(params={"scheduled": scheduled}):
            return problem(name, error.code, extra={"scheduledEditions": scheduled})
    return problem(name, error.code, error.params)


def _of_the_protocol(error: HTTPException, status: int) -> Response:
    match error:
        case MethodNotAllowed():
            allow = ", ".join(sorted(error.valid_methods or ()))
            return problem("method-not-allowed", "method", headers={"Allow": allow})
        case UnsupportedMediaType():
            return problem("unsupported-media-type", "mediaType", {"allowed": error.description})
        case RequestEntityTooLarge():
            return problem("too-large", "tooLarge")
    name = OF_STATUS.get(status, "malformed-request")
    return problem(name, "notFound" if name == "not-found" else "http")


def problem(
    name: str,
    detail: str,
    params: Any = None,
    *,
    errors_: list[dict[str, Any]] | None = None,
    extra: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem of the kind `name`, in the reader's language."""
    kind, language = KINDS[name], problem_language()
    document: dict[str, Any] = {
        "type": f"{api_url()}/docs/problems/{name}",
        "title": say(kind.title, language),
        "status": kind.status,
        "detail": say(DETAILS[detail], language, params),
        "instance": trace_id(),
        **(extra or {}),
    }
    if errors_ is not None:
        document["errors"] = errors_
    response = Response(dump(document), kind.status, content_type="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = language
    if kind.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="content"'
    response.headers.update(headers or {})
    return response


def _moved(error: errors.Moved) -> Response:
    """308 to the present name, every parameter kept unless the address would be too long."""
    response = Response(status=308)
    del response.headers["Content-Type"]
    response.headers["Location"] = with_query(f"{api_url()}/{error.type}/{error.slug}")
    response.headers["Cache-Control"] = "no-store"
    return response


def _gone(error: errors.Gone) -> dict[str, Any]:
    language = problem_language()
    told = error.explanation or {}
    extra: dict[str, Any] = {"explanation": told.get(language) or told.get("sv"), "replacement": None}
    if error.replacement:
        type_, slug = error.replacement
        extra["replacement"] = {"type": type_, "slug": slug, "href": f"{api_url()}/{type_}/{slug}"}
    return extra


def _as_parameters(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Faults of a query: the path begins with the parameter's name."""
    return [_fault(each, None, str(each.path[0])) for each in found]


def _as_pointers(found: Iterable[Found]) -> list[dict[str, Any]]:
    """Faults of a body: the path is a JSON Pointer (RFC 6901)."""
    return [_fault(each, pointer(each.path), None) for each in found]


def _fault(found: Found, place: str | None, parameter: str | None) -> dict[str, Any]:
    fault = found.fault
    return {
        "pointer": place,
        "parameter": parameter,
        "code": fault.code,
        "detail": describe(fault, problem_language()),
        "allowed": list(fault.allowed) if fault.allowed is not None else None,
        "suggestion": fault.suggestion,
    }
