"""Where to read more. An address is said once: not again after a text, or another link, that says it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.services.formatting import as_written
from api.services.reciting.rows import Telling

Link = Mapping[str, Any]
#: What stands around an address within a sentence.
_AROUND = "()[]<>.,;:!?\"'”’»"


def links(telling: Telling, links: Sequence[Link]) -> str:
    """Each link and where it leads."""
    return "\n\n".join(f"{each['label']}: {as_written(each['url'])}" for each in _new(telling, links))


def source(telling: Telling, source: Link) -> str:
    """What the text was taken from: its title unless it is the item's own, and where it stands."""
    told = telling.document
    before = _in_body(telling) | {_address(each) for each in told.get("links") or ()}
    title = source["title"] if source["title"] != told[telling.content.title] else None
    address = None if _address(source) in before else as_written(source["url"])
    return ", ".join(filter(None, (title, address)))


def _new(telling: Telling, links: Sequence[Link]) -> Iterator[Link]:
    """The links whose address nothing has said yet."""
    said = _in_body(telling)
    for each in links:
        if _address(each) not in said:
            said.add(_address(each))
            yield each


def _in_body(telling: Telling) -> set[str]:
    """Every word of the body, addresses among them."""
    return {word.strip(_AROUND).rstrip("/") for word in (telling.document.get("body") or "").split()}


def _address(link: Link) -> str:
    return as_written(link["url"]).rstrip("/")
