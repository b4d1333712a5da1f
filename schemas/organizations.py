"""Organizations (schema.org Organization, GovernmentOrganization)."""

from schemas.addresses import Url
from schemas.codes import ORGANIZATION_KINDS
from schemas.entry import EntrySchema
from schemas.fields import Code
from schemas.linked import Choice, First, Of, Value
from schemas.localised import Localised
from schemas.municipalities import AREA, MunicipalityCode
from schemas.references import Reference
from schemas.things import ORGANIZATION, thing

_WORDS: dict[str, Value] = {
    "url": First(("url", "href")),
    "logo": "logo",
    "parentOrganization": Of("parent", ORGANIZATION),
}
_AUTHORITY = thing("GovernmentOrganization", "name", _WORDS)
#: A unit may belong to an association, and an association is no government: the wider word is true of both.
_OTHER = thing("Organization", "name", _WORDS)


class OrganizationSchema(EntrySchema):
    """An authority, a municipality, an association or a unit of one."""

    linked = Choice(
        "kind",
        {
            "countyAdministrativeBoard": _AUTHORITY,
            # Others only belong to their municipality: whom they serve is not stated.
            "municipality": thing("GovernmentOrganization", "name", {**_WORDS, "areaServed": Of("municipality", AREA)}),
            "region": _AUTHORITY,
            "authority": _AUTHORITY,
            "association": _OTHER,
            "unit": _OTHER,
            None: _OTHER,
        },
    )

    name = Localised(required=True, sort="name", doc="Its official name")
    kind = Code(ORGANIZATION_KINDS, required=True, filter="kind")
    municipality = MunicipalityCode(filter="municipality", doc="The municipality it is, or belongs to")
    parent = Reference("organizations", filter="parent", doc="The organization it is part of")
    url = Url(doc="Its website")
    logo = Url(doc="The address of its logo")
