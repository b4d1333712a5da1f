"""The index of words: written and dropped in the transaction that publishes, and the drafts' own beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, exists, insert, select, true, update
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.models import DraftText, Edition, EditionText, Entry, Revision
from api.services.searching.language import stemmer_of
from api.services.searching.names import DRAFTS, RANKS_FROM, has_language, is_type, within
from api.services.searching.texts import Said, said
from api.services.searching.words import WRITTEN, found_by, hyphened, numbers, words
from schemas.content_type import ContentType
from schemas.declared import BODY, RANKS, TITLE
from schemas.locales import DEFAULT
from schemas.walking import locales_of

#: Another way of taking texts apart has another number: what was written in an earlier one is written anew.
ANALYSIS = 1

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
#: So many bits of a place tell apart what is equally new.
_TIE_BITS = 25
#: What PostgreSQL holds of a text: beyond that words are found, but not in phrases (limits of `tsvector`).
_MOST_POSITIONS, _MOST_TIMES = 16_000, 250
#: What it holds in all is a mebibyte; a text that has more words is found by its first ones.
_MOST_BYTES = 800_000
#: What a token takes there beside itself, about.
_TOKEN_BYTES = 12
#: Says where one text ends: no phrase goes on behind it.
_GAP = "-"


def index_texts(session: Session, content: ContentType, edition: Edition) -> None:
    """Write the texts and tokens of an edition that has its id and its dates."""
    row = row_of(content, edition)
    row["place"] = _free(session, row["place"])
    session.execute(insert(EditionText), [row])


def row_of(content: ContentType, edition: Edition) -> dict[str, Any]:
    """The row of the index for an edition; its place may be taken."""
    by_locale = {locale: said(content, edition.body, locale) for locale in dict.fromkeys((*edition.locales, DEFAULT))}
    extra = [is_type(content.name), *map(has_language, by_locale)]
    return {
        "place": place_of(edition),
        "edition_id": edition.id,
        "analysis": ANALYSIS,
        "texts": {
            locale: [each.text for each in sorted(texts, key=lambda each: each.rank == TITLE)]
            for locale, texts in by_locale.items()
        },
        "tokens": tokens_of(by_locale, extra),
    }


def place_of(edition: Edition) -> int:
    """Where an edition stands among those found equally far up: the newer, the higher; ties go by the entry's id."""
    seconds = int((edition.updated_at - _BEGINNING).total_seconds())
    return (seconds << _TIE_BITS) | (edition.entry_id.int & ((1 << _TIE_BITS) - 1))


def move_texts(session: Session, edition: Edition) -> None:
    """Say where an edition stands, if its dates have changed."""
    if edition.id is None:
        return
    there = session.scalar(select(EditionText.place).where(EditionText.edition_id == edition.id))
    if there is not None and there >> _TIE_BITS != place_of(edition) >> _TIE_BITS:
        moved = _free(session, place_of(edition))
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
    texts = [each for locale in locales for each in said(content, draft.body, locale)]
    texts += [Said(TITLE, DEFAULT, each) for each in (draft.slug, draft.external_id) if each]
    return {"entry_id": draft.entry_id, "analysis": ANALYSIS, "tokens": tokens_of({DRAFTS: texts}, [], {BODY: RANKS})}


def index_all(session: Session) -> None:
    """Write what is not there, or was written in another way."""
    known = (EditionText.edition_id == Edition.id, EditionText.analysis == ANALYSIS)
    lacking = select(Edition).where(Edition.type.in_(CATALOGUE), Edition.live == true(), ~exists().where(*known))
    for edition in session.scalars(lacking.order_by(Edition.id)).all():
        drop_texts(session, [edition.id])
        index_texts(session, CATALOGUE[edition.type], edition)
    known = (DraftText.entry_id == Entry.id, DraftText.analysis == ANALYSIS)
    head = (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
    drafts = select(Revision, Entry.type).join(Entry, head).where(Entry.erased_at.is_(None), ~exists().where(*known))
    for draft, type_ in session.execute(drafts).all():
        index_draft(session, draft, type_)


def tokens_of(
    texts: Mapping[str, Sequence[Said]], extra: Iterable[str], found: Mapping[str, Sequence[str]] = RANKS_FROM
) -> str:
    """Everything that texts are found by, as the column takes it: name → the texts that stand under it.

    `found` are the ranks that can be looked for, and of which ranks the texts are that are found there.
    """
    lines: list[str] = []
    unordered: dict[str, None] = dict.fromkeys(extra)
    left = _MOST_BYTES
    for name, of_name in texts.items():
        taken_apart = [(each.rank, *_taken_apart(each)) for each in of_name]
        for lowest, ranks in found.items():
            own = within(name, lowest)
            stream: list[str] = []
            times: Counter[str] = Counter()
            for rank, written, meant in taken_apart:
                if rank in ranks:
                    left = _take(own, written, meant, stream, times, unordered, left)
            lines.append(" ".join(stream))
    return "\n".join([*lines, " ".join(unordered)])


def _take(
    own: str,
    written: Sequence[str],
    meant: Iterable[str],
    stream: list[str],
    times: Counter[str],
    unordered: dict[str, None],
    left: int,
) -> int:
    """Take in the tokens of a text as far as there is room; how much is left."""
    for each in written:
        token = f"{own}{WRITTEN}{each}"
        left -= len(token.encode()) + _TOKEN_BYTES if not times[token] else 2
        if left < 0:
            return left
        times[token] += 1
        if len(stream) < _MOST_POSITIONS and times[token] <= _MOST_TIMES:
            stream.append(token)
        else:
            unordered[token] = None
            stream.extend([_GAP] if stream[-1] != _GAP else [])
    if len(stream) < _MOST_POSITIONS:
        stream.append(_GAP)
    for each in meant:
        token = own + each
        if token not in unordered:
            left -= len(token.encode()) + _TOKEN_BYTES
            if left < 0:
                return left
            unordered[token] = None
    return left


@lru_cache(maxsize=64)  # what is published was written just before, in the same texts
def _taken_apart(text: Said) -> tuple[Sequence[str], Sequence[str]]:
    """The words of a text as they are written, and what they are found by."""
    stemmer = stemmer_of(text.language)
    written = [each.text for each in words(text.text)]
    meant = {token for word in dict.fromkeys(written) for token in found_by(word, stemmer)}
    meant |= {token for word in hyphened(text.text) for token in found_by(word.text, stemmer)}
    meant |= {token for number in numbers(text.text) for token in number.tokens}
    return written, sorted(meant)


def _free(session: Session, place: int) -> int:
    """The place, or the next below that no one has."""
    while session.scalar(select(exists().where(EditionText.place == place))):
        place -= 1
    return place
