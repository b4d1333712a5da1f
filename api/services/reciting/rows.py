"""What a table of what is said is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.services.reciting.voice import Voice
from schemas.codes import Labels
from schemas.content_type import ContentType
from schemas.faults import Said


@dataclass(frozen=True)
class Telling:
    """Someone says something of an item."""

    voice: Voice
    content: ContentType
    document: Mapping[str, Any]


Say = Callable[[Telling, Any], str]


@dataclass(frozen=True)
class Row:
    """One field that is said.

    `label` goes before it. `say` puts its value into words where it has more to it than its kind; blank lines divide
    paragraphs. `unless` is the field whose place it takes where that is not shown. Rows that `joins` share a paragraph
    with their neighbours; of a relation that `embeds` more is said than its name.
    """

    field: str
    label: Said | None = None
    say: Say | None = None
    unless: str | None = None
    joins: bool = False
    embeds: bool = False


def fact(field: str, true: Said, false: Said | None = None) -> Row:
    """A row for what is either so or not; not being so is said where that helps."""

    def say(telling: Telling, value: bool) -> str:
        said = true if value else false
        return telling.voice.say(said) if said else ""

    return Row(field, say=say, joins=True)


def phrase(field: str, said: Said) -> Row:
    """A row for a value that stands in a sentence."""
    return Row(field, say=lambda telling, value: telling.voice.say(said, value=value), joins=True)


def coded(field: str, codes: Mapping[str, Labels]) -> Row:
    """A row for a bare code."""
    return Row(field, say=lambda telling, value: telling.voice.label(codes[value]))
