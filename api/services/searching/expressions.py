"""What is looked for in an index, as a tree, and how each engine writes it.

A token in the index says whose text it is in and how far up: `sv`, rank and word. A search for a rank finds what
stands there or above, because the index says so: whatever stands in a title stands in the lead's rank too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


class Node(Protocol):
    """A part of what is looked for."""

    def fts5(self, within: str) -> str:
        """As SQLite's FTS5 writes it, within the texts of a name."""

    def tsquery(self, within: str) -> str:
        """As PostgreSQL's tsquery writes it."""

    def leaves(self) -> Iterator["Token | Phrase"]:
        """What is to be there."""


@dataclass(frozen=True)
class Token:
    """One token, or all that begin with it."""

    text: str
    prefix: bool = False

    def fts5(self, within: str) -> str:
        return f'"{within}{self.text}"' + (" *" if self.prefix else "")

    def tsquery(self, within: str) -> str:
        return f"'{within}{self.text}'" + (":*" if self.prefix else "")

    def leaves(self) -> Iterator["Token | Phrase"]:
        yield self


@dataclass(frozen=True)
class Phrase:
    """Tokens one after another; with `prefix` any that begins with the last."""

    tokens: tuple[str, ...]
    prefix: bool = False

    def fts5(self, within: str) -> str:
        return '"' + " ".join(within + each for each in self.tokens) + '"' + (" *" if self.prefix else "")

    def tsquery(self, within: str) -> str:
        return "(" + " <-> ".join(f"'{within}{each}'" for each in self.tokens) + (":*)" if self.prefix else ")")

    def leaves(self) -> Iterator["Token | Phrase"]:
        yield self


@dataclass(frozen=True)
class Every:
    """All of these."""

    nodes: tuple[Node, ...]

    def fts5(self, within: str) -> str:
        return "(" + " AND ".join(each.fts5(within) for each in self.nodes) + ")"

    def tsquery(self, within: str) -> str:
        return "(" + " & ".join(each.tsquery(within) for each in self.nodes) + ")"

    def leaves(self) -> Iterator[Token | Phrase]:
        for each in self.nodes:
            yield from each.leaves()


@dataclass(frozen=True)
class AnyOf:
    """One of these at least."""

    nodes: tuple[Node, ...]

    def fts5(self, within: str) -> str:
        return "(" + " OR ".join(each.fts5(within) for each in self.nodes) + ")"

    def tsquery(self, within: str) -> str:
        return "(" + " | ".join(each.tsquery(within) for each in self.nodes) + ")"

    def leaves(self) -> Iterator[Token | Phrase]:
        for each in self.nodes:
            yield from each.leaves()


@dataclass(frozen=True)
class Without:
    """The first, where none of the others is."""

    node: Node
    others: tuple[Node, ...]

    def fts5(self, within: str) -> str:
        return f"({self.node.fts5(within)} NOT {AnyOf(self.others).fts5(within)})"

    def tsquery(self, within: str) -> str:
        return f"({self.node.tsquery(within)} & !{AnyOf(self.others).tsquery(within)})"

    def leaves(self) -> Iterator[Token | Phrase]:
        yield from self.node.leaves()


@dataclass(frozen=True)
class Within:
    """The same, of the texts of a name."""

    name: str
    node: Node

    def fts5(self, within: str) -> str:
        return self.node.fts5(self.name)

    def tsquery(self, within: str) -> str:
        return self.node.tsquery(self.name)

    def leaves(self) -> Iterator[Token | Phrase]:
        yield from self.node.leaves()


def without(node: Node, others: Iterable[Node]) -> Node:
    """The node, where none of the others is; the node itself where there are none."""
    found = tuple(others)
    return Without(node, found) if found else node


def write(node: Node, engine: str) -> str:
    """The whole, as an engine takes it."""
    return node.fts5("") if engine == "sqlite" else node.tsquery("")
