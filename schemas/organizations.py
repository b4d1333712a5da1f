"""Organizations (schema.org Organization, GovernmentOrganization)."""

from schemas.addresses import Url
from schemas.codes import ORGANIZATION_KINDS
from schemas.entry import EntrySchema
from schemas.fields import Code
from schemas.localised import Localised
from schemas.municipalities import MunicipalityCode
from schemas.references import Reference


class OrganizationSchema(EntrySchema):
    """An authority, a municipality, an association or a unit of one."""

    name = Localised(required=True, sort="name", doc="Its official name")
    kind = Code(ORGANIZATION_KINDS, required=True, filter="kind")
    municipality = MunicipalityCode(filter="municipality", doc="The municipality it is, or belongs to")
    parent = Reference("organizations", filter="parent", doc="The organization it is part of")
    url = Url(doc="Its website")
    logo = Url(doc="The address of its logo")
