"""For every type, content that states every field, and what its filters then match."""

from typing import Any

_REVIEWED = {
    "review": {"lastReviewedOn": "2026-11-01", "reviewBy": "2027-05-01"},
    "attribution": {
        "text": {"sv": "Förbundet", "en": "The association"},
        "url": "https://kfvn.se/om",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    },
    "translation": {"en": {"source": "sv", "status": "reviewed"}},
}

CONTENT: dict[str, dict[str, Any]] = {
    "news": {
        "title": {"sv": "Öppet hus på Mika", "en": "Open house at Mika"},
        "lead": {"sv": "Alla är välkomna."},
        "body": {"sv": "Kom och **se**.\n\n- en\n- två"},
        "category": "event",
        "subjects": ["öppet hus"],
        "municipalities": ["2283"],
        "receptions": ["mika"],
        "studies": ["ibland-kan-det-vara-mot-betalning"],
        "contactGroups": [{"heading": {"sv": "Frågor"}, "contacts": ["karin-silfversten"]}],
        "links": [{"label": {"sv": "Program"}, "url": "https://kfvn.se/program", "status": "ok"}],
        "basis": {"sv": "Beslut i styrelsen."},
        "source": {"url": "https://kfvn.se/nytt", "title": "Nytt", "retrievedOn": "2026-11-02"},
        "originallyPublishedOn": "2026-11-01",
        **_REVIEWED,
    },
    "receptions": {
        "name": {"sv": "Ungdomsmottagningen", "en": "The youth reception"},
        "shortName": "UM",
        "alternateNames": ["Ungdomens hus"],
        "summary": {"sv": "För unga."},
        "description": {"sv": "## Välkommen\n\nRing [oss](tel:+46601234567)."},
        "status": "temporarilyClosed",
        "audiences": ["youths"],
        "topics": {"sv": ["Kroppen", "Relationer"]},
        "offers": ["groups"],
        "isFree": False,
        "isConfidential": True,
        "forRelatives": False,
        "anonymousContact": True,
        "minAge": 13,
        "maxAge": 25,
        "openingHours": [
            {
                "days": ["mo", "th"],
                "opens": "08:00",
                "closes": "16:30",
                "validFrom": "2026-09-01",
                "validTo": "2027-06-01",
            }
        ],
        "closedOnHolidays": True,
        "address": {
            "street": "Storgatan 1",
            "postalCode": "852 30",
            "city": "Sundsvall",
            "instructions": {"sv": "Gå in från gården."},
            "latitude": 62.39,
            "longitude": 17.3,
        },
        "interpreter": True,
        "accessibility": {"sv": "Hiss finns."},
        "languages": ["sv", "ar"],
        "channels": [
            {"kind": "web", "value": "https://um.example.se", "audience": "help", "anonymous": True},
            {
                "kind": "phone",
                "value": "060-12 34 56",
                "hours": [{"days": ["mo"], "opens": "09:00", "closes": "10:00"}],
            },
            {"kind": "email", "value": "um@example.se", "audience": "professional"},
            {"kind": "visit", "value": "Storgatan 1"},
        ],
        "host": "sundsvalls-kommun",
        "unit": {"sv": "Socialtjänsten"},
        "municipalities": ["2281"],
        "collaborators": ["region-vasternorrland"],
        "contacts": [{"contact": "karin-silfversten", "purpose": "press"}],
        "safety": {"quickExit": True, "neutralTitle": {"sv": "Stöd"}, "noNotifications": False, "noTracking": True},
        **_REVIEWED,
    },
    "contacts": {
        "kind": "function",
        "name": "Presstjänsten",
        "title": {"sv": "Presskontakt"},
        "worksFor": "region-vasternorrland",
        "unit": {"sv": "Kommunikation"},
        "phone": "+46 60 12 34 56",
        "email": "press@example.se",
        "publishUntil": "2027-12-31",
        "replacedBy": "karin-silfversten",
        **_REVIEWED,
    },
    "studies": {
        "title": {"sv": "En ny kartläggning"},
        "subtitle": {"sv": "Läget i länet"},
        "year": 2025,
        "abstract": {"sv": "Vad vi vet."},
        "population": {"sv": "Vuxna"},
        "maxAge": 64,
        "regions": ["Gävleborgs län"],
        "publishers": ["region-vasternorrland"],
        "relatedOrganizations": ["polismyndigheten"],
        "links": [
            {"rel": "fulltext", "label": {"sv": "Läs"}, "url": "https://example.se/studie.pdf", "status": "ok"},
            {"rel": "announcement", "label": {"sv": "Nyhet"}, "status": "missing"},
        ],
        "contacts": ["karin-silfversten"],
        **_REVIEWED,
    },
    "organizations": {
        "name": {"sv": "Brottsofferjouren"},
        "kind": "region",
        "municipality": "2280",
        "parent": "region-vasternorrland",
        "url": "https://boj.example.se",
        "logo": "https://boj.example.se/logo.svg",
        **_REVIEWED,
    },
}

#: A value of each filter that the content above matches.
MATCHES: dict[str, dict[str, str]] = {
    "news": {
        "category": "event",
        "subject": "öppet hus",
        "municipality": "2283",
        "reception": "mika",
        "study": "ibland-kan-det-vara-mot-betalning",
        "contact": "karin-silfversten",
    },
    "receptions": {
        "status": "temporarilyClosed",
        "audience": "youths",
        "offer": "groups",
        "isFree": "false",
        "isConfidential": "true",
        "forRelatives": "false",
        "anonymousContact": "true",
        "language": "ar",
        "host": "sundsvalls-kommun",
        "municipality": "2281",
        "collaborator": "region-vasternorrland",
        "contact": "karin-silfversten",
    },
    "contacts": {"kind": "function", "worksFor": "region-vasternorrland"},
    "studies": {
        "year": "2025",
        "region": "Gävleborgs län",
        "publisher": "region-vasternorrland",
        "relatedOrganization": "polismyndigheten",
        "contact": "karin-silfversten",
    },
    "organizations": {"kind": "region", "municipality": "2280", "parent": "region-vasternorrland"},
}

#: The least that can be published, and none of the values above.
BARE: dict[str, dict[str, Any]] = {
    "news": {"title": {"sv": "Kort"}, "lead": {"sv": "Kort."}, "body": {"sv": "Kort."}},
    "receptions": {
        "name": {"sv": "Enkel"},
        "summary": {"sv": "Enkel."},
        "host": "stodcentrum",
        "channels": [{"kind": "dropIn", "value": "Torget"}],
    },
    "contacts": {"kind": "person", "name": "Kim Exempel", "email": "kim@example.se"},
    "studies": {"title": {"sv": "Bara en titel"}},
    "organizations": {"name": {"sv": "Bara ett namn"}, "kind": "authority"},
}
