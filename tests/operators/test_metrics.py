"""Counts and times by route; nothing of who asked or what for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import World

HOUSE = Path(__file__).parent.parent.parent


@pytest.fixture
def counted(seeded):
    return World(seeded.database, seeded.clock)


def samples(text, name):
    families = text_string_to_metric_families(text)
    return {
        tuple(sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
        if sample.name == name
    }


def test_requests_are_counted_by_route_and_status(counted):
    counted.get("/receptions/mika?locale=en")
    counted.get("/receptions/kast")
    counted.get("/receptions/secret-place", 404)
    counted.client.get("/nothing")
    counted.client.open("/content/v1/receptions", method="BREW")
    answered = counted.client.get("/metrics")
    assert answered.headers["Cache-Control"] == "no-store"
    found = samples(answered.text, "http_requests_total")
    item = "/content/v1/receptions/<idOrSlug>"
    assert found[("method", "GET"), ("route", item), ("status", "200")] == 2
    assert found[("method", "GET"), ("route", item), ("status", "404")] == 1
    assert found[("method", "GET"), ("route", "none"), ("status", "404")] == 1
    assert found[("method", "other"), ("route", "none"), ("status", "405")] == 1
    assert samples(answered.text, "http_request_seconds_count")[(("route", item),)] == 3
    for secret in ("mika", "secret-place", "locale", "127.0.0.1"):
        assert secret not in answered.text


def test_several_processes_add_up(tmp_path):
    program = """
import wsgi
client = wsgi.app.test_client()
client.get("/health/live")
print(client.get("/metrics").text)
"""
    folder = tmp_path / "metrics"
    folder.mkdir()
    environment = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
        "CONTENT_DATABASE_URL": f"sqlite:///{tmp_path}/content.db",
    }
    printed = ""
    for _ in range(3):
        run = [sys.executable, "-c", program]
        printed = subprocess.run(run, cwd=HOUSE, env=environment, capture_output=True, text=True, check=True).stdout
    counts = samples(printed, "http_requests_total")
    assert counts[("method", "GET"), ("route", "/health/live"), ("status", "200")] == 3
