"""The closed code lists, with Swedish and English labels: the only place where a code is named."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from marshmallow import fields

from schemas.declared import BODY, nullable
from schemas.delivery import Delivery, Document, Path
from schemas.fields import Code

Labels = Mapping[str, str]


def _labels(sv: str, en: str) -> Labels:
    return {"sv": sv, "en": en}


AUDIENCES = {
    "exploited": _labels(
        "Utsatta i prostitution och människohandel", "People exploited in prostitution and human trafficking"
    ),
    "sexBuyers": _labels(
        "Personer som vill sluta köpa sex eller anser sig ha ett problematiskt sexuellt beteende, "
        "oavsett kön eller sexuell identitet",
        "People who want to stop buying sex or see their sexual behaviour as a problem, "
        "whatever their gender or sexual identity",
    ),
    "relatives": _labels("Anhöriga", "Relatives"),
    "children": _labels("Barn", "Children"),
    "youths": _labels("Unga", "Young people"),
    "professionals": _labels("Yrkesverksamma", "Professionals"),
}
OFFERS = {
    "talks": _labels("Individuella samtal", "Individual talks"),
    "guidance": _labels("Vägledning", "Guidance"),
    "treatment": _labels("Behandling", "Treatment"),
    "groups": _labels("Grupper", "Groups"),
    "accommodation": _labels("Boende", "Accommodation"),
    "referral": _labels("Hänvisning vidare", "Referral"),
}
RECEPTION_STATUSES = {
    "active": _labels("Öppen verksamhet", "Active"),
    "temporarilyClosed": _labels("Tillfälligt stängd", "Temporarily closed"),
    "closed": _labels("Nedlagd", "Closed"),
}
#: Those of a reception that no one can turn to.
OUT_OF_SERVICE = ("temporarilyClosed", "closed")
CHANNEL_KINDS = {
    "web": _labels("Webbplats", "Website"),
    "phone": _labels("Telefon", "Phone"),
    "sms": _labels("Sms", "Text message"),
    "chat": _labels("Chatt", "Chat"),
    "email": _labels("E-post", "E-mail"),
    "visit": _labels("Besök", "Visit"),
    "dropIn": _labels("Drop-in", "Drop-in"),
    "booking": _labels("Tidsbokning", "Booking"),
}
CHANNEL_AUDIENCES = {
    "help": _labels("Den som söker hjälp", "People seeking help"),
    "professional": _labels("Yrkesverksamma", "Professionals"),
    "press": _labels("Press", "Press"),
}
PURPOSES = {
    "help": _labels("Hjälp och stöd", "Help and support"),
    "information": _labels("Information om verksamheten", "Information about the service"),
    "press": _labels("Press", "Press"),
    "professional": _labels("Yrkesverksamma", "Professionals"),
}
NEWS_CATEGORIES = {
    "news": _labels("Nyhet", "News"),
    "pressRelease": _labels("Pressmeddelande", "Press release"),
    "event": _labels("Evenemang", "Event"),
    "report": _labels("Rapport", "Report"),
}
CONTACT_KINDS = {
    "person": _labels("Person", "Person"),
    "function": _labels("Funktion", "Function"),
}
ORGANIZATION_KINDS = {
    "countyAdministrativeBoard": _labels("Länsstyrelse", "County administrative board"),
    "municipality": _labels("Kommun", "Municipality"),
    "region": _labels("Region", "Region"),
    "authority": _labels("Myndighet", "Authority"),
    "association": _labels("Förbund", "Association"),
    "unit": _labels("Enhet", "Unit"),
}
STUDY_LINKS = {
    "fulltext": _labels("Hela studien", "Full text"),
    "announcement": _labels("Nyhet om studien", "Announcement"),
}
LINK_STATUSES = {
    "ok": _labels("Fungerar", "Works"),
    "missing": _labels("Adress saknas", "Address missing"),
    "broken": _labels("Trasig", "Broken"),
}
TRANSLATION_STATUSES = {
    "unreviewed": _labels("Översättning som inte är granskad", "Unreviewed translation"),
    "reviewed": _labels("Granskad översättning", "Reviewed translation"),
}
ROLES = {
    "reader": _labels("Läsare", "Reader"),
    "author": _labels("Skribent", "Author"),
    "editor": _labels("Redaktör", "Editor"),
    "administrator": _labels("Administratör", "Administrator"),
}
#: Of a webhook: not yet proved to be there; told of changes; told of nothing any more.
WEBHOOK_STATES = ("pending", "active", "disabled")
#: Of a message to one: it waits, someone is sending it, it arrived, it was given up.
MESSAGE_STATES = ("waiting", "sending", "delivered", "dead")
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class LabelledCodeDocument(Document):
    """A code with its label in the reader's language."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class LabelledCode(Code):
    """A code that is delivered with its label."""

    codes: tuple[str, ...]
    searched = BODY

    def __init__(self, codes: Mapping[str, Labels], **kwargs: Any) -> None:
        super().__init__(codes, **kwargs)
        self.labels = codes

    def deliver(self, value: str, to: Delivery, path: Path) -> Any:
        return {"code": value, "label": to.text(self.labels[value], path)}

    def words(self, value: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
        labels = self.labels[value]
        language = next(each for each in (*languages, *labels) if each in labels)
        yield language, labels[language]

    def delivered(self) -> fields.Field[Any]:
        return nullable(fields.Nested(LabelledCodeDocument, metadata=self.metadata))
