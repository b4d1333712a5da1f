"""The whole application on one page."""

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from api import cli, resources
from api.config import Config
from api.db import Database
from api.http import headers, metrics, problems, rate
from api.http.body import MOST_BYTES
from api.http.context import House
from api.services.observing import head


def create_app(config: Config, database: Database | None = None) -> Flask:
    """The application for these settings; `database` stands in for the one they name."""
    app = Flask("api", template_folder="pages", static_folder=None)
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = (
        MOST_BYTES + 1
    )  # a stream without a length is cut here: one more tells that it was
    house = House(config, database or Database(config.database_url))
    app.extensions["house"] = house

    def sequence() -> int | None:
        try:
            with house.database.reading() as session:
                return head(session)[0]
        except SQLAlchemyError:
            return None

    metrics.install(app)
    rate.install(app, config.rate_limit)
    headers.install(app, sequence)
    problems.install(app)
    resources.install(app)
    cli.install(app)
    return app
