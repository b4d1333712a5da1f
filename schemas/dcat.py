"""The words that data is described with for data portals: DCAT-AP-SE 3.0 as a JSON-LD context, and its code lists.

Source: DCAT-AP-SE 3.0.1 (https://docs.dataportal.se/dcat/3.0.1/sv/). The lists are the EU Publications Office's.
"""

from typing import Any

from langcodes import Language

PROFILE = "https://docs.dataportal.se/dcat/3.0.1/sv/"
#: The national REST API profile.
REST_PROFILE = "https://www.dataportal.se/rest-api-profil"

_AUTHORITY = "http://publications.europa.eu/resource/authority"
THEME_TAXONOMY = f"{_AUTHORITY}/data-theme"
PUBLIC = f"{_AUTHORITY}/access-right/PUBLIC"
IRREGULAR = f"{_AUTHORITY}/frequency/IRREG"
#: What a data service is built as (DCAT-AP-SE, Datatjänst, Arkitekturstil).
REST = "http://www.wikidata.org/entity/Q749568"
#: Västernorrland, as the profile recommends places to be named: by GeoNames.
COUNTY = "http://sws.geonames.org/2664292"

#: The codes of the EU's data themes.
THEMES = frozenset(
    ("AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN")
)

NAMESPACES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "odrs": "http://schema.theodi.org/odrs#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CLASSES = (
    "dcat:Catalog", "dcat:Dataset", "dcat:Distribution", "dcat:DataService", "dcterms:Location", "dcterms:Standard",
    "foaf:Agent", "foaf:Document", "odrs:RightsStatement", "vcard:Organization",
)  # fmt: skip
#: Properties by what their values are: texts per language, plain texts, instants, things with an address.
_TEXTS = ("dcterms:title", "dcterms:description", "dcat:keyword", "foaf:name", "rdfs:label")
_PLAIN = ("dcterms:format", "vcard:fn")
_INSTANTS = ("dcterms:issued", "dcterms:modified")
_THINGS = (
    "dcat:accessService", "dcat:accessURL", "dcat:contactPoint", "dcat:dataset", "dcat:distribution",
    "dcat:endpointDescription", "dcat:endpointURL", "dcat:landingPage", "dcat:servesDataset", "dcat:service",
    "dcat:theme", "dcat:themeTaxonomy", "dcterms:accessRights", "dcterms:accrualPeriodicity", "dcterms:conformsTo",
    "dcterms:language", "dcterms:license", "dcterms:publisher", "dcterms:rights", "dcterms:spatial", "foaf:homepage",
    "foaf:page", "odrs:reuserGuidelines", "vcard:hasEmail", "vcard:hasURL",
)  # fmt: skip


def _term(name: str) -> str:
    return name.partition(":")[2]


#: What the short names in a description stand for (JSON-LD 1.1 §4.1). `kind` is the profile's `dcterms:type`.
CONTEXT: dict[str, Any] = {
    **NAMESPACES,
    "id": "@id",
    "type": "@type",
    "kind": {"@id": "dcterms:type", "@type": "@id"},
    **{_term(each): each for each in (*_CLASSES, *_PLAIN)},
    **{_term(each): {"@id": each, "@container": "@language"} for each in _TEXTS},
    **{_term(each): {"@id": each, "@type": "xsd:dateTime"} for each in _INSTANTS},
    **{_term(each): {"@id": each, "@type": "@id"} for each in _THINGS},
}


def themes(*codes: str) -> tuple[str, ...]:
    """The addresses of data themes. Raises ValueError for a code that is not in the table."""
    if not THEMES.issuperset(codes):
        raise ValueError(f"{codes} are not all data themes")
    return tuple(f"{THEME_TAXONOMY}/{code}" for code in codes)


def language(tag: str) -> str | None:
    """The address of a language, whatever its manner (`sv-simple` is Swedish); None for one that has no code."""
    try:
        return f"{_AUTHORITY}/language/{Language.get(tag).to_alpha3().upper()}"
    except LookupError:
        return None
