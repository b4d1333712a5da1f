"""What the resources of content types share: their type, and how a reader wants to see things."""

from collections.abc import Mapping
from typing import Any

from flask_restx import Resource

from api.http.context import api_url, asked_locales
from api.services.delivering import View
from schemas.content_type import ContentType


class OfType(Resource):  # type: ignore[misc]  # flask_restx has no types
    """A resource that is handed its content type."""

    def __init__(self, api: Any = None, *, content: ContentType) -> None:
        super().__init__(api)
        self.content = content


def view_of(query: Mapping[str, Any]) -> View:
    """How the reader wants to see things: in the language of the query or else of `Accept-Language`."""
    locales = (query["locale"],) if "locale" in query else asked_locales()
    return View(api_url(), locales, query.get("bodyFormat", "html"))
