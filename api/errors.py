"""What can go wrong, in the words of the domain; `api.http.problems` turns each into a problem document.

ContentError
├── NotFound       there is nothing here, or nothing you may know of
├── Gone           there was something here; perhaps something else replaces it
├── Moved          it is public under another name
├── Outdated       a copy's token is of another history: it starts again
├── Unauthorized   a key is needed
├── Forbidden      the key is good, but not for this
├── Malformed      the request cannot be read as what it should be
├── Invalid        the content breaks a rule
├── Conflict       another act stands in the way
├── Stale          it is not any more what the caller has seen
├── Unconditional  the caller does not say what it has seen
└── Unavailable    not now
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class ContentError(Exception):
    """Something that a client is told of; `code` names the text, `params` fill it."""

    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class NotFound(ContentError):
    """There is nothing here, or nothing you may know of."""


@dataclass
class Gone(ContentError):
    """It was public and is not any more: why (language → text), and what replaces it (type, slug)."""

    explanation: Mapping[str, str] | None = None
    replacement: tuple[str, str] | None = None


@dataclass
class Moved(ContentError):
    """It is public under another name of the same type."""

    type: str = ""
    slug: str = ""


class Outdated(ContentError):
    """A copy's token is too old, or from before a restore: the copy starts again."""


class Unauthorized(ContentError):
    """A key is needed."""


class Forbidden(ContentError):
    """The key is good, but not for this."""


@dataclass
class Malformed(ContentError):
    """The request cannot be read: `found` are `schemas.faults.Found`."""

    found: Sequence[Any] = ()


@dataclass
class Invalid(ContentError):
    """The content breaks a rule: `found` are `schemas.faults.Found`."""

    found: Sequence[Any] = ()


class Conflict(ContentError):
    """Another act stands in the way."""


@dataclass
class Stale(ContentError):
    """It is not any more what the caller has seen: `current` is what it is, `conflicts` what both changed."""

    current: Any = None
    conflicts: Sequence[Any] = ()


class Unconditional(ContentError):
    """The caller does not say what it has seen."""


@dataclass
class Unavailable(ContentError):
    """Not now; ask again after `retry_after` seconds."""

    retry_after: int = 1
