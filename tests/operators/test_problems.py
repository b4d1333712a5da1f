"""Any exception becomes a problem document, and tells a stranger nothing."""

import pytest
from werkzeug.exceptions import BadRequest, ImATeapot, ServiceUnavailable

from api import errors
from api.http.problems import handle
from schemas.faults import Fault, Found, not_among

LANGUAGE = {"Accept-Language": "en"}


def problem(world, error):
    with world.app.test_request_context(headers=LANGUAGE):
        response = handle(error)
    return response.status_code, response.get_json(), response.headers


def test_what_is_wrong_with_a_body_is_pointed_at(seeded):
    found = [
        Found(("content", "a/b~c", 0), Fault("required")),
        Found(("content", "audiences", 1), not_among("unknownCode", "relativs", ("relatives", "youths"))),
    ]
    status, document, _ = problem(seeded, errors.Invalid("invalid", found=found))
    assert status == 422
    assert document["errors"] == [
        {
            "pointer": "/content/a~1b~0c/0",
            "parameter": None,
            "code": "required",
            "detail": "This is required.",
            "allowed": None,
            "suggestion": None,
        },
        {
            "pointer": "/content/audiences/1",
            "parameter": None,
            "code": "unknownCode",
            "detail": "There is no code “relativs”.",
            "allowed": ["relatives", "youths"],
            "suggestion": "relatives",
        },
    ]


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.NotFound("notFound"), 404, "not-found"),
        (errors.Conflict("slugTaken", {"slug": "mika"}), 409, "conflict"),
        (errors.Unavailable("sequence", {"sequence": 7}), 503, "unavailable"),
        (errors.Unauthorized("asOf"), 401, "unauthorized"),
        (BadRequest("secret"), 400, "malformed-request"),
        (ImATeapot("secret"), 400, "malformed-request"),
        (ServiceUnavailable("secret"), 500, "internal-error"),
        (KeyError("secret"), 500, "internal-error"),
    ],
)
def test_each_error_is_one_kind(seeded, error, status, kind):
    answered, document, headers = problem(seeded, error)
    assert (answered, document["status"]) == (status, status)
    assert document["type"] == f"https://api.example.se/content/v1/docs/problems/{kind}"
    assert "secret" not in str(document)
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("sv", "sv"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("fi", "sv"),
        ("*", "sv"),
        ("sv-SE, en;q=0.5", "sv"),
        ("sv-FI,en;q=0.1", "sv"),
        ("sv-simple, en", "sv"),
        ("en-GB;q=0.9,sv;q=0.1", "en"),
    ],
)
def test_a_problem_is_swedish_or_english(seeded, accepted, language):
    document = seeded.get("/receptions/nobody", 404, Accept_Language=accepted)
    assert document["title"] == {"sv": "Finns inte", "en": "Not found"}[language]


def test_the_instance_is_the_trace(seeded):
    response = seeded.client.get(
        "/content/v1/receptions/nobody",
        headers={"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
    )
    assert response.json["instance"] == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    "path", ["/nothing", "/content/v1", "/content/v1/", "/content/v1/newz", "/content/v1/news/a/b"]
)
def test_where_there_is_nothing_there_is_a_problem(seeded, path):
    response = seeded.client.get(path)
    assert response.status_code == 404
    assert "newz" not in response.json["detail"]
    assert seeded.client.options(path).status_code == 404
    assert seeded.client.post(path).status_code == 404
