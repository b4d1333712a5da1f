"""What the OpenAPI document says once and refers to: headers, header parameters, problems."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from apispec import APISpec
from flask.testing import FlaskClient

from api import ROOT
from api.http.kinds import KINDS, Kind
from api.http.operation import Operation
from api.http.problems import problem
from schemas.documents import ProblemDocument

TRACE = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}

#: What kinds of problems say in their example, where no plain question brings one about.
_SAY = {
    "unauthorized": ("noKey", {}),
    "forbidden": ("scope", {}),
    "stale": ("stale", {}),
    "too-large": ("tooLarge", {}),
    "unsupported-media-type": ("mediaType", {"allowed": "application/json"}),
    "precondition-required": ("ifMatch", {}),
    "method-not-allowed": ("method", {}),
    "not-acceptable": ("accept", {"allowed": "application/json"}),
    "conflict": ("slugTaken", {"slug": "mika"}),
    "gone": ("gone", {}),
    "start-again": ("tokenOutdated", {}),
    "uri-too-long": ("uri", {"max": 8192}),
    "invalid-content": ("invalid", {}),
    "too-many-requests": ("rate", {"seconds": 7}),
    "internal-error": ("internal", {}),
    "unavailable": ("database", {}),
}

HEADERS = {
    "ETag": "Strong validator: of a reader's answer for If-None-Match, of an entry for If-Match",
    "Cache-Control": "How long the answer may be kept; never past the instant until which it is true",
    "Content-Language": "The languages of the answer",
    "Content-Sequence": "How far the public log has come",
    "Link": "The links of the answer (RFC 8288), those needed most first as far as 4 kB hold them",
    "Location": "Where it is",
    "Retry-After": "Seconds to wait",
    "Vary": "Request headers the answer depends on",
    "traceparent": "The trace of this request (W3C Trace Context)",
    "Preference-Applied": "merge=disjoint when changes of others were kept beside yours (RFC 7240)",
}
_PARAMETERS = {
    "traceparent": ("The caller's trace (W3C Trace Context)", TRACE["traceparent"]),
    "Accept-Language": ("Languages in order of preference; `locale` beats it", "sv, en;q=0.8"),
    "If-Match": ("ETag of the entry as it was read: 412 when it is not so any more", '"3.5"'),
    "Idempotency-Key": ("Any text of yours: the same request with the same key happens once within 24 hours", "a1b2c3"),
    "Prefer": ("merge=disjoint: keep what others changed meanwhile, where it does not overlap", "merge=disjoint"),
    "If-None-Match": ("ETag of the copy at hand: 304 when it is still right", '"33a64df551425fcc55e4d42a148795d9"'),
}
PATH_PARAMETERS = {
    "idOrSlug": ("Its id (UUID) or slug", "mika"),
    "problem": ("The last part of a problem's type", "not-found"),
    "number": ("The number of a revision, or of a delivery", "1"),
    "webhookId": ("The webhook's id (UUID)", "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5e"),
    "secretId": ("The secret's id (UUID)", "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5f"),
    "clientId": ("The client's id (UUID)", "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
    "keyId": ("The key's id (UUID)", "0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5d"),
}


def declare(spec: APISpec, client: FlaskClient, mistakes: Mapping[str, str]) -> None:
    """Put them into the document. mistakes: kind of problem → an address that meets it."""
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    for name, description in HEADERS.items():
        spec.components.header(name, {"description": description, "schema": {"type": "string"}})
    for name, (description, example) in _PARAMETERS.items():
        parameter = {"description": description, "schema": {"type": "string"}, "example": example}
        spec.components.parameter(camel(name), "header", {"name": name, **parameter})
    for name, kind in KINDS.items():
        spec.components.response(response_name(name), _problem_response(name, kind, client, mistakes.get(name)))


def header_parameters(known: Operation) -> list[str]:
    """The headers that an operation reads."""
    names = ["traceparent", "Accept-Language"]
    if not known.writes:
        names += ["If-None-Match"] if known.access == "public" else []
    if known.conditional:
        names.append("If-Match")
    if known.repeatable:
        names.append("Idempotency-Key")
    if known.merging:
        names.append("Prefer")
    return [camel(name) for name in names]


def ask(client: FlaskClient, path: str, status: int, media: str = "application/json") -> Any:
    """The real answer to a sample. Raises ValueError when it is not what it should be."""
    response = client.get(ROOT + path, headers={"Accept": media, **TRACE})
    if response.status_code != status:
        raise ValueError(f"the sample {path} answers {response.status}")
    return orjson.loads(response.data) if media.endswith("json") else response.get_data(as_text=True)


def refs(headers: Iterable[str]) -> dict[str, str]:
    """Headers by their names in the document."""
    return {name: name for name in headers}


def response_name(kind: str) -> str:
    """The name of a problem's response."""
    return "".join(word.capitalize() for word in kind.split("-"))


def camel(name: str) -> str:
    """A header's name as the document's own."""
    first, *rest = name.split("-")
    return first[0].lower() + first[1:] + "".join(rest)


def _problem_response(name: str, kind: Kind, client: FlaskClient, mistake: str | None) -> dict[str, Any]:
    if mistake:
        example = ask(client, mistake, kind.status)
    else:
        with client.application.test_request_context(headers=TRACE):
            example = orjson.loads(problem(name, *_SAY[name]).data)
    headers = ["Retry-After", "traceparent"] if kind.status in {429, 503} else ["traceparent"]
    return {
        "description": f"{kind.title.en} / {kind.title.sv}. {kind.advice.en}",
        "headers": refs(headers),
        "content": {"application/problem+json": {"schema": ProblemDocument, "example": example}},
    }
