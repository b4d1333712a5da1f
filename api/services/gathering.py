"""What an answer needs beside the items themselves: everything they point at, a fixed number of statements deep."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, select, true
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER, UtcDateTime, read
from api.models import Edition
from api.services.observing import VISIBLE, Moment
from schemas.references import Reference
from schemas.walking import values_of

EDITIONS: Any = Edition.__table__
#: What is read of an edition; rows, not objects.
EDITION = tuple(
    EDITIONS.c[name]
    for name in (
        "entry_id", "type", "version", "slug", "organization_id", "valid_from", "valid_to", "first_published_at",
        "updated_at", "change_history", "locales", "body", "rendered", "notice", "hidden_from",
    )
)  # fmt: skip

#: Relations to embed: name → what to embed within.
Include = Mapping[str, "Include"]
Shown = Collection[str] | None


@dataclass
class Graph:
    """The public editions an answer draws on, by entry id.

    `boundaries` are when any of it changes, `hidings` when a look into the past loses any of it.
    """

    editions: dict[str, Row[Any]] = field(default_factory=dict)
    boundaries: list[datetime] = field(default_factory=list)
    hidings: list[datetime] = field(default_factory=list)

    def add(self, row: Row[Any]) -> None:
        """Take a public edition in."""
        self.editions[str(row.entry_id)] = row
        if row.valid_to < FOREVER:
            self.boundaries.append(row.valid_to)
        if row.hidden_from < FOREVER:
            self.hidings.append(row.hidden_from)


def gather(session: Session, moment: Moment, roots: Iterable[Row[Any]], include: Include, shown: Shown) -> Graph:
    """Everything the roots point at, and what the embedded ones point at: one statement a level.

    `shown` names the fields of the roots that the answer has (None: all).
    """
    graph = Graph()
    frontier: list[tuple[Row[Any], Include, Shown]] = []
    for row in roots:
        graph.add(row)
        frontier.append((row, include, shown))
    asked = set(graph.editions)
    while frontier:
        targets: set[str] = set()
        embedded: dict[tuple[str, int], Include] = {}
        for row, tree, fields in frontier:
            for name, target in _targets(row, fields):
                targets.add(target)
                if name in tree:
                    embedded[target, id(tree[name])] = tree[name]
        _load(session, moment, graph, sorted(targets - asked))
        asked |= targets
        frontier = [
            (graph.editions[target], tree, None) for (target, _), tree in embedded.items() if target in graph.editions
        ]
    return graph


def _targets(row: Row[Any], fields: Shown) -> Iterator[tuple[str, str]]:
    """Whom an edition points at: (field, entry id)."""
    if fields is None or "organization" in fields:
        yield "organization", str(row.organization_id)
    if row.notice and row.notice["replacement"] and (fields is None or "withdrawal" in fields):
        yield "withdrawal", row.notice["replacement"]["id"]
    for place, _, value in values_of(Reference, CATALOGUE[row.type].schema, row.body):
        if fields is None or place[0] in fields:
            yield str(place[0]), value


def _of_entries(visible: ColumnElement[bool]) -> Select[Any]:
    return select(*EDITION).where(EDITIONS.c.entry_id.in_(bindparam("ids", expanding=True)), visible)


#: At present, what is not yet public is read too: when it will be is when the answer changes.
_OF_ENTRIES = {when: _of_entries(visible) for when, visible in VISIBLE.items()} | {
    "present": _of_entries(and_(EDITIONS.c.live == true(), EDITIONS.c.valid_to > bindparam("at", type_=UtcDateTime())))
}


def _load(session: Session, moment: Moment, graph: Graph, ids: list[str]) -> None:
    """Take in what is public of these entries, and remember when more of it will be."""
    if not ids:
        return
    given = {"ids": [UUID(each) for each in ids], **moment.parameters}
    for row in read(session, _OF_ENTRIES[moment.when], given):
        if row.valid_from <= moment.at:
            graph.add(row)
        else:
            graph.boundaries.append(row.valid_from)
