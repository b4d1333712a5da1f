"""The forms of RDF: a description is written once, as JSON-LD, and the other forms say the same."""

from collections.abc import Mapping
from typing import Any

import orjson

from api.http.answers import dump
from schemas.dcat import NAMESPACES

TURTLE = "text/turtle"
JSON_LD = "application/ld+json"
RDF_XML = "application/rdf+xml"
#: Names by which the query's `format` asks for a form: the national data portal harvests RDF/XML, from one address.
FORMATS: Mapping[str, str] = {"turtle": TURTLE, "jsonld": JSON_LD, "rdf": RDF_XML}
#: How rdflib calls its writers, and a store that keeps the order in which things are said: of the two writers of
#: RDF/XML and the two stores, those that always write the same bytes.
_WRITERS, _STORE = {TURTLE: "turtle", RDF_XML: "xml"}, "SimpleMemory"


def write(description: Mapping[str, Any], form: str) -> bytes:
    """The description in a form, always in the same bytes.

    Its context stands within it (nothing is fetched), and every node of it has an address of its own.
    """
    document = dump(description)
    if form == JSON_LD:
        return document
    from rdflib import Graph  # noqa: PLC0415  # 0.1 s and 3 MB, which only harvesters need
    from rdflib.plugins.parsers.jsonld import to_rdf  # noqa: PLC0415  # the same

    graph = Graph(_STORE, bind_namespaces="none")
    for prefix, namespace in NAMESPACES.items():
        graph.bind(prefix, namespace)
    to_rdf(orjson.loads(document), graph)
    return graph.serialize(format=_WRITERS[form], encoding="utf-8")
