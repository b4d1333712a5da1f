"""What is served but is no operation: the specification itself, pages' files, the landing page, health."""

import mimetypes
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

from flask import Blueprint, Flask, Response
from sqlalchemy.exc import SQLAlchemyError

from api import ROOT
from api.http.answers import dump, share_unasked
from api.http.context import api_url, house
from api.http.problems import problem
from api.http.specification import as_json, as_yaml
from api.resources.about import page

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
        return share_unasked(Response(as_yaml(api_url()), content_type="application/yaml"))

    @blueprint.get("/openapi.json")
    def openapi_json() -> Response:
        return share_unasked(Response(as_json(api_url()), content_type="application/json"))

    for name, folder in _FILES.items():
        blueprint.add_url_rule(f"/docs/{name}", f"file_{name.replace('.', '_')}", _file(folder, name))


def add_pages(app: Flask) -> None:
    """What lies outside the API's root."""

    @app.get("/")
    def landing() -> Response:
        return page("landing.html", files=f"{ROOT[1:]}/docs")

    @app.get("/health/live")
    def live() -> Response:
        return _healthy()

    @app.get("/health/ready")
    def ready() -> Response:
        from api.services.migrating import is_migrated  # noqa: PLC0415  # brings alembic, which answers do not need

        try:
            reason = None if is_migrated(house().database) else "notMigrated"
        except SQLAlchemyError:
            reason = "database"
        return problem("unavailable", reason, headers={"Retry-After": "5"}) if reason else _healthy()


def _healthy() -> Response:
    response = Response(dump({"status": "ok"}), content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(folder: Path, name: str) -> Callable[[], Response]:
    kind = mimetypes.guess_type(name)[0]

    def send() -> Response:
        return share_unasked(Response((folder / name).read_bytes(), mimetype=kind))

    return send
