"""Studies and reports (schema.org Report)."""

from schemas.codes import STUDY_LINKS
from schemas.declared import BODY, LEAD
from schemas.entry import EntrySchema
from schemas.fields import Code, Integer, Keyword, List
from schemas.linked import Choice, Node, Of, Value
from schemas.links import WebLink
from schemas.localised import Localised, Prose
from schemas.parts import many
from schemas.references import Reference
from schemas.things import ORGANIZATION, thing

_LINK: dict[str, Value] = {"name": "label", "url": "url"}


class StudyLink(WebLink):
    """A link to the study or to news of it."""

    rel = Code(STUDY_LINKS, required=True)


class StudySchema(EntrySchema):
    """A study; when it appeared and under what licence is not stated: its record has a licence of its own."""

    linked = thing(
        "Report",
        "title",
        {
            "headline": "title",
            "alternativeHeadline": "subtitle",
            "abstract": "abstract",
            "about": Node("Thing", {"name": "population"}),
            "spatialCoverage": Of("regions", Node("Place", {"name": ""})),
            "publisher": Of("publishers", ORGANIZATION),
            "mentions": Of("relatedOrganizations", ORGANIZATION),
            "encoding": Of("links", Choice("rel", {"fulltext": Node("MediaObject", _LINK), "announcement": None})),
            "subjectOf": Of("links", Choice("rel", {"fulltext": None, "announcement": Node("CreativeWork", _LINK)})),
        },
    )

    title = Localised(required=True, sort="title", doc="The main title")
    subtitle = Localised(search=LEAD, doc="The subtitle")
    year = Integer(
        min=1800,
        max=2200,
        filter="year",
        sort="year",
        search=BODY,
        doc="The year it is about or appeared",
        example=2023,
    )
    abstract = Localised(Prose(), search=LEAD, doc="What it is about")
    population = Localised(Prose(), doc="Whom it studies")
    maxAge = Integer(max=130, doc="Up to what age, in years", example=25)
    regions = List(Keyword(filter="region"), doc="The parts of the country it covers")
    publishers = List(Reference("organizations", filter="publisher"), doc="Who published it")
    relatedOrganizations = List(Reference("organizations", filter="relatedOrganization"), doc="Others it mentions")
    links = many(StudyLink, doc="Where to read it")
    contacts = List(Reference("contacts", filter="contact"), doc="Whom to ask about it")
