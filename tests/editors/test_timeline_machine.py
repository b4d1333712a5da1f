"""Whatever editors do, in whatever order, at whatever instant: readers are told what the contract says.

Hypothesis acts through HTTP as editors of two organizations and an administrator would, and moves the clock. After
every step a second telling of the contract (timeline_model) must agree on what readers see now, saw at any past
instant, and owners will see at any future one.
"""

from copy import deepcopy
from datetime import timedelta
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from api.db import Database
from api.models import Change, Edition
from tests.conftest import OWNER, PUBLIC_URL, Clock, World
from tests.editors import timeline_model as model
from tests.editors.timeline_model import ADMINISTRATOR, TICK, Refused
from tests.properties import examples

OTHER = "sundsvalls-kommun"
#: So many entries there are at most at a time: their timelines are to grow long.
ENTRIES = 3

ENTRY = Bundle("entries")
NAMES = st.sampled_from(("Ett", "Två", "Tre"))
SLUGS = st.sampled_from(("ett", "tva", "tre", "fyra", "fem"))
#: Who acts: mostly an editor of the owner, an administrator, or an editor of the other organization.
ACTORS = st.sampled_from((*("owner",) * 8, ADMINISTRATOR, "stranger"))
#: Full hours from now, so that instants come to coincide; or a microsecond around where something is to happen.
HOURS = st.tuples(st.just("hours"), st.integers(-1, 6))
EDGES = st.tuples(st.just("edge"), st.integers(0, 2), st.sampled_from((0, 0, -1, 1)))
INSTANTS = st.none() | HOURS | EDGES | HOURS
ENDS = st.none() | st.tuples(st.just("hours"), st.integers(0, 12)) | EDGES
SCHEDULED = st.sampled_from((None, "cancel", "keep"))
TEXTS = st.sampled_from((None, "Ett skäl.", "Ett annat."))
WITHDRAWALS = st.sampled_from(("withdrawn", "gone", "redirect"))


def content(name):
    return {"kind": "function", "name": name, "email": "press@example.se"}


def wire(**fields):
    """A body without what is not said; instants as RFC 3339, texts in Swedish."""
    said = {name: value for name, value in fields.items() if value is not None}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in said.items()}


def swedish(text):
    return text and {"sv": text}


class Editors(RuleBasedStateMachine):
    """Editors at work in a world of their own."""

    def __init__(self, engine, template):
        super().__init__()
        self.engine, self.url = engine, engine.copy(template)
        database = Database(self.url, clock=Clock())
        self.world = World(database, database.clock)
        self.keys = {owner: self.world.key("editor", owner) for owner in (OWNER, OTHER)}
        self.keys[ADMINISTRATOR] = self.world.key("administrator")
        with database.reading() as session:
            first = session.execute(select(Change.seq, Change.at).order_by(Change.seq.desc()).limit(1)).one()
        self.told = model.begin(self.world.clock.now, first.at, first.seq)
        self.first = first.seq
        self.seeded = {item["id"] for item in self.world.get("/contacts")["items"]}
        self.stirred = True
        self.etags, self.touched, self.checked, self.looked_at = {}, None, None, self.told["clock"]

    def teardown(self):
        self.world.database.close()
        self.engine.drop(self.url)

    @initialize(target=ENTRY, chance=st.randoms(use_true_random=False), names=st.tuples(NAMES, NAMES))
    def begin(self, chance, names):
        """Two entries are public, one of them about to change; where to look is told by `chance`."""
        self.chance = chance
        entries = [self._create(name, slug) for name, slug in zip(names, ("ett", "tva"), strict=True)]
        for entry in entries:
            self._publish(entry, "owner", None, None)
        self._publish(entries[0], "owner", ("hours", 3), ("hours", 9))
        return multiple(*entries)

    @precondition(lambda self: len(self._alive()) < ENTRIES)
    @rule(target=ENTRY, name=NAMES, slug=SLUGS)
    def create(self, name, slug):
        return self._create(name, slug) or multiple()

    @rule(entry=ENTRY, actor=ACTORS, name=NAMES, slug=st.none() | SLUGS, back=st.none() | st.integers(0, 3))
    def edit_or_restore(self, entry, actor, name, slug, back):
        if back is None:
            self._save(entry, actor, name=name, slug=slug)
        else:
            number = self._revision(entry, back)
            self._act(entry, actor, model.restore, "POST", "/revisions", {"restore": number}, status=201, number=number)

    @rule(entry=ENTRY, actor=st.sampled_from((*(ADMINISTRATOR,) * 5, "owner")), name=st.none() | NAMES)
    def hand_over(self, entry, actor, name):
        owner = self.told["entries"][entry]["owner"]
        self._save(entry, actor, name=name, owner=OTHER if owner == OWNER else OWNER)

    @rule(entry=ENTRY, name=NAMES, slug=st.none() | SLUGS, start=INSTANTS, until=ENDS, scheduled=SCHEDULED, note=TEXTS)
    def edit_and_publish(self, entry, name, slug, start, until, **how):
        if slug is None or self.told["names"].get(slug, entry) == entry:
            self._save(entry, "owner", name=name, slug=slug)
        self._publish(entry, "owner", start, until, **how)

    @rule(
        entry=ENTRY,
        actor=ACTORS,
        start=INSTANTS,
        until=ENDS,
        back=st.none() | st.integers(0, 3),
        major=st.booleans(),
        note=TEXTS,
        scheduled=SCHEDULED,
    )
    def publish(self, entry, actor, start, until, back, **how):
        revision = None if back is None else self._revision(entry, back)
        self._publish(entry, actor, start, until, revision=revision, **how)

    @rule(entry=ENTRY, actor=ACTORS, everything=st.sampled_from((False, False, True)))
    def end(self, entry, actor, everything):
        tell, path = (model.unpublish, "") if everything else (model.cancel, "?scheduled=true")
        self._act(entry, actor, tell, "DELETE", f"/publication{path}")

    @rule(
        entry=ENTRY,
        actor=ACTORS,
        kind=WITHDRAWALS,
        start=INSTANTS,
        explanation=TEXTS,
        replacement=st.none() | ENTRY,
        hides=st.booleans(),
        scheduled=SCHEDULED,
    )
    def withdraw(self, entry, actor, start, **how):
        if how["kind"] == "redirect" and how["replacement"] in {None, entry}:
            how["replacement"] = next((each for each in self._alive() if each != entry), None)
        how["start"] = self._instant(start, entry)
        body = wire(
            kind=how["kind"],
            explanation=swedish(how["explanation"]),
            redirectTo=how["replacement"],
            history="hidden" if how["hides"] else None,
            scheduled=how["scheduled"],
            **{"from": how["start"]},
        )
        self._act(entry, actor, model.withdraw, "PUT", "/withdrawal", body, **how)

    @precondition(lambda self: len(self._alive()) == ENTRIES)
    @rule(target=ENTRY, entry=consumes(ENTRY), actor=st.sampled_from((ADMINISTRATOR, "owner")), wholly=st.booleans())
    def remove(self, entry, actor, wholly):
        if wholly:
            self._act(entry, actor, model.erase, "POST", "/erasure")
        else:
            self._act(entry, actor, model.delete, "DELETE", "", status=204)
        return entry if entry in self._alive() else multiple()

    @rule(amount=st.sampled_from((1, 59, 3600)), odd=st.integers(0, 999_999))
    def time_passes(self, amount, odd):
        self._move(self.world.clock.now + timedelta(seconds=amount, microseconds=odd))

    @rule(edge=EDGES)
    def something_happens_by_itself(self, edge):
        self._move(self._instant(edge))

    @invariant()
    def everyone_is_told_what_the_contract_says(self):
        if self.stirred:  # what is refused changes nothing; a look elsewhere will tell if it did
            self._list(None, None)
        self.stirred = False
        self._look(*self.chance.choice((self._at_present, self._back, self._back, self._ahead, self._ahead))())
        self._editors()
        self._timelines()

    def _at_present(self):
        return None, None

    def _back(self):
        past = [each for each in self._moments() if each <= model.now(self.told)]
        viewer = self.chance.choice((None, None, *self.keys))
        return viewer, self._one_of(past, -self.chance.randrange(1, 10_000))

    def _ahead(self):
        ahead = [each for each in self._moments() if each > model.now(self.told)]
        viewer = self.chance.choice((*self.keys, *self.keys, *self.keys, None))
        return viewer, self._one_of(ahead, self.chance.randrange(1, 40_000))

    def _editors(self):
        """How the entry stands, unless the answer to an act has said so already."""
        if self.told["clock"] == self.looked_at:
            return
        self.looked_at = self.told["clock"]
        answer = self.world.send("GET", f"/entries/contacts/{self.touched}", key=self.keys[ADMINISTRATOR])
        entry = self.told["entries"].get(self.touched)
        assert answer.status_code == (404 if entry is None else 410 if entry["erased"] else 200)
        if answer.status_code == 200:
            assert answer.headers["ETag"] == self.etags[self.touched]
            assert _standing(answer.json) == model.standing(self.told, self.touched)

    def _timelines(self):
        """Intervals of one entry never overlap, its versions rise by one, and the log has no holes."""
        if self.told["sequence"] == self.checked:
            return
        self.checked = self.told["sequence"]
        with self.world.database.reading() as session:
            columns = (Edition.entry_id, Edition.version, Edition.valid_from, Edition.valid_to)
            editions = session.execute(select(*columns).order_by(Edition.entry_id, Edition.valid_from)).all()
            lines = session.execute(select(Change.seq, Change.at).order_by(Change.seq)).all()
        assert all(each.valid_from < each.valid_to for each in editions)
        for before, after in pairwise([None, *editions]):
            if before and before.entry_id == after.entry_id:
                assert before.valid_to <= after.valid_from
                assert before.version + 1 == after.version
            else:
                assert after.version == 1
        assert [each.seq for each in lines] == list(range(1, self.told["sequence"] + 1))
        ours = [each.at for each in lines][self.first - 1 :]
        assert all(before < after for before, after in pairwise(ours))

    def _create(self, name, slug):
        body = {"slug": slug, "content": content(name)}
        answer = self.world.send("POST", "/entries/contacts", body, key=self.keys[OWNER])
        assert answer.status_code == (409 if slug in self.told["names"] else 201)
        if answer.status_code == 409:
            return None
        self.touched = answer.json["id"]
        self.etags[self.touched] = answer.headers["ETag"]
        model.create(self.told, self.touched, OWNER, name, slug)
        return self.touched

    def _save(self, entry, actor, **draft):
        known = self.told["entries"].get(entry, {}).get("revisions")
        body = {"content": content(draft.get("name") or (known[-1]["name"] if known else "Ett"))}
        body |= wire(slug=draft.get("slug"), organization=draft.get("owner"))
        self._act(entry, actor, model.save, "PUT", "", body, **draft)

    def _publish(self, entry, actor, start, until, *, revision=None, major=True, note=None, scheduled=None):
        start, until = self._instant(start, entry), self._instant(until, entry)
        kind = None if major else "minor"
        said = {"revision": revision, "scheduled": scheduled}
        body = wire(**said, **{"from": start}, until=until, updateType=kind, changeNote=swedish(note))
        how = {"start": start, "until": until, "major": major, "note": note, **said}
        self._act(entry, actor, model.publish, "PUT", "/publication", body, **how)

    def _act(self, entry, actor, tell, method, path, body=None, *, status=200, **how):
        """Ask the house to do what the model does: both refuse, for the same reason, or both have done the same."""
        owner = self.told["entries"].get(entry, {}).get("owner", OWNER)
        actor = {"owner": owner, "stranger": OTHER if owner == OWNER else OWNER}.get(actor, actor)
        refused, before = None, deepcopy(self.told)
        try:
            tell(self.told, entry, actor, **how)
        except Refused as error:
            refused, self.told = error, before  # what is refused changes nothing
        path, match = f"/entries/contacts/{entry}{path}", self.etags[entry]
        answer = self.world.send(method, path, body, key=self.keys[actor], match=match)
        assert answer.status_code == (refused.status if refused else status), answer.get_data(as_text=True)
        self.touched = entry
        if refused and refused.scheduled:
            listed = [(each["from"], each["kind"]) for each in answer.json["scheduledEditions"]]
            assert listed == [(wire(at=at)["at"].replace("+00:00", "Z"), kind) for at, kind in refused.scheduled]
        if not refused:
            self.stirred = True
            assert answer.headers["Content-Sequence"] == str(self.told["sequence"])
            if "ETag" in answer.headers:
                self.etags[entry] = answer.headers["ETag"]
                assert _standing(answer.json) == model.standing(self.told, entry)

    def _alive(self):
        return [id for id, entry in self.told["entries"].items() if not entry["erased"]]

    def _revision(self, entry, back):
        """The number of the revision so far back; when there were not so many, one that is not there yet."""
        head = len(self.told["entries"][entry]["revisions"])
        return head - back if back < head else head + 1

    def _move(self, instant):
        self.world.clock.now = self.told["clock"] = max(instant, self.world.clock.now)
        self.stirred = True

    def _instant(self, when, entry=None):
        """An instant that a rule speaks of: an edge is one of the entry's own, if it has any to come."""
        match when:
            case ("hours", number):
                return self.world.clock.now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=number)
            case ("edge", number, ticks):
                soon = self._to_come(entry) or self._to_come() or [self.world.clock.now + timedelta(hours=1)]
                return soon[number % len(soon)] + ticks * TICK
        return None

    def _to_come(self, entry=None):
        return [each for each in model.edges(self.told, entry) if each > self.world.clock.now]

    def _moments(self):
        """Where something of the entry that was acted on last happens, or of any."""
        return model.edges(self.told, self.touched if self.chance.random() < 0.6 else None)

    def _one_of(self, moments, seconds):
        """A moment, or a microsecond beside it; or so many seconds from now."""
        if moments and self.chance.random() < 0.8:
            return self.chance.choice(moments) + self.chance.choice((-TICK, 0 * TICK, TICK))
        return model.now(self.told) + timedelta(seconds=seconds)

    def _any_key(self):
        return self.chance.choice((self.touched, self.touched, *self.etags, *self.told["names"]))

    def _list(self, viewer, as_of):
        answer = self._read("", viewer, as_of)
        expected = model.read_list(self.told, viewer, as_of)
        assert (answer.status_code == 200) == (expected is not None), answer.get_data(as_text=True)
        if expected is None:
            assert answer.status_code == 401
            return
        found = {item["id"]: _told(item) for item in answer.json["items"] if item["id"] not in self.seeded}
        assert found == expected, (viewer, as_of)

    def _look(self, viewer, as_of):
        """One item and, of another time than now, sometimes the list instead: it has been seen to be right already."""
        if as_of and self.chance.random() < 0.4:
            self._list(viewer, as_of)
        else:
            self._item(self._any_key(), viewer, as_of)

    def _item(self, key, viewer, as_of):
        answer = self._read(f"/{key}", viewer, as_of)
        told = {"status": answer.status_code}
        match answer.status_code:
            case 200:
                told["item"] = _told(answer.json)
            case 308:
                told["slug"] = (
                    answer.headers["Location"].partition("?")[0].removeprefix(f"{PUBLIC_URL}/content/v1/contacts/")
                )
            case 410:
                replacement = answer.json["replacement"]
                told |= {"explanation": answer.json["explanation"], "replacement": replacement and replacement["slug"]}
        assert told == model.read_item(self.told, key, viewer, as_of), (key, viewer, as_of)

    def _read(self, path, viewer, as_of):
        query = {"asOf": as_of.isoformat()} if as_of else {}
        answer = self.world.send("GET", f"/contacts{path}", key=self.keys.get(viewer), query_string=query)
        if answer.status_code == 200:
            assert answer.headers["Content-Sequence"] == str(self.told["sequence"])
        return answer


def _told(item):
    """What the model tells of an item."""
    same = ("slug", "version", "name", "firstPublishedAt", "publishedAt", "updatedAt", "changeHistory")
    notice = item["withdrawal"]
    if notice and notice["replacement"]:
        target = {name: notice["replacement"][name] for name in ("id", "slug", "title")}
        notice = notice | {"replacement": target}
    return {name: item[name] for name in same} | {"organization": item["organization"]["slug"], "withdrawal": notice}


def _standing(entry):
    """What the model tells editors of an entry."""
    steps = {
        name: step and {key: step[key] for key in ("kind", "from", "until", "version", "slug")}
        for name, step in entry["publication"].items()
    }
    head = {"name": entry["content"]["name"], "slug": entry["slug"], "revision": entry["revision"]}
    return head | {"state": entry["state"]} | steps


def test_readers_are_told_what_the_contract_says_whatever_editors_do(engine, template):
    run_state_machine_as_test(
        lambda: Editors(engine, template), settings=settings(examples(30), stateful_step_count=30)
    )
