"""A database as full as one likes, written as a restored backup would be: rows, not acts.

What is derived (terms, tokens, order, HTML) comes from the house's own services. Every second item concerns the common
municipality, always 25 the rare one, whatever the number; one in four has been published twice. Each has a paragraph
of words of its own, some of which hardly any other item has.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select, text

from api.catalogue import CATALOGUE
from api.db import FOREVER, Database
from api.models import (
    Change,
    DraftText,
    Edition,
    EditionLink,
    EditionTerm,
    EditionText,
    Entry,
    Revision,
    RevisionLink,
    Slug,
)  # fmt: skip
from api.services.acting import act
from api.services.cursors import Cursor
from api.services.formatting import to_html
from api.services.indexing import rows_of, sort_key
from api.services.searching.index import draft_row, row_of
from api.services.searching.swedish import LIST as WORDS
from api.services.seeding import seed_id
from api.services.selecting import USUAL

COMMON = "municipality=2281"
RARE = "municipality=2260"
_RARE_ITEMS = 25
_BATCH = 1000
_OWN_WORDS = 40
#: Places in the index of words that are taken.
_TAKEN: set[int] = set()
_CONTENT = CATALOGUE["news"]
_OWNER = seed_id("organizations", "kommunforbundet-vasternorrland")
_RECEPTIONS = [str(seed_id("receptions", slug)) for slug in ("mika", "kast")]
_TABLES = (
    Entry, Slug, Revision, RevisionLink, DraftText, Edition, EditionTerm, EditionLink, EditionText, Change,
)  # fmt: skip
_PARAGRAPH = "Mottagningen har öppet som vanligt, och *den som vill* kan höra av sig utan att säga vem man är. " * 5

Rows = dict[type, list[dict[str, Any]]]


def fill(database: Database, number: int) -> None:
    """Add news items until there are `number`."""
    with database.writing() as session:
        now = act(session)
        there = session.scalar(select(func.count()).select_from(Entry).where(Entry.type == _CONTENT.name)) or 0
        identity = session.scalar(select(func.max(Edition.id))) or 0
        for start in range(there, number, _BATCH):
            rows: Rows = defaultdict(list)
            for each in range(start, min(number, start + _BATCH)):
                began = now - timedelta(minutes=number - each + 1)
                for edition in _editions(each, began, rare=each % max(1, number // _RARE_ITEMS) == 1):
                    identity += 1
                    edition.id = identity
                    _published(rows, edition)
                _written(rows, edition)
            for change in rows[Change]:
                session.info["sequence"] += 1
                change["seq"] = session.info["sequence"]
            for model in _TABLES:
                session.connection().execute(insert(model.__table__), rows[model])
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            top = "SELECT setval(pg_get_serial_sequence('editions', 'id'), (SELECT max(id) FROM editions))"
            connection.execute(text(top))
        connection.execute(text("ANALYZE"))


def cursor(database: Database, share: float) -> str:
    """Where the list of news has come to after a share of it."""
    public = (Edition.type == _CONTENT.name, Edition.live)
    with database.reading() as session:
        number = session.scalar(select(func.count()).select_from(Edition).where(*public)) or 0
        in_order = select(Edition.sort_key, Edition.entry_id).where(*public).order_by(Edition.sort_key)
        row = session.execute(in_order.offset(int(number * share)).limit(1)).one()
    return Cursor(USUAL, (row.sort_key,), str(row.entry_id)).encode()


def _editions(number: int, began: datetime, *, rare: bool) -> Iterator[Edition]:
    """The editions of an item, the last of which is public."""
    id = uuid5(_OWNER, str(number))
    body = {
        "title": {"sv": f"Nyhet {number:07d} om mottagningarna i länet"},
        "lead": {"sv": "Det har hänt något som många behöver veta."},
        "body": {"sv": "\n\n".join([*([_PARAGRAPH] * 3), _own_words(number)])},
        "category": "news",
        "municipalities": [code for code, concerned in (("2260", rare), ("2281", number % 2 == 0)) if concerned],
        "receptions": _RECEPTIONS,
    }
    starts = [began - timedelta(days=1), began] if number % 4 == 0 else [began]
    for version, start in enumerate(starts, 1):
        last = version == len(starts)
        edition = Edition(
            entry_id=id, type=_CONTENT.name, revision=1, version=version, slug=f"nyhet-{number}",
            organization_id=_OWNER, valid_from=start, valid_to=FOREVER if last else starts[version],
            until=FOREVER, hidden_from=FOREVER, major=True, note=None, first_published_at=starts[0], updated_at=start,
            locales=["sv"], change_history=[], body=body, rendered=_rendered(), notice=None, live=last,
        )  # fmt: skip
        edition.sort_key = sort_key(_CONTENT, edition)
        yield edition


def _own_words(number: int) -> str:
    """Words that come as often as words do: the tenth on the list ten times as rarely as the first (Zipf)."""
    chosen = Random(number).choices(words_by_frequency(), cum_weights=_weights(), k=_OWN_WORDS)  # no secret
    return " ".join(chosen).capitalize() + "."


@cache
def words_by_frequency() -> list[str]:
    """Words, the most frequent first."""
    words = [word for word in WORDS.read_text(encoding="utf-8").split() if len(word) > 4]
    Random(0).shuffle(words)  # no secret
    return words


@cache
def _weights() -> list[float]:
    return list(accumulate(1 / place for place in range(1, len(words_by_frequency()) + 1)))


@cache
def _rendered() -> dict[str, dict[str, str]]:
    return {"body": {"sv": to_html("\n\n".join([_PARAGRAPH] * 3))}}


def _published(rows: Rows, edition: Edition) -> None:
    """The rows of an edition."""
    rows[Edition].append({column.name: getattr(edition, column.name) for column in Edition.__table__.columns})
    terms, links = rows_of(_CONTENT, edition)
    rows[EditionTerm] += terms
    rows[EditionLink] += links
    if edition.live:
        row = row_of(_CONTENT, edition)
        while row["place"] in _TAKEN:
            row["place"] -= 1
        _TAKEN.add(row["place"])
        rows[EditionText].append(row)
    rows[Change].append({"at": edition.valid_from, "entry_id": edition.entry_id, "kind": "published"})


def _written(rows: Rows, edition: Edition) -> None:
    """The rows of the entry and its one revision."""
    id, owner = edition.entry_id, edition.organization_id
    of_entry = {"type": edition.type, "organization_id": owner, "external_id": None}
    rows[Entry].append({"id": id, "revision": 1, "acts": 2, "erased_at": None, **of_entry})
    rows[Slug].append({"type": edition.type, "slug": edition.slug, "entry_id": id})
    revision = {
        "entry_id": id, "number": 1, "slug": edition.slug, "organization_id": owner, "external_id": None,
        "body": edition.body, "client": None, "key": None, "at": edition.valid_from,
    }  # fmt: skip
    rows[Revision].append(revision)
    rows[DraftText].append(draft_row(Revision(**revision), edition.type))
    targets = [("organization", owner), *(("receptions", UUID(each)) for each in edition.body["receptions"])]
    rows[RevisionLink] += [{"entry_id": id, "field": field, "target": target} for field, target in targets]
