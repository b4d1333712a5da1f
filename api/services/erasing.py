"""Erasing a person: nothing of the entry is left but that it is gone (GDPR, article 17)."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from phonenumbers import normalize_digits_only
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import (
    DraftText,
    Edition,
    EditionLink,
    EditionTerm,
    EditionText,
    Entry,
    Replay,
    Revision,
    RevisionLink,
    Slug,
    Withdrawal,
)
from api.services.acting import audit, log
from api.services.enqueuing import forget, forget_names
from api.services.timeline import open_timeline
from schemas.faults import pointer
from schemas.walking import Place, strings

#: Telling digits of a phone number: what it ends with, whatever is dialled before.
_DIGITS = 8


def erase(session: Session, entry_id: UUID) -> list[dict[str, Any]]:
    """Erase an entry with every copy of it; the texts of other entries that still name the person.

    Raises NotFound.
    """
    line = open_timeline(session, entry_id)
    bodies = [*session.scalars(select(Revision.body).where(Revision.entry_id == entry_id))]
    bodies += [each.body for each in line.editions]
    slugs = list(session.scalars(select(Slug.slug).where(Slug.entry_id == entry_id)))
    _forget_answers(session, entry_id, slugs)
    forget(session, entry_id)
    forget_names(session, line.entry, slugs)
    editions = select(Edition.id).where(Edition.entry_id == entry_id)
    for model in (EditionTerm, EditionLink, EditionText):
        session.execute(delete(model).where(model.edition_id.in_(editions)))
    for table in (DraftText, Edition, Withdrawal, RevisionLink, Revision, Slug):
        session.execute(delete(table).where(table.entry_id == entry_id))
    session.expire_all()
    entry = session.get_one(Entry, entry_id)
    entry.erased_at, entry.external_id, entry.revision = line.at, None, 0
    entry.acts += 1
    if line.editions:  # what was never to be public is nothing to readers
        log(session, "erased", entry_id)
    audit(session, "erased", entry)
    session.info["erased"] = True
    return list(_mentions(session, _Person(bodies)))


def _forget_answers(session: Session, entry_id: UUID, slugs: list[str]) -> None:
    """Stored answers that show the entry or name it; that they were given is kept, or they would be made again."""
    named = "|".join(map(re.escape, (str(entry_id), *slugs)))
    telling = re.compile(rf"(?<![a-z0-9-])({named})(?![a-z0-9-])".encode())
    for each in session.scalars(select(Replay).where(Replay.body.is_not(None))):
        if telling.search(each.body or b"") or telling.search(str(each.headers).encode()):
            each.body, each.headers = None, {}
    session.flush()


class _Person:
    """What tells a person: the names, addresses and numbers that the entry ever had."""

    def __init__(self, bodies: list[dict[str, Any]]) -> None:
        self.words = {str(each[name]).casefold() for each in bodies for name in ("name", "email") if each.get(name)}
        numbers = (normalize_digits_only(each["phone"]["number"]) for each in bodies if each.get("phone"))
        self.numbers = {number[-_DIGITS:] for number in numbers}

    def is_in(self, text: str) -> bool:
        """Whether a text names the person."""
        folded = text.casefold()
        digits = normalize_digits_only(text)
        return any(word in folded for word in self.words) or any(number in digits for number in self.numbers)


def _mentions(session: Session, person: _Person) -> Iterator[dict[str, Any]]:
    """Texts of the newest revisions of other entries, and of what is or will be public."""
    head = (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
    drafts = select(Entry.id, Entry.type, Revision.slug, Revision.body).join(Revision, head)
    shown = select(Edition.entry_id.label("id"), Edition.type, Edition.slug, Edition.body)
    now = session.info["acting"]
    yield from _told_beside(session, person, now)
    told: set[tuple[UUID, str]] = set()
    for statement in (drafts.order_by(Entry.type, Entry.id), shown.where(Edition.valid_to > now)):
        for row in session.execute(statement):
            for place, text in strings(CATALOGUE[row.type].schema, row.body):
                where = pointer(("content", *place))
                if (row.id, where) not in told and person.is_in(text):
                    told.add((row.id, where))
                    yield {"entry": str(row.id), "type": row.type, "slug": row.slug, "pointer": where}


def _told_beside(session: Session, person: _Person, now: datetime) -> Iterator[dict[str, Any]]:
    """What readers are told beside the content: notes of changes, and why something is withdrawn."""
    notes = select(Edition.entry_id, Edition.type, Edition.slug, Edition.change_history, Edition.notice)
    for row in session.execute(notes.where(Edition.valid_to > now)):
        texts: dict[Place, Any] = {
            ("changeHistory", n, "note"): each["note"] for n, each in enumerate(row.change_history)
        }
        texts["withdrawal", "explanation"] = (row.notice or {}).get("explanation")
        yield from _naming(person, row, texts)
    head = (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
    reasons = select(Withdrawal.entry_id, Entry.type, Revision.slug, Withdrawal.explanation)
    for row in session.execute(reasons.join(Entry, Entry.id == Withdrawal.entry_id).join(Revision, head)):
        yield from _naming(person, row, {("withdrawal", "explanation"): row.explanation})


def _naming(person: _Person, row: Any, texts: Mapping[Place, Any]) -> Iterator[dict[str, Any]]:
    for place, translations in texts.items():
        for language, text in (translations or {}).items():
            if person.is_in(text):
                where = pointer((*place, language))
                yield {"entry": str(row.entry_id), "type": row.type, "slug": row.slug, "pointer": where}
