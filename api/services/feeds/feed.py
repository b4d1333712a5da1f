"""What every form of a feed tells: written once, in no form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

#: When a feed of nothing last changed.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FeedText:
    """A text and its language; `mul` for several that nothing in the text could tell apart."""

    value: str
    locale: str


@dataclass(frozen=True)
class FeedAuthor:
    """Who is responsible, and where that is described."""

    name: str
    uri: str


@dataclass(frozen=True)
class FeedCategory:
    """A category: what it is by, and what people call it."""

    term: str
    label: str


@dataclass(frozen=True)
class FeedEntry:
    """An entry of it: its `id` never changes, `published` is when it first was public, `updated` its last major change.

    `links` lead to it in each of its languages. `rights` is whom to name as the source, `source` where that stands.
    """

    id: str
    url: str
    locale: str
    title: FeedText
    summary: FeedText | None
    html: FeedText | None
    published: datetime
    updated: datetime
    author: FeedAuthor | None = None
    categories: Sequence[FeedCategory] = ()
    links: Sequence[dict[str, str]] = ()
    rights: str | None = None
    license: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Deletion:
    """An entry that is not public any more, and since when."""

    id: str
    at: datetime


@dataclass(frozen=True)
class FeedHead:
    """The feed itself: its `id` never changes, `home` is the list it tells of, `links` are as in every answer."""

    id: str
    title: str
    about: str
    locale: str
    author: FeedAuthor
    home: str
    links: Sequence[dict[str, Any]] = ()

    def link(self, relation: str) -> str | None:
        """Where a relation leads, if it does."""
        return next((each["href"] for each in self.links if each["rel"] == relation), None)


@dataclass(frozen=True)
class Feed:
    """A page of a feed."""

    head: FeedHead
    entries: Sequence[FeedEntry]
    deletions: Sequence[Deletion] = ()

    @property
    def updated(self) -> datetime:
        """The last change that anyone should notice."""
        return max([*(each.updated for each in self.entries), *(each.at for each in self.deletions)], default=_NEVER)


def urn(id: object) -> str:
    """The id of an entry as a feed has it: the same under every name and at every address (RFC 9562 §4)."""
    return f"urn:uuid:{id}"
