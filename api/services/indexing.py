"""The inverted index of an edition: the terms that filters and sorts use, whom it points at, its place in lists."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, true, update
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import Edition, EditionLink, EditionTerm
from api.services.searching.index import drop_texts, move_texts
from schemas.content_type import INSTANTS, ORGANIZATION, ContentType
from schemas.references import Reference
from schemas.walking import values

#: Terms that lists sort by stand under this name and the sort key's.
SORT = "sort."
#: Where the instant of each key stands.
INSTANT_COLUMNS = dict(zip(INSTANTS, ("valid_from", "first_published_at", "updated_at"), strict=True))

_EPOCH = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: Turns the order of numbers of one length round.
_TURNED = str.maketrans("0123456789", "9876543210")
#: Sorts after every number: where it is not stated, in an order that is turned round.
_LAST = "~"
#: Sorts before everything that a text can have.
_END = "\x01"


def index(session: Session, content: ContentType, edition: Edition) -> None:
    """Write the terms and links of an edition that has its id and its place."""
    terms, links = rows_of(content, edition)
    session.execute(insert(EditionTerm), terms)
    session.execute(insert(EditionLink), links)


def rows_of(content: ContentType, edition: Edition) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of the index for an edition: terms and links."""
    organization = str(edition.organization_id)
    terms = {(str(ORGANIZATION.filter), organization)}
    links = {("organization", organization)}
    for place, field, value in values(content.schema, edition.body):
        if field.filter:
            terms.add((field.filter, field.term(value)))
        if field.sort:
            terms.add((SORT + field.sort, field.sort_key(value)))
        if isinstance(field, Reference):
            links.add((str(place[0]), value))
    own = {"edition_id": edition.id}
    repeated = {name: getattr(edition, name) for name in ("type", "live", "sort_key", "entry_id")}
    return (
        [{"name": name, "value": value, **own, **repeated} for name, value in sorted(terms)],
        [{"field": field, "target": UUID(id), **own} for field, id in sorted(links)],
    )


def reindex(session: Session, content: ContentType, edition: Edition) -> None:
    """Write the terms and links of an edition anew."""
    session.flush()
    for model in (EditionTerm, EditionLink):
        session.execute(delete(model).where(model.edition_id == edition.id))
    index(session, content, edition)


def place(session: Session, content: ContentType, edition: Edition) -> None:
    """Say where an edition stands in its type's usual order and among what is found, wherever that is written."""
    move_texts(session, edition)
    key = sort_key(content, edition)
    if edition.sort_key == key:
        return
    edition.sort_key = key
    if edition.id is not None:
        session.execute(update(EditionTerm).where(EditionTerm.edition_id == edition.id).values(sort_key=key))


def place_all(session: Session) -> None:
    """Give every edition that has no place its own."""
    for edition in session.scalars(select(Edition).where(Edition.sort_key == "")):
        place(session, CATALOGUE[edition.type], edition)


def retire(session: Session, at: datetime) -> None:
    """Take out of the way what, from now on, only those can see who look into the past: whatever has ended by `at`."""
    ended = (Edition.type.in_(CATALOGUE), Edition.live == true(), Edition.valid_to <= at)
    if session.scalar(select(Edition.id).where(*ended).limit(1)) is None:
        return
    drop_texts(session, select(Edition.id).where(*ended))
    of_ended = EditionTerm.edition_id.in_(select(Edition.id).where(*ended))
    apart = {"synchronize_session": False}  # `live` is for statements; no object is asked for it
    session.execute(update(EditionTerm).where(of_ended).values(live=False), execution_options=apart)
    session.execute(update(Edition).where(*ended).values(live=False), execution_options=apart)


def sort_key(content: ContentType, edition: Edition) -> str:
    """The place of an edition in its type's usual order, as one text that sorts by its bytes."""
    return _END.join(_part(content, edition, key) for key in content.order)


def _part(content: ContentType, edition: Edition, key: str) -> str:
    name = key.removeprefix("-")
    if name in INSTANTS:
        text = f"{(getattr(edition, INSTANT_COLUMNS[name]) - _EPOCH) // _MICROSECOND:018d}"
    else:
        keys = (field.sort_key(value) for _, field, value in values(content.schema, edition.body) if field.sort == name)
        text = next(keys, "")
    return (text.translate(_TURNED) or _LAST) if key.startswith("-") else text
