"""The forms of RDF: a description is written once, as JSON-LD, and the other forms say the same."""

from collections.abc import Mapping
from typing import Any

from api.http.answers import dump

TURTLE = "text/turtle"
JSON_LD = "application/ld+json"
RDF_XML = "application/rdf+xml"
#: Names by which the query's `format` asks for a form: the national data portal harvests RDF/XML, from one address.
FORMATS: Mapping[str, str] = {"turtle": TURTLE, "jsonld": JSON_LD, "rdf": RDF_XML}
_WRITERS = {TURTLE: "turtle", RDF_XML: "pretty-xml"}


def write(description: Mapping[str, Any], form: str) -> bytes:
    """The description in a form, always in the same bytes.

    Its context stands within it (nothing is fetched), and every node of it has an address of its own.
    """
    document = dump(description)
    if form == JSON_LD:
        return document
    from rdflib import Graph  # noqa: PLC0415  # 0.1 s and 20 MB, which only harvesters need

    graph = Graph(bind_namespaces="none").parse(data=document, format="json-ld")
    return graph.serialize(format=_WRITERS[form], encoding="utf-8")
