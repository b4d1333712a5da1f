"""API clients and their keys: made, renewed, revoked."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.errors import Conflict, Invalid, NotFound
from api.models import Client, Entry, Key, Revision
from api.policy import ROLES
from api.services.acting import audit
from api.services.authenticating import digest, make_key
from api.services.resolving import identify
from schemas.faults import Fault, Found, not_among

#: How long a key is good when no one says.
LIFETIME = timedelta(days=365)
#: Two, so that one can be put in place before the other is taken away.
LIVE_KEYS = 2
_HINT = 12


def create_client(
    session: Session, *, name: str, organization: str, role: str, client_id: UUID | None = None
) -> Client:
    """Register a client of an organization (id or slug). Raises Invalid for an unknown organization or role."""
    client = Client(
        id=client_id or uuid7(),
        name=name,
        organization_id=find_organization(session, organization),
        role=_role(role),
        created_at=session.info["clock"](),
    )
    session.add(client)
    session.flush()
    audit(session, "clientCreated", client, ("name", "organization", "role"))
    return client


def overview(session: Session) -> Iterator[tuple[Client, Key | None, str]]:
    """Every client that is open with each of its live keys, or None, and the slug of whose it is."""
    now = session.info["clock"]()
    head = (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
    slugs = select(Entry.id, Revision.slug).join(Revision, head).where(Entry.type == "organizations")
    names = {row.id: row.slug for row in session.execute(slugs)}
    for client in session.scalars(select(Client).where(Client.closed_at.is_(None)).order_by(Client.name, Client.id)):
        live = [each for each in keys_of(session, client) if each.revoked_at is None and each.expires_at > now]
        shown: list[Key | None] = [*live] or [None]
        yield from ((client, key, names.get(client.organization_id, "")) for key in shown)


def list_clients(session: Session, page: int, limit: int) -> tuple[list[Client], int]:
    """A page of the clients in the order of their names, and how many there are."""
    wanted = select(Client).order_by(Client.name, Client.id).limit(limit).offset(max(page - 1, 0) * limit)
    total = session.scalar(select(func.count()).select_from(Client)) or 0
    return list(session.scalars(wanted)) if page else [], total


def find_client(session: Session, client_id: UUID | None, *, lock: bool = False) -> Client:
    """The client with this id. Raises NotFound."""
    client = session.get(Client, client_id, with_for_update=lock, populate_existing=lock) if client_id else None
    if client is None:
        raise NotFound("notFound")
    return client


def change_client(session: Session, client: Client, *, name: str | None = None, role: str | None = None) -> None:
    """Give a client another name or role; its keys follow at once. Raises Invalid, Conflict for a closed one."""
    _open(client)
    given = {"name": name, "role": role and _role(role)}
    changed = {key: value for key, value in given.items() if value and value != getattr(client, key)}
    for key, value in changed.items():
        setattr(client, key, value)
    if changed:
        audit(session, "clientChanged", client, changed)


def close_client(session: Session, client: Client) -> None:
    """Close a client for ever: none of its keys is good any more."""
    if client.closed_at is None:
        client.closed_at = session.info["clock"]()
        audit(session, "clientClosed", client)


def keys_of(session: Session, client: Client) -> list[Key]:
    """Every key the client has had, newest first."""
    return list(session.scalars(select(Key).where(Key.client_id == client.id).order_by(Key.created_at.desc(), Key.id)))


def add_key(session: Session, client: Client, *, expires_at: datetime | None = None) -> tuple[Key, str]:
    """Make a key for a client: what is kept of it, and the key itself, which is shown this once.

    Raises Conflict when the client is closed or has two live keys, Invalid for an expiry that has passed.
    """
    _open(client)
    now = session.info["clock"]()
    live = [each for each in keys_of(session, client) if each.revoked_at is None and each.expires_at > now]
    if len(live) >= LIVE_KEYS:
        raise Conflict("keys", {"max": LIVE_KEYS})
    expires_at = expires_at or now + LIFETIME
    if expires_at <= now:
        raise Invalid("invalid", found=[Found(("expiresAt",), Fault("past"))])
    secret = make_key()
    key = Key(
        id=uuid7(),
        client_id=client.id,
        digest=digest(secret),
        hint=secret[:_HINT],
        created_at=now,
        expires_at=expires_at,
    )
    session.add(key)
    session.flush()
    audit(session, "keyCreated", client)
    return key, secret


def revoke_key(session: Session, client: Client, key_id: UUID | None) -> None:
    """Make a key useless from the next request on. Raises NotFound when it is not the client's."""
    key = session.get(Key, key_id) if key_id else None
    if key is None or key.client_id != client.id:
        raise NotFound("notFound")
    if key.revoked_at is None:
        key.revoked_at = session.info["clock"]()
        audit(session, "keyRevoked", client)


def _open(client: Client) -> None:
    if client.closed_at:
        raise Conflict("clientClosed")


def _role(role: str) -> str:
    if role not in ROLES:
        raise Invalid("invalid", found=[Found(("role",), not_among("unknownCode", role, tuple(ROLES)))])
    return role


def find_organization(session: Session, organization: str) -> UUID:
    """The id of the organization with this id or slug. Raises Invalid."""
    key = ("organizations", organization)
    found = identify(session, [key]).get(key)
    entry = session.get(Entry, UUID(found)) if found else None
    if entry is None or entry.erased_at:
        raise Invalid("invalid", found=[Found(("organization",), Fault("reference", {"value": organization}))])
    return entry.id
