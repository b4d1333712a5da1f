"""The history of an entry: its revisions, one of them, what differs, and going back."""

from api.http.answers import Reply
from api.http.operation import Body
from api.models import Entry
from api.policy import READ, WRITE
from api.resources.base import OfType
from api.resources.documents import address, as_number, entry_reply, link, require_fresh
from api.resources.editing import Compares
from api.resources.operation import Call, operation
from api.resources.pages import numbered
from api.resources.queries import Paged
from api.resources.returns import document, entry_answer, pages, revision_answer, with_links
from api.services.finding import find, lock
from api.services.revising import describe_revision, differences, find_revision, list_revisions, restore
from schemas.editing import RestoreInput
from schemas.entries import DifferencesDocument, RevisionSummary

_PAGED, _COMPARES = Paged(), Compares()


class RevisionList(OfType):
    """The revisions of an entry."""

    @operation(
        access=READ,
        query=lambda content: _PAGED,
        returns=pages(with_links(RevisionSummary)),
        problems=(404, 410),
        sample=lambda content: f"/entries/{content.name}/{content.sample}/revisions",
    )
    def get(self, call: Call, idOrSlug: str) -> Reply:
        """List the revisions.

        Newest first: what was saved when, by which client and with which of its keys.
        """
        entry = find(call.session, self.content, idOrSlug)
        rows, total = list_revisions(call.session, entry, call.query["page"], call.query["limit"])
        items = [row | {"_links": [link(_where(entry, row["revision"]), "self")]} for row in rows]
        return numbered(call.query, items, total)

    @operation(
        access=WRITE,
        takes=Body(RestoreInput, lambda content: {"restore": 1}),
        returns=entry_answer,
        status=201,
        sample=lambda content: f"/entries/{content.name}/{content.sample}",
        problems=(404, 409, 410),
        conditional=True,
    )
    def post(self, call: Call, idOrSlug: str) -> Reply:
        """Restore an earlier revision.

        Its content and slug become a new revision, a draft like any other; one that today's rules of the schema do
        not accept answers 422.
        """
        entry = lock(call.session, self.content, idOrSlug)
        require_fresh(call, entry)
        revision = find_revision(call.session, entry, call.body["restore"])
        entry = restore(call.session, entry.id, revision)
        return entry_reply(call, entry, status=201, location=_where(entry, entry.revision))


class RevisionItem(OfType):
    """One revision of an entry."""

    @operation(
        access=READ,
        returns=revision_answer,
        problems=(404, 410),
        sample=lambda content: f"/entries/{content.name}/{content.sample}/revisions/1",
    )
    def get(self, call: Call, idOrSlug: str, number: str) -> Reply:
        """Read a revision."""
        entry = find(call.session, self.content, idOrSlug)
        revision = find_revision(call.session, entry, as_number(number))
        here = _where(entry, revision.number)
        links = [link(here, "self"), link(address(entry), "up"), link(f"{here}/differences", "differences")]
        return Reply(describe_revision(call.session, revision) | {"_links": links})


class Differences(OfType):
    """What differs between two revisions."""

    @operation(
        access=READ,
        query=lambda content: _COMPARES,
        returns=document(DifferencesDocument),
        problems=(404, 410),
        sample=lambda content: f"/entries/{content.name}/{content.sample}/revisions/1/differences?against=1",
    )
    def get(self, call: Call, idOrSlug: str, number: str) -> Reply:
        """Compare two revisions.

        Field by field: one language of a text, or one whole list. Without `against` with the revision before.
        """
        entry = find(call.session, self.content, idOrSlug)
        after = find_revision(call.session, entry, as_number(number))
        before = find_revision(call.session, entry, call.query.get("against", max(after.number - 1, 1)))
        return Reply(
            {
                "against": before.number,
                "revision": after.number,
                "differences": differences(entry, before, after),
                "_links": [link(f"{_where(entry, after.number)}/differences?against={before.number}", "self")],
            }
        )


def _where(entry: Entry, number: int) -> str:
    return f"{address(entry)}/revisions/{number}"
