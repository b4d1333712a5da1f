"""What a proxy that we trust says of who asks, and under which name (RFC 7239, REST-profil HYP.09)."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from api.config import Config
from api.http.asked import nearest

Environ = Mapping[str, Any]

_FORWARDED = "HTTP_FORWARDED"
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:.]+\](:[0-9]{1,5})?")


def base_url(environ: Environ, config: Config) -> str:
    """Scheme and host readers know this API by, without a slash at the end.

    From CONTENT_PUBLIC_URL, or from the `Forwarded` header of a trusted proxy; never from `Host`.
    """
    if _FORWARDED not in environ:
        return config.base_url
    forwarded = _forwarded(environ, config)
    host = forwarded.get("host", "")
    if not _HOST.fullmatch(host):
        return config.base_url
    proto = forwarded.get("proto", "https").lower()
    return f"{proto if proto in {'http', 'https'} else 'https'}://{host}"


def client_address(environ: Environ, config: Config) -> str:
    """Who asks: the connection's other end, or whom a trusted proxy says it forwards for. Never stored."""
    peer: str = environ.get("REMOTE_ADDR", "")
    if _FORWARDED not in environ:
        return peer
    forwarded = _forwarded(environ, config).get("for", "")
    try:
        return (forwarded and urlsplit(f"//{forwarded}").hostname) or peer
    except ValueError:
        return peer


def _forwarded(environ: Environ, config: Config) -> Mapping[str, str]:
    header = environ.get(_FORWARDED)
    if not header or not _is_trusted(environ.get("REMOTE_ADDR"), config):
        return {}
    return nearest(header)


def _is_trusted(address: str | None, config: Config) -> bool:
    try:
        return any(ip_address(address or "") in network for network in config.proxies)
    except ValueError:
        return False
