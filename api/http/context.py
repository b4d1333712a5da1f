"""What this request is: the house it came to, the address readers know it by, its trace, its languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, g, request

from api import ROOT
from api.config import Config
from api.db import Database
from api.http.asked import ranked_forms, ranked_locales
from api.http.proxies import base_url
from api.http.texts import LANGUAGES
from api.http.trace import continued
from schemas.locales import choose


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
    """Scheme and host readers know this API by, without a slash at the end."""
    return base_url(request.environ, house().config)


def api_url() -> str:
    """The address of the API's root."""
    return public_url() + ROOT


def trace_id() -> str:
    """The trace this request belongs to (REST-profil SPA.02): the caller's, or a new one."""
    return traceparent().split("-")[1]


def traceparent() -> str:
    """What the answer says of its trace (SPA.04)."""
    if "trace" not in g:
        g.trace = continued(request.environ.get("HTTP_TRACEPARENT"))
    found: str = g.trace
    return found


def chosen_form(forms: Sequence[str]) -> str | None:
    """Which of these media types the client prefers; the first when it does not say, None when it takes none."""
    return next(iter(ranked_forms(request.environ.get("HTTP_ACCEPT", ""), tuple(forms))), None)


def asked_locales() -> tuple[str, ...]:
    """The languages asked for, in order of preference."""
    return ranked_locales(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


def problem_language() -> str:
    """Swedish or English, by `Accept-Language`."""
    return choose(asked_locales(), LANGUAGES)[1]
