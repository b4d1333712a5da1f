"""What faults and problems say, in Swedish and English: one row each, codes are stable."""

from collections.abc import Mapping
from typing import Any

from schemas.faults import Fault, Said

LANGUAGES = Said._fields

FAULTS: Mapping[str, Said] = {
    "required": Said("Uppgiften krävs.", "This is required."),
    "null": Said("Värdet får inte vara null.", "The value must not be null."),
    "validator_failed": Said("Värdet är ogiltigt.", "The value is not valid."),
    "invalid": Said("Värdet är ogiltigt.", "The value is not valid."),
    "string": Said("Värdet ska vara en text.", "The value must be a string."),
    "integer": Said("Värdet ska vara ett heltal.", "The value must be a whole number."),
    "number": Said("Värdet ska vara ett tal.", "The value must be a number."),
    "boolean": Said("Värdet ska vara true eller false.", "The value must be true or false."),
    "date": Said("Värdet ska vara ett datum, till exempel 2026-11-24.", "The value must be a date such as 2026-11-24."),
    "time": Said("Värdet ska vara ett klockslag, till exempel 08:30.", "The value must be a time such as 08:30."),
    "instant": Said(
        "Värdet ska vara en tidpunkt enligt RFC 3339 med tidszon, till exempel 2026-11-24T08:00:00Z. "
        "Ett plustecken skrivs %2B i en adress.",
        "The value must be an RFC 3339 instant with an offset, such as 2026-11-24T08:00:00Z. "
        "A plus sign is written %2B in a URL.",
    ),
    "url": Said("”{value}” är inte en fullständig webbadress.", "“{value}” is not a complete web address."),
    "email": Said("”{value}” är inte en e-postadress.", "“{value}” is not an e-mail address."),
    "phone": Said("Värdet är inte ett telefonnummer.", "The value is not a phone number."),
    "list": Said("Värdet ska vara en lista.", "The value must be a list."),
    "object": Said("Värdet ska vara ett objekt.", "The value must be an object."),
    "localised": Said(
        'Värdet ska vara texter per språk, till exempel {{"sv": "…"}}.',
        'The value must be texts per language, such as {{"sv": "…"}}.',
    ),
    "language": Said("”{value}” är inte en giltig språkkod (BCP 47).", "“{value}” is not a language tag (BCP 47)."),
    "languageTwice": Said("Språket {value} står två gånger.", "The language {value} stands twice."),
    "character": Said("Tecknet {character} är inte tillåtet.", "The character {character} is not allowed."),
    "length": Said("Längden ska vara {min} till {max}.", "The length must be {min} to {max}."),
    "range": Said("Värdet ska vara {min} till {max}.", "The value must be {min} to {max}."),
    "minimum": Said("Värdet ska vara minst {min}.", "The value must be at least {min}."),
    "tooMuch": Said(
        "Svaret skulle bädda in fler än {max} poster; fråga efter färre poster eller relationer.",
        "The answer would embed more than {max} items; ask for fewer items or relations.",
    ),
    "period": Said("Perioden slutar innan den börjar.", "The period ends before it begins."),
    "interval": Said("Publiceringen slutar innan den börjar.", "The publication ends before it begins."),
    "unknownCode": Said("Koden ”{value}” finns inte.", "There is no code “{value}”."),
    "unknownValue": Said("Värdet ”{value}” finns inte.", "There is no value “{value}”."),
    "unknownSort": Said("Det går inte att sortera på ”{value}”.", "There is no sort key “{value}”."),
    "unknownRelation": Said("Relationen ”{value}” finns inte.", "There is no relation “{value}”."),
    "unknownField": Said("Fältet ”{value}” finns inte.", "There is no field “{value}”."),
    "unknownParameter": Said("Parametern ”{value}” finns inte.", "There is no parameter “{value}”."),
    "repeated": Said("Parametern får anges en gång.", "The parameter may be given once."),
    "depth": Said("Relationer följs högst {max} steg.", "Relations are followed {max} steps at most."),
    "tooMany": Said("Högst {max} värden får anges.", "At most {max} values may be given."),
    "tooManyTerms": Said("Högst {max} filtervärden får anges.", "At most {max} filter values may be given."),
    "tooManyWords": Said("Högst {max} ord får anges.", "At most {max} words may be given."),
    "noWords": Said("Skriv minst ett ord att söka efter.", "Write at least one word to look for."),
    "exclusive": Said("Ange antingen page eller cursor.", "Give either page or cursor."),
    "cursor": Said("Markören går inte att läsa; börja om utan den.", "The cursor cannot be read; start without it."),
    "cursorSort": Said("Markören hör till en annan sortering.", "The cursor belongs to another sort order."),
    "url.scheme": Said("Adressen ska börja med https://.", "The address begins with https://."),
    "url.userinfo": Said("Adressen får inte ha någon användare.", "The address must not name a user."),
    "url.host": Said("Servern ska ha ett namn med punkt i.", "The host has a name with a dot in it."),
    "url.private": Said("Adressen finns inte på internet.", "The address is not on the Internet."),
    "url.form": Said("Detta är ingen adress.", "This is no address."),
    "token": Said("Detta är inget token från oss.", "This is no token of ours."),
    "tokenSet": Said(
        "Tokenet hör till andra filter; börja om utan since.",
        "The token belongs to other filters; start again without since.",
    ),
    "id": Said("”{value}” är inte ett id (UUID).", "“{value}” is not an id (UUID)."),
    "past": Said("Tidpunkten har passerat.", "The instant has passed."),
    "itself": Said("Posten kan inte peka på sig själv.", "The entry cannot point at itself."),
    "taken": Said("Id {value} är redan något annat här.", "The id {value} is something else here already."),
    "tooLate": Said("Tidpunkten ska vara senast {max}.", "The instant must be {max} at the latest."),
    "together": Said("Kan inte anges tillsammans med {other}.", "Cannot be given together with {other}."),
    "reference": Said("”{value}” pekar inte på något.", "“{value}” points at nothing."),
    "slug": Said(
        "”{value}” kan inte vara ett namn i en adress: använd a–z, 0–9 och bindestreck.",
        "“{value}” cannot be a slug: use a–z, 0–9 and hyphens.",
    ),
}

DETAILS: Mapping[str, Said] = {
    "query": Said("Frågan går inte att förstå; se errors.", "The query cannot be understood; see errors."),
    "invalid": Said("Innehållet bryter mot reglerna; se errors.", "The content breaks rules; see errors."),
    "noKey": Said("Skicka en nyckel: Authorization: Bearer.", "Send a key: Authorization: Bearer."),
    "key": Said(
        "Nyckeln är okänd, återkallad eller har gått ut.", "The key is unknown, revoked, or its time has passed."
    ),
    "preview": Said("Förhandsgranskning kräver en nyckel.", "A preview needs a key."),
    "scope": Said("Nyckelns roll räcker inte till detta.", "The key's role does not allow this."),
    "organization": Said("Nyckeln hör till en annan organisation.", "The key belongs to another organization."),
    "stale": Said(
        "Posten har ändrats sedan den lästes; se current och conflicts.",
        "The entry has changed since it was read; see current and conflicts.",
    ),
    "ifMatch": Said(
        "Säg vilket läge ändringen bygger på: If-Match med postens ETag.",
        "Say which state the change builds on: If-Match with the entry's ETag.",
    ),
    "json": Said("Kroppen är inte JSON.", "The body is not JSON."),
    "jsonEncoding": Said("Kroppen är inte UTF-8.", "The body is not UTF-8."),
    "jsonDepth": Said("JSON är nästlad mer än {max} nivåer.", "The JSON is nested more than {max} levels deep."),
    "jsonTwice": Said("Namnet {name} står två gånger i ett objekt.", "The name {name} stands twice in an object."),
    "jsonNumber": Said("{value} är inte ett tal i JSON.", "{value} is not a number in JSON."),
    "mediaType": Said("Skicka {allowed} i UTF-8, utan komprimering.", "Send {allowed} in UTF-8, uncompressed."),
    "tooLarge": Said("Kroppen är större än 1 MiB.", "The body is larger than 1 MiB."),
    "wasPublic": Said(
        "Posten har varit eller ska bli publik; ta tillbaka den i stället.",
        "The entry has been or will be public; withdraw it instead.",
    ),
    "referenced": Said("Annat pekar på posten; se references.", "Something points at the entry; see its references."),
    "notPublic": Said("Ingenting av posten är publikt då.", "Nothing of the entry is public then."),
    "externalIdTaken": Said(
        "En annan post har externalId ”{externalId}”.", "Another entry has the externalId “{externalId}”."
    ),
    "circle": Said("{type} pekar på varandra i en cirkel.", "{type} point at each other in a circle."),
    "keys": Said(
        "Klienten har redan {max} giltiga nycklar; återkalla en.", "The client has {max} live keys already; revoke one."
    ),
    "secrets": Said(
        "Webhooken har redan {max} hemligheter; återkalla en.", "The webhook has {max} secrets already; revoke one."
    ),
    "lastSecret": Said("Den enda hemligheten kan inte återkallas.", "The only secret cannot be revoked."),
    "clientClosed": Said("Klienten är stängd.", "The client is closed."),
    "replayBusy": Said(
        "Ett anrop med samma Idempotency-Key pågår.", "A request with the same Idempotency-Key is under way."
    ),
    "replayOther": Said(
        "Samma Idempotency-Key har använts för ett annat anrop.",
        "The same Idempotency-Key was used for another request.",
    ),
    "replaySecret": Said(
        "Det är gjort, men svaret kan inte visas igen.",
        "It is done, but the answer cannot be shown again.",
    ),
    "erased": Said("Uppgifterna är raderade.", "It has been erased."),
    "tokenOutdated": Said(
        "Tokenet är från före en återställning, eller för gammalt; börja om.",
        "The token is from before a restore, or too old; start again.",
    ),
    "notFound": Said("Det finns inget här.", "There is nothing here."),
    "gone": Said("Detta är inte längre publicerat.", "This is no longer published."),
    "asOf": Said(
        "En tidpunkt som ännu inte har varit kräver en nyckel: det som ska publiceras är inte offentligt.",
        "An instant that is yet to come needs a key: what will be published is not public.",
    ),
    "sequence": Said(
        "Loggen har bara kommit till {sequence}; försök igen strax.",
        "The log has only come to {sequence}; try again shortly.",
    ),
    "between": Said("Något annat kom emellan; försök igen.", "Something else came in between; try again."),
    "database": Said("Databasen svarar inte just nu.", "The database does not answer right now."),
    "notMigrated": Said(
        "Databasens tabeller är inte de som denna version behöver.", "The tables are not those this version needs."
    ),
    "slugTaken": Said("Namnet ”{slug}” är upptaget.", "The slug “{slug}” is taken."),
    "scheduled": Said("Senare publiceringar är redan planerade.", "Later publications are already scheduled."),
    "method": Said("Metoden kan inte användas här; se Allow.", "The method cannot be used here; see Allow."),
    "accept": Said("Det som efterfrågas i Accept finns inte: {allowed}.", "None of what Accept asks for: {allowed}."),
    "uri": Said("Adressen är längre än {max} tecken.", "The address is longer than {max} characters."),
    "rate": Said("För många anrop; vänta {seconds} sekunder.", "Too many requests; wait {seconds} seconds."),
    "internal": Said(
        "Något gick fel hos oss. Ange instance vid felanmälan.", "Something went wrong here. Quote instance."
    ),
    "http": Said("Anropet går inte att förstå.", "The request cannot be understood."),
}


def say(said: Said, language: str, params: Mapping[str, Any] | None = None) -> str:
    """The text in one language, its blanks filled."""
    text: str = getattr(said, language)
    return text.format_map(dict(params or {}))


def describe(fault: Fault, language: str) -> str:
    """What a fault says."""
    return say(fault.said or FAULTS[fault.code], language, fault.params)
