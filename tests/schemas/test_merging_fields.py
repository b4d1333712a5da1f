"""Comparing and merging content field by field, and JSON Merge Patch, as plain functions."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.catalogue import CATALOGUE
from schemas.merging import apply_patch, changes, conflicts, flatten, merge, unflatten
from tests.properties import examples
from tests.samples import BARE, CONTENT

#: RFC 7396, appendix A: original, patch, result.
APPENDIX_A = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
#: The example of RFC 7396, section 3.
DOCUMENT = {
    "title": "Goodbye!",
    "author": {"givenName": "John", "familyName": "Doe"},
    "tags": ["example", "sample"],
    "content": "This will be unchanged",
}

leaves = st.booleans() | st.integers(0, 3) | st.sampled_from(["a", "b"]) | st.lists(st.integers(0, 2), max_size=2)
json = st.recursive(
    st.none() | leaves, lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8
)
fields = st.dictionaries(st.sampled_from([("a",), ("b", "sv"), ("b", "en"), ("c", "d", "sv"), ("e",)]), leaves)


def as_asked(target, patch):
    """What RFC 7396 asks for, seen from the result: each member by itself."""
    if not isinstance(patch, dict):
        return patch
    there = target if isinstance(target, dict) else {}
    return {
        name: as_asked(there.get(name), patch[name]) if name in patch else there[name]
        for name in [*there, *(each for each in patch if each not in there)]
        if name not in patch or patch[name] is not None
    }


@pytest.mark.parametrize(("original", "patch", "result"), APPENDIX_A)
def test_a_patch_does_what_appendix_a_says(original, patch, result):
    before = copy.deepcopy((original, patch))
    assert apply_patch(original, patch) == result
    assert (original, patch) == before


def test_a_patch_does_what_the_example_of_the_rfc_says():
    patch = {"title": "Hello!", "phoneNumber": "+01", "author": {"familyName": None}, "tags": ["example"]}
    assert apply_patch(DOCUMENT, patch) == {
        "title": "Hello!",
        "author": {"givenName": "John"},
        "tags": ["example"],
        "content": "This will be unchanged",
        "phoneNumber": "+01",
    }


@examples(200)
@given(target=json, patch=json)
def test_any_patch_does_what_the_rfc_says_member_by_member(target, patch):
    before = copy.deepcopy((target, patch))
    once = apply_patch(target, patch)
    assert once == as_asked(target, patch)
    assert apply_patch(once, patch) == once
    assert (target, patch) == before


@pytest.mark.parametrize("type_", CATALOGUE)
@pytest.mark.parametrize("samples", [CONTENT, BARE])
def test_content_taken_apart_and_put_together_is_the_same(type_, samples):
    content = samples[type_]
    assert unflatten(flatten(CATALOGUE[type_].schema, content)) == content


def test_a_field_is_one_language_of_a_text_or_one_whole_list_and_objects_are_opened():
    content = {
        "name": {"sv": "Namn", "en": "Name"},
        "topics": {"sv": ["Ett", "Två"]},
        "audiences": ["youths"],
        "isFree": False,
        "minAge": 0,
        "address": {"city": "Sundsvall", "instructions": {"sv": "Gå in."}},
        "channels": [{"kind": "visit", "value": "Torget"}],
        "translation": {"en": {"source": "sv", "status": "reviewed"}},
        "review": {"reviewBy": "2027-05-01"},
        "host": None,
    }
    assert flatten(CATALOGUE["receptions"].schema, content, ("content",)) == {
        ("content", "name", "sv"): "Namn",
        ("content", "name", "en"): "Name",
        ("content", "topics", "sv"): ["Ett", "Två"],
        ("content", "audiences"): ["youths"],
        ("content", "isFree"): False,
        ("content", "minAge"): 0,
        ("content", "address", "city"): "Sundsvall",
        ("content", "address", "instructions", "sv"): "Gå in.",
        ("content", "channels"): [{"kind": "visit", "value": "Torget"}],
        ("content", "translation", "en"): {"source": "sv", "status": "reviewed"},
        ("content", "review", "reviewBy"): "2027-05-01",
    }


@pytest.mark.parametrize("type_", CATALOGUE)
def test_every_stated_field_of_a_type_has_its_place(type_):
    """Nothing gets lost in a merge because its field is not known to be one."""
    schema = CATALOGUE[type_].schema
    assert {path[0] for path in flatten(schema, CONTENT[type_])} == set(CONTENT[type_])


def test_what_differs_is_told_in_the_order_it_stands():
    before = {("a",): 1, ("b", "sv"): "x", ("c",): [1]}
    after = {("d",): False, ("c",): [1], ("b", "sv"): "y"}
    found = changes(before, after)
    assert list(found.items()) == [(("a",), (1, None)), (("b", "sv"), ("x", "y")), (("d",), (None, False))]
    assert changes(before, dict(before)) == {}


@pytest.mark.parametrize(
    ("base", "theirs", "yours", "found"),
    [
        (1, 2, 3, True),
        (1, 2, 2, False),
        (1, 2, 1, False),
        (1, 1, 3, False),
        (None, 2, 3, True),
        (None, 2, 2, False),
        (1, None, 3, True),
        (1, 2, None, True),
        (1, None, None, False),
        (None, None, 2, False),
        ([1], [1, 2], [1, 3], True),
        ([1, 2], [2, 1], [1, 2], False),
        (True, None, False, True),
    ],
)
def test_a_conflict_is_what_both_changed_each_to_something_else(base, theirs, yours, found):
    states = ({("x",): each} if each is not None else {} for each in (base, theirs, yours))
    assert conflicts(*states) == ([("x",)] if found else [])


def test_a_merge_is_theirs_with_what_you_changed():
    base = {("a",): 1, ("b", "sv"): "x", ("b", "en"): "x", ("c",): [1]}
    theirs = {("a",): 2, ("b", "sv"): "x", ("c",): [1], ("n",): 0}
    yours = {("a",): 1, ("b", "sv"): "y", ("b", "en"): "x", ("m",): False}
    assert merge(base, theirs, yours) == {("a",): 2, ("b", "sv"): "y", ("n",): 0, ("m",): False}
    assert theirs == {("a",): 2, ("b", "sv"): "x", ("c",): [1], ("n",): 0}


@examples(200)
@given(base=fields, theirs=fields, yours=fields)
def test_a_merge_without_conflicts_loses_nothing_and_has_no_order(base, theirs, yours):
    assert flat(unflatten(base)) == base
    overlapping = {
        path
        for path in {*base, *theirs, *yours}
        if base.get(path) != theirs.get(path)
        and base.get(path) != yours.get(path)
        and theirs.get(path) != yours.get(path)
    }
    assert set(conflicts(base, theirs, yours)) == set(conflicts(base, yours, theirs)) == overlapping
    merged = merge(base, theirs, yours)
    for path in {*base, *theirs, *yours}:
        mine = yours.get(path)
        assert merged.get(path) == (mine if mine != base.get(path) else theirs.get(path))
    if not overlapping:
        assert merged == merge(base, yours, theirs)
    assert merge(base, base, yours) == yours
    assert merge(base, theirs, base) == theirs


def flat(content, path=()):
    """Addresses and leaves of content whose objects are all opened."""
    found = {}
    for name, value in content.items():
        found |= flat(value, (*path, name)) if isinstance(value, dict) else {(*path, name): value}
    return found
