"""What editors send: JSON as RFC 8259 has it, bounded; whatever is wrong is told, never a 500 and never swallowed."""

import base64
import json
import re
from io import BytesIO
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import ROOT
from api.catalogue import CATALOGUE
from api.db import Database
from api.services import registering
from api.services.migrating import migrate
from tests.conftest import OWNER, Clock, World
from tests.properties import examples
from tests.samples import BARE, CONTENT

MIB = 1024 * 1024
NOBODY = "00000000-0000-4000-8000-000000000000"
CONTENT_TYPE = {"Content-Type": "application/json"}
#: Every operation that takes a body, and a right one.
WRITES = {
    ("POST", "/entries/news"): {"content": BARE["news"]},
    ("PUT", "/entries/news/{entry}"): {"content": BARE["news"]},
    ("PATCH", "/entries/news/{entry}"): {"content": BARE["news"]},
    ("PUT", "/entries/news/{entry}/publication"): {"updateType": "minor"},
    ("PUT", "/entries/news/{entry}/withdrawal"): {"kind": "gone"},
    ("POST", "/entries/news/{entry}/revisions"): {"restore": 1},
    ("POST", "/entries/news/{entry}/preview-tokens"): {"expiresAt": "2026-11-26T08:00:00Z"},
    ("POST", "/clients"): {"name": "Ny", "role": "reader"},
    ("PATCH", "/clients/{client}"): {"name": "Ny"},
    ("POST", "/clients/{client}/keys"): {"expiresAt": "2027-05-01T00:00:00Z"},
}
#: Those that can go without.
OPTIONAL = {path for _, path in WRITES if path.endswith(("/publication", "/preview-tokens", "/keys"))}
#: Every operation that asks for If-Match.
CONDITIONAL = [
    *(("PUT", ""), ("PATCH", ""), ("DELETE", ""), ("PUT", "/publication"), ("DELETE", "/publication")),
    *(("PUT", "/withdrawal"), ("POST", "/revisions"), ("POST", "/erasure")),
]
#: What a stranger must not be told.
INSIDE = re.compile(
    r"Traceback|\.py\b|site-packages|sqlalchemy|sqlite|psycopg|postgres|marshmallow|werkzeug|flask|"
    r"\b(SELECT|INSERT|UPDATE|DELETE) |<class|[a-z]Error\b|Exception|Schema\b|Input\b|object at 0x",
)
every_write = pytest.mark.parametrize(("method", "path"), WRITES, ids=lambda each: each.replace("/", "."))


class Desk:
    """An administrator's desk: an entry that is public and a client, and requests that change nothing."""

    def __init__(self, world):
        self.world = world
        self.key = world.key("administrator")
        self.entry = world.add("news", BARE["news"])
        with world.database.writing() as session:
            client = registering.create_client(session, name="Webb", organization=OWNER, role="reader")
            self.ids = {"entry": str(self.entry), "client": str(client.id)}
        self.etag = world.send("GET", f"/entries/news/{self.entry}", key=self.key).headers["ETag"]

    def send(self, method, path, data, headers=CONTENT_TYPE, query="?dryRun=true", **more):
        """A body as it is, byte for byte."""
        given = {"Authorization": f"Bearer {self.key}", "If-Match": self.etag, **headers}
        return self.world.client.open(
            ROOT + path.format(**self.ids) + query, method=method, data=data, headers=given, **more
        )


@pytest.fixture(scope="module")
def desk(engine, template):
    url = engine.copy(template)
    database = Database(url, clock=(clock := Clock()))
    yield Desk(World(database, clock))
    database.close()
    engine.drop(url)


def problem(response, status):
    """The problem that an answer is, which tells a stranger nothing of the inside."""
    assert response.status_code == status, response.text[:1000]
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    told = re.sub(r'"(type|instance)":"[^"]*"', "", response.text)
    assert not INSIDE.search(told), told[:1000]
    return response.json


def faults(response, status=422):
    return {(each["pointer"], each["code"]) for each in problem(response, status)["errors"]}


def nested(depth, inside=b"1"):
    return b"[" * depth + inside + b"]" * depth


MALFORMED = {
    "lists without end": b"[" * 100_000,
    "a hundred thousand lists": nested(100_000),
    "objects without end": b'{"a":' * 100_000,
    "a hundred thousand objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "lists in content": b'{"content":' + nested(100_000) + b"}",
    "33 lists around a number": nested(33),
    "33 lists around nothing": nested(33, b""),
    "33 objects": b'{"a":' * 32 + b"{}" + b"}" * 32,
    "33 levels of content": b'{"content":' + nested(32) + b"}",
    "a name twice": b'{"content":{},"content":{}}',
    "a name twice inside": b'{"content":{"title":{"sv":"a","sv":"b"}}}',
    "a name twice, once escaped": b'{"content":{},"c\\u006fntent":{}}',
    "a surrogate twice": b'{"\\ud800":1,"\\ud800":2}',
    "NaN": b'{"content":NaN}',
    "Infinity": b'{"content":{"a":[Infinity]}}',
    "-Infinity": b'{"content":-Infinity}',
    "1e999": b'{"content":{"a":1e999}}',
    "-1e999": b'{"content":-1e999}',
    "many digits": b'{"content":1' + b"0" * 400 + b".5}",
    "UTF-16": '{"content":{}}'.encode("utf-16"),
    "UTF-16 without a mark": '{"content":{}}'.encode("utf-16-le"),
    "UTF-32": '{"content":{}}'.encode("utf-32"),
    "a byte order mark": b"\xef\xbb\xbf" + b'{"content":{}}',
    "Latin-1": '{"content":{"title":{"sv":"Å"}}}'.encode("latin-1"),
    "an overlong form": b'{"content":"\xc0\xaf"}',
    "a surrogate in UTF-8": b'{"content":"\xed\xa0\x80"}',
    "white space": b" \n ",
    "no JSON": b"content=1",
    "two documents": b"{}{}",
    "something behind": b'{"content":{}} x',
    "a comma too many": b'{"content":{},}',
    "single quotes": b"{'content':{}}",
    "a comment": b'{"content":{}} // so',
    "undefined": b'{"content":undefined}',
    "a line break in a text": b'{"content":"a\nb"}',
    "a raw NUL": b'{"content":"a\x00b"}',
    "a lone NUL": b"\x00",
    "half": b'{"content":{"title":',
    "a leading zero": b'{"content":01}',
    "an unknown escape": b'{"content":"\\x41"}',
}


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_json_is_400(desk, data):
    for method, path in WRITES:
        assert problem(desk.send(method, path, data), 400)["type"].endswith("/malformed-request")


@every_write
def test_an_empty_body_is_400_where_one_is_needed(desk, method, path):
    for headers in (CONTENT_TYPE, {}):
        response = desk.send(method, path, b"", headers)
        if path in OPTIONAL:
            assert response.status_code in {200, 201}
        else:
            problem(response, 400 if headers else 415)


@every_write
def test_32_levels_are_not_too_deep(desk, method, path):
    for data in (nested(32), nested(32, b""), b'{"content":' + nested(31) + b"}", b'{"a":' * 31 + b"{}" + b"}" * 31):
        problem(desk.send(method, path, data), 422)


@every_write
@pytest.mark.parametrize("data", [b"[]", b'"content"', b"1", b"1.5", b"true", b"null", b'[{"content":{}}]'])
def test_what_is_no_object_is_422(desk, method, path, data):
    assert faults(desk.send(method, path, data)) == {("", "object")}


@every_write
def test_what_is_right_is_taken(desk, method, path):
    response = desk.send(method, path, json.dumps(WRITES[method, path]).encode())
    assert response.status_code == (201 if method == "POST" else 200)


INTEGERS = [2**63, -(2**63) - 1, 10**100]


@every_write
@pytest.mark.parametrize("number", INTEGERS)
def test_a_number_of_more_than_64_bits_is_422(desk, method, path, number):
    for body, pointer in (({"content": {"a": [0, number]}}, "/content/a/1"), ({"x": number}, "/x"), (number, "")):
        assert (pointer, "integer") in faults(desk.send(method, path, json.dumps(body).encode()))


def test_a_number_of_thousands_of_digits_is_refused(desk):
    response = desk.send("POST", "/entries/news", b'{"content":' + b"9" * 5000 + b"}")
    problem(response, response.status_code)
    assert response.status_code in {400, 422}


@pytest.mark.parametrize("number", [2**31, 2**32, 2**53, 2**63 - 1])
def test_a_revision_that_never_was_is_not_found_however_large(desk, number):
    problem(desk.send("PUT", "/entries/news/{entry}/publication", json.dumps({"revision": number}).encode()), 404)
    problem(desk.send("POST", "/entries/news/{entry}/revisions", json.dumps({"restore": number}).encode()), 404)


@pytest.mark.parametrize("value", [0, -1, 1.0, 1.5, "1", True, [1], {}])
def test_a_revision_is_a_whole_number(desk, value):
    for path, name in (("publication", "revision"), ("revisions", "restore")):
        method = "PUT" if path == "publication" else "POST"
        found = faults(desk.send(method, f"/entries/news/{{entry}}/{path}", json.dumps({name: value}).encode()))
        assert found in ({(f"/{name}", "integer")}, {(f"/{name}", "range")})


@pytest.mark.parametrize("year", [2**63 - 1, -(2**63), 10**18])
def test_a_large_number_of_64_bits_gives_no_500(desk, year):
    for body in ({"title": {"sv": "A"}, "year": year}, {"title": {"sv": "A"}, "maxAge": year}):
        response = desk.send("POST", "/entries/studies", json.dumps({"content": body}).encode(), query="")
        assert response.status_code in {201, 422}


UNSTORABLE = ["\\ud800", "\\udfff", "\\udc00\\ud800", "a\\ud800b", "\\u0000", "a\\u0000", "\\ud83d"]


@every_write
@pytest.mark.parametrize("text", UNSTORABLE)
def test_a_text_that_no_database_takes_is_422_as_a_value_and_as_a_name(desk, method, path, text):
    value = b'{"content":{"title":{"sv":"%s"}}}' % text.encode()
    assert ("/content/title/sv", "character") in faults(desk.send(method, path, value))
    name = b'{"content":{"title":{"%s":"a"}}}' % text.encode()
    assert ("/content/title", "character") in faults(desk.send(method, path, name))
    top = b'{"%s":{}}' % text.encode()
    assert ("", "character") in faults(desk.send(method, path, top))
    alone = b'"%s"' % text.encode()
    assert faults(desk.send(method, path, alone)) == {("", "character")}


def test_two_surrogates_that_belong_together_are_one_character(desk):
    data = b'{"content":{"title":{"sv":"\\ud83d\\ude00 \xf0\x9f\x98\x80"}}}'
    response = desk.send("POST", "/entries/news", data)
    assert response.status_code == 201
    assert response.json["content"]["title"]["sv"] == "😀 😀"


INVISIBLE = [
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2069",
    "\u200b",
    "\u200d",
    "\u200e",
    "\u2060",
    "\ufeff",
    "\u2028",
    "\u2029",
]
FORBIDDEN = ["\x07", "\x1b", "\x7f", "\x85", "\ue000", "\U0010ffff", "\u0378"]


@pytest.mark.parametrize("character", [*INVISIBLE, *FORBIDDEN, "\n", "\t"], ids=ascii)
def test_what_cannot_be_seen_is_refused_in_a_single_line(desk, character):
    text = f"Mi{character}ka"
    ways = cycle((("POST", "/entries/news"), ("PUT", "/entries/news/{entry}"), ("PATCH", "/entries/news/{entry}")))
    for body, pointer, code in (
        ({"content": {"title": {"sv": text}}}, "/content/title/sv", "character"),
        ({"content": {}, "externalId": text}, "/externalId", "character"),
        ({"content": {}, "slug": text}, "/slug", "character"),
        ({"content": {}, "organization": text}, "/organization", "character"),
        ({"content": {"subjects": ["a", text]}}, "/content/subjects/1", "character"),
        ({"content": {"title": {text: "a"}}}, f"/content/title/{text}", "language"),
        ({"content": {"category": text}}, "/content/category", "unknownCode"),
        ({"content": {"source": {"url": f"https://a.example/{text}"}}}, "/content/source/url", "character"),
    ):
        method, path = next(ways)
        assert faults(desk.send(method, path, json.dumps(body).encode())) == {(pointer, code)}
    named = desk.send("POST", "/clients", json.dumps({"name": text, "role": "reader"}).encode())
    assert faults(named) == {("/name", "character")}


@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_what_is_no_character_is_refused_in_longer_texts_too(desk, character):
    for name in ("lead", "body", "basis"):
        body = {"content": {name: {"sv": f"A{character}B"}}}
        assert faults(desk.send("POST", "/entries/news", json.dumps(body).encode())) == {
            (f"/content/{name}/sv", "character")
        }
    note = {"changeNote": {"sv": f"A{character}"}}
    assert faults(desk.send("PUT", "/entries/news/{entry}/publication", json.dumps(note).encode())) == {
        ("/changeNote/sv", "character")
    }


@every_write
@pytest.mark.parametrize(
    "kind",
    [
        *(None, "", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
        *(
            "application/json; charset=latin-1",
            "application/json; charset=utf-16",
            "application/json;charset=iso-8859-1",
        ),
        *("application/jsonx", "application/ld+json", "application/problem+json", "application/json-patch+json", "*/*"),
        *("application", "json", "application/json, text/plain", "ü"),
    ],
)
def test_another_media_type_is_415(desk, method, path, kind):
    data = json.dumps(WRITES[method, path]).encode()
    problem(desk.send(method, path, data, {} if kind is None else {"Content-Type": kind}), 415)


@every_write
@pytest.mark.parametrize(
    "kind",
    ["application/json", "application/json; charset=utf-8", 'application/json;charset="UTF-8"', "Application/JSON"],
)
def test_json_in_utf_8_is_taken(desk, method, path, kind):
    data = json.dumps(WRITES[method, path]).encode()
    assert desk.send(method, path, data, {"Content-Type": kind}).status_code in {200, 201}


@every_write
def test_a_merge_patch_is_a_patchs_alone(desk, method, path):
    response = desk.send(
        method, path, json.dumps(WRITES[method, path]).encode(), {"Content-Type": "application/merge-patch+json"}
    )
    if method == "PATCH":
        assert response.status_code == 200
    else:
        problem(response, 415)


@every_write
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "gzip, gzip", "x"])
def test_what_is_compressed_is_415(desk, method, path, coding):
    data = json.dumps(WRITES[method, path]).encode()
    problem(desk.send(method, path, data, CONTENT_TYPE | {"Content-Encoding": coding}), 415)


@every_write
def test_a_mebibyte_is_taken_and_one_byte_more_is_413(desk, method, path):
    data = json.dumps(WRITES[method, path]).encode()
    assert desk.send(method, path, data.ljust(MIB)).status_code in {200, 201}
    problem(desk.send(method, path, data.ljust(MIB + 1)), 413)
    problem(desk.send(method, path, b"[" * (8 * MIB)), 413)


@every_write
def test_nobody_hides_how_much_it_sends(desk, method, path):
    data = json.dumps(WRITES[method, path]).encode().ljust(MIB + 1)
    chunked = {"wsgi.input_terminated": True, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}
    problem(desk.send(method, path, None, input_stream=BytesIO(data), environ_overrides=chunked), 413)


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("DELETE", "/publication"), ("POST", "/erasure")])
def test_a_body_that_no_one_asked_for_is_not_read(desk, method, path):
    contact = desk.world.create("contacts", BARE["contacts"])
    etag = desk.world.send("GET", f"/entries/contacts/{contact}", key=desk.key).headers["ETag"]
    for headers in ({"If-Match": etag}, {"If-Match": etag, "Idempotency-Key": "x" * 20}):
        for query in ("?dryRun=true", "?dryRun=tru"):
            response = desk.send(method, f"/entries/contacts/{contact}{path}", b"[" * (MIB + 1), headers, query)
            assert response.status_code == (
                400 if query == "?dryRun=tru" else 204 if (method, path) == ("DELETE", "") else 200
            )


def test_a_body_that_no_one_asked_for_breaks_no_idempotent_act(desk):
    contact = desk.world.create("contacts", BARE["contacts"])
    etag = desk.world.send("GET", f"/entries/contacts/{contact}", key=desk.key).headers["ETag"]
    headers = {"If-Match": etag, "Idempotency-Key": "radera"}
    response = desk.send("POST", f"/entries/contacts/{contact}/erasure", b"[" * (2 * MIB), headers, "")
    assert response.status_code in {200, 413}  # and the document says so


@pytest.mark.parametrize(
    ("method", "path", "body", "pointer", "suggestion"),
    [
        ("POST", "/entries/news", {"contnet": {}, "content": {}}, "/contnet", "content"),
        ("POST", "/entries/news", {"content": {"titel": {"sv": "A"}}}, "/content/titel", "title"),
        ("PUT", "/entries/news/{entry}", {"content": {}, "externalID": "1"}, "/externalID", "externalId"),
        ("PUT", "/entries/news/{entry}", {"content": {"review": {"reviewby": "2027-01-01"}}},
         "/content/review/reviewby", "reviewBy"),
        ("PATCH", "/entries/news/{entry}", {"slugg": "a"}, "/slugg", "slug"),
        ("PATCH", "/entries/news/{entry}", {"content": {"links": [{"labell": {"sv": "A"}}]}},
         "/content/links/0/labell", "label"),
        ("PATCH", "/entries/news/{entry}", {"content": {"a/b~c": 1}}, "/content/a~1b~0c", None),
        ("PUT", "/entries/news/{entry}/publication", {"form": "2027-01-01T00:00:00Z"}, "/form", "from"),
        ("PUT", "/entries/news/{entry}/publication", {"updatetype": "minor"}, "/updatetype", "updateType"),
        ("PUT", "/entries/news/{entry}/withdrawal", {"kind": "gone", "explnation": {}}, "/explnation", "explanation"),
        ("POST", "/entries/news/{entry}/revisions", {"restore": 1, "restor": 1}, "/restor", "restore"),
        ("POST", "/entries/news/{entry}/preview-tokens", {"expires_at": "2026-11-26T08:00:00Z"},
         "/expires_at", "expiresAt"),
        ("POST", "/clients", {"name": "A", "role": "reader", "organisation": "mika"}, "/organisation", "organization"),
        ("PATCH", "/clients/{client}", {"nam": "A"}, "/nam", "name"),
        ("PATCH", "/clients/{client}", {"organization": "sundsvalls-kommun"}, "/organization", None),
        ("POST", "/clients/{client}/keys", {"expiresat": "2027-05-01T00:00:00Z"}, "/expiresat", "expiresAt"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_named_with_the_nearest_there_is(desk, method, path, body, pointer, suggestion):
    errors = problem(desk.send(method, path, json.dumps(body).encode()), 422)["errors"]
    error = next(each for each in errors if each["pointer"] == pointer)
    assert (error["code"], error["suggestion"]) == ("unknownField", suggestion)
    assert error["allowed"]
    assert {each["pointer"] for each in errors if each["code"] == "unknownField"} == {pointer}


def test_nonsense_is_not_worth_a_book(desk):
    body = {"content": {f"field{number}": number for number in range(5000)}}
    assert len(problem(desk.send("POST", "/entries/news", json.dumps(body).encode()), 422)["errors"]) == 100
    texts = b'{"content":[' + b",".join([b'"\\u0000"'] * 5000) + b"]}"
    assert len(problem(desk.send("POST", "/entries/news", texts), 422)["errors"]) == 100


NAIVE = [
    *("2027-03-28T02:30:00", "2027-03-28", "2027-03-28T02:30", "2027-03-28T02:30Z", "2027-03-28 02:30:00Z", "", "now"),
    *(
        "20270328T023000Z",
        "2027-02-30T00:00:00Z",
        "2027-03-28T25:00:00Z",
        "2027-03-28T00:00:60Z",
        "2027-W12-7T00:00:00Z",
    ),
    *(
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "2027-03-28T02:30:00+25:00",
        "2027-03-28T02:30:00+0100",
    ),
    *("2027-03-28T02:30:00+01:00[Europe/Stockholm]", "٢٠٢٧-03-28T02:30:00Z", "2027-03-28T02:30:00 01:00"),
    *(1806197400, 1.5, True, [], {}, ["2027-03-28T02:30:00Z"]),
]


@pytest.mark.parametrize("value", NAIVE, ids=ascii)
def test_an_instant_in_a_body_says_its_offset_or_is_422(desk, value):
    entry = "/entries/news/{entry}"
    for method, path, name, more in (
        ("PUT", f"{entry}/publication", "from", {}),
        ("PUT", f"{entry}/publication", "until", {}),
        ("PUT", f"{entry}/withdrawal", "from", {"kind": "gone"}),
        ("POST", f"{entry}/preview-tokens", "expiresAt", {}),
        ("POST", "/clients/{client}/keys", "expiresAt", {}),
    ):
        response = desk.send(method, path, json.dumps({name: value, **more}).encode())
        assert faults(response) == {(f"/{name}", "instant")}


@pytest.mark.parametrize("value", [each for each in NAIVE if isinstance(each, str)], ids=ascii)
@pytest.mark.parametrize("name", ["since", "until"])
def test_an_instant_in_a_query_says_its_offset_or_is_400(desk, name, value):
    response = desk.world.client.get(
        f"{ROOT}/events", query_string={name: value}, headers={"Authorization": f"Bearer {desk.key}"}
    )
    assert [(each["parameter"], each["code"]) for each in problem(response, 400)["errors"]] == [(name, "instant")]


def test_a_plus_that_was_lost_is_suggested(desk):
    response = desk.send("GET", "/events", None, {}, "?since=2027-03-28T02:30:00+01:00")
    assert problem(response, 400)["errors"][0]["suggestion"] == "2027-03-28T02:30:00%2B01:00"
    assert desk.send("GET", "/events", None, {}, "?since=2027-03-28T02:30:00%2B01:00").status_code == 200


@pytest.fixture
def new_year(engine):
    """A house that opened on New Year's Day of 2026, before the clocks were moved."""
    url = engine.empty()
    database = Database(url, clock=(clock := Clock()))
    clock.advance(days=-327)
    migrate(database)
    world = World(database, clock)
    world.create("organizations", BARE["organizations"], slug=OWNER)
    yield world
    database.close()
    engine.drop(url)


INSTANTS = {
    "2026-03-29T02:30:00+01:00": "2026-03-29T01:30:00Z",  # an hour that Stockholm skips
    "2026-03-29T02:30:00+02:00": "2026-03-29T00:30:00Z",
    "2026-10-25T02:30:00+02:00": "2026-10-25T00:30:00Z",  # an hour that it has twice
    "2026-10-25T02:30:00+01:00": "2026-10-25T01:30:00Z",
    "2026-10-25T02:30:00Z": "2026-10-25T02:30:00Z",
    "2026-06-01t12:00:00z": "2026-06-01T12:00:00Z",
    "2026-06-01T12:00:00-00:00": "2026-06-01T12:00:00Z",
    "2026-06-01T23:59:59.999999+14:00": "2026-06-01T09:59:59.999999Z",
    "2026-06-01T12:00:00.1234567Z": "2026-06-01T12:00:00.123456Z",
    "2028-02-29T00:00:00Z": "2028-02-29T00:00:00Z",
}


def test_an_instant_is_taken_as_the_instant_it_is(new_year):
    key = new_year.key("editor")
    entry = new_year.create("news", BARE["news"])
    path = f"/entries/news/{entry}"
    for written, wanted in INSTANTS.items():
        etag = new_year.send("GET", path, key=key).headers["ETag"]
        body = {"from": written, "scheduled": "cancel"}
        published = new_year.send("PUT", f"{path}/publication", body, key=key, match=etag)
        assert published.status_code == 200, published.text
        read = new_year.send("GET", path, key=key)
        assert published.json["publication"]["next"]["from"] == wanted
        assert read.json["publication"] == published.json["publication"]
        cancelled = new_year.send(
            "DELETE", f"{path}/publication?scheduled=true", key=key, match=published.headers["ETag"]
        )
        assert cancelled.json["publication"]["next"] is None


def test_the_two_half_past_two_of_an_autumn_night_are_an_hour_apart(new_year):
    key = new_year.key("editor")
    entry = new_year.create("news", BARE["news"])
    path = f"/entries/news/{entry}"
    etag = new_year.send("GET", path, key=key).headers["ETag"]
    body = {"from": "2026-10-25T02:30:00+02:00", "until": "2026-10-25T02:30:00+01:00"}
    step = new_year.send("PUT", f"{path}/publication", body, key=key, match=etag).json["publication"]["next"]
    assert (step["from"], step["until"]) == ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")
    body = {"from": "2026-10-25T02:30:00+01:00", "until": "2026-10-25T02:30:00+02:00", "scheduled": "cancel"}
    etag = new_year.send("GET", path, key=key).headers["ETag"]
    backwards = new_year.send("PUT", f"{path}/publication", body, key=key, match=etag)
    assert faults(backwards) == {("/until", "interval")}


#: What could be taken for an If-Match; {} stands for what is in the entry's own.
STRANGE = [
    *(
        '"',
        '""',
        'W/"{}"',
        '"999999999999.1"',
        '"9999999999999999999999.1"',
        '"-1.1"',
        '"x"',
        '"x", "y"',
        '"é.1"',
        '"1',
    ),
    *("'{}'", '"{}.1"', '"0.0"', '"."', '"1."', '".1"', '"\\"', ",,,", "*, x", "**", "W/*", "None", '"²"', '"1.99999"'),
    *('"+1.1"', '" {}"', '"{} "', "x" * 5000, '"' + "9" * 5000 + '"', '"1.1"' * 500, "W/"),
]


@pytest.mark.parametrize("value", STRANGE, ids=lambda each: ascii(each)[:40])
def test_an_if_match_that_is_not_the_entrys_is_412(desk, value):
    for method, path in CONDITIONAL if value in {'""', 'W/"{}"', '"0.0"'} else CONDITIONAL[:2]:
        type_, entry, etag = "news", desk.ids["entry"], desk.etag
        if path == "/erasure":
            type_, entry = "contacts", desk.world.get("/contacts/karin-silfversten")["id"]
            etag = desk.world.send("GET", f"/entries/contacts/{entry}", key=desk.key).headers["ETag"]
        body = WRITES.get((method, f"/entries/news/{{entry}}{path}"))
        headers = CONTENT_TYPE | {"If-Match": value.replace("{}", etag.strip('"'))}
        response = desk.send(method, f"/entries/{type_}/{entry}{path}", body and json.dumps(body).encode(), headers)
        told = problem(response, 412)
        assert (told["current"]["id"], told["conflicts"]) == (entry, [])


@pytest.mark.parametrize(("method", "path"), CONDITIONAL)
def test_without_if_match_it_is_428_and_with_a_star_it_goes(desk, method, path):
    type_ = "contacts" if path == "/erasure" else "news"
    entry = desk.world.create(type_, BARE[type_])
    if path == "/withdrawal":
        desk.world.publish(entry)
    address = f"/entries/{type_}/{entry}{path}"
    body = WRITES.get((method, f"/entries/news/{{entry}}{path}"))
    data = body and json.dumps(body).encode()
    headers = CONTENT_TYPE | {"Authorization": f"Bearer {desk.key}"}
    without = desk.world.client.open(f"{ROOT}{address}?dryRun=true", method=method, data=data, headers=headers)
    problem(without, 428)
    empty = desk.send(method, address, data, CONTENT_TYPE | {"If-Match": ""})
    problem(empty, empty.status_code)
    assert empty.status_code in {412, 428}
    assert desk.send(method, address, data, CONTENT_TYPE | {"If-Match": "*"}).status_code in {200, 201, 204}


@pytest.mark.parametrize(
    "prefer", ["merge=disjoint", "merge", "merge=", "=", ";;;", "merge=x", '"', "merge=disjoint;" * 300]
)
def test_a_preference_is_no_reason_for_a_500(desk, prefer):
    for method in ("PUT", "PATCH"):
        for tag in ('"0.0"', '"1.0"', '"99.1"'):
            response = desk.send(
                method, "/entries/news/{entry}", b'{"content":{}}', CONTENT_TYPE | {"If-Match": tag, "Prefer": prefer}
            )
            assert response.status_code in {200, 412}


NOWHERE = [
    *(
        "Mika",
        "mi_ka",
        "%00",
        "%D9%A1",
        "a" * 300,
        "a" * 4000,
        "mika ",
        "%ff",
        "-mika",
        "mika%0A",
        "%2e%2e",
        "%F0%9F%98%80",
    ),
    *(
        "35428b17f9cd5b3398b3fcd518e2a109",
        "9223372036854775808",
        "35428b17-f9cd-5b33-98b3-fcd518e2a1%D9%A1%D9%A2",
        NOBODY,
    ),
    *("{35428b17-f9cd-5b33-98b3-fcd518e2a109}", "%27%20OR%201=1--", "%EF%BC%91", "null", "mika%00"),
]


@pytest.mark.parametrize("id_", NOWHERE)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(each for each in CONDITIONAL if each[1] != "/erasure"),
        *(
            ("GET", each)
            for each in ("", "/checks", "/references", "/revisions", "/revisions/1", "/revisions/1/differences")
        ),
        ("POST", "/preview-tokens"),
    ],
)
def test_an_id_that_names_no_entry_is_not_found(desk, method, path, id_):
    body = WRITES.get((method, f"/entries/news/{{entry}}{path}"))
    query = "" if method == "GET" else "?dryRun=true"
    address = f"/entries/news/{id_.replace('{', '{{').replace('}', '}}')}{path}"
    problem(desk.send(method, address, body and json.dumps(body).encode(), query=query), 404)


@pytest.mark.parametrize(
    "number",
    [
        *("0", "-1", "%2B1", "1.0", "1e0", "x", "%D9%A1", "%C2%B2", "%00", "%20", "1%20", "0x1", "1_0", "None"),
        *("2147483648", "4294967297", "9223372036854775807", "9223372036854775808", "9" * 4000),
    ],
)
def test_a_number_that_names_no_revision_is_not_found(desk, number):
    for path in ("", "/differences", "/differences?against=1"):
        problem(desk.send("GET", f"/entries/news/{{entry}}/revisions/{number}{path}", None, {}, ""), 404)


@pytest.mark.parametrize(
    ("against", "status"),
    [
        *(("0", 400), ("-1", 400), ("x", 400), ("", 400), ("1.0", 400), ("%D9%A1", 400), ("%00", 400), ("1_0", 400)),
        *(("9" * 41, 400), ("2", 404), ("2147483648", 404), ("9223372036854775808", 404), ("9" * 40, 404), ("1", 200)),
    ],
)
def test_a_comparison_is_with_a_revision_there_is(desk, against, status):
    response = desk.send("GET", "/entries/news/{entry}/revisions/1/differences", None, {}, f"?against={against}")
    assert response.status_code == status
    if status != 200:
        problem(response, status)


def forged(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


CURSORS = {
    "/entries/news": [
        *("abc", "W10", "WyJ4Il0", "%C3%A5", "%00", "", "x" * 2000, "=", "%2B%2F"),
        forged(NOBODY, "-savedAt", "not an instant"),
        forged(NOBODY, "-savedAt", "2026-01-01T00:00:00"),
        forged(NOBODY, "-savedAt", "0001-01-01T00:00:00+14:00"),
        forged(NOBODY, "-savedAt", 7),
        forged("nobody", "-savedAt", "2026-01-01T00:00:00Z"),
        forged(NOBODY, "slug", "a"),
        forged(NOBODY, "-savedAt"),
        forged(NOBODY),
        forged(NOBODY, "\0", "\0"),
        forged(NOBODY, "-savedAt", "slug", "2026-01-01T00:00:00Z", "a"),
    ],
    "/events": [
        "abc",
        "W10",
        "%C3%A5",
        "%00",
        "",
        "-1",
        "1.5",
        "1e3",
        "%D9%A1",
        "%C2%B2",
        "+1",
        "9" * 30,
        "1,2",
        "0x1",
    ],
}


@pytest.mark.parametrize(("path", "cursor"), [(path, each) for path, several in CURSORS.items() for each in several])
def test_a_cursor_that_is_none_of_ours_is_400(desk, path, cursor):
    told = problem(desk.send("GET", path, None, {}, f"?cursor={cursor}"), 400)
    assert [each["parameter"] for each in told["errors"]] == ["cursor"]
    assert told["errors"][0]["code"] in {"cursor", "cursorSort"}


@pytest.mark.parametrize("path", ["/entries/news", "/events"])
def test_a_cursor_and_a_page_exclude_each_other(desk, path):
    told = problem(desk.send("GET", path, None, {}, "?page=1&cursor=1"), 400)
    assert "exclusive" in {each["code"] for each in told["errors"]}


@pytest.mark.parametrize("path", ["/entries/news", "/events", "/clients", "/clients/{client}/keys"])
@pytest.mark.parametrize(
    "query", ["limit=101", "limit=0", "limit=-1", "limit=x", "limit=%D9%A1", "page=-1", "page=1.5", "page=%00"]
)
def test_a_page_that_is_none_is_400(desk, path, query):
    for where in (path, *(f"/entries/news/{{entry}}/{each}" for each in ("revisions", "references"))):
        told = problem(desk.send("GET", where, None, {}, f"?{query}"), 400)
        assert [each["parameter"] for each in told["errors"]] == [query.partition("=")[0]]
        assert desk.send("GET", where, None, {}, "?limit=100").status_code == 200
        assert desk.send("GET", where, None, {}, "?page=9223372036854775808").json["items"] == []


REPEATABLE = [each for each in WRITES if each[0] in {"POST", "PATCH"}]


@pytest.mark.parametrize(("method", "path"), REPEATABLE, ids=lambda each: each.replace("/", "."))
@pytest.mark.parametrize("value", ["", "x" * 256, "x" * 8000, "nyckel-å", "a\tb", "\x7f", "ÿ"], ids=ascii)
def test_an_idempotency_key_that_is_none_is_400(desk, method, path, value):
    data = json.dumps(WRITES[method, path]).encode()
    response = desk.send(method, path, data, CONTENT_TYPE | {"Idempotency-Key": value}, "")
    errors = problem(response, 400)["errors"]
    assert [(each["parameter"], each["code"]) for each in errors] == [("Idempotency-Key", "length")]


@pytest.mark.parametrize("value", ["x", "x" * 255, "a b", '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "!~"])
def test_an_idempotency_key_is_printable_ascii(desk, value):
    data = json.dumps({"content": {"title": {"sv": "Ett"}}}).encode()
    once = CONTENT_TYPE | {"Idempotency-Key": value}
    one, two = (desk.send("POST", "/entries/news", data, once, "") for _ in range(2))
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.data == two.data


def _names(schema):
    return [name for name in schema.fields if name not in {"id", "type"}]


NAMES = sorted(
    {name for content in CATALOGUE.values() for name in _names(content.schema)}
    | {"content", "slug", "organization", "externalId", "from", "until", "revision", "updateType", "changeNote"}
    | {"scheduled", "kind", "explanation", "redirectTo", "history", "restore", "sv", "en", "url", "value", "number"}
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**65), 2**65),
    st.floats(),
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        ["mika", OWNER, NOBODY, "2027-01-01", "2026-12-01T08:00:00Z", "gone", "redirect", "keep", "phone", "sv"]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(NAMES) | st.text(st.characters(), max_size=8), inner, max_size=5),
    ),
    max_leaves=12,
)


@st.composite
def drafts(draw):
    """A type, and right content of it in which something is anything."""
    type_ = draw(st.sampled_from(sorted(CATALOGUE)))
    content = dict(draw(st.sampled_from([BARE[type_], CONTENT[type_], {}])))
    fields = st.sampled_from(_names(CATALOGUE[type_].schema))
    content |= draw(st.dictionaries(fields, VALUES, max_size=3))
    return type_, draw(st.sampled_from([{"content": content}, content])) | draw(
        st.dictionaries(st.sampled_from(["slug", "organization", "externalId"]), VALUES, max_size=1)
    )


def unharmed(response):
    """Whether the answer is a success or says what is wrong with the request."""
    if response.status_code >= 400:
        problem(response, response.status_code)
    return response.status_code < 500


@given(draft=drafts(), anything=VALUES)
@examples(25)
def test_whatever_is_saved_nothing_breaks(world, draft, anything):
    type_, body = draft
    if not hasattr(world, "administrator"):
        world.administrator = world.key("administrator")
    key = world.administrator
    for sent in (body, anything):
        made = world.send("POST", f"/entries/{type_}", sent, key=key)
        assert unharmed(made)
    entry = world.create(type_, BARE[type_])
    for method in ("PATCH", "PUT"):
        for sent in (body, anything):
            etag = world.send("GET", f"/entries/{type_}/{entry}", key=key).headers["ETag"]
            assert unharmed(world.send(method, f"/entries/{type_}/{entry}", sent, key=key, match=etag))
    assert unharmed(world.send("GET", f"/entries/{type_}?limit=100", key=key))
    assert unharmed(world.send("GET", f"/entries/{type_}/{entry}/checks", key=key))
    assert unharmed(world.send("GET", f"/{type_}/{entry}?preview=true", key=key))


PUBLICATIONS = st.dictionaries(
    st.sampled_from(["from", "until", "revision", "updateType", "changeNote", "scheduled", "x"]),
    VALUES | st.sampled_from(["2026-12-01T08:00:00Z", "9999-12-31T23:59:59Z", 1, 2**62, "minor", "keep", {"sv": "A"}]),
    max_size=4,
)
WITHDRAWALS = st.dictionaries(
    st.sampled_from(["kind", "explanation", "redirectTo", "from", "history", "scheduled"]),
    VALUES | st.sampled_from(["withdrawn", "gone", "redirect", "mika", NOBODY, "hidden", "cancel", {"sv": "A"}]),
    max_size=5,
)


@given(publication=PUBLICATIONS | VALUES, withdrawal=WITHDRAWALS | VALUES, restore=VALUES)
@examples(25)
def test_whatever_is_asked_of_a_publication_nothing_breaks(world, publication, withdrawal, restore):
    if not hasattr(world, "administrator"):
        world.administrator, world.entry = world.key("administrator"), world.create("news", BARE["news"])
    key, path = world.administrator, f"/entries/news/{world.entry}"
    for method, end, body in (
        ("PUT", "/publication", publication),
        ("PUT", "/withdrawal", withdrawal),
        ("PUT", "/withdrawal", {"kind": "gone", "from": restore}),
        ("POST", "/revisions", restore),
        ("POST", "/revisions", {"restore": restore}),
        ("POST", "/preview-tokens", {"expiresAt": restore}),
    ):
        etag = world.send("GET", path, key=key).headers["ETag"]
        assert unharmed(world.send(method, path + end, body, key=key, match=etag))
    world.clock.advance(seconds=1)
    assert world.client.get(f"{ROOT}/news/{world.entry}").status_code in {200, 308, 404, 410}
