"""The editors' side of every type: the list of entries, and one entry as a draft."""

from typing import Any

from flask import request
from werkzeug.http import parse_dict_header

from api.errors import Invalid, Stale
from api.http.answers import Reply
from api.http.body import PATCH, read_object
from api.http.operation import Body
from api.models import Entry, Revision
from api.policy import READ, WRITE
from api.resources.base import OfType
from api.resources.documents import NEVER, address, entry_document, entry_reply, link, require_fresh, seen
from api.resources.editing import entries_query, wanted_of
from api.resources.operation import Call, operation
from api.resources.pages import keyset, numbered
from api.resources.returns import content_input, entry_answer, entry_list
from api.services.browsing import browse
from api.services.describing import summarise
from api.services.drafting import create, remove, save
from api.services.finding import find, lock
from api.services.merging import merge_edits
from api.services.observing import observe
from api.services.resolving import identify
from api.services.revising import find_revision
from schemas.editing import EntryInput
from schemas.localised import Localised
from schemas.merging import apply_patch


def sample_entry(content: Any) -> str:
    """Where an entry of a type is to be seen."""
    return f"/entries/{content.name}/{content.sample}"


def _example(content: Any) -> dict[str, Any]:
    texts_per_language = isinstance(content.fields[content.title], Localised)
    return {"content": {content.title: {"sv": "Ett exempel"} if texts_per_language else "Kim Exempel"}}


_WHOLE = Body(EntryInput, _example, describe=content_input)
_PART = Body(EntryInput, _example, media=PATCH, describe=content_input)


class EntryList(OfType):
    """The entries of a type, drafts and all."""

    @operation(
        access=READ,
        query=entries_query,
        returns=entry_list,
        sample=lambda content: f"/entries/{content.name}?limit=2",
    )
    def get(self, call: Call) -> Reply:
        """List entries.

        Those of the key's organization, newest first; for administrators those of all.
        """
        moment = observe(call.session)
        wanted = wanted_of(call.query)
        entries, total, cursor = browse(call.session, self.content, wanted, moment.now)
        items: list[dict[str, Any]] = [
            {**summary, "_links": [link(address(entry), "self")]}
            for entry, summary in zip(entries, summarise(call.session, entries, moment.now), strict=True)
        ]
        following = cursor.encode() if cursor else None
        return keyset(call.query, items, following) if total is None else numbered(call.query, items, total, following)

    @operation(
        access=WRITE,
        takes=_WHOLE,
        returns=entry_answer,
        status=201,
        problems=(409,),
        sample=sample_entry,
    )
    def post(self, call: Call) -> Reply:
        """Create a draft.

        It may be incomplete. A slug is made from the Swedish title when none is given; the organization is the key's
        own when none is given.
        """
        entry = create(
            call.session,
            self.content,
            organization=call.body.get("organization") or str(call.who.organization),
            body=call.body["content"],
            slug=call.body.get("slug"),
            external_id=call.body.get("externalId"),
        )
        return entry_reply(call, entry, status=201, location=address(entry))


class EntryItem(OfType):
    """One entry as a draft."""

    @operation(
        access=READ,
        returns=entry_answer,
        problems=(404, 410),
        sample=sample_entry,
    )
    def get(self, call: Call, idOrSlug: str) -> Reply:
        """Read an entry.

        The newest revision in every language, how it stands with readers, what the rules find, and links to what this
        key may do now. Its ETag is what `If-Match` takes, on every act on the entry.
        """
        return entry_reply(call, find(call.session, self.content, idOrSlug))

    @operation(
        access=WRITE,
        takes=_WHOLE,
        returns=entry_answer,
        problems=(404, 409, 410),
        conditional=True,
        merging=True,
    )
    def put(self, call: Call, idOrSlug: str) -> Reply:
        """Save a draft whole.

        What the body does not name is not stated any more; slug, organization and external id stay.
        """
        entry, base = self._begin(call, idOrSlug, call.body.get("organization"))
        return self._save(call, entry, base, {"externalId": base.external_id} | call.body)

    @operation(
        access=WRITE,
        takes=_PART,
        returns=entry_answer,
        problems=(404, 409, 410),
        conditional=True,
        merging=True,
    )
    def patch(self, call: Call, idOrSlug: str) -> Reply:
        """Change parts of a draft.

        A JSON Merge Patch (RFC 7396) of `slug`, `organization`, `externalId` and `content`: null takes a field away,
        lists are replaced whole.
        """
        given = call.body.get("organization") if isinstance(call.body, dict) else None
        entry, base = self._begin(call, idOrSlug, given if isinstance(given, str) else None)
        before = {"content": base.body} | ({"externalId": base.external_id} if base.external_id else {})
        return self._save(call, entry, base, read_object(apply_patch(before, call.body), EntryInput()))

    @operation(
        access=WRITE,
        returns=None,
        status=204,
        problems=(404, 409, 410),
        conditional=True,
    )
    def delete(self, call: Call, idOrSlug: str) -> Reply:
        """Delete a draft that was never public.

        What readers have seen is withdrawn instead, and what others point at stays: 409.
        """
        entry = lock(call.session, self.content, idOrSlug)
        require_fresh(call, entry)
        remove(call.session, entry.id)
        return Reply(status=204)

    def _begin(self, call: Call, key: str, organization: str | None) -> tuple[Entry, Revision]:
        """The entry, locked, and the revision that the caller builds on. Raises Stale when that never was."""
        owner = ("organizations", organization or "")
        # A change of owner is public; whose the entry is can still change until it is locked.
        entry = lock(call.session, self.content, key, publicly=owner in identify(call.session, [owner]))
        base = seen(entry)
        if base == NEVER:
            raise Stale("stale", current=entry_document(call, entry))
        return entry, find_revision(call.session, entry, entry.revision if base is None else base)

    def _save(self, call: Call, entry: Entry, base: Revision, yours: dict[str, Any]) -> Reply:
        """Save what the caller wants: it has seen the entry as it is, or its changes may be merged. Raises Stale."""
        headers = {}
        if seen(entry) is not None:
            try:
                conflicts, yours = merge_edits(call.session, entry, base, yours)
            except Invalid:
                if _prefers_merging():
                    raise
                conflicts = []  # that a colleague was faster comes before what is wrong with it
            if conflicts or not _prefers_merging():
                raise Stale("stale", current=entry_document(call, entry), conflicts=conflicts)
            headers = {"Preference-Applied": "merge=disjoint"}
        saved = save(
            call.session,
            entry.id,
            body=yours["content"],
            slug=yours.get("slug"),
            organization=yours.get("organization"),
            external_id=yours.get("externalId"),
        )
        return entry_reply(call, saved, headers=headers)


def _prefers_merging() -> bool:
    """Whether the caller would have its changes beside those of others (RFC 7240)."""
    return parse_dict_header(request.headers.get("Prefer", "").replace(";", ",")).get("merge") == "disjoint"
