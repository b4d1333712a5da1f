"""What is served but is no operation: the specification itself, pages' files, the landing page, health."""

from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory
from sqlalchemy.exc import SQLAlchemyError

from api.http.answers import cache_control, dump, tag
from api.http.context import api_url, house, problem_language
from api.http.kinds import KINDS
from api.http.specification import as_json, as_yaml
from api.http.texts import say
from api.resources.about import page
from api.services.migrating import is_migrated

_ASSETS = Path(__file__).parent.parent / "pages" / "assets"


def _swagger_ui() -> Path:
    """Where the package that carries Swagger UI keeps its files; the package itself is never imported."""
    return Path(str(distribution("flask-openapi3-swagger").locate_file("flask_openapi3_swagger/templates/swagger")))


#: The files that pages use, and where each lies.
_FILES = {
    "docs.js": _ASSETS,
    "page.css": _ASSETS,
    "swagger-ui.css": _swagger_ui() / "css",
    "swagger-ui-bundle.js": _swagger_ui() / "js",
}


def add_documentation(blueprint: Blueprint) -> None:
    """The specification and the files of its page, below the root (REST-profil DOK.23, DOK.24)."""

    @blueprint.get("/openapi.yaml")
    def openapi_yaml() -> Response:
        return _kept(Response(as_yaml(api_url()), content_type="application/yaml"))

    @blueprint.get("/openapi.json")
    def openapi_json() -> Response:
        return _kept(Response(as_json(api_url()), content_type="application/json"))

    for name, folder in _FILES.items():
        blueprint.add_url_rule(f"/docs/{name}", f"file_{name.replace('.', '_')}", _file(folder, name))


def add_pages(app: Flask) -> None:
    """What lies outside the API's root."""

    @app.get("/")
    def landing() -> Response:
        return page("landing.html")

    @app.get("/health/live")
    def live() -> Response:
        return _health(200, {"status": "ok"})

    @app.get("/health/ready")
    def ready() -> Response:
        try:
            reason = None if is_migrated(house().database) else "not migrated"
        except SQLAlchemyError:
            reason = "no database"
        if reason is None:
            return _health(200, {"status": "ok"})
        title = say(KINDS["unavailable"].title, problem_language())
        response = _health(503, {"title": title, "status": 503, "detail": reason})
        response.headers["Retry-After"] = "5"
        response.content_type = "application/problem+json"
        return response


def _health(status: int, document: dict[str, object]) -> Response:
    response = Response(dump(document), status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(response: Response) -> Response:
    """A document that changes with releases only."""
    response.headers["Cache-Control"] = cache_control(None, None)
    return tag(response)


def _file(folder: Path, name: str) -> Callable[[], Response]:
    def send() -> Response:
        return send_from_directory(folder, name, max_age=3600)

    return send
