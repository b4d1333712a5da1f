"""Pages for people: they work, in both languages, and load nothing from elsewhere."""

import re
from urllib.parse import urljoin

import pytest

from api.http.kinds import KINDS

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = ["/", "/content/v1/docs", *[f"/content/v1/docs/problems/{name}" for name in KINDS]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_is_a_page(seeded, path, language):
    response = seeded.client.get(path, headers=BROWSER | {"Accept-Language": language})
    assert response.content_type == "text/html; charset=utf-8"
    assert response.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in response.text
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_only_our_own_files_and_they_are_there(seeded, path):
    html = seeded.client.get(path, headers=BROWSER).text
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    found = re.findall(r'(?:src|data-specification|<link [^>]*href)="([^"]+)"', html)
    assert found
    for address in found:
        assert "//" not in address  # the page works under any name that leads here
        assert seeded.client.get(urljoin(path, address)).status_code == 200


def test_every_link_of_the_landing_page_leads_somewhere(seeded):
    html = seeded.client.get("/", headers=BROWSER).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'<a href="([^"]+)"', html)]
    assert len(links) == 5
    for link in links:
        assert seeded.client.get(link.removeprefix("https://api.example.se")).status_code == 200


def test_the_documentation_shows_a_swagger_ui_that_can_openapi_3_1(seeded):
    response = seeded.client.get("/content/v1/docs/swagger-ui-bundle.js")
    assert re.search(r'PACKAGE_VERSION:"5\.\d+', response.text)
    assert response.content_type == "text/javascript; charset=utf-8"


def test_every_problem_leads_to_its_page(seeded):
    for name in KINDS:
        kind = seeded.get(f"/docs/problems/{name}", Accept="application/json")
        assert kind["type"] == f"https://api.example.se/content/v1/docs/problems/{name}"
        assert kind["status"] == KINDS[name].status
    seeded.get("/docs/problems/none-such", 404)


def test_the_documentation_can_be_read_by_machines(seeded):
    index = seeded.get("/docs", Accept="application/json")
    assert index["specifications"][0].endswith("/content/v1/openapi.yaml")
    assert len(index["problems"]) == len(KINDS)
