"""Webhooks from a subscription to a delivery: proof, signatures, order, retries, and what an administrator sees."""

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from api.config import Config
from api.http.outgoing import Sender
from api.models import Webhook
from api.services import dispatching, enqueuing, erasing
from api.services.positions import renew_epoch
from api.worker import Worker
from tests.conftest import PUBLIC_URL, World, only_on
from tests.copies.receiver import Receiver, until

PERSON = {"kind": "function", "name": "Ny", "email": "ny@example.se"}


@pytest.fixture
def partner(world):
    """A world in which webhooks may go to this machine, and where it is now: signatures are good for minutes."""
    world.clock.now = datetime.now(UTC)
    config = Config(public_url=PUBLIC_URL, rate_limit="0", webhook_targets="loopback")
    return World(world.database, world.clock, config)


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def worker(partner):
    with Sender(loopback=True, deadline=1.0) as sender:
        worker = Worker(partner.database, sender)
        yield worker
        worker.finish()


@pytest.fixture
def administrator(partner):
    return partner.key("administrator")


def settle(worker):
    """Let the worker do all that is due now."""
    while worker.turn():
        worker.finish()


@pytest.fixture
def hook(partner, receiver, worker, administrator):
    """A webhook for contacts that has proved to be there."""
    made = partner.send(
        "POST", "/webhooks", {"url": receiver.url, "filters": {"type": ["contacts"]}}, key=administrator
    )
    assert made.status_code == 201, made.text
    receiver.secrets.append(made.json["secret"])
    settle(worker)
    partner.clock.advance(seconds=1)
    return f"/webhooks/{made.json['id']}"


def deliveries(partner, hook, key, query=""):
    answer = partner.send("GET", f"{hook}/deliveries?limit=100{query}", key=key)
    return {each["sequence"]: each for each in answer.json["items"]}


def test_an_address_proves_to_be_there_before_it_is_told_anything(partner, receiver, worker, administrator):
    receiver.echoes = False
    made = partner.send("POST", "/webhooks", {"url": receiver.url}, key=administrator)
    where = f"/webhooks/{made.json['id']}"
    assert (made.json["state"], made.headers["Location"]) == ("pending", f"{PUBLIC_URL}/content/v1{where}")
    partner.add("contacts", PERSON)
    settle(worker)
    assert receiver.taken == []
    (attempt,) = deliveries(partner, where, administrator)[0]["attempts"]
    assert (attempt["status"], attempt["reason"]) == (200, "challenge")
    assert partner.send("GET", where, key=administrator).json["state"] == "pending"
    receiver.echoes = True
    assert partner.send("POST", f"{where}/verification", key=administrator).status_code == 200
    settle(worker)
    assert partner.send("GET", where, key=administrator).json["state"] == "active"
    settle(worker)
    assert [each["data"]["change"] for each in receiver.taken] == ["updated"], "and what happened meanwhile is told"


def test_messages_are_what_changes_says_numbered_and_signed(partner, receiver, worker, hook):
    token = partner.get("/changes?type=contacts")["_meta"]["token"]
    entry = partner.add("contacts", PERSON)
    settle(worker)
    partner.clock.advance(seconds=1)
    partner.unpublish(entry)
    partner.add("news", {"title": {"sv": "Ny"}, "lead": {"sv": "Ny"}, "body": {"sv": "Ny"}})
    settle(worker)
    first, second = receiver.taken
    assert (first["type"], first["sequence"], first["previous"]) == ("content.changed", 1, None)
    assert (second["sequence"], second["previous"]) == (2, 1)
    assert second["data"] == partner.get(f"/changes?type=contacts&since={token}")["items"][0]
    assert first["data"]["item"]["name"] == "Ny"
    assert first["contentSequence"] == 23
    assert receiver.forged == []


def test_a_schedule_and_an_expiry_are_told_when_they_have_come(partner, receiver, worker, hook):
    entry = partner.create("contacts", PERSON)
    now = partner.clock.now
    partner.publish(entry, start=now + timedelta(minutes=1), until=now + timedelta(minutes=2))
    for minutes, told in ((0, []), (1, ["updated"]), (2, ["updated", "removed"])):
        partner.clock.now = now + timedelta(minutes=minutes)
        settle(worker)
        assert [each["data"]["change"] for each in receiver.taken] == told


def test_a_failure_is_tried_again_with_the_same_id_and_the_trace_goes_on(
    partner, receiver, worker, hook, administrator
):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    made = partner.send("POST", "/entries/contacts", {"content": PERSON}, key=administrator)
    where, match = f"/entries/contacts/{made.json['id']}", made.headers["ETag"]
    partner.send("PUT", f"{where}/publication", {}, key=administrator, match=match, headers={"traceparent": trace})
    receiver.deal = lambda message: 500
    settle(worker)
    for wait, status in ((5, 500), (30, None), (120, 204)):
        receiver.deal = lambda message, status=status: status
        settle(worker)
        partner.clock.advance(seconds=wait)
        settle(worker)
    (message,) = receiver.taken
    tries = receiver.asked[1:]
    assert len(tries) == 4
    assert {each["webhook-id"] for each in tries} == {message["webhook-id"]}
    assert len({each["webhook-timestamp"] for each in tries}) == 4
    assert {each["traceparent"].split("-")[1] for each in tries} == {trace.split("-")[1]}
    delivery = deliveries(partner, hook, administrator)[1]
    assert [each["status"] for each in delivery["attempts"]] == [500, 500, None, 204]
    assert [each["reason"] for each in delivery["attempts"]] == [None, None, "connection", None]
    assert (delivery["state"], delivery["dueAt"], delivery["entry"]) == ("delivered", None, made.json["id"])


def test_after_a_day_it_is_given_up_and_can_be_replayed(partner, receiver, worker, hook, administrator):
    receiver.deal = lambda message: 503
    partner.add("contacts", PERSON)
    began = partner.clock.now
    for wait in (timedelta(0), *dispatching.RETRIES):
        partner.clock.now += wait
        settle(worker)
    assert timedelta(hours=23) < partner.clock.now - began < timedelta(hours=25)
    (dead,) = deliveries(partner, hook, administrator, "&state=dead").values()
    assert len(dead["attempts"]) == 1 + len(dispatching.RETRIES)
    receiver.deal = lambda message: 204
    partner.clock.advance(hours=1)
    again = partner.send("POST", f"{hook}/replays", {"first": 1, "last": 9}, key=administrator)
    assert again.json["replayed"] == 1
    settle(worker)
    assert f"{receiver.taken[0]['webhook-id']}" == dead["messageId"]
    assert deliveries(partner, hook, administrator, "&state=dead") == {}


def test_retry_after_is_heeded(partner, receiver, worker, hook):
    receiver.deal = lambda message: 429
    partner.add("contacts", PERSON)
    receiver.headers = {"Retry-After": "90"}
    settle(worker)
    later = partner.clock.now + timedelta(seconds=200)
    receiver.headers = {"Retry-After": format_datetime(later.replace(microsecond=0), usegmt=True)}
    partner.clock.advance(seconds=89)
    settle(worker)
    assert len(receiver.asked) == 2
    partner.clock.advance(seconds=2)
    settle(worker)
    assert len(receiver.asked) == 3
    partner.clock.now = later - timedelta(seconds=2)
    settle(worker)
    assert len(receiver.asked) == 3
    partner.clock.now = later + timedelta(seconds=1)
    settle(worker)
    assert len(receiver.asked) == 4


def test_gone_disables_and_only_a_proof_brings_back(partner, receiver, worker, hook, administrator):
    receiver.deal = lambda message: 410
    partner.add("contacts", PERSON)
    settle(worker)
    assert partner.send("GET", hook, key=administrator).json["state"] == "disabled"
    partner.add("contacts", PERSON)
    partner.clock.advance(hours=1)
    settle(worker)
    assert len(receiver.asked) == 2
    receiver.deal = lambda message: 204
    partner.send("POST", f"{hook}/verification", key=administrator)
    for _ in range(2):
        settle(worker)
    assert [each["sequence"] for each in receiver.taken] == [2], "the message that was answered with 410 was not wanted"


def test_two_secrets_sign_while_one_replaces_the_other(partner, receiver, worker, hook, administrator):
    old = receiver.secrets[0]
    new = partner.send("POST", f"{hook}/secrets", key=administrator)
    assert new.status_code == 201
    assert partner.send("POST", f"{hook}/secrets", key=administrator).status_code == 409
    for only in (old, new.json["secret"]):
        receiver.secrets[:] = [only]
        partner.add("contacts", PERSON)
        settle(worker)
    assert receiver.forged == []
    first = partner.send("GET", hook, key=administrator).json["secrets"][-1]["id"]
    assert partner.send("DELETE", f"{hook}/secrets/{first}", key=administrator).status_code == 204
    last = partner.send("GET", hook, key=administrator).json["secrets"][0]["id"]
    assert partner.send("DELETE", f"{hook}/secrets/{last}", key=administrator).status_code == 409
    receiver.secrets[:] = [old]
    partner.add("contacts", PERSON)
    settle(worker)
    assert len(receiver.forged) == 1
    assert "secret" not in partner.send("GET", hook, key=administrator).json


def test_a_slow_address_keeps_no_other_waiting(partner, receiver, worker, hook, administrator):
    with Receiver() as slow:
        partner.send("POST", "/webhooks", {"url": slow.url}, key=administrator)
        settle(worker)
        held = threading.Event()
        slow.deal = lambda message: 204 if held.wait(3) else 500
        partner.add("contacts", PERSON)
        worker.turn()
        partner.add("contacts", PERSON)
        until(lambda: worker.turn() or len(receiver.taken) == 2, 5)
        assert slow.taken == []
        held.set()


def test_what_was_erased_is_in_no_message(partner, receiver, worker, hook, administrator):
    receiver.deal = lambda message: 500
    entry = partner.add("contacts", PERSON | {"name": "Zebulon"})
    settle(worker)
    with partner.database.writing() as session:
        erasing.erase(session, entry)
    assert "Zebulon" not in str(partner.dump())
    receiver.deal = lambda message: 204
    partner.clock.advance(minutes=1)
    settle(worker)
    partner.clock.advance(minutes=1)
    settle(worker)
    assert [each["data"] for each in receiver.taken] == [
        {"change": "removed", "id": str(entry), "type": "contacts", "reason": "erased"}
    ] * 2


def test_another_set_another_address(partner, receiver, worker, hook, administrator):
    with Receiver() as other:
        changed = partner.send("PATCH", hook, {"filters": {"type": ["news"]}, "locale": "en"}, key=administrator)
        assert (changed.json["filters"], changed.json["state"]) == ({"type": ["news"]}, "active")
        moved = partner.send("PATCH", hook, {"url": other.url}, key=administrator)
        assert moved.json["state"] == "pending"
        partner.add("contacts", PERSON)
        partner.add("news", {"title": {"sv": "Ny", "en": "New"}, "lead": {"sv": "Ny"}, "body": {"sv": "Ny"}})
        for _ in range(3):
            settle(worker)
        assert [each["data"]["item"]["title"] for each in other.taken] == ["New"]
        assert receiver.taken == []


def test_after_a_restore_the_receiver_is_told_to_start_again(partner, receiver, worker, hook):
    partner.add("contacts", PERSON)
    settle(worker)
    with partner.database.writing() as session:
        renew_epoch(session)
    partner.add("contacts", PERSON)
    settle(worker)
    assert [each["data"]["change"] for each in receiver.taken] == ["updated", "startAgain"]
    partner.clock.advance(seconds=1)
    partner.add("contacts", PERSON)
    settle(worker)
    assert [each["sequence"] for each in receiver.taken] == [1, 2, 3]


@only_on("sqlite")
def test_a_database_that_is_busy_costs_no_place(partner, receiver, worker, hook):
    partner.add("contacts", PERSON)
    enqueuing.fill(partner.database)
    engine = partner.database.engine
    engine.dispose()
    event.listen(engine, "connect", lambda connection, record: connection.execute("PRAGMA busy_timeout=20"))
    with sqlite3.connect(engine.url.database) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(OperationalError):
                worker.turn()
    other.close()
    settle(worker)
    assert [each["sequence"] for each in receiver.taken] == [1]


@pytest.mark.parametrize("said", ["Mon, 16 Nov 99999999999999999999 13:32:02 GMT", "-1", "soon", "9" * 30])
def test_whatever_retry_after_says(partner, receiver, worker, hook, administrator, said):
    receiver.headers = {"Retry-After": said}
    partner.add("contacts", PERSON)
    settle(worker)
    assert len(receiver.taken) == 1
    assert deliveries(partner, hook, administrator)[1]["state"] == "delivered"


def test_who_is_erased_while_it_is_written_is_not_told_of(partner, receiver, worker, hook):
    """The outbox is filled from a look at the database, and written after it."""
    entry = partner.add("contacts", PERSON | {"name": "Zebulon"})
    with partner.database.reading() as session:
        webhook = session.scalars(select(Webhook)).one()
        step = enqueuing._step(session, webhook)
    with partner.database.writing() as session:
        erasing.erase(session, entry)
    assert enqueuing._put(partner.database, webhook.id, *step) == 0
    settle(worker)
    assert [each["data"]["reason"] for each in receiver.taken] == ["erased"]


def test_one_that_cannot_be_told_keeps_no_other_waiting(partner, receiver, worker, hook, administrator):
    with partner.database.writing() as session:
        hook = session.scalars(select(Webhook)).one()
        other = {column.name: getattr(hook, column.name) for column in Webhook.__table__.columns}
        session.add(Webhook(**other | {"id": uuid4(), "locale": "ingen-alls-av-oss-som-vi-vet"}))
    partner.add("contacts", PERSON)
    settle(worker)
    assert len(receiver.taken) == 1


def test_a_hidden_past_is_not_replayed(partner, receiver, worker, hook, administrator):
    entry = partner.add("contacts", PERSON | {"name": "Dolt"})
    settle(worker)
    partner.clock.advance(seconds=1)
    partner.withdraw(entry, "gone", history="hidden")
    settle(worker)
    hook = partner.send("GET", "/webhooks", key=administrator).json["items"][0]["id"]
    partner.send("POST", f"/webhooks/{hook}/replays", {"first": 1, "last": 2}, key=administrator)
    settle(worker)
    assert [each["data"]["change"] for each in receiver.taken] == ["updated", "removed", "removed", "removed"]


def test_the_name_of_who_was_erased_stays_in_no_filter(partner, receiver, worker, administrator):
    entry = partner.add("contacts", PERSON, slug="karin-zebulon")
    made = partner.send(
        "POST",
        "/webhooks",
        {"url": receiver.url, "filters": {"contact": ["karin-zebulon"], "host": ["karin-zebulon"]}},
        key=administrator,
    )
    with partner.database.writing() as session:
        erasing.erase(session, entry)
    told = partner.send("GET", f"/webhooks/{made.json['id']}", key=administrator).json
    assert told["filters"] == {"contact": [str(entry)], "host": ["karin-zebulon"]}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/url", "required"),
        ({"url": "http://example.se/hook"}, "/url", "url.scheme"),
        ({"url": "https://10.0.0.1/"}, "/url", "url.private"),
        ({"url": "https://2130706433/"}, "/url", "url.host"),
        ({"url": "https://a:b@example.se/"}, "/url", "url.userinfo"),
        ({"url": "https://example.se/#a"}, "/url", "url.form"),
        ({"url": "https://example.se/", "filters": {"kommun": ["2281"]}}, "/filters/kommun", "unknownParameter"),
        ({"url": "https://example.se/", "filters": {"municipality": ["9999"]}}, "/filters/municipality", "unknownCode"),
        ({"url": "https://example.se/", "filters": {"municipality": []}}, "/filters", "string"),
        ({"url": "https://example.se/", "filters": "alla"}, "/filters", "object"),
        (
            {"url": "https://example.se/", "filters": {"year": [*map(str, range(21))]}},
            "/filters/year",
            "tooManyTerms",
        ),
        ({"url": "https://example.se/", "filters": {"locale": ["sv"]}}, "/filters/locale", "unknownParameter"),
        ({"url": "https://example.se/", "locale": "xub-abi-9zb"}, "/locale", "language"),
        ({"url": "https://example.se/", "locale": "på svenska"}, "/locale", "language"),
        ({"url": "https://example.se/", "organization": "ingen"}, "/organization", "reference"),
        ({"url": "https://example.se/", "urls": 1}, "/urls", "unknownField"),
    ],
)
def test_what_cannot_be_is_told(partner, administrator, body, pointer, code):
    if body.get("url", "").startswith("https://10"):
        partner = World(partner.database, partner.clock, Config(public_url=PUBLIC_URL, rate_limit="0"))
    answer = partner.send("POST", "/webhooks", body, key=administrator)
    assert answer.status_code == 422
    assert [(each["pointer"], each["code"]) for each in answer.json["errors"]] == [(pointer, code)]


def test_this_machine_is_no_address_unless_it_is_allowed(world):
    key = world.key("administrator")
    for url in ("http://localhost:8000/", "https://localhost/", "http://127.0.0.1/", "https://[::1]/"):
        assert world.send("POST", "/webhooks", {"url": url}, key=key).status_code == 422


def test_a_webhook_is_listed_and_deleted_with_all_it_was_told(partner, receiver, worker, hook, administrator):
    partner.add("contacts", PERSON)
    settle(worker)
    (listed,) = partner.send("GET", "/webhooks", key=administrator).json["items"]
    assert (listed["sequence"], listed["failures"], listed["state"]) == (1, 0, "active")
    assert partner.send("GET", f"{hook}/deliveries/1", key=administrator).json["attempts"][0]["status"] == 204
    assert partner.send("GET", f"{hook}/deliveries/2", key=administrator).status_code == 404
    assert partner.send("DELETE", hook, key=administrator).status_code == 204
    dumped = partner.dump()
    assert not dumped["webhooks"] + dumped["messages"] + dumped["attempts"] + dumped["webhook_secrets"]
    kinds = [each["kind"] for each in partner.send("GET", "/events?limit=100", key=administrator).json["items"]]
    assert {"webhookCreated", "webhookVerified", "webhookDeleted"} <= set(kinds)


def test_what_is_old_is_forgotten(partner, receiver, worker, hook, administrator):
    partner.add("contacts", PERSON)
    settle(worker)
    partner.clock.advance(days=31)
    settle(worker)
    assert deliveries(partner, hook, administrator) == {}


def test_a_late_answer_to_another_challenge_proves_nothing(partner, receiver, worker, administrator):
    made = partner.send("POST", "/webhooks", {"url": receiver.url}, key=administrator)
    where = f"/webhooks/{made.json['id']}"
    (claimed,) = dispatching.claim(partner.database, 1)
    partner.send("POST", f"{where}/verification", key=administrator)
    (newer,) = dispatching.claim(partner.database, 1)
    assert (claimed.attempt, newer.attempt) == (1, 1)
    answered = dispatching.Outcome(200, None, timedelta(0))
    dispatching.record(partner.database, claimed, answered)
    assert partner.send("GET", where, key=administrator).json["state"] == "pending"
    dispatching.record(partner.database, newer, answered)
    assert partner.send("GET", where, key=administrator).json["state"] == "active"


def test_an_address_that_is_named_no_more_does_not_end_it(partner, receiver, worker, hook, administrator):
    partner.add("contacts", PERSON)
    enqueuing.fill(partner.database)
    (claimed,) = dispatching.claim(partner.database, 1)
    partner.send("PATCH", hook, {"url": "https://www.example.se/new"}, key=administrator)
    dispatching.record(partner.database, claimed, dispatching.Outcome(410, None, timedelta(0)))
    assert partner.send("GET", hook, key=administrator).json["state"] == "pending"


def test_whoever_claimed_and_died_is_followed_by_another(partner, receiver, worker, hook):
    partner.add("contacts", PERSON)
    enqueuing.fill(partner.database)
    assert len(dispatching.claim(partner.database, 1)) == 1
    settle(worker)
    assert receiver.taken == []
    partner.clock.now += dispatching.LEASE
    settle(worker)
    assert [each["sequence"] for each in receiver.taken] == [1]


@pytest.mark.parametrize(
    ("body", "status"),
    [({"url": None}, 422), ({"filters": None, "locale": None}, 200), ({"filters": {"type": None}}, 200),
     ({"state": "active"}, 422), ([], 422), ({"url": 1}, 422)],
)  # fmt: skip
def test_a_patch_is_a_merge_patch(partner, receiver, worker, hook, administrator, body, status):
    answer = partner.send("PATCH", hook, body, key=administrator)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json["locale"] == "sv"
        assert answer.json["filters"] == {}
