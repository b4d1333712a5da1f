"""One life, run for each type: what holds for one holds for all."""

import copy

import pytest

from api.catalogue import CATALOGUE
from tests.conftest import OWNER
from tests.samples import BARE, CONTENT, MATCHES

TYPES = sorted(CATALOGUE)


@pytest.fixture(params=TYPES)
def type_(request):
    return request.param


def retitled(type_, title):
    content = copy.deepcopy(CONTENT[type_])
    field = CATALOGUE[type_].title
    content[field] = title if isinstance(content[field], str) else {**content[field], "sv": title}
    return content


def test_every_type_has_a_sample_that_states_every_field(type_):
    assert set(CONTENT[type_]) == set(CATALOGUE[type_].fields)
    assert set(MATCHES[type_]) | {"organization"} == set(CATALOGUE[type_].filters)


def test_a_life(world, type_):
    entry = world.create(type_, CONTENT[type_])
    before = world.clock.now
    listed = world.get(f"/{type_}")["_meta"]["totalRecords"]
    world.get(f"/{type_}/{entry}", 404)  # a draft is not there
    world.clock.advance(minutes=1)
    world.publish(entry)

    item = world.get(f"/{type_}/{entry}")
    slug = item["slug"]
    assert item == world.get(f"/{type_}/{slug}")
    assert (item["version"], item["type"]) == (1, type_)
    assert item["organization"]["slug"] == OWNER
    assert item["firstPublishedAt"] == item["publishedAt"] == item["updatedAt"] == "2026-11-24T09:01:00Z"
    assert item["review"] == {"lastReviewedOn": "2026-11-01", "reviewBy": "2027-05-01", "isOverdue": False}
    assert all(item[field] is not None for field in CATALOGUE[type_].fields if field != "translation")
    assert world.get(f"/{type_}")["_meta"]["totalRecords"] == listed + 1

    world.clock.advance(minutes=1)
    world.save(entry, retitled(type_, "Ett annat namn"), slug="ett-annat-namn")
    assert world.get(f"/{type_}/{slug}") == item  # a draft does not leak
    assert world.get(f"/{type_}/ett-annat-namn", 404)

    world.publish(entry, major=False, note={"sv": "Nytt namn.", "en": "New name."})
    changed = world.get(f"/{type_}/ett-annat-namn")
    assert changed["version"] == 2
    assert changed["publishedAt"] > changed["updatedAt"] == item["updatedAt"]
    assert changed["changeHistory"] == [{"note": "Nytt namn.", "at": changed["publishedAt"]}]
    assert changed["contentHash"] != item["contentHash"]
    moved = world.client.get(f"/content/v1/{type_}/{slug}?locale=en")
    assert moved.status_code == 308
    assert moved.headers["Location"] == f"https://api.example.se/content/v1/{type_}/ett-annat-namn?locale=en"
    assert world.get(f"/{type_}/{slug}?asOf={item['publishedAt']}")["version"] == 1
    assert world.get(f"/{type_}/ett-annat-namn?asOf={item['publishedAt']}")["slug"] == slug

    world.clock.advance(minutes=1)
    world.withdraw(entry, explanation={"sv": "Utgått.", "en": "Retired."})
    gone = world.get(f"/{type_}/ett-annat-namn", 410)
    assert gone["explanation"] == "Utgått."
    assert (gone["replacement"] or {}).get("slug") == CONTENT[type_].get("replacedBy")
    assert world.get(f"/{type_}/{entry}", 410, Accept_Language="en")["explanation"] == "Retired."
    assert world.get(f"/{type_}")["_meta"]["totalRecords"] == listed
    assert world.get(f"/{type_}/{entry}?asOf={changed['publishedAt']}")["version"] == 2
    assert world.get(f"/{type_}/{entry}?asOf={before.isoformat().replace('+00:00', 'Z')}", 404)

    world.publish(entry)
    back = world.get(f"/{type_}/{entry}")
    assert (back["version"], back["firstPublishedAt"]) == (3, item["firstPublishedAt"])


def test_every_declared_filter_finds_what_matches_and_leaves_the_rest(world, type_):
    entry = str(world.add(type_, CONTENT[type_]))
    bare = str(world.add(type_, BARE[type_]))
    for name, value in MATCHES[type_].items():
        answer = world.client.get(f"/content/v1/{type_}", query_string={name: value, "limit": 100})
        found = [item["id"] for item in answer.json["items"]]
        assert entry in found, name
        assert bare not in found, name
    assert world.get(f"/{type_}?organization=sundsvalls-kommun")["items"] == []


def test_every_declared_sort_orders_both_ways(world, type_):
    world.clock.advance(minutes=1)
    world.add(type_, CONTENT[type_])
    world.clock.advance(minutes=1)
    world.add(type_, retitled(type_, "Ödla Älg Ål Zebra"))
    for key in CATALOGUE[type_].sorts:
        up = [item["id"] for item in world.get(f"/{type_}?limit=100&sort={key}")["items"]]
        down = [item["id"] for item in world.get(f"/{type_}?limit=100&sort=-{key}")["items"]]
        assert sorted(up) == sorted(down)
        assert up != down


def test_every_relation_embeds_and_says_what_it_embeds(world, type_):
    entry = world.add(type_, CONTENT[type_])
    for name, target in CATALOGUE[type_].relations.items():
        embedded = list(_items(world.get(f"/{type_}/{entry}?include={name}")[name], target))
        assert embedded, name
        assert all("contentHash" in each and each["_links"][0]["rel"] == "self" for each in embedded)


def _items(value, type_):
    if isinstance(value, dict):
        if value.get("type") == type_:
            yield value
        else:
            for each in value.values():
                yield from _items(each, type_)
    elif isinstance(value, list):
        for each in value:
            yield from _items(each, type_)


def test_every_field_can_be_asked_for_alone(world, type_):
    entry = world.add(type_, CONTENT[type_])
    for field in CATALOGUE[type_].item().fields:
        answer = world.get(f"/{type_}/{entry}?fields={field}")
        assert set(answer) == {"id", "type", "_links", field}


def test_a_list_leaves_long_texts_out_unless_asked(world, type_):
    world.add(type_, CONTENT[type_])
    long = CATALOGUE[type_].long
    assert not long & set(world.get(f"/{type_}")["items"][0])
    for field in long:
        assert field in world.get(f"/{type_}?fields={field}")["items"][0]


def test_what_points_at_an_item_is_one_link_away(world, type_):
    entry = world.add(type_, CONTENT[type_])
    related = [link for link in world.get(f"/{type_}/{entry}")["_links"] if link["rel"] == "related"]
    for link in related:
        path = link["href"].removeprefix("https://api.example.se/content/v1")
        assert world.get(path)["items"] == []
