"""What the OpenAPI document says before it lists anything: about the API, in Swedish and English (REST-profil DOK)."""

from typing import Any

from api import ROOT
from api.http.webhooks import WEBHOOKS

SERVER = f"https://api.kfvn.se{ROOT}"
TITLE = "Kommunförbundet Västernorrlands innehålls-API"

_DESCRIPTION = """\
## På svenska

Detta är den enda underhållna källan för nyheter, mottagningar, kontaktpersoner och studier från Kommunförbundet
Västernorrland. API:et är till för webbplatser och appar som ska visa samma, rätta uppgifter.

**Läsa** kan alla göra, utan nyckel. Språk väljs med `locale` eller `Accept-Language`; saknas en text på det språket
kommer den på svenska och fältet nämns i `fallbackFields`. Det som källan inte säger är `null`, aldrig `false`.
Personer vars `purpose` är `information` svarar på frågor *om* en mottagning: de är inte dess hjälplinje.

**Söka** gör man i `/search`, eller med `q` i en lista: ord i alla former och som delar av sammansättningar, namn utan
prickar, nummer hur de än skrivs, "fraser" och -ord. En post finns också som JSON-LD (schema.org), som ren text för sms
och uppläsning och, om det är en kontakt, som vCard: välj med `Accept`. Nyheter och mottagningar finns som flöden
(`/feeds/news`, `/feeds/receptions`), och dataportaler skördar `/dcat`.

**Redigera** gör den som har en nyckel: `Authorization: Bearer`, aldrig i adressen. En nyckel hör till en API-klient,
som hör till en organisation och har en roll: `reader` läser utkast, `author` skriver dem, `editor` publicerar och
`administrator` sköter klienter, webhookar, radering och alla organisationer. Nycklar går ut; en klient har högst två
giltiga, så att den ena kan bytas medan den andra gäller. Varje ändring säger i `If-Match` vilket läge den bygger på.
Publicering i framtiden sker på tidpunkten, utan att något behöver köras. Andra organisationers utkast finns inte.

**Kopior** av enstaka svar ska sparas högst så länge som `Cache-Control` säger och jämföras med `ETag`. Den som vill
hålla en egen kopia av allt, eller av ett urval, frågar `/changes`: först allt, sedan det som ändrats sedan ett token.
Partner kan få samma ändringar skickade till sig (`/webhooks`), signerade enligt Standard Webhooks.

**Utveckling.** Inom v1 tillkommer bara sådant som inte stör: klienter ska bortse från fält de inte känner till.

**Begränsningar och kända problem.** En lista har högst 100 poster på en sida, relationer följs två steg, en fråga har
högst 20 filtervärden, en adress högst 8 KiB och en kropp högst 1 MiB JSON på 32 nivåer.

## In English

This is the one maintained source for news, receptions, contact persons and studies of Kommunförbundet Västernorrland.
The API is for the sites and apps that show the same, correct information.

**Reading** is open to anyone, without a key. The language is chosen with `locale` or `Accept-Language`; where a text is
missing it comes in Swedish and `fallbackFields` names the field. What the source does not state is `null`, never
`false`. People whose `purpose` is `information` answer questions *about* a reception: they are not its help line.

**Searching** is at `/search`, or by `q` in a list: words in all forms and as parts of compounds, names without their
dots, numbers however they are written, "phrases" and -words. An item is also there as JSON-LD (schema.org), as plain
text for messages and voices and, if it is a contact, as a vCard: choose by `Accept`. News and receptions are feeds
(`/feeds/news`, `/feeds/receptions`), and data portals harvest `/dcat`.

**Editing** is for those with a key: `Authorization: Bearer`, never in the address. A key belongs to an API client,
which belongs to an organization and has a role: `reader` reads drafts, `author` writes them, `editor` publishes, and
`administrator` sees to clients, webhooks, erasure and all organizations. Keys expire; a client has two live ones at
most, so that one can be replaced while the other is good. Every change says in `If-Match` which state it builds on.
What is published in the future is public at its instant, with nothing that has to run. Other organizations' drafts are
not there.

**Copies** of single answers are kept no longer than `Cache-Control` says and compared by `ETag`. Whoever wants a copy
of everything, or of a part, asks `/changes`: everything first, then what has changed since a token. Partners can have
the same changes sent to them (`/webhooks`), signed as the Standard Webhooks have it.

**Life cycle.** Within v1 there are only additions: clients ignore fields that they do not know.

**Limitations and known problems.** A list has at most 100 items on a page, relations are followed two steps, a query
has at most 20 filter values, an address at most 8 KiB and a body at most 1 MiB of JSON 32 levels deep.
"""

INFO: dict[str, Any] = {
    "description": _DESCRIPTION,
    "termsOfService": f"{SERVER}/docs",
    "contact": {
        "name": "Kommunförbundet Västernorrland",
        "url": "https://kfvn.se",
        "email": "api@kfvn.example",
    },
    "license": {"name": "Stated, where known, in each item's attribution.license", "url": f"{SERVER}/docs"},
    "x-sla": {
        "availability": "Best effort, all hours / efter bästa förmåga, dygnet runt",
        "responseTime": "Below one second / under en sekund",
        "support": "Office hours, Stockholm / kontorstid",
    },
    "x-limitations": (
        "100 items on a page; relations to depth 2; 20 filter values; "
        "addresses of 8 KiB; bodies of 1 MiB and 32 levels."
    ),
}

#: What data portals are told of the owner (ADMS publisher type), and what they may use the description itself for: CC0
#: is the national portal's condition (DCAT-AP-SE, Katalog) and says nothing of the data that is described. The profile
#: demands a type of every publisher, and an e-mail address of every contact point. No source states them: like that
#: address, the type is the nearest of the list, for the owner to settle before the description is registered.
PUBLISHER_TYPE = "http://purl.org/adms/publishertype/NonProfitOrganisation"
DESCRIPTION_LICENSE = "http://creativecommons.org/publicdomain/zero/1.0/"

DOCUMENT: dict[str, Any] = {
    "servers": [{"url": SERVER}],
    "externalDocs": {"description": "Documentation, service level (SLA) and problems", "url": f"{SERVER}/docs"},
    "security": [],
    "webhooks": WEBHOOKS,
}
