"""News items (schema.org NewsArticle)."""

from schemas.addresses import Url
from schemas.codes import NEWS_CATEGORIES
from schemas.declared import LEAD
from schemas.entry import EntrySchema
from schemas.fields import Code, Date, Keyword, List, Text
from schemas.linked import Called, First, Node, Of
from schemas.links import WebLink
from schemas.localised import Localised, Markdown, Prose
from schemas.municipalities import AREA, MunicipalityCode
from schemas.parts import Nested, Part, many
from schemas.references import Reference
from schemas.things import RECORD, reference, thing

_SOURCE = Node("CreativeWork", {"name": "title", "url": "url", "datePublished": "/originallyPublishedOn"})


class ContactGroup(Part):
    """Whom to ask about what."""

    heading = Localised(required=True, doc="What these contacts know about")
    contacts = List(Reference("contacts", filter="contact"), required=True)


class Source(Part):
    """Where a text was taken from."""

    url = Url(required=True, doc="The address of the source")
    title = Text(doc="Its title there")
    retrievedOn = Date(doc="When it was read")


class NewsSchema(EntrySchema):
    """A news item; it is its own record. Whom to contact is not said: they have no word for about what."""

    linked = thing(
        "NewsArticle",
        "title",
        {
            **RECORD,
            "headline": "title",
            "abstract": "lead",
            "articleBody": "body",
            "articleSection": Of("category", Called(NEWS_CATEGORIES)),
            "keywords": "subjects",
            "about": (Of("receptions", reference("GovernmentService")), Of("studies", reference("Report"))),
            "contentLocation": Of("municipalities", AREA),
            "citation": "basis",
            "isBasedOn": First((Of("source", _SOURCE), "attribution.url")),
        },
        record={},
        relatedLink="links.url",
    )

    title = Localised(required=True, sort="title", doc="The headline")
    lead = Localised(Prose(), required=True, search=LEAD, doc="The first paragraph, fit to stand alone in a list")
    body = Markdown(required=True, doc="The text after the lead, as sanitised HTML unless bodyFormat says otherwise")
    category = Code(NEWS_CATEGORIES, filter="category")
    subjects = List(Keyword(filter="subject", search=LEAD), doc="Keywords")
    municipalities = List(MunicipalityCode(filter="municipality"), doc="Whom it concerns")
    receptions = List(Reference("receptions", filter="reception"), doc="Receptions the item is about")
    studies = List(Reference("studies", filter="study"), doc="Studies the item is about")
    contactGroups = many(ContactGroup, doc="Whom to contact, grouped by what about")
    links = many(WebLink, doc="Where to read more")
    basis = Localised(Prose(), doc="What the item's statements rest on")
    source = Nested(Source, doc="Where the text was first published")
    originallyPublishedOn = Date(doc="When the source was published; null when it does not say")
