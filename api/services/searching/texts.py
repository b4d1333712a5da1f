"""What can be found of an edition: its texts in each language it has, by how far up they stand."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from api.services.formatting import to_text
from schemas.content_type import ContentType
from schemas.declared import RANKS, TITLE
from schemas.locales import DEFAULT, parents
from schemas.localised import Markdown
from schemas.walking import values


class Said(NamedTuple):
    """One text: how far up it stands, which language it is in, and itself."""

    rank: str
    language: str
    text: str


def said(content: ContentType, body: Mapping[str, Any], locale: str) -> list[Said]:
    """The texts that readers of a language get, the title first, then as they stand in the schema."""
    chain = (*parents(locale), DEFAULT)
    found = list(_said(content, body, chain))
    return sorted(found, key=lambda each: RANKS.index(each.rank))


def _said(content: ContentType, body: Mapping[str, Any], chain: tuple[str, ...]) -> Iterator[Said]:
    for place, field, value in values(content.schema, body):
        rank = TITLE if place[0] == content.title else field.search
        if rank is None:
            continue
        for language, text in field.words(value, chain):
            yield Said(rank, language, to_text(text) if isinstance(field, Markdown) else text)
