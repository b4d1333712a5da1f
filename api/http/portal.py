"""What the description for data portals says of the API as a whole, in Swedish and English."""

from api.http.preface import INFO, TITLE
from schemas.dcat import COUNTY, PROFILE, REST_PROFILE

CATALOG = {
    "title": {"sv": "Kommunförbundet Västernorrlands data", "en": "Data of Kommunförbundet Västernorrland"},
    "description": {
        "sv": "De datamängder som Kommunförbundet Västernorrlands innehålls-API tillhandahåller.",
        "en": "The datasets that the content API of Kommunförbundet Västernorrland provides.",
    },
}
SERVICE = {
    "title": {"sv": TITLE, "en": "The content API of Kommunförbundet Västernorrland"},
    "description": {
        "sv": "Den underhållna källan till Kommunförbundet Västernorrlands innehåll, som JSON: att läsa utan nyckel.",
        "en": "The maintained source of Kommunförbundet Västernorrland's content, as JSON: to read without a key.",
    },
}
KEYWORDS = {"sv": ["Västernorrland"], "en": ["Västernorrland"]}
RIGHTS = {"sv": "Anges, där den är känd, i varje posts attribution.license", "en": INFO["license"]["name"]}
DOCUMENTATION = {"sv": "Dokumentation", "en": "Documentation"}
PLACES = {COUNTY: {"sv": "Västernorrlands län", "en": "Västernorrland County"}}
STANDARDS = {
    PROFILE: {"sv": "DCAT-AP-SE 3.0.1", "en": "DCAT-AP-SE 3.0.1"},
    REST_PROFILE: {"sv": "Nationell REST API-profil", "en": "The Swedish national REST API profile"},
}
