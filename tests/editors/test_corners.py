"""Corners of the timeline that random histories seldom reach: each was once wrong."""

from datetime import datetime, timedelta

import pytest

from tests.samples import BARE

T = datetime.fromisoformat("2026-12-01T08:00:00+00:00")
MICROSECOND = timedelta(microseconds=1)


def text(instant):
    return instant.isoformat().replace("+00:00", "Z")


@pytest.fixture
def entry(world):
    return world.create("studies", BARE["studies"], slug="ett")


def put(world, entry, path, body, status, key=None):
    key = key or world.key("administrator")
    tag = world.send("GET", f"/entries/studies/{entry}", key=key).headers["ETag"]
    answered = world.send("PUT", f"/entries/studies/{entry}{path}", body, key=key, match=tag)
    assert answered.status_code == status, answered.text
    return answered.json


def state(world, entry):
    return world.send("GET", f"/entries/studies/{entry}", key=world.key("reader")).json["state"]


@pytest.mark.parametrize("kind", ["gone", "withdrawn"])
def test_a_withdrawal_of_nothing_but_a_plan_is_refused(world, entry, kind):
    world.publish(entry, start=T)
    body = {"kind": kind, "from": text(T), "scheduled": "cancel"}
    put(world, entry, "/withdrawal", body, 409)
    assert state(world, entry) == "scheduled"
    world.clock.now = T
    assert world.get("/studies/ett")["version"] == 1


def test_what_was_to_be_withdrawn_is_what_is_there_when_plans_are_cancelled(world, entry):
    world.publish(entry, until=T)
    world.save(entry, BARE["studies"] | {"year": 2025})
    world.publish(entry, start=T)
    put(world, entry, "/withdrawal", {"kind": "gone", "from": text(T), "scheduled": "cancel"}, 409)
    assert world.get("/studies/ett")["year"] is None
    world.clock.now = T
    assert world.get("/studies/ett")["year"] == 2025


@pytest.mark.parametrize("act", ["publish", "withdraw", "unpublish", "cancel", "hand over"])
def test_an_act_in_the_very_instants_of_plans_comes_after_them(world, entry, act):
    world.publish(entry)
    for number, start in ((2, T + MICROSECOND), (1, T)):
        world.save(entry, BARE["studies"] | {"maxAge": number})
        world.publish(entry, start=start, scheduled="keep")
    world.clock.now = T
    where, key = f"/entries/studies/{entry}", world.key("administrator")
    tag = world.send("GET", where, key=key).headers["ETag"]
    method, path, body = {
        "publish": ("PUT", "/publication", {}),
        "withdraw": ("PUT", "/withdrawal", {"kind": "gone"}),
        "unpublish": ("DELETE", "/publication", None),
        "cancel": ("DELETE", "/publication?scheduled=true", None),
        "hand over": ("PATCH", "", {"organization": "timra-kommun"}),
    }[act]
    answered = world.send(method, where + path, body, key=key, match=tag)
    assert answered.status_code == 200, answered.text
    world.clock.advance(seconds=1)
    if act in {"withdraw", "unpublish"}:
        world.get("/studies/ett", 410)
    else:
        assert world.get("/studies/ett")["maxAge"] == {"publish": 1}.get(act, 2)


def test_the_last_withdrawal_decides_the_state(world, entry):
    world.publish(entry)
    put(world, entry, "/withdrawal", {"kind": "gone", "from": text(T + timedelta(days=1))}, 200)
    other = world.get("/studies")["items"][0]["slug"]
    body = {"kind": "redirect", "redirectTo": other, "from": text(T), "scheduled": "keep"}
    put(world, entry, "/withdrawal", body, 200)
    world.clock.now = T
    assert state(world, entry) == "redirected"
    world.clock.now = T + timedelta(days=1)
    assert state(world, entry) == "gone"
    world.get("/studies/ett", 410)


def test_a_redirected_entry_stays_so_whatever_else_is_published(world, entry):
    world.publish(entry)
    world.clock.advance(seconds=1)
    put(world, entry, "/withdrawal", {"kind": "redirect", "redirectTo": world.get("/studies")["items"][0]["slug"]}, 200)
    world.clock.advance(seconds=1)
    world.add("studies", BARE["studies"], slug="senare")
    assert state(world, entry) == "redirected"


def test_a_former_slug_under_as_of_is_answered_wherever_the_instant_lies(world, entry):
    world.publish(entry)
    world.clock.advance(seconds=1)
    world.save(entry, BARE["studies"], slug="tva")
    world.publish(entry)
    assert world.client.get("/content/v1/studies/ett").status_code == 308
    assert world.get(f"/studies/ett?asOf={text(world.clock.now)}")["slug"] == "tva"
    ahead = world.send("GET", f"/studies/ett?asOf={text(T)}", key=world.key("reader"))
    assert (ahead.status_code, ahead.json["slug"]) == (200, "tva")


def test_a_name_that_is_yet_to_come_names_nothing_to_others(world, entry):
    world.publish(entry)
    world.save(entry, BARE["studies"] | {"year": 2026}, slug="hemligt")
    world.publish(entry, start=T)
    theirs = world.key("editor", "timra-kommun")
    for name, status in (("hemligt", 404), ("finns-inte", 404), ("ett", 401)):
        assert world.send("GET", f"/studies/{name}?asOf={text(T)}", key=theirs).status_code == status
    assert world.send("GET", f"/studies/hemligt?asOf={text(T)}", key=world.key("reader")).status_code == 200


def test_a_redirect_tells_nothing_of_others_plans(world, entry):
    other = world.create("studies", BARE["studies"], slug="deras", owner="timra-kommun")
    world.publish(other)
    third = world.add("studies", BARE["studies"], slug="tredje")
    world.publish(entry)
    world.clock.advance(seconds=1)
    world.withdraw(entry, "redirect", replacement=other)
    world.withdraw(other, "redirect", replacement=third)
    world.save(other, BARE["studies"] | {"year": 2027})
    world.publish(other, start=T)
    mine = world.key("reader")
    for instant in (T - MICROSECOND, T):
        moved = world.send("GET", f"/studies/ett?asOf={text(instant)}", key=mine)
        assert moved.status_code == 308
        assert "/studies/tredje?" in moved.headers["Location"]


def test_unpublishing_what_never_was_public_tells_readers_nothing(world, entry):
    key = world.key("editor")
    before = world.client.get("/content/v1/studies").headers["Content-Sequence"]
    tag = world.send("GET", f"/entries/studies/{entry}", key=key).headers["ETag"]
    answered = world.send("DELETE", f"/entries/studies/{entry}/publication", key=key, match=tag)
    assert (answered.status_code, answered.headers["Content-Sequence"]) == (200, before)
    events = world.send("GET", f"/events?entry={entry}", key=key).json["items"]
    assert [each["kind"] for each in events] == ["created"]


def test_one_language_in_two_spellings_is_refused(world):
    content = {"title": {"sv": "a", "SV": "b"}}
    refused = world.send("POST", "/entries/studies", {"content": content}, key=world.key("author"))
    assert refused.status_code == 422
    (told,) = refused.json["errors"]
    assert (told["pointer"].lower(), told["code"]) == ("/content/title/sv", "languageTwice")


def test_the_former_owner_is_told_that_an_entry_left(world, entry):
    put(world, entry, "", {"content": BARE["studies"], "organization": "timra-kommun"}, 200)
    told = world.send("GET", f"/events?entry={entry}", key=world.key("reader")).json["items"]
    assert [each["kind"] for each in told] == ["handedOver", "created"]
    theirs = world.send("GET", f"/events?entry={entry}", key=world.key("reader", "timra-kommun")).json["items"]
    assert [each["kind"] for each in theirs] == ["saved"]


def test_a_function_that_is_a_help_line_cannot_become_a_person_unnoticed(world):
    jour = world.add("contacts", {"kind": "function", "name": "Jouren", "phone": "060-12 34 56"}, slug="jouren")
    world.add("receptions", BARE["receptions"] | {"contacts": [{"contact": "jouren", "purpose": "help"}]})
    key, where = world.key("editor"), f"/entries/contacts/{jour}"
    tag = world.send("GET", where, key=key).headers["ETag"]
    changed = world.send("PATCH", where, {"content": {"kind": "person"}}, key=key, match=tag)
    refused = world.send("PUT", f"{where}/publication", {}, key=key, match=changed.headers["ETag"])
    assert refused.status_code == 422
    assert [(each["code"], each["pointer"]) for each in refused.json["errors"]] == [
        ("personalHelpChannel", "/content/kind")
    ]
