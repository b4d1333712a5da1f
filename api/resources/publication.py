"""What readers see of an entry: publishing it, ending that, and taking it back."""

from typing import Any
from uuid import UUID

from api.catalogue import CATALOGUE
from api.errors import Invalid
from api.http.answers import Reply
from api.http.operation import Body
from api.models import Entry
from api.policy import PUBLISH
from api.resources.base import OfType
from api.resources.documents import entry_reply, require_fresh
from api.resources.editing import Unpublishes
from api.resources.operation import Call, operation
from api.resources.returns import entry_answer
from api.services.finding import lock
from api.services.publishing import cancel, publish, unpublish
from api.services.resolving import identify, known_to_caller
from api.services.withdrawing import withdraw
from schemas.editing import PublicationInput, WithdrawalInput
from schemas.faults import Fault, Found
from schemas.references import is_id, is_slug

_UNPUBLISHES = Unpublishes()
_PUBLICATION = Body(
    PublicationInput,
    lambda content: {"from": "2026-11-30T07:00:00Z", "changeNote": {"sv": "Nytt telefonnummer."}},
    required=False,
)
_WITHDRAWAL = Body(
    WithdrawalInput, lambda content: {"kind": "gone", "explanation": {"sv": "Verksamheten har lagts ned."}}
)
_PROBLEMS = (404, 409, 410, 422)


class Publication(OfType):
    """The publication of an entry."""

    @operation(
        access=PUBLISH,
        takes=_PUBLICATION,
        returns=entry_answer,
        problems=_PROBLEMS,
        conditional=True,
    )
    def put(self, call: Call, idOrSlug: str) -> Reply:
        """Publish.

        A revision is public in `[from, until)`: exactly then, with nothing that has to fire. Answers 409 with what is
        scheduled later unless `scheduled` says whether to cancel or to keep it, and 422 with every check that blocks.
        A minor update leaves `updatedAt` and the place in feeds as they were, unless it comes after an absence or
        lifts a withdrawal: that something is back is to be noticed.
        """
        entry = lock(call.session, self.content, idOrSlug, publicly=True)
        require_fresh(call, entry)
        publish(
            call.session,
            entry.id,
            start=call.body.get("from"),
            until=call.body.get("until"),
            revision=call.body.get("revision"),
            major=call.body.get("updateType") != "minor",
            note=call.body.get("changeNote"),
            scheduled=call.body.get("scheduled"),
        )
        return entry_reply(call, entry)

    @operation(
        access=PUBLISH,
        query=lambda content: _UNPUBLISHES,
        returns=entry_answer,
        problems=_PROBLEMS,
        conditional=True,
    )
    def delete(self, call: Call, idOrSlug: str) -> Reply:
        """Unpublish.

        Readers get 410 from now on, and what is scheduled is cancelled; with `scheduled=true` only the latter.
        """
        entry = lock(call.session, self.content, idOrSlug, publicly=True)
        require_fresh(call, entry)
        end = cancel if call.query.get("scheduled") else unpublish
        end(call.session, entry.id)
        return entry_reply(call, entry)


class Withdrawal(OfType):
    """How an entry is taken back."""

    @operation(
        access=PUBLISH,
        takes=_WITHDRAWAL,
        returns=entry_answer,
        problems=_PROBLEMS,
        conditional=True,
    )
    def put(self, call: Call, idOrSlug: str) -> Reply:
        """Withdraw.

        `withdrawn` stays readable with a notice, `gone` answers 410 with the explanation, `redirect` leads to what
        takes its place. With hidden history looks into the past answer 410 too.
        """
        entry = lock(call.session, self.content, idOrSlug, publicly=True)
        require_fresh(call, entry)
        withdraw(
            call.session,
            entry.id,
            kind=call.body["kind"],
            explanation=call.body.get("explanation"),
            replacement=self._replacement(call, entry),
            start=call.body.get("from"),
            history=call.body.get("history", "open"),
            scheduled=call.body.get("scheduled"),
        )
        return entry_reply(call, entry)

    def _replacement(self, call: Call, entry: Entry) -> Entry | None:
        """What takes the entry's place: an id of any type, or a slug of the same."""
        key = call.body.get("redirectTo")
        if key is None:
            if call.body["kind"] == "redirect":
                raise _wrong("required")
            return None
        types = tuple(CATALOGUE) if is_id(key.lower()) else (entry.type,)
        known = is_id(key.lower()) or is_slug(key)
        found: Any = identify(call.session, [(type_, key.lower()) for type_ in types]) if known else {}
        target = call.session.get(Entry, UUID(next(iter(found.values())))) if found else None
        if target is None or target.erased_at or target.id not in known_to_caller(call.session, [target.id]):
            raise _wrong("reference", value=key)
        if target.id == entry.id:
            raise _wrong("itself")
        return target


def _wrong(code: str, **params: Any) -> Invalid:
    return Invalid("invalid", found=[Found(("redirectTo",), Fault(code, params))])
