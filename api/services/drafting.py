"""Drafts: what editors write, before and beside what is public."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.catalogue import CATALOGUE
from api.errors import Conflict, Forbidden, Invalid, NotFound
from api.models import Client, DraftText, Edition, EditionLink, Entry, Revision, RevisionLink, Slug
from api.policy import EVERYWHERE
from api.services.acting import actor, audit
from api.services.finding import hold
from api.services.loading import load
from api.services.naming import claim_slug, derive_slug
from api.services.publishing import hand_over
from api.services.resolving import identify, known_to_caller, resolve_references
from api.services.searching.index import index_draft
from schemas.content_type import ContentType
from schemas.faults import Fault, Found
from schemas.references import Reference
from schemas.walking import Place, values_of


def create(
    session: Session,
    content: ContentType,
    *,
    organization: str,
    body: Mapping[str, Any],
    slug: str | None = None,
    external_id: str | None = None,
    entry_id: UUID | None = None,
) -> Entry:
    """Create an entry with a first draft, which may be incomplete.

    A slug that is derived and taken gets a number; a given one that is taken is a Conflict. The organization is an id
    or a slug, and may be the new entry itself. Raises Invalid for content that breaks its schema, Forbidden for an
    organization that is not the caller's.
    """
    id = entry_id or uuid7()
    owner = id if _owns_itself(session, content, organization, {slug, str(id)}) else _owner(session, organization)
    entry = Entry(id=id, type=content.name, revision=1, acts=1, organization_id=owner)
    session.add(entry)
    session.flush()
    _call(session, entry, owner, external_id)
    loaded = load(content, body, partial=True)
    name = claim_slug(session, entry, slug) if slug else derive_slug(session, entry, content, loaded)
    _add_revision(session, entry, loaded, name)
    audit(session, "created", entry, loaded)
    return entry


def _owns_itself(session: Session, content: ContentType, organization: str, names: set[str | None]) -> bool:
    """Whether a new organization is to be its own owner: not for those who have one organization only."""
    caller = actor(session)
    return content.name == "organizations" and organization in names and (caller is None or caller.may(EVERYWHERE))


def save(
    session: Session,
    entry_id: UUID,
    *,
    body: Mapping[str, Any],
    slug: str | None = None,
    organization: str | None = None,
    external_id: str | None = None,
) -> Entry:
    """Save a new head of the draft; saving what is there already makes none.

    Slug and organization stay where they are not given. Another organization becomes responsible at once, for what is
    public too. Raises NotFound, Invalid, Forbidden for an organization that is not the caller's, or Conflict for a
    slug or an external id that another entry has.
    """
    entry = hold(session, entry_id)
    head = session.get_one(Revision, (entry.id, entry.revision))
    content = CATALOGUE[entry.type]
    loaded = load(content, body, partial=True)
    resolve_references(session, content, loaded)
    name = claim_slug(session, entry, slug) if slug else head.slug
    owner = _owner(session, organization) if organization else entry.organization_id
    fields = {key for key in {*loaded, *head.body} if loaded.get(key) != head.body.get(key)}
    fields |= {"slug"} if name != head.slug else set()
    fields |= {"externalId"} if external_id != entry.external_id else set()
    fields |= {"organization"} if owner != entry.organization_id else set()
    if not fields:
        return entry
    if "organization" in fields:
        audit(session, "handedOver", entry)  # the last that its former owner is told of it
    _call(session, entry, owner, external_id)
    entry.revision += 1
    entry.acts += 1
    draft = _add_revision(session, entry, loaded, name)
    if "organization" in fields:
        hand_over(session, draft)
    audit(session, "saved", entry, fields)
    return entry


def remove(session: Session, entry_id: UUID) -> None:
    """Delete an entry that readers never saw. Raises Conflict when they did, or when something points at it."""
    entry = session.get(Entry, entry_id, with_for_update=True, populate_existing=True)
    if entry is None or entry.erased_at:
        raise NotFound("notFound")
    if session.scalar(select(exists().where(Edition.entry_id == entry.id))):
        raise Conflict("wasPublic")
    others = [
        exists().where(RevisionLink.target == entry.id, RevisionLink.entry_id != entry.id),
        exists().where(EditionLink.target == entry.id),
        exists().where(Client.organization_id == entry.id),
    ]
    if any(session.scalar(select(each)) for each in others):
        raise Conflict("referenced")
    audit(session, "deleted", entry)
    session.flush()
    for model in (DraftText, RevisionLink, Revision, Slug):
        session.execute(delete(model).where(model.entry_id == entry.id))
    session.execute(delete(Entry).where(Entry.id == entry.id))


def _add_revision(session: Session, entry: Entry, body: dict[str, Any], slug: str) -> Revision:
    content = CATALOGUE[entry.type]
    resolve_references(session, content, body)
    _hold_targets(session, entry, body)
    caller = actor(session)
    draft = Revision(
        entry_id=entry.id,
        number=entry.revision,
        slug=slug,
        organization_id=entry.organization_id,
        external_id=entry.external_id,
        body=body,
        client=caller and caller.client,
        key=caller and caller.key,
        at=session.info.get("acting") or session.info["clock"](),
    )
    session.add(draft)
    links = {("organization", str(entry.organization_id))} | {
        (str(place[0]), value) for place, _, value in values_of(Reference, content.schema, body)
    }
    if draft.number > 1:
        session.execute(delete(RevisionLink).where(RevisionLink.entry_id == entry.id))
    session.add_all(RevisionLink(entry_id=entry.id, field=field, target=UUID(id)) for field, id in sorted(links))
    session.flush()
    index_draft(session, draft, entry.type)
    return draft


def _hold_targets(session: Session, entry: Entry, body: dict[str, Any]) -> None:
    """Keep anyone from deleting what a draft points at before that is written. Raises Invalid for what is gone."""
    places: list[tuple[Place, str]] = [
        (("content", *place), value) for place, _, value in values_of(Reference, CATALOGUE[entry.type].schema, body)
    ]
    places.append((("organization",), str(entry.organization_id)))
    wanted = {UUID(id) for _, id in places} - {entry.id}
    held = select(Entry.id).where(Entry.id.in_(wanted)).order_by(Entry.id)
    gone = wanted - set(session.scalars(held.with_for_update(read=True, key_share=True)))
    if gone:
        found = [Found(place, Fault("reference", {"value": id})) for place, id in places if UUID(id) in gone]
        raise Invalid("invalid", found=found)


def _call(session: Session, entry: Entry, owner: UUID, external_id: str | None) -> None:
    """Say whose the entry is and what that organization calls it. Raises Conflict when it calls another so."""
    if (entry.organization_id, entry.external_id) == (owner, external_id):
        return
    try:
        with session.begin_nested():
            entry.organization_id, entry.external_id = owner, external_id
    except IntegrityError:
        raise Conflict("externalIdTaken", {"externalId": external_id}) from None


def _owner(session: Session, organization: str) -> UUID:
    """The id of the organization that owns an entry."""
    key = ("organizations", organization)
    found = identify(session, [key]).get(key)
    if found is None or UUID(found) not in known_to_caller(session, [UUID(found)]):
        raise Invalid("invalid", found=[Found(("organization",), Fault("reference", {"value": organization}))])
    caller = actor(session)
    if caller and not caller.owns(UUID(found)):
        raise Forbidden("organization")
    return UUID(found)
