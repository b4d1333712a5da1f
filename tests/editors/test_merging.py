"""Saving what someone else may have changed: nothing is lost unawares, and what does not overlap can be merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from api.models import Event, Revision
from tests.conftest import OWNER
from tests.properties import examples

MERGE = {"Prefer": "merge=disjoint"}
PATCH_MEDIA = ("application/merge-patch+json", "application/json")
RECEPTION = {
    "name": {"sv": "Mottagningen", "en": "The reception"},
    "shortName": "M",
    "summary": {"sv": "För alla."},
    "audiences": ["youths"],
    "topics": {"sv": ["Ett", "Två"]},
    "isFree": True,
    "minAge": 13,
    "address": {"street": "Storgatan 1", "city": "Sundsvall", "instructions": {"sv": "Från gården."}},
    "safety": {"quickExit": True},
    "channels": [{"kind": "visit", "value": "Torget"}],
}


class Saved:
    """An entry and a short way to ask for it and to save it."""

    def __init__(self, world, content, type_="receptions", role="editor", key=None, **more):
        self.world, self.key = world, key or world.key(role)
        made = world.send("POST", f"/entries/{type_}", {"content": content, **more}, key=self.key)
        assert made.status_code == 201, made.text
        self.id, self.etag = made.json["id"], made.headers["ETag"]
        self.path = f"/entries/{type_}/{self.id}"

    def get(self):
        return self.world.send("GET", self.path, key=self.key)

    def patch(self, body, status=200, match=None, **more):
        answer = self.world.send("PATCH", self.path, body, key=self.key, match=match or self.etag, **more)
        assert answer.status_code == status, answer.text
        return answer

    def put(self, body, status=200, match=None, **more):
        answer = self.world.send("PUT", self.path, body, key=self.key, match=match or self.etag, **more)
        assert answer.status_code == status, answer.text
        return answer

    def save(self, method, body, status=200, **more):
        return (self.put if method == "PUT" else self.patch)(body, status, **more)

    def publish(self, **when):
        answer = self.world.send("PUT", f"{self.path}/publication", when, key=self.key, match="*")
        assert answer.status_code == 200, answer.text
        return answer


@pytest.fixture
def saved(world):
    return Saved(world, RECEPTION)


def told(answer):
    return {each["pointer"]: (each["base"], each["theirs"], each["yours"]) for each in answer.json["conflicts"]}


# What the caller has to have seen


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_who_does_not_say_what_it_has_seen_changes_nothing(saved, method):
    body = None if method == "DELETE" else {"content": {}}
    answer = saved.world.send(method, saved.path, body, key=saved.key)
    assert answer.status_code == 428
    assert saved.get().headers["ETag"] == saved.etag


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_who_does_not_say_what_it_has_seen_does_nothing_in_public(saved, method):
    body = {} if method == "PUT" else None
    assert saved.world.send(method, f"{saved.path}/publication", body, key=saved.key).status_code == 428
    assert saved.world.send("PUT", f"{saved.path}/withdrawal", {"kind": "gone"}, key=saved.key).status_code == 428
    assert saved.world.send("POST", f"{saved.path}/revisions", {"restore": 1}, key=saved.key).status_code == 428
    assert saved.get().json["state"] == "draft"


def test_a_star_takes_it_as_it_is(saved):
    saved.patch({"content": {"minAge": 14}})
    answer = saved.patch({"content": {"minAge": 15}}, match="*")
    assert answer.json["content"]["minAge"] == 15
    assert "Preference-Applied" not in answer.headers


def test_one_fresh_tag_among_others_is_enough(saved):
    first = saved.etag
    second = saved.patch({"content": {"minAge": 14}}).headers["ETag"]
    saved.patch({"content": {"minAge": 15}}, match=f'{first}, "annat", {second}')


def test_a_weak_tag_never_matches(saved):
    answer = saved.patch({"content": {"minAge": 14}}, 412, match=f"W/{saved.etag}")
    assert answer.json["conflicts"] == []
    assert answer.json["current"] == saved.get().json
    saved.patch({"content": {"minAge": 14}}, 412, match=f"W/{saved.etag}", headers=MERGE)
    assert saved.get().headers["ETag"] == saved.etag


@pytest.mark.parametrize("prefer", [{}, MERGE])
def test_a_tag_that_never_was_matches_nothing_and_merges_nothing(saved, prefer):
    tags = ("99.99", "0.0", "0.1", "-1.1", "1e0", "", "annat", "9" * 40)
    for number, tag in enumerate(tags):
        method = ("PUT", "PATCH")[number % 2]
        answer = saved.save(method, {"content": {"minAge": 14}}, 412, match=f'"{tag}"', headers=prefer)
        assert answer.json["conflicts"] == [], tag
        assert answer.json["current"] == saved.get().json
    assert saved.get().headers["ETag"] == saved.etag


def test_saving_and_publishing_and_no_other_act_gives_a_new_tag(saved):
    seen = [saved.etag]
    seen.append(saved.patch({"content": {"host": "sundsvalls-kommun"}}, match=seen[-1]).headers["ETag"])
    seen.append(saved.publish().headers["ETag"])
    assert saved.publish().headers["ETag"] == seen[-1]
    assert saved.patch({}, match="*").headers["ETag"] == seen[-1]
    saved.world.clock.advance(seconds=1)
    seen.append(saved.world.send("DELETE", f"{saved.path}/publication", key=saved.key, match="*").headers["ETag"])
    assert len(set(seen)) == len(seen)
    assert saved.get().headers["ETag"] == seen[-1]


# What a stale one is told


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_who_is_stale_is_told_how_it_is_now_and_just_what_both_changed(saved, method):
    theirs = {
        "name": {"sv": "Deras", "en": "Theirs"},
        "summary": {"sv": "Samma."},
        "audiences": ["youths", "relatives"],
        "topics": {"sv": ["Ett", "Tre"]},
        "isFree": None,
        "minAge": 15,
        "address": {"city": "Timrå", "instructions": {"sv": "Från gatan."}},
        "safety": {"quickExit": False},
        "channels": [{"kind": "visit", "value": "Hamnen"}],
    }
    saved.patch({"content": theirs})
    yours = {
        "name": {"sv": "Er", "en": "The reception", "fi": "Teidän"},
        "shortName": "Ny",
        "summary": {"sv": "Samma."},
        "audiences": ["relatives"],
        "topics": {"sv": ["Två"]},
        "isFree": False,
        "minAge": 13,
        "maxAge": 25,
        "address": {"street": "Storgatan 2", "city": "Härnösand", "instructions": {"sv": "Inåt."}},
        "safety": {"quickExit": None, "noTracking": True},
        "channels": [{"kind": "visit", "value": "Torget"}, {"kind": "dropIn", "value": "Torget"}],
    }
    answer = saved.save(method, {"content": yours}, 412)
    now = saved.get()
    assert answer.json["current"] == now.json
    assert now.json["revision"] == 2
    assert told(answer) == {
        "/content/name/sv": ("Mottagningen", "Deras", "Er"),
        "/content/audiences": (["youths"], ["youths", "relatives"], ["relatives"]),
        "/content/topics/sv": (["Ett", "Två"], ["Ett", "Tre"], ["Två"]),
        "/content/isFree": (True, None, False),
        "/content/address/city": ("Sundsvall", "Timrå", "Härnösand"),
        "/content/address/instructions/sv": ("Från gården.", "Från gatan.", "Inåt."),
        "/content/safety/quickExit": (True, False, None),
        "/content/channels": (RECEPTION["channels"], theirs["channels"], yours["channels"]),
    }
    assert len(answer.json["conflicts"]) == len(told(answer))
    assert "ETag" not in answer.headers or answer.headers["ETag"] == now.headers["ETag"]


def test_what_a_put_does_not_name_is_a_change_too(saved):
    """PUT states the whole content: a field that it leaves out is taken away, and that can be a conflict."""
    saved.patch({"content": {"shortName": "Deras"}})
    answer = saved.put({"content": {each: RECEPTION[each] for each in RECEPTION if each != "shortName"}}, 412)
    assert told(answer) == {"/content/shortName": ("M", "Deras", None)}


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_slug_and_organization_are_fields_too(world, method):
    saved = Saved(world, RECEPTION, role="administrator", slug="bas")
    base, theirs, yours = (
        world.get(f"/organizations/{each}")["id"] for each in (OWNER, "sundsvalls-kommun", "region-vasternorrland")
    )
    saved.patch({"slug": "deras", "organization": "sundsvalls-kommun"})
    body = {"slug": "er", "organization": "region-vasternorrland", "content": RECEPTION}
    answer = saved.save(method, body, 412, headers=MERGE)
    assert told(answer) == {"/slug": ("bas", "deras", "er"), "/organization": (base, theirs, yours)}
    assert answer.json["current"] == saved.get().json
    world.send("GET", "/entries/receptions/deras", key=saved.key)
    assert world.send("GET", "/entries/receptions/er", key=saved.key).status_code == 404


def test_a_slug_and_an_id_of_one_organization_are_no_conflict(world):
    saved = Saved(world, RECEPTION, role="administrator")
    saved.patch({"organization": "sundsvalls-kommun", "content": {"host": "sundsvalls-kommun"}})
    id = world.get("/organizations/sundsvalls-kommun")["id"]
    answer = saved.patch({"organization": id, "content": {"host": id, "minAge": 1}}, headers=MERGE)
    assert (answer.json["organization"], answer.json["content"]["host"], answer.json["content"]["minAge"]) == (
        id,
        id,
        1,
    )


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_who_did_not_see_a_publication_has_no_conflict_but_is_stale(world, method):
    saved = Saved(world, {"name": {"sv": "Enhet"}, "kind": "unit"}, "organizations")
    saved.publish()
    body = {"content": {"name": {"sv": "Ny"}, "kind": "unit"}}
    answer = saved.save(method, body, 412)
    assert answer.json["conflicts"] == []
    assert answer.json["current"] == saved.get().json
    assert answer.json["current"]["state"] == "published"
    merged = saved.save(method, body, headers=MERGE)
    assert merged.headers["Preference-Applied"] == "merge=disjoint"
    assert merged.json["content"]["name"] == {"sv": "Ny"}


def test_an_act_in_public_merges_nothing(world):
    """Publishing what one has not seen is never what one prefers."""
    saved = Saved(world, {"name": {"sv": "Enhet"}, "kind": "unit"}, "organizations")
    saved.patch({"content": {"name": {"en": "Unit"}}})
    answer = world.send("PUT", f"{saved.path}/publication", {}, key=saved.key, match=saved.etag, headers=MERGE)
    assert answer.status_code == 412
    assert (answer.json["conflicts"], answer.json["current"]) == ([], saved.get().json)
    answer = world.send("DELETE", saved.path, key=saved.key, match=saved.etag, headers=MERGE)
    assert answer.status_code == 412
    assert saved.get().json["state"] == "draft"


# Merging


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_changes_that_do_not_overlap_are_merged_where_that_is_preferred(saved, method):
    saved.patch(
        {"content": {"name": {"en": "Theirs"}, "minAge": None, "address": {"city": "Timrå"}, "offers": ["groups"]}}
    )
    yours = RECEPTION | {
        "name": {"sv": "Er", "en": "The reception"},
        "address": {"street": "Nygatan 3", "city": "Sundsvall", "instructions": {"sv": "Från gården."}},
        "isFree": False,
    }
    if method == "PUT":
        del yours["shortName"]
    else:
        yours |= {"shortName": None}
    saved.save(method, {"content": yours}, 412)
    answer = saved.save(method, {"content": yours}, headers=MERGE)
    assert answer.headers["Preference-Applied"] == "merge=disjoint"
    assert answer.json["content"] == {
        "name": {"sv": "Er", "en": "Theirs"},
        "summary": {"sv": "För alla."},
        "audiences": ["youths"],
        "topics": {"sv": ["Ett", "Två"]},
        "isFree": False,
        "address": {"street": "Nygatan 3", "city": "Timrå", "instructions": {"sv": "Från gården."}},
        "safety": {"quickExit": True},
        "offers": ["groups"],
        "channels": RECEPTION["channels"],
    }
    assert answer.json["revision"] == 3
    assert answer.data == saved.get().data


def test_the_preference_is_read_as_rfc_7240_has_it(saved):
    saved.patch({"content": {"minAge": 14}})
    for prefer in ("merge", "merge=all", "disjoint", "merge=", "", "emerge=disjoint"):
        saved.patch({"content": {"maxAge": 20}}, 412, headers={"Prefer": prefer})
    preferred = ("merge=disjoint", "return=minimal, merge=disjoint", 'respond-async; merge="disjoint"')
    for number, prefer in enumerate(preferred):
        saved.patch({"content": {"maxAge": 20 + number}}, match=saved.etag, headers={"Prefer": prefer})
        saved.etag = saved.get().headers["ETag"]
        saved.patch({"content": {"minAge": number}}, match="*")


def test_what_overlaps_in_one_field_merges_in_none(saved):
    saved.patch({"content": {"minAge": 14}})
    before = saved.get()
    answer = saved.patch({"content": {"minAge": 15, "maxAge": 20}}, 412, headers=MERGE)
    assert told(answer) == {"/content/minAge": (13, 14, 15)}
    assert "Preference-Applied" not in answer.headers
    assert saved.get().data == before.data


def test_a_fresh_save_has_nothing_to_merge(saved):
    assert "Preference-Applied" not in saved.patch({"content": {"minAge": 14}}, headers=MERGE).headers


def test_who_missed_several_revisions_merges_onto_the_newest(saved):
    for number in range(3):
        saved.patch({"content": {"minAge": number, "offers": ["groups"][number % 1 :]}}, match="*")
    saved.patch({"content": {"minAge": 13}}, match="*")  # back to what it was
    answer = saved.patch({"content": {"minAge": 17}}, headers=MERGE)
    assert answer.json["content"] == RECEPTION | {"minAge": 17, "offers": ["groups"]}


def test_a_merge_of_no_change_makes_no_revision(saved):
    """Not even where the other took away the last that an object said."""
    theirs = saved.patch({"content": {"safety": {"quickExit": None}}})
    answer = saved.patch({"content": {"minAge": 13}}, headers=MERGE)
    assert (answer.data, answer.headers["ETag"]) == (theirs.data, theirs.headers["ETag"])


def test_a_merge_can_leave_nothing(world):
    """Each takes away the half that the other leaves."""
    saved = Saved(world, {"name": {"sv": "Enhet"}, "kind": "unit"}, "organizations")
    saved.patch({"content": {"kind": None}})
    answer = saved.patch({"content": {"name": None}}, headers=MERGE)
    assert answer.json["content"] == {}


def test_a_merge_that_breaks_a_rule_is_refused_like_any_save(saved):
    saved.patch({"content": {"minAge": 14}})
    before = saved.get().data
    answer = saved.patch({"content": {"maxAge": 200}}, 422, headers=MERGE)
    assert answer.json["errors"][0]["pointer"] == "/content/maxAge"
    answer = saved.patch({"content": {"host": "finns-inte"}}, 422, headers=MERGE)
    assert answer.json["errors"][0]["pointer"] == "/content/host"
    assert saved.get().data == before


def test_a_merge_keeps_what_the_entry_is_called_elsewhere(saved):
    saved.patch({"externalId": "A-1"})
    for method in ("PUT", "PATCH"):
        content = RECEPTION | {"shortName": method}
        assert saved.save(method, {"content": content}, match="*").json["externalId"] == "A-1"
    answer = saved.patch({"content": {"maxAge": 20}}, headers=MERGE)
    assert answer.json["externalId"] == "A-1"


def test_what_it_is_called_elsewhere_is_not_overwritten_unseen(saved):
    """Two set different external ids from the same state: the second is not let through, merge or not."""
    saved.patch({"externalId": "deras"})
    saved.patch({"externalId": "er", "content": {"maxAge": 20}}, 412, headers=MERGE)
    assert saved.get().json["externalId"] == "deras"
    assert "maxAge" not in saved.get().json["content"]


# PATCH and PUT


def test_a_patch_changes_what_it_names_and_nothing_else(saved):
    body = {"content": {"name": {"en": None, "fi": "Vastaanotto"}, "isFree": None, "address": {"city": "Timrå"}}}
    content = saved.patch(body).json["content"]
    assert content == {name: value for name, value in RECEPTION.items() if name != "isFree"} | {
        "name": {"sv": "Mottagningen", "fi": "Vastaanotto"},
        "address": RECEPTION["address"] | {"city": "Timrå"},
    }


def test_a_patch_replaces_lists_whole(saved):
    body = {"content": {"audiences": ["relatives"], "topics": {"sv": ["Tre"]}, "channels": []}}
    content = saved.patch(body).json["content"]
    assert (content["audiences"], content["topics"], content["channels"]) == (["relatives"], {"sv": ["Tre"]}, [])


def test_a_patch_takes_away_with_null_at_any_depth_and_what_is_not_there_too(saved):
    body = {"content": {"address": {"street": None, "postalCode": None}, "summary": None, "description": None}}
    content = saved.patch(body).json["content"]
    assert content["address"] == {"city": "Sundsvall", "instructions": {"sv": "Från gården."}}
    assert "summary" not in content
    assert "description" not in content


def test_a_patch_comes_in_both_media_types_and_in_no_other(saved):
    for media in (*PATCH_MEDIA, "application/json-patch+json", "text/plain", "application/x-www-form-urlencoded"):
        answer = saved.world.client.patch(
            f"/content/v1{saved.path}",
            data=b'{"content": {"shortName": "%s"}}' % media.encode(),
            headers={"Authorization": f"Bearer {saved.key}", "If-Match": "*", "Content-Type": media},
        )
        assert answer.status_code == (200 if media in PATCH_MEDIA else 415), media
        assert answer.status_code == 415 or answer.json["content"]["shortName"] == media
    assert saved.get().json["revision"] == 3


def test_a_put_comes_as_plain_json_only(saved):
    answer = saved.world.client.put(
        f"/content/v1{saved.path}",
        data=b'{"content": {}}',
        headers={"Authorization": f"Bearer {saved.key}", "If-Match": "*", "Content-Type": PATCH_MEDIA[0]},
    )
    assert answer.status_code == 415


def test_a_patch_that_leaves_no_entry_is_refused(saved):
    headers = {"Authorization": f"Bearer {saved.key}", "If-Match": saved.etag, "Content-Type": PATCH_MEDIA[0]}
    parts = (
        '{"content": null}',
        '{"content": []}',
        '{"content": {"name": "x"}}',
        '{"slug": 7}',
        '{"organization": []}',
    )
    for body in ("[]", '"text"', "7", "null", *parts):
        answer = saved.world.client.patch(f"/content/v1{saved.path}", data=body, headers=headers)
        assert answer.status_code == 422, body
    assert saved.get().headers["ETag"] == saved.etag


def test_an_unknown_field_is_named_with_the_nearest(saved):
    for body in ({"content": {"minAgge": 14}}, {"contents": {}}):
        answer = saved.patch(body, 422)
        assert answer.json["errors"][0]["suggestion"] in {"minAge", "content"}


def test_a_put_states_the_whole_and_keeps_name_and_owner(world):
    saved = Saved(world, RECEPTION, slug="namnet", externalId="A-1")
    answer = saved.put({"content": {"name": {"sv": "Bara namn"}, "shortName": None}})
    assert answer.json["content"] == {"name": {"sv": "Bara namn"}}
    assert (answer.json["slug"], answer.json["externalId"]) == ("namnet", "A-1")
    assert answer.json["organization"] == world.get(f"/organizations/{OWNER}")["id"]


def test_saving_what_is_there_already_makes_no_revision(world):
    """Neither does the same said otherwise: nulls, slugs in the place of ids, another order of fields."""
    saved = Saved(world, RECEPTION | {"host": "sundsvalls-kommun"}, slug="namnet")
    before = saved.get()
    with world.database.reading() as session:
        events = session.scalar(select(func.count()).select_from(Event))
    for body in (
        {"content": before.json["content"]},
        {"content": RECEPTION | {"host": "sundsvalls-kommun"}, "slug": "namnet"},
        {"content": dict(reversed(before.json["content"].items())) | {"maxAge": None}, "organization": OWNER},
    ):
        answer = saved.put(body)
        assert (answer.data, answer.headers["ETag"]) == (before.data, saved.etag)
    for body in ({}, {"content": {}}, {"content": {"maxAge": None}}, {"slug": "namnet"}, {"content": {"minAge": 13}}):
        answer = saved.patch(body)
        assert (answer.data, answer.headers["ETag"]) == (before.data, saved.etag)
    with world.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Event)) == events
        assert session.scalar(select(func.count()).select_from(Revision).where(Revision.slug == "namnet")) == 1


def test_an_external_id_is_set_taken_away_and_one_of_its_organization(world):
    one, two = (Saved(world, {"name": {"sv": name}, "kind": "unit"}, "organizations") for name in ("Ett", "Två"))
    assert one.patch({"externalId": "X"}).json["externalId"] == "X"
    assert two.patch({"externalId": "X"}, 409).status_code == 409
    assert two.put({"externalId": "X", "content": {}}, 409).status_code == 409
    assert two.get().headers["ETag"] == two.etag
    taken = {"externalId": "X", "content": {"title": {"sv": "Annan typ"}}}
    assert world.send("POST", "/entries/news", taken, key=two.key).status_code == 409
    found = world.send("GET", "/entries/organizations?externalId=X", key=one.key).json["items"]
    assert [each["id"] for each in found] == [one.id]
    elsewhere = world.key(owner="sundsvalls-kommun")
    assert world.send("POST", "/entries/news", taken, key=elsewhere).status_code == 201
    assert one.patch({"externalId": None}, match="*").json["externalId"] is None
    assert two.patch({"externalId": "X"}).json["externalId"] == "X"
    # Unlike PATCH, a PUT that is silent about it keeps it.
    assert two.put({"content": {}}, match="*").json["externalId"] == "X"


def test_an_entry_cannot_take_its_external_id_to_an_organization_where_another_has_it(world):
    mover = Saved(world, {"name": {"sv": "Flyttar"}, "kind": "unit"}, "organizations", "administrator", externalId="X")
    body = {"content": {"name": {"sv": "Där"}}, "externalId": "X", "organization": "sundsvalls-kommun"}
    assert world.send("POST", "/entries/organizations", body, key=mover.key).status_code == 201
    mover.patch({"organization": "sundsvalls-kommun"}, 409)
    assert mover.get().headers["ETag"] == mover.etag
    mover.patch({"organization": "sundsvalls-kommun", "externalId": "Y"})


# Any content, any changes

words = st.sampled_from(["Ett", "Två", "Tre", "Mottagning – för alla", "Åäö"])
truth = st.booleans()
codes = st.lists(st.sampled_from(["youths", "relatives", "professionals"]), unique=True, max_size=2)
channel = st.sampled_from([{"kind": "visit", "value": "Torget"}, {"kind": "dropIn", "value": "Hamnen"}])
hours = st.fixed_dictionaries(
    {"days": st.just(["mo"]), "opens": st.just("08:00"), "closes": st.sampled_from(["12:00", "16:30"])}
)
#: Where a field stands, and what may stand there.
FIELDS = {
    **{("name", tag): words for tag in ("sv", "en", "sv-simple")},
    ("summary", "sv"): words,
    ("summary", "fi"): words,
    ("topics", "sv"): st.lists(words, min_size=1, max_size=2),
    ("topics", "en"): st.lists(words, min_size=1, max_size=2),
    ("shortName",): words,
    ("audiences",): codes,
    ("channels",): st.lists(channel, max_size=2),
    ("openingHours",): st.lists(hours, max_size=2),
    ("isFree",): truth,
    ("forRelatives",): truth,
    ("minAge",): st.integers(0, 2),
    ("maxAge",): st.integers(60, 62),
    ("address", "city"): words,
    ("address", "latitude"): st.sampled_from([62.39, 62.4, 0.0]),
    ("address", "instructions", "sv"): words,
    ("address", "instructions", "en"): words,
    ("safety", "quickExit"): truth,
    ("safety", "neutralTitle", "sv"): words,
    ("attribution", "text", "sv"): words,
}
contents = st.fixed_dictionaries({}, optional=FIELDS)
#: Edits of a few fields: what comes there, None for nothing.
edits = st.lists(st.sampled_from(sorted(FIELDS)), unique=True, max_size=4).flatmap(
    lambda places: st.fixed_dictionaries({place: st.none() | FIELDS[place] for place in places})
)


def document(flat):
    """Content of addresses and values; what has no value is not there."""
    content = {}
    for place, value in flat.items():
        if value is None:
            continue
        inner = content
        for step in place[:-1]:
            inner = inner.setdefault(step, {})
        inner[place[-1]] = value
    return content


def as_patch(flat):
    patch = {}
    for place, value in flat.items():
        inner = patch
        for step in place[:-1]:
            inner = inner.setdefault(step, {})
        inner[place[-1]] = value
    return patch


@examples(12)
@given(base=contents, one=edits, two=edits, methods=st.tuples(*[st.sampled_from(["PUT", "PATCH"])] * 2))
def test_edits_from_the_same_base_either_merge_in_any_order_or_are_refused_whole(world, base, one, two, methods):
    changed = [{place for place, value in each.items() if value != base.get(place)} for each in (one, two)]
    overlap = {place for place in changed[0] & changed[1] if one[place] != two[place]}
    both = document(
        base | {place: each[place] for each, places in zip((one, two), changed, strict=True) for place in places}
    )
    results, key = [], world.key()
    for first, second, how in ((one, two, methods), (two, one, methods[::-1])):
        saved = Saved(world, document(base), key=key)
        sent = [
            {"content": as_patch(edit) if method == "PATCH" else document(base | edit)}
            for edit, method in zip((first, second), how, strict=True)
        ]
        before = saved.save(how[0], sent[0])
        assert filled(before.json["content"]) == document(base | first)
        answer = saved.save(how[1], sent[1], 412 if overlap else 200, headers=MERGE)
        if overlap:
            assert {tuple(each.split("/")[2:]) for each in told(answer)} == overlap
            for pointer, states in told(answer).items():
                place = tuple(pointer.split("/")[2:])
                assert states == (base.get(place), first[place], second[place])
            assert answer.json["current"] == before.json
            assert saved.get().data == before.data
        results.append(saved.get().json["content"])
    if not overlap:
        assert filled(results[0]) == both
        assert results[0] == results[1]


def filled(content):
    """Content without the objects in which nothing is left."""
    if not isinstance(content, dict):
        return content
    inner = {name: filled(value) for name, value in content.items()}
    return {name: value for name, value in inner.items() if value != {}}
