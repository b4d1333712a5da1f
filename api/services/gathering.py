"""What an answer needs beside the items themselves: everything they point at, a fixed number of statements deep."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER
from api.models import Edition
from api.services.observing import Moment, public
from schemas.references import Reference
from schemas.walking import values

#: What is read of an edition; rows, not objects.
EDITION = (
    Edition.entry_id,
    Edition.type,
    Edition.version,
    Edition.slug,
    Edition.organization_id,
    Edition.valid_from,
    Edition.valid_to,
    Edition.first_published_at,
    Edition.updated_at,
    Edition.change_history,
    Edition.locales,
    Edition.body,
    Edition.rendered,
    Edition.notice,
    Edition.hidden_from,
)

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
    for place, leaf, value in values(CATALOGUE[row.type].schema, row.body):
        if isinstance(leaf, Reference) and (fields is None or place[0] in fields):
            yield str(place[0]), value


def _load(session: Session, moment: Moment, graph: Graph, ids: list[str]) -> None:
    """Take in what is public of these entries, and remember when more of it will be."""
    if not ids:
        return
    present = not moment.is_past and not moment.is_future
    wanted = select(*EDITION).where(
        Edition.entry_id.in_([UUID(each) for each in ids]), Edition.valid_to > moment.at if present else public(moment)
    )
    for row in session.execute(wanted):
        if row.valid_from <= moment.at:
            graph.add(row)
        else:
            graph.boundaries.append(row.valid_from)
