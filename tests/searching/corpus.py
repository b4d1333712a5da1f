"""News beside the seed, written so that a search can go wrong on it."""

NEWS = {
    "aldreboende": {
        "title": "Nytt äldreboende i Kramfors",
        "lead": "Kommunen bygger fyrtio lägenheter.",
        "body": "Männen och kvinnorna som flyttar in får egna rum. Böckerna i biblioteket är fria att låna.",
    },
    "vagarbete": {
        "title": "Vägarbeten på E4 vid Härnösand",
        "lead": "Ett körfält är avstängt.",
        "body": "Ring 060-12 34 56 med frågor. Nycklarna till grinden finns hos vaktmästaren. Tid: 08.00-10.00.",
    },
    "kastruller": {
        "title": "Kastruller återkallas",
        "lead": "En butik tar tillbaka tusen stycken.",
        "body": "Handtaget kan lossna. Det handlar om märket Rapport. Priset var 1 299 kr. Fråga i butiken.",
    },
    "skolskoterska": {
        "title": "Skolsköterskan flyttar",
        "lead": "Elever bokar ungdomsmottagningsbesök som vanligt.",
        "body": "Reglerna är desamma. Fönstret mot gården är öppet. Polisens patrull besöker skolan. Saker har plats.",
    },
    "kommunikation": {
        "title": "Plan för kommunikationen mellan sjukhusen",
        "lead": "Växelns nummer ändras till 0611-800 00.",
        "body": "Skriv e-post, eller skicka ett brev. Planen gäller 2027. Läs om personuppgifter på 1177.se.",
    },
    "covid": {
        "title": "Vaccination mot covid-19",
        "lead": "Alla som har fyllt 65 erbjuds en dos.",
        "body": "Ring +46 (0)60 18 10 00. Vi är säkra på att det är säkert. Har du åkt på det? Café Ängel bjuder.",
    },
}


def content(slug: str) -> dict[str, dict[str, str]]:
    """The item as an editor would post it."""
    return {field: {"sv": text} for field, text in NEWS[slug].items()}
