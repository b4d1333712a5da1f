"""The audit log: one line for every act, in its transaction, with who did it and which fields, and never a value."""

from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy import select, text

from api.models import Event, Key
from tests.conftest import OWNER, START
from tests.samples import BARE

MINE, THEIRS = OWNER, "sundsvalls-kommun"
NOBODY = "00000000-0000-4000-8000-000000000000"
SECRET = "Hemligstämplat"
NEWS = {"title": {"sv": f"{SECRET} ett"}, "lead": {"sv": f"{SECRET} två."}, "body": {"sv": f"{SECRET} tre."}}
LATER = "2027-01-01T00:00:00Z"
#: Every kind of act, and the names of fields that its line tells in the acts below.
KINDS = {
    "created": ["body", "lead", "title"],
    "saved": ["basis", "externalId", "slug", "title"],
    "deleted": [],
    "published": ["body", "lead", "title"],
    "unpublished": [],
    "cancelled": [],
    "withdrawn": ["explanation", "history", "kind"],
    "gone": ["explanation", "history", "kind"],
    "redirect": ["history", "kind", "replacement"],
    "restored": [],
    "previewTokenCreated": [],
    "erased": [],
    "clientCreated": ["name", "organization", "role"],
    "clientChanged": ["name", "role"],
    "clientClosed": [],
    "keyCreated": [],
    "keyRevoked": [],
}
#: Acts on clients have no ETag.
ON_CLIENTS = {"clientCreated", "clientChanged", "clientClosed", "keyCreated", "keyRevoked"}

_numbers = count()


class Pen:
    """A key that acts."""

    def __init__(self, world, role="administrator", owner=MINE):
        self.world = world
        self.key = world.key(role, owner)
        me = world.send("GET", "/clients/me", key=self.key).json
        self.client, self.of_key = UUID(me["id"]), UUID(me["key"]["id"])

    def send(self, method, path, body=None, **more):
        """A request, with the newest ETag where it is about an entry."""
        entry = "/".join(path.partition("?")[0].split("/")[:4])
        if path.startswith("/entries/") and entry.count("/") == 3 and "match" not in more and method != "GET":
            more["match"] = self.world.send("GET", entry, key=self.key).headers.get("ETag", '"1.1"')
        return self.world.send(method, path, body, key=self.key, **more)

    def ask(self, method, path, body=None, **more):
        """A request that succeeds."""
        response = self.send(method, path, body, **more)
        assert response.status_code in {200, 201, 204}, response.text
        return response

    def told(self, query=""):
        return self.ask("GET", f"/events{query}").json


@pytest.fixture
def pen(world):
    return Pen(world)


def lines(world):
    """The log as it is stored."""
    with world.database.reading() as session:
        found = session.scalars(select(Event).order_by(Event.id)).all()
        session.expunge_all()
    return found


def new(pen, type_="news", content=NEWS):
    return f"/entries/{type_}/{pen.ask('POST', f'/entries/{type_}', {'content': content}).json['id']}"


def published(pen, type_="news", content=NEWS, **when):
    entry = new(pen, type_, content)
    pen.ask("PUT", f"{entry}/publication", when)
    pen.world.clock.advance(seconds=1)
    return entry


def on_a_draft(pen, kind):
    secret = {"slug": f"hemligt-{next(_numbers)}", "externalId": f"{SECRET} {next(_numbers)}"}
    match kind:
        case "created":
            return "POST", "/entries/news", {"content": NEWS, "organization": MINE, **secret}
        case "saved":
            return "PUT", new(pen), {"content": NEWS | {"title": {"sv": SECRET}, "basis": {"sv": SECRET}}, **secret}
        case "deleted":
            return "DELETE", new(pen), None
        case "restored":
            entry = new(pen)
            pen.ask("PATCH", entry, {"content": {"title": {"sv": "Annat"}, "lead": None}})
            return "POST", f"{entry}/revisions", {"restore": 1}
        case "previewTokenCreated":
            return "POST", f"{new(pen)}/preview-tokens", {}
    return None


def on_what_is_public(pen, kind):
    match kind:
        case "published":
            return "PUT", f"{new(pen)}/publication", {"changeNote": {"sv": SECRET}, "until": LATER}
        case "unpublished":
            return "DELETE", f"{published(pen)}/publication", None
        case "cancelled":
            return "DELETE", f"{published(pen, **{'from': LATER})}/publication?scheduled=true", None
        case "withdrawn" | "gone":
            said = {"kind": kind, "explanation": {"sv": SECRET}, "history": "hidden"}
            return "PUT", f"{published(pen)}/withdrawal", said
        case "redirect":
            target = published(pen).rpartition("/")[2]
            return "PUT", f"{published(pen)}/withdrawal", {"kind": kind, "redirectTo": target}
        case "erased":
            return "POST", f"{published(pen, 'contacts', BARE['contacts'])}/erasure", None
    return None


def on_a_client(pen, kind):
    body = {"name": SECRET, "organization": MINE, "role": "author"}
    if kind == "clientCreated":
        return "POST", "/clients", body
    client = f"/clients/{pen.ask('POST', '/clients', body).json['id']}"
    match kind:
        case "clientChanged":
            return "PATCH", client, {"name": f"{SECRET} 2", "role": "editor"}
        case "clientClosed":
            return "DELETE", client, None
        case "keyCreated":
            return "POST", f"{client}/keys", {}
    return "DELETE", f"{client}/keys/{pen.ask('POST', f'{client}/keys', {}).json['id']}", None


def prepared(pen, kind):
    """All that comes before an act of this kind, and the request that is the act."""
    return on_a_draft(pen, kind) or on_what_is_public(pen, kind) or on_a_client(pen, kind)


def leaves(pen, method, path, body=None, **more):
    """The lines that a successful request leaves; what was in the log stays as it was."""
    before = lines(pen.world)
    pen.ask(method, path, body, **more)
    after = lines(pen.world)
    assert [each.id for each in after[: len(before)]] == [each.id for each in before]
    return after[len(before) :]


def dry(path):
    return f"{path}{'&' if '?' in path else '?'}dryRun=true"


@pytest.mark.parametrize("kind", KINDS)
def test_every_act_leaves_one_line_with_who_and_which_fields(pen, kind):
    request = prepared(pen, kind)
    pen.world.clock.advance(minutes=1)
    left = leaves(pen, *request)
    told = [(each.kind, each.fields) for each in left]
    saved = [("saved", ["lead", "title"])] if kind == "restored" else []
    assert told == [*saved, (kind, KINDS[kind])]
    subject = request[1].split("/")[2 if kind in ON_CLIENTS else 3].partition("?")[0] if kind not in {
        "created", "clientCreated"
    } else None  # fmt: skip
    for each in left:
        assert (each.client, each.key) == (pen.client, pen.of_key)
        assert each.at == pen.world.clock.now
        assert each.type == ("clients" if kind in ON_CLIENTS else "contacts" if kind == "erased" else "news")
        assert str(each.organization_id) == pen.world.get(f"/organizations/{MINE}")["id"]
        assert subject in {None, str(each.target)}


def test_the_log_tells_what_was_created_by_its_id(pen):
    for path, body in (("/entries/news", {"content": NEWS}), ("/clients", {"name": "Ny", "role": "reader"})):
        made = pen.ask("POST", path, body)
        assert str(lines(pen.world)[-1].target) == made.json["id"]


def test_there_are_no_other_kinds_and_no_values(pen):
    for kind in KINDS:
        pen.ask(*prepared(pen, kind))
    assert {each.kind for each in lines(pen.world)} == set(KINDS)
    stored = pen.world.dump()["events"]
    told = [str({**each, "by": None}) for each in pen.told("?limit=100")["items"]]
    assert len(told) == len(stored)
    for value in (SECRET, "Annat", "hemligt", "Kim", "kim@example.se", "2027-01", "kfvn_", "author", "hidden"):
        assert not [each for each in (*stored, *told) if value in each]


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_log_takes_no_line_nothing_happens(pen, kind):
    method, path, body = prepared(pen, kind)
    etag = None
    if kind not in {"created", "clientCreated"} and kind not in ON_CLIENTS:
        etag = pen.ask("GET", "/".join(path.partition("?")[0].split("/")[:4])).headers["ETag"]
    before = pen.world.dump()
    for away, back in (("events", "elsewhere"), ("elsewhere", "events")):
        if away == "elsewhere":
            response = pen.world.send(method, path, body, key=pen.key, match=etag)
            assert response.status_code == 503
        with pen.world.database.writing() as session:
            session.execute(text(f"ALTER TABLE {away} RENAME TO {back}"))
    assert pen.world.dump() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_dry_run_leaves_none(pen, kind):
    method, path, body = prepared(pen, kind)
    before = pen.world.dump()
    assert pen.ask(method, dry(path), body)
    assert pen.world.dump() == before


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_that_is_not_allowed_leaves_none(pen, kind):
    method, path, body = prepared(pen, kind)
    for key in (pen.world.key("reader"), pen.world.key("editor", THEIRS), None):
        before = len(lines(pen.world))
        refused = pen.world.send(method, path, body, key=key, match='"1.1"')
        if kind == "previewTokenCreated" and refused.status_code == 201:
            continue  # a reader may
        assert refused.status_code in {401, 403, 404}
        assert len(lines(pen.world)) == before


def test_an_act_that_fails_leaves_none(pen):
    draft, public = new(pen), published(pen)
    client = f"/clients/{pen.ask('POST', '/clients', {'name': 'A', 'role': 'reader'}).json['id']}"
    for _ in range(2):
        pen.ask("POST", f"{client}/keys", {})
    taken = pen.ask("GET", public).json["slug"]
    before = pen.world.dump()
    for method, path, body, status in (
        ("POST", "/entries/news", {"content": NEWS, "slug": taken}, 409),
        ("POST", "/entries/news", {"content": {"titel": {}}}, 422),
        ("POST", "/entries/news", {"content": NEWS, "organization": "finns-inte"}, 422),
        ("PUT", draft, {"content": NEWS, "slug": taken}, 409),
        ("PUT", draft, {"content": {"category": "x"}}, 422),
        ("DELETE", public, None, 409),
        ("PUT", f"{draft}/publication", {"until": "2020-01-01T00:00:00Z"}, 422),
        ("PUT", f"{draft}/publication", {"revision": 7}, 404),
        ("PUT", f"{draft}/withdrawal", {"kind": "gone"}, 409),
        ("PUT", f"{public}/withdrawal", {"kind": "redirect", "redirectTo": public.rpartition("/")[2]}, 422),
        ("POST", f"{draft}/revisions", {"restore": 7}, 404),
        ("POST", f"{draft}/preview-tokens", {"expiresAt": "2020-01-01T00:00:00Z"}, 422),
        ("POST", "/clients", {"name": "B", "role": "x"}, 422),
        ("PATCH", client, {"role": "x"}, 422),
        ("POST", f"{client}/keys", {}, 409),
        ("DELETE", f"{client}/keys/{NOBODY}", None, 404),
    ):
        response = pen.send(method, path, body)
        assert (method, path, response.status_code) == (method, path, status)
    for method, path, body in (
        ("PUT", draft, {"content": {}}),
        ("DELETE", draft, None),
        ("DELETE", f"{public}/publication", None),
    ):
        assert pen.send(method, path, body, match='"0.0"').status_code == 412
        assert pen.world.send(method, path, body, key=pen.key).status_code == 428
    assert pen.world.dump() == before


def test_what_changes_nothing_leaves_none(pen):
    public = published(pen)
    client = f"/clients/{pen.ask('POST', '/clients', {'name': 'A', 'role': 'reader'}).json['id']}"
    key = f"{client}/keys/{pen.ask('POST', f'{client}/keys', {}).json['id']}"
    closed = f"/clients/{pen.ask('POST', '/clients', {'name': 'B', 'role': 'reader'}).json['id']}"
    pen.ask("DELETE", key)
    pen.ask("DELETE", closed)
    gone = published(pen)
    pen.ask("PUT", f"{gone}/withdrawal", {"kind": "gone"})
    before = pen.world.dump()
    for method, path, body in (
        ("PUT", public, {"content": NEWS}),
        ("PATCH", public, {}),
        ("PATCH", public, {"content": {"title": NEWS["title"]}}),
        ("PUT", f"{public}/publication", {}),
        ("DELETE", f"{public}/publication?scheduled=true", None),
        ("POST", f"{public}/revisions", {"restore": 1}),
        ("PUT", f"{gone}/withdrawal", {"kind": "gone"}),
        ("PATCH", client, {"role": "reader", "name": "A"}),
        ("DELETE", key, None),
        ("DELETE", closed, None),
        ("GET", public, None),
        ("GET", f"{public}/checks", None),
        ("GET", "/events", None),
    ):
        pen.ask(method, path, body)
        assert (method, path, pen.world.dump()) == (method, path, before)


def test_an_act_that_is_sent_twice_happened_once(pen):
    once = {"headers": {"Idempotency-Key": "en"}}
    assert len(leaves(pen, "POST", "/entries/news", {"content": NEWS}, **once)) == 1
    assert leaves(pen, "POST", "/entries/news", {"content": NEWS}, **once) == []


def test_each_line_names_the_key_that_was_used(pen):
    client = pen.ask("POST", "/clients", {"name": "Webb", "role": "author", "organization": MINE}).json["id"]
    made = [pen.ask("POST", f"/clients/{client}/keys", {}).json for _ in range(2)]
    for each in made:
        pen.world.send("POST", "/entries/news", {"content": NEWS}, key=each["key"])
    newest = pen.told("?limit=2")["items"]
    assert [each["by"] for each in newest] == [
        {"client": client, "name": "Webb", "key": each["id"]} for each in reversed(made)
    ]
    pen.ask("PATCH", f"/clients/{client}", {"name": "Webben"})
    pen.ask("DELETE", f"/clients/{client}")
    assert {each["by"]["name"] for each in pen.told(f"?client={client}")["items"]} == {"Webben"}


def test_what_the_house_did_itself_was_done_by_no_one(pen):
    entry = pen.world.create("news", NEWS)
    (told,) = pen.told(f"?entry={entry}")["items"]
    assert (told["kind"], told["by"]) == ("created", None)


def test_the_log_is_told_newest_first_and_by_pages(pen):
    entries = [new(pen).rpartition("/")[2] for _ in range(5)]
    query = f"entry={','.join(entries)}"
    whole = pen.told(f"?{query}")
    assert [each["entry"] for each in whole["items"]] == entries[::-1]
    assert whole["_meta"] == {
        "page": 1, "limit": 20, "offset": 0, "count": 5, "totalRecords": 5, "totalPages": 1, "nextCursor": None
    }  # fmt: skip
    pages = [pen.told(f"?{query}&limit=2&page={number}") for number in range(5)]
    assert [len(each["items"]) for each in pages] == [0, 2, 2, 1, 0]
    assert [item for each in pages for item in each["items"]] == whole["items"]
    assert {each["_meta"]["totalPages"] for each in pages} == {3}


def test_a_cursor_goes_on_where_it_was_while_new_acts_come(pen):
    entries = [new(pen).rpartition("/")[2] for _ in range(5)]
    before = [str(each.target) for each in reversed(lines(pen.world)) if each.kind == "created"]
    answer = pen.told("?kind=created&limit=2")
    found = answer["items"]
    while answer["_meta"]["nextCursor"]:
        new(pen)
        answer = pen.told(f"?kind=created&limit=2&cursor={answer['_meta']['nextCursor']}")
        assert "totalRecords" not in answer["_meta"]
        found += answer["items"]
    assert [each["entry"] for each in found[:5]] == entries[::-1]
    assert [each["entry"] for each in found] == before


def test_an_empty_answer_has_no_cursor(pen):
    answer = pen.told(f"?entry={NOBODY}&limit=1")
    assert (answer["items"], answer["_meta"]["nextCursor"], answer["_meta"]["totalRecords"]) == ([], None, 0)
    new(pen)
    assert pen.told("?kind=created&cursor=1")["items"] == []


def test_the_log_is_filtered_by_entry_client_kind_and_type(pen):
    other = Pen(pen.world, "editor")
    one, two = new(pen).rpartition("/")[2], new(other, "studies", BARE["studies"]).rpartition("/")[2]
    pen.ask("PATCH", f"/entries/news/{one}", {"content": {"lead": None}})
    other.ask("PUT", f"/entries/studies/{two}/publication")

    def told(query):
        return [(each["kind"], each["entry"]) for each in pen.told(f"?{query}")["items"]]

    assert told(f"entry={one}") == [("saved", one), ("created", one)]
    assert told(f"entry={one.upper()}") == told(f"entry={one}")
    assert told(f"entry={one}&entry={two}") == told(f"entry={one},{two}")
    assert told(f"entry={one},{two}") == [("published", two), ("saved", one), ("created", two), ("created", one)]
    assert told(f"client={other.client}") == [("published", two), ("created", two)]
    assert told(f"client={other.client},{pen.client}&kind=created") == [("created", two), ("created", one)]
    assert told(f"client={NOBODY}") == []
    assert told(f"kind=saved,published&entry={one},{two}") == [("published", two), ("saved", one)]
    assert told(f"type=studies&entry={one},{two}") == [("published", two), ("created", two)]
    assert told(f"type=studies,news&kind=created&client={pen.client}") == [("created", one)]
    assert told(f"kind=erased&entry={one}") == []
    assert {kind for kind, _ in told("type=clients")} == {"clientCreated", "keyCreated"}


def test_the_log_is_filtered_by_time_from_an_instant_until_before_another(pen):
    made = []
    for _ in range(3):
        pen.world.clock.advance(hours=1)
        made.append(new(pen).rpartition("/")[2])
    at = [f"{START + timedelta(hours=number):%Y-%m-%dT%H:%M:%SZ}" for number in (1, 2, 3)]

    def told(query):
        return [each["entry"] for each in pen.told(f"?kind=created&client={pen.client}&{query}")["items"]]

    assert [each["at"] for each in pen.told(f"?entry={','.join(made)}")["items"]] == at[::-1]
    assert told(f"since={at[1]}") == [made[2], made[1]]
    assert told(f"until={at[1]}") == [made[0]]
    assert told(f"since={at[1]}&until={at[2]}") == [made[1]]
    assert told(f"since={at[1]}&until={at[1]}") == []
    assert told("since=2026-11-24T12:00:00%2B01:00") == [made[2], made[1]]


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        *(("entry=mika", "entry", "id"), ("entry=", "entry", "id"), ("client=1", "client", "id")),
        *(
            ("kind=", "kind", "unknownCode"),
            ("kind=publishd", "kind", "unknownCode"),
            ("type=newz", "type", "unknownCode"),
        ),
        *(
            ("since=2026-11-24", "since", "instant"),
            ("knd=saved", "knd", "unknownParameter"),
            ("sort=at", "sort", "unknownParameter"),
        ),
        *(
            ("since=2026-11-24T00:00:00Z&since=2026-11-24T00:00:00Z", "since", "repeated"),
            ("dryRun=true", "dryRun", "unknownParameter"),
        ),
        ("entry=" + ",".join([NOBODY] * 101), "entry", "tooMany"),
    ],
)
def test_what_the_log_cannot_be_asked_is_400(pen, query, parameter, code):
    response = pen.send("GET", f"/events?{query}")
    assert response.status_code == 400
    assert (parameter, code) in {(each["parameter"], each["code"]) for each in response.json["errors"]}


def test_acts_of_other_organizations_are_not_told(pen):
    mine, theirs = Pen(pen.world, "editor", MINE), Pen(pen.world, "editor", THEIRS)
    one, two = new(mine).rpartition("/")[2], new(theirs).rpartition("/")[2]
    for asking, own, other in ((mine, one, two), (theirs, two, one)):
        organization = pen.ask("GET", f"/entries/news/{own}").json["organization"]
        told = asking.told("?limit=100")
        assert own in {each["entry"] for each in told["items"]}
        assert {each["organization"] for each in told["items"]} == {organization}
        assert told["_meta"]["totalRecords"] == len([
            each for each in lines(pen.world) if str(each.organization_id) == organization and each.type != "clients"
        ])  # fmt: skip
        for query in (f"entry={other}", f"client={(theirs if asking is mine else mine).client}"):
            assert asking.told(f"?{query}")["items"] == []
            assert asking.told(f"?{query}")["_meta"]["totalRecords"] == 0
        last = lines(pen.world)[-1].id + 1
        assert other not in {each["entry"] for each in asking.told(f"?limit=100&cursor={last}")["items"]}
    for reader in (Pen(pen.world, "reader"), Pen(pen.world, "author")):
        assert one in {each["entry"] for each in reader.told("?limit=100")["items"]}
        assert two not in {each["entry"] for each in reader.told("?limit=100")["items"]}
    told = {each["entry"] for each in pen.told("?limit=100")["items"]}
    assert {one, two} <= told


def test_an_administrators_act_on_an_entry_is_told_to_the_entrys_organization(pen):
    theirs = Pen(pen.world, "author", THEIRS)
    entry = new(theirs)
    pen.ask("PATCH", entry, {"content": {"lead": None}})
    newest = theirs.told()["items"][0]
    assert (newest["kind"], newest["by"]["client"]) == ("saved", str(pen.client))


@pytest.mark.parametrize("role", ["reader", "author", "editor"])
def test_acts_on_clients_are_told_to_administrators_alone(pen, role):
    client = pen.ask("POST", "/clients", {"name": "A", "role": "reader", "organization": MINE}).json["id"]
    pen.ask("POST", f"/clients/{client}/keys", {})
    assert [each["kind"] for each in pen.told(f"?entry={client}")["items"]] == ["keyCreated", "clientCreated"]
    asking = Pen(pen.world, role)
    new(pen)
    assert asking.told()["items"]
    for query in (f"?entry={client}", "?type=clients", "?kind=clientCreated,keyCreated"):
        told = asking.told(query)
        assert (told["items"], told["_meta"]["totalRecords"]) == ([], 0)


def test_what_was_deleted_and_who_was_erased_stay_in_the_log(pen):
    draft, contact = new(pen), published(pen, "contacts", BARE["contacts"])
    pen.ask("DELETE", draft)
    pen.ask("POST", f"{contact}/erasure")
    assert pen.send("GET", draft).status_code == 404
    assert pen.send("GET", contact).status_code == 410
    kinds = {path: [each["kind"] for each in pen.told(f"?entry={path[-36:]}")["items"]] for path in (draft, contact)}
    assert kinds == {draft: ["deleted", "created"], contact: ["erased", "published", "created"]}


def test_the_day_of_the_last_use_is_no_act(pen):
    before = len(lines(pen.world))
    pen.world.clock.advance(days=1)
    pen.told()
    with pen.world.database.reading() as session:
        assert session.get_one(Key, pen.of_key).last_used_on == (START + timedelta(days=1)).date()
    assert len(lines(pen.world)) == before
