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
    before = (as_written(each["url"]) for each in told.get("links") or ())
    title = source["title"] if source["title"] != told[telling.content.title] else None
    address = as_written(source["url"])
    return ", ".join(filter(None, (title, None if address in before else address)))


def _new(telling: Telling, links: Sequence[Link]) -> Iterator[Link]:
    """The links whose address nothing has said yet."""
    said = {_bare(word.strip(_AROUND)) for word in (telling.document.get("body") or "").split()}
    for each in links:
        address = _bare(as_written(each["url"]))
        if address not in said:
            said.add(address)
            yield each


def _bare(address: str) -> str:
    return address.rstrip("/")
