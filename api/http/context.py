"""What this request is: the house it came to, the address readers know it by, its trace, its languages."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Request, current_app, g, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_list_header, parse_options_header

from api import ROOT
from api.config import Config
from api.db import Database
from api.http.texts import LANGUAGES
from schemas.locales import DEFAULT, canonical, choose

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-fA-F:.]+\](:[0-9]{1,5})?")
_MOST_RANGES = 10


@dataclass(frozen=True)
class House:
    """What every request needs of the application."""

    config: Config
    database: Database


def house() -> House:
    """The application's settings and database."""
    found: House = current_app.extensions["house"]
    return found


def public_url() -> str:
    """Scheme and host readers know this API by, without a slash at the end.

    From CONTENT_PUBLIC_URL, or from the `Forwarded` header of a trusted proxy (RFC 7239, REST-profil HYP.09); never
    from `Host`.
    """
    base = house().config.base_url
    forwarded = _forwarded(request)
    host = forwarded.get("host", "")
    if not _HOST.fullmatch(host):
        return base
    proto = forwarded.get("proto", "https").lower()
    return f"{proto if proto in {'http', 'https'} else 'https'}://{host}"


def api_url() -> str:
    """The address of the API's root."""
    return public_url() + ROOT


def client_address() -> str:
    """Who asks: the connection's other end, or whom a trusted proxy says it forwards for. Never stored."""
    forwarded = _forwarded(request).get("for", "")
    return urlsplit(f"//{forwarded}").hostname or request.remote_addr or ""


def _forwarded(request: Request) -> dict[str, str]:
    """The last element of `Forwarded`: what the proxy that we trust wrote itself."""
    header = request.headers.get("Forwarded")
    if not header or not _is_trusted(request.remote_addr):
        return {}
    elements = parse_list_header(header)
    return parse_options_header(f"forwarded;{elements[-1]}")[1] if elements else {}


def _is_trusted(address: str | None) -> bool:
    try:
        return any(ip_address(address or "") in network for network in house().config.proxies)
    except ValueError:
        return False


def trace_id() -> str:
    """The trace this request belongs to (W3C Trace Context, REST-profil SPA.02): the caller's, or a new one."""
    return _trace()[0]


def traceparent() -> str:
    """What the answer says of its trace (SPA.04): the same trace, a span of our own."""
    trace, flags = _trace()
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


def _trace() -> tuple[str, str]:
    if "trace" not in g:
        given = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
        g.trace = (given[1], given[2]) if given else (secrets.token_hex(16), "00")
    found: tuple[str, str] = g.trace
    return found


def chosen_form(forms: Sequence[str]) -> str | None:
    """Which of these media types the client prefers; the first when it does not say, None when it takes none.

    Parameters such as `charset` do not matter: there is one form of each type. `*` and `q=.2` are what some older
    clients mean by `*/*` and `q=0.2`.
    """
    header = request.headers.get("Accept", "").replace("q=.", "q=0.")
    if not header.strip():
        return forms[0]
    ranges = [(each.partition(";")[0], quality) for each, quality in parse_accept_header(header, MIMEAccept)]
    return MIMEAccept(("*/*" if each == "*" else each, quality) for each, quality in ranges).best_match(forms)


def asked_locales() -> tuple[str, ...]:
    """The language ranges of `Accept-Language` in order of preference; malformed ones and `*` fall away."""
    ranges: list[str] = []
    for tag, quality in list(request.accept_languages)[:_MOST_RANGES]:
        try:
            if quality > 0 and tag != "*":
                ranges.append(canonical(tag))
        except ValueError:
            continue
    return tuple(dict.fromkeys(ranges)) or (DEFAULT,)


def problem_language() -> str:
    """Swedish or English, by `Accept-Language`."""
    return choose(asked_locales(), LANGUAGES)[1]
