"""The editors' list, one entry, its history: through HTTP."""

import pytest

from tests.conftest import OWNER
from tests.samples import BARE


@pytest.fixture
def key(world):
    return world.key("editor")


def listed(world, key, path):
    answered = world.send("GET", f"/entries/{path}", key=key)
    assert answered.status_code == 200, answered.text
    return answered.json


def slugs(document):
    return [each["slug"] for each in document["items"]]


def test_a_draft_gets_what_it_does_not_say(world, key):
    made = world.send("POST", "/entries/contacts", {"content": {"name": "Åsa Öberg"}}, key=key)
    assert made.status_code == 201
    assert made.headers["Location"] == f"https://api.example.se/content/v1/entries/contacts/{made.json['id']}"
    assert made.json["slug"] == "asa-oberg"
    assert made.json["organization"] == world.get(f"/organizations/{OWNER}")["id"]
    assert (made.json["state"], made.json["publication"]) == ("draft", {"current": None, "next": None})
    assert (made.json["hasUnpublishedChanges"], made.json["externalId"]) == (True, None)
    again = world.send("POST", "/entries/contacts", {"content": {"name": "Åsa Öberg"}}, key=key)
    assert again.json["slug"] == "asa-oberg-2"
    taken = world.send("POST", "/entries/contacts", {"content": {}, "slug": "asa-oberg"}, key=key)
    assert taken.status_code == 409


def test_phones_are_kept_as_they_are_delivered(world, key):
    content = {"name": "Kim", "phone": "070 190 27 35", "worksFor": "sundsvalls-kommun"}
    made = world.send("POST", "/entries/contacts", {"content": content}, key=key).json["content"]
    assert made["phone"] == {"number": "+46701902735", "display": "070-190 27 35", "uri": "tel:+46701902735"}
    assert made["worksFor"] == world.get("/organizations/sundsvalls-kommun")["id"]


def test_an_external_id_is_unique_within_the_organization(world, key):
    body = {"content": {"name": "En"}, "externalId": "hr-17"}
    made = world.send("POST", "/entries/contacts", body, key=key)
    assert made.json["externalId"] == "hr-17"
    assert world.send("POST", "/entries/studies", body | {"content": {}}, key=key).status_code == 409
    theirs = world.send("POST", "/entries/contacts", body, key=world.key("editor", "timra-kommun"))
    assert theirs.status_code == 201
    assert [each["id"] for each in listed(world, key, "contacts?externalId=hr-17")["items"]] == [made.json["id"]]
    everywhere = listed(world, world.key("administrator"), "contacts?externalId=hr-17,hr-18")
    assert everywhere["_meta"]["totalRecords"] == 2


def test_the_list_is_of_ones_own_newest_first_and_pages(world, key):
    for number in range(5):
        world.clock.advance(seconds=1)
        world.create("studies", {"title": {"sv": f"Nr {number}"}}, slug=f"nr-{number}")
    world.create("studies", {"title": {"sv": "Deras"}}, slug="deras", owner="timra-kommun")
    first = listed(world, key, "studies?limit=2")
    assert slugs(first) == ["nr-4", "nr-3"]
    assert first["_meta"]["totalRecords"] == 6
    assert slugs(listed(world, key, "studies?limit=2&page=3"))[0] == "nr-0"
    walked, cursor = slugs(first), first["_meta"]["nextCursor"]
    while cursor:
        page = listed(world, key, f"studies?limit=2&cursor={cursor}")
        assert "totalRecords" not in page["_meta"]
        walked, cursor = walked + slugs(page), page["_meta"]["nextCursor"]
    assert walked == [f"nr-{number}" for number in (4, 3, 2, 1, 0)] + ["ibland-kan-det-vara-mot-betalning"]
    by_name, cursor = [], None
    while True:
        page = listed(world, key, "studies?limit=2&sort=-slug" + (f"&cursor={cursor}" if cursor else ""))
        by_name, cursor = by_name + slugs(page), page["_meta"]["nextCursor"]
        if not cursor:
            break
    assert by_name == sorted(by_name, reverse=True)
    assert len(by_name) == 6
    assert (
        world.send("GET", f"/entries/studies?cursor={first['_meta']['nextCursor']}&sort=slug", key=key).status_code
        == 400
    )
    assert slugs(listed(world, key, "studies?page=0")) == []


def test_gaps_are_counted_over_all_and_told_of_each(world, key):
    assert listed(world, key, "receptions?gaps=openingHours")["_meta"]["totalRecords"] == 2
    hours = [{"days": ["mo"], "opens": "08:00", "closes": "16:00"}]
    mika = world.send("GET", "/entries/receptions/mika", key=key)
    patch = {"content": {"openingHours": hours, "languages": []}}
    world.send("PATCH", "/entries/receptions/mika", patch, key=key, match=mika.headers["ETag"])
    assert slugs(listed(world, key, "receptions?gaps=openingHours")) == ["kast"]
    assert slugs(listed(world, key, "receptions?gaps=languages")) == ["mika", "kast"]
    assert sorted(slugs(listed(world, key, "receptions?gaps=openingHours,address"))) == ["kast", "mika"]
    checks = world.send("GET", "/entries/receptions/mika/checks", key=key).json
    assert checks["mayPublish"] is True
    assert "openingHours" not in checks["gaps"]
    assert {"anonymousContact", "languages", "minAge"} <= set(checks["gaps"])
    wrong = world.send("GET", "/entries/receptions?gaps=openinghours", key=key)
    assert (wrong.status_code, wrong.json["errors"][0]["suggestion"]) == (400, "openingHours")


def test_the_list_finds_what_is_overdue_and_what_is_not_out_yet(world, key):
    world.add("studies", {"title": {"sv": "Gammal"}, "review": {"reviewBy": "2026-11-23"}}, slug="gammal")
    world.add("studies", {"title": {"sv": "I dag"}, "review": {"reviewBy": "2026-11-24"}}, slug="i-dag")
    assert slugs(listed(world, key, "studies?reviewOverdue=true")) == ["gammal"]
    assert "i-dag" in slugs(listed(world, key, "studies?reviewOverdue=false"))
    assert slugs(listed(world, key, "studies?hasUnpublishedChanges=true")) == []
    seen = world.send("GET", "/entries/studies/gammal", key=key).headers["ETag"]
    world.send("PATCH", "/entries/studies/gammal", {"content": {"year": 2020}}, key=key, match=seen)
    assert slugs(listed(world, key, "studies?hasUnpublishedChanges=true")) == ["gammal"]
    assert "gammal" not in slugs(listed(world, key, "studies?hasUnpublishedChanges=false"))
    assert slugs(listed(world, key, "studies?organization=timra-kommun")) == []
    assert slugs(listed(world, key, f"studies?organization={OWNER}&hasUnpublishedChanges=true")) == ["gammal"]


def test_links_offer_just_what_the_key_may_do_now(world, key):
    def offered(role):
        links = world.send("GET", "/entries/contacts/karin-silfversten", key=world.key(role)).json["_links"]
        return {(each["rel"], each["method"]) for each in links}

    reading = {("self", "GET"), ("collection", "GET"), ("checks", "GET"), ("references", "GET")}
    reading |= {("version-history", "GET"), ("preview-tokens", "POST"), ("preview", "GET"), ("canonical", "GET")}
    writing = {("edit", "PUT"), ("edit", "PATCH"), ("restore", "POST")}
    publishing = {("publish", "PUT"), ("unpublish", "DELETE"), ("withdraw", "PUT")}
    assert offered("reader") == reading
    assert offered("author") == reading | writing
    assert offered("editor") == reading | writing | publishing
    assert offered("administrator") == reading | writing | publishing | {("erase", "POST")}
    draft = world.send("POST", "/entries/news", {"content": {}}, key=key).json["_links"]
    assert {"delete", "publish"} <= {each["rel"] for each in draft}
    assert not {"unpublish", "withdraw", "canonical", "erase"} & {each["rel"] for each in draft}


def test_history_tells_who_saved_what_and_what_differs(world, key):
    made = world.send("POST", "/entries/news", {"content": BARE["news"], "slug": "ett"}, key=key)
    where, me = "/entries/news/ett", world.send("GET", "/clients/me", key=key).json
    content = {
        "title": {"en": "Short", "sv": "Kort"},
        "lead": None,
        "subjects": ["a", "b"],
        "source": {"url": "https://a.se"},
    }
    world.clock.advance(hours=1)
    other = world.key("author")
    saved = world.send("PATCH", where, {"content": content, "slug": "tva"}, key=other, match=made.headers["ETag"])
    assert saved.status_code == 200, saved.text
    revisions = world.send("GET", f"{where}/revisions", key=key).json
    assert [(each["revision"], each["slug"], each["savedAt"]) for each in revisions["items"]] == [
        (2, "tva", "2026-11-24T10:00:00Z"),
        (1, "ett", "2026-11-24T09:00:00Z"),
    ]
    assert revisions["items"][1]["savedBy"] == {"client": me["id"], "name": me["name"], "key": me["key"]["id"]}
    assert revisions["items"][0]["savedBy"]["client"] != me["id"]
    one = world.send("GET", f"{where}/revisions/1", key=key).json
    assert one["content"] == made.json["content"]
    expected = [
        {"pointer": "/slug", "before": "ett", "after": "tva"},
        {"pointer": "/content/lead/sv", "before": "Kort.", "after": None},
        {"pointer": "/content/title/en", "before": None, "after": "Short"},
        {"pointer": "/content/subjects", "before": None, "after": ["a", "b"]},
        {"pointer": "/content/source/url", "before": None, "after": "https://a.se"},
    ]
    differences = world.send("GET", f"{where}/revisions/2/differences", key=key).json["differences"]
    assert sorted(differences, key=str) == sorted(expected, key=str)
    back = world.send("GET", f"{where}/revisions/1/differences?against=2", key=key).json
    assert (back["against"], back["revision"], len(back["differences"])) == (2, 1, 5)
    for missing in ("3", "0", "-1", "x", "٢", "99999999999999999999"):
        assert world.send("GET", f"{where}/revisions/{missing}", key=key).status_code == 404
    restored = world.send("POST", f"{where}/revisions", {"restore": 1}, key=key, match=saved.headers["ETag"])
    assert restored.status_code == 201
    assert restored.headers["Location"].endswith("/revisions/3")
    assert (restored.json["content"], restored.json["slug"]) == (made.json["content"], "ett")


def test_a_revision_that_leads_nowhere_any_more_is_not_restored(world, key):
    target = world.send("POST", "/entries/contacts", {"content": {"name": "Kort tid"}}, key=key)
    made = world.send("POST", "/entries/studies", {"content": {"contacts": [target.json["id"]]}, "slug": "s"}, key=key)
    tag = world.send("PUT", "/entries/studies/s", {"content": {}}, key=key, match=made.headers["ETag"]).headers["ETag"]
    where = f"/entries/contacts/{target.json['id']}"
    assert world.send("DELETE", where, key=key, match=target.headers["ETag"]).status_code == 204
    refused = world.send("POST", "/entries/studies/s/revisions", {"restore": 1}, key=key, match=tag)
    assert refused.status_code == 422
    assert [(each["pointer"], each["code"]) for each in refused.json["errors"]] == [
        ("/content/contacts/0", "reference")
    ]


def test_drafts_of_others_are_not_there_even_to_point_at(world, key):
    theirs = world.create("contacts", BARE["contacts"], slug="deras", owner="timra-kommun")
    for target in ("deras", str(theirs)):
        refused = world.send("POST", "/entries/studies", {"content": {"contacts": [target]}}, key=key)
        assert refused.status_code == 422
        nothing = world.send("POST", "/entries/studies", {"content": {"contacts": ["ingen"]}}, key=key)
        assert refused.json["errors"][0]["code"] == nothing.json["errors"][0]["code"]
    tag = world.send("GET", "/entries/contacts/karin-silfversten", key=key).headers["ETag"]
    body = {"kind": "gone", "redirectTo": "deras"}
    refused = world.send("PUT", "/entries/contacts/karin-silfversten/withdrawal", body, key=key, match=tag)
    assert refused.status_code == 422
    world.publish(theirs)
    allowed = world.send("POST", "/entries/studies", {"content": {"contacts": ["deras"]}}, key=key)
    assert allowed.status_code == 201
