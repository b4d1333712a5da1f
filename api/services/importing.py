"""Taking in what was exported: through the same services as an editor's work, in one transaction.

An entry that is known, by what it is called elsewhere or by its id, is brought up to date; any other is made.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER
from api.errors import ContentError, Invalid
from api.models import Edition, Entry
from api.services.acting import act
from api.services.drafting import create, save
from api.services.loading import load
from api.services.publishing import Lineage, publish
from schemas.content_type import ContentType
from schemas.faults import Fault, Found, faults, not_among
from schemas.references import Reference, is_id
from schemas.transfer import Line
from schemas.walking import replace, values_of

_LINE = Line()


class Importer:
    """Takes in lines, one after another; it remembers which entry here each exported id stands for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: dict[str, str] = {}

    def take(self, lines: Iterable[bytes]) -> Iterator[UUID]:
        """The entries that the lines are now. Raises Invalid or Conflict, with the number of the line in `params`."""
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield self._take(_read(line))
                except ContentError as error:
                    error.params = {**error.params, "line": number}
                    raise

    def _take(self, row: dict[str, Any]) -> UUID:
        content = CATALOGUE[row["type"]]
        owner = self.ids.get(row["organization"], row["organization"])
        entry = self._known(content, row, owner)
        if row.get("erased"):
            return self._tombstone(row, owner, entry)
        head = {"body": self._here(content, row["content"]), "slug": row["slug"]}
        called = row.get("externalId")
        if entry is None:
            first = next((self._said(content, each, head) for each in row.get("publications", ())), head)
            entry = create(
                self.session, content, organization=owner, external_id=called, entry_id=UUID(row["id"]), **first
            )
        self.ids[row["id"]] = str(entry.id)
        for each in row.get("publications", ()):
            self._publish(entry, owner, called, self._said(content, each, head), each)
        save(self.session, entry.id, organization=owner, external_id=called, **head)
        return entry.id

    def _known(self, content: ContentType, row: Mapping[str, Any], owner: str) -> Entry | None:
        """The entry that a line is about, if it is here already."""
        if row.get("externalId"):
            called = select(Entry).where(Entry.external_id == row["externalId"], Entry.organization_id == UUID(owner))
            found = self.session.scalars(called.where(Entry.type == content.name)).one_or_none()
            if found:
                return found
        entry = self.session.get(Entry, UUID(row["id"]))
        if entry and (entry.type != content.name or entry.erased_at):
            raise _wrong("taken", row["id"])
        return entry

    def _tombstone(self, row: Mapping[str, Any], owner: str, entry: Entry | None) -> UUID:
        """What was erased there stays erased here."""
        if entry is not None:
            raise _wrong("taken", row["id"])
        at = act(self.session)
        tombstone = Entry(id=UUID(row["id"]), type=row["type"], revision=0, acts=1, organization_id=UUID(owner))
        tombstone.erased_at = at
        self.session.add(tombstone)
        self.session.flush()
        return tombstone.id

    def _said(self, content: ContentType, publication: Mapping[str, Any], head: Mapping[str, Any]) -> dict[str, Any]:
        """What an edition says: the newest revision's content where it has none of its own."""
        own = publication.get("content")
        return {"body": self._here(content, own) if own else head["body"], "slug": publication["slug"]}

    def _here(self, content: ContentType, body: Mapping[str, Any]) -> dict[str, Any]:
        """Content that points at the entries of this database."""
        loaded = load(content, body, partial=True)
        for place, _, value in list(values_of(Reference, content.schema, loaded)):
            replace(loaded, place, self.ids.get(value, value))
        return loaded

    def _publish(
        self, entry: Entry, owner: str, called: str | None, said: Mapping[str, Any], data: Mapping[str, Any]
    ) -> None:
        """Make an edition public, unless just that is: now, or from when it was to be."""
        if self._is_there(entry, said, data):
            return
        save(self.session, entry.id, organization=owner, external_id=called, **said)
        lineage = Lineage(
            data["version"],
            data["firstPublishedAt"],
            data["updatedAt"],
            data.get("changeHistory", []),
            data.get("notice"),
        )
        publish(
            self.session,
            entry.id,
            start=data.get("validFrom"),
            until=data.get("until"),
            major=data["major"],
            note=data.get("note"),
            scheduled="cancel",
            lineage=lineage,
        )

    def _is_there(self, entry: Entry, said: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
        start: datetime | None = data.get("validFrom")
        now = start or act(self.session)
        there = select(Edition).where(
            Edition.entry_id == entry.id,
            Edition.valid_from == start if start else Edition.valid_from <= now,
            Edition.valid_to > now,
        )
        edition = self.session.scalars(there).one_or_none()
        return edition is not None and (edition.body, edition.slug, edition.until, edition.notice) == (
            said["body"],
            said["slug"],
            data.get("until") or FOREVER,
            data.get("notice"),
        )


def _read(line: bytes) -> dict[str, Any]:
    """A line as what it should be. Raises Invalid."""
    try:
        row: dict[str, Any] = _LINE.load(orjson.loads(line))
    except orjson.JSONDecodeError:
        raise Invalid("json") from None
    except ValidationError as error:
        raise Invalid("invalid", found=list(faults(error.messages))) from None
    for name in ("id", "organization"):
        if not is_id(row[name]):
            raise Invalid("invalid", found=[Found((name,), Fault("id", {"value": row[name]}))])
    if row["type"] not in CATALOGUE:
        raise Invalid("invalid", found=[Found(("type",), not_among("unknownCode", row["type"], tuple(CATALOGUE)))])
    for name in ("slug", "content"):
        if name not in row and not row.get("erased"):
            raise Invalid("invalid", found=[Found((name,), Fault("required"))])
    return row


def _wrong(code: str, id: str) -> Invalid:
    return Invalid("invalid", found=[Found(("id",), Fault(code, {"value": id}))])
