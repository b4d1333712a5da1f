"""The whole application on one page."""

from flask import Flask

from api import cli, resources
from api.config import Config
from api.db import Database
from api.http import headers, metrics, problems, rate
from api.http.body import MOST_BYTES
from api.http.context import House
from api.http.front import Front
from api.services import watching


def create_app(config: Config, database: Database | None = None) -> Flask:
    """The application for these settings; `database` stands in for the one they name."""
    app = Flask("api", template_folder="pages", static_folder=None)
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = (
        MOST_BYTES + 1
    )  # a stream without a length is cut here: one more tells that it was
    house = House(config, database or Database(config.database_url))
    app.extensions["house"] = house

    watch = watching.watch(house.database)
    count = metrics.install(app)
    rate.install(app)
    headers.install(app, watch)
    problems.install(app)
    resources.install(app)
    cli.install(app)
    app.wsgi_app = Front(  # type: ignore[method-assign]  # as Flask's manual has it
        app.wsgi_app,
        config,
        clock=house.database.clock,
        watching=watch.head,
        rate=rate.Rate(config),
        count=count,
        forms=resources.FORMS,
    )
    return app
