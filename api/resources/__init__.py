"""Every URL of the house, on one page."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask
from flask_restx import Namespace, Resource

from api import ROOT
from api.catalogue import CATALOGUE
from api.http.restx import Router
from api.resources import outside
from api.resources.about import Docs, Info, Problem
from api.resources.changes import Changes
from api.resources.clients import ClientItem, ClientList
from api.resources.deliveries import DeliveryItem, DeliveryList, ReplayList, SecretItem, SecretList, Verification
from api.resources.delivery import Item, ItemList
from api.resources.documents import ERASABLE
from api.resources.entries import EntryItem, EntryList
from api.resources.erasure import Erasure
from api.resources.events import EventList
from api.resources.feeds import Feeds
from api.resources.harvest import DataCatalog
from api.resources.history import Differences, RevisionItem, RevisionList
from api.resources.insight import Checks, PreviewTokenList, ReferenceList
from api.resources.keys import KeyItem, KeyList, Me
from api.resources.municipalities import MunicipalityList
from api.resources.publication import Publication, Withdrawal
from api.resources.search import Search
from api.resources.webhooks import WebhookItem, WebhookList
from schemas.content_type import ContentType


@dataclass(frozen=True)
class Route:
    """A path below the root, who answers it, and for which content type."""

    path: str
    resource: type[Resource]
    group: str
    content: ContentType | None = None


#: What lies below `/entries/{type}`.
_EDITING: tuple[tuple[str, type[Resource]], ...] = (
    ("", EntryList),
    ("/<idOrSlug>", EntryItem),
    ("/<idOrSlug>/publication", Publication),
    ("/<idOrSlug>/withdrawal", Withdrawal),
    ("/<idOrSlug>/checks", Checks),
    ("/<idOrSlug>/references", ReferenceList),
    ("/<idOrSlug>/revisions", RevisionList),
    ("/<idOrSlug>/revisions/<number>", RevisionItem),
    ("/<idOrSlug>/revisions/<number>/differences", Differences),
    ("/<idOrSlug>/preview-tokens", PreviewTokenList),
    ("/<idOrSlug>/erasure", Erasure),
)


def _routes() -> tuple[Route, ...]:
    delivery = [
        route
        for content in CATALOGUE.values()
        for route in (
            Route(f"/{content.name}", ItemList, content.name, content),
            Route(f"/{content.name}/<idOrSlug>", Item, content.name, content),
        )
    ]
    editing = [
        Route(f"/entries/{content.name}{path}", resource, f"entries/{content.name}", content)
        for content in CATALOGUE.values()
        for path, resource in _EDITING
        if resource is not Erasure or content.name in ERASABLE
    ]
    feeds = [
        Route(f"/feeds/{content.name}", Feeds, f"feeds/{content.name}", content)
        for content in CATALOGUE.values()
        if content.feed
    ]
    return (
        *delivery,
        *feeds,
        *editing,
        Route("/changes", Changes, "changes"),
        Route("/clients", ClientList, "clients"),
        Route("/clients/me", Me, "clients"),
        Route("/clients/<clientId>", ClientItem, "clients"),
        Route("/clients/<clientId>/keys", KeyList, "clients"),
        Route("/clients/<clientId>/keys/<keyId>", KeyItem, "clients"),
        Route("/webhooks", WebhookList, "webhooks"),
        Route("/webhooks/<webhookId>", WebhookItem, "webhooks"),
        Route("/webhooks/<webhookId>/verification", Verification, "webhooks"),
        Route("/webhooks/<webhookId>/secrets", SecretList, "webhooks"),
        Route("/webhooks/<webhookId>/secrets/<secretId>", SecretItem, "webhooks"),
        Route("/webhooks/<webhookId>/deliveries", DeliveryList, "webhooks"),
        Route("/webhooks/<webhookId>/deliveries/<number>", DeliveryItem, "webhooks"),
        Route("/webhooks/<webhookId>/replays", ReplayList, "webhooks"),
        Route("/events", EventList, "events"),
        Route("/search", Search, "search"),
        Route("/municipalities", MunicipalityList, "municipalities"),
        Route("/api-info", Info, "about"),
        Route("/dcat", DataCatalog, "about"),
        Route("/docs", Docs, "about"),
        Route("/docs/problems/<problem>", Problem, "about"),
    )


ROUTES = _routes()
#: Every media type that anything is answered in, the usual ones first.
FORMS = tuple(
    dict.fromkeys(
        form
        for route in ROUTES
        for method in route.resource.methods or ()
        for form in getattr(route.resource, method.lower()).operation.forms(route.content)
    )
)
#: Mistakes that the documentation shows: kind of problem → an address that meets it.
MISTAKES = {"malformed-request": "/receptions?municipality=9999", "not-found": "/receptions/mikka"}


def install(app: Flask) -> None:
    """Register every route, and what lies outside the document."""
    blueprint = Blueprint("content", __name__, url_prefix=ROOT)
    router = Router(blueprint)
    namespaces: dict[str, Namespace] = {}
    for route in ROUTES:
        if route.group not in namespaces:
            namespaces[route.group] = Namespace(route.group, path="/")
        handed: dict[str, Any] = {"content": route.content} if route.content else {}
        endpoint = f"{route.group}_{route.resource.__name__}".lower().replace("/", "_")
        namespaces[route.group].add_resource(
            route.resource, route.path, resource_class_kwargs=handed, endpoint=endpoint
        )
    for namespace in namespaces.values():
        router.add_namespace(namespace)
    outside.add_documentation(blueprint)
    app.register_blueprint(blueprint)
    outside.add_pages(app)
