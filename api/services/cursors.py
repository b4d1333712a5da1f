"""Where a keyset page ended, as the opaque text a client hands back."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from schemas.references import is_id


@dataclass(frozen=True)
class Cursor:
    """The sort, the values of its keys in the last row, and that row's id."""

    sort: tuple[str, ...]
    values: tuple[str | datetime, ...]
    id: str

    def encode(self) -> str:
        """The cursor as URL-safe text."""
        values = [each.isoformat() if isinstance(each, datetime) else each for each in self.values]
        return base64.urlsafe_b64encode(orjson.dumps([self.id, *self.sort, *values])).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, instants: frozenset[str]) -> "Cursor":
        """Read a cursor back; `instants` are the sort keys whose values are instants.

        Raises ValueError for anything that `encode` cannot have made.
        """
        decoded = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True))
        if not isinstance(decoded, list) or len(decoded) % 2 == 0 or not all(map(_is_plain, decoded)):
            raise ValueError(text)
        id_, *rest = decoded
        sort, values = rest[: len(rest) // 2], rest[len(rest) // 2 :]
        if not is_id(id_):
            raise ValueError(text)
        read = (
            _instant(value) if key.removeprefix("-") in instants else value
            for key, value in zip(sort, values, strict=True)
        )
        return cls(tuple(sort), tuple(read), id_)


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError(value)
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise ValueError(value) from None
