"""Settings are read once, and a wrong one stops the server with words."""

import pytest

from api.app import create_app
from api.config import Config


def test_unset_and_empty_are_the_same():
    assert Config.from_environ({}) == Config.from_environ({"PORT": "", "CONTENT_PUBLIC_URL": ""}) == Config()


def test_every_setting_can_be_given():
    config = Config.from_environ({
        "HOST": "::1", "PORT": "9000", "WORKERS": "2", "CONTENT_DATABASE_URL": "sqlite:///x.db",
        "CONTENT_TRUSTED_PROXIES": "10.0.0.0/8, 192.168.1.1", "CONTENT_RATE_LIMIT": "5/second",
    })  # fmt: skip
    assert config.base_url == "http://[::1]:9000"
    assert [str(network) for network in config.proxies] == ["10.0.0.0/8", "192.168.1.1/32"]


def test_the_public_address_loses_its_last_slash():
    assert Config(public_url="https://api.example.se/").base_url == "https://api.example.se"


@pytest.mark.parametrize(
    "wrong",
    [
        {"PORT": "http"},
        {"WORKERS": "0"},
        {"CONTENT_PUBLIC_URL": "api.example.se"},
        {"CONTENT_PUBLIC_URL": "ftp://api.example.se"},
        {"CONTENT_PUBLIC_URL": "https://api.example.se?x=1"},
        {"CONTENT_TRUSTED_PROXIES": "everyone"},
        {"CONTENT_RATE_LIMIT": "often"},
        {"CONTENT_CACHE_MIB": "much"},
        {"CONTENT_THREADS": "0"},
        {"CONTENT_DATABASE_URL": "postgresql://x:notaport/y"},
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_start(wrong):
    with pytest.raises(Exception, match=r".+"):  # libraries raise their own
        create_app(Config.from_environ(wrong))
