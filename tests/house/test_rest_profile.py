"""Sweden's national REST API profile: every rule that the OpenAPI document can show, each under its id."""

import re
from datetime import date, datetime

import pytest

from api import ROOT, STATUS, __version__
from api.http.specification import FILE, load

DOCUMENT = load()
INFO = DOCUMENT["info"]
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")
OPERATIONS = [
    (path, method, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
]
SCHEMAS = DOCUMENT["components"]["schemas"]
SEGMENTS = [segment for path in DOCUMENT["paths"] for segment in path.strip("/").split("/")]
PLAIN = [segment for segment in SEGMENTS if not segment.startswith("{")]


def resolve(node):
    while "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def parameters(operation, where):
    return [each for each in map(resolve, operation.get("parameters", [])) if each["in"] == where]


def responses():
    for path, method, operation in OPERATIONS:
        for status, response in operation["responses"].items():
            yield f"{method} {path} {status}", status, resolve(response)


def properties():
    for name, schema in SCHEMAS.items():
        for field, described in schema.get("properties", {}).items():
            yield f"{name}.{field}", field, described


def lists():
    return [
        (path, operation)
        for path, method, operation in OPERATIONS
        if method == "get" and "List" in operation["operationId"]
    ]


def test_dok_01_external_docs():
    assert DOCUMENT["externalDocs"]["description"]
    assert DOCUMENT["externalDocs"]["url"].startswith("https://")


def test_dok_03_the_api_says_who_and_on_what_terms():
    assert all(INFO[key] for key in ("title", "version", "description", "termsOfService"))
    assert set(INFO["contact"]) == {"name", "email", "url"}
    assert set(INFO["license"]) == {"name", "url"}


def test_dok_05_ver_04_one_version_everywhere(seeded):
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert INFO["version"] == __version__ == seeded.get("/api-info")["apiVersion"]


def test_dok_06_both_languages():
    assert {"och", "är"} <= set(INFO["description"].split())
    assert {"and", "is", "the"} <= set(INFO["description"].split())


def test_dok_07_dok_11_a_description():
    assert len(INFO["description"]) > 500


def test_dok_08_service_level():
    assert set(INFO["x-sla"]) == {"availability", "responseTime", "support"}
    assert "SLA" in DOCUMENT["externalDocs"]["description"]


def test_dok_09_limitations():
    assert INFO["x-limitations"]
    assert re.search("begränsning", INFO["description"], re.IGNORECASE)
    assert re.search("limitation", INFO["description"], re.IGNORECASE)


def test_dok_15_an_example_for_every_json():
    for place, _, response in responses():
        for media, content in response.get("content", {}).items():
            if media.endswith("json"):
                assert content.get("example"), f"{place} {media}"
    for path, method, operation in OPERATIONS:
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            assert content.get("example"), f"{method} {path} {media}"


def test_dok_16_every_object_is_a_schema_of_its_own():
    assert {"NewsItem", "Reception", "Contact", "Study", "Organization", "Municipality", "Problem"} <= set(SCHEMAS)


def test_dok_17_openapi_3():
    assert DOCUMENT["openapi"].startswith("3.1.")


def test_dok_19_every_operation_is_described():
    for path, method, operation in OPERATIONS:
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
    assert all("parameters" not in item for item in DOCUMENT["paths"].values())


def test_dok_20_every_answer_is_described():
    for place, _, response in responses():
        assert response["description"], place
    for path, method, operation in OPERATIONS:
        answers = set(operation["responses"])
        assert {"400", "406", "429", "500", "503"} <= answers, path
        assert len(answers & {"200", "201", "204"}) == 1, path
        assert ("304" in answers) == (operation["security"] == []), path
        assert ({"401", "403"} <= answers) or operation["security"] == [], path
        assert ("requestBody" in operation) <= ({"413", "415", "422"} <= answers), path
        assert ("ifMatch" in str(operation["parameters"])) == ({"412", "428"} <= answers), (path, method)


def test_dok_21_sak_10_authentication_is_stated():
    assert DOCUMENT["components"]["securitySchemes"] == {"key": {"type": "http", "scheme": "bearer"}}
    assert all("security" in operation for _, _, operation in OPERATIONS)


def test_dok_23_dok_24_the_document_stands_below_the_root(seeded):
    assert FILE.name == "openapi.yaml"
    for name in ("openapi.yaml", "openapi.json"):
        assert seeded.client.get(f"{ROOT}/{name}").status_code == 200
        assert f"/{name}" not in DOCUMENT["paths"]


def test_dot_02_dot_04_instants_and_dates_have_examples_in_utc():
    found = 0
    for place, _, described in properties():
        kind = described.get("format")
        if kind == "date":
            found += 1
            assert date.fromisoformat(described["example"]), place
        elif kind == "date-time":
            found += 1
            assert described["example"].endswith("Z"), place
            assert datetime.fromisoformat(described["example"]).tzinfo, place
    assert found > 10


def test_res_02_no_personal_numbers():
    assert not re.search("personnummer|personalNumber|ssn", str(DOCUMENT["paths"]), re.IGNORECASE)


def test_res_03_ids_are_no_numbers():
    for place, field, described in properties():
        if field == "id":
            assert described["format"] == "uuid", place


def test_res_06_resources_are_plural_nouns():
    singular_by_rule = {"api-info", "dcat", "search"}  # VER.06 names the first; of the others there is one each
    first = {path.strip("/").split("/")[0] for path in DOCUMENT["paths"]} - singular_by_rule
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", each) for each in first)
    assert all(each.endswith("s") for each in first)
    assert not any(re.match(r"(get|post|put|delete|patch)-", each) for each in PLAIN)


def test_ufn_01_ver_05_the_server_is_host_api_version():
    for server in DOCUMENT["servers"]:
        assert re.fullmatch(r"https://[a-z0-9.-]+/[a-z0-9-]+/v\d+", server["url"])


def test_ufn_02_sak_01_https_only():
    assert all(server["url"].startswith("https://") for server in DOCUMENT["servers"])
    assert "localhost" not in str(DOCUMENT["servers"])


def test_ufn_07_ufn_08_characters_of_paths():
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", segment) for segment in PLAIN)


def test_ufn_09_no_underscores_in_paths():
    assert not [segment for segment in SEGMENTS if "_" in segment or " " in segment]


def test_mog_01_resources_and_verbs():
    assert len(DOCUMENT["paths"]) >= 2
    assert all(any(method in METHODS for method in item) for item in DOCUMENT["paths"].values())


def test_mog_02_hyp_05_every_answer_links_on():
    for place, status, response in responses():
        if status in {"200", "201"}:
            content = response["content"]["application/json"]
            if "application/feed+json" in response["content"]:  # links as JSON Feed has them
                assert {"feed_url", "home_page_url"} <= set(content["example"]), place
                continue
            assert "_links" in str(content["schema"]), place
            assert content["example"]["_links"][0]["rel"] == "self", place


def test_sak_09_no_basic_or_digest():
    schemes = DOCUMENT["components"]["securitySchemes"].values()
    assert not [each for each in schemes if each.get("scheme", "").lower() in {"basic", "digest"}]


def test_sak_15_sak_16_no_key_in_the_url():
    for _, _, operation in OPERATIONS:
        names = {each["name"].lower() for each in parameters(operation, "query")}
        assert not names & {"key", "apikey", "api_key", "token", "access_token"}


def test_ame_01_ame_02_json_among_the_forms():
    for place, status, response in responses():
        if status in {"200", "201"}:
            assert "application/json" in response["content"], place
    for path, _, operation in OPERATIONS:
        if "requestBody" in operation:
            assert "application/json" in operation["requestBody"]["content"], path


def test_ame_04_ame_05_ame_07_fields_are_camel_case():
    for place, field, _ in properties():
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", field) or field == "_links", place


def test_ame_06_lists_are_plural():
    spoken_of = {"allowed", "changeHistory", "openingHours", "hours"}  # a participle, a history, and hours
    for place, field, described in properties():
        if "array" in str(described.get("type")):
            assert field.endswith("s") or field in spoken_of, place


def test_arq_01_arq_05_no_payload_in_headers():
    for header in DOCUMENT["components"]["headers"].values():
        assert header["schema"]["type"] == "string"


def test_fel_01_the_problem_has_what_rfc_9457_names():
    problem = SCHEMAS["Problem"]
    assert problem["type"] == "object"
    assert {"type", "title", "status", "detail", "instance"} <= set(problem["properties"])


def test_fel_02_errors_are_problems():
    for place, status, response in responses():
        if status >= "4":
            assert list(response["content"]) == ["application/problem+json"], place


def test_ver_06_ver_07_api_info(seeded):
    info = seeded.get("/api-info")
    assert "/api-info" in DOCUMENT["paths"]
    assert set(info) == {"apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus", "_links"}


def test_ver_10_ver_11_ver_12_status_and_version_agree():
    assert STATUS in {"alpha", "beta", "active", "deprecated", "retired", "decommisioned"}
    assert __version__.startswith("0.") == (STATUS in {"alpha", "beta"})


def test_fns_01_fns_03_fns_06_parameter_names():
    for _, _, operation in OPERATIONS:
        for each in parameters(operation, "query"):
            assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", each["name"])


def test_fns_05_query_parameters_are_optional():
    for _, _, operation in OPERATIONS:
        assert not [each for each in parameters(operation, "query") if each.get("required")]


@pytest.mark.parametrize(("path", "operation"), lists(), ids=lambda value: value if isinstance(value, str) else "")
def test_fns_07_fns_08_fns_09_paging(path, operation):
    query = {each["name"]: each["schema"] for each in parameters(operation, "query")}
    assert query["page"]["default"] == 1
    assert query["limit"]["default"] == 20


@pytest.mark.parametrize(("path", "operation"), lists(), ids=lambda value: value if isinstance(value, str) else "")
def test_fns_10_fns_11_fns_13_meta_and_links(path, operation):
    example = resolve(operation["responses"]["200"])["content"]["application/json"]["example"]
    assert {"page", "limit", "offset", "count", "totalRecords"} <= set(example["_meta"])
    assert {"self", "first", "last"} <= {link["rel"] for link in example["_links"]}


def test_hyp_07_hyp_11_to_hyp_17_links_are_absolute_and_say_how():
    def walk(node):
        if isinstance(node, dict):
            for link in node.get("_links", []):
                assert link["href"].startswith("https://")
                assert link["rel"]
                assert link["method"] in {"GET", "POST", "PUT", "PATCH", "DELETE"}
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    for _, status, response in responses():
        if status in {"200", "201"}:
            walk(response["content"]["application/json"]["example"])


def test_spa_02_spa_04_trace_context():
    for path, _, operation in OPERATIONS:
        assert "traceparent" in {each["name"] for each in parameters(operation, "header")}, path
    for place, _, response in responses():
        assert "traceparent" in response["headers"], place


def test_for_02_no_body_on_get():
    assert not [path for path, method, operation in OPERATIONS if method == "get" and "requestBody" in operation]
