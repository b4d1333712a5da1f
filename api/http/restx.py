"""Flask-RESTX for what it is good at, routing; its errors, its writer and its Swagger 2.0 pages are switched off."""

from collections.abc import Callable
from typing import Any

from flask_restx import Api


class Router(Api):  # type: ignore[misc]  # flask_restx has no types
    """An Api whose errors are Flask's to handle, and which documents nothing."""

    def __init__(self, blueprint: Any) -> None:
        super().__init__()
        self.init_app(blueprint, add_specs=False)

    def _register_doc(self, app_or_blueprint: Any) -> None:
        """No page at the root."""

    def _register_apidoc(self, app: Any) -> None:
        """No Swagger UI of its own."""

    def error_router(self, original_handler: Callable[[Exception], Any], e: Exception) -> Any:
        """Let the application's one handler decide."""
        return original_handler(e)
