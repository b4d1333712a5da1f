"""What the resources of content types share."""

from typing import Any

from flask_restx import Resource

from schemas.content_type import ContentType


class OfType(Resource):  # type: ignore[misc]  # flask_restx has no types
    """A resource that is handed its content type."""

    def __init__(self, api: Any = None, *, content: ContentType) -> None:
        super().__init__(api)
        self.content = content
