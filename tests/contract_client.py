"""A client that holds every JSON answer against the OpenAPI document, whatever the test is about."""

import copy
import gzip
import re
from functools import lru_cache
from typing import Any

import brotli
import jsonschema_rs
import orjson
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from api import ROOT
from api.http.specification import load

#: Served below the root but no operations (contract, section 1): the specification itself and its page's files.
NOT_LISTED = re.compile(r"/(openapi\.(yaml|json)|docs/[a-z-]+\.(js|css))")
#: How what travelled in a content coding is opened.
OPENED = {None: bytes, "br": brotli.decompress, "gzip": gzip.decompress}
ALWAYS = ("Vary", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "traceparent")


class ContractClient(FlaskClient):
    """A test client; an answer that the document does not describe fails the test."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        _check(self, response)
        return response


def _check(client: FlaskClient, response: TestResponse) -> None:
    for header in ALWAYS:
        assert header in response.headers, f"{header} is missing"
    assert "Set-Cookie" not in response.headers
    if response.status_code >= 400 and not response.request.path.startswith("/health"):
        assert response.content_type == "application/problem+json"
    verb = response.request.method.lower().replace("head", "get")
    path = _template(client, response.request.path, verb)
    if path is None:
        return
    declared = _document()["paths"][path][verb]["responses"]
    status = str(response.status_code)
    assert status in declared, f"{verb} {path} does not say that it answers {status}"
    media = response.content_type.partition(";")[0] if response.content_type else ""
    if response.data and media.endswith("json"):
        document = orjson.loads(OPENED[response.headers.get("Content-Encoding")](response.data))
        _validator(declared[status]["$ref"].rpartition("/")[2], media).validate(document)


def _template(client: FlaskClient, path: str, verb: str) -> str | None:
    """The documented path that a request's path is an instance of, where it has this operation."""
    if not path.startswith(ROOT) or NOT_LISTED.fullmatch(path.removeprefix(ROOT)):
        return None
    try:
        rule, _ = client.application.url_map.bind("").match(path, method=verb.upper(), return_rule=True)
    except HTTPException:
        return None
    template = re.sub(r"<(\w+)>", r"{\1}", rule.rule).removeprefix(ROOT)
    return template if verb in _document()["paths"][template] else None


@lru_cache
def _document() -> dict[str, Any]:
    """The document, made strict: a field it does not name is a fault."""
    document = copy.deepcopy(load())
    composed: set[str] = set()
    _close_compositions(document["components"]["responses"], composed)
    for name, schema in document["components"]["schemas"].items():
        if name not in composed and "additionalProperties" not in schema:
            schema["additionalProperties"] = False
    return document


def _close_compositions(node: Any, composed: set[str]) -> None:
    if isinstance(node, dict):
        if "allOf" in node:
            node["unevaluatedProperties"] = False
            composed.update(each["$ref"].rpartition("/")[2] for each in node["allOf"] if "$ref" in each)
        for name, child in node.items():
            if name != "example":
                _close_compositions(child, composed)
    elif isinstance(node, list):
        for child in node:
            _close_compositions(child, composed)


@lru_cache(maxsize=256)
def _validator(name: str, media: str) -> Any:
    document = _document()
    pointer = f"#/components/responses/{name}/content/{media.replace('/', '~1')}/schema"
    return jsonschema_rs.Draft202012Validator({**document, "$ref": pointer}, validate_formats=True)
