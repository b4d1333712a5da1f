"""The form of an answer is chosen by `format` or else by `Accept`; links to other forms ask for what they have."""

import pytest

from api import ROOT
from api.resources import ROUTES

FORMS = [
    (known.sample(route.content), known, media)
    for route in ROUTES
    for known in [getattr(getattr(route.resource, "get", None), "operation", None)]
    if known and known.sample and len(known.forms(route.content)) > 1
    for media in known.forms(route.content)
]


@pytest.mark.parametrize(("path", "known", "media"), FORMS, ids=[f"{path} {media}" for path, _, media in FORMS])
def test_whatever_it_comes_in_comes_when_it_is_asked_for(seeded, path, known, media):
    def form(path, accept):
        return seeded.client.get(ROOT + path, headers={"Accept": accept}).content_type.partition(";")[0]

    assert form(path, media) == form(path, f"{media}, */*;q=0.1") == media
    for name, named in known.formats.items():
        assert form(f"{path}{'&' if '?' in path else '?'}format={name}", media) == named


def test_links_to_other_forms_ask_for_nothing_that_they_do_not_have(seeded):
    path = f"{ROOT}/receptions/mika"
    asked = "?fields=name&include=host&bodyFormat=text&locale=en"
    links = seeded.client.get(path + asked).json["_links"]
    others = {link["href"] for link in links if "type" in link}
    assert others == {f"https://api.example.se{path}?locale=en"}
    assert links[0]["href"] == f"https://api.example.se{path}{asked}"


def test_links_to_the_forms_of_the_description_keep_what_was_asked(seeded):
    links = seeded.get("/dcat?minSequence=1&format=jsonld", Accept="application/json")
    assert "_links" not in links  # that is for plain JSON
    header = seeded.client.get(f"{ROOT}/dcat?minSequence=1&format=jsonld").headers["Link"]
    for name in ("turtle", "jsonld", "rdf"):
        assert f"<https://api.example.se{ROOT}/dcat?minSequence=1&format={name}>" in header
