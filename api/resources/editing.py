"""What can be asked on the editors' side."""

from functools import cache
from typing import Any

from marshmallow import Schema

from api.catalogue import CATALOGUE
from api.errors import Malformed
from api.resources.queries import Reads, Walked, Writes
from api.services.acting import KINDS
from api.services.browsing import DEFAULT_SORT, SORTS, Wanted
from api.services.checks.facts import gap_fields
from api.services.cursors import Cursor
from api.services.standing import STATES
from schemas.content_type import ContentType
from schemas.faults import Fault, Found
from schemas.parameters import (
    Choice,
    Instant,
    Line,
    Several,
    Truth,
    Whole,
    among,
    read_id,
    read_line,
    read_reference,
)

#: What acts are done to.
_TYPES = (*CATALOGUE, "clients")
_SORTS = [sign + name for name in SORTS for sign in ("", "-")]


class Unpublishes(Writes):
    """What ending a publication takes."""

    scheduled = Truth("Only cancel what has not begun")


class Compares(Reads):
    """What a comparison takes."""

    against = Whole("The revision to compare with; the one before when absent", minimum=1)


class EventsQuery(Walked):
    """What the audit log can be asked for."""

    entry = Several("Acts on these entries or clients", {"type": "string", "format": "uuid"}, read_id)
    client = Several("Acts of these clients", {"type": "string", "format": "uuid"}, read_id)
    kind = Several("Acts of these kinds", {"type": "string", "enum": list(KINDS)}, among("unknownCode", KINDS))
    type = Several("Acts on these types", {"type": "string", "enum": list(_TYPES)}, among("unknownCode", _TYPES))
    since = Instant("Acts at this instant or later")
    until = Instant("Acts before this instant")


class _EntriesQuery(Walked):
    """What every list of entries can be asked for."""

    q = Line("Words of their newest revision in any language, its slug or externalId; see `/search`")
    sort = Choice("Order, `-` for descending", _SORTS, load_default=DEFAULT_SORT)
    id = Several("These entries only", {"type": "string", "format": "uuid"}, read_id)
    state = Several("How they stand", {"type": "string", "enum": list(STATES)}, among("unknownCode", STATES))
    organization = Several("Whose they are; id or slug", {"type": "string"}, read_reference)
    externalId = Several("What they are called elsewhere", {"type": "string"}, read_line)
    hasUnpublishedChanges = Truth("Whether the newest revision is not the one that was last published")
    reviewOverdue = Truth("Whether review.reviewBy has passed, Stockholm time")


@cache
def entries_query(content: ContentType) -> Schema:
    """The parameters of the editors' list of this type."""
    gaps = gap_fields(content)
    described: dict[str, Any] = {
        "gaps": Several(
            "Facts that are not stated", {"type": "string", "enum": list(gaps)}, among("unknownField", gaps)
        )
    }
    return _EntriesQuery.from_dict(described, name=f"{content.singular}EntriesQuery")()


def wanted_of(query: dict[str, Any]) -> Wanted:
    """What the list of entries is asked for."""
    return Wanted(
        sort=query["sort"],
        page=query["page"],
        limit=query["limit"],
        cursor=read_cursor(query["cursor"], (query["sort"],)) if "cursor" in query else None,
        ids=query.get("id"),
        states=query.get("state"),
        organizations=query.get("organization"),
        external_ids=query.get("externalId"),
        has_unpublished_changes=query.get("hasUnpublishedChanges"),
        review_overdue=query.get("reviewOverdue"),
        gaps=query.get("gaps"),
        words=query.get("q"),
    )


def read_cursor(text: str, sort: tuple[str, ...]) -> Cursor:
    """Read a cursor of the editors' side and see that it belongs to this order."""
    try:
        cursor = Cursor.decode(text, frozenset({"savedAt", "at"}))
    except ValueError:
        raise malformed_cursor() from None
    if cursor.sort != sort:
        raise Malformed("query", found=[Found(("cursor",), Fault("cursorSort"))])
    return cursor


def malformed_cursor() -> Malformed:
    """The cursor is none of ours."""
    return Malformed("query", found=[Found(("cursor",), Fault("cursor"))])
