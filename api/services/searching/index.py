"""The index of words: written and dropped in the transaction that publishes, and the drafts' own beside it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, insert, select, true, update
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import DraftText, Edition, EditionText, Entry, Revision
from api.services.searching.names import DRAFTS, has_language, is_type
from api.services.searching.texts import Said, said
from api.services.searching.tokens import tokens_of
from schemas.content_type import ContentType
from schemas.declared import BODY, RANKS, TITLE
from schemas.locales import DEFAULT
from schemas.walking import locales_of

#: Another way of taking texts apart has another number: what was written in an earlier one is written anew.
ANALYSIS = 1

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
#: A place has 63 bits: milliseconds until the year 2109, some of the entry's id, and room for what is equal in both.
_MOST_MILLISECONDS = 2**42 - 1
_TIE_BITS, ROOM_BITS = 16, 5
_BATCH = 500


def index_texts(session: Session, content: ContentType, edition: Edition) -> None:
    """Write the texts and tokens of an edition that has its id and its dates."""
    row = row_of(content, edition)
    row["place"] = _free(session, row["place"])
    session.execute(insert(EditionText), [row])


def row_of(content: ContentType, edition: Edition) -> dict[str, Any]:
    """The row of the index for an edition; its place may be taken."""
    by_locale = {locale: said(content, edition.body, locale) for locale in dict.fromkeys((*edition.locales, DEFAULT))}
    return {
        "place": highest_place(order_of(edition)),
        "edition_id": edition.id,
        "analysis": ANALYSIS,
        "texts": {
            locale: [each.text for each in sorted(texts, key=lambda each: each.rank == TITLE)]
            for locale, texts in by_locale.items()
        },
        "tokens": tokens_of(by_locale, [is_type(content.name), *map(has_language, edition.locales)]),
    }


def order_of(edition: Any) -> int:
    """Where an edition stands among those found equally well: the newer, the higher; ties go by the entry's id."""
    passed = min((edition.updated_at - _BEGINNING) // _MILLISECOND, _MOST_MILLISECONDS)
    tie: int = edition.entry_id.int & (1 << _TIE_BITS) - 1
    return int(passed) << _TIE_BITS | tie


def highest_place(order: int) -> int:
    """The highest place of what stands there in the order."""
    return order << ROOM_BITS | (1 << ROOM_BITS) - 1


def move_texts(session: Session, edition: Edition) -> None:
    """Say where an edition stands, if its dates have changed."""
    if edition.id is None:
        return
    there = session.scalar(select(EditionText.place).where(EditionText.edition_id == edition.id))
    if there is not None and there >> ROOM_BITS != order_of(edition):
        moved = _free(session, highest_place(order_of(edition)))
        session.execute(update(EditionText).where(EditionText.edition_id == edition.id).values(place=moved))


def drop_texts(session: Session, editions: Any) -> None:
    """Take editions, a selection of ids, out of the index."""
    session.execute(
        delete(EditionText).where(EditionText.edition_id.in_(editions)),
        execution_options={"synchronize_session": False},
    )


def index_draft(session: Session, draft: Revision, type_: str) -> None:
    """Write the tokens of an entry's newest revision, in the place of those of the one before."""
    session.execute(delete(DraftText).where(DraftText.entry_id == draft.entry_id))
    session.execute(insert(DraftText), [draft_row(draft, type_)])


def draft_row(draft: Revision, type_: str) -> dict[str, Any]:
    """The row of the drafts' index for a revision: what it says in every language, and what it is called."""
    content = CATALOGUE[type_]
    locales = dict.fromkeys((*locales_of(content.schema, draft.body), DEFAULT))
    texts = dict.fromkeys(each for locale in locales for each in said(content, draft.body, locale))
    called = [Said(TITLE, DEFAULT, each) for each in (draft.slug, draft.external_id) if each]
    tokens = tokens_of({DRAFTS: [*texts, *called]}, [], {BODY: RANKS})
    return {"entry_id": draft.entry_id, "analysis": ANALYSIS, "tokens": tokens}


def index_all(session: Session) -> None:
    """Write what is not there, or was written in another way."""
    known = (EditionText.edition_id == Edition.id, EditionText.analysis == ANALYSIS)
    lacking = select(Edition.id).where(Edition.type.in_(CATALOGUE), Edition.live == true(), ~exists().where(*known))
    for ids in _batches(session, lacking.order_by(Edition.id)):
        drop_texts(session, ids)
        for edition in session.scalars(select(Edition).where(Edition.id.in_(ids)).order_by(Edition.id)):
            index_texts(session, CATALOGUE[edition.type], edition)
        session.expunge_all()
    known = (DraftText.entry_id == Entry.id, DraftText.analysis == ANALYSIS)
    unknown = select(Entry.id).where(Entry.type.in_(CATALOGUE), Entry.erased_at.is_(None), ~exists().where(*known))
    head = (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
    for ids in _batches(session, unknown.order_by(Entry.id)):
        for draft, type_ in session.execute(select(Revision, Entry.type).join(Entry, head).where(Entry.id.in_(ids))):
            index_draft(session, draft, type_)
        session.expunge_all()


def _batches(session: Session, ids: Select[Any]) -> Iterator[list[Any]]:
    """The ids, so many at a time; what was written is written out between."""
    every = list(session.scalars(ids))
    for start in range(0, len(every), _BATCH):
        yield every[start : start + _BATCH]
        session.flush()


def _free(session: Session, place: int) -> int:
    """The place, or the next below that no one has."""
    while session.scalar(select(exists().where(EditionText.place == place))):
        place -= 1
    return place
