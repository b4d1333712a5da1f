"""A request sent twice happens once, and one sent on trial does not happen at all."""

import re

import pytest
from sqlalchemy import event, select

from api.models import Client, Event, Replay
from api.services import registering

UNIT = {"name": {"sv": "Ny enhet"}, "kind": "unit"}
BODY = {"content": UNIT, "externalId": "E-1"}
KEPT = ("ETag", "Location", "Content-Sequence", "Content-Type", "Content-Length", "Cache-Control")
SECRET = re.compile(r"kfvn_[0-9a-f]{56}")


def send(world, key, method="POST", path="/entries/organizations", body=BODY, *, name="k", **more):
    return world.send(method, path, body, key=key, headers={"Idempotency-Key": name, **more.pop("headers", {})}, **more)


def draft(world, key, type_="organizations", content=None):
    made = world.send("POST", f"/entries/{type_}", {"content": content or UNIT}, key=key)
    assert made.status_code == 201
    return f"/entries/{type_}/{made.json['id']}", made.headers["ETag"]


def assert_same(one, other):
    assert (one.status_code, one.data) == (other.status_code, other.data)
    for header in KEPT:
        assert one.headers.get(header) == other.headers.get(header)


# Once


def test_a_creation_sent_again_is_answered_byte_for_byte_and_happens_once(world):
    key = world.used_key()
    first = send(world, key)
    assert first.status_code == 201
    after = world.dump()
    world.clock.advance(minutes=5)
    other = world.create("organizations", UNIT)
    world.publish(other)  # the log goes on meanwhile
    assert world.client.get("/content/v1/news").headers["Content-Sequence"] != first.headers["Content-Sequence"]
    meanwhile = world.dump()
    assert_same(send(world, key), first)
    world.clock.advance(minutes=5)
    assert_same(send(world, key), first)
    assert world.dump() == meanwhile
    assert meanwhile["replays"] == after["replays"]


def test_a_patch_sent_again_is_answered_as_before_though_its_tag_is_stale(world):
    key = world.used_key()
    path, etag = draft(world, key)
    body = {"content": {"name": {"en": "New"}}}
    first = send(world, key, "PATCH", path, body, match=etag)
    assert first.status_code == 200
    later = world.send("PATCH", path, {"content": {"kind": "region"}}, key=key, match="*")
    assert_same(send(world, key, "PATCH", path, body, match=etag), first)
    now = world.send("GET", path, key=key)
    assert (now.data, now.headers["ETag"]) == (later.data, later.headers["ETag"])


def test_a_merge_sent_again_tells_again_that_it_merged(world):
    key = world.used_key()
    path, etag = draft(world, key)
    world.send("PATCH", path, {"content": {"kind": "region"}}, key=key, match="*")
    body, prefer = {"content": {"name": {"en": "New"}}}, {"Prefer": "merge=disjoint"}
    first = send(world, key, "PATCH", path, body, match=etag, headers=prefer)
    again = send(world, key, "PATCH", path, body, match=etag, headers=prefer)
    assert_same(again, first)
    assert again.headers["Preference-Applied"] == first.headers["Preference-Applied"] == "merge=disjoint"


def test_a_restored_revision_is_restored_once(world):
    key = world.used_key()
    path, etag = draft(world, key)
    etag = world.send("PATCH", path, {"content": {"kind": "region"}}, key=key, match=etag).headers["ETag"]
    first = send(world, key, "POST", f"{path}/revisions", {"restore": 1}, match=etag)
    assert (first.status_code, first.json["revision"]) == (201, 3)
    assert_same(send(world, key, "POST", f"{path}/revisions", {"restore": 1}, match=etag), first)
    assert world.send("GET", path, key=key).json["revision"] == 3


def test_a_client_is_registered_and_renamed_once(world):
    key = world.used_key("administrator")
    made = send(world, key, path="/clients", body={"name": "Webben", "role": "reader"})
    assert made.status_code == 201
    assert_same(send(world, key, path="/clients", body={"name": "Webben", "role": "reader"}), made)
    path = f"/clients/{made.json['id']}"
    named = send(world, key, "PATCH", path, {"name": "Appen"}, name="annan")
    world.send("PATCH", path, {"name": "Sajten"}, key=key)
    assert_same(send(world, key, "PATCH", path, {"name": "Appen"}, name="annan"), named)
    assert world.send("GET", path, key=key).json["name"] == "Sajten"


def test_what_waits_behind_a_public_act_answers_from_where_the_log_was(world):
    """Changing the owner of a public entry is noticed by readers: the repeat says the sequence of that act."""
    key = world.used_key("administrator")
    path, _ = draft(world, key)
    world.send("PUT", f"{path}/publication", {}, key=key, match="*")
    body = {"organization": "sundsvalls-kommun"}
    first = send(world, key, "PATCH", path, body, match="*")
    assert first.headers["Content-Sequence"] == "24"
    world.clock.advance(seconds=1)
    world.send("DELETE", f"{path}/publication", key=key, match="*")
    assert_same(send(world, key, "PATCH", path, body, match="*"), first)


# Whose key, and for what


@pytest.mark.parametrize(
    "other",
    [
        {"body": {"content": UNIT, "externalId": "E-2"}},
        {"path": "/entries/news", "body": {"content": {"title": {"sv": "Nyhet"}}}},
        {"path": "/entries/organizations?dryRun=false"},
        {"path": "/clients", "body": {"name": "Webben", "role": "reader"}},
    ],
)
def test_a_key_that_was_used_for_something_else_is_refused(world, other):
    key = world.used_key("administrator")
    assert send(world, key).status_code == 201
    before = world.dump()
    answer = send(world, key, **other)
    assert answer.status_code == 422
    assert world.dump() == before
    assert send(world, key).status_code == 201


def test_the_same_body_to_another_method_is_something_else(world):
    key = world.used_key()
    path, _ = draft(world, key)
    assert send(world, key, "PATCH", path, BODY, match="*").status_code == 200
    assert send(world, key, "POST", "/entries/organizations", BODY).status_code == 422


def test_a_put_happens_as_often_as_it_is_sent(world):
    """PUT repeats safely by itself: the key is for POST and PATCH."""
    key = world.used_key()
    path, _ = draft(world, key)
    for name in ("Ett", "Två", "Ett"):
        answer = send(world, key, "PUT", path, {"content": {"name": {"sv": name}}}, match="*")
        assert answer.json["content"]["name"]["sv"] == name
    with world.database.reading() as session:
        assert session.scalars(select(Replay)).all() == []


def test_keys_are_each_clients_own_and_survive_the_change_of_its_secret(world):
    one, two = world.used_key(), world.used_key()
    first = send(world, one)
    answer = send(world, two, body={"content": UNIT})
    assert answer.status_code == 201
    assert answer.json["id"] != first.json["id"]
    with world.database.writing() as session:
        client = session.scalars(select(Client).order_by(Client.id)).first()
        renewed = registering.add_key(session, client)[1]
    assert_same(send(world, renewed), first)


def test_a_key_alone_without_a_clients_is_worth_nothing(world):
    key = world.used_key()
    first = send(world, key)
    assert send(world, None).status_code == 401
    with world.database.writing() as session:
        registering.close_client(session, session.scalars(select(Client)).one())
    assert send(world, key).status_code == 401
    assert first.status_code == 201


@pytest.mark.parametrize("name", ["", "x" * 256, "å", "a\tb"])
def test_a_key_that_cannot_be_kept_is_named(world, name):
    key = world.used_key()
    answer = send(world, key, name=name)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == "Idempotency-Key"
    assert send(world, key, name="x" * 255).status_code == 201


# What is not kept


def test_what_failed_can_be_sent_again_with_the_same_key(world):
    key = world.used_key()
    assert send(world, key, body={"content": {"kind": "nonsense"}}).status_code == 422
    assert send(world, key, body={"content": UNIT, "slug": "sundsvalls-kommun"}).status_code == 409
    assert send(world, key, path="/entries/organizations?dryrun=true").status_code == 400
    assert send(world, key, path="/clients", body={"name": "x", "role": "reader"}).status_code == 403
    with world.database.reading() as session:
        assert session.scalars(select(Replay)).all() == []
    assert send(world, key).status_code == 201


def test_a_stale_patch_can_be_sent_again_with_a_fresh_tag(world):
    key = world.used_key()
    path, etag = draft(world, key)
    fresh = world.send("PATCH", path, {"content": {"kind": "region"}}, key=key, match=etag).headers["ETag"]
    body = {"content": {"name": {"sv": "Ny"}}}
    assert send(world, key, "PATCH", path, body).status_code == 428
    assert send(world, key, "PATCH", path, body, match=etag).status_code == 412
    assert send(world, key, "PATCH", path, body, match=fresh).status_code == 200


def test_a_dry_run_is_neither_kept_nor_answered_from_what_is(world):
    key = world.used_key()
    trial = send(world, key, path="/entries/organizations?dryRun=true")
    assert trial.status_code == 201
    made = send(world, key)
    assert made.status_code == 201
    assert made.json["id"] != trial.json["id"]
    again = send(world, key, path="/entries/organizations?dryRun=true", body={"content": UNIT})
    assert (again.status_code, again.json["slug"]) == (201, "ny-enhet-2")
    assert_same(send(world, key), made)


def test_after_a_day_the_key_is_new(world):
    key = world.used_key()
    first = send(world, key, body={"content": UNIT})
    world.clock.advance(hours=24, microseconds=-1)
    world.send("GET", "/clients/me", key=key)
    assert_same(send(world, key, body={"content": UNIT}), first)
    world.clock.advance(microseconds=1)
    second = send(world, key, body={"content": UNIT})
    assert second.status_code == 201
    assert second.json["id"] != first.json["id"]
    assert_same(send(world, key, body={"content": UNIT}), second)
    with world.database.reading() as session:
        assert len(session.scalars(select(Replay)).all()) == 1


# Secrets


def test_an_answer_that_shows_a_key_is_not_kept_and_no_second_key_is_made(world):
    key = world.used_key("administrator")
    client = world.send("POST", "/clients", {"name": "Webben", "role": "reader"}, key=key).json["id"]
    made = send(world, key, path=f"/clients/{client}/keys", body={})
    assert made.status_code == 201
    assert SECRET.fullmatch(made.json["key"])
    before = world.dump()
    again = send(world, key, path=f"/clients/{client}/keys", body={})
    assert again.status_code == 409
    assert made.json["key"] not in again.text
    assert world.dump() == before
    assert (
        send(world, key, path=f"/clients/{client}/keys", body={"expiresAt": "2027-01-01T00:00:00Z"}).status_code == 422
    )
    assert len(world.send("GET", f"/clients/{client}/keys", key=key).json["items"]) == 1
    assert made.json["key"] not in str(before)
    assert not SECRET.search(str(before))
    world.clock.advance(hours=24)
    assert send(world, key, path=f"/clients/{client}/keys", body={}).status_code == 201


def test_an_answer_that_shows_a_preview_token_is_not_kept_and_no_second_one_is_made(world):
    key = world.used_key()
    path, _ = draft(world, key)
    made = send(world, key, path=f"{path}/preview-tokens", body={})
    assert made.status_code == 201
    before = world.dump()
    assert send(world, key, path=f"{path}/preview-tokens", body={}).status_code == 409
    assert world.dump() == before
    assert made.json["token"] not in str(before)
    with world.database.reading() as session:
        kinds = session.scalars(select(Event.kind)).all()
        (kept,) = session.scalars(select(Replay)).all()
    assert kinds.count("previewTokenCreated") == 1
    assert kept.body is None


def test_an_erasure_sent_again_is_not_repeated_and_its_answer_names_no_one(world):
    """Kept answers that show the person go with the person."""
    key = world.used_key("administrator")
    person = {"content": {"kind": "person", "name": "Kim Okänd", "email": "kim.okand@example.se"}}
    made = send(world, key, path="/entries/contacts", body=person, name="skapa")
    path = f"/entries/contacts/{made.json['id']}"
    erased = send(world, key, path=f"{path}/erasure", body=None, match="*", name="radera")
    assert erased.status_code == 200
    again = send(world, key, path=f"{path}/erasure", body=None, match="*", name="radera")
    assert again.status_code == 409
    assert "Okänd" not in str(world.dump())
    assert "okand" not in str(world.dump())


# Waiting for the first


def wait_at_most(world, milliseconds):
    """No one waits longer for a lock in this world."""

    @event.listens_for(world.database.engine, "connect")
    def shorten(connection, record):
        sqlite = world.database.engine.dialect.name == "sqlite"
        connection.execute(
            f"PRAGMA busy_timeout={milliseconds}" if sqlite else f"SET lock_timeout = '{milliseconds}ms'"
        )
        connection.commit()

    world.database.engine.dispose()  # who is connected already waits as before


def test_who_waits_too_long_for_the_first_is_told_so_and_can_come_again(world):
    key = world.used_key()
    with world.database.reading() as session:
        client = session.scalars(select(Client.id)).one()
    sqlite = world.database.engine.dialect.name == "sqlite"
    wait_at_most(world, 100)
    with world.database.writing(keep=False) as session:
        session.add(
            Replay(client=client, key="k", at=world.clock.now, fingerprint="another", status=0, headers={}, body=None)
        )
        session.flush()
        answer = send(world, key)
        # On SQLite whoever writes keeps all others from it: there it is no matter of the key.
        assert answer.status_code == (503 if sqlite else 409)
        if not sqlite:
            assert send(world, key, name="annan", body={"content": UNIT}).status_code == 201
    assert send(world, key).status_code == 201


# On trial


def acts(world, key, editor):
    """One write of every kind that can be made of this world: method, path, body and the tag it needs."""
    organization, _ = draft(world, editor)
    public, _ = draft(world, editor, content={"name": {"sv": "Publik"}, "kind": "unit"})
    world.send("PUT", f"{public}/publication", {}, key=editor, match="*")
    world.send("PATCH", public, {"content": {"kind": "region"}}, key=editor, match="*")
    scheduled, _ = draft(world, editor, content={"name": {"sv": "Kommer"}, "kind": "unit"})
    world.send("PUT", f"{scheduled}/publication", {"from": "2026-12-24T00:00:00Z"}, key=editor, match="*")
    world.clock.advance(seconds=1)
    client = world.send("POST", "/clients", {"name": "Webben", "role": "reader"}, key=key).json["id"]
    second = world.send("POST", f"/clients/{client}/keys", key=key).json["id"]
    return {
        "create": ("POST", "/entries/organizations", BODY),
        "put": ("PUT", organization, {"content": {"name": {"sv": "Bytt"}}, "slug": "bytt"}),
        "patch": ("PATCH", organization, {"content": {"name": {"en": "Changed"}}}),
        "hand over": ("PATCH", public, {"organization": "sundsvalls-kommun"}),
        "delete": ("DELETE", organization, None),
        "publish": ("PUT", f"{public}/publication", {"changeNote": {"sv": "Ändrat."}}),
        "schedule": ("PUT", f"{public}/publication", {"from": "2026-12-24T00:00:00Z"}),
        "unpublish": ("DELETE", f"{public}/publication", None),
        "cancel": ("DELETE", f"{scheduled}/publication?scheduled=true", None),
        "withdraw": ("PUT", f"{public}/withdrawal", {"kind": "withdrawn", "explanation": {"sv": "Fel."}}),
        "gone": ("PUT", f"{public}/withdrawal", {"kind": "gone", "history": "hidden"}),
        "restore": ("POST", f"{public}/revisions", {"restore": 1}),
        "preview token": ("POST", f"{public}/preview-tokens", {}),
        "erase": ("POST", "/entries/contacts/karin-silfversten/erasure", None),
        "register": ("POST", "/clients", {"name": "Appen", "role": "author"}),
        "rename": ("PATCH", f"/clients/{client}", {"name": "Sajten"}),
        "key": ("POST", f"/clients/{client}/keys", {}),
        "revoke": ("DELETE", f"/clients/{client}/keys/{second}", None),
        "close": ("DELETE", f"/clients/{client}", None),
    }


#: What a trial cannot know: it is drawn or taken from the clock anew.
ANEW = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|kfvn_[0-9a-f]+|\"token\":\"[^\"]+\"|\?dryRun=true"
)


def test_every_kind_of_write_can_be_tried_and_changes_nothing(world):
    """The answer is the one of the act itself, which is made right after from the same state."""
    key, editor = world.used_key("administrator"), world.used_key()
    tried = acts(world, key, editor)
    methods = {
        (each[0], re.sub(r"[0-9a-f-]{36}|karin-silfversten", "_", each[1].partition("?")[0])) for each in tried.values()
    }
    assert methods >= writes_of(world)
    sequence = world.client.get("/content/v1/news").headers["Content-Sequence"]
    before = world.dump()
    for name, (method, path, body) in tried.items():
        for _ in range(2):
            trial = world.send(method, on_trial(path), body, key=key, match="*")
            assert trial.status_code < 300, (name, trial.text)
            assert trial.headers["Content-Sequence"] == sequence, name
        assert world.dump() == before, name
    for name, (method, path, body) in tried.items():
        trial = world.send(method, on_trial(path), body, key=key, match="*")
        real = world.send(method, path, body, key=key, match="*")
        assert trial.status_code == real.status_code, (name, trial.text, real.text)
        if trial.status_code < 300:
            assert ANEW.sub("", trial.text) == ANEW.sub("", real.text), name
        assert trial.headers.get("ETag") == real.headers.get("ETag"), name
        world.clock.advance(seconds=1)


def on_trial(path):
    return f"{path}{'&' if '?' in path else '?'}dryRun=true"


def writes_of(world):
    """Every write of the house, of organizations in the place of all types."""
    found = set()
    for rule in world.app.url_map.iter_rules():
        path = re.sub(r"<\w+>", "_", rule.rule.removeprefix("/content/v1"))
        if path.startswith(("/entries/organizations", "/entries/contacts/_/erasure", "/clients")):
            found |= {(method, path) for method in rule.methods - {"GET", "HEAD", "OPTIONS"}}
    return found


def test_a_trial_fails_as_the_act_would(world):
    key = world.used_key()
    path, etag = draft(world, key)
    before = world.dump()
    for method, where, body, match, status in (
        ("POST", "/entries/organizations", {"content": {"kind": "nonsense"}}, None, 422),
        ("POST", "/entries/organizations", {"content": UNIT, "slug": "sundsvalls-kommun"}, None, 409),
        ("PATCH", path, {}, None, 428),
        ("PATCH", path, {}, '"7.7"', 412),
        ("DELETE", "/entries/organizations/finns-inte", None, "*", 404),
        ("POST", "/clients", {"name": "x", "role": "reader"}, None, 403),
        ("PUT", f"{path}/withdrawal", {"kind": "gone"}, etag, 409),
    ):
        assert world.send(method, on_trial(where), body, key=key, match=match).status_code == status
    assert world.dump() == before


def test_a_trial_that_is_no_truth_value_is_named_and_nothing_happens(world):
    key = world.used_key()
    before = world.dump()
    for value in ("True", "1", "yes", ""):
        answer = world.send("POST", f"/entries/organizations?dryRun={value}", BODY, key=key)
        assert (answer.status_code, answer.json["errors"][0]["parameter"]) == (400, "dryRun")
    answer = world.send("POST", "/entries/organizations?dryRun=true&dryRun=false", BODY, key=key)
    assert answer.status_code == 400
    assert world.dump() == before
    assert world.send("POST", "/entries/organizations?dryRun=false", BODY, key=key).status_code == 201
