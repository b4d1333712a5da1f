"""How many requests one address may make, and who may say which address it is."""

from dataclasses import replace

import pytest

from api.config import Config
from tests.conftest import PUBLIC_URL, World


@pytest.fixture
def limited(seeded):
    config = Config(public_url=PUBLIC_URL, rate_limit="3/minute", trusted_proxies="127.0.0.0/8")
    return World(seeded.database, seeded.clock, config)


def test_the_fourth_request_in_a_minute_waits(limited):
    statuses = [limited.client.get("/content/v1/receptions/mika").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    response = limited.client.get("/content/v1/receptions/mika", headers={"Accept-Language": "en"})
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert response.json["type"].endswith("/too-many-requests")
    assert response.json["detail"].startswith("Too many requests")
    assert limited.client.get("/health/live").status_code == 200


def test_a_great_limit_is_drawn_in_shares_and_holds_to_the_last(seeded):
    world = World(seeded.database, seeded.clock, replace(seeded.config, rate_limit="300/minute"))
    statuses = [world.client.get("/content/v1/api-info").status_code for _ in range(302)]
    assert statuses == [200] * 300 + [429] * 2


def test_each_address_has_its_own_count(limited):
    for address in ("192.0.2.1", '"[2001:db8::1]:4711"'):
        asked = [
            limited.client.get("/content/v1/api-info", headers={"Forwarded": f"for={address}"}).status_code
            for _ in range(4)
        ]
        assert asked == [200, 200, 200, 429]


def self_link(world, **headers):
    return world.get("/api-info", **headers)["_links"][0]["href"]


def test_a_trusted_proxy_says_which_address_readers_use(limited):
    asked = self_link(limited, Forwarded="for=192.0.2.60;proto=https;host=innehall.example.se")
    assert asked == "https://innehall.example.se/content/v1/api-info"


def test_only_what_the_nearest_proxy_wrote_counts(limited):
    asked = self_link(limited, Forwarded="for=192.0.2.7;host=evil.example, for=192.0.2.61;host=near.example.se")
    assert asked == "https://near.example.se/content/v1/api-info"


@pytest.mark.parametrize("value", ["", "host=", 'host="evil.example/path"', "proto=https", ",,,", "=", ";", "host"])
def test_a_header_that_is_no_address_is_as_none(seeded, value):
    trusting = World(seeded.database, seeded.clock, replace(seeded.config, trusted_proxies="127.0.0.1"))
    assert self_link(trusting, Forwarded=value).startswith(f"{PUBLIC_URL}/")


def test_an_address_that_is_none_is_the_connections(limited):
    asked = [
        limited.client.get("/content/v1/api-info", headers={"Forwarded": 'for="[x"'}).status_code for _ in range(4)
    ]
    assert asked == [200, 200, 200, 429]


def test_a_scheme_that_is_none_of_the_web_is_https(seeded):
    trusting = World(seeded.database, seeded.clock, replace(seeded.config, trusted_proxies="127.0.0.1"))
    assert self_link(trusting, Forwarded="host=a.example;proto=javascript").startswith("https://a.example/")


def test_nobody_else_is_believed(seeded):
    assert self_link(seeded, Forwarded="host=evil.example").startswith(PUBLIC_URL)
