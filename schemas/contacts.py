"""Contact persons and functions (schema.org Person, ContactPoint)."""

from schemas.addresses import Email, Phone
from schemas.codes import CONTACT_KINDS
from schemas.declared import LEAD
from schemas.entry import EntrySchema
from schemas.fields import Code, LastDay, Text
from schemas.linked import Choice, Node, Of, Value
from schemas.localised import Localised
from schemas.references import Reference, Successor
from schemas.things import ORGANIZATION, thing

_EMPLOYER = Node("Organization", {**ORGANIZATION.properties, "department": Node("Organization", {"name": "/unit"})})
_WAYS: dict[str, Value] = {"telephone": "phone.number", "email": "email"}


class ContactSchema(EntrySchema):
    """A person in a public role, or a function."""

    linked = Choice(
        "kind",
        {
            "person": thing(
                "Person",
                "name",
                {"jobTitle": "title", "worksFor": Of("worksFor", _EMPLOYER), **_WAYS},
                expires="publishUntil",
            ),
            "function": thing("ContactPoint", "name", {"contactType": "title", **_WAYS}, expires="publishUntil"),
            None: thing("Thing", "name", {}),
        },
    )

    kind = Code(CONTACT_KINDS, required=True, filter="kind")
    name = Text(required=True, sort="name", doc="Full name")
    title = Localised(search=LEAD, doc="The role")
    worksFor = Reference("organizations", filter="worksFor", doc="The employer")
    unit = Localised(doc="The unit at the employer")
    phone = Phone(doc="For the purpose the linking item states, never a help line by itself")
    email = Email(example="karin.silfversten@sundsvall.se")
    publishUntil = LastDay(gap=False, doc="The last day it is public, Stockholm time")
    replacedBy = Successor("contacts", gap=False, doc="Who answers instead")
