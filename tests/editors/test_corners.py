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


def test_taking_a_plan_away_by_publishing_what_is_there_leaves_a_line(world, entry):
    world.publish(entry)
    world.save(entry, BARE["studies"] | {"year": 2026})
    world.publish(entry, start=T)
    key = world.key("editor")
    restored = world.send("GET", f"/entries/studies/{entry}", key=key)
    where = f"/entries/studies/{entry}/publication"
    body = {"revision": 1, "scheduled": "cancel"}
    answered = world.send("PUT", where, body, key=key, match=restored.headers["ETag"])
    assert (answered.status_code, answered.json["publication"]["next"], answered.json["plans"]) == (200, None, [])
    events = world.send("GET", f"/events?entry={entry}&limit=1", key=key).json["items"]
    assert [each["kind"] for each in events] == ["cancelled"]


def test_all_that_is_planned_is_told_in_its_order(world, entry):
    world.publish(entry, start=T, until=T + timedelta(days=9))
    put(world, entry, "/withdrawal", {"kind": "withdrawn", "from": text(T + timedelta(days=1))}, 200)
    told = put(world, entry, "/withdrawal", {"kind": "gone", "from": text(T + timedelta(days=2))}, 200)
    assert [(each["kind"], each["from"]) for each in told["plans"]] == [
        ("edition", text(T)),
        ("withdrawn", text(T + timedelta(days=1))),
        ("gone", text(T + timedelta(days=2))),
    ]


@pytest.mark.parametrize("path", ["/checks", "/references", "/revisions", "/revisions/1", ""])
def test_every_read_can_ask_for_a_point_of_the_log(world, path):
    key = world.key("administrator")
    for where in (f"/entries/contacts/karin-silfversten{path}", "/clients", "/clients/me", "/events"):
        late = world.send("GET", f"{where}?minSequence=9999", key=key)
        assert (late.status_code, "Retry-After" in late.headers) == (503, True), where
        assert world.send("GET", f"{where}?minSequence=22", key=key).status_code == 200


def test_an_organization_of_ones_own_making_is_not_ones_own(world):
    body = {"slug": "polisen-y", "organization": "polisen-y", "content": {"name": {"sv": "Polisen Y"}}}
    assert world.send("POST", "/entries/organizations", body, key=world.key("author")).status_code == 422
    assert world.send("POST", "/entries/organizations", body, key=world.key("administrator")).status_code == 201


def test_the_notice_goes_on_when_what_was_withdrawn_ends(world, entry):
    world.publish(entry, until=T)
    world.clock.advance(seconds=1)
    mika = world.get("/receptions/mika")["id"]
    body = {"kind": "withdrawn", "explanation": {"sv": "Fel siffror."}, "redirectTo": mika}
    put(world, entry, "/withdrawal", body, 200)
    put(world, entry, "", {"content": BARE["studies"], "organization": "timra-kommun"}, 200)
    world.clock.now = T
    gone = world.get("/studies/ett", 410)
    assert (gone["explanation"], gone["replacement"]["slug"]) == ("Fel siffror.", "mika")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/withdrawal", {"kind": "gone", "explanation": {"en": "Closed"}}, "/explanation/sv"),
        ("/publication", {"changeNote": {"en": "New number."}}, "/changeNote/sv"),
    ],
)
def test_what_readers_are_told_is_told_in_swedish_at_least(world, entry, path, body, pointer):
    world.publish(entry)
    refused = put(world, entry, path, body, 422)
    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [(pointer, "required")]


def test_a_token_that_was_only_tried_opens_nothing(world, entry):
    key = world.key("editor")
    real = world.send("POST", f"/entries/studies/{entry}/preview-tokens", key=key).json["token"]
    tried = world.send("POST", f"/entries/studies/{entry}/preview-tokens?dryRun=true", key=key).json["token"]
    assert world.send("GET", f"/studies/{entry}?preview=true", key=real).status_code == 200
    assert world.send("GET", f"/studies/{entry}?preview=true", key=tried).status_code == 401


def test_that_a_colleague_was_faster_comes_before_what_is_wrong(world, entry):
    key, where = world.key("editor"), f"/entries/studies/{entry}"
    tag = world.send("GET", where, key=key).headers["ETag"]
    world.save(entry, BARE["studies"] | {"year": 2026})
    body = {"content": {"contacts": ["ingen"]}}
    stale = world.send("PATCH", where, body, key=key, match=tag)
    assert (stale.status_code, stale.json["conflicts"]) == (412, [])
    merged = world.send("PATCH", where, body, key=key, match=tag, headers={"Prefer": "merge=disjoint"})
    assert merged.status_code == 422


def test_a_person_is_not_made_again_by_who_lost_the_answer(world):
    key, administrator = world.key("editor"), world.key("administrator")
    headers = {"Idempotency-Key": "en"}
    body = {"content": {"name": "Kim Berg"}}
    made = world.send("POST", "/entries/contacts", body, key=key, headers=headers)
    other = world.send(
        "POST", "/entries/contacts", {"content": {"name": "Kimberley"}}, key=key, headers={"Idempotency-Key": "b"}
    )
    where = f"/entries/contacts/{made.json['id']}/erasure"
    assert world.send("POST", where, key=administrator, match=made.headers["ETag"]).status_code == 200
    assert world.send("POST", "/entries/contacts", body, key=key, headers=headers).status_code == 409
    again = world.send(
        "POST", "/entries/contacts", {"content": {"name": "Kimberley"}}, key=key, headers={"Idempotency-Key": "b"}
    )
    assert again.data == other.data


def test_notes_and_reasons_that_name_an_erased_person_are_named(world, entry):
    kim = world.add("contacts", {"kind": "person", "name": "Kim Berg", "email": "kim@example.se"})
    world.publish(entry, note={"sv": "Kim Berg har slutat."})
    world.clock.advance(seconds=1)
    world.withdraw(entry, "withdrawn", explanation={"sv": "Enligt KIM BERG."})
    key = world.key("administrator")
    tag = world.send("GET", f"/entries/contacts/{kim}", key=key).headers["ETag"]
    erased = world.send("POST", f"/entries/contacts/{kim}/erasure", key=key, match=tag).json
    assert {(each["entry"], each["pointer"]) for each in erased["mentions"]} == {
        (str(entry), "/changeHistory/0/note/sv"),
        (str(entry), "/withdrawal/explanation/sv"),
    }
