"""The door. `app` is for any WSGI server; run directly, this migrates, seeds an empty database and serves."""

import gc
import os
import tempfile

from api.app import create_app
from api.config import Config
from api.http.metrics import SHARED_COUNTS

config = Config.from_environ(os.environ)
if int(config.workers) > 1 and SHARED_COUNTS not in os.environ:
    os.environ[SHARED_COUNTS] = tempfile.mkdtemp(prefix="content-metrics-")
if __name__ != "__mp_main__":  # a server process reads this page twice, the first time for nothing
    app = create_app(config)
    # What is there now stays: the collector need not walk through it again and again.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Migrate, seed, serve."""
    from api import ROOT
    from api.services.migrating import migrate
    from api.services.seeding import seed
    from api.serving import serve

    database = app.extensions["house"].database
    migrate(database)
    seed(database)
    database.close()
    api = config.base_url + ROOT
    for path in ("/receptions/mika", "/receptions?municipality=2283&locale=en", "/docs"):
        print(f"  {api}{path}", flush=True)
    serve("wsgi:app", config, works=config.works_inside)


if __name__ == "__main__":
    main()
