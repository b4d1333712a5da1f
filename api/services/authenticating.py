"""Who asks: keys and preview tokens, read from what stands after `Bearer`.

A key is a prefix that scanners recognise, 192 random bits and a checksum, so that a slip of the hand asks no database.
Only its SHA-256 is kept: what is random needs no slow hash.
"""

import hashlib
import re
import secrets
import zlib
from datetime import date, datetime
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import Executable, bindparam, select
from sqlalchemy.orm import Session

from api.db import read
from api.errors import Unauthorized
from api.models import Client, Key, Secret
from api.policy import EVERYWHERE, READ, ROLES, Caller

PREFIX = "kfvn_"
_KEY = re.compile(PREFIX + r"([0-9a-f]{48})([0-9a-f]{8})")
_NAME = "signing"
_PREVIEW = "preview"
#: What is left of a key's scopes to those who are shown one entry by it.
_SHOWN = frozenset({READ, EVERYWHERE})


def make_key() -> str:
    """A new key, to be shown once."""
    random = secrets.token_hex(24)
    return f"{PREFIX}{random}{_checksum(random)}"


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_plausible(token: str) -> bool:
    """Whether it can be a key or a preview token at all: what cannot need not be looked for."""
    written = _KEY.fullmatch(token)
    return written[2] == _checksum(written[1]) if written else "." in token


def _checksum(random: str) -> str:
    return f"{zlib.crc32(random.encode()):08x}"


def authenticate(session: Session, token: str, secret: str) -> Caller:
    """The caller who holds this key or preview token. Raises Unauthorized for any other, and for one of the past.

    `secret` is the configured one, empty where the house made its own.
    """
    if not is_plausible(token):
        raise Unauthorized("key")
    if _KEY.fullmatch(token):
        return _caller(session, _LIVE_BY_DIGEST, digest(token))
    return _previewer(session, token, secret)


_LIVE = (
    select(Key.id, Key.client_id, Key.expires_at, Key.last_used_on, Client.organization_id, Client.role)
    .join(Client, Client.id == Key.client_id)
    .where(Key.revoked_at.is_(None), Client.closed_at.is_(None))
)
_LIVE_BY_DIGEST = _LIVE.where(Key.digest == bindparam("which"))
_LIVE_BY_ID = _LIVE.where(Key.id == bindparam("which"))


def _caller(session: Session, statement: Executable, which: object) -> Caller:
    found = read(session, statement, {"which": which}).first()
    if found is None or found.expires_at <= session.info["clock"]():
        raise Unauthorized("key")
    session.info["used"] = found.last_used_on
    return Caller(found.client_id, found.id, found.organization_id, ROLES[found.role])


def is_unnoted(session: Session) -> bool:
    """Whether this is the first use today of the key that was shown."""
    used: date | None = session.info["used"]
    return bool(used != session.info["clock"]().date())


def note_use(session: Session, caller: Caller) -> None:
    """Write down that the key was used today; once a day, in a transaction of its own."""
    session.get_one(Key, caller.key).last_used_on = session.info["clock"]().date()


def issue_preview(session: Session, secret: str, entry_id: UUID, expires_at: datetime, caller: Caller) -> str:
    """A token that shows one entry's draft until an instant, for as long as the key it was made with is good."""
    claims = [str(entry_id), expires_at.isoformat(), str(caller.key)]
    return str(_serializer(secret or own_secret(session)).dumps(claims))


def _previewer(session: Session, token: str, secret: str) -> Caller:
    try:
        entry, expires_at, key = _serializer(secret or own_secret(session)).loads(token)
    except BadData:
        raise Unauthorized("key") from None
    if datetime.fromisoformat(expires_at) <= session.info["clock"]():
        raise Unauthorized("key")
    issuer = _caller(session, _LIVE_BY_ID, UUID(key))
    return Caller(issuer.client, issuer.key, issuer.organization, _SHOWN & issuer.scopes, UUID(entry))


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=_PREVIEW, signer_kwargs={"digest_method": hashlib.sha256})


def own_secret(session: Session) -> str:
    """What the house signs with where no secret is configured: made with its tables."""
    return session.get_one(Secret, _NAME).value
