"""What the house serves: the content types, on one page.

To add one: a schema in `schemas/`, a block here, a file in `seed/`. What can be filtered, sorted, included or
localised is said at the schema's fields; a name here that no field bears stops the app at import.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from schemas.contacts import ContactSchema
from schemas.content_type import ORGANIZATION, ContentType, FeedFields
from schemas.dcat import COUNTY, themes
from schemas.news import NewsSchema
from schemas.organizations import OrganizationSchema
from schemas.receptions import ReceptionSchema
from schemas.references import Reference
from schemas.studies import StudySchema

_TYPES = (
    ContentType(
        name="news",
        singular="NewsItem",
        schema=NewsSchema(),
        title="title",
        sort="-firstPublishedAt,title",
        sample="stodmottagningar-for-utsatta-i-prostitution-och-manniskohandel-oppnar-i-vasternorrland",
        labels={"sv": "Nyheter", "en": "News"},
        about={
            "sv": "Nyheter från Kommunförbundet Västernorrland, med mottagningar, studier och personer de nämner.",
            "en": "News of Kommunförbundet Västernorrland, with the receptions, studies and people it names.",
        },
        keywords={"sv": ["nyheter"], "en": ["news"]},
        themes=themes("SOCI", "GOVE"),
        places=(COUNTY,),
        feed=FeedFields(
            summary="lead",
            content=("lead", "body"),
            categories=("category", "subjects"),
            about={"sv": "Nyheter, senast ändrade först.", "en": "News, latest changes first."},
        ),
    ),
    ContentType(
        name="receptions",
        singular="Reception",
        schema=ReceptionSchema(),
        title="name",
        sort="name",
        sample="mika",
        labels={"sv": "Mottagningar", "en": "Receptions"},
        about={
            "sv": "Stödmottagningar i Västernorrland: vilka de är till för, vad de hjälper med och hur man når dem.",
            "en": "Receptions in Västernorrland: whom they are for, what they help with and how to reach them.",
        },
        keywords={
            "sv": ["stödmottagningar", "prostitution", "människohandel"],
            "en": ["support", "prostitution", "human trafficking"],
        },
        themes=themes("SOCI", "HEAL"),
        places=(COUNTY,),
        feed=FeedFields(
            summary="summary",
            content=("summary", "description", "channels"),
            categories=("audiences",),
            noted=("status",),
            # A reader of feeds is one that notifies, and knows nothing of `safety.noNotifications`.
            about={
                "sv": "Mottagningar, senast ändrade först. Visa dem gärna, men skicka inga aviseringar om dem: "
                "den som söker hjälp kan vara övervakad.",
                "en": "Receptions, latest changes first. Show them, but send no notifications of them: "
                "someone who looks for help may be watched.",
            },
        ),
    ),
    ContentType(
        name="contacts",
        singular="Contact",
        schema=ContactSchema(),
        title="name",
        sort="name",
        sample="karin-silfversten",
        labels={"sv": "Kontakter", "en": "Contacts"},
        about={
            "sv": "Kontaktpersoner och funktioner: var de arbetar och hur man når dem.",
            "en": "Contact persons and functions: where they work and how to reach them.",
        },
        keywords={"sv": ["kontaktuppgifter"], "en": ["contact details"]},
        themes=themes("GOVE"),
    ),
    ContentType(
        name="studies",
        singular="Study",
        schema=StudySchema(),
        title="title",
        sort="-year,title",
        sample="ibland-kan-det-vara-mot-betalning",
        labels={"sv": "Studier", "en": "Studies"},
        about={
            "sv": "Studier och rapporter: vad de undersöker, vilka de gäller och var de finns att läsa.",
            "en": "Studies and reports: what they look into, whom they concern and where they can be read.",
        },
        keywords={"sv": ["studier", "rapporter"], "en": ["studies", "reports"]},
        themes=themes("SOCI"),
    ),
    ContentType(
        name="organizations",
        singular="Organization",
        schema=OrganizationSchema(),
        title="name",
        sort="name",
        sample="stodcentrum",
        labels={"sv": "Organisationer", "en": "Organizations"},
        about={
            "sv": "De organisationer som nyheter, mottagningar, kontakter och studier hör till eller nämner.",
            "en": "The organizations that news, receptions, contacts and studies belong to or name.",
        },
        keywords={"sv": ["organisationer", "myndigheter"], "en": ["organizations", "authorities"]},
        themes=themes("GOVE"),
    ),
)


def catalogue(types: Iterable[ContentType]) -> Mapping[str, ContentType]:
    """The types by name. Raises ValueError when one points at what is no type."""
    found = {each.name: each for each in types}
    for content in found.values():
        for relation, target in content.relations.items():
            if target not in found:
                raise ValueError(f"{content.name}: {relation} points at {target}, which is no type")
    return found


CATALOGUE = catalogue(_TYPES)


@cache
def pointing_at(target: str) -> tuple[tuple[ContentType, str], ...]:
    """The types, and their filters, by which one finds whose content points at an entry of type `target`."""
    return tuple(
        (content, name)
        for content in CATALOGUE.values()
        for name, leaf in content.filters.items()
        if isinstance(leaf, Reference) and leaf.target == target and leaf is not ORGANIZATION
    )
