"""Links: absolute, every other parameter kept, none longer than a client can be trusted with."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request

from api.http.answers import LONGEST_URL
from api.http.context import public_url

#: No parameters.
_NOTHING: Mapping[str, str] = MappingProxyType({})
_ITSELF = {"self", "alternate"}


def page_links(*, page: int, pages: int, also: Mapping[str, str] = _NOTHING) -> list[dict[str, Any]]:
    """self, first, prev, next, last (REST-profil FNS.11); `also` is in every address, asked for or not."""
    last = max(pages, 1)
    targets = {
        "self": None,
        "first": 1,
        "prev": min(page - 1, last) if page > 1 else None,
        "next": page + 1 if page < pages else None,
        "last": last,
    }
    return list(_links({rel: None if to is None else {"page": str(to)} for rel, to in targets.items()}, also))


def cursor_links(next_cursor: str | None) -> list[dict[str, Any]]:
    """self, first, next."""
    return list(_links({"self": None, "first": {"cursor": None}, "next": next_cursor and {"cursor": next_cursor}}))


def follow_links(token: str, *, more: bool) -> list[dict[str, Any]]:
    """self, and where a copy asks next: at once (`next`) or when it wants to know what is new (`monitor`)."""
    return list(_links({"self": {}, "next" if more else "monitor": {"since": token}}))


def start_links() -> list[dict[str, Any]]:
    """Where a copy starts again."""
    return list(_links({"start": {"since": None}}))


def other_links(
    parameter: str, values: Mapping[str, Mapping[str, str]], also: Mapping[str, str] = _NOTHING
) -> list[dict[str, Any]]:
    """The same address with other values of a parameter; each says more of itself. `also` is in every address."""
    links = (
        {"href": _href({**also, parameter: value}), "rel": "alternate", "method": "GET", **said}
        for value, said in values.items()
    )
    return [link for link in links if len(link["href"]) <= LONGEST_URL]


def keep_query(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An item's links; to itself, and to itself in another language, with everything else that was asked for."""
    return [{**link, "href": with_query(link["href"])} if link["rel"] in _ITSELF else link for link in links]


def self_link() -> dict[str, Any]:
    """The address that was asked."""
    return {"href": _href({}), "rel": "self", "method": "GET"}


def _links(targets: dict[str, Any], also: Mapping[str, str] = _NOTHING) -> Iterator[dict[str, Any]]:
    for rel, change in targets.items():
        if rel == "self" or change:
            address = _href({**also, **(change or {})})
            if len(address) <= LONGEST_URL:
                yield {"href": address, "rel": rel, "method": "GET"}


def with_query(address: str, without: Collection[str] = ()) -> str:
    """The address with the parameters of this request that it does not name itself, unless that makes it too long.

    Those named in `without` are left out.
    """
    bare, _, own = address.partition("?")
    named = dict(parse_qsl(own))
    left_out = {*named, *without}
    query = [(name, value) for name, value in request.args.items(multi=True) if name not in left_out]
    whole = encoded(bare, [*query, *named.items()])
    return whole if len(whole) <= LONGEST_URL else address


def encoded(address: str, query: list[tuple[str, str]]) -> str:
    """The address with a query, spelled as in every link of ours."""
    return address + (f"?{urlencode(query, safe=',:')}" if query else "")


def _href(change: dict[str, str | None]) -> str:
    """The address that was asked with some parameters changed; None takes one out."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name not in change]
    query += [(name, value) for name, value in change.items() if value is not None]
    return encoded(public_url() + request.path, query)
