"""The forms an item can be asked for by `Accept` beside JSON: each is made from what the JSON answer says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.http.links import with_query
from api.resources.returns import item_document
from api.services.introducing import introduce
from api.services.linking import LINKED, link
from api.services.reciting import embedded, recite
from schemas.content_type import ContentType

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """Another form of an item.

    `make` takes the type and the JSON answer, with long texts in `body_format` and the relations embedded that
    `include` names for the type, and gives a document (JSON) or its bytes. `of` are the names of the types that have
    the form, None for all. `schema` is its JSON Schema.
    """

    media: str
    make: Callable[[ContentType, Document], Any]
    include: Callable[[ContentType], Sequence[str]] = lambda content: ()
    body_format: str = "text"
    of: frozenset[str] | None = None
    schema: Mapping[str, Any] | None = None
    charset: bool = False

    @property
    def content_type(self) -> str:
        """The value of `Content-Type`."""
        return f"{self.media}; charset=utf-8" if self.charset else self.media


_LINKED_DATA = {
    "type": "object",
    "description": "The item in the words of schema.org; what is not stated is left out",
    "required": ["@context", "@type", "@id"],
    "properties": {
        "@context": {"const": "https://schema.org"},
        "@type": {"type": "string", "description": "A type of schema.org"},
        "@id": {"type": "string", "format": "uri", "description": "The item's address"},
    },
}
#: What is asked of the JSON alone: other forms have what belongs to them.
OF_JSON = frozenset(("fields", "include", "bodyFormat"))
#: Every form beside JSON.
FORMS: tuple[Form, ...] = (
    Form("application/ld+json", link, of=LINKED, schema=_LINKED_DATA),
    Form("text/plain", recite, include=embedded, charset=True),
    Form("text/vcard", introduce, include=lambda content: ("worksFor",), of=frozenset({"contacts"}), charset=True),
)


def forms_of(content: ContentType) -> dict[str, Form]:
    """The forms of a type's items beside JSON, by media type."""
    return {each.media: each for each in FORMS if each.of is None or content.name in each.of}


def item_forms(content: Any) -> Mapping[str, Any]:
    """One item in all its forms."""
    others = {media: form.schema or {"type": "string"} for media, form in forms_of(content).items()}
    return {**item_document(content), **others}


def form_links(content: ContentType, href: str) -> list[dict[str, str]]:
    """Where the item is in its other forms: at the address that was asked, by `Accept`."""
    address = with_query(href, without=OF_JSON)
    return [{"href": address, "rel": "alternate", "method": "GET", "type": media} for media in forms_of(content)]
