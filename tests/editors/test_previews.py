"""Drafts as readers would get them: the same answer, for whoever may see it, and nothing of it left anywhere."""

import json
import re
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import select

from api.catalogue import CATALOGUE
from api.config import Config
from api.models import Client, Event, Secret
from api.services import registering
from tests.conftest import OWNER, PUBLIC_URL, Clock, World
from tests.samples import BARE, CONTENT, MATCHES

OTHER = "sundsvalls-kommun"
UNIT = {"name": {"sv": "Ny enhet"}, "kind": "unit"}
#: Instants of the edition, and what is computed of them.
OF_ITS_TIME = ("publishedAt", "firstPublishedAt", "updatedAt", "contentHash")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(params=sorted(CATALOGUE))
def type_(request):
    return request.param


def draft(world, key, type_="organizations", content=None, **more):
    made = world.send("POST", f"/entries/{type_}", {"content": content or UNIT, **more}, key=key)
    assert made.status_code == 201, made.text
    return made.json["id"]


def change(world, key, type_, id, **body):
    answer = world.send("PATCH", f"/entries/{type_}/{id}", body, key=key, match="*")
    assert answer.status_code == 200, answer.text


def publish(world, key, type_, id, **how):
    answer = world.send("PUT", f"/entries/{type_}/{id}/publication", how, key=key, match="*")
    assert answer.status_code == 200, answer.text


def preview(world, key, path, status=200, **headers):
    """What `preview=true` answers, without the links' own `preview=true`."""
    path = f"{path}{'&' if '?' in path else '?'}preview=true"
    answer = world.send("GET", path, key=key, headers=headers)
    assert answer.status_code == status, answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Surrogate-Key" not in answer.headers
    if status == 200:
        assert answer.headers["Cache-Control"] == "private, no-store"
    return json.loads(
        re.sub(r"\?preview=true(&|(?=\"))|&preview=true", lambda found: "?" if found[1] else "", answer.text)
    )


def read(world, path, **headers):
    answer = world.send("GET", path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json


def timeless(document):
    """The document without its instants."""
    if isinstance(document, list):
        return [timeless(each) for each in document]
    if not isinstance(document, dict):
        return document
    return {name: timeless(value) for name, value in document.items() if name not in OF_ITS_TIME}


def views(type_):
    """Ways to look at one item."""
    relations = ",".join(sorted(CATALOGUE[type_].relations))
    return (
        "",
        f"?locale=en&include={relations}",
        f"?fields={CATALOGUE[type_].title},organization,contentHash,version&locale=fi&bodyFormat=text",
    )


# As it will be


def test_a_new_draft_looks_as_it_will_when_it_is_published(world, type_):
    """To the last byte, where it is published at the very instant that the preview shows."""
    key = world.used_key()
    id = draft(world, key, type_, CONTENT[type_])
    for path in (f"/{type_}/{id}", f"/{type_}/{id}?preview=false"):
        assert world.send("GET", path, key=key).status_code == 404
    shown = [preview(world, key, f"/{type_}/{id}{view}") for view in views(type_)]
    world.clock.advance(microseconds=1)
    publish(world, key, type_, id)
    assert shown == [read(world, f"/{type_}/{id}{view}") for view in views(type_)]
    assert shown[0]["version"] == 1


def test_a_changed_draft_looks_as_it_will_in_the_place_of_what_is_public(world, type_):
    key = world.used_key()
    id = draft(world, key, type_, BARE[type_])
    publish(world, key, type_, id)
    world.clock.advance(days=1)
    change(world, key, type_, id, content=CONTENT[type_], slug="annat-namn")
    shown = [preview(world, key, f"/{type_}/{id}{view}") for view in views(type_)]
    world.clock.advance(microseconds=1)
    publish(world, key, type_, id)
    assert shown == [read(world, f"/{type_}/{id}{view}") for view in views(type_)]
    assert (shown[0]["version"], shown[0]["slug"]) == (2, "annat-namn")


@pytest.mark.parametrize("before", ["withdrawn", "gone", "unpublished", "scheduled", "ended"])
def test_a_draft_looks_as_it_will_whatever_came_before_and_was_planned(world, before):
    key = world.used_key()
    id = draft(world, key)
    path = f"/entries/organizations/{id}"
    publish(world, key, "organizations", id, **({"until": "2026-11-24T10:00:00Z"} if before == "ended" else {}))
    world.clock.advance(hours=1)
    if before in {"withdrawn", "gone"}:
        world.send("PUT", f"{path}/withdrawal", {"kind": before, "explanation": {"sv": "Fel."}}, key=key, match="*")
    elif before == "unpublished":
        world.send("DELETE", f"{path}/publication", key=key, match="*")
    elif before == "scheduled":
        change(world, key, "organizations", id, content={"name": {"sv": "Planerad"}})
        publish(world, key, "organizations", id, **{"from": "2026-12-24T00:00:00Z"})
    world.clock.advance(hours=1)
    change(world, key, "organizations", id, content={"name": {"sv": "Nyare"}})
    shown = preview(world, key, f"/organizations/{id}")
    world.clock.advance(microseconds=1)
    publish(world, key, "organizations", id, scheduled="cancel")
    assert shown == read(world, f"/organizations/{id}")
    assert (shown["name"], shown["withdrawal"]) == ("Nyare", None)


def test_what_is_public_as_it_is_looks_as_it_does(world):
    """Publishing it again would make no new edition: neither does the preview."""
    key = world.used_key()
    id = draft(world, key)
    publish(world, key, "organizations", id)
    contact = draft(world, key, "contacts", BARE["contacts"] | {"publishUntil": "2027-12-31"})
    publish(world, key, "contacts", contact)
    world.clock.advance(hours=1)
    for path in (f"/organizations/{id}", f"/contacts/{contact}", f"/organizations?id={id}", f"/contacts?id={contact}"):
        assert preview(world, key, path) == read(world, path)


def test_a_list_shows_drafts_as_it_will(world, type_):
    """In the place of what is public, under filters, in any order, page by page."""
    key = world.used_key()
    world.clock.advance(days=1)
    changed = draft(world, key, type_, BARE[type_])
    publish(world, key, type_, changed)
    world.clock.advance(days=1)
    change(world, key, type_, changed, content=CONTENT[type_])
    sorts = [("", "-")[number % 2] + name for number, name in enumerate(CATALOGUE[type_].sorts)]
    filters = "&".join(f"{name}={value}" for name, value in MATCHES[type_].items())
    paths = [
        f"/{type_}?{filters}",
        *(f"/{type_}?sort={sort}&limit=5" for sort in sorts),
        f"/{type_}?locale=en&fields={CATALOGUE[type_].title},contentHash,publishedAt&limit=3&page=2",
        f"/{type_}?updatedSince=2026-11-26T00:00:00Z&include={','.join(sorted(CATALOGUE[type_].relations))}",
    ]
    before = [read(world, path) for path in paths]
    shown = [preview(world, key, path) for path in paths]
    world.clock.advance(microseconds=1)
    publish(world, key, type_, changed)
    after = [read(world, path) for path in paths]
    assert [without_cursor(each) for each in shown] == [without_cursor(each) for each in after]
    assert [each["_meta"]["totalRecords"] for each in (before[0], shown[0], before[-1], shown[-1])] == [0, 1, 0, 1]


def without_cursor(document):
    return document | {"_meta": document["_meta"] | {"nextCursor": document["_meta"]["nextCursor"] is not None}}


def test_a_list_shows_new_drafts_among_the_rest_and_walks_through_them_once(world):
    key = world.used_key()
    ids = {draft(world, key, content={"name": {"sv": name}, "kind": "unit"}) for name in ("Aa", "Mm", "Öö")}
    ids.add(draft(world, key, content={"kind": "unit"}))  # without a name, so far
    public = {each["id"] for each in read(world, "/organizations?limit=100")["items"]}
    for sort in ("name", "-name", "-publishedAt,name"):
        seen = []
        path = f"/organizations?limit=3&sort={sort}"
        for page in count(1):
            answer = preview(world, key, f"{path}&page={page}")
            seen += [each["id"] for each in answer["items"]]
            if page == answer["_meta"]["totalPages"]:
                break
        assert sorted(seen) == sorted(public | ids), sort
        assert answer["_meta"]["totalRecords"] == len(public | ids)


def test_the_links_of_a_preview_lead_to_previews(world):
    key = world.used_key()
    id = draft(world, key)
    for path in (f"/organizations/{id}?preview=true", "/organizations?preview=true&limit=2"):
        answer = world.send("GET", path, key=key).json
        found = {each["rel"]: each["href"] for each in answer["_links"]}
        assert "preview=true" in found["self"]
        assert "preview=true" in found.get("next", "preview=true")
        assert world.send("GET", found["self"].removeprefix(f"{PUBLIC_URL}/content/v1"), key=key).status_code == 200


# Names


def test_a_draft_goes_by_its_new_name_and_its_old_one_leads_there(world):
    key = world.used_key()
    id = draft(world, key, slug="gammal")
    publish(world, key, "organizations", id)
    world.clock.advance(seconds=1)
    change(world, key, "organizations", id, slug="ny")
    assert preview(world, key, "/organizations/ny")["id"] == id
    assert preview(world, key, f"/organizations/{id}")["slug"] == "ny"
    moved = world.send("GET", "/organizations/gammal?preview=true", key=key)
    assert moved.status_code == 308
    assert moved.headers["Location"] == f"{PUBLIC_URL}/content/v1/organizations/ny?preview=true"
    assert world.send("GET", "/organizations/ny").status_code == 404
    assert read(world, "/organizations/gammal")["slug"] == "gammal"


def test_an_id_in_capitals_is_the_same_id(world):
    key = world.used_key()
    id = draft(world, key)
    publish(world, key, "organizations", id)
    world.clock.advance(seconds=1)
    change(world, key, "organizations", id, content={"name": {"sv": "Nyare"}})
    assert read(world, f"/organizations/{id.upper()}")["name"] == "Ny enhet"
    assert preview(world, key, f"/organizations/{id.upper()}") == preview(world, key, f"/organizations/{id}")


# Incomplete


def test_a_draft_that_says_nothing_yet_can_be_looked_at(world, type_):
    key = world.used_key()
    id = draft(world, key, type_, {"review": {}})
    for view in views(type_):
        shown = preview(world, key, f"/{type_}/{id}{view}")
        assert (shown["id"], shown[CATALOGUE[type_].title]) == (id, None)
    for sort in (",".join(CATALOGUE[type_].sorts), f"-{list(CATALOGUE[type_].sorts)[-1]}"):
        listed = preview(world, key, f"/{type_}?sort={sort}&limit=100")
        assert id in {each["id"] for each in listed["items"]}, sort


@pytest.mark.parametrize("without", ["name", "summary", "host", "channels"])
def test_a_draft_without_what_it_must_have_can_be_looked_at(world, without):
    key = world.used_key()
    content = {name: value for name, value in CONTENT["receptions"].items() if name != without}
    id = draft(world, key, "receptions", content)
    shown = preview(world, key, f"/receptions/{id}?include=host")
    assert shown[without] is None
    assert shown["shortName"] == "UM"


def test_a_draft_in_another_language_only_can_be_looked_at(world):
    key = world.used_key()
    id = draft(world, key, content={"name": {"en": "Unit"}, "kind": "unit"})
    assert preview(world, key, f"/organizations/{id}?locale=en")["name"] == "Unit"
    assert preview(world, key, f"/organizations/{id}")["id"] == id


def test_what_has_no_name_yet_can_be_pointed_at(world):
    key = world.used_key()
    host = draft(world, key, content={"kind": "unit"})
    id = draft(world, key, "receptions", BARE["receptions"] | {"host": host})
    assert preview(world, key, f"/receptions/{id}?include=host")["host"]["id"] == host
    shown = preview(world, key, f"/receptions/{id}")
    assert shown["host"] is None or shown["host"]["id"] == host


# What it points at


def chain(world, key, owner=None):
    """A news item that points at a reception, that at a contact and a host, the contact at an employer: all drafts."""
    more = {"organization": owner} if owner else {}
    employer, host = (
        draft(world, key, content={"name": {"sv": name}, "kind": "unit"}, **more)
        for name in ("Arbetsgivaren", "Värden")
    )
    contact = draft(world, key, "contacts", BARE["contacts"] | {"worksFor": employer}, **more)
    pointing = {"host": host, "contacts": [{"contact": contact, "purpose": "press"}]}
    reception = draft(world, key, "receptions", BARE["receptions"] | pointing, **more)
    entries = {employer: "organizations", host: "organizations", contact: "contacts", reception: "receptions"}
    return entries, BARE["news"] | {"receptions": [reception]}


CHAIN = "include=receptions,receptions.contacts,receptions.host"


def test_drafts_of_ones_own_that_it_points_at_are_shown_too(world):
    key = world.used_key()
    entries, content = chain(world, key)
    entries[draft(world, key, "news", content)] = "news"
    employer, host, contact, reception, news = entries
    shown = preview(world, key, f"/news/{news}?{CHAIN}")
    inner = shown["receptions"][0]
    assert (inner["id"], inner["host"]["id"]) == (reception, host)
    assert inner["contacts"][0]["contact"]["id"] == contact
    assert inner["contacts"][0]["contact"]["worksFor"]["id"] == employer
    for id, type_ in entries.items():
        publish(world, key, type_, id)
    assert timeless(shown) == timeless(read(world, f"/news/{news}?{CHAIN}"))


def test_newer_drafts_of_ones_own_that_it_points_at_are_shown_in_the_place_of_what_is_public(world):
    key = world.used_key()
    entries, content = chain(world, key)
    entries[draft(world, key, "news", content)] = "news"
    for id, type_ in entries.items():
        publish(world, key, type_, id)
    world.clock.advance(days=1)
    for id, type_ in entries.items():
        field = CATALOGUE[type_].title
        name = f"Nyare {type_}"
        change(world, key, type_, id, content={field: name if type_ == "contacts" else {"sv": name}}, slug=f"ny-{id}")
    path = f"/news/{list(entries)[-1]}"
    before = read(world, f"{path}?{CHAIN}")
    shown = [preview(world, key, f"{path}{view}") for view in ("", f"?{CHAIN}")]
    assert shown[1] != before
    for id, type_ in entries.items():
        publish(world, key, type_, id)
    assert timeless(shown) == timeless([read(world, f"{path}{view}") for view in ("", f"?{CHAIN}")])


def test_other_organizations_drafts_look_as_readers_see_them(world):
    administrator, key = world.used_key("administrator"), world.used_key()
    public = draft(world, administrator, content={"name": {"sv": "Publik"}, "kind": "unit"}, organization=OTHER)
    publish(world, administrator, "organizations", public)
    world.clock.advance(seconds=1)
    change(world, administrator, "organizations", public, content={"name": {"sv": "Hemlig plan"}})
    _, _, contact, reception = chain(world, administrator, OTHER)[0]
    content = BARE["news"] | {
        "receptions": [reception, "mika"],
        "contactGroups": [{"heading": {"sv": "Frågor"}, "contacts": [contact, "karin-silfversten"]}],
    }
    news = draft(world, administrator, "news", content)
    shown = preview(world, key, f"/news/{news}?{CHAIN},contactGroups")
    assert [each["slug"] for each in shown["receptions"]] == ["mika"]
    assert [each["slug"] for each in shown["contactGroups"][0]["contacts"]] == ["karin-silfversten"]
    unit = draft(world, key, content=UNIT | {"parent": public})
    for view in ("", "?include=parent"):
        assert preview(world, key, f"/organizations/{unit}{view}")["parent"]["name" if view else "title"] == "Publik"
    for path in (f"/receptions/{reception}", f"/contacts/{contact}"):
        preview(world, key, path, 404)
        assert preview(world, administrator, path)["id"] in path
    assert preview(world, key, f"/organizations/{public}") == read(world, f"/organizations/{public}")
    assert preview(world, administrator, f"/organizations/{public}")["name"] == "Hemlig plan"
    for path in ("/organizations?limit=100", "/receptions?limit=100", "/contacts?limit=100"):
        listed = preview(world, key, path)
        assert "Hemlig plan" not in str(listed)
        assert {reception, contact} & {each["id"] for each in listed["items"]} == set()


def test_an_entry_that_got_another_owner_is_no_ones_to_preview_but_the_owners(world):
    administrator, key, theirs = world.used_key("administrator"), world.used_key(), world.used_key(owner=OTHER)
    id = draft(world, key)
    assert preview(world, key, f"/organizations/{id}")["organization"]["slug"] == OWNER
    change(world, administrator, "organizations", id, organization=OTHER)
    preview(world, key, f"/organizations/{id}", 404)
    assert preview(world, theirs, f"/organizations/{id}")["organization"]["slug"] == OTHER


# Whom it is for, and what it leaves


@pytest.mark.parametrize("type_", ["contacts", "receptions"])
def test_a_preview_leaves_nothing_and_readers_see_no_difference(world, type_):
    key = world.used_key()
    id = draft(world, key, type_, BARE[type_], slug="publik")
    publish(world, key, type_, id)
    world.clock.advance(seconds=1)
    change(world, key, type_, id, content=CONTENT[type_], slug="plan")
    draft(world, key, type_, CONTENT[type_])
    token = world.send("POST", f"/entries/{type_}/{id}/preview-tokens", {}, key=key).json["token"]
    paths = (f"/{type_}", f"/{type_}/publik", f"/{type_}/{id}?locale=en", f"/{type_}?sort=-updatedAt&limit=3")

    def readers():
        answers = [world.send("GET", path) for path in paths]
        return [(each.data, each.headers["ETag"], each.headers["Cache-Control"]) for each in answers]

    tables, before = world.dump(), readers()
    sequence = world.client.get("/content/v1/news").headers["Content-Sequence"]
    for who in (key, token):
        for path in (f"/{type_}/{id}", f"/{type_}/plan", f"/{type_}?limit=100", f"/{type_}/{id}?fields=nonsense"):
            answer = world.send("GET", f"{path}{'&' if '?' in path else '?'}preview=true", key=who)
            assert answer.headers["Content-Sequence"] == sequence
            assert answer.status_code == (400 if "nonsense" in path else 200)
        assert readers() == before
    assert world.dump() == tables


def test_a_preview_can_be_asked_for_by_its_head(world):
    key = world.used_key()
    id = draft(world, key)
    answer = world.send("HEAD", f"/organizations/{id}?preview=true", key=key)
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_preview_without_a_good_key_is_refused(world):
    key = world.used_key()
    id = draft(world, key)
    wrong = key[:-1] + ("0" if key[-1] != "0" else "1")
    for path in (f"/organizations/{id}", "/organizations", "/receptions/mika", "/receptions/finns-inte"):
        for who in (None, wrong, "kfvn_" + "0" * 56, "x", ""):
            answer = world.send(
                "GET", f"{path}?preview=true", headers={} if who is None else {"Authorization": f"Bearer {who}"}
            )
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert "no-store" in answer.headers["Cache-Control"]


def test_every_role_can_look_at_drafts_of_its_organization(world):
    id = draft(world, world.used_key())
    for role in ("reader", "author", "editor", "administrator"):
        assert preview(world, world.used_key(role), f"/organizations/{id}")["id"] == id
    assert preview(world, world.used_key("administrator", OTHER), f"/organizations/{id}")["id"] == id
    preview(world, world.used_key("editor", OTHER), f"/organizations/{id}", 404)


@pytest.mark.parametrize("path", ["/organizations", f"/organizations/{OWNER}"])
def test_a_draft_has_no_past(world, path):
    answer = world.send("GET", f"{path}?preview=true&asOf=2026-11-24T08:30:00Z", key=world.used_key())
    assert answer.status_code == 400
    assert answer.json["errors"][0]["parameter"] == "preview"


# Tokens


def token_of(world, key, type_, id, status=201, **body):
    answer = world.send("POST", f"/entries/{type_}/{id}/preview-tokens", body, key=key)
    assert answer.status_code == status, answer.text
    return answer.json if status != 201 else answer.json["token"]


def test_a_token_shows_one_entry_as_the_key_would_and_nothing_else(world):
    key = world.used_key()
    parent = draft(world, key, content={"name": {"sv": "Förälder"}, "kind": "unit"})
    id = draft(world, key, content=UNIT | {"parent": parent}, slug="visad")
    token = token_of(world, key, "organizations", id)
    shown = preview(world, token, f"/organizations/{id}")
    assert shown == preview(world, token, "/organizations/visad")
    assert shown == preview(world, key, f"/organizations/{id}") | {"parent": None}
    assert preview(world, token, f"/organizations/{id}?include=parent")["parent"] is None
    preview(world, token, f"/organizations/{parent}", 404)
    public = {each["id"] for each in read(world, "/organizations?limit=100")["items"]}
    listed = {each["id"] for each in preview(world, token, "/organizations?limit=100")["items"]}
    assert listed == public | {id}
    assert preview(world, token, "/receptions/mika") == read(world, "/receptions/mika")
    assert preview(world, token, "/receptions") == read(world, "/receptions")


def test_a_token_shows_the_newest_draft_not_the_one_it_was_made_of(world):
    key = world.used_key()
    id = draft(world, key)
    token = token_of(world, key, "organizations", id)
    change(world, key, "organizations", id, content={"name": {"sv": "Nyare"}})
    assert preview(world, token, f"/organizations/{id}")["name"] == "Nyare"


def test_a_token_without_asking_for_a_preview_is_of_no_effect(world):
    key = world.used_key()
    id = draft(world, key)
    token = token_of(world, key, "organizations", id)
    assert world.send("GET", f"/organizations/{id}", key=token).status_code == 404
    assert world.send("GET", "/receptions/mika", key=token).data == world.send("GET", "/receptions/mika").data
    future = "/receptions/mika?asOf=2027-01-01T00:00:00Z"
    assert world.send("GET", future, key=token).status_code == world.send("GET", future).status_code == 401


def test_a_token_is_good_for_a_day_unless_said_otherwise(world):
    key = world.used_key()
    id = draft(world, key)
    made = world.send("POST", f"/entries/organizations/{id}/preview-tokens", key=key)
    assert (made.status_code, made.json["expiresAt"]) == (201, "2026-11-25T09:00:00Z")
    assert made.headers["Cache-Control"] == "private, no-store"
    found = {each["rel"]: each["href"] for each in made.json["_links"]}
    path = found["preview"].removeprefix(f"{PUBLIC_URL}/content/v1")
    world.clock.advance(days=1, microseconds=-1)
    assert world.send("GET", path, key=made.json["token"]).json["id"] == id
    world.clock.advance(microseconds=1)
    assert world.send("GET", path, key=made.json["token"]).status_code == 401
    assert world.send("GET", "/receptions/mika", key=made.json["token"]).status_code == 401


def test_a_token_is_good_for_31_days_at_most_and_not_for_the_past(world):
    key = world.used_key()
    id = draft(world, key)
    now = world.clock.now
    for length, code in (
        (timedelta(0), "past"),
        (-timedelta(days=1), "past"),
        (timedelta(days=31, seconds=1), "tooLate"),
        (timedelta(days=3650), "tooLate"),
    ):
        told = token_of(world, key, "organizations", id, 422, expiresAt=(now + length).isoformat())
        assert [(each["pointer"], each["code"]) for each in told["errors"]] == [("/expiresAt", code)]
    for value in ("2026-11-25T09:00:00", "2026-11-25", 7, "i morgon"):
        told = token_of(world, key, "organizations", id, 422, expiresAt=value)
        assert told["errors"][0]["pointer"] == "/expiresAt"
    token = token_of(world, key, "organizations", id, expiresAt="2026-12-25T10:00:00+01:00")  # 31 days to the second
    world.clock.advance(days=30, hours=23)
    assert preview(world, token, f"/organizations/{id}")["id"] == id
    world.clock.advance(hours=1)
    preview(world, token, f"/organizations/{id}", 401)


@pytest.mark.parametrize("end", ["revoke", "close", "expire"])
def test_a_token_dies_with_the_key_it_was_made_with(world, end):
    id = draft(world, world.used_key("administrator"))
    with world.database.writing() as session:
        client = registering.create_client(session, name="Avsändare", organization=OWNER, role="reader")
        expires = world.clock.now + timedelta(hours=1)
        kept, key = registering.add_key(session, client, expires_at=expires)
        _, other = registering.add_key(session, client)
        client_id, key_id = client.id, kept.id
    token, lasting = (token_of(world, each, "organizations", id) for each in (key, other))
    for each in (token, lasting):
        assert preview(world, each, f"/organizations/{id}")["id"] == id
    with world.database.writing() as session:
        client = session.get_one(Client, client_id)
        if end == "revoke":
            registering.revoke_key(session, client, key_id)
        elif end == "close":
            registering.close_client(session, client)
        else:
            world.clock.advance(hours=1)
    preview(world, token, f"/organizations/{id}", 401)
    preview(world, lasting, f"/organizations/{id}", 401 if end == "close" else 200)


def test_a_token_shows_no_more_than_its_key_when_the_entry_gets_another_owner(world):
    """Rights follow the owner at once (contract, section 6)."""
    administrator, key = world.used_key("administrator"), world.used_key()
    id = draft(world, key)
    token, lasting = (token_of(world, each, "organizations", id) for each in (key, administrator))
    change(world, administrator, "organizations", id, organization=OTHER)
    change(world, administrator, "organizations", id, content={"name": {"sv": "Hemlig plan"}})
    preview(world, key, f"/organizations/{id}", 404)
    preview(world, token, f"/organizations/{id}", 404)
    assert id not in {each["id"] for each in preview(world, token, "/organizations?limit=100")["items"]}
    assert preview(world, lasting, f"/organizations/{id}")["name"] == "Hemlig plan"


def test_a_token_of_a_person_who_was_erased_shows_nothing(world):
    key = world.used_key("administrator")
    id = draft(world, key, "contacts", BARE["contacts"])
    token = token_of(world, key, "contacts", id)
    assert preview(world, token, f"/contacts/{id}")["name"] == "Kim Exempel"
    assert world.send("POST", f"/entries/contacts/{id}/erasure", key=key, match="*").status_code == 200
    for who in (token, key):
        assert "Exempel" not in str(preview(world, who, f"/contacts/{id}", 410))
        assert id not in {each["id"] for each in preview(world, who, "/contacts?limit=100")["items"]}


def test_a_token_opens_nothing_of_the_editors_side(world):
    key = world.used_key("administrator")
    id = draft(world, key, "contacts", BARE["contacts"])
    token = token_of(world, key, "contacts", id)
    before = world.dump()
    tried = 0
    for rule in world.app.url_map.iter_rules():
        path = re.sub(r"<\w+>", id, rule.rule).removeprefix("/content/v1")
        if not path.startswith(("/entries", "/clients", "/events", "/webhooks")):
            continue
        for method in rule.methods - {"OPTIONS"}:
            body = None if method in {"GET", "HEAD", "DELETE"} else {"content": {}}
            answer = world.send(method, path, body, key=token, match="*")
            assert answer.status_code == 403, (method, path)
            tried += 1
    assert tried > 100
    assert world.dump() == before


def test_a_token_cannot_be_forged(world):
    """No character of it can be another, nothing can be cut off or put on, and no part taken from another."""
    key = world.used_key()
    id, other = draft(world, key), draft(world, key)
    token, second = (token_of(world, key, "organizations", each) for each in (id, other))
    path = f"/organizations/{id}?preview=true"
    (body, signature), (_, other_signature) = (each.rsplit(".", 1) for each in (token, second))
    forged = [token[:place] + flipped(letter) + token[place + 1 :] for place, letter in enumerate(token)]
    forged += [f"{body}.{other_signature}", body, f"{body}.", f".{signature}", token[:-1], f"{token}A", f"{token}.x"]
    forged += [f"A{token}", token.swapcase(), f"{token} {token}", ".", "..", "å"]
    assert {world.send("GET", path, key=each).status_code for each in forged} == {401}
    assert world.send("GET", path, key=second).status_code == 404  # good, but for the other entry
    assert world.send("GET", path, key=token).status_code == 200


def flipped(letter):
    """Another character, and other bytes: base64 has bits to spare at its end, which say nothing."""
    return LETTERS[LETTERS.index(letter) ^ 32] if letter in LETTERS else "A"


def test_a_token_is_shown_once(world):
    key = world.used_key()
    id = draft(world, key)
    token = token_of(world, key, "organizations", id)
    assert token not in str(world.dump())
    assert token.rsplit(".", 1)[1] not in str(world.dump())
    assert world.send("GET", f"/entries/organizations/{id}/preview-tokens", key=key).status_code == 405
    with world.database.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == "previewTokenCreated")).one()
    assert (str(told.target), told.fields) == (id, [])


def test_only_who_may_see_a_draft_can_hand_it_on(world):
    id = draft(world, world.used_key())
    reader = world.used_key("reader")
    token = token_of(world, reader, "organizations", id)
    assert preview(world, token, f"/organizations/{id}")["id"] == id
    token_of(world, world.used_key("editor", OTHER), "organizations", id, 404)
    token_of(world, token, "organizations", id, 403)
    assert world.send("POST", f"/entries/organizations/{id}/preview-tokens", {}).status_code == 401


def test_a_house_without_a_secret_makes_one_and_keeps_it_to_itself(world):
    key = world.used_key()
    id = draft(world, key)
    trial = world.send("POST", f"/entries/organizations/{id}/preview-tokens?dryRun=true", {}, key=key)
    assert trial.status_code == 201
    one, two = (token_of(world, key, "organizations", id) for _ in range(2))
    with world.database.reading() as session:
        secret = session.get_one(Secret, "signing").value
    assert len(secret) >= 32
    assert secret not in one + two
    sister = World(world.database, Clock(world.clock.now))  # another process on the same database
    for token in (one, two):
        assert preview(sister, token, f"/organizations/{id}")["id"] == id
    preview(world, trial.json["token"], f"/organizations/{id}", 401)  # what was tried is worth nothing


def test_a_house_with_a_secret_signs_with_that(world):
    config = Config(public_url=PUBLIC_URL, rate_limit="0", secret="s" * 40)
    house = World(world.database, world.clock, config)
    key = house.used_key()
    id = draft(house, key)
    token = token_of(house, key, "organizations", id)
    assert preview(house, token, f"/organizations/{id}")["id"] == id
    preview(world, token, f"/organizations/{id}", 401)  # one without it
    own = token_of(world, key, "organizations", id)  # which has its own
    preview(world, token, f"/organizations/{id}", 401)
    preview(house, own, f"/organizations/{id}", 401)
    other = World(world.database, world.clock, Config(public_url=PUBLIC_URL, rate_limit="0", secret="t" * 40))
    preview(other, token, f"/organizations/{id}", 401)
