"""API clients and their keys: shown once, never stored, good until an instant, revoked by the next request."""

import hashlib
import re
import zlib
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, select

from api.db import Base
from api.models import Client, Key
from tests.conftest import OWNER, START
from tests.samples import BARE

NOBODY = "00000000-0000-4000-8000-000000000000"


def instant(moment):
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@pytest.fixture
def admin(world):
    return world.key("administrator")


def register(world, admin, **more):
    body = {"name": "Sundsvalls webbplats", "organization": "sundsvalls-kommun", "role": "editor"} | more
    response = world.send("POST", "/clients", body, key=admin)
    assert response.status_code == 201, response.text
    return response.json


def make(world, admin, client, body=None, status=201, **more):
    response = world.send("POST", f"/clients/{client['id']}/keys", body, key=admin, **more)
    assert response.status_code == status, response.text
    return response.json


def asks(world, key, path="/clients/me"):
    return world.send("GET", path, key=key).status_code


@contextmanager
def statements(world):
    """What the database is asked, in the order it is asked."""
    found = []

    def note(connection, cursor, statement, *rest):
        found.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(world.database.engine, "before_cursor_execute", note)


def everything(world):
    """All that the database holds: every row, and on SQLite every byte of its files."""
    with world.database.reading() as session:
        rows = [str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    found = "\n".join(rows).encode()
    if world.database.engine.dialect.name == "sqlite":
        file = Path(world.database.engine.url.database)
        found += b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    return found


def live(world, client):
    """How many keys of a client are good now."""
    with world.database.reading() as session:
        wanted = select(Key).where(Key.client_id == client, Key.revoked_at.is_(None), Key.expires_at > world.clock.now)
        return len(session.scalars(wanted).all())


def test_a_key_is_shown_once(world, admin):
    client = register(world, admin)
    made = make(world, admin, client)
    assert re.fullmatch(r"kfvn_[0-9a-f]{56}", made["key"])
    assert made["hint"] == made["key"][:12]
    assert made["isLive"] is True
    for path in (
        f"/clients/{client['id']}/keys",
        f"/clients/{client['id']}",
        "/clients?limit=100",
        "/events?limit=100",
    ):
        response = world.send("GET", path, key=admin)
        assert response.status_code == 200
        assert made["key"] not in response.text
        assert made["key"].removeprefix(made["hint"]) not in response.text
    assert made["key"] not in world.send("GET", "/clients/me", key=made["key"]).text


def test_only_the_digest_of_a_key_is_kept(world, admin):
    client = register(world, admin)
    key = make(world, admin, client)["key"]
    assert asks(world, key) == 200
    held = everything(world)
    assert hashlib.sha256(key.encode()).hexdigest().encode() in held
    for part in (key, key.removeprefix("kfvn_"), key[12:], key[5:53]):
        assert part.encode() not in held
    assert bytes.fromhex(key[5:53]) not in held


def test_two_keys_share_nothing_but_the_prefix(world, admin):
    client = register(world, admin)
    one, two = (make(world, admin, client)["key"] for _ in range(2))
    assert one[:5] == two[:5] == "kfvn_"
    assert one[5:21] != two[5:21]
    assert {asks(world, one), asks(world, two)} == {200}


def test_a_slip_of_the_hand_asks_the_table_of_keys_nothing(world, admin):
    key = make(world, admin, register(world, admin))["key"]
    with statements(world) as asked:
        assert asks(world, key) == 200
    assert any("FROM keys" in each for each in asked)
    slips = [key[:at] + ("0" if key[at] != "0" else "1") + key[at + 1 :] for at in range(5, len(key))]
    slips += [key[:-1], key + "0", key[1:], key.upper(), key.replace("kfvn_", "kfvn-"), key[:20] + " " + key[20:]]
    with statements(world) as asked:
        assert {asks(world, slip) for slip in slips} == {401}
    assert not [each for each in asked if re.search(r"\bkeys\b", each)]


def test_a_key_that_was_never_made_is_refused_though_its_sum_is_right(world):
    random = "ab" * 24
    assert asks(world, f"kfvn_{random}{zlib.crc32(random.encode()):08x}") == 401


def test_a_key_is_good_until_its_time_and_no_longer(world, admin):
    until = START + timedelta(hours=5)
    made = make(world, admin, register(world, admin), {"expiresAt": instant(until)})
    assert made["expiresAt"] == instant(until)
    world.clock.now = until - timedelta(microseconds=1)
    assert asks(world, made["key"]) == 200
    world.clock.now = until
    assert asks(world, made["key"]) == 401
    assert asks(world, made["key"], "/receptions/mika") == 401


def test_a_key_is_good_for_a_year_when_no_one_says(world, admin):
    made = make(world, admin, register(world, admin), {})
    assert made["expiresAt"] == instant(START + timedelta(days=365))


@pytest.mark.parametrize(
    ("expires", "code"),
    [
        (instant(START), "past"),
        ("2020-01-01T00:00:00Z", "past"),
        ("2027-05-01T00:00:00", "instant"),
        ("2027-05-01", "instant"),
        (1, "instant"),
    ],
)
def test_an_expiry_that_is_none_makes_no_key(world, admin, expires, code):
    client = register(world, admin)
    problem = make(world, admin, client, {"expiresAt": expires}, 422)
    assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [("/expiresAt", code)]
    assert live(world, UUID(client["id"])) == 0


def test_the_day_of_the_last_use_is_written_once_a_day(world, admin):
    client = register(world, admin)
    made = make(world, admin, client)

    def used():
        (item,) = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]
        return item["lastUsedOn"]

    asks(world, admin)
    assert used() is None
    for day in ("2026-11-24", "2026-11-25"):
        for number, path in enumerate(("/clients/me", "/receptions/mika", "/entries/news")):
            with statements(world) as asked:
                assert asks(world, made["key"], path) == 200
            assert len([each for each in asked if each.startswith("UPDATE keys")]) == (1 if number == 0 else 0)
        asks(world, admin)
        assert used() == day
        world.clock.advance(days=1)


def test_a_refused_request_is_no_use_of_the_key(world, admin):
    client = register(world, admin, role="reader")
    made = make(world, admin, client)
    assert asks(world, made["key"], "/clients") == 403
    (item,) = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]
    assert item["lastUsedOn"] is None


def test_a_client_has_two_live_keys_at_most(world, admin):
    client = register(world, admin)
    first, second = (make(world, admin, client) for _ in range(2))
    problem = make(world, admin, client, status=409)
    assert problem["type"].endswith("/conflict")
    listed = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json
    assert {each["id"] for each in listed["items"]} == {first["id"], second["id"]}
    assert {asks(world, first["key"]), asks(world, second["key"])} == {200}


def test_after_one_is_revoked_another_can_be_made(world, admin):
    client = register(world, admin)
    first, second = (make(world, admin, client) for _ in range(2))
    assert world.send("DELETE", f"/clients/{client['id']}/keys/{first['id']}", key=admin).status_code == 204
    third = make(world, admin, client)
    make(world, admin, client, status=409)
    assert [asks(world, each["key"]) for each in (first, second, third)] == [401, 200, 200]


def test_after_one_has_expired_another_can_be_made(world, admin):
    client = register(world, admin)
    first = make(world, admin, client, {"expiresAt": instant(START + timedelta(hours=1))})
    second = make(world, admin, client)
    make(world, admin, client, status=409)
    world.clock.now = START + timedelta(hours=1)
    third = make(world, admin, client)
    assert [asks(world, each["key"]) for each in (first, second, third)] == [401, 200, 200]
    listed = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]
    assert {each["id"]: each["isLive"] for each in listed} == {
        first["id"]: False, second["id"]: True, third["id"]: True
    }  # fmt: skip


def test_a_revoked_key_is_useless_from_the_next_request_on(world, admin):
    client = register(world, admin)
    made, other = (make(world, admin, client) for _ in range(2))
    assert asks(world, made["key"]) == 200
    where = next(each["href"] for each in made["_links"] if each["rel"] == "revoke")
    assert world.client.delete(where, headers={"Authorization": f"Bearer {admin}"}).status_code == 204
    for path in ("/clients/me", "/entries/news", "/receptions/mika"):
        assert asks(world, made["key"], path) == 401
    assert asks(world, other["key"]) == 200
    listed = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]
    revoked = next(each for each in listed if each["id"] == made["id"])
    assert (revoked["isLive"], revoked["revokedAt"]) == (False, instant(START))


def test_revoking_twice_is_as_revoking_once(world, admin):
    client = register(world, admin)
    made = make(world, admin, client)
    path = f"/clients/{client['id']}/keys/{made['id']}"
    assert world.send("DELETE", path, key=admin).status_code == 204
    world.clock.advance(hours=1)
    assert world.send("DELETE", path, key=admin).status_code == 204
    (item,) = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]
    assert item["revokedAt"] == instant(START)


def test_a_closed_clients_keys_are_useless_from_the_next_request_on(world, admin):
    client = register(world, admin)
    keys = [make(world, admin, client)["key"] for _ in range(2)]
    assert world.send("DELETE", f"/clients/{client['id']}", key=admin).status_code == 204
    assert {asks(world, key) for key in keys} == {401}
    assert {asks(world, key, "/receptions/mika") for key in keys} == {401}
    assert world.send("GET", f"/clients/{client['id']}", key=admin).json["closedAt"] == instant(START)
    make(world, admin, client, status=409)
    assert world.send("PATCH", f"/clients/{client['id']}", {"role": "reader"}, key=admin).status_code == 409
    assert world.send("DELETE", f"/clients/{client['id']}", key=admin).status_code == 204


def test_a_role_changes_with_the_next_request(world, admin):
    client = register(world, admin, organization=OWNER, role="reader")
    key = make(world, admin, client)["key"]
    body = {"content": BARE["news"]}
    for role, status in (("reader", 403), ("author", 201), ("reader", 403), ("editor", 201)):
        changed = world.send("PATCH", f"/clients/{client['id']}", {"role": role}, key=admin)
        assert (changed.status_code, changed.json["role"]) == (200, role)
        assert world.send("POST", "/entries/news", body, key=key).status_code == status
        assert world.send("GET", "/clients/me", key=key).json["role"] == role


def test_a_preview_token_goes_with_the_key_it_was_made_with(world, admin):
    client = register(world, admin, organization=OWNER)
    made, other = (make(world, admin, client) for _ in range(2))
    draft = world.create("news", BARE["news"])
    token = world.send("POST", f"/entries/news/{draft}/preview-tokens", key=made["key"]).json["token"]
    assert asks(world, token, f"/news/{draft}?preview=true") == 200
    world.send("DELETE", f"/clients/{client['id']}/keys/{other['id']}", key=admin)
    assert asks(world, token, f"/news/{draft}?preview=true") == 200
    world.send("DELETE", f"/clients/{client['id']}/keys/{made['id']}", key=admin)
    assert asks(world, token, f"/news/{draft}?preview=true") == 401


def test_me_is_the_client_and_the_key_that_were_used(world, admin):
    client = register(world, admin, role="author")
    one, two = (make(world, admin, client) for _ in range(2))
    for made in (one, two):
        me = world.send("GET", "/clients/me", key=made["key"]).json
        assert (me["id"], me["name"], me["organization"]) == (client["id"], client["name"], client["organization"])
        assert (me["role"], me["scopes"]) == ("author", ["read", "write"])
        assert me["key"] | {"lastUsedOn": None} == {name: made[name] for name in me["key"]}
    assert world.send("GET", "/clients/me", key=admin).json["scopes"] == [
        "clients", "erase", "everywhere", "publish", "read", "webhooks", "write"
    ]  # fmt: skip
    assert world.send("GET", "/clients/me").status_code == 401


def test_a_key_is_not_revoked_through_another_client(world, admin):
    mine, other = register(world, admin), register(world, admin, name="Annan")
    made = make(world, admin, mine)
    assert world.send("DELETE", f"/clients/{other['id']}/keys/{made['id']}", key=admin).status_code == 404
    assert asks(world, made["key"]) == 200


WEIRD = [
    *("me2", "1", "%00", "%D9%A1", "9223372036854775808", "a" * 300, "35428b17f9cd5b3398b3fcd518e2a109", NOBODY, "%ff"),
    "35428b17-f9cd-5b33-98b3-fcd518e2a1%D9%A1%D9%A2",
    "{35428b17-f9cd-5b33-98b3-fcd518e2a109}",
    "urn:uuid:35428b17-f9cd-5b33-98b3-fcd518e2a109",
]


@pytest.mark.parametrize("id_", WEIRD)
def test_an_id_that_names_no_client_is_not_found(world, admin, id_):
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "Ny"}),
        ("DELETE", "", None),
        ("GET", "/keys", None),
        ("POST", "/keys", {}),
        ("DELETE", f"/keys/{NOBODY}", None),
    ):
        response = world.send(method, f"/clients/{id_}{path}", body, key=admin)
        assert (method, path, response.status_code) == (method, path, 404)


@pytest.mark.parametrize("id_", WEIRD)
def test_an_id_that_names_no_key_is_not_found(world, admin, id_):
    client = register(world, admin)
    assert world.send("DELETE", f"/clients/{client['id']}/keys/{id_}", key=admin).status_code == 404


def test_a_key_that_was_asked_for_twice_is_made_once(world, admin):
    client = register(world, admin)
    once = {"headers": {"Idempotency-Key": "nyckel-1"}}
    made = make(world, admin, client, {}, **once)
    problem = make(world, admin, client, {}, 409, **once)
    assert problem["type"].endswith("/conflict")
    assert made["key"] not in str(problem)
    assert [each["id"] for each in world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]] == [
        made["id"]
    ]
    assert made["key"].encode() not in everything(world)
    assert make(world, admin, client, {"expiresAt": "2027-05-01T00:00:00Z"}, 422, **once)
    make(world, admin, client, {}, headers={"Idempotency-Key": "nyckel-2"})


def test_a_key_that_was_refused_can_be_asked_for_again(world, admin):
    client = register(world, admin)
    first, _ = (make(world, admin, client) for _ in range(2))
    once = {"headers": {"Idempotency-Key": "nyckel-1"}}
    make(world, admin, client, {}, 409, **once)
    world.send("DELETE", f"/clients/{client['id']}/keys/{first['id']}", key=admin)
    assert make(world, admin, client, {}, **once)["key"]


def test_a_client_that_was_registered_twice_is_there_once(world, admin):
    body = {"name": "Ny", "role": "reader"}
    one, two = (
        world.send("POST", "/clients", body, key=admin, headers={"Idempotency-Key": "klient"}) for _ in range(2)
    )
    assert one.status_code == two.status_code == 201
    assert one.data == two.data
    assert one.headers["Location"] == two.headers["Location"]
    assert one.headers["Location"].endswith(f"/content/v1/clients/{one.json['id']}")
    with world.database.reading() as session:
        assert len(session.scalars(select(Client).where(Client.name == "Ny")).all()) == 1


def test_a_dry_run_makes_no_key_and_revokes_none(world, admin):
    client = register(world, admin)
    shown = make(world, admin, client)
    dry = world.send("POST", f"/clients/{client['id']}/keys?dryRun=true", key=admin)
    assert dry.status_code == 201
    assert asks(world, dry.json["key"]) == 401
    for path in (f"/clients/{client['id']}/keys/{shown['id']}", f"/clients/{client['id']}"):
        assert world.send("DELETE", f"{path}?dryRun=true", key=admin).status_code == 204
    assert asks(world, shown["key"]) == 200


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"role": "editor"}, "/name", "required"),
        ({"name": "A"}, "/role", "required"),
        ({"name": "", "role": "editor"}, "/name", "length"),
        ({"name": "x" * 101, "role": "editor"}, "/name", "length"),
        ({"name": "A\u202eB", "role": "editor"}, "/name", "character"),
        ({"name": "A", "role": "editr"}, "/role", "unknownCode"),
        ({"name": "A", "role": "editor", "organization": "finns-inte"}, "/organization", "reference"),
        ({"name": "A", "role": "editor", "organization": "mika"}, "/organization", "reference"),
        ({"name": "A", "role": "editor", "organization": NOBODY}, "/organization", "reference"),
        ({"name": "A", "role": "editor", "organization": "Å Ä"}, "/organization", "reference"),
        ({"name": "A", "role": "editor", "rol": "editor"}, "/rol", "unknownField"),
    ],
)
def test_a_client_that_is_none_is_not_registered(world, admin, body, pointer, code):
    before = world.send("GET", "/clients", key=admin).json["_meta"]["totalRecords"]
    response = world.send("POST", "/clients", body, key=admin)
    assert response.status_code == 422
    assert [(each["pointer"], each["code"]) for each in response.json["errors"]] == [(pointer, code)]
    assert world.send("GET", "/clients", key=admin).json["_meta"]["totalRecords"] == before


def test_clients_are_listed_by_name_closed_ones_too(world, admin):
    made = [register(world, admin, name=name) for name in ("B", "C", "A")]
    world.send("DELETE", f"/clients/{made[0]['id']}", key=admin)
    listed = world.send("GET", "/clients?limit=2", key=admin).json
    assert [(each["name"], each["closedAt"]) for each in listed["items"]] == [("A", None), ("B", instant(START))]
    assert listed["_meta"]["totalRecords"] == 4
    assert world.send("GET", "/clients?page=0", key=admin).json["items"] == []
    assert world.send("GET", "/clients?page=9007199254740991", key=admin).json["items"] == []


def test_who_last_used_what_is_told_in_utc(world, admin):
    client = register(world, admin)
    made = make(world, admin, client)
    world.clock.now = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # the 25th in Stockholm
    asks(world, made["key"])
    (item,) = world.send("GET", f"/clients/{client['id']}/keys", key=admin).json["items"]
    assert item["lastUsedOn"] == "2026-11-24"
