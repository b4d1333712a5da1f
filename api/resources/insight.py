"""What an editor wants to know before acting: what the rules find, who points here, how a draft will look."""

from datetime import timedelta
from secrets import token_hex

from api.errors import Invalid
from api.http.answers import Reply
from api.http.context import api_url, house
from api.http.links import self_link
from api.http.operation import Body
from api.http.preface import SERVER
from api.models import Revision
from api.policy import READ
from api.resources.base import OfType
from api.resources.documents import address, link
from api.resources.operation import Call, operation
from api.resources.pages import sliced
from api.resources.queries import Paged
from api.resources.returns import document, pages, with_links
from api.services.acting import audit
from api.services.authenticating import issue_preview
from api.services.checks import BLOCKING, check
from api.services.checks.facts import gaps
from api.services.describing import describe_finding
from api.services.finding import find
from api.services.observing import observe
from api.services.referring import references
from schemas.editing import PreviewTokenInput
from schemas.entries import ChecksDocument, PreviewTokenDocument, ReferrerDocument
from schemas.faults import Fault, Found

_PAGED = Paged()
#: How long a preview token is good when no one says, and at most.
_A_DAY, _A_MONTH = timedelta(days=1), timedelta(days=31)


class Checks(OfType):
    """What the rules find in a draft."""

    @operation(
        access=READ,
        returns=document(ChecksDocument),
        problems=(404, 410),
        sample=lambda content: f"/entries/{content.name}/{content.sample}/checks",
    )
    def get(self, call: Call, idOrSlug: str) -> Reply:
        """Check a draft.

        Everything that keeps the newest revision from going out or that its editor should know, each with a stable
        rule, where it is, and what to do about it.
        """
        entry = find(call.session, self.content, idOrSlug)
        draft = call.session.get_one(Revision, (entry.id, entry.revision))
        found = check(call.session, entry, draft, observe(call.session).now)
        return Reply(
            {
                "mayPublish": all(each.rule.severity != BLOCKING for each in found),
                "findings": [describe_finding(each) for each in found],
                "gaps": gaps(self.content, draft.body),
                "_links": [link(f"{address(entry)}/checks", "self"), link(address(entry), "up")],
            }
        )


class ReferenceList(OfType):
    """Who points at an entry."""

    @operation(
        access=READ,
        query=lambda content: _PAGED,
        returns=pages(with_links(ReferrerDocument)),
        problems=(404, 410),
        sample=lambda content: f"/entries/{content.name}/{content.sample}/references",
    )
    def get(self, call: Call, idOrSlug: str) -> Reply:
        """List who points here.

        What a change would touch: entries that readers see, and the drafts and plans of the key's own organization.
        """
        entry = find(call.session, self.content, idOrSlug)
        found = references(call.session, entry, observe(call.session).now)
        items = [
            each | {"_links": [link(f"{api_url()}/entries/{each['type']}/{each['id']}", "self")]} for each in found
        ]
        return sliced(call.query, items)


class PreviewTokenList(OfType):
    """Tokens that show one draft to someone without a key."""

    @operation(
        access=READ,
        takes=Body(PreviewTokenInput, lambda content: {"expiresAt": "2026-11-26T08:00:00Z"}, required=False),
        returns=document(PreviewTokenDocument),
        status=201,
        problems=(404, 410, 422),
        example=lambda content: {
            "token": "WyIzNTQyOGIxNyIsIjIwMjYtMTEtMjYiXQ.c2lnbmF0dXJl",
            "expiresAt": "2026-11-26T08:00:00Z",
            "_links": [
                link(f"{SERVER}/entries/{content.name}/{content.sample}/preview-tokens", "self"),
                link(f"{SERVER}/{content.name}/{content.sample}?preview=true", "preview"),
            ],
        },
        secret=True,
    )
    def post(self, call: Call, idOrSlug: str) -> Reply:
        """Make a preview token.

        Sent as Bearer it shows this entry's newest draft, as readers would get it, and nothing else; until it expires
        or the key it was made with is revoked.
        """
        entry = find(call.session, self.content, idOrSlug)
        now = call.session.info["clock"]()
        expires_at = call.body.get("expiresAt") or now + _A_DAY
        if not now < expires_at <= now + _A_MONTH:
            latest = f"{now + _A_MONTH:%Y-%m-%dT%H:%M:%SZ}"
            fault = Fault("past") if expires_at <= now else Fault("tooLate", {"max": latest})
            raise Invalid("invalid", found=[Found(("expiresAt",), fault)])
        secret = token_hex() if call.query.get("dryRun") else house().config.secret  # what is only tried opens nothing
        token = issue_preview(call.session, secret, entry.id, expires_at, call.who)
        audit(call.session, "previewTokenCreated", entry)
        links = [self_link(), link(f"{api_url()}/{entry.type}/{entry.id}?preview=true", "preview")]
        return Reply({"token": token, "expiresAt": expires_at, "_links": links}, status=201)
