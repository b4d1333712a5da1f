"""The description for data portals, held against DCAT-AP-SE 3.0.1.

Source of the tables: the profile's own templates, https://github.com/diggsweden/DCAT-AP-SE, `3.0.1/bundle.json`
(published as https://docs.dataportal.se/dcat/3.0.1/sv/), where `min` 1 is mandatory and `pref` 1 recommended; and its
`docs/harvesting.md`, by which the portal takes RDF/XML, absolute addresses and no blank nodes.
"""

import os
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from api.catalogue import CATALOGUE
from api.db import Database
from api.http.rdf import FORMATS
from api.services.erasing import erase
from api.services.migrating import migrate
from schemas.dcat import language, themes
from tests.conftest import PUBLIC_URL, SEEDED_AT, Clock, World, only_on
from tests.samples import BARE

#: rdflib's own reader of JSON-LD uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
HOUSE = Path(__file__).parent.parent.parent
ROOT = f"{PUBLIC_URL}/content/v1"
OURS = Namespace(f"{ROOT}/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
AUTHORITY = "http://publications.europa.eu/resource/authority"
CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")

#: What a value is: a text in Swedish and English, a text, an instant, an address, or one of a class.
TEXT, PLAIN, INSTANT, ADDRESS = "text", "plain", "instant", "address"
#: Class, property, how many at most, what a value is. All of these are there at least once.
MANDATORY = [
    (DCAT.Catalog, DCTERMS.title, None, TEXT),
    (DCAT.Catalog, DCTERMS.description, None, TEXT),
    (DCAT.Catalog, DCTERMS.publisher, 1, FOAF.Agent),
    (DCAT.Catalog, DCTERMS.license, 1, ADDRESS),
    (DCAT.Catalog, DCAT.dataset, None, DCAT.Dataset),
    (DCAT.Dataset, DCTERMS.title, None, TEXT),
    (DCAT.Dataset, DCTERMS.description, None, TEXT),
    (DCAT.Dataset, DCTERMS.publisher, 1, FOAF.Agent),
    (DCAT.Distribution, DCAT.accessURL, 1, ADDRESS),
    (DCAT.Distribution, DCTERMS["format"], 1, PLAIN),
    (DCAT.DataService, DCTERMS.title, None, TEXT),
    (DCAT.DataService, DCAT.endpointURL, None, ADDRESS),
    (DCAT.DataService, DCTERMS["format"], 1, PLAIN),
    (FOAF.Agent, FOAF.name, None, PLAIN),
    (FOAF.Agent, DCTERMS.type, 1, ADDRESS),
    (VCARD.Organization, RDF.type, 1, ADDRESS),
    (VCARD.Organization, VCARD.fn, None, PLAIN),
    (VCARD.Organization, VCARD.hasEmail, None, ADDRESS),
]
#: Of what is recommended, what the house knows. It does not know licences, or how long the data is meant to be there.
RECOMMENDED = [
    (DCAT.Catalog, DCTERMS.language, None, ADDRESS),
    (DCAT.Catalog, DCTERMS.modified, 1, INSTANT),
    (DCAT.Catalog, DCTERMS.spatial, None, DCTERMS.Location),
    (DCAT.Catalog, DCAT.themeTaxonomy, None, ADDRESS),
    (DCAT.Catalog, FOAF.homepage, 1, FOAF.Document),
    (DCAT.Dataset, DCAT.contactPoint, None, VCARD.Organization),
    (DCAT.Dataset, DCAT.keyword, None, TEXT),
    (DCAT.Dataset, DCAT.theme, None, ADDRESS),
    (DCAT.Dataset, DCTERMS.issued, 1, INSTANT),
    (DCAT.Dataset, DCTERMS.accessRights, 1, ADDRESS),
    (DCAT.Distribution, DCTERMS.description, None, TEXT),
    (DCAT.DataService, DCAT.endpointDescription, None, ADDRESS),
    (DCAT.DataService, DCAT.contactPoint, None, VCARD.Organization),
    (DCAT.DataService, DCAT.keyword, None, TEXT),
    (DCAT.DataService, DCTERMS.accessRights, 1, ADDRESS),
]
#: Optional, but what the description is for.
STATED = [
    (DCAT.Catalog, DCAT.service, None, DCAT.DataService),
    (DCAT.Dataset, DCTERMS.modified, 1, INSTANT),
    (DCAT.Dataset, DCTERMS.language, None, ADDRESS),
    (DCAT.Dataset, DCTERMS.accrualPeriodicity, 1, ADDRESS),
    (DCAT.Dataset, DCAT.landingPage, None, ADDRESS),
    (DCAT.Dataset, DCAT.distribution, None, DCAT.Distribution),
    (DCAT.Distribution, DCAT.accessService, None, DCAT.DataService),
    (DCAT.DataService, DCAT.servesDataset, None, DCAT.Dataset),
    (DCAT.DataService, DCTERMS.publisher, 1, FOAF.Agent),
    (DCAT.DataService, DCTERMS.conformsTo, None, DCTERMS.Standard),
    (DCAT.DataService, FOAF.page, None, FOAF.Document),
]
DATA_THEMES = (
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN",
)  # fmt: skip
#: What the profile lets a property point at.
LISTS = {
    DCAT.theme: {f"{AUTHORITY}/data-theme/{code}" for code in DATA_THEMES},
    DCAT.themeTaxonomy: {f"{AUTHORITY}/data-theme"},
    DCTERMS.accessRights: {f"{AUTHORITY}/access-right/{code}" for code in ("PUBLIC", "RESTRICTED", "NON_PUBLIC")},
    DCTERMS.accrualPeriodicity: {f"{AUTHORITY}/frequency/{code}" for code in ("CONT", "DAILY", "IRREG", "UPDATE_CONT")},
    DCTERMS.language: {f"{AUTHORITY}/language/{code}" for code in ("SWE", "ENG")},
    DCTERMS.license: {str(CC0)},
    DCTERMS.type: {
        "http://www.wikidata.org/entity/Q749568",  # REST
        *(
            f"http://purl.org/adms/publishertype/{each}"
            for each in ("LocalAuthority", "RegionalAuthority", "NonProfitOrganisation", "NonGovernmentalOrganisation")
        ),
    },
}
MEDIA_TYPE = re.compile(r"\w+/[-.\w]+(\+[-.\w]+)?")


def ask(world, form="turtle", **headers):
    response = world.client.get(f"/content/v1/dcat?format={form}", headers=headers)
    assert response.status_code == 200
    return response


def described(world, form="turtle"):
    return Graph().parse(
        data=ask(world, form).data, format={"turtle": "turtle", "jsonld": "json-ld", "rdf": "xml"}[form]
    )


@pytest.fixture(scope="module")
def graph(seeded):
    return described(seeded)


def is_a(graph, value, kind):
    if kind in {TEXT, PLAIN}:
        return isinstance(value, Literal) and bool(value) and value.datatype is None
    if kind == INSTANT:
        return isinstance(value, Literal) and value.datatype == XSD.dateTime and value.toPython().tzinfo is not None
    is_address = isinstance(value, URIRef) and re.match(r"(https?://|mailto:)\S+$", value)
    return bool(is_address) and (kind == ADDRESS or (value, RDF.type, kind) in graph)


@pytest.mark.parametrize(
    ("of", "property", "most", "kind"),
    MANDATORY + RECOMMENDED + STATED,
    ids=lambda each: re.split("[/#]", str(each))[-1],
)
def test_everything_of_a_class_has_what_the_profile_asks_for(graph, of, property, most, kind):
    subjects = list(graph.subjects(RDF.type, of))
    assert subjects
    for subject in subjects:
        values = list(graph.objects(subject, property))
        assert values, f"{subject} has no {property}"
        assert most is None or len(values) <= most
        assert all(is_a(graph, value, kind) for value in values), values
        if kind == TEXT:
            assert {value.language for value in values} == {"sv", "en"}


@pytest.mark.parametrize("property", LISTS, ids=lambda each: re.split("[/#]", str(each))[-1])
def test_codes_are_of_the_lists_that_the_profile_names(graph, property):
    values = {str(value) for value in graph.objects(None, property)}
    assert values
    assert values <= LISTS[property]


def test_formats_are_media_types(graph):
    assert all(MEDIA_TYPE.fullmatch(each) for each in graph.objects(None, DCTERMS["format"]))


def test_there_is_a_dataset_for_each_type_and_everything_is_reached_from_the_catalog(graph):
    catalog, service = OURS.catalog, OURS.service
    datasets = {OURS[name] for name in CATALOGUE}
    assert set(graph.subjects(RDF.type, DCAT.Catalog)) == {catalog}
    assert set(graph.objects(catalog, DCAT.dataset)) == set(graph.objects(service, DCAT.servesDataset)) == datasets
    given = [each for dataset in datasets for each in graph.objects(dataset, DCAT.distribution)]
    assert sorted(given) == sorted(graph.subjects(RDF.type, DCAT.Distribution))
    places = {str(each).removeprefix(ROOT) for each in graph.objects(None, DCAT.accessURL)}
    feeds = {f"/feeds/{name}?format=atom" for name in ("news", "receptions")}
    assert places == {path for name in CATALOGUE for path in (f"/{name}", f"/changes?type={name}")} | feeds


def test_no_node_is_without_an_address_and_no_address_names_two_kinds_of_things(graph):
    assert not any(isinstance(each, BNode) for triple in graph for each in triple)
    assert all(len(list(graph.objects(subject, RDF.type))) == 1 for subject in graph.subjects())


def test_a_place_is_that_of_what_is_all_about_it(graph):
    county = URIRef("http://sws.geonames.org/2664292")
    here = {
        subject for subject in graph.subjects(DCTERMS.spatial, county) if (subject, RDF.type, DCAT.Dataset) in graph
    }
    assert here == {OURS.news, OURS.receptions}  # studies and organizations are of other counties too
    assert set(graph.objects(None, DCTERMS.spatial)) == {county}


def test_no_licence_is_made_up_for_the_data(graph):
    assert list(graph.subject_objects(DCTERMS.license)) == [(OURS.catalog, CC0)]
    (rights,) = set(graph.objects(None, DCTERMS.rights))
    labels = graph.objects(rights, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))
    assert {each.language: str(each) for each in labels} == {
        "sv": "Anges, där den är känd, i varje posts attribution.license",
        "en": "Stated, where known, in each item's attribution.license",
    }


def test_every_address_of_ours_answers(seeded, graph):
    pointing = (DCAT.accessURL, DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage, FOAF.page, FOAF.homepage)
    addresses = {str(each) for property in pointing for each in graph.objects(None, property)}
    ours = {each for each in addresses if each.startswith(PUBLIC_URL)}
    assert addresses - ours == {"https://kfvn.se"}
    for address in ours:
        assert seeded.client.get(address.removeprefix(PUBLIC_URL)).status_code == 200, address


def test_all_forms_say_the_same(seeded, graph):
    assert all(isomorphic(graph, described(seeded, form)) for form in FORMATS)


def test_the_form_goes_by_accept_or_by_the_address(seeded):
    def media(path="", **headers):
        return seeded.client.get(f"/content/v1/dcat{path}", headers=headers).content_type.partition(";")[0]

    assert media() == media(Accept="*/*") == "text/turtle"
    assert media(Accept="application/json") == "application/json"
    for name, form in FORMATS.items():
        assert media(Accept=form) == media(f"?format={name}", Accept="text/html") == form
    assert seeded.client.get("/content/v1/dcat", headers={"Accept": "text/html"}).status_code == 406
    (error,) = seeded.get("/dcat?format=n3", status=400)["errors"]
    assert (error["parameter"], error["allowed"]) == ("format", [*FORMATS])


def test_every_prefix_has_a_name(seeded):
    assert not [form for form in FORMATS if re.search(rb"\bns\d", ask(seeded, form).data)]


def test_plain_json_is_the_json_ld_with_links(seeded):
    document = seeded.get("/dcat", Accept="application/json")
    links = document.pop("_links")
    assert document == ask(seeded, "jsonld").json
    assert [link["rel"] for link in links] == ["self", *("alternate" for _ in FORMATS)]
    assert links[0]["href"] == f"{ROOT}/dcat"


def test_links_lead_to_every_form_and_from_what_the_api_says_of_itself(seeded):
    link = ask(seeded).headers["Link"]
    assert all(f'<{ROOT}/dcat?format={name}>; rel="alternate"; type="{form}"' in link for name, form in FORMATS.items())
    links = seeded.get("/api-info")["_links"]
    assert {"href": f"{ROOT}/dcat", "rel": "describedby", "method": "GET", "type": "text/turtle"} in links


@pytest.mark.parametrize("form", FORMATS)
def test_who_has_it_already_is_told_so(seeded, form):
    first = ask(seeded, form)
    again = seeded.client.get(f"/content/v1/dcat?format={form}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Surrogate-Key"].split() == sorted(CATALOGUE)
    assert first.headers["Content-Language"] == "sv, en"


def test_another_process_writes_the_same_bytes(engine, template):
    url = engine.copy(template)
    script = (
        "import sys; from tests.conftest import *\n"
        f"client = World(Database({url!r}, clock=Clock()), Clock()).client\n"
        f"for form in {[*FORMATS]}: sys.stdout.buffer.write(client.get(f'/content/v1/dcat?format={{form}}').data)"
    )
    database = Database(url, clock=Clock())
    here = b"".join(ask(World(database, Clock()), form).data for form in FORMATS)
    database.close()
    for seed in ("1", "2", "3"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=HOUSE,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        assert done.stdout == here
    engine.drop(url)


def instant(graph, subject, property):
    value = graph.value(subject, property)
    return value.toPython() if value is not None else None


def modified(world):
    graph = described(world)
    names = ("catalog", *CATALOGUE)
    return {name: instant(graph, OURS[name], DCTERMS.modified) for name in names}


def test_the_dates_are_those_of_the_seed(graph):
    for name in CATALOGUE:
        for property in (DCTERMS.issued, DCTERMS.modified):
            assert timedelta(0) <= instant(graph, OURS[name], property) - SEEDED_AT < timedelta(seconds=1)


def test_what_is_not_public_changes_nothing(world):
    before = {form: ask(world, form).data for form in FORMATS}
    entry = world.create("news", BARE["news"])
    world.clock.advance(minutes=1)
    assert {form: ask(world, form).data for form in FORMATS} == before
    world.publish(entry, start=world.clock.now + timedelta(days=1))
    world.clock.advance(minutes=1)
    assert {form: ask(world, form).data for form in FORMATS} == before


def test_what_comes_and_goes_is_a_modification(world):
    at_first = modified(world)
    world.clock.advance(minutes=1)
    start = world.clock.now + timedelta(hours=1)
    entry = world.add(
        "news", BARE["news"] | {"title": {"sv": "Ny", "fi": "Uusi"}}, start=start, until=start + timedelta(hours=1)
    )
    assert modified(world) == at_first
    world.clock.now = start - timedelta(seconds=20)
    assert ask(world).headers["Cache-Control"] == "public, max-age=20, must-revalidate"
    for now in (start, start + timedelta(hours=1)):
        world.clock.now = now
        assert modified(world) == at_first | {"news": now, "catalog": now}
    world.clock.advance(minutes=1)
    world.unpublish(world.add("studies", BARE["studies"]))
    assert modified(world)["studies"] > world.clock.now
    assert world.send("GET", f"/news/{entry}").status_code == 410


def test_the_languages_are_those_of_what_is_public(world):
    def languages():
        return {str(each) for each in described(world).objects(OURS.news, DCTERMS.language)}

    assert languages() == {language("sv")}
    entry = world.add("news", BARE["news"] | {"lead": {"sv": "Nytt", "en": "News", "fi": "Uusi"}})
    assert languages() == {language(tag) for tag in ("sv", "en", "fi")}
    world.unpublish(entry)
    assert languages() == {language("sv")}


def test_what_is_hidden_is_not_told_by_when_it_began(world):
    issued = instant(described(world), OURS.studies, DCTERMS.issued)
    world.clock.advance(days=1)
    study = world.get("/studies")["items"][0]["id"]
    later = world.add("studies", BARE["studies"])
    world.clock.advance(days=1)
    assert instant(described(world), OURS.studies, DCTERMS.issued) == issued
    world.send(
        "PUT",
        f"/entries/studies/{study}/withdrawal",
        {"kind": "gone", "history": "hidden"},
        key=world.key("administrator"),
        match="*",
    )
    published = datetime.fromisoformat(world.get(f"/studies/{later}")["publishedAt"])
    assert instant(described(world), OURS.studies, DCTERMS.issued) == published


def test_an_erasure_is_a_modification_and_leaves_no_date_of_its_own(world):
    contact = world.add("contacts", BARE["contacts"])
    before = described(world)
    world.clock.advance(hours=1)
    with world.database.writing() as session:
        erase(session, contact)
    assert modified(world)["contacts"] > instant(before, OURS.contacts, DCTERMS.modified)


@only_on("sqlite")
def test_a_house_that_holds_nothing_is_described_too(engine):
    url = engine.empty()
    database = Database(url, clock=Clock())
    migrate(database)
    graph = described(World(database, Clock()))
    database.close()
    assert set(graph.objects(OURS.catalog, DCAT.dataset)) == {OURS[name] for name in CATALOGUE}
    assert not list(graph.subject_objects(DCTERMS.modified))
    for of, property, _, _ in MANDATORY:
        assert all((subject, property, None) in graph for subject in graph.subjects(RDF.type, of))


def test_a_language_is_named_by_its_three_letters_or_not_at_all():
    assert [language(tag).rpartition("/")[2] for tag in ("sv-simple", "yi", "se", "fit")] == [
        "SWE",
        "YID",
        "SME",
        "FIT",
    ]
    assert language("x-hemligt") is None


def test_a_theme_that_is_none_stops_the_house():
    with pytest.raises(ValueError, match="SOSI"):
        themes("SOCI", "SOSI")
