"""Entries as answers: their documents, their ETags, and the links to what this key may do now (SAK.23, HYP.03)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import request

from api.errors import Stale, Unconditional
from api.http.answers import Reply
from api.http.context import api_url
from api.models import Entry
from api.policy import ERASE, PUBLISH, READ, WRITE, Caller
from api.resources.operation import Call
from api.services.describing import describe
from api.services.observing import observe
from api.services.standing import Standing
from schemas.references import is_id

#: What can be done with an entry: relation, method, path below it, the scope, and the states in which it is offered.
_EVER_PUBLIC = ("published", "withdrawn", "gone", "redirected")
_ANY = ("draft", "scheduled", *_EVER_PUBLIC)
_ACTS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("edit", "PUT", "", WRITE, _ANY),
    ("edit", "PATCH", "", WRITE, _ANY),
    ("delete", "DELETE", "", WRITE, ("draft",)),
    ("publish", "PUT", "/publication", PUBLISH, _ANY),
    ("unpublish", "DELETE", "/publication", PUBLISH, ("scheduled", "published", "withdrawn")),
    ("withdraw", "PUT", "/withdrawal", PUBLISH, _EVER_PUBLIC),
    ("checks", "GET", "/checks", READ, _ANY),
    ("references", "GET", "/references", READ, _ANY),
    ("version-history", "GET", "/revisions", READ, _ANY),
    ("restore", "POST", "/revisions", WRITE, _ANY),
    ("preview-tokens", "POST", "/preview-tokens", READ, _ANY),
)
_ERASE = ("erase", "POST", "/erasure", ERASE, _ANY)
#: The number of a revision that never was.
NEVER = 0
#: The types whose entries can be people.
ERASABLE = ("contacts",)


def address(entry: Entry) -> str:
    """Where an entry is for its editors."""
    return f"{api_url()}/entries/{entry.type}/{entry.id}"


def etag_of(entry: Entry) -> str:
    """What `If-Match` compares: the newest revision, and how many acts there have been."""
    return f"{entry.revision}.{entry.acts}"


def entry_reply(call: Call, entry: Entry, **more: Any) -> Reply:
    """An entry as the answer."""
    return Reply(entry_document(call, entry), etag=etag_of(entry), **more)


def entry_document(call: Call, entry: Entry) -> dict[str, Any]:
    """An entry with its links."""
    document, standing = describe(call.session, entry, observe(call.session).now)
    return document | {"_links": list(_links(entry, standing, call.who))}


def link(href: str, rel: str, method: str = "GET") -> dict[str, str]:
    """A link description (REST-profil HYP.11)."""
    return {"href": href, "rel": rel, "method": method}


def _links(entry: Entry, standing: Standing, caller: Caller) -> Iterator[dict[str, str]]:
    here = address(entry)
    yield link(here, "self")
    yield link(f"{api_url()}/entries/{entry.type}", "collection")
    for rel, method, path, scope, states in (*_ACTS, *((_ERASE,) if entry.type in ERASABLE else ())):
        if caller.may(scope) and standing.state in states:
            yield link(here + path, rel, method)
    yield link(f"{api_url()}/{entry.type}/{entry.id}?preview=true", "preview")
    if standing.current:
        yield link(f"{api_url()}/{entry.type}/{standing.current['slug']}", "canonical")


def seen(entry: Entry) -> int | None:
    """The revision that the caller has seen and builds on, None when it is fresh: `If-Match` (RFC 9110 §13.1.1).

    NEVER for a state that never was. Raises Unconditional when the caller does not say.
    """
    if "If-Match" not in request.headers:
        raise Unconditional("ifMatch")
    given = request.if_match
    if given.star_tag or etag_of(entry) in given.as_set(include_weak=False):
        return None
    revisions = [tag.partition(".")[0] for tag in given.as_set(include_weak=False) if tag]
    known = [int(each) for each in revisions if each.isascii() and each.isdigit() and len(each) < 10]
    return max((each for each in known if each <= entry.revision), default=NEVER)


def require_fresh(call: Call, entry: Entry) -> None:
    """Raise Stale when the caller has not seen the entry as it is, Unconditional when it does not say."""
    if seen(entry) is not None:
        raise Stale("stale", current=entry_document(call, entry))


def as_id(text: str) -> UUID | None:
    """The id that a path names, None for what is none."""
    return UUID(text) if text.isascii() and is_id(text.lower()) else None


def as_number(text: str) -> int | None:
    """The number that a path names, None for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
