"""Taking back what is public, and what becomes of what is scheduled; all through HTTP."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.conftest import OWNER
from tests.samples import BARE

LATER = "2026-12-01T08:00:00Z"
SAID = {"sv": "Uppgifterna stämde inte.", "en": "The facts were wrong."}


def at(instant):
    return datetime.fromisoformat(instant)


class Item:
    """A news item and an editor who acts on it, each time on what was seen last."""

    def __init__(self, world, **content):
        self.world, self.key = world, world.key("editor")
        made = world.send("POST", "/entries/news", {"content": BARE["news"] | content, "slug": "ett"}, key=self.key)
        self.entry, self.tag = made.json, made.headers["ETag"]
        self.where = f"/entries/news/{self.entry['id']}"

    def act(self, method, path, body=None, status=200):
        answered = self.world.send(method, self.where + path, body, key=self.key, match=self.tag)
        assert answered.status_code == status, answered.text
        if status < 300:
            self.tag = answered.headers["ETag"]
            self.world.clock.advance(seconds=1)
        return answered.json

    def publish(self, status=200, **how):
        return self.act("PUT", "/publication", how, status)

    def withdraw(self, kind, status=200, **how):
        return self.act("PUT", "/withdrawal", {"kind": kind, **how}, status)

    def state(self):
        return self.world.send("GET", self.where, key=self.key).json["state"]


@pytest.fixture
def item(world):
    return Item(world)


def test_an_entry_is_in_one_state_at_a_time(world, item):
    assert item.state() == "draft"
    item.publish(**{"from": LATER})
    assert item.state() == "scheduled"
    world.clock.now = at(LATER)
    assert item.state() == "published"
    item.withdraw("withdrawn", explanation=SAID)
    assert item.state() == "withdrawn"
    item.withdraw("redirect", redirectTo=world.get("/news")["items"][-1]["id"])
    assert item.state() == "redirected"
    item.withdraw("gone", explanation=SAID)
    assert item.state() == "gone"
    item.publish(until="2027-01-01T00:00:00Z")
    assert item.state() == "published"
    world.clock.now = at("2027-01-01T00:00:00Z")
    assert item.state() == "gone"


@pytest.mark.parametrize("state", ["draft", "scheduled", "published", "withdrawn", "gone", "redirected"])
def test_the_list_finds_entries_by_their_state(world, item, state):
    if state != "draft":
        item.publish(**({"from": LATER} if state == "scheduled" else {}))
    if state in {"withdrawn", "gone"}:
        item.withdraw(state)
    if state == "redirected":
        item.withdraw("redirect", redirectTo=world.get("/news")["items"][-1]["slug"])
    for asked in ("draft", "scheduled", "published", "withdrawn", "gone", "redirected"):
        found = world.send("GET", f"/entries/news?state={asked}&limit=100", key=item.key).json["items"]
        assert (item.entry["id"] in [each["id"] for each in found]) == (asked == state), asked


def test_what_is_withdrawn_stays_readable_with_a_notice(world, item):
    item.publish()
    before = world.get("/news/ett")
    assert before["withdrawal"] is None
    item.withdraw("withdrawn", explanation=SAID, redirectTo="ett", status=422)
    item.withdraw("withdrawn", explanation=SAID, redirectTo=world.get("/receptions/mika")["id"])
    after = world.get("/news/ett?locale=en")
    assert after["version"] == 2
    assert after["withdrawal"]["explanation"] == SAID["en"]
    assert after["withdrawal"]["replacement"]["slug"] == "mika"
    assert after["withdrawal"]["at"] == after["publishedAt"] == after["updatedAt"]
    assert after["contentHash"] != before["contentHash"]
    assert "ett" in [each["slug"] for each in world.get("/news")["items"]]
    item.withdraw("withdrawn", explanation=SAID, redirectTo=world.get("/receptions/mika")["id"])
    assert world.get("/news/ett")["version"] == 2  # it is so already
    item.publish()
    assert world.get("/news/ett")["withdrawal"] is None


def test_what_is_gone_says_why_and_what_replaces_it(world, item):
    item.publish()
    mika = world.get("/receptions/mika")
    item.withdraw("gone", explanation=SAID, redirectTo=mika["id"])
    gone = world.get("/news/ett", 410, Accept_Language="en")
    assert gone["explanation"] == SAID["en"]
    assert gone["replacement"] == {
        "type": "receptions", "slug": "mika", "href": "https://api.example.se/content/v1/receptions/mika"
    }  # fmt: skip
    sequence = world.client.get("/content/v1/news").headers["Content-Sequence"]
    item.withdraw("gone", explanation={"sv": "Rättat skäl."})
    assert world.get("/news/ett", 410)["explanation"] == "Rättat skäl."
    assert int(world.client.get("/content/v1/news").headers["Content-Sequence"]) == int(sequence) + 1


def test_a_redirect_leads_on_for_as_long_as_there_is_something_to_lead_to(world, item):
    other = Item.__new__(Item)
    other.world, other.key = world, item.key
    made = world.send("POST", "/entries/news", {"content": BARE["news"], "slug": "tva"}, key=item.key)
    other.where, other.tag = f"/entries/news/{made.json['id']}", made.headers["ETag"]
    item.publish()
    other.publish()
    item.withdraw("redirect", status=422)
    item.withdraw("redirect", redirectTo="finns-inte", status=422)
    item.withdraw("redirect", redirectTo="tva", explanation=SAID)
    for key in ("ett", item.entry["id"]):
        moved = world.client.get(f"/content/v1/news/{key}?locale=en")
        assert (moved.status_code, moved.headers["Location"]) == (
            308, "https://api.example.se/content/v1/news/tva?locale=en"
        )  # fmt: skip
    other.withdraw("redirect", redirectTo=world.get("/receptions/mika")["id"])
    moved = world.client.get("/content/v1/news/ett")
    assert moved.headers["Location"] == "https://api.example.se/content/v1/receptions/mika"
    other.withdraw("gone")
    assert world.get("/news/ett", 410)["explanation"] == SAID["sv"]


def test_two_redirects_at_each_other_end(world, item):
    second = world.add("news", BARE["news"], slug="tva")
    item.publish()
    item.withdraw("redirect", redirectTo="tva")
    world.withdraw(second, "redirect", replacement=UUID(item.entry["id"]))
    assert world.get("/news/ett", 410)["replacement"] is None


def test_hidden_history_is_hidden_from_looks_into_the_past_too(world, item):
    item.publish()
    seen = world.get("/news/ett")["publishedAt"]
    item.withdraw("gone", history="open")
    assert world.get(f"/news/ett?asOf={seen}")["version"] == 1
    assert "ett" in [each["slug"] for each in world.get(f"/news?asOf={seen}")["items"]]
    item.withdraw("gone", history="hidden", explanation=SAID)
    assert world.get(f"/news/ett?asOf={seen}", 410)["explanation"] is None
    assert "ett" not in [each["slug"] for each in world.get(f"/news?asOf={seen}")["items"]]
    item.publish()
    again = world.get("/news/ett")["publishedAt"]
    world.get(f"/news/ett?asOf={seen}", 410)
    assert world.get(f"/news/ett?asOf={again}")["version"] == 2


def test_a_past_that_will_be_hidden_is_kept_no_longer_than_that(world, item):
    item.publish()
    seen = world.get("/news/ett")["publishedAt"]
    item.withdraw("gone", history="hidden", **{"from": LATER})
    world.clock.now = at(LATER) - timedelta(seconds=20)
    for path in (f"/news/ett?asOf={seen}", f"/news?asOf={seen}"):
        kept = world.client.get(f"/content/v1{path}").headers["Cache-Control"]
        assert kept == "public, max-age=20, must-revalidate"
    world.clock.now = at(LATER)
    world.get(f"/news/ett?asOf={seen}", 410)


def test_a_withdrawal_can_be_scheduled_and_cancelled(world, item):
    item.publish()
    answered = item.withdraw("gone", explanation=SAID, **{"from": LATER})
    assert answered["publication"]["next"]["kind"] == "gone"
    assert answered["publication"]["current"]["until"] == LATER
    world.clock.now = at(LATER) - timedelta(seconds=30)
    kept = world.client.get("/content/v1/news/ett").headers["Cache-Control"]
    assert kept == "public, max-age=30, must-revalidate"
    refused = item.publish(409)
    assert [(each["kind"], each["from"]) for each in refused["scheduledEditions"]] == [("gone", LATER)]
    cancelled = item.act("DELETE", "/publication?scheduled=true")
    assert cancelled["publication"]["next"] is None
    assert cancelled["publication"]["current"]["until"] is None
    world.clock.now = at(LATER)
    assert world.get("/news/ett")["version"] == 1


def test_unpublishing_ends_it_now_and_cancels_what_was_scheduled(world, item):
    item.publish()
    item.publish(**{"from": LATER, "until": "2026-12-24T00:00:00Z"})
    item.act("DELETE", "/publication")
    world.get("/news/ett", 410)
    world.clock.now = at(LATER)
    world.get("/news/ett", 410)
    item.act("DELETE", "/publication")  # once more is the same


def test_what_was_never_public_cannot_be_withdrawn(world, item):
    item.withdraw("gone", status=409)
    item.publish(**{"from": LATER})
    item.withdraw("gone", status=409)
    item.withdraw("withdrawn", **{"from": "2026-12-02T08:00:00Z"})
    world.clock.now = at("2026-12-02T08:00:00Z")
    assert world.get("/news/ett")["withdrawal"]["explanation"] is None


def test_what_public_items_use_is_not_taken_away_unnoticed(world):
    key = world.key("editor")
    where = "/entries/contacts/karin-silfversten"
    tag = world.send("GET", where, key=key).headers["ETag"]
    body = {"kind": "gone", "explanation": {"sv": "Slutat."}}
    tried = world.send("PUT", f"{where}/withdrawal?dryRun=true", body, key=key, match=tag)
    assert world.get("/contacts/karin-silfversten")
    done = world.send("PUT", f"{where}/withdrawal", body, key=key, match=tag)
    for answered in (tried, done):
        told = [each["message"]["en"] for each in answered.json["warnings"] if each["rule"] == "stillUsed"]
        assert [text.partition(" shows")[0] for text in told] == [
            "news/stodmottagningar-for-utsatta-i-prostitution-och-manniskohandel-oppnar-i-vasternorrland",
            "receptions/kast",
            "receptions/mika",
        ]
    references = world.send("GET", f"{where}/references", key=key).json["items"]
    assert [(each["slug"], each["fields"], each["appearances"]) for each in references] == [
        (told[0].partition(" shows")[0].partition("/")[2], ["contactGroups"], ["draft", "published"]),
        ("kast", ["contacts"], ["draft", "published"]),
        ("mika", ["contacts"], ["draft", "published"]),
    ]


def test_deleting_what_others_point_at_is_refused(world):
    key = world.key("editor")
    made = world.send("POST", "/entries/contacts", {"content": {"name": "Ny"}}, key=key)
    pointing = world.send("POST", "/entries/studies", {"content": {"contacts": [made.json["slug"]]}}, key=key)
    where, tag = f"/entries/contacts/{made.json['id']}", made.headers["ETag"]
    assert world.send("DELETE", where, key=key, match=tag).status_code == 409
    other = f"/entries/studies/{pointing.json['id']}"
    assert world.send("DELETE", other, key=key, match=pointing.headers["ETag"]).status_code == 204
    assert world.send("DELETE", where, key=key, match=tag).status_code == 204
    assert world.send("GET", where, key=key).status_code == 404
    again = world.send("POST", "/entries/contacts", {"content": {"name": "Ny"}}, key=key)
    assert again.json["slug"] == made.json["slug"]


def test_another_owner_is_responsible_at_once_for_what_readers_see(world, item):
    item.publish(changeNote={"sv": "Ett."})
    item.publish(**{"from": LATER, "until": "2026-12-24T00:00:00Z"})
    administrator = world.key("administrator")
    refused = world.send("PATCH", item.where, {"organization": "timra-kommun"}, key=item.key, match=item.tag)
    assert refused.status_code == 403
    given = world.send("PATCH", item.where, {"organization": "timra-kommun"}, key=administrator, match=item.tag)
    assert given.status_code == 200, given.text
    shown = world.get("/news/ett")
    assert (shown["version"], shown["organization"]["slug"]) == (2, "timra-kommun")
    assert shown["updatedAt"] == shown["firstPublishedAt"] < shown["publishedAt"]
    assert [each["note"] for each in shown["changeHistory"]] == ["Ett."]
    assert world.send("GET", item.where, key=item.key).status_code == 404
    theirs = world.key("editor", "timra-kommun")
    assert world.send("GET", item.where, key=theirs).json["hasUnpublishedChanges"] is False
    assert world.get("/news?organization=timra-kommun")["_meta"]["totalRecords"] == 1
    ahead = f"/news?organization=timra-kommun&asOf={LATER}"
    assert world.send("GET", ahead, key=theirs).json["_meta"]["totalRecords"] == 1
    world.clock.now = at(LATER)
    shown = world.get("/news/ett")
    assert (shown["version"], shown["organization"]["slug"]) == (3, "timra-kommun")
    assert world.get(f"/news?organization={OWNER}&limit=100")["_meta"]["totalRecords"] == 1


def test_of_the_future_a_key_shows_what_is_its_own(world, item):
    item.publish(**{"from": LATER})
    theirs = world.create("news", BARE["news"], slug="deras", owner="timra-kommun")
    world.publish(theirs, start=at(LATER))
    world.get(f"/news/ett?asOf={LATER}", 401)
    mine = world.send("GET", f"/news/ett?asOf={LATER}", key=item.key)
    assert (mine.status_code, mine.headers["Cache-Control"]) == (200, "private, no-store")
    assert world.send("GET", f"/news/deras?asOf={LATER}", key=item.key).status_code == 404
    listed = world.send("GET", f"/news?asOf={LATER}&limit=100", key=item.key).json["items"]
    assert {each["slug"] for each in listed} >= {"ett"}
    assert "deras" not in {each["slug"] for each in listed}
    everything = world.send("GET", f"/news?asOf={LATER}&limit=100", key=world.key("administrator")).json["items"]
    assert {each["slug"] for each in everything} >= {"ett", "deras"}
    world.publish(theirs, scheduled="cancel")
    assert world.send("GET", f"/news/deras?asOf={LATER}", key=item.key).status_code == 401
