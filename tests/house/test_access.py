"""Who may do what: every route, every method and every caller, held against one table that is written by hand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from api import ROOT
from api.catalogue import CATALOGUE
from api.db import Database
from api.resources.operation import operation
from api.services import authenticating, registering, subscribing
from tests.conftest import OWNER, Clock, World
from tests.samples import BARE

#: Path below the root and method → what a key must be good for, and the status of a success.
ENTRIES = {
    ("GET", "/entries/{type}"): ("read", 200),
    ("POST", "/entries/{type}"): ("write", 201),
    ("GET", "/entries/{type}/{idOrSlug}"): ("read", 200),
    ("PUT", "/entries/{type}/{idOrSlug}"): ("write", 200),
    ("PATCH", "/entries/{type}/{idOrSlug}"): ("write", 200),
    ("DELETE", "/entries/{type}/{idOrSlug}"): ("write", 204),
    ("PUT", "/entries/{type}/{idOrSlug}/publication"): ("publish", 200),
    ("DELETE", "/entries/{type}/{idOrSlug}/publication"): ("publish", 200),
    ("PUT", "/entries/{type}/{idOrSlug}/withdrawal"): ("publish", 200),
    ("GET", "/entries/{type}/{idOrSlug}/checks"): ("read", 200),
    ("GET", "/entries/{type}/{idOrSlug}/references"): ("read", 200),
    ("GET", "/entries/{type}/{idOrSlug}/revisions"): ("read", 200),
    ("POST", "/entries/{type}/{idOrSlug}/revisions"): ("write", 201),
    ("GET", "/entries/{type}/{idOrSlug}/revisions/{number}"): ("read", 200),
    ("GET", "/entries/{type}/{idOrSlug}/revisions/{number}/differences"): ("read", 200),
    ("POST", "/entries/{type}/{idOrSlug}/preview-tokens"): ("read", 201),
}
READERS = {
    ("GET", "/{type}"): ("public", 200),
    ("GET", "/{type}/{idOrSlug}"): ("public", 200),
}
OTHERS = {
    ("POST", "/entries/contacts/{idOrSlug}/erasure"): ("erase", 200),
    ("GET", "/clients"): ("clients", 200),
    ("POST", "/clients"): ("clients", 201),
    ("GET", "/clients/me"): ("read", 200),
    ("GET", "/clients/{clientId}"): ("clients", 200),
    ("PATCH", "/clients/{clientId}"): ("clients", 200),
    ("DELETE", "/clients/{clientId}"): ("clients", 204),
    ("GET", "/clients/{clientId}/keys"): ("clients", 200),
    ("POST", "/clients/{clientId}/keys"): ("clients", 201),
    ("DELETE", "/clients/{clientId}/keys/{keyId}"): ("clients", 204),
    ("GET", "/webhooks"): ("webhooks", 200),
    ("POST", "/webhooks"): ("webhooks", 201),
    ("GET", "/webhooks/{webhookId}"): ("webhooks", 200),
    ("PATCH", "/webhooks/{webhookId}"): ("webhooks", 200),
    ("DELETE", "/webhooks/{webhookId}"): ("webhooks", 204),
    ("POST", "/webhooks/{webhookId}/verification"): ("webhooks", 200),
    ("POST", "/webhooks/{webhookId}/secrets"): ("webhooks", 201),
    ("DELETE", "/webhooks/{webhookId}/secrets/{secretId}"): ("webhooks", 204),
    ("GET", "/webhooks/{webhookId}/deliveries"): ("webhooks", 200),
    ("GET", "/webhooks/{webhookId}/deliveries/{number}"): ("webhooks", 200),
    ("POST", "/webhooks/{webhookId}/replays"): ("webhooks", 200),
    ("GET", "/events"): ("read", 200),
    ("GET", "/changes"): ("public", 200),
    ("GET", "/feeds/news"): ("public", 200),
    ("GET", "/feeds/receptions"): ("public", 200),
    ("GET", "/municipalities"): ("public", 200),
    ("GET", "/api-info"): ("public", 200),
    ("GET", "/dcat"): ("public", 200),
    ("GET", "/search"): ("public", 200),
    ("GET", "/docs"): ("public", 200),
    ("GET", "/docs/problems/{problem}"): ("public", 200),
}
#: What a role is good for (contract, section 6).
ROLES = {
    "reader": {"read"},
    "author": {"read", "write"},
    "editor": {"read", "write", "publish"},
    "administrator": {"read", "write", "publish", "clients", "webhooks", "erase"},
}
#: Files and pages: no operations, and they ask nobody for a key.
FILES = {
    "/", "/health/live", "/health/ready", "/metrics",
    f"{ROOT}/openapi.yaml", f"{ROOT}/openapi.json",
    f"{ROOT}/docs/docs.js", f"{ROOT}/docs/page.css", f"{ROOT}/docs/swagger-ui.css", f"{ROOT}/docs/swagger-ui-bundle.js",
}  # fmt: skip
#: Paths that are instances of another path as well, which answers the methods that they do not have.
SHADOWED = {"/clients/me": "/clients/{clientId}"}
#: What cannot be done to a thing in this state, by whoever may do it: method, end of the path, state.
IN_THE_WAY = {
    ("DELETE", "{idOrSlug}", "published"), ("PUT", "withdrawal", "draft"),
    ("DELETE", "{secretId}", "known"),  # the only one
}  # fmt: skip

TABLE: Mapping[tuple[str, str], tuple[str, int]] = {
    (method, path.replace("{type}", type_)): row
    for type_ in CATALOGUE
    for (method, path), row in {**ENTRIES, **READERS}.items()
} | OTHERS
PATHS = sorted({path for _, path in TABLE})
PUBLIC_OPERATIONS = [key for key, (scope, _) in TABLE.items() if scope == "public"]
MINE, THEIRS = "sundsvalls-kommun", OWNER
NOBODY = "00000000-0000-4000-8000-000000000000"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
EDITORS_SIDE = ("/entries", "/clients", "/webhooks", "/events")
PREFLIGHT = {
    "Origin": "https://evil.example",
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "authorization, content-type, if-match",
}


@dataclass(frozen=True)
class Caller:
    """Who asks: what stands in Authorization, what for that is good, and whether everything here is its own."""

    authorization: str | None
    scopes: frozenset[str] = frozenset()
    owns: bool = False
    is_bad: bool = False


@dataclass(frozen=True)
class Subject:
    """What is asked about: the variables of the path, and what `If-Match` takes."""

    path: Mapping[str, str]
    etag: str = '"1.1"'


@dataclass
class House:
    """A world with callers and subjects of every kind; nothing in it ever changes."""

    world: World
    callers: dict[str, Caller]
    subjects: dict[tuple[str, str], Subject]
    before: dict[str, list[str]]

    def subjects_of(self, path: str) -> dict[str, Subject]:
        """What a path can be about, by what it is."""
        type_ = re.sub(r"^/(entries/)?([a-z-]+).*", r"\2", path)
        found = {name: each for (kind, name), each in self.subjects.items() if kind == type_}
        return found if "{" in path else {"itself": Subject({})}

    def pairs_of(self, path: str) -> Iterator[tuple[str, Caller, str, Subject]]:
        """Who asks about what: everyone, but of the preview tokens only those that have to do with it.

        Whoever could learn of another organization's work asks about everything. The others ask, for each type, about
        another state of an entry, so that over the types each of them has asked about each state on each path.
        """
        type_ = re.sub(r"^/(entries/)?([a-z-]+).*", r"\2", path)
        strangers = {f"preview of {each}" for each in CATALOGUE} - {f"preview of {type_}"}
        subjects = self.subjects_of(path)
        turn = [*CATALOGUE].index(type_) if type_ in CATALOGUE and "erasure" not in path else None
        for number, (name, caller) in enumerate(self.callers.items()):
            everything = turn is None or (name.startswith("their ") and not caller.owns)
            states = [*subjects] if everything else [[*subjects][(number + turn) % len(subjects)]]
            for state in states if name not in strangers else ():
                yield name, caller, state, subjects[state]

    def ask(self, method: str, path: str, subject: Subject, caller: Caller) -> Any:
        """A request that could succeed, and changes nothing."""
        headers = {"Origin": "https://evil.example"}
        if caller.authorization is not None:
            headers["Authorization"] = caller.authorization
        more: dict[str, Any] = {}
        if method not in {"GET", "HEAD"}:
            headers["If-Match"] = subject.etag
            more["query_string"] = {"dryRun": "true"}
            body = body_of(method, path)
            more |= {} if body is None else {"json": body}
        return self.world.client.open(ROOT + path.format(**subject.path), method=method, headers=headers, **more)


def body_of(method: str, path: str) -> Any:
    """A body that is right."""
    type_, _, rest = path.removeprefix("/entries/").partition("/")
    content = {"content": BARE.get(type_, {}) | {"review": {"lastReviewedOn": "2026-11-01"}}}
    bodies: dict[tuple[str, str], Any] = {
        ("POST", ""): content,
        ("PUT", "{idOrSlug}"): content,
        ("PATCH", "{idOrSlug}"): content,
        ("PUT", "{idOrSlug}/publication"): {"updateType": "minor"},
        ("PUT", "{idOrSlug}/withdrawal"): {"kind": "gone", "explanation": {"sv": "Nedlagd."}},
        ("POST", "{idOrSlug}/revisions"): {"restore": 1},
        ("POST", "{idOrSlug}/preview-tokens"): {},
    }
    others: dict[tuple[str, str], Any] = {
        ("POST", "/clients"): {"name": "Ny", "role": "reader"},
        ("PATCH", "/clients/{clientId}"): {"name": "Annan"},
        ("POST", "/clients/{clientId}/keys"): {},
        ("POST", "/webhooks"): {"url": "https://www.example.se/hook"},
        ("PATCH", "/webhooks/{webhookId}"): {"locale": "en"},
        ("POST", "/webhooks/{webhookId}/replays"): {"first": 1, "last": 2},
    }
    return bodies.get((method, rest)) if path.startswith("/entries/") else others.get((method, path))


@pytest.fixture(scope="module")
def house(engine, template) -> Iterator[House]:
    url = engine.copy(template)
    world = World(Database(url, clock=(clock := Clock())), clock)
    callers = dict(_callers(world))
    subjects = dict(_subjects(world))
    reader = world.key("reader", MINE)
    for type_ in CATALOGUE:
        draft = subjects[type_, "draft"].path["idOrSlug"]
        made = world.send("POST", f"/entries/{type_}/{draft}/preview-tokens", key=reader)
        callers[f"preview of {type_}"] = Caller(f"Bearer {made.json['token']}")
    made = world.send("POST", "/entries/receptions/mika/preview-tokens", key=world.key("reader", THEIRS))
    callers["preview of theirs"] = Caller(f"Bearer {made.json['token']}")
    clock.advance(hours=2)
    for caller in callers.values():  # so that the day of the last use is written down
        world.client.get(f"{ROOT}/news", headers={"Authorization": caller.authorization or ""})
    yield House(world, callers, subjects, world.dump())
    world.database.close()
    engine.drop(url)


def _callers(world: World) -> Iterator[tuple[str, Caller]]:
    yield "no key", Caller(None)
    yield "unknown key", Caller(f"Bearer {authenticating.make_key()}", is_bad=True)
    for state in ("expired key", "revoked key", "key of a closed client"):
        with world.database.writing() as session:
            client = registering.create_client(session, name=state, organization=MINE, role="administrator")
            until = world.clock.now.replace(minute=59) if state == "expired key" else None
            key, secret = registering.add_key(session, client, expires_at=until)
            if state == "revoked key":
                registering.revoke_key(session, client, key.id)
            if state == "key of a closed client":
                registering.close_client(session, client)
        yield state, Caller(f"Bearer {secret}", is_bad=True)
    for role, scopes in ROLES.items():
        for whose, organization in (("my", MINE), ("their", THEIRS)):
            owns = whose == "my" or role == "administrator"
            yield f"{whose} {role}", Caller(f"Bearer {world.key(role, organization)}", frozenset(scopes), owns)


def _subjects(world: World) -> Iterator[tuple[tuple[str, str], Subject]]:
    administrator = world.key("administrator")
    for type_ in CATALOGUE:
        for state in ("draft", "published"):
            entry = world.create(type_, BARE[type_], owner=MINE)
            if state == "published":
                world.publish(entry)
            etag = world.send("GET", f"/entries/{type_}/{entry}", key=administrator).headers["ETag"]
            yield (type_, state), Subject({"idOrSlug": str(entry), "number": "1"}, etag)
        yield (type_, "unknown"), Subject({"idOrSlug": NOBODY, "number": "1"})
    with world.database.writing() as session:
        client = registering.create_client(session, name="Vilken som helst", organization=MINE, role="reader")
        key, _ = registering.add_key(session, client)
        yield ("clients", "known"), Subject({"clientId": str(client.id), "keyId": str(key.id)})
    with world.database.writing() as session:
        hook, secret = subscribing.create_webhook(
            session, organization=MINE, url="https://www.example.se/hook", following=subscribing.Following()
        )
        known = {"webhookId": str(hook.id), "secretId": str(secret.id), "number": "0"}
        yield ("webhooks", "known"), Subject(known)
    yield ("webhooks", "unknown"), Subject({"webhookId": NOBODY, "secretId": NOBODY, "number": "0"})
    yield ("clients", "unknown"), Subject({"clientId": NOBODY, "keyId": NOBODY})
    yield ("docs", "known"), Subject({"problem": "not-found"})
    yield ("docs", "unknown"), Subject({"problem": "nothing"})


def expected(method: str, path: str, caller: Caller, state: str) -> int:
    """What a caller must be answered; the only place that knows."""
    scope, success = TABLE[method.replace("HEAD", "GET"), path]
    if caller.is_bad or (scope != "public" and caller.authorization is None):
        return 401
    if scope != "public" and scope not in caller.scopes:
        return 403
    if state == "unknown" or (scope == "public" and state == "draft"):
        return 404
    if path.startswith("/entries/") and "{" in path and not caller.owns:
        return 404
    return 409 if (method, path.rpartition("/")[2], state) in IN_THE_WAY else success


def check_headers(path: str, response: Any) -> None:
    """What an answer says to caches and browsers, whoever asks and whatever comes of it."""
    headers = response.headers
    if response.status_code == 401:
        assert headers["WWW-Authenticate"].startswith("Bearer ")
    else:
        assert "WWW-Authenticate" not in headers
    if path.startswith(EDITORS_SIDE):
        assert not [name for name in headers.keys() if name.startswith("Access-Control-")]  # noqa: SIM118  # of pairs
        assert headers["Cache-Control"] == ("private, no-store" if response.status_code < 400 else "no-store")
    else:
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in headers


def test_the_table_names_every_route_and_no_other(house):
    served = set()
    for rule in house.world.app.url_map.iter_rules():
        if rule.rule not in FILES:
            assert rule.rule.startswith(ROOT), f"{rule.rule} stands in neither table"
            path = re.sub(r"<(\w+)>", r"{\1}", rule.rule).removeprefix(ROOT)
            served |= {(method, path) for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert served == set(TABLE)
    assert {scope for scope, _ in TABLE.values()} == {"public"}.union(*ROLES.values())


def test_every_operation_is_guarded_by_the_scope_of_the_table(house):
    for rule in house.world.app.url_map.iter_rules():
        path = re.sub(r"<(\w+)>", r"{\1}", rule.rule).removeprefix(ROOT)
        for method in rule.methods & set(METHODS) if rule.rule not in FILES else ():
            view = house.world.app.view_functions[rule.endpoint].view_class
            assert getattr(view, method.lower()).operation.access == TABLE[method, path][0], (method, path)


def test_an_operation_without_a_scope_does_not_start():
    with pytest.raises(TypeError):
        operation()
    for nobody in ("", "everyone", "everywhere ", None):
        with pytest.raises(ValueError, match="who may use it"):
            operation(access=nobody)


@pytest.mark.parametrize(("method", "path"), TABLE, ids=lambda each: each.replace("/", "."))
def test_each_caller_may_do_what_the_table_says_and_nothing_else(house, method, path):
    found, wanted = {}, {}
    for name, caller, state, subject in house.pairs_of(path):
        response = house.ask(method, path, subject, caller)
        check_headers(path, response)
        found[name, state] = response.status_code
        wanted[name, state] = expected(method, path, caller, state)
    assert found == wanted
    if method != "GET":  # a GET runs in a transaction that can write nothing
        assert house.world.dump() == house.before, "a dry run, or a refusal, changed something"


@pytest.mark.parametrize("path", [path for method, path in TABLE if method == "GET"])
def test_head_asks_for_what_get_asks_for(house, path):
    for state, subject in list(house.subjects_of(path).items())[:1]:
        for name in ("no key", "revoked key", "my reader", "their reader", "their administrator", "preview of theirs"):
            caller = house.callers[name]
            response = house.ask("HEAD", path, subject, caller)
            check_headers(path, response)
            assert (name, response.status_code) == (name, expected("HEAD", path, caller, state))
            assert response.data == b""


@pytest.mark.parametrize("path", PATHS)
def test_a_method_that_is_not_in_the_table_is_405_for_all(house, path):
    allowed = {method for method, known in TABLE if known == path}
    elsewhere = {method for method, known in TABLE if known == SHADOWED.get(path)}
    subject = next(iter(house.subjects_of(path).values()))
    for method in set(METHODS) - allowed - elsewhere:
        for name in ("no key", "unknown key", "my administrator"):
            response = house.ask(method, path, subject, house.callers[name])
            assert response.status_code == 405
            assert set(response.headers["Allow"].split(", ")) - {"HEAD", "OPTIONS"} == allowed | elsewhere


@pytest.mark.parametrize("path", PATHS)
def test_a_preflight_opens_the_readers_side_alone(house, path):
    subject = next(iter(house.subjects_of(path).values()))
    address = ROOT + path.format(**subject.path)
    for headers in (PREFLIGHT, PREFLIGHT | {"Authorization": house.callers["my administrator"].authorization}):
        response = house.world.client.options(address, headers=headers)
        assert response.status_code == 204
        told = {name: value for name, value in response.headers if name.startswith("Access-Control-")}
        if path.startswith(EDITORS_SIDE):
            assert told == {}
        else:
            assert told["Access-Control-Allow-Origin"] == "*"
            assert told["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
            assert "Access-Control-Allow-Credentials" not in told


@pytest.mark.parametrize("path", ["/entries", "/entries/nothing", "/entries/news/a/b/c", "/clients/a/b/c", "/events/1"])
def test_where_there_is_nothing_on_the_editors_side_no_other_site_may_look_either(house, path):
    for response in (
        house.world.client.get(ROOT + path, headers=PREFLIGHT),
        house.world.client.options(ROOT + path, headers=PREFLIGHT),
    ):
        assert response.status_code == 404
        assert not [name for name, _ in response.headers if name.startswith("Access-Control-")]


@pytest.mark.parametrize(("method", "path"), PUBLIC_OPERATIONS)
def test_readers_get_the_same_bytes_with_any_key_as_without(house, method, path):
    changing = {"traceparent", "Date"}
    for subject in house.subjects_of(path).values():
        trace = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
        answers = {}
        for name, caller in house.callers.items():
            if not caller.is_bad:
                key = {"Authorization": caller.authorization} if caller.authorization else {}
                response = house.world.client.get(ROOT + path.format(**subject.path), headers=trace | key)
                headers = [each for each in response.headers if each[0] not in changing]
                answers[name] = (response.status_code, response.data, headers)
        assert all(answer == answers["no key"] for answer in answers.values())


@pytest.mark.parametrize(("method", "path"), TABLE, ids=lambda each: each.replace("/", "."))
def test_a_key_is_never_taken_from_the_address(house, method, path):
    administrator = house.callers["my administrator"]
    key = administrator.authorization.removeprefix("Bearer ")
    names = {"key", "access_token", "api_key", "token"}
    subject = next(iter(house.subjects_of(path).values()))
    for caller in (house.callers["no key"], administrator):
        headers = {"Authorization": caller.authorization} if caller.authorization else {}
        response = house.world.client.open(
            ROOT + path.format(**subject.path), method=method, headers=headers, query_string=dict.fromkeys(names, key)
        )
        if caller.authorization is None and TABLE[method, path][0] != "public":
            assert response.status_code == 401
        else:
            assert response.status_code == 400
            assert {(each["parameter"], each["code"]) for each in response.json["errors"]} == {
                (name, "unknownParameter") for name in names
            }
        assert key not in response.text


@pytest.mark.parametrize(
    ("written", "status"),
    [
        *(("Bearer {}", 200), ("bearer {}", 200), ("BEARER {}", 200), ("Bearer   {}", 200), ("Bearer {} ", 200)),
        *(("", 401), ("Bearer", 401), ("Bearer ", 401), ("{}", 401), ("Bearer{}", 401), ("Bearer\t{}", 401)),
        *(("Basic {}", 401), ("Token {}", 401), ("Basic a2V5OmtleQ==", 401), ("Basic Bearer {}", 401)),
        *(("Bearer {} junk", 401), ("Bearer {},", 401), ("Bearer {} {}", 401), ('Bearer "{}"', 401)),
        *(("Bearer {}å", 401), ("Bearer å", 401), ("Bearer {}.{}", 401), ("Bearer ..", 401), ("Bearer WyJ4Il0.x", 401)),
        *(("Bearer {}, Bearer {}", 401), ("Bearer Bearer {}", 401), ("Bearer %s{}", 401), ("Bearer null", 401)),
    ],
)
def test_a_key_is_taken_as_bearer_and_in_no_other_way(house, written, status):
    key = house.callers["my reader"].authorization.removeprefix("Bearer ")
    for path in ("/clients/me", "/receptions/mika"):
        header = {"Authorization": written.replace("{}", key)}
        response = house.world.client.get(ROOT + path, headers=header)
        assert response.status_code == status
        check_headers(path, response)


def test_a_key_in_capitals_or_twice_is_none(house):
    key = house.callers["my reader"].authorization.removeprefix("Bearer ")
    capitals = house.world.client.get(f"{ROOT}/clients/me", headers={"Authorization": f"Bearer {key.upper()}"})
    twice = house.world.client.get(
        f"{ROOT}/clients/me", headers=[("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {key}")]
    )
    assert (capitals.status_code, twice.status_code) == (401, 401)


@pytest.mark.parametrize("header", ["X-Api-Key", "Api-Key", "Proxy-Authorization", "Cookie", "X-Forwarded-User"])
def test_no_other_header_lets_anyone_in(house, header):
    key = house.callers["my administrator"].authorization
    assert house.world.client.get(f"{ROOT}/clients/me", headers={header: key}).status_code == 401


@pytest.mark.parametrize("path", sorted(FILES - {"/metrics"}))
def test_files_and_pages_are_for_anyone(house, path):
    plain = house.world.client.get(path)
    assert plain.status_code == 200
    assert house.world.client.get(path, headers={"Authorization": "Bearer nonsense"}).data == plain.data


@pytest.mark.parametrize("type_", CATALOGUE)
def test_a_draft_is_previewed_by_its_own_and_no_one_else(house, type_):
    draft = house.subjects[type_, "draft"].path["idOrSlug"]
    found, wanted = {}, {}
    for name, caller in house.callers.items():
        headers = {"Authorization": caller.authorization} if caller.authorization else {}
        item = house.world.client.get(f"{ROOT}/{type_}/{draft}?preview=true", headers=headers)
        listed = house.world.client.get(f"{ROOT}/{type_}?preview=true&limit=100", headers=headers)
        for response in (item, listed):
            caches = "private, no-store" if response.status_code == 200 else "no-store"
            assert response.headers["Cache-Control"] == caches
        shown = draft in {each["id"] for each in listed.json["items"]} if listed.status_code == 200 else None
        found[name] = (item.status_code, listed.status_code, shown)
        if caller.is_bad or caller.authorization is None:
            wanted[name] = (401, 401, None)
        elif caller.owns or name == f"preview of {type_}":
            wanted[name] = (200, 200, True)
        else:
            wanted[name] = (404, 200, False)
    assert found == wanted
    assert house.world.dump() == house.before


@pytest.mark.parametrize("type_", CATALOGUE)
def test_the_list_of_entries_shows_ones_own_and_an_administrator_all(house, type_):
    mine = {house.subjects[type_, state].path["idOrSlug"] for state in ("draft", "published")}
    for whose, role in (("my", "reader"), ("their", "editor"), ("my", "administrator"), ("their", "administrator")):
        name = f"{whose} {role}"
        for query in ("limit=100", f"id={','.join(mine)}", f"organization={MINE}", "state=draft,published"):
            headers = {"Authorization": house.callers[name].authorization}
            response = house.world.client.get(f"{ROOT}/entries/{type_}?{query}", headers=headers)
            shown = {each["id"] for each in response.json["items"]}
            assert shown & mine == (mine if house.callers[name].owns else set()), (name, query)
            if name == "my reader":
                assert shown == mine


@pytest.mark.parametrize("type_", CATALOGUE)
def test_an_entry_of_another_organization_is_not_there_by_its_slug_either(house, type_):
    subject = house.subjects[type_, "published"]
    slug = house.world.get(f"/{type_}/{subject.path['idOrSlug']}")["slug"]
    for name, status in (("their editor", 404), ("my editor", 200), ("their administrator", 200)):
        named = Subject({"idOrSlug": slug, "number": "1"}, subject.etag)
        for method, path in TABLE:
            if path.startswith(f"/entries/{type_}/{{idOrSlug}}") and method == "GET":
                assert house.ask(method, path, named, house.callers[name]).status_code == status
        response = house.ask("PUT", f"/entries/{type_}/{{idOrSlug}}", named, house.callers[name])
        assert response.status_code == status


def test_what_is_not_ones_own_answers_exactly_as_what_is_not_there(house):
    caller = house.callers["their editor"]
    for method, path in TABLE:
        if path.startswith("/entries/news/{idOrSlug}"):
            texts = set()
            for state in ("draft", "published", "unknown"):
                response = house.ask(method, path, house.subjects["news", state], caller)
                texts.add((response.status_code, re.sub(r'"instance":"[0-9a-f]+"', "", response.text)))
            assert len(texts) == 1
            assert next(iter(texts))[0] == 404


def test_no_one_hands_an_entry_to_another_organization_but_an_administrator(house):
    subject = house.subjects["news", "draft"]
    for name, status in (("my author", 403), ("my editor", 403), ("my administrator", 200)):
        headers = {"Authorization": house.callers[name].authorization, "If-Match": subject.etag}
        body = {"organization": THEIRS, "content": BARE["news"]}
        for method, path in (("PUT", f"/{subject.path['idOrSlug']}"), ("PATCH", f"/{subject.path['idOrSlug']}")):
            address = f"{ROOT}/entries/news{path}?dryRun=true"
            assert house.world.client.open(address, method=method, json=body, headers=headers).status_code == status
        made = house.world.client.post(f"{ROOT}/entries/news?dryRun=true", json=body, headers=headers)
        assert made.status_code == (201 if status == 200 else status)
    assert house.world.dump() == house.before
