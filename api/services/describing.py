"""Entries as editors see them: every language, the state with readers, and what the rules find."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import Client, Entry, Revision
from api.services.checks import WARNING, Finding, check
from api.services.standing import Standing, standings
from schemas.faults import Said, pointer
from schemas.locales import DEFAULT


def describe(session: Session, entry: Entry, now: datetime) -> tuple[dict[str, Any], Standing]:
    """One entry, whole."""
    session.flush()
    draft = session.get_one(Revision, (entry.id, entry.revision))
    standing = standings(session, [entry.id], now)[entry.id]
    warnings = check(session, entry, draft, now, frozenset({WARNING}))
    described = _described(entry, draft, standing) | {
        "content": draft.body,
        "warnings": [describe_finding(each) for each in warnings],
    }
    return described, standing


def summarise(session: Session, entries: Collection[Entry], now: datetime) -> list[dict[str, Any]]:
    """Entries of a list: their titles in the place of their content."""
    heads = heads_of(session, entries)
    known = standings(session, [each.id for each in entries], now)
    return [
        _described(each, heads[each.id], known[each.id]) | {"title": title_of(each.type, heads[each.id].body)}
        for each in entries
    ]


def heads_of(session: Session, entries: Iterable[Entry]) -> dict[UUID, Revision]:
    """The newest revision of each entry."""
    keys = [(each.id, each.revision) for each in entries]
    found = session.scalars(select(Revision).where(tuple_(Revision.entry_id, Revision.number).in_(keys)))
    return {each.entry_id: each for each in found} if keys else {}


def title_of(type_: str, body: Mapping[str, Any]) -> str | None:
    """What names an entry with this content, in Swedish or else in any language it has."""
    title: Any = CATALOGUE[type_].text_of(body)
    if isinstance(title, Mapping):
        title = title.get(DEFAULT) or next(iter(title.values()), None)
    return str(title) if title else None


def describe_finding(finding: Finding) -> dict[str, Any]:
    """What a rule found, in both languages."""
    return {
        "rule": finding.rule.id,
        "severity": finding.rule.severity,
        "pointer": pointer(("content", *finding.place)),
        "message": _both(finding.rule.said, finding.params),
        "hint": _both(finding.rule.hint, finding.params),
    }


def authors(session: Session, clients: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of these clients."""
    ids = {each for each in clients if each}
    found = session.execute(select(Client.id, Client.name).where(Client.id.in_(ids))).all() if ids else []
    return {each.id: each.name for each in found}


def author(names: Mapping[UUID, str], client: UUID | None, key: UUID | None) -> dict[str, Any] | None:
    """Who did something: a client and which of its keys; None for the house itself."""
    return {"client": str(client), "name": names.get(client), "key": str(key)} if client else None


def _described(entry: Entry, draft: Revision, standing: Standing) -> dict[str, Any]:
    return {
        "id": str(entry.id),
        "type": entry.type,
        "slug": draft.slug,
        "state": standing.state,
        "revision": entry.revision,
        "organization": str(entry.organization_id),
        "externalId": entry.external_id,
        "hasUnpublishedChanges": standing.published_revision != entry.revision,
        "savedAt": draft.at,
        "publication": {"current": standing.current, "next": standing.next},
        "plans": standing.plans,
    }


def _both(said: Said, params: Mapping[str, Any]) -> dict[str, str]:
    return {language: text.format_map(dict(params)) for language, text in said._asdict().items()}
