"""Every header of the contract, section 2."""

import re
from datetime import timedelta

import pytest

SECURITY = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}
PATHS = ["/receptions/mika", "/receptions", "/municipalities", "/api-info"]


@pytest.mark.parametrize("path", PATHS)
def test_a_read_carries_every_header(seeded, path):
    headers = seeded.client.get(f"/content/v1{path}").headers
    assert re.fullmatch(r'"[0-9a-f]{32}"', headers["ETag"])
    assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=30, stale-if-error=3600"
    assert headers["Vary"].removesuffix(", Accept-Encoding") == "Accept, Accept-Language"
    assert headers["Content-Language"] == "sv"
    assert headers["Content-Sequence"] == "22"
    assert headers["Content-Type"] == "application/json"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    for name, value in SECURITY.items():
        assert headers[name] == value


def test_surrogate_keys_name_what_an_item_rests_on(seeded):
    response = seeded.client.get("/content/v1/contacts/karin-silfversten")
    ids = {response.json["id"], response.json["worksFor"]["id"], response.json["organization"]["id"]}
    assert set(response.headers["Surrogate-Key"].split()) == ids


def test_surrogate_keys_of_a_list_are_types(seeded):
    response = seeded.client.get("/content/v1/news?include=receptions,contactGroups.worksFor")
    assert set(response.headers["Surrogate-Key"].split()) == {
        "news", "receptions", "contacts", "studies", "organizations"
    }  # fmt: skip


def test_surrogate_keys_stay_below_one_kilobyte(world):
    owners = [world.add("organizations", {"name": {"sv": f"Nummer {n}"}, "kind": "unit"}) for n in range(30)]
    world.add("studies", {"title": {"sv": "Stor"}, "publishers": [str(owner) for owner in owners]})
    key = world.client.get("/content/v1/studies/stor").headers["Surrogate-Key"]
    assert set(key.split()) == {"studies", "organizations"}


def test_surrogate_keys_name_what_would_show_if_it_were_public(world):
    tomorrow = world.clock.now + timedelta(days=1)
    hidden = world.add("contacts", {"kind": "person", "name": "Kim", "email": "kim@example.se"}, start=tomorrow)
    world.add("studies", {"title": {"sv": "En"}, "contacts": [str(hidden)]})
    response = world.client.get("/content/v1/studies/en")
    assert response.json["contacts"] == []
    assert str(hidden) in response.headers["Surrogate-Key"].split()


def test_the_same_bytes_are_sent_once(seeded):
    first = seeded.client.get("/content/v1/receptions/mika")
    again = seeded.client.get("/content/v1/receptions/mika", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Sequence"):
        assert again.headers[name] == first.headers[name]
    weak = seeded.client.get(
        "/content/v1/receptions/mika", headers={"If-None-Match": f'"x", W/{first.headers["ETag"]}'}
    )
    assert weak.status_code == 304
    other = seeded.client.get("/content/v1/receptions/mika?locale=en", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_if_modified_since_is_ignored(seeded):
    headers = {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"}
    assert seeded.client.get("/content/v1/receptions/mika", headers=headers).status_code == 200


@pytest.mark.parametrize("value", ['"x"', "*", '"x", "y"'])
@pytest.mark.parametrize("path", [*PATHS, "/openapi.json", "/docs"])
def test_if_match_means_nothing_to_a_reader(seeded, path, value):
    assert seeded.client.get(f"/content/v1{path}", headers={"If-Match": value}).status_code == 200


def test_head_answers_as_get_without_the_body(seeded):
    got = seeded.client.get("/content/v1/receptions/mika")
    headed = seeded.client.head("/content/v1/receptions/mika")
    assert headed.data == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Surrogate-Key"):
        assert headed.headers[name] == got.headers[name]


def test_the_etag_changes_when_an_embedded_contact_does(world):
    contact = world.create("contacts", {"kind": "person", "name": "Kim", "email": "kim@example.se"})
    world.publish(contact)
    world.add("studies", {"title": {"sv": "En"}, "contacts": ["kim"]})
    paths = ("/content/v1/studies/en?include=contacts", "/content/v1/studies?include=contacts")
    before = [world.client.get(path).headers["ETag"] for path in paths]
    world.clock.advance(minutes=1)
    world.save(contact, {"kind": "person", "name": "Kim", "email": "kim.ny@example.se"})
    world.publish(contact)
    after = [world.client.get(path).headers["ETag"] for path in paths]
    assert not set(before) & set(after)


def test_options_tells_what_is_allowed(seeded):
    response = seeded.client.options("/content/v1/receptions")
    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert "Content-Type" not in response.headers


def test_a_preflight_lets_a_browser_through(seeded):
    asked = {
        "Origin": "https://sundsvall.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization, traceparent",
    }
    headers = seeded.client.options("/content/v1/receptions/mika", headers=asked).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in headers["Access-Control-Allow-Headers"]
    exposed = headers["Access-Control-Expose-Headers"].split(", ")
    assert exposed == ["ETag", "Link", "Content-Language", "Content-Sequence", "Retry-After", "traceparent"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_405(seeded, method):
    response = getattr(seeded.client, method)("/content/v1/receptions")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "accept",
    [
        *("application/json", "*/*", "application/*", "text/html, */*;q=0.1", "", None),
        *("application/json; charset=utf-8", "application/json;version=1", "*"),
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
    ],
)
def test_json_is_what_one_gets(seeded, accept):
    headers = {} if accept is None else {"Accept": accept}
    assert seeded.client.get("/content/v1/receptions/mika", headers=headers).content_type == "application/json"


@pytest.mark.parametrize("accept", ["text/csv", "application/xml", "application/json;q=0", "application/problem+json"])
def test_another_form_is_406(seeded, accept):
    problem = seeded.get("/receptions/mika", 406, Accept=accept)
    assert "application/json" in problem["detail"]


def test_a_trace_goes_on(seeded):
    trace = "0af7651916cd43dd8448eb211c80319c"
    given = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    answered = seeded.client.get("/content/v1/receptions", headers=given).headers["traceparent"]
    assert answered.startswith(f"00-{trace}-")
    assert answered.endswith("-01")
    assert "b7ad6b7169203331" not in answered


@pytest.mark.parametrize(
    "value", ["", "junk", "00-" + "0" * 32 + "-b7ad6b7169203331-01", "ff-" + "1" * 32 + "-" + "1" * 16 + "-01"]
)
def test_a_trace_that_is_none_is_replaced(seeded, value):
    headers = {"traceparent": value}
    answered = seeded.client.get("/content/v1/receptions", headers=headers).headers["traceparent"]
    assert re.fullmatch(r"00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-00", answered)


def test_min_sequence_waits_for_the_log(world):
    world.get("/receptions/mika?minSequence=22")
    response = world.client.get("/content/v1/receptions/mika?minSequence=23")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert response.headers["Content-Sequence"] == "22"
    world.add("organizations", {"name": {"sv": "Ny"}, "kind": "unit"})
    world.get("/receptions/mika?minSequence=23")
    assert world.client.get("/content/v1/receptions").headers["Content-Sequence"] == "23"


@pytest.mark.parametrize(
    "path",
    [
        *[f"/content/v1{path}" for path in PATHS],
        *("/", "/content/v1/docs", "/content/v1/nothing", "/content/v1/receptions?x=1"),
        *("/content/v1/openapi.json", "/content//v1", "/content/v1/news/"),
    ],
)
def test_host_changes_no_byte(seeded, path):
    trace = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    plain = seeded.client.get(path, headers=trace)
    for evil in ({"Host": "evil.example"}, {"Forwarded": "host=evil.example"}, {"X-Forwarded-Host": "evil.example"}):
        other = seeded.client.get(path, headers=trace | evil)
        assert other.data == plain.data
        changing = {"traceparent", "Date"}
        assert [each for each in other.headers if each[0] not in changing] == [
            each for each in plain.headers if each[0] not in changing
        ]
        assert "evil" not in str(other.headers)


def test_strict_transport_security_where_there_is_https(seeded):
    assert "Strict-Transport-Security" in seeded.client.get("/").headers
