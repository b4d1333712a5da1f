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

from api import __version__
from api.http.components import HEADERS, PATH_PARAMETERS, ask, declare, header_parameters, refs, response_name
from api.http.kinds import OF_STATUS
from api.http.operation import Body, Operation
from api.http.preface import DOCUMENT, INFO, TITLE
from schemas.parameters import Parameter
from schemas.parts import Part
from schemas.references import ReferenceDocument, Referred

#: What the names of schemas end with: of content as it is stored, and of envelopes that only come in.
_CONTENT, _SENT = "Content", ("Input", "Patch")
#: How a group is called by the first part of its path; others by the type alone.
_GROUPS = {"entries": ("Redigera {}", "Edit {}"), "feeds": ("Flöde med {}", "Feed of {}")}
#: So long is an example of what is no JSON at most: the document is for people to read too. JSON has one (DOK.15).
LONGEST_EXAMPLE = 4000
_VERBS = ("get", "post", "put", "patch", "delete")


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
        names = [_component_name(ReferenceDocument), *([items[field.target]] if field.target else [])]
        either: list[dict[str, str]] = [{"$ref": f"#/components/schemas/{name}"} for name in names]
        return {"anyOf": [*either, {"type": "null"}] if field.allow_none else either}

    converter: Any = plugin.converter
    converter.add_attribute_function(referred)
    spec.components.schema(_component_name(ReferenceDocument), schema=ReferenceDocument)
    declare(spec, client, mistakes)
    answers: dict[str, Any] = {}
    tags: dict[str, str] = {}
    for route in routes:
        tags[route.group] = _title(route)
        path = re.sub(r"<(\w+)>", r"{\1}", route.path)
        spec.path(path, operations=dict(_operations(spec, route, client, answers)))
    for tag, description in tags.items():
        spec.tag({"name": tag, "description": description})
    return _opened(orjson.loads(orjson.dumps(spec.to_dict())))


def _opened(document: dict[str, Any]) -> dict[str, Any]:
    """What editors send may be incomplete, what clients get may have new fields: schemas of content say neither."""
    for name, schema in document["components"]["schemas"].items():
        schema.pop("additionalProperties", None)
        if name.endswith(_CONTENT):
            schema.pop("required", None)
    return document


def _title(route: Routed) -> str:
    if not route.content:
        return route.group
    labels = route.content.labels
    if route.group == route.content.name:
        return "{sv} / {en}".format(**labels)
    swedish, english = _GROUPS[route.group.partition("/")[0]]
    return f"{swedish.format(labels['sv'].lower())} / {english.format(labels['en'].lower())}"


def _operations(
    spec: APISpec, route: Routed, client: FlaskClient, answers: dict[str, Any]
) -> Iterator[tuple[str, Any]]:
    for verb in _VERBS:
        method = getattr(route.resource, verb, None)
        if method is None:
            continue
        known: Operation = method.operation
        kinds = {**OF_STATUS, **known.kinds}
        problems = {str(status): response_name(kinds[status]) for status in known.statuses if status in kinds}
        reads = known.access == "public"
        yield (
            verb,
            {
                "operationId": verb + (route.content.singular if route.content else "") + route.resource.__name__,
                "tags": [route.group],
                "summary": known.summary,
                "description": known.description,
                "security": [] if reads else [{"key": []}],
                "parameters": [
                    *_path_parameters(known, route),
                    *_query_parameters(known, route),
                    *header_parameters(known),
                ],
                **({"requestBody": _body(known.takes, route.content)} if known.takes else {}),
                "responses": {
                    str(known.status): _answer(spec, known, route, client, answers),
                    **({"304": _bare("The copy at hand is still right", "ETag", "Cache-Control")} if reads else {}),
                    **({"308": _bare("It is public under another name", "Location")} if 308 in known.statuses else {}),
                    **problems,
                },
            },
        )


def _body(takes: Body, content: Any) -> dict[str, Any]:
    """What an operation takes, with an example."""
    schema = takes.describe(content) if takes.describe else takes.schema
    media = {"schema": schema, "example": takes.example(content)}
    return {"required": takes.required, "content": dict.fromkeys(sorted(takes.media), media)}


def _answer(
    spec: APISpec, known: Operation, route: Routed, client: FlaskClient, answers: dict[str, Any]
) -> str | dict[str, Any]:
    """What an operation answers when all is well; answers that look the same have one name, and one example."""
    if known.returns is None:
        return _bare("It is done", "Content-Sequence")
    content: dict[str, Any] = {}
    for media, schema in known.returns(route.content).items():
        content[media] = {"schema": schema}
    key = repr((known.status == 201, content))
    if key in answers:
        return str(answers[key])
    for media, described in content.items():
        if media != "text/html":
            example = _example(known, route, client, media)
            if media.endswith("json") or len(example) <= LONGEST_EXAMPLE:
                described["example"] = example
    name = (
        f"{known.method.capitalize()}{route.content.singular if route.content else ''}{route.resource.__name__}Answer"
    )
    left_out = {"Retry-After", "Preference-Applied", *(set() if known.status == 201 else {"Location"})}
    headers = refs([each for each in HEADERS if each not in left_out])
    spec.components.response(name, {"description": known.summary, "headers": headers, "content": content})
    answers[key] = name
    return name


def _example(known: Operation, route: Routed, client: FlaskClient, media: str) -> Any:
    """The real answer to the operation's sample, or what is said to look like it."""
    if known.sample:
        return ask(client, known.sample(route.content), 200, media)
    if known.example is None:
        raise ValueError(f"{known.method} {route.path} has no example")
    return known.example(route.content)


def _bare(description: str, *headers: str) -> dict[str, Any]:
    return {"description": description, "headers": refs([*headers, "traceparent"])}


def _path_parameters(known: Operation, route: Routed) -> list[dict[str, Any]]:
    """The variables of the path."""
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PATH_PARAMETERS[name][0],
            "schema": {"type": "string"},
            "example": route.content.sample if route.content and name == "idOrSlug" else PATH_PARAMETERS[name][1],
        }
        for name in re.findall(r"<(\w+)>", route.path)
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
    """The name a schema has in the document: its class's, without what only Python needs.

    What editors send of a type is named apart from what readers get.
    """
    class_: type = schema if isinstance(schema, type) else type(schema)
    name = class_.__name__.removesuffix("Schema").removesuffix("Document")
    return name + _CONTENT if issubclass(class_, Part) and not name.endswith(_SENT) else name
