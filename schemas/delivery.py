"""How stored content becomes what a reader gets: the few things a field must ask its surroundings."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from marshmallow import EXCLUDE, Schema

#: Names from the document's root, without list indexes: `("contactGroups", "heading")`.
Path = tuple[str, ...]


class _Omitted:
    def __bool__(self) -> bool:
        return False


#: Stands for a value that readers must not see: it is left out, and with it what cannot be without it.
OMITTED: Final = _Omitted()


class Document(Schema):
    """What a reader gets. Readers ignore what they do not know, so new fields break no one."""

    class Meta:  # noqa: D106  # marshmallow's own word
        unknown = EXCLUDE


class Delivery(Protocol):
    """What a rendering answers the fields it delivers."""

    def text(self, translations: Mapping[str, Any], path: Path, *, fallback: bool = True) -> Any:
        """The translation this reader gets, None if there is none; a fallback is remembered."""

    def markdown(self, translations: Mapping[str, str], path: Path) -> str | None:
        """The Markdown text this reader gets, in the format asked for."""

    def reference(self, type: str, id: str, path: Path) -> Any:
        """What stands for the entry pointed at; OMITTED when it is not public."""
