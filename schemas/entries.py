"""What editors get: entries and how they stand, revisions, findings, acts, clients."""

from marshmallow import fields

from schemas.delivery import Document

_INSTANT = {"example": "2026-11-24T08:00:00Z"}
_KEY = "kfvn_1f0c9d7a5b3e4f6081726354a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0"


class StepDocument(Document):
    """A step of an entry's timeline: an edition, or how it is taken back."""

    kind = fields.String(required=True, metadata={"description": "edition, withdrawn, gone or redirect"})
    version = fields.Integer(required=True, allow_none=True, metadata={"example": 4})
    revision = fields.Integer(required=True, allow_none=True, metadata={"example": 7})
    slug = fields.String(required=True, allow_none=True)
    updatedAt = fields.AwareDateTime(required=True, allow_none=True, metadata=_INSTANT)
    until = fields.AwareDateTime(required=True, allow_none=True, metadata=_INSTANT)


#: `from` is a word of Python's, and so no attribute.
Step = StepDocument.from_dict({"from": fields.AwareDateTime(required=True, metadata=_INSTANT)}, name="StepDocument")
Step.__doc__ = StepDocument.__doc__


class PublicationDocument(Document):
    """What is public of an entry now, and what comes next."""

    current = fields.Nested(Step, required=True, allow_none=True)
    next = fields.Nested(Step, required=True, allow_none=True)


class FindingDocument(Document):
    """Something an editor should know."""

    rule = fields.String(required=True, metadata={"description": "Stable id", "example": "gap"})
    severity = fields.String(required=True, metadata={"description": "blocking or warning"})
    pointer = fields.String(required=True, metadata={"description": "Where in the entry (RFC 6901)"})
    message = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    hint = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class EntrySummary(Document):
    """An entry in a list."""

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    slug = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"description": "draft, scheduled, published, withdrawn, gone or redirected"}
    )
    revision = fields.Integer(required=True, metadata={"description": "Number of the newest revision", "example": 3})
    organization = fields.UUID(required=True, metadata={"description": "Whose it is"})
    externalId = fields.String(required=True, allow_none=True)
    hasUnpublishedChanges = fields.Boolean(
        required=True, metadata={"description": "Whether the newest revision is not the one of the newest edition"}
    )
    savedAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    publication = fields.Nested(PublicationDocument, required=True)
    plans = fields.List(
        fields.Nested(Step), required=True, metadata={"description": "All that is scheduled, in its order"}
    )


class EntryTitle(EntrySummary):
    """An entry in a list."""

    title = fields.String(required=True, allow_none=True, metadata={"description": "Its title, Swedish if it has one"})


class EntryDocument(EntrySummary):
    """An entry as its editors see it."""

    warnings = fields.List(fields.Nested(FindingDocument), required=True)


class AuthorDocument(Document):
    """An API client and which of its keys."""

    client = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    key = fields.UUID(required=True)


class RevisionSummary(Document):
    """What someone saved, and when."""

    revision = fields.Integer(required=True, metadata={"example": 3})
    slug = fields.String(required=True)
    organization = fields.UUID(required=True)
    externalId = fields.String(required=True, allow_none=True)
    savedAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    savedBy = fields.Nested(
        AuthorDocument, required=True, allow_none=True, metadata={"description": "Null for the command line"}
    )


class DifferenceDocument(Document):
    """A field that two revisions do not agree on."""

    pointer = fields.String(required=True, metadata={"description": "Which field (RFC 6901)"})
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class DifferencesDocument(Document):
    """What differs between two revisions."""

    against = fields.Integer(required=True, metadata={"example": 2})
    revision = fields.Integer(required=True, metadata={"example": 3})
    differences = fields.List(fields.Nested(DifferenceDocument), required=True)


class ChecksDocument(Document):
    """Everything that keeps an entry from going out, or that its editor should know."""

    mayPublish = fields.Boolean(required=True, metadata={"description": "Whether nothing blocks"})
    findings = fields.List(fields.Nested(FindingDocument), required=True)
    gaps = fields.List(fields.String(), required=True, metadata={"description": "Facts that are not stated"})


class ReferrerDocument(Document):
    """An entry that points here."""

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    slug = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields")
    appearances = fields.List(
        fields.String(), required=True, metadata={"description": "published (readers see it), scheduled, draft"}
    )


class PreviewTokenDocument(Document):
    """A token that shows one draft to whoever has it."""

    token = fields.String(required=True, metadata={"description": "Send it as Bearer; shown once"})
    expiresAt = fields.AwareDateTime(required=True, metadata=_INSTANT)


class MentionDocument(Document):
    """A text of another entry that still names the person."""

    entry = fields.UUID(required=True)
    type = fields.String(required=True)
    slug = fields.String(required=True)
    pointer = fields.String(required=True, metadata={"description": "Which text (RFC 6901)"})


class ErasureDocument(Document):
    """What is left to settle after an erasure."""

    mentions = fields.List(fields.Nested(MentionDocument), required=True)


class EventDocument(Document):
    """An act: who did what to what, and which fields; never a value."""

    at = fields.AwareDateTime(required=True, metadata=_INSTANT)
    kind = fields.String(required=True, metadata={"example": "published"})
    type = fields.String(required=True, metadata={"description": "A content type, or clients"})
    entry = fields.UUID(required=True, metadata={"description": "The entry or client that it was done to"})
    organization = fields.UUID(required=True)
    by = fields.Nested(AuthorDocument, required=True, allow_none=True)
    fields_ = fields.List(fields.String(), required=True, data_key="fields")


class ClientDocument(Document):
    """An API client."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    organization = fields.UUID(required=True)
    role = fields.String(required=True)
    createdAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    closedAt = fields.AwareDateTime(required=True, allow_none=True, metadata=_INSTANT)


class KeyDocument(Document):
    """A key of a client; what it is was shown when it was made."""

    id = fields.UUID(required=True)
    hint = fields.String(required=True, metadata={"description": "How it begins", "example": _KEY[:12]})
    createdAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    expiresAt = fields.AwareDateTime(required=True, metadata=_INSTANT)
    revokedAt = fields.AwareDateTime(required=True, allow_none=True, metadata=_INSTANT)
    lastUsedOn = fields.Date(required=True, allow_none=True, metadata={"example": "2026-11-24"})
    isLive = fields.Boolean(required=True, metadata={"description": "Whether it is good now"})


class NewKeyDocument(KeyDocument):
    """A key, shown this once."""

    key = fields.String(required=True, metadata={"description": "Send it as Bearer; shown once", "example": _KEY})


class MeDocument(ClientDocument):
    """The client whose key this is, and what it may do."""

    scopes = fields.List(fields.String(), required=True)
    key = fields.Nested(KeyDocument, required=True)
