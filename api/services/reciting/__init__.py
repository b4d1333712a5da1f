"""An item as plain text, to be read aloud or sent as SMS: what a person would want to hear, in that order.

The text is asked for by the item's address, so it begins by saying what it is about: what `safety` says is for those
who show or push it, and know to whom.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from api.services.preparing import prepare
from api.services.reciting.rows import Row, Telling
from api.services.reciting.tables import rows_of
from api.services.reciting.values import paragraphs, told
from api.services.reciting.voice import speaking
from schemas.content_type import ContentType


def recite(content: ContentType, document: Mapping[str, Any]) -> bytes:
    """The item as paragraphs with a blank line between them, without any markup, ended by one line feed.

    The document is the answer in JSON with what `embedded` names in full and long texts as text; `locale` is its
    language. What is not stated or not shown is not said; of what is withdrawn only that, and its name. A draft without
    a name goes by its slug.
    """
    called = {content.title: document.get(content.title) or document.get("slug")}
    telling = Telling(speaking(document["locale"]), content, {**prepare(content, document), **called})
    return ("\n\n".join(_said(telling)) + "\n").encode()


def embedded(content: ContentType) -> tuple[str, ...]:
    """The relations of which more is said than the name."""
    return tuple(dict.fromkeys(row.field for row in rows_of(content) if row.embeds))


def _said(telling: Telling) -> Iterator[str]:
    told = rows_of(telling.content)
    if telling.document.get("withdrawal"):
        told = tuple(row for row in told if row.field in {"withdrawal", telling.content.title})
    for joins, rows in groupby(told, key=lambda row: row.joins):
        spoken = [paragraph for row in rows for paragraph in _paragraphs(telling, row)]
        yield from [" ".join(spoken)] if joins and spoken else spoken


def _paragraphs(telling: Telling, row: Row) -> list[str]:
    value = telling.document.get(row.field)
    if value is None or (row.unless and telling.document.get(row.unless) is not None):
        return []
    field = telling.content.fields.get(row.field)
    said = row.say(telling, value) if row.say else told(telling.voice, field, value)
    spoken = list(paragraphs(said))
    if spoken and row.label:
        spoken[0] = f"{telling.voice.say(row.label)}: {spoken[0]}"
    return spoken
