"""Many at once: of those who saw the same state one wins, nothing is lost, and no one is answered with a fault."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.models import Change, Edition, EditionLink, Entry, Revision, RevisionLink, Slug
from tests.conftest import OWNER

MANY = 32
#: As many languages as there are writers.
LANGUAGES = [f"sv-x-{number:02}" for number in range(MANY)]
SEEDED = 22  # lines of the log


def at_once(acts):
    """Let every act begin at the same time; their answers."""
    gate = Barrier(len(acts))

    def run(act):
        gate.wait(timeout=30)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def statuses(answers):
    return Counter(each.status_code for each in answers)


def draft(world, key, type_="organizations", **content):
    """A new draft: its path, id and ETag."""
    content = content or {"name": {"sv": "Ny"}, "kind": "unit"}
    made = world.send("POST", f"/entries/{type_}", {"content": content}, key=key)
    assert made.status_code == 201
    return f"/entries/{type_}/{made.json['id']}", made.json["id"], made.headers["ETag"]


def log_of(world):
    with world.database.reading() as session:
        return session.execute(select(Change.seq, Change.at, Change.kind).order_by(Change.seq)).all()


def assert_log_is_whole(world):
    lines = log_of(world)
    assert [each.seq for each in lines] == list(range(1, len(lines) + 1))
    assert all(before.at <= after.at for before, after in pairwise(lines))


def count(world, model, *where):
    with world.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model).where(*where))


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_of_writers_who_saw_the_same_one_wins_and_the_others_are_told_what_both_changed(world, method):
    key = world.key()
    path, entry, etag = draft(world, key)

    def write(number):
        """The even ones change the Swedish name, the odd ones the English."""
        name = {("sv", "en")[number % 2]: f"Nr {number}"}
        content = {"name": name} if method == "PATCH" else {"name": {"sv": "Ny", **name}, "kind": "unit"}
        return world.send(method, path, {"content": content}, key=key, match=etag)

    answers = at_once([lambda n=n: write(n) for n in range(MANY)])
    assert statuses(answers) == {200: 1, 412: MANY - 1}
    now = world.send("GET", path, key=key)
    winner = next(number for number, each in enumerate(answers) if each.status_code == 200)
    assert now.data == answers[winner].data
    assert now.headers["ETag"] == answers[winner].headers["ETag"]
    assert now.json["revision"] == 2
    field = ("sv", "en")[winner % 2]
    assert now.json["content"]["name"][field] == f"Nr {winner}"
    for number, answer in enumerate(answers):
        if number == winner:
            continue
        told = answer.get_json()
        assert told["current"] == now.json
        both = [
            {
                "pointer": f"/content/name/{field}",
                "base": "Ny" if field == "sv" else None,
                "theirs": f"Nr {winner}",
                "yours": f"Nr {number}",
            }
        ]
        assert told["conflicts"] == (both if number % 2 == winner % 2 else [])
    assert count(world, Revision, Revision.entry_id == UUID(entry)) == 2
    assert len(log_of(world)) == SEEDED


def test_writers_who_change_different_fields_all_get_through_when_they_prefer_to_merge(world):
    key = world.key()
    path, _, etag = draft(world, key)

    def write(tag):
        body = {"content": {"name": {tag: tag.upper()}}}
        return world.send("PATCH", path, body, key=key, match=etag, headers={"Prefer": "merge=disjoint"})

    answers = at_once([lambda tag=tag: write(tag) for tag in LANGUAGES])
    assert statuses(answers) == {200: MANY}
    assert sum("Preference-Applied" in each.headers for each in answers) == MANY - 1  # the first had nothing to merge
    assert len({each.headers["ETag"] for each in answers}) == MANY
    now = world.send("GET", path, key=key).json
    assert now["content"]["name"] == {"sv": "Ny", **{tag: tag.upper() for tag in LANGUAGES}}
    assert now["revision"] == MANY + 1


def test_one_request_sent_many_times_at_once_happens_once(world):
    key = world.key()
    body = {"content": {"name": {"sv": "En gång"}, "kind": "unit"}, "externalId": "en-gang"}

    def send():
        return world.send("POST", "/entries/organizations", body, key=key, headers={"Idempotency-Key": "samma"})

    before = count(world, Entry)
    answers = at_once([send] * MANY)
    assert statuses(answers) == {201: MANY}
    assert len({each.data for each in answers}) == 1
    for header in ("ETag", "Location", "Content-Sequence", "Content-Type"):
        assert len({each.headers[header] for each in answers}) == 1
    assert count(world, Entry) == before + 1
    assert count(world, Slug, Slug.slug.startswith("en-gang")) == 1


def test_a_save_sent_many_times_at_once_happens_once(world):
    key = world.key()
    path, entry, etag = draft(world, key)

    def send():
        body = {"content": {"name": {"en": "New"}}}
        return world.send("PATCH", path, body, key=key, match=etag, headers={"Idempotency-Key": "samma"})

    answers = at_once([send] * MANY)
    assert statuses(answers) == {200: MANY}
    assert len({(each.data, each.headers["ETag"], each.headers["Content-Sequence"]) for each in answers}) == 1
    assert count(world, Revision, Revision.entry_id == UUID(entry)) == 2


def test_of_those_who_publish_the_same_draft_one_does(world):
    key = world.key()
    path, entry, etag = draft(world, key)
    answers = at_once([lambda: world.send("PUT", f"{path}/publication", {}, key=key, match=etag)] * MANY)
    assert statuses(answers) == {200: 1, 412: MANY - 1}
    now = world.send("GET", path, key=key).json
    for answer in answers:
        sequence, document = answer.headers["Content-Sequence"], answer.get_json()
        assert sequence == str(SEEDED + 1)
        assert document == now if answer.status_code == 200 else document["current"] == now
        assert document.get("conflicts", []) == []
    assert now["publication"]["current"]["version"] == 1
    assert count(world, Edition, Edition.entry_id == UUID(entry)) == 1
    assert len(log_of(world)) == SEEDED + 1
    assert_log_is_whole(world)


def test_of_those_who_publish_unpublish_and_withdraw_at_once_one_wins(world):
    key = world.key()
    path, entry, etag = draft(world, key)
    etag = world.send("PUT", f"{path}/publication", {}, key=key, match=etag).headers["ETag"]
    etag = world.send("PATCH", path, {"content": {"name": {"sv": "Nyare"}}}, key=key, match=etag).headers["ETag"]
    world.clock.advance(seconds=1)
    acts = [
        lambda: world.send("PUT", f"{path}/publication", {}, key=key, match=etag),
        lambda: world.send("DELETE", f"{path}/publication", key=key, match=etag),
        lambda: world.send("PUT", f"{path}/withdrawal", {"kind": "gone"}, key=key, match=etag),
        lambda: world.send("PUT", f"{path}/withdrawal", {"kind": "withdrawn"}, key=key, match=etag),
    ]
    answers = at_once(acts * (MANY // len(acts)))
    assert statuses(answers) == {200: 1, 412: MANY - 1}
    won = next(number for number, each in enumerate(answers) if each.status_code == 200) % len(acts)
    lines = log_of(world)
    assert [each.kind for each in lines[SEEDED:]] == [
        "published",
        ("published", "unpublished", "gone", "withdrawn")[won],
    ]
    assert_log_is_whole(world)
    state = world.send("GET", path, key=key).json["state"]
    assert state == ("published", "gone", "gone", "withdrawn")[won]
    assert world.client.get(f"/content/v1/organizations/{entry}").status_code == (200, 410, 410, 200)[won]


def test_of_those_who_delete_the_same_draft_one_does_and_the_others_find_nothing(world):
    key = world.key()
    path, entry, etag = draft(world, key)
    answers = at_once([lambda: world.send("DELETE", path, key=key, match=etag)] * MANY)
    assert statuses(answers) == {204: 1, 404: MANY - 1}
    assert count(world, Revision, Revision.entry_id == UUID(entry)) == 0


@pytest.mark.parametrize(
    ("method", "below", "body", "done"),
    [
        ("PATCH", "", {"content": {"kind": "region"}}, 200),
        ("PUT", "/publication", {}, 200),
        ("POST", "/revisions", {"restore": 1}, 201),
    ],
    ids=["save", "publish", "restore"],
)
def test_of_one_who_deletes_and_one_who_goes_on_one_wins(world, method, below, body, done):
    key = world.key()
    for number in range(4):
        path, _, etag = draft(world, key)
        etag = world.send("PATCH", path, {"content": {"name": {"sv": "Nyare"}}}, key=key, match=etag).headers["ETag"]
        acts = [
            lambda path=path, etag=etag: world.send("DELETE", path, key=key, match=etag),
            lambda path=path, etag=etag: world.send(method, path + below, body, key=key, match=etag),
        ]
        answers = at_once(acts if number % 2 else acts[::-1])
        deleted, gone_on = answers if number % 2 else answers[::-1]
        assert (deleted.status_code, gone_on.status_code) in {(204, 404), (412, done)}


def test_owners_who_change_and_editors_who_publish_do_not_wait_for_each_other_in_vain(world):
    """Both need the log and the entry, and whoever is made owner may come to be so only while it waits."""
    key = world.key("administrator")
    path, entry, _ = draft(world, key)
    owners = [OWNER, "sundsvalls-kommun"]
    for _ in range(3):
        acts = [lambda to=to: world.send("PATCH", path, {"organization": to}, key=key, match="*") for to in owners * 4]
        acts += [lambda: world.send("PUT", f"{path}/publication", {}, key=key, match="*")] * 8
        assert statuses(at_once(acts)) == {200: len(acts)}
    assert_log_is_whole(world)
    assert_entries_are_in_order(world)
    owner = world.send("GET", path, key=key).json["organization"]
    assert world.get(f"/organizations/{entry}")["organization"]["id"] == owner


def test_what_others_point_at_is_not_deleted_whoever_comes_first(world):
    """Delete, against saves that add a reference: either it stays, or they are told that it is not there."""
    key = world.key()
    for number in range(5):
        target, id, _ = draft(world, key)
        referrers = [draft(world, key) for _ in range(3)]

        def point(path, to=id):
            return world.send("PATCH", path, {"content": {"parent": to}}, key=key, match="*")

        def create(to=id):
            content = {"name": {"sv": "Barn"}, "kind": "unit", "parent": to}
            return world.send("POST", "/entries/organizations", {"content": content}, key=key)

        def remove(path=target):
            return world.send("DELETE", path, key=key, match="*")

        acts = [*(lambda path=path: point(path) for path, _, _ in referrers), create]
        acts.insert(number % (len(acts) + 1), remove)
        answers = at_once(acts)
        deleted = answers.pop(number % len(acts))
        if deleted.status_code == 204:
            assert statuses(answers) == {422: len(answers)}
            assert all(each.json["errors"][0]["pointer"] == "/content/parent" for each in answers)
        else:
            assert deleted.status_code == 409
            assert {200, 201} & set(statuses(answers))
            assert set(statuses(answers)) <= {200, 201, 422}
    assert_references_lead_somewhere(world)


def test_entries_that_come_to_point_at_each_other_are_saved_both(world):
    """Each is being written while the other's reference to it is checked: no one waits for ever."""
    key = world.key()
    ring = [draft(world, key)[:2] for _ in range(4)]
    for number in range(4):
        answers = at_once(
            [
                lambda path=path, other=other, name=f"Nr {number}": world.send(
                    "PATCH",
                    path,
                    {"content": {"name": {"sv": name}, "parent": other}, "externalId": f"{other} {name}"},
                    key=key,
                    match="*",
                )
                for (path, _), (_, other) in zip(ring, ring[1:] + ring[:1], strict=True)
            ]
        )
        assert statuses(answers) == {200: len(ring)}
    assert_references_lead_somewhere(world)


def test_entries_that_exchange_their_names_at_once_end_with_one_name_each(world):
    key = world.key()
    paths = [draft(world, key)[0] for _ in range(8)]
    answers = at_once(
        [
            lambda path=path: world.send("PATCH", path, {"slug": "enda", "externalId": "enda"}, key=key, match="*")
            for path in paths
        ]
    )
    assert statuses(answers) == {200: 1, 409: len(paths) - 1}
    named = [each for each in (world.send("GET", path, key=key).json for path in paths) if each["slug"] == "enda"]
    assert [each["externalId"] for each in named] == ["enda"]


def test_writers_of_every_kind_at_once_leave_everything_in_order(world):
    """Owners change, drafts are saved, published, taken back and deleted, all at once: no one is answered a fault."""
    key = world.key("administrator")
    owners = [OWNER, "sundsvalls-kommun", "region-vasternorrland"]
    paths = [draft(world, key)[0] for _ in range(4)]
    ids = [path.rpartition("/")[2] for path in paths]

    def writer(number):
        chance = random.Random(number)
        answers = []
        for turn in range(8):
            path = chance.choice(paths)
            match = chance.choice(["*", "*", world.send("GET", path, key=key).headers.get("ETag", "*")])
            name = {"sv": f"Nr {number}.{turn}"}
            later = (world.clock.now + timedelta(hours=chance.randrange(1, 9))).isoformat()
            method, below, body = chance.choice(
                [
                    ("PATCH", "", {"content": {"name": name}}),
                    ("PUT", "", {"content": {"name": name, "kind": "unit", "parent": chance.choice(ids)}}),
                    ("PATCH", "", {"organization": chance.choice(owners)}),
                    ("PATCH", "", {"organization": chance.choice(owners), "content": {"name": name}}),
                    ("PATCH", "", {"slug": f"namn-{chance.randrange(3)}"}),
                    ("PUT", "/publication", {"scheduled": "cancel"}),
                    ("PUT", "/publication", {"from": later, "scheduled": "cancel"}),
                    ("DELETE", "/publication", None),
                    ("PUT", "/withdrawal", {"kind": "gone", "scheduled": "cancel"}),
                    ("DELETE", "", None),
                ]
            )
            answers.append(world.send(method, path + below, body, key=key, match=match))
        return answers

    answers = [each for several in at_once([lambda n=n: writer(n) for n in range(12)]) for each in several]
    assert set(statuses(answers)) <= {200, 204, 404, 409, 412, 422}, statuses(answers)
    assert statuses(answers)[200] > 10
    assert_log_is_whole(world)
    assert_references_lead_somewhere(world)
    assert_entries_are_in_order(world)


def assert_references_lead_somewhere(world):
    with world.database.reading() as session:
        known = set(session.scalars(select(Entry.id)))
        heads = session.execute(
            select(Entry.id, Entry.organization_id, Revision.body, Revision.organization_id.label("of_head")).join(
                Revision, (Revision.entry_id == Entry.id) & (Revision.number == Entry.revision)
            )
        ).all()
        links = session.execute(select(RevisionLink.entry_id, RevisionLink.field, RevisionLink.target)).all()
        assert {*session.scalars(select(EditionLink.target))} <= known
    assert {each.id for each in heads} == known
    for each in heads:
        parent = each.body.get("parent")
        assert parent is None or UUID(parent) in known
        assert each.organization_id == each.of_head
        pointed = {field: target for id, field, target in links if id == each.id}
        assert pointed["organization"] == each.organization_id
        assert pointed.get("parent") == (parent and UUID(parent))


def assert_entries_are_in_order(world):
    with world.database.reading() as session:
        rows = session.execute(
            select(Entry.organization_id.label("owner"), Entry.revision.label("head"), *Edition.__table__.columns)
            .join(Edition, Edition.entry_id == Entry.id)
            .order_by(Edition.entry_id, Edition.valid_from)
        ).all()
        slugs = dict(session.execute(select(Slug.slug, Slug.entry_id).where(Slug.type == "organizations")).all())
        numbers = session.execute(select(Revision.entry_id, func.count()).group_by(Revision.entry_id)).all()
        heads = dict(session.execute(select(Entry.id, Entry.revision)).all())
    assert {tuple(each) for each in numbers} == set(heads.items())
    for before, after in pairwise(rows):
        if before.entry_id == after.entry_id:
            assert before.valid_to <= after.valid_from
            assert before.version + 1 == after.version
    for each in rows:
        assert each.valid_from < each.valid_to
        assert each.revision <= each.head
        if each.type == "organizations":
            assert slugs[each.slug] == each.entry_id
        if each.valid_to > world.clock.now + timedelta(seconds=1):
            assert each.organization_id == each.owner
