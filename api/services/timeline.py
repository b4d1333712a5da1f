"""The timeline of an entry: editions and withdrawals, one after another.

No edition that has begun is rewritten. What has not is chained anew after every act: where each edition ends, its
number, and the dates and notes that add up from the ones before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from api.catalogue import CATALOGUE
from api.db import FOREVER
from api.models import Edition, Entry, Withdrawal
from api.services.acting import act
from api.services.finding import hold
from api.services.indexing import index, place
from api.services.searching.index import index_texts

Step = Edition | Withdrawal


@dataclass
class Timeline:
    """The steps of one entry in the order they begin, seen from the instant of an act."""

    session: Session
    entry: Entry
    at: datetime
    editions: list[Edition]
    withdrawals: list[Withdrawal]

    def covering(self, instant: datetime) -> Edition | None:
        """The edition that is, or will be, public at an instant."""
        return next((each for each in self.editions if each.valid_from <= instant < each.valid_to), None)

    def has_begun(self) -> bool:
        """Whether anything of it has ever been public."""
        return any(each.valid_from <= self.at for each in self.editions)

    def ahead(self, start: datetime) -> list[Step]:
        """What has not begun and would begin at `start` or later."""
        steps: list[Step] = [*self.editions, *self.withdrawals]
        return sorted((each for each in steps if each.valid_from >= max(start, self.at)), key=_start)

    def in_force(self) -> Withdrawal | None:
        """The withdrawal under which nothing of the entry is public now."""
        begun = [each for each in self.withdrawals if each.valid_from <= self.at]
        last = max((each.valid_from for each in self.editions if each.valid_from <= self.at), default=None)
        return begun[-1] if begun and last and begun[-1].valid_from > last and not self.covering(self.at) else None

    def drop(self, steps: Sequence[Step]) -> None:
        """Take away steps that have not begun; what they would have ended goes on."""
        for each in steps:
            self.session.delete(each)
        self.session.flush()
        self.editions = [each for each in self.editions if each not in steps]
        self.withdrawals = [each for each in self.withdrawals if each not in steps]
        self.settle()

    def insert(self, edition: Edition) -> None:
        """Put a new edition where it begins, and index it."""
        self.editions.append(edition)
        self.settle()
        self.session.add(edition)
        self.session.flush()
        index(self.session, CATALOGUE[self.entry.type], edition)
        index_texts(self.session, CATALOGUE[self.entry.type], edition)

    def settle(self) -> None:
        """Chain the steps: ends, and the numbers, dates and notes of editions that have not begun."""
        self.editions.sort(key=_start)
        self.withdrawals.sort(key=_start)
        with self.session.no_autoflush:
            for each in self.editions:
                if each.valid_from > self.at and each.version:
                    each.version = -each.version  # out of the way: numbers are unique at every flush
        self.session.flush()
        steps: list[Step] = [*self.editions, *self.withdrawals]
        starts = sorted(map(_start, steps))
        before: Edition | None = None
        for each in self.editions:
            if each.valid_to is None or each.valid_to > self.at:
                following = next((start for start in starts if start > each.valid_from), FOREVER)
                each.valid_to = min(each.until, following)
            each.hidden_from = self._hidden_from(each)
            if each.valid_from >= self.at:
                _continue(each, before)
            before = each
        self.session.flush()
        for each in self.editions:
            if each.valid_from >= self.at:
                place(self.session, CATALOGUE[self.entry.type], each)
        self.session.flush()

    def _hidden_from(self, edition: Edition) -> datetime:
        """From when on looks into the past no longer find an edition."""
        hiding = (each for each in self.withdrawals if each.history == "hidden")
        return min((each.valid_from for each in hiding if each.valid_from > edition.valid_from), default=FOREVER)


def open_timeline(session: Session, entry_id: UUID) -> Timeline:
    """Begin an act on an entry: its timeline, locked until the transaction ends.

    The act comes after everything of the entry that has begun. Raises NotFound.
    """
    at = act(session)
    entry = hold(session, entry_id)
    editions, withdrawals = steps_of(session, entry_id)
    steps: list[Step] = [*editions, *withdrawals]
    for begins in sorted(map(_start, steps)):
        if begins <= at:  # moved on, the act may come upon the next one
            at = act(session, later_than=begins)
    return Timeline(session, entry, at, editions, withdrawals)


_EDITIONS, _WITHDRAWALS = (
    select(model).where(model.entry_id == bindparam("id")).order_by(model.valid_from) for model in (Edition, Withdrawal)
)


def steps_of(session: Session, entry_id: UUID) -> tuple[list[Edition], list[Withdrawal]]:
    """The steps of an entry, in the order they begin."""
    of_entry = {"id": entry_id}
    return list(session.scalars(_EDITIONS, of_entry)), list(session.scalars(_WITHDRAWALS, of_entry))


def _start(step: Step) -> datetime:
    begins: datetime = step.valid_from
    return begins


def brings_back(edition: Edition, before: Edition | None) -> bool:
    """Whether an edition ends an absence: nothing was public just before it, or what was is withdrawn no more."""
    return before is not None and (before.valid_to < edition.valid_from or bool(before.notice and not edition.notice))


def _continue(edition: Edition, before: Edition | None) -> None:
    """What adds up from edition to edition; that something is back is to be noticed, whatever its editor says."""
    edition.version = before.version + 1 if before else 1
    edition.first_published_at = before.first_published_at if before else edition.valid_from
    unnoticed = before and not edition.major and not brings_back(edition, before)
    edition.updated_at = before.updated_at if before and unnoticed else edition.valid_from
    edition.change_history = list(before.change_history) if before else []
    if edition.note:
        edition.change_history.append({"note": edition.note, "at": edition.valid_from.isoformat()})
