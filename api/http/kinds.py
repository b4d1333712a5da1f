"""The kinds of problems a client can meet (RFC 9457): each has a page under `/docs/problems/`."""

from collections.abc import Mapping
from dataclasses import dataclass

from api import errors
from schemas.faults import Said


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, its title, and what a client does about it."""

    status: int
    title: Said
    advice: Said


KINDS: Mapping[str, Kind] = {
    "malformed-request": Kind(
        400,
        Said("Anropet går inte att förstå", "The request cannot be understood"),
        Said(
            "Rätta det som errors nämner; där står vad som är tillåtet och vad som ligger närmast.",
            "Mend what errors names; it says what is allowed and what is nearest.",
        ),
    ),
    "unauthorized": Kind(
        401,
        Said("En nyckel krävs", "A key is needed"),
        Said("Skicka en giltig nyckel: Authorization: Bearer.", "Send a valid key: Authorization: Bearer."),
    ),
    "forbidden": Kind(
        403,
        Said("Inte tillåtet", "Not allowed"),
        Said("Använd en nyckel vars roll räcker till.", "Use a key whose role allows it."),
    ),
    "not-found": Kind(
        404,
        Said("Finns inte", "Not found"),
        Said("Kontrollera adressen, eller sök i listan.", "Check the address, or look in the list."),
    ),
    "method-not-allowed": Kind(
        405,
        Said("Metoden är inte tillåten", "Method not allowed"),
        Said("Använd en av metoderna i Allow.", "Use one of the methods in Allow."),
    ),
    "not-acceptable": Kind(
        406,
        Said("Formatet finns inte", "Not acceptable"),
        Said("Fråga efter application/json.", "Ask for application/json."),
    ),
    "conflict": Kind(
        409,
        Said("Något står i vägen", "Conflict"),
        Said("Läs det nuvarande läget och försök igen.", "Read the present state and try again."),
    ),
    "gone": Kind(
        410,
        Said("Inte längre publicerat", "No longer published"),
        Said(
            "Ta bort kopior. explanation säger varför och replacement vad som ersätter, om det är angivet.",
            "Remove copies. explanation says why and replacement what takes its place, where given.",
        ),
    ),
    "start-again": Kind(
        410,
        Said("Kopian måste börja om", "The copy must start again"),
        Said(
            "Hämta allt på nytt utan since, och ta sedan bort det som inte kom med. _links säger var.",
            "Fetch everything anew without since, then remove what did not come. _links says where.",
        ),
    ),
    "stale": Kind(
        412,
        Said("Någon annan hann före", "Someone else was faster"),
        Said(
            "current är hur det ser ut nu och conflicts vad ni båda har ändrat. Arbeta vidare på det och skicka om.",
            "current is what it is now and conflicts what both of you changed. Work on that and send again.",
        ),
    ),
    "too-large": Kind(
        413,
        Said("För stort", "Too large"),
        Said("Skicka mindre åt gången.", "Send less at a time."),
    ),
    "uri-too-long": Kind(
        414,
        Said("Adressen är för lång", "The address is too long"),
        Said("Dela upp frågan i flera.", "Split the query into several."),
    ),
    "unsupported-media-type": Kind(
        415,
        Said("Formatet tas inte emot", "Unsupported media type"),
        Said("Skicka JSON i UTF-8 med rätt Content-Type.", "Send JSON in UTF-8 with the right Content-Type."),
    ),
    "invalid-content": Kind(
        422,
        Said("Innehållet bryter mot reglerna", "The content breaks rules"),
        Said("Rätta det som errors pekar på.", "Mend what errors points at."),
    ),
    "precondition-required": Kind(
        428,
        Said("If-Match krävs", "If-Match is required"),
        Said(
            "Hämta posten och skicka dess ETag i If-Match.",
            "Read the entry and send its ETag in If-Match.",
        ),
    ),
    "too-many-requests": Kind(
        429,
        Said("För många anrop", "Too many requests"),
        Said("Vänta så länge som Retry-After säger.", "Wait as long as Retry-After says."),
    ),
    "internal-error": Kind(
        500,
        Said("Fel hos oss", "An error of ours"),
        Said("Försök igen; ange instance om felet består.", "Try again; quote instance if it persists."),
    ),
    "unavailable": Kind(
        503,
        Said("Kan inte svara just nu", "Cannot answer now"),
        Said("Försök igen efter Retry-After.", "Try again after Retry-After."),
    ),
}

#: Which kind each error of the domain is.
OF_ERROR: Mapping[type[errors.ContentError], str] = {
    errors.NotFound: "not-found",
    errors.Gone: "gone",
    errors.Outdated: "start-again",
    errors.Unauthorized: "unauthorized",
    errors.Forbidden: "forbidden",
    errors.Malformed: "malformed-request",
    errors.Invalid: "invalid-content",
    errors.Conflict: "conflict",
    errors.Stale: "stale",
    errors.Unconditional: "precondition-required",
    errors.Unavailable: "unavailable",
}

#: Which kind a status usually is: the first above.
OF_STATUS: Mapping[int, str] = {kind.status: name for name, kind in reversed([*KINDS.items()])}
