"""Every item in the words of schema.org, and no word that schema.org does not have for it."""

import copy
import itertools
import json
from uuid import UUID

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SDO

from api.catalogue import CATALOGUE
from schemas.codes import AUDIENCES, CHANNEL_AUDIENCES, CHANNEL_KINDS
from schemas.fields import Code
from tests.readers.schema_org import VOCABULARY, faults, kinds
from tests.samples import BARE, CONTENT

#: What reads JSON-LD there warns of another part of itself.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

MEDIA = "application/ld+json"
LOCALES = ("sv", "en", "sv-simple", "fi")
API = "https://api.example.se/content/v1"
KARIN, HANNAH = ("705980145", "598 01 45"), ("701902735", "190 27 35")
HOURS = [{"days": ["mo", "su"], "opens": "09:00", "closes": "00:00"}]
VALUES = {"phone": "060-12 34 56", "sms": "070-123 45 67", "email": "um@example.se", "visit": "Torget", "dropIn": "Tåg"}
#: A channel of every kind, for everyone and for no one in particular.
CHANNELS = [
    {"kind": kind, "value": VALUES.get(kind, f"https://um.example.se/{kind}"), "hours": HOURS, "audience": audience}
    for kind, audience in itertools.product(CHANNEL_KINDS, (None, *CHANNEL_AUDIENCES))
]


@pytest.fixture(params=sorted(CATALOGUE))
def type_(request):
    return request.param


def linked(world, path, **headers):
    answer = world.client.get(f"/content/v1{path}", headers={"Accept": MEDIA, **headers})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == MEDIA
    return answer.json


def reception(world, **content):
    """The JSON-LD of a reception that says this beside its sample."""
    id = world.add("receptions", CONTENT["receptions"] | {"status": "active"} | content)
    return linked(world, f"/receptions/{id}")


def nodes(said):
    """Every object of a document."""
    if isinstance(said, dict):
        yield said
        for each in said.values():
            yield from nodes(each)
    elif isinstance(said, list):
        for each in said:
            yield from nodes(each)


def samples(type_):
    """Contents that between them say everything the type can say: every code of every field that has one alone."""
    yield BARE[type_]
    yield CONTENT[type_]
    own = {"phone": "060-65 43 21"} if type_ == "contacts" else {}  # no help line of a sample is a person's number
    for name, field in CATALOGUE[type_].fields.items():
        if isinstance(field, Code):
            yield from (CONTENT[type_] | {name: code} | own for code in field.codes)
    if type_ == "receptions":
        yield CONTENT[type_] | {"status": "active", "isFree": True, "channels": CHANNELS}
    if type_ == "studies":
        links = [link | {"url": "https://example.se/nytt"} for link in CONTENT[type_]["links"]]
        yield CONTENT[type_] | {"links": links}


def hold(document):
    """Hold a document against schema.org: by its vocabulary, and as the graph that it is."""
    assert document["@context"] == "https://schema.org"
    assert list(faults(document)) == []
    graph = Graph().parse(
        data=json.dumps(document | {"@context": {"@vocab": str(SDO)}}),
        format="json-ld",
        base="https://nowhere.example/",
    )
    assert URIRef(SDO[document["@type"]]) in set(graph.objects(URIRef(document["@id"]), RDF.type))
    names = {name for each in nodes(document) for name in each if not name.startswith("@")}
    assert {SDO[name] for name in names} | {RDF.type} == set(graph.predicates())


def test_every_item_of_the_seed_speaks_their_language(seeded, type_):
    for item in seeded.get(f"/{type_}?limit=100")["items"]:
        for locale in LOCALES:
            document = linked(seeded, f"/{type_}/{item['slug']}?locale={locale}")
            hold(document)
            assert document["@id"] == f"{API}/{type_}/{item['slug']}"
            assert document["identifier"] == item["id"]


def test_whatever_can_be_stated_is_said_in_their_language(world, type_):
    for number, content in enumerate(samples(type_)):
        id = world.add(type_, content, slug=f"prov-{number}")
        for locale in LOCALES:
            hold(linked(world, f"/{type_}/{id}?locale={locale}"))


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"@type": "Reception"}, "Reception is no type we know"),
        ({"isAccessibleForFree": True}, "GovernmentService has no isAccessibleForFree"),
        ({"serviceAudience": {"@type": "Audience"}}, "GovernmentService has no serviceAudience"),
        ({"openingHoursSpecification": {"@type": "OpeningHoursSpecification"}}, "has no openingHoursSpecification"),
        ({"contactPoint": {"@type": "ContactPoint"}}, "GovernmentService has no contactPoint"),
        ({"hoursAvailable": "Mo-Fr 08:00-16:30"}, "'Mo-Fr 08:00-16:30' is none of ['OpeningHoursSpecification']"),
        ({"hoursAvailable": {"@type": "OpeningHoursSpecification", "dayOfWeek": "mo"}}, "'mo' is none of"),
        ({"hoursAvailable": {"@type": "OpeningHoursSpecification", "opens": "8.00"}}, "'8.00' is none of ['Time']"),
        ({"provider": {"@type": "Place"}}, "Place is none of ['Organization', 'Person']"),
        ({"offers": {"@type": "Offer", "price": None}}, "None is none of ['Number', 'Text']"),
        ({"alternateName": []}, "nothing is said"),
        ({"name": ""}, "'' is none of ['Text']"),
        ({"url": "/receptions/mika"}, "'/receptions/mika' is none of ['URL']"),
        ({"mainEntityOfPage": {"@type": "WebPage", "lastReviewed": "i går"}}, "'i går' is none of ['Date']"),
        (
            {"mainEntityOfPage": {"@type": "WebPage", "dateModified": "2026-11-24T08:00:00"}},
            "is none of ['Date', 'DateT",
        ),
    ],
)
def test_a_word_that_is_not_theirs_is_found(seeded, wrong, fault):
    document = linked(seeded, "/receptions/mika")
    assert [each for each in faults(document | wrong) if fault in each]


def test_the_vocabulary_is_the_whole_of_what_we_speak(world):
    spoken = set()
    for type_ in CATALOGUE:
        for number, content in enumerate(samples(type_)):
            id = world.add(type_, content, slug=f"prov-{number}")
            spoken |= {each["@type"] for each in nodes(linked(world, f"/{type_}/{id}"))}
    broader = {kind for each in spoken for kind in kinds(each)}
    assert broader | {"Thing"} == set(VOCABULARY["types"])


def test_mika_as_a_government_service(seeded):
    mika = linked(seeded, "/receptions/mika")
    assert mika["@type"] == "GovernmentService"
    assert mika["name"] == "Mikamottagning Västernorrland"
    assert mika["alternateName"] == "Mika"
    assert mika["serviceType"] == ["Individuella samtal", "Vägledning"]
    assert mika["provider"]["@id"] == f"{API}/organizations/stodcentrum"
    assert [each["name"] for each in mika["areaServed"]][3:5] == ["Sundsvall", "Kramfors"]
    assert mika["areaServed"][3] == {"@type": "AdministrativeArea", "identifier": "2281", "name": "Sundsvall"}
    assert [each["audienceType"] for each in mika["audience"]] == [
        "Utsatta i prostitution och människohandel",
        "Anhöriga",
    ]
    assert mika["offers"] == {"@type": "Offer", "price": 0, "priceCurrency": "SEK"}
    assert mika["availableChannel"] == {
        "@type": "ServiceChannel",
        "name": "Webbplats",
        "serviceUrl": "https://vasternorrlandmotvald.se",
    }
    assert "<p>" not in mika["description"]
    assert not {"hoursAvailable", "logo", "license"} & set(mika)
    page = mika["mainEntityOfPage"]
    assert page["publisher"]["name"] == "Kommunförbundet Västernorrland"
    assert page["dateModified"] == seeded.get("/receptions/mika")["updatedAt"]
    assert not {"lastReviewed", "license", "creativeWorkStatus"} & set(page)


def test_an_unreviewed_translation_does_not_pass_for_the_authoritys_own_words(world, seeded):
    status = {
        locale: linked(seeded, f"/receptions/mika?locale={locale}")["mainEntityOfPage"].get("creativeWorkStatus")
        for locale in LOCALES
    }
    easy = "Översättning som inte är granskad"
    assert status == {"sv": None, "en": "Unreviewed translation", "sv-simple": easy, "fi": None}
    news = linked(world, f"/news/{world.add('news', CONTENT['news'])}?locale=en")
    assert news["mainEntityOfPage"]["creativeWorkStatus"] == "Reviewed translation"


def test_age_limits_are_of_those_who_are_helped_themselves(world):
    said = reception(world, audiences=[*AUDIENCES])["audience"]
    limits = {code: {*each} - {"@type", "audienceType"} for code, each in zip(AUDIENCES, said, strict=True)}
    assert {code for code, limited in limits.items() if not limited} == {"relatives", "professionals"}
    assert (said[0]["requiredMinAge"], said[0]["requiredMaxAge"]) == (13, 25)


def test_a_broken_link_is_not_recommended_and_an_address_is_said_once(world):
    urls = [("https://kfvn.se/a", "ok"), ("https://kfvn.se/a", None), ("https://kfvn.se/b", "broken")]
    links = [{"label": {"sv": "Läs"}, "url": url, "status": status} for url, status in urls]
    news = linked(world, f"/news/{world.add('news', BARE['news'] | {'links': links})}")
    assert news["mainEntityOfPage"]["relatedLink"] == "https://kfvn.se/a"
    links = [{"rel": rel, **each} for rel in ("fulltext", "announcement") for each in links]
    study = linked(world, f"/studies/{world.add('studies', BARE['studies'] | {'links': links})}")
    assert study["encoding"] == {"@type": "MediaObject", "name": "Läs", "url": "https://kfvn.se/a"}
    assert study["subjectOf"] == {"@type": "CreativeWork", "name": "Läs", "url": "https://kfvn.se/a"}


@pytest.mark.parametrize("slug", ["mika", "kast"])
@pytest.mark.parametrize("locale", LOCALES)
def test_who_informs_about_a_reception_is_never_a_way_to_it(seeded, slug, locale):
    told = json.dumps(linked(seeded, f"/receptions/{slug}?locale={locale}"), ensure_ascii=False)
    for private in (*KARIN, *HANNAH, "Karin", "Hannah", "telephone", "@sundsvall.se", "@lansstyrelsen.se"):
        assert private not in told


def test_a_news_item_gives_no_number(seeded):
    told = json.dumps(linked(seeded, f"/news/{CATALOGUE['news'].sample}"))
    assert not [number for number in (*KARIN, *HANNAH) if number in told]


def test_channels_are_those_that_lead_to_help(world):
    phones = [each for each in CHANNELS if each["kind"] == "phone"]
    channels = [each | {"value": f"060-12 34 {10 + at}"} for at, each in enumerate(phones)]
    said = reception(world, channels=channels, address=None)["availableChannel"]
    numbers = [each["servicePhone"]["telephone"] for each in said]
    assert numbers == ["+4660123410", "+4660123411"]
    assert [each["audience"] for each in channels] == [None, "help", "professional", "press"]


def test_each_channel_is_said_by_its_kind(world):
    channels = [each for each in CHANNELS if each["audience"] == "help"]
    said = reception(world, channels=channels)["availableChannel"]
    ways = {each.get("name", "Adress"): {*each} - {"@type", "name", "availableLanguage"} for each in said}
    assert ways == {
        "Webbplats": {"serviceUrl"},
        "Telefon": {"servicePhone"},
        "Sms": {"serviceSmsNumber"},
        "Chatt": {"serviceUrl"},
        "Besök": {"serviceLocation"},
        "Drop-in": {"serviceLocation"},
        "Tidsbokning": {"serviceUrl"},
        "Adress": {"serviceLocation"},
    }
    phone = next(each for each in said if each["name"] == "Telefon")
    assert phone["availableLanguage"] == ["sv", "ar"]
    assert phone["servicePhone"]["hoursAvailable"] == {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Sunday"],
        "opens": "09:00",
        "closes": "00:00",
    }
    assert said[-1]["serviceLocation"]["geo"] == {"@type": "GeoCoordinates", "latitude": 62.39, "longitude": 17.3}
    assert said[-1]["serviceLocation"]["address"]["postalCode"] == "852 30"


def test_what_is_closed_on_holidays_opens_at_no_time_then(world):
    week, holidays = reception(world)["hoursAvailable"]
    assert (week["opens"], week["validThrough"]) == ("08:00", "2027-06-01")
    assert holidays == {"@type": "OpeningHoursSpecification", "dayOfWeek": "https://schema.org/PublicHolidays"}
    assert reception(world, closedOnHolidays=False)["hoursAvailable"] == week


def test_only_what_is_free_is_said_to_cost_nothing(world):
    assert "offers" not in reception(world, isFree=False)
    assert "offers" not in reception(world, isFree=None)
    assert reception(world, isFree=True)["offers"]["price"] == 0


def test_no_one_is_sent_to_a_reception_that_is_shut(world):
    ways = {"availableChannel", "hoursAvailable", "offers", "serviceType"}
    for status in ("temporarilyClosed", "closed"):
        shut = reception(world, status=status, isFree=True)
        assert not ways & set(shut)
        assert shut["provider"]
    assert ways <= set(reception(world, status=None, isFree=True))


def test_of_what_is_withdrawn_only_its_name_and_why(world, type_):
    id = world.add(type_, CONTENT[type_])
    whole = linked(world, f"/{type_}/{id}")
    world.clock.advance(minutes=1)
    world.withdraw(id, kind="withdrawn", explanation={"sv": "Uppgifterna stämmer inte.", "en": "No longer true."})
    said = linked(world, f"/{type_}/{id}?locale=en&fields=id")
    hold(said)
    assert set(said) == {"@context", "@type", "@id", "url", "identifier", "name", "description"}
    assert said["description"] == "No longer true."
    assert said["@type"] == whole["@type"]
    world.withdraw(id, kind="withdrawn")
    assert "description" not in linked(world, f"/{type_}/{id}")


def test_people_functions_and_organizations_have_words_of_their_own(seeded, world):
    karin = linked(seeded, "/contacts/karin-silfversten")
    assert (karin["@type"], karin["jobTitle"]) == ("Person", "Enhetschef för stödcentrum")
    assert (karin["telephone"], karin["email"]) == ("+46705980145", "karin.silfversten@sundsvall.se")
    assert karin["worksFor"]["@id"] == f"{API}/organizations/sundsvalls-kommun"
    assert karin["worksFor"]["department"]["name"] == "Individ- och arbetsmarknadsförvaltningen"
    press = linked(world, f"/contacts/{world.add('contacts', CONTENT['contacts'])}")
    assert (press["@type"], press["contactType"]) == ("ContactPoint", "Presskontakt")
    assert press["mainEntityOfPage"]["expires"] == "2027-12-31"
    types = {
        slug: linked(seeded, f"/organizations/{slug}")["@type"]
        for slug in ("lansstyrelsen-vasternorrland", "sundsvalls-kommun", "region-vasternorrland", "polismyndigheten",
                     "kommunforbundet-vasternorrland", "stodcentrum")
    }  # fmt: skip
    assert list(types.values()) == [*["GovernmentOrganization"] * 4, *["Organization"] * 2]


def test_an_organizations_address_is_its_own_website(seeded):
    association = linked(seeded, "/organizations/kommunforbundet-vasternorrland")
    assert association["url"] == "https://kfvn.se"
    assert association["mainEntityOfPage"]["url"] == association["@id"]
    unit = linked(seeded, "/organizations/stodcentrum")
    assert unit["url"] == unit["@id"]
    assert unit["parentOrganization"]["name"] == "Sundsvalls kommun"
    assert "areaServed" not in unit  # it belongs to Sundsvall, and is there for the whole county
    assert linked(seeded, "/organizations/sundsvalls-kommun")["areaServed"]["identifier"] == "2281"


def test_an_article_is_its_own_record_and_a_study_has_one(world):
    article = linked(world, f"/news/{world.add('news', CONTENT['news'])}?locale=en")
    assert (article["headline"], article["inLanguage"], article["articleSection"]) == (
        "Open house at Mika",
        "en",
        "Event",
    )
    assert article["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert article["isBasedOn"]["datePublished"] == "2026-11-01"
    assert [each["@type"] for each in article["about"]] == ["GovernmentService", "Report"]
    assert article["mainEntityOfPage"]["lastReviewed"] == "2026-11-01"
    study = linked(world, f"/studies/{world.add('studies', CONTENT['studies'])}")
    assert study["publisher"]["name"] == "Region Västernorrland"
    assert study["encoding"]["url"] == "https://example.se/studie.pdf"
    assert not {"license", "datePublished", "subjectOf"} & set(study)
    assert study["mainEntityOfPage"]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert study["mainEntityOfPage"]["publisher"]["name"] == "Kommunförbundet Västernorrland"


def test_it_is_asked_for_and_kept_as_any_form(seeded):
    def get(accept, **more):
        return seeded.client.get("/content/v1/receptions/mika", headers={"Accept": accept, **more})

    whole, plain = get(MEDIA, **{"Accept-Language": "en"}), get("application/json")
    assert whole.headers["ETag"] != plain.headers["ETag"]
    assert whole.headers["Content-Language"] == "en"
    assert whole.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert {"Accept", "Accept-Language"} <= set(whole.headers["Vary"].split(", "))
    again = get(MEDIA, **{"Accept-Language": "en", "If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert get(f"application/json;q=0.5, {MEDIA}").content_type == MEDIA
    assert get("*/*").content_type == get(f"{MEDIA};q=0.5, application/json").content_type == "application/json"
    assert get("application/pdf").status_code == 406
    for answer in (whole, plain):
        assert f'<{API}/receptions/mika>; rel="alternate"; type="{MEDIA}"' in answer.headers["Link"]
    alternate = {"href": f"{API}/receptions/mika", "rel": "alternate", "method": "GET", "type": MEDIA}
    assert alternate in plain.json["_links"]
    assert seeded.client.get("/content/v1/receptions", headers={"Accept": MEDIA}).status_code == 406


def test_what_is_asked_of_json_changes_nothing(seeded):
    whole = linked(seeded, "/receptions/kast")
    for query in ("fields=channels", "include=host,contacts", "bodyFormat=html"):
        assert linked(seeded, f"/receptions/kast?{query}") == whole


def test_it_looks_into_the_past_and_ahead(world):
    id = world.add("contacts", CONTENT["contacts"])
    before = world.get(f"/contacts/{id}")["publishedAt"]
    world.clock.advance(minutes=1)
    world.save(id, CONTENT["contacts"] | {"phone": "060-98 76 54"})
    preview = world.send("GET", f"/contacts/{id}?preview=true", key=world.key(), headers={"Accept": MEDIA})
    assert preview.json["telephone"] == "+4660987654"
    assert preview.headers["Cache-Control"] == "private, no-store"
    assert linked(world, f"/contacts/{id}")["telephone"] == "+4660123456"
    world.publish(id)
    assert linked(world, f"/contacts/{id}")["telephone"] == "+4660987654"
    assert linked(world, f"/contacts/{id}?asOf={before}")["telephone"] == "+4660123456"


def test_a_draft_says_what_it_has(world, type_):
    id = world.create(type_, {})
    answer = world.send("GET", f"/{type_}/{id}?preview=true", key=world.key(), headers={"Accept": MEDIA})
    assert answer.status_code == 200
    assert list(faults(answer.json)) == []
    assert "name" not in answer.json


def test_it_changes_with_whom_it_names(world):
    before = world.client.get("/content/v1/receptions/mika", headers={"Accept": MEDIA})
    unit = world.get("/organizations/stodcentrum")
    content = copy.deepcopy(BARE["organizations"]) | {"name": {"sv": "Stödcentrum Mitt"}, "kind": "unit"}
    world.save(UUID(unit["id"]), content)
    world.publish(UUID(unit["id"]))
    after = world.client.get("/content/v1/receptions/mika", headers={"Accept": MEDIA})
    assert after.json["provider"]["name"] == "Stödcentrum Mitt"
    assert after.headers["ETag"] != before.headers["ETag"]
