"""openapi.yaml is what the code says, and lists exactly what lies below the root."""

import re

import jsonschema_rs
import yaml

from api import ROOT
from api.cli import specification
from api.http.openapi import LONGEST_EXAMPLE
from api.http.specification import FILE, load
from api.resources import ROUTES
from tests.contract_client import NOT_LISTED


def test_it_does_not_drift(seeded):
    assert specification(seeded.app) == FILE.read_text(encoding="utf-8"), "run `flask --app wsgi openapi`"


def test_it_lists_exactly_what_lies_below_the_root(seeded):
    rules = {rule.rule.removeprefix(ROOT) for rule in seeded.app.url_map.iter_rules() if rule.rule.startswith(ROOT)}
    served = {re.sub(r"<(\w+)>", r"{\1}", rule) for rule in rules if not NOT_LISTED.fullmatch(rule)}
    assert served == set(load()["paths"])


def test_every_schema_is_one():
    for schema in load()["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_no_reference_leads_nowhere():
    document = load()
    text = str(document)
    for kind, name in re.findall(r"#/components/(\w+)/([\w-]+)", text):
        assert name in document["components"][kind], (kind, name)


def test_every_example_holds():
    document = load()
    for name, response in document["components"]["responses"].items():
        for media, content in response["content"].items():
            if "example" in content:
                pointer = f"#/components/responses/{name}/content/{media.replace('/', '~1')}/schema"
                jsonschema_rs.Draft202012Validator({**document, "$ref": pointer}).validate(content["example"])


def test_examples_of_other_forms_are_short_enough_to_read():
    responses = load()["components"]["responses"]
    others = [
        content.get("example")
        for response in responses.values()
        for media, content in response["content"].items()
        if not media.endswith("json") and media != "text/html"
    ]
    assert all(len(each) <= LONGEST_EXAMPLE for each in others if each)
    assert None in others
    assert "BEGIN:VCARD" in responses["GetContactItemAnswer"]["content"]["text/vcard"]["example"]


def test_what_the_description_leads_to_is_there():
    document = load()
    named = set(re.findall(r"`(/[\w/]+)`", document["info"]["description"]))
    assert {"/search", "/feeds/news", "/changes"} <= named <= set(document["paths"])


def test_an_operation_says_who_may_use_it():
    for route in ROUTES:
        for verb in ("get", "post", "put", "patch", "delete"):
            method = getattr(route.resource, verb, None)
            assert method is None or method.operation.access, (route.path, verb)


def test_it_is_served_with_this_servers_address(seeded):
    served = yaml.safe_load(seeded.client.get(f"{ROOT}/openapi.yaml").data)
    as_json = seeded.client.get(f"{ROOT}/openapi.json")
    assert served["servers"] == as_json.json["servers"] == [{"url": f"https://api.example.se{ROOT}"}]
    assert as_json.headers["ETag"]
    assert "api.kfvn.se" not in as_json.text
    again = seeded.client.get(f"{ROOT}/openapi.json", headers={"If-None-Match": as_json.headers["ETag"]})
    assert again.status_code == 304
