"""What a search answers."""

from marshmallow import fields

from schemas.delivery import Document


class SearchHit(Document):
    """An item that was found."""

    type = fields.String(required=True, metadata={"example": "receptions"})
    id = fields.UUID(required=True)
    slug = fields.String(required=True, metadata={"example": "mika"})
    title = fields.String(required=True, metadata={"description": "Its name in the reader's language"})
    snippet = fields.String(
        required=True,
        metadata={
            "description": "The passage where it was found, as HTML with no elements but `mark`",
            "example": "Personer som är <mark>utsatta</mark> i prostitution",
        },
    )
    href = fields.Url(required=True, metadata={"description": "Where it is"})
    score = fields.Float(
        required=True,
        metadata={
            "description": (
                "How well it fits: 1 all words in the title, 0.8 in title and leading texts, 0.6 anywhere; "
                "0.5, 0.4 and 0.3 the same with the last word as the beginning of one. Of itself alone: "
                "nothing else that there is changes it"
            ),
            "example": 0.8,
        },
    )
