"""What is asked for under load, of the house and of those it is held against."""

from collections.abc import Iterator
from typing import Any

from api.catalogue import CATALOGUE
from tests.bench.client import Client
from tests.bench.load import Candidate

SLUG = CATALOGUE["news"].sample
EMBEDDING = f"/news/{SLUG}?include=receptions.contacts,studies"
LIST = "/receptions"
ASKED = {"item": "/receptions/mika", "list": LIST, "filtered list": "/receptions?municipality=2283"}

#: Members whose texts every service delivers to the letter.
_TOLD = {"lead", "summary", "abstract", "heading", "email"}


def candidate(address: str, **more: Any) -> Candidate:
    """An address, with what is answered there now."""
    with Client(address) as client:
        return Candidate(address, client.ask("").body, **more)


def unchanged(address: str) -> Candidate:
    """An address, asked by someone who has what is answered there now."""
    with Client(address) as client:
        etag = client.ask("").headers["ETag"]
    return Candidate(address, b"", status=304, headers={"If-None-Match": etag})


def require_same_texts(*addresses: str) -> None:
    """See to it that services tell the same. Raises RuntimeError when they do not."""
    told = []
    for address in addresses:
        with Client(address) as client:
            told.append(set(_texts(client.ask("").json)))
    if not told[0] or any(each != told[0] for each in told):
        raise RuntimeError(f"these do not tell the same: {', '.join(addresses)}")


def _texts(document: Any) -> Iterator[str]:
    if isinstance(document, dict):
        for key, value in document.items():
            if key in _TOLD and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(document, list):
        for each in document:
            yield from _texts(each)
