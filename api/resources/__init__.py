"""Every URL of the house, on one page."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask
from flask_restx import Namespace, Resource

from api import ROOT
from api.catalogue import CATALOGUE, ContentType
from api.http.restx import Router
from api.resources import outside
from api.resources.about import Docs, Info, Problem
from api.resources.delivery import Item, ItemList
from api.resources.municipalities import MunicipalityList


@dataclass(frozen=True)
class Route:
    """A path below the root, who answers it, and for which content type."""

    path: str
    resource: type[Resource]
    group: str
    content: ContentType | None = None


def _routes() -> tuple[Route, ...]:
    delivery = [
        route
        for content in CATALOGUE.values()
        for route in (
            Route(f"/{content.name}", ItemList, content.name, content),
            Route(f"/{content.name}/<idOrSlug>", Item, content.name, content),
        )
    ]
    return (
        *delivery,
        Route("/municipalities", MunicipalityList, "municipalities"),
        Route("/api-info", Info, "about"),
        Route("/docs", Docs, "about"),
        Route("/docs/problems/<problem>", Problem, "about"),
    )


ROUTES = _routes()
#: Mistakes that the documentation shows: kind of problem → an address that meets it.
MISTAKES = {"malformed-request": "/receptions?municipality=9999", "not-found": "/receptions/mikka"}


def install(app: Flask) -> None:
    """Register every route, and what lies outside the document."""
    blueprint = Blueprint("content", __name__, url_prefix=ROOT)
    router = Router(blueprint)
    namespaces: dict[str, Namespace] = {}
    for route in ROUTES:
        namespace = namespaces.setdefault(route.group, Namespace(route.group, path="/"))
        handed: dict[str, Any] = {"content": route.content} if route.content else {}
        endpoint = f"{route.group}_{route.resource.__name__}".lower()
        namespace.add_resource(route.resource, route.path, resource_class_kwargs=handed, endpoint=endpoint)
    for namespace in namespaces.values():
        router.add_namespace(namespace)
    outside.add_documentation(blueprint)
    app.register_blueprint(blueprint)
    outside.add_pages(app)
