"""What every type has in common: what editors may say of any entry, and what every item tells its readers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import fields

from schemas.addresses import Url
from schemas.codes import TRANSLATION_STATUSES
from schemas.declared import nullable
from schemas.delivery import Document
from schemas.fields import Code, Date, Text
from schemas.linked import Value
from schemas.locales import KNOWN
from schemas.localised import Localised
from schemas.parts import Nested, Part
from schemas.references import Referred


class Review(Part):
    """When the content was last reviewed, and by when it should be again."""

    lastReviewedOn = Date(doc="When someone last confirmed that this is true")
    reviewBy = Date(doc="By when it should be reviewed again")


class ReviewDocument(Document):
    """When the content was last reviewed, and whether that is too long ago."""

    lastReviewedOn = Review().fields["lastReviewedOn"].delivered()  # type: ignore[attr-defined]  # it is a field of ours
    reviewBy = Review().fields["reviewBy"].delivered()  # type: ignore[attr-defined]  # it is a field of ours
    isOverdue = fields.Boolean(allow_none=True, metadata={"description": "Whether reviewBy has passed, Stockholm time"})


class ReviewField(Nested):
    """A review as readers get it: `isOverdue` is computed on read."""

    def delivered(self) -> fields.Field[Any]:
        return nullable(fields.Nested(ReviewDocument, metadata=self.metadata))


class Attribution(Part):
    """Whom to name, and under what licence the content may be used."""

    text = Localised(search=None, doc="Whom to name as the source")
    url = Url(doc="Where the source stands")
    license = Url(doc="The licence's address; null when none is stated")


class Translation(Part):
    """Where a text in this language comes from, and whether someone has reviewed it."""

    source = Text(max=35, required=True, search=None, doc="The language it was translated from", example=KNOWN[0])
    status = Code(TRANSLATION_STATUSES, required=True)


class EntrySchema(Part):
    """The content fields of every type, and the fields that are `computed` on read: name → what they are.

    `linked` is how its items are said in schema.org, for a type that has a word there.
    """

    computed: ClassVar[Mapping[str, fields.Field[Any]]] = {}
    linked: ClassVar[Value | None] = None

    def told(self, item: Mapping[str, Any]) -> Mapping[str, Any]:
        """What other forms than JSON tell of an item, as delivered: all that it says."""
        return item

    review = ReviewField(Review, gap=False)
    attribution = Nested(Attribution, gap=False)
    translation = Localised(
        Nested(Translation),
        fallback=False,
        gap=False,
        doc="Null for an original; tells readers that a text is a translation",
    )


_INSTANT = {"example": "2026-11-24T08:00:00Z"}


class ChangeNote(Document):
    """A change that readers should know of."""

    note = fields.String(required=True, allow_none=True, metadata={"example": "Nytt telefonnummer."})
    at = fields.AwareDateTime(required=True, metadata=_INSTANT)


class WithdrawalNotice(Document):
    """The item is withdrawn, though still there to read."""

    explanation = fields.String(required=True, allow_none=True, metadata={"description": "Why"})
    replacement = Referred(None, required=True, allow_none=True, metadata={"description": "What takes its place"})
    at = fields.AwareDateTime(required=True, metadata=_INSTANT)


class ItemSchema(Document):
    """What every item tells its readers beside its content."""

    id = fields.UUID(required=True, metadata={"description": "Never changes"})
    type = fields.String(required=True)
    slug = fields.String(metadata={"description": "Readable name for URLs; a former one redirects"})
    version = fields.Integer(metadata={"description": "1, 2, … per public edition"})
    locale = fields.String(metadata={"description": "The language of this answer", "example": "sv"})
    availableLocales = fields.List(fields.String(), metadata={"description": "Languages the item has text in"})
    fallbackFields = fields.List(
        fields.String(),
        metadata={"description": "Texts of the item itself that came in another language than asked for"},
    )
    firstPublishedAt = fields.AwareDateTime(metadata=_INSTANT)
    publishedAt = fields.AwareDateTime(metadata=_INSTANT | {"description": "When this edition began"})
    updatedAt = fields.AwareDateTime(
        metadata=_INSTANT | {"description": "Last change that readers should notice; to come back is one"}
    )
    changeHistory = fields.List(fields.Nested(ChangeNote))
    withdrawal = fields.Nested(
        WithdrawalNotice, allow_none=True, metadata={"description": "Null unless the item is withdrawn"}
    )
    organization = Referred(
        "organizations", allow_none=True, metadata={"description": "Who is responsible for the content"}
    )
    contentHash = fields.String(
        metadata={
            "description": "SHA-256 of the edition in this language: canonical JSON (RFC 8785), no computed fields",
            "example": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        }
    )
