"""Whatever happens, in whatever order, on whatever machine: every copy equals the filtered public set.

Histories are drawn by Hypothesis; replicas with filters of all kinds follow them, stop in the middle and resume. What
they should hold is asked of the lists, which other tests hold against a model of the contract.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue import CATALOGUE
from api.db import Database
from api.errors import Conflict, Gone, Invalid, NotFound
from api.models import Entry
from api.services import drafting, erasing, publishing, withdrawing
from tests.conftest import OWNER, Clock, World
from tests.copies.replica import Replica
from tests.properties import examples

OTHER = "sundsvalls-kommun"
MUNICIPALITIES = ("2281", "2283")
NAMES = ("ett", "tva", "tre")
#: What replicas follow: everything, some types, filters of one type, of several, by reference and by slug.
SETS = (
    {},
    {"type": "contacts"},
    {"type": "news,contacts", "locale": "all"},
    {"municipality": "2281", "locale": "en"},
    {"kind": "person"},
    {"organization": OTHER, "type": "news,contacts"},
    {"contact": "ett"},
    {"contact": "ett"},  # another of the same, at another place
    {"contact": "ett,tva", "municipality": "2283"},
    {"type": "studies"},
)  # fmt: skip
REFUSALS = (Conflict, Invalid, NotFound, Gone)


class History:
    """A house at work: what can happen in it, each drawn from numbers."""

    def __init__(self, engine, template, lag):
        self.engine, self.url = engine, engine.copy(template)
        self.clock = Clock()
        ahead = Database(self.url, clock=self.clock)
        behind = Database(self.url, clock=lambda: self.clock() - lag)
        self.worlds = [World(ahead, self.clock), World(behind, self.clock)] if lag else [World(ahead, self.clock)]
        self.databases = [ahead, behind]
        self.entries = {}
        for name in NAMES:
            self.entries[name] = self.worlds[0].add("contacts", self.contact(Random(0)), slug=name)
        for number in range(4):
            self.entries[f"nyhet-{number}"] = self.worlds[0].add("news", self.news(Random(number)))

    def close(self):
        for database in self.databases:
            database.close()
        self.engine.drop(self.url)

    @staticmethod
    def contact(chance):
        kind = chance.choice(("function", "person"))
        return {"kind": kind, "name": f"Namn {chance.randrange(9)}", "email": "press@example.se"}

    def news(self, chance):
        contacts = [str(self.entries[name]) for name in chance.sample(NAMES, chance.randrange(3))]
        groups = [{"heading": {"sv": "Frågor"}, "contacts": contacts}] if contacts else []
        texts = {"sv": f"Text {chance.randrange(9)}"} | ({"en": "Text"} if chance.random() < 0.3 else {})
        where = chance.sample(MUNICIPALITIES, chance.randrange(3))
        content = {"title": texts, "lead": texts, "body": texts, "municipalities": where}
        return content | ({"contactGroups": groups} if groups else {})

    def instant(self, chance):
        whole = self.clock.now.replace(microsecond=0)
        return chance.choice((None, None, whole + timedelta(seconds=chance.randrange(-3, 8))))

    def act(self, chance, do: Callable) -> None:
        """Do something to an entry on some machine; what the house refuses has not happened."""
        name = chance.choice(list(self.entries))
        database = chance.choice(self.worlds).database
        try:
            with database.writing() as session:
                do(session, self.entries[name], name)
        except REFUSALS:
            pass

    def create(self, chance):
        name = f"nyhet-{len(self.entries)}"
        self.entries[name] = chance.choice(self.worlds).create("news", self.news(chance))

    def edit(self, chance):
        def do(session, entry, name):
            content = self.contact(chance) if name in NAMES else self.news(chance)
            owner = chance.choice((None, None, None, OWNER, OTHER))
            drafting.save(session, entry, body=content, organization=owner)
            if chance.random() < 0.7:
                self._publish(session, entry, chance)

        self.act(chance, do)

    def publish(self, chance):
        self.act(chance, lambda session, entry, name: self._publish(session, entry, chance))

    def _publish(self, session, entry, chance):
        start, until = self.instant(chance), self.instant(chance)
        scheduled = chance.choice(("cancel", "keep"))
        publishing.publish(session, entry, start=start, until=until, scheduled=scheduled)

    def end(self, chance):
        end = chance.choice((publishing.unpublish, publishing.cancel))
        self.act(chance, lambda session, entry, name: end(session, entry))

    def withdraw(self, chance):
        def do(session, entry, name):
            kind = chance.choice(("withdrawn", "gone", "redirect"))
            target = session.get(Entry, self.entries[chance.choice(NAMES)])
            start = self.instant(chance)
            replacement = target if kind == "redirect" and target.id != entry else None
            withdrawing.withdraw(
                session, entry, kind=kind, replacement=replacement, start=start, scheduled="cancel",
                history=chance.choice(("open", "hidden")),
            )  # fmt: skip

        self.act(chance, do)

    def remove(self, chance):
        name = chance.choice(NAMES)
        wholly = chance.random() < 0.5
        try:
            with chance.choice(self.worlds).database.writing() as session:
                (erasing.erase if wholly else drafting.remove)(session, self.entries[name])
        except REFUSALS:
            return
        self.entries[name] = self.worlds[0].create("contacts", self.contact(chance))

    def at_once(self, chance):
        """Several writers at the same time."""
        chances = [Random(chance.random()) for _ in range(3)]
        with ThreadPoolExecutor(len(chances)) as pool:
            list(pool.map(self.edit, chances))

    def time_passes(self, chance):
        seconds = chance.choice((0.000001, 1, 1, 3, 10, 60))
        self.clock.now += timedelta(seconds=seconds)


ACTS = ("create", "edit", "edit", "edit", "publish", "publish", "end", "withdraw", "remove", "at_once",
        "time_passes", "time_passes", "follow", "follow", "catch_up")  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2**32)), min_size=20, max_size=50)


def asking(world):
    def ask(path):
        response = world.client.get(f"/content/v1{path}")
        return response.status_code, response.json

    return ask


def public_set(world, filters):
    """What the lists say: id → version and the hash of the content."""
    names = filters.keys() - {"type", "locale", "batchSize"}
    types = filters.get("type", ",".join(CATALOGUE)).split(",")
    query = "&".join(f"{name}={filters[name]}" for name in names)
    found = {}
    for type_ in types:
        if names <= CATALOGUE[type_].filters.keys():
            path = f"/{type_}?limit=100&fields=version,contentHash&locale={filters.get('locale', 'sv')}&{query}"
            answer = world.client.get(f"/content/v1{path}")
            assert answer.status_code == 200 or answer.json["errors"][0]["code"] == "unknownCode"
            items = answer.json.get("items", [])  # none where a value is a code of another type only
            found |= {item["id"]: (item["version"], item["contentHash"]) for item in items}
    return found


def hold_against_the_lists(world, replica):
    replica.check()
    if replica.filters.get("locale") == "all":
        expected = {id: version for id, (version, _) in public_set(world, {**replica.filters, "locale": "sv"}).items()}
        assert replica.versions == expected
        return
    held = {id: (item["version"], item["contentHash"]) for id, item in replica.items.items()}
    assert held == public_set(world, replica.filters)


def live_through(history, steps):
    replicas = [Replica(**filters, batchSize=1 + number % 4) for number, filters in enumerate(SETS)]
    newest = history.worlds[0]
    for name, number in steps:
        chance = Random(number)
        if name == "follow":  # some ask, some of them stop in the middle
            for replica in chance.sample(replicas, 4):
                for _ in range(chance.randrange(1, 4)):
                    if not replica.step(asking(chance.choice(history.worlds))):
                        replica.check()
                        break
        elif name == "catch_up":
            for replica in chance.sample(replicas, 3):
                replica.catch_up(asking(chance.choice(history.worlds)))
                replica.check()
                replica.catch_up(asking(newest))
                hold_against_the_lists(newest, replica)
        else:
            getattr(history, name)(chance)
    for replica in replicas:
        replica.catch_up(asking(newest))
        hold_against_the_lists(newest, replica)


@pytest.mark.parametrize("lag", [timedelta(0), timedelta(seconds=3)], ids=["one clock", "clocks that differ"])
def test_every_copy_is_what_is_public(engine, template, lag):
    @examples(30)
    @given(steps=STEPS)
    def whatever_happens(steps):
        history = History(engine, template, lag)
        try:
            live_through(history, steps)
        finally:
            history.close()

    whatever_happens()
