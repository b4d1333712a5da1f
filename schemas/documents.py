"""The documents around the content: lists, problems, and what the API says of itself."""

from marshmallow import fields

from schemas.delivery import Document
from schemas.entries import Step


class LinkDocument(Document):
    """Where to go from here (REST-profil HYP.11)."""

    href = fields.Url(required=True, metadata={"example": "https://api.kfvn.se/content/v1/receptions/mika"})
    rel = fields.String(required=True, metadata={"description": "IANA link relation", "example": "self"})
    method = fields.String(required=True, metadata={"example": "GET"})
    hreflang = fields.String(metadata={"description": "Language of an alternate", "example": "en"})
    type = fields.String(metadata={"description": "Media type of an alternate, for Accept", "example": "text/plain"})


class ListMeta(Document):
    """Where in the list this answer is. An answer to a cursor carries no totals."""

    page = fields.Integer(metadata={"example": 1})
    limit = fields.Integer(required=True, metadata={"example": 20})
    offset = fields.Integer(metadata={"example": 0})
    count = fields.Integer(required=True, metadata={"description": "Items in this answer", "example": 2})
    totalRecords = fields.Integer(metadata={"example": 2})
    totalPages = fields.Integer(metadata={"example": 1})
    nextCursor = fields.String(
        required=True, allow_none=True, metadata={"description": "Hand back as `cursor`; null at the end"}
    )


class ErrorDocument(Document):
    """One thing that is wrong with a request."""

    pointer = fields.String(required=True, allow_none=True, metadata={"description": "Where in the body (RFC 6901)"})
    parameter = fields.String(required=True, allow_none=True, metadata={"description": "Which parameter"})
    code = fields.String(required=True, metadata={"description": "Stable code", "example": "unknownCode"})
    detail = fields.String(required=True, metadata={"description": "In Swedish or English"})
    allowed = fields.List(fields.String(), required=True, allow_none=True, metadata={"description": "What is allowed"})
    suggestion = fields.String(required=True, allow_none=True, metadata={"description": "The nearest that is allowed"})


class Replacement(Document):
    """What takes the place of something that is gone."""

    type = fields.String(required=True)
    slug = fields.String(required=True)
    href = fields.Url(required=True)


class ConflictDocument(Document):
    """A field that you changed, and someone else too: from the same base to something else."""

    pointer = fields.String(required=True, metadata={"description": "Which field (RFC 6901)"})
    base = fields.Raw(required=True, allow_none=True)
    theirs = fields.Raw(required=True, allow_none=True)
    yours = fields.Raw(required=True, allow_none=True)


class ProblemDocument(Document):
    """What went wrong (RFC 9457)."""

    type = fields.Url(required=True, metadata={"description": "The kind of problem, and the page that explains it"})
    title = fields.String(required=True, metadata={"description": "The kind in words, Swedish or English"})
    status = fields.Integer(required=True, metadata={"example": 404})
    detail = fields.String(required=True, metadata={"description": "This very problem, Swedish or English"})
    instance = fields.String(required=True, metadata={"description": "The trace id: quote it when you ask us"})
    errors = fields.List(fields.Nested(ErrorDocument), metadata={"description": "Each thing that is wrong"})
    explanation = fields.String(allow_none=True, metadata={"description": "Why it is gone"})
    current = fields.Dict(allow_none=True, metadata={"description": "With 412: the entry as it is now"})
    conflicts = fields.List(fields.Nested(ConflictDocument), metadata={"description": "With 412: what both changed"})
    scheduledEditions = fields.List(
        fields.Nested(Step), metadata={"description": "With 409: what is scheduled already"}
    )
    replacement = fields.Nested(Replacement, allow_none=True, metadata={"description": "What replaces it"})
    _links = fields.List(fields.Nested(LinkDocument), metadata={"description": "Where to start again"})


class ApiInfo(Document):
    """The API and where it is in its life (REST-profil VER.07)."""

    apiName = fields.String(required=True)
    apiVersion = fields.String(required=True, metadata={"description": "MAJOR.MINOR.PATCH", "example": "1.0.0"})
    apiReleased = fields.Date(required=True, metadata={"example": "2026-11-24"})
    apiDocumentation = fields.Url(required=True)
    apiStatus = fields.String(required=True, metadata={"example": "active"})


class ProblemKind(Document):
    """A kind of problem, explained."""

    type = fields.Url(required=True)
    status = fields.Integer(required=True)
    title = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    advice = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class DocsIndex(Document):
    """Where the documentation is, and the kinds of problems there are."""

    specifications = fields.List(fields.Url(), required=True, metadata={"description": "This API in OpenAPI"})
    problems = fields.List(fields.Nested(ProblemKind), required=True)
