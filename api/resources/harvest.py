"""The API and its data as data portals harvest them."""

from flask_restx import Resource

from api.catalogue import CATALOGUE
from api.http.answers import Answer
from api.http.context import api_url
from api.http.links import other_links, self_link
from api.http.rdf import FORMATS, JSON_LD, RDF_XML, TURTLE, write
from api.resources.operation import Call, operation
from api.resources.queries import Reads
from api.resources.returns import JSON, with_links
from api.services.harvesting import describe
from api.services.observing import observe
from schemas.parameters import Choice


class _Formed(Reads):
    """A description in one of its forms."""

    format = Choice("Form, whatever `Accept` says; the national data portal takes `rdf`", tuple(FORMATS))


_FORMED = _Formed()
_DESCRIPTION = {"type": "object", "required": ["@context", "@graph"], "additionalProperties": True}
_FORMS = {
    TURTLE: {"type": "string"},
    JSON_LD: _DESCRIPTION,
    RDF_XML: {"type": "string"},
    JSON: with_links(_DESCRIPTION),
}


class DataCatalog(Resource):  # type: ignore[misc]  # flask_restx has no types
    """What there is here, for data portals."""

    @operation(
        access="public",
        query=lambda content: _FORMED,
        returns=lambda content: _FORMS,
        formats=FORMATS,
        sample=lambda content: "/dcat",
    )
    def get(self, call: Call) -> Answer:
        """Describe the API and its data.

        By DCAT-AP-SE 3.0: one dataset for each type, and the service that gives them. `dcterms:modified` says when
        what is public last changed. Plain JSON is the JSON-LD with links.
        """
        moment, form = observe(call.session), call.form
        description, fresh_until = describe(call.session, moment, api_url())
        others = other_links("format", {name: {"type": media} for name, media in FORMATS.items()})
        return Answer(
            description | {"_links": [self_link(), *others]} if form == JSON else write(description, form),
            now=moment.now,
            fresh_until=fresh_until,
            locales=("sv", "en"),
            keys=CATALOGUE,
            content_type=f"{form}; charset=utf-8" if form == TURTLE else form,
            links=others,
        )
