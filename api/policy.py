"""Who may do what: roles, scopes, and the caller they are asked of. Whatever no table grants is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from schemas import codes

#: What an operation can ask for.
PUBLIC = "public"
READ = "read"
WRITE = "write"
PUBLISH = "publish"
CLIENTS = "clients"
WEBHOOKS = "webhooks"
ERASE = "erase"
#: Not asked for by any operation: all organizations are the caller's own.
EVERYWHERE = "everywhere"

_READER = frozenset({READ})
_AUTHOR = _READER | {WRITE}
_EDITOR = _AUTHOR | {PUBLISH}
_ADMINISTRATOR = _EDITOR | {CLIENTS, WEBHOOKS, ERASE, EVERYWHERE}

#: What each role may do (contract, section 6).
ROLES: Mapping[str, frozenset[str]] = dict(zip(codes.ROLES, (_READER, _AUTHOR, _EDITOR, _ADMINISTRATOR), strict=True))
SCOPES = frozenset({PUBLIC}) | _ADMINISTRATOR


@dataclass(frozen=True)
class Caller:
    """Who asks: an API client by one of its keys, or whoever holds a preview token for one entry."""

    client: UUID
    key: UUID
    organization: UUID
    scopes: frozenset[str]
    previews: UUID | None = None

    def may(self, scope: str) -> bool:
        """Whether the caller has this scope."""
        return scope in self.scopes

    def owns(self, organization: UUID) -> bool:
        """Whether what belongs to this organization is the caller's own."""
        return self.previews is None and self._reaches(organization)

    def may_see(self, entry: UUID, organization: UUID) -> bool:
        """Whether a draft may be shown: one's own, or the one of a preview token while it is the issuer's own."""
        return self.previews in {None, entry} and self._reaches(organization)

    def _reaches(self, organization: UUID) -> bool:
        return organization == self.organization or EVERYWHERE in self.scopes
