"""The OpenAPI 3.1 document, read from the routes: what an operation enforces is what it documents.

Examples are real: each operation's sample is asked of the application, and its answer is the example.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask.testing import FlaskClient

from api import ROOT, __version__
from api.http.kinds import KINDS, OF_STATUS, Kind
from api.http.operation import Operation
from api.http.preface import DOCUMENT, INFO, TITLE
from api.http.problems import problem
from schemas.documents import ProblemDocument
from schemas.parameters import Parameter
from schemas.references import ReferenceDocument, Referred

_TRACE = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
_VERBS = ("get", "post", "put", "patch", "delete")

#: What kinds of problems say in their example, where no plain question brings one about.
_SAY = {
    "unauthorized": ("asOf", {}),
    "method-not-allowed": ("method", {}),
    "not-acceptable": ("accept", {"allowed": "application/json"}),
    "conflict": ("slugTaken", {"slug": "mika"}),
    "gone": ("gone", {}),
    "uri-too-long": ("uri", {"max": 8192}),
    "invalid-content": ("invalid", {}),
    "too-many-requests": ("rate", {"seconds": 7}),
    "internal-error": ("internal", {}),
    "unavailable": ("database", {}),
}

_HEADERS = {
    "ETag": "Strong validator of the bytes; send it back in If-None-Match",
    "Cache-Control": "How long the answer may be kept; never past the instant until which it is true",
    "Content-Language": "The languages of the answer",
    "Content-Sequence": "How far the public log has come",
    "Link": "The links of the answer (RFC 8288)",
    "Location": "Where it is",
    "Retry-After": "Seconds to wait",
    "Vary": "Request headers the answer depends on",
    "traceparent": "The trace of this request (W3C Trace Context)",
}
_PARAMETERS = {
    "traceparent": ("The caller's trace (W3C Trace Context)", _TRACE["traceparent"]),
    "Accept-Language": ("Languages in order of preference; `locale` beats it", "sv, en;q=0.8"),
    "If-None-Match": ("ETag of the copy at hand: 304 when it is still right", '"33a64df551425fcc55e4d42a148795d9"'),
}
_PATH_PARAMETERS = {"idOrSlug": "The item's id (UUID) or slug", "problem": "The last part of a problem's type"}


class Routed(Protocol):
    """A path below the root and who answers it."""

    @property
    def path(self) -> str: ...
    @property
    def resource(self) -> Any: ...
    @property
    def group(self) -> str: ...
    @property
    def content(self) -> Any: ...


def build(routes: Iterable[Routed], client: FlaskClient, mistakes: Mapping[str, str]) -> dict[str, Any]:
    """The whole document; `client` answers the samples. mistakes: kind of problem → an address that meets it."""
    routes = list(routes)
    plugin = MarshmallowPlugin(schema_name_resolver=_component_name)
    spec = APISpec(TITLE, __version__, "3.1.0", plugins=[plugin], info=INFO, **DOCUMENT)
    items = {route.content.name: _component_name(route.content.item) for route in routes if route.content}

    def referred(converter: Any, field: Any, ret: Any) -> dict[str, Any]:
        """A reference, or the item it stands for."""
        if not isinstance(field, Referred):
            return {}
        names = [_component_name(ReferenceDocument), items[field.target]]
        either: list[dict[str, str]] = [{"$ref": f"#/components/schemas/{name}"} for name in names]
        return {"anyOf": [*either, {"type": "null"}] if field.allow_none else either}

    converter: Any = plugin.converter
    converter.add_attribute_function(referred)
    spec.components.schema(_component_name(ReferenceDocument), schema=ReferenceDocument)
    spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    for name, description in _HEADERS.items():
        spec.components.header(name, {"description": description, "schema": {"type": "string"}})
    for name, (description, example) in _PARAMETERS.items():
        parameter = {"description": description, "schema": {"type": "string"}, "example": example}
        spec.components.parameter(_camel(name), "header", {"name": name, **parameter})
    for name, kind in KINDS.items():
        spec.components.response(_response_name(name), _problem_response(name, kind, client, mistakes.get(name)))
    tags: dict[str, str] = {}
    for route in routes:
        labels = route.content.labels if route.content else None
        tags[route.group] = f"{labels['sv']} / {labels['en']}" if labels else route.group
        path = re.sub(r"<(\w+)>", r"{\1}", route.path)
        operations = dict(_operations(spec, route, client))
        spec.path(path, operations=operations)
    for tag, description in tags.items():
        spec.tag({"name": tag, "description": description})
    document: dict[str, Any] = orjson.loads(orjson.dumps(spec.to_dict()))
    return document


def _operations(spec: APISpec, route: Routed, client: FlaskClient) -> Iterator[tuple[str, Any]]:
    for verb in _VERBS:
        method = getattr(route.resource, verb, None)
        if method is None:
            continue
        known: Operation = method.operation
        identifier = verb + (route.content.singular if route.content else "") + route.resource.__name__
        answer = identifier[0].upper() + identifier[1:] + "Answer"
        spec.components.response(answer, _answer(known, route, client))
        problems = {str(status): _response_name(OF_STATUS[status]) for status in known.statuses if status in OF_STATUS}
        yield (
            verb,
            {
                "operationId": identifier,
                "tags": [route.group],
                "summary": known.summary,
                "description": known.description,
                "security": [] if known.access == "public" else [{"key": []}],
                "parameters": [
                    *_path_parameters(known, route),
                    *_query_parameters(known, route),
                    *map(_camel, _PARAMETERS),
                ],
                "responses": {
                    "200": answer,
                    "304": _bare("The copy at hand is still right", "ETag", "Cache-Control"),
                    **({"308": _bare("It is public under another name", "Location")} if 308 in known.statuses else {}),
                    **problems,
                },
            },
        )


def _answer(known: Operation, route: Routed, client: FlaskClient) -> dict[str, Any]:
    """The 200 of an operation, with the real answer to its sample."""
    content: dict[str, Any] = {}
    for media, schema in known.returns(route.content).items():
        content[media] = {"schema": schema}
        if media == "application/json":
            content[media]["example"] = _ask(client, known.sample(route.content), 200)
    named = [name for name in _HEADERS if name not in {"Location", "Retry-After"}]
    return {"description": known.summary, "headers": _refs(named), "content": content}


def _ask(client: FlaskClient, path: str, status: int) -> Any:
    response = client.get(ROOT + path, headers={"Accept": "application/json", **_TRACE})
    if response.status_code != status:
        raise ValueError(f"the sample {path} answers {response.status}")
    return orjson.loads(response.data)


def _problem_response(name: str, kind: Kind, client: FlaskClient, mistake: str | None) -> dict[str, Any]:
    if mistake:
        example = _ask(client, mistake, kind.status)
    else:
        with client.application.test_request_context(headers=_TRACE):
            example = orjson.loads(problem(name, *_SAY[name]).data)
    headers = ["Retry-After", "traceparent"] if kind.status in {429, 503} else ["traceparent"]
    return {
        "description": f"{kind.title.en} / {kind.title.sv}. {kind.advice.en}",
        "headers": _refs(headers),
        "content": {"application/problem+json": {"schema": ProblemDocument, "example": example}},
    }


def _bare(description: str, *headers: str) -> dict[str, Any]:
    return {"description": description, "headers": _refs([*headers, "traceparent"])}


def _refs(headers: Iterable[str]) -> dict[str, str]:
    return {name: name for name in headers}


def _path_parameters(known: Operation, route: Routed) -> list[dict[str, Any]]:
    """The variables of the path; their example is the one that the sample asks for."""
    names = re.findall(r"<(\w+)>", route.path)
    sample = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/?]+)", route.path), known.sample(route.content))
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_PARAMETERS[name],
            "schema": {"type": "string"},
            "example": sample[name] if sample else None,
        }
        for name in names
    ]


def _query_parameters(known: Operation, route: Routed) -> list[dict[str, Any]]:
    fields: Mapping[str, Any] = known.query(route.content).fields
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": field.metadata["description"],
            "schema": field.openapi,
            **({"style": "form", "explode": False} if field.several else {}),
        }
        for name, field in fields.items()
        if isinstance(field, Parameter)
    ]


def _component_name(schema: Any) -> str:
    """The name a schema has in the document: its class's, without what only Python needs."""
    name: str = (schema if isinstance(schema, type) else type(schema)).__name__
    return name.removesuffix("Schema").removesuffix("Document")


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first[0].lower() + first[1:] + "".join(rest)


def _response_name(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("-"))
