"""What the API says of itself: its version, its documentation, and the problems a client can meet."""

from typing import Any

from flask import Response, render_template
from flask_restx import Resource

from api import RELEASED, STATUS, __version__
from api.errors import NotFound
from api.http.answers import Answer, share_unasked
from api.http.context import api_url, problem_language
from api.http.kinds import KINDS
from api.http.links import self_link
from api.http.preface import TITLE
from api.http.rdf import TURTLE
from api.resources.operation import Call, operation
from api.resources.returns import document
from schemas.documents import ApiInfo, DocsIndex, ProblemKind

_HTML = "text/html"
_PAGE_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Info(Resource):  # type: ignore[misc]  # flask_restx has no types
    """Which API this is."""

    @operation(access="public", returns=document(ApiInfo), sample=lambda content: "/api-info")
    def get(self, call: Call) -> Answer:
        """Tell which API and version this is.

        And where it is in its life (REST-profil VER.06, VER.07).
        """
        info = {
            "apiName": TITLE,
            "apiVersion": __version__,
            "apiReleased": RELEASED,
            "apiDocumentation": f"{api_url()}/docs",
            "apiStatus": STATUS,
            "_links": [
                self_link(),
                {"href": f"{api_url()}/dcat", "rel": "describedby", "method": "GET", "type": TURTLE},
            ],
        }
        return Answer(info, locales=("sv",))


class Docs(Resource):  # type: ignore[misc]  # flask_restx has no types
    """The documentation, to read and to try."""

    @operation(
        access="public",
        returns=lambda content: {_HTML: {"type": "string"}, **document(DocsIndex)(content)},
        sample=lambda content: "/docs",
    )
    def get(self, call: Call) -> Answer | Response:
        """Read the documentation.

        An interactive page for people; as JSON, where the specification is and which kinds of problems there are.
        """
        if call.form == _HTML:
            return page("docs.html", files="docs")
        return Answer(
            {
                "specifications": [f"{api_url()}/openapi.yaml", f"{api_url()}/openapi.json"],
                "problems": [_kind(name) for name in KINDS],
                "_links": [self_link()],
            }
        )


class Problem(Resource):  # type: ignore[misc]  # flask_restx has no types
    """A kind of problem, explained."""

    @operation(
        access="public",
        returns=lambda content: {_HTML: {"type": "string"}, **document(ProblemKind)(content)},
        problems=(404,),
        sample=lambda content: "/docs/problems/not-found",
    )
    def get(self, call: Call, problem: str) -> Answer | Response:
        """Read what a kind of problem means.

        The address is the `type` of a problem document.
        """
        if problem not in KINDS:
            raise NotFound("notFound")
        if call.form == _HTML:
            return page("problem.html", files="..", name=problem, kind=KINDS[problem])
        return Answer({**_kind(problem), "_links": [self_link()]})


def page(template: str, *, files: str, **values: Any) -> Response:
    """A page for people, in the language they prefer; nothing in it comes from elsewhere.

    `files` is where its files lie as seen from the page: it works under any name that leads to this server.
    """
    language = problem_language()
    html = render_template(template, language=language, api=api_url(), files=files, name_of_api=TITLE, **values)
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = language
    response.headers["Content-Security-Policy"] = _PAGE_POLICY
    return share_unasked(response)


def _kind(name: str) -> dict[str, Any]:
    kind = KINDS[name]
    return {
        "type": f"{api_url()}/docs/problems/{name}",
        "status": kind.status,
        "title": kind.title._asdict(),
        "advice": kind.advice._asdict(),
    }
