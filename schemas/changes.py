"""What copies follow: changes, and what a copy can check itself by (contract, section 4)."""

from marshmallow import fields

from schemas.delivery import Document

#: Why something is not in the set any more, or not there at all.
REASONS = {
    "unpublished": "an editor ended its publication",
    "expired": "its time was over",
    "gone": "it was taken back",
    "redirect": "something else takes its place",
    "erased": "it was erased",
    "filtered": "it is public, but does not match the filters any more",
}


class Removed(Document):
    """The copy holds this no longer, if it ever did."""

    change = fields.String(required=True, metadata={"enum": ["removed"]})
    id = fields.UUID(required=True)
    type = fields.String(required=True)
    reason = fields.String(required=True, metadata={"enum": list(REASONS)})


class Updated(Document):
    """The copy holds this edition from now on, whether it held another or none."""

    change = fields.String(required=True, metadata={"enum": ["updated"]})
    id = fields.UUID(required=True)
    type = fields.String(required=True)
    version = fields.Integer(required=True, metadata={"example": 4})
    item = fields.Dict(
        required=True,
        metadata={"description": "The edition itself: nothing computed, references as type and id; SHA-256 of its "
                                 "canonical JSON (RFC 8785) without contentHash is its contentHash"},
    )  # fmt: skip


class ChangesMeta(Document):
    """Where the copy is when it has applied this answer."""

    count = fields.Integer(required=True, metadata={"description": "Changes in this answer"})
    more = fields.Boolean(required=True, metadata={"description": "Whether to ask again at once"})
    token = fields.String(required=True, metadata={"description": "Hand back as `since`"})
    totalRecords = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Items the copy should hold now; null while `more`"}
    )
    digest = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "SHA-256 over the sorted lines `id:version`, each ended by a line feed, of what the "
                                 "copy should hold now; null while `more`"},
    )  # fmt: skip
