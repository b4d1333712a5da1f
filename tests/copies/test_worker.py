"""The worker as a process: killed, several of it, inside the server. Whatever happens, every change arrives."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from api.config import Config
from api.db import clock
from api.http.outgoing import Sender
from api.services import dispatching
from api.worker import Worker
from tests.conftest import PUBLIC_URL, World, only_on
from tests.copies.receiver import Receiver, until
from tests.copies.replica import Replica
from tests.properties import times

HOUSE = Path(__file__).parent.parent.parent
PERSON = {"kind": "function", "email": "ny@example.se"}


def environment(world, **more):
    url = world.database.engine.url.render_as_string(hide_password=False)
    return os.environ | {"CONTENT_DATABASE_URL": url, "CONTENT_WEBHOOK_TARGETS": "loopback", **more}


def start(world):
    """The worker, as its command starts it."""
    command = [Path(sys.executable).with_name("flask"), "--app", "wsgi", "worker"]
    return subprocess.Popen(command, cwd=HOUSE, env=environment(world), stdout=subprocess.PIPE, text=True, bufsize=1)


def stop(process):
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    process.stdout.close()


@pytest.fixture
def partner(world):
    """A world that goes by the machine's clock, as the worker's process does."""
    world.database.clock = clock
    return World(world.database, clock, Config(public_url=PUBLIC_URL, rate_limit="0", webhook_targets="loopback"))


def subscribe(partner, receiver, **more):
    made = partner.send("POST", "/webhooks", {"url": receiver.url, **more}, key=partner.key("administrator"))
    receiver.secrets.append(made.json["secret"])
    return f"/webhooks/{made.json['id']}"


def state(partner, hook, key):
    return partner.send("GET", hook, key=key).json["state"]


def asking(world):
    def ask(path):
        response = world.client.get(f"/content/v1{path}")
        return response.status_code, response.json

    return ask


def test_killed_again_and_again_it_loses_nothing(partner):
    """SIGKILL while messages are under way: each change arrives, signed, and a repeat has the id it had."""
    key = partner.key("administrator")
    chance = Random(1)
    with ExitStack() as stack:
        receivers = [stack.enter_context(Receiver()) for _ in range(4)]
        hooks = [subscribe(partner, receiver) for receiver in receivers]
        for receiver in receivers:
            receiver.deal = lambda message: time.sleep(chance.random() / 20) or 204
        process = start(partner)
        until(lambda: all(state(partner, hook, key) == "active" for hook in hooks))
        entries = []
        for kill in range(5 * times()):
            before = sum(len(receiver.asked) for receiver in receivers)
            entries += [partner.add("contacts", PERSON | {"name": f"Nr {kill} {number}"}) for number in range(6)]
            until(lambda before=before: sum(len(each.asked) for each in receivers) > before + chance.randrange(9), 60)
            process.kill()
            process.wait()
            process.stdout.close()
            process = start(partner)
        until(lambda: all(len(told(receiver)) == len(entries) for receiver in receivers), 60)
        stop(process)
        for receiver in receivers:
            assert receiver.forged == []
            assert sorted(told(receiver)) == list(range(1, len(entries) + 1))
            assert all(len(ids) == 1 for ids in told(receiver).values()), "a repeat has the id it had"
            assert {each["data"]["id"] for each in receiver.taken} == {str(each) for each in entries}


def told(receiver):
    """Which messages have arrived: sequence → the ids they had."""
    found = {}
    for message in list(receiver.taken):
        found.setdefault(message["sequence"], set()).add(message["webhook-id"])
    return found


@only_on("sqlite")
def test_of_two_on_sqlite_one_works_and_the_other_takes_over(partner):
    key = partner.key("administrator")
    with Receiver() as receiver:
        hook = subscribe(partner, receiver)
        workers = [start(partner) for _ in range(2)]
        until(lambda: state(partner, hook, key) == "active")
        for number in range(2):
            partner.add("contacts", PERSON | {"name": f"Nr {number}"})
            until(lambda number=number: len(receiver.taken) == number + 1)
            stop(workers.pop(0))
        time.sleep(1)
        assert [each["sequence"] for each in receiver.taken] == [1, 2]


@only_on("postgresql")
def test_several_on_postgresql_tell_each_change_once_and_in_order(partner):
    key = partner.key("administrator")
    with Receiver() as one, Receiver() as two:
        hooks = [subscribe(partner, receiver) for receiver in (one, two)]
        workers = [start(partner) for _ in range(3)]
        until(lambda: all(state(partner, hook, key) == "active" for hook in hooks))
        for number in range(20):
            partner.add("contacts", PERSON | {"name": f"Nr {number}"})
        until(lambda: len(one.taken) == len(two.taken) == 20)
        for worker in workers:
            stop(worker)
        for receiver in (one, two):
            assert [each["sequence"] for each in receiver.taken] == list(range(1, 21))
            assert receiver.forged == []


@only_on("sqlite")
def test_on_sqlite_the_server_sends_by_itself(partner):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = environment(partner, PORT=str(port), CONTENT_WORKER="inside", WORKERS="2")
    process = subprocess.Popen([sys.executable, "wsgi.py"], cwd=HOUSE, env=settings, stdout=subprocess.DEVNULL)
    try:
        until(lambda: _answers(f"http://127.0.0.1:{port}/health/ready"))
        with Receiver() as receiver:
            key = partner.key("administrator")
            hook = subscribe(partner, receiver)
            until(lambda: state(partner, hook, key) == "active")
            partner.add("contacts", PERSON | {"name": "Ny"})
            until(lambda: receiver.taken)
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert [each["data"]["item"]["name"] for each in receiver.taken] == ["Ny"]


def _answers(url):
    try:
        return urllib.request.urlopen(url).status == 200
    except OSError:
        return False


class Partner:
    """A receiver that keeps a copy by what it is told, and asks `/changes` when it has missed something."""

    def __init__(self, world, chance, asks):
        self.world, self.chance, self.asks = world, chance, asks
        self.replica = Replica(type="contacts")
        self.last, self.seen, self.lock = 0, set(), threading.Lock()
        self.held = []

    def deal(self, message):
        """30 % are dropped, delayed, taken twice, taken late or answered with 500 or not at all."""
        with self.lock:
            fate = self.chance.random()
            if fate < 0.06:
                return None
            if fate < 0.12:
                return 500
            if fate < 0.18:
                self.held.append(message)  # told later, after others
                return 204
            if fate < 0.24:
                return 204  # and forgotten
            if fate < 0.27:
                time.sleep(0.5)  # longer than the sender waits
            for _ in range(2 if fate < 0.30 else 1):
                self.take(message)
            return 204

    def take(self, message):
        if message["webhook-id"] in self.seen:
            return
        self.seen.add(message["webhook-id"])
        if self.asks:  # a message is a reason to ask
            self.replica.catch_up(asking(self.world))
        elif message["previous"] in (None, self.last):
            change, held = message["data"], self.replica.items
            if change["change"] == "removed":
                held.pop(change["id"], None)
            else:
                held[change["id"]] = change["item"]
        else:  # a hole, or out of order: begin anew
            self.replica = Replica(type="contacts")
            self.replica.catch_up(asking(self.world))
        self.last = message["sequence"]

    def take_in_peace(self, message):
        with self.lock:
            self.take(message)
            return 204

    def restart(self):
        """What it had in memory only is lost."""
        with self.lock:
            self.held.clear()
            self.seen.clear()


@pytest.mark.parametrize("asks", [True, False], ids=["asks", "applies"])
@pytest.mark.parametrize("number", range(2 * times()))
def test_a_receiver_that_loses_and_mixes_up_ends_with_the_right_set(partner, asks, number):
    chance = Random(number)
    partner.database.clock = machine = SettableClock()
    key = partner.key("administrator")
    with Receiver() as receiver, Sender(loopback=True, deadline=0.3) as sender:
        worker = Worker(partner.database, sender)
        hook = subscribe(partner, receiver, filters={"type": ["contacts"]})
        _settle(worker)
        copy = Partner(partner, chance, asks)
        copy.replica.catch_up(asking(partner))
        receiver.deal = copy.deal
        entries = []
        for step in range(40):
            if entries and chance.random() < 0.3:
                partner.unpublish(entries.pop(chance.randrange(len(entries))))
            else:
                entries.append(partner.add("contacts", PERSON | {"name": f"Nr {step}"}))
            machine.ahead += timedelta(seconds=chance.choice((0, 1, 40)))
            worker.turn()
            if step % 20 == 19:
                copy.restart()
            if copy.held and chance.random() < 0.5:
                with copy.lock:
                    copy.take(copy.held.pop(0))
        for wait in dispatching.RETRIES:
            worker.finish()
            machine.ahead += wait
            _settle(worker)
        receiver.deal = copy.take_in_peace
        partner.add("contacts", PERSON | {"name": "Sist"})
        _settle(worker)
        while partner.send("GET", f"{hook}/deliveries?state=waiting", key=key).json["items"]:
            machine.ahead += timedelta(minutes=10)
            _settle(worker)
        assert receiver.forged == []
        listed = partner.get("/contacts?limit=100&fields=version")["items"]
        assert copy.replica.versions == {item["id"]: item["version"] for item in listed}


def _settle(worker):
    while worker.turn():
        worker.finish()


class SettableClock:
    """The machine's clock, put ahead."""

    ahead = timedelta(0)

    def __call__(self):
        return clock() + self.ahead
