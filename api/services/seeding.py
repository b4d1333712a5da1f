"""Filling a database that holds nothing with the content in `seed/`, as an editor would."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import Database
from api.models import Entry
from api.services.acting import act
from api.services.drafting import create
from api.services.ordering import types_in_order
from api.services.publishing import publish

SEED = Path(__file__).parent.parent.parent / "seed"
_NAMESPACE = uuid5(NAMESPACE_URL, "https://kfvn.se/content/v1")


def seed_id(type: str, slug: str) -> UUID:
    """The id of a seed row: the same in every database (UUIDv5)."""
    return uuid5(_NAMESPACE, f"{type}/{slug}")


def seed(database: Database) -> int:
    """Create and publish every row of `seed/` in one transaction; how many, 0 when the database holds any entry."""
    with database.writing() as session:
        act(session)
        if session.scalars(select(Entry.id).limit(1)).first():
            return 0
        return sum(_plant(session, type_) for type_ in types_in_order())


def owners() -> set[str]:
    """The slugs of the organizations that own the seed."""
    return {organization for type_ in CATALOGUE for organization, _ in _rows(type_)}


def _plant(session: Session, type_: str) -> int:
    rows = list(_rows(type_))
    for organization, row in rows:
        entry = create(
            session,
            CATALOGUE[type_],
            organization=organization,
            slug=row["slug"],
            body=row["content"],
            entry_id=seed_id(type_, row["slug"]),
        )
        publish(session, entry.id)
    return len(rows)


def _rows(type_: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one file with the organization that owns them."""
    file = SEED / f"{type_}.yaml"
    if file.exists():
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for row in document["entries"]:
            yield document["organization"], row
