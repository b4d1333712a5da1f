"""What one database writes of an entry for another to read: a line of JSON."""

from marshmallow import fields

from schemas.declared import Declared
from schemas.editing import Content
from schemas.fields import Boolean, Integer, List, Text
from schemas.instants import Instant
from schemas.parts import Nested, Part


class Data(Declared, fields.Raw):
    """Something that is handed on as it is."""


class PublicationLine(Part):
    """An edition: `validFrom` only of what is yet to come, `content` only where the newest revision's is another."""

    validFrom = Instant()
    until = Instant()
    slug = Text(max=100, required=True)
    content = Content()
    version = Integer(min=1, required=True)
    firstPublishedAt = Instant(required=True)
    updatedAt = Instant(required=True)
    changeHistory = List(Data(), max=100_000)
    major = Boolean(required=True)
    note = Data()
    notice = Data()


class Line(Part):
    """An entry: what was written last, and what is or will be public of it."""

    id = Text(max=36, required=True)
    type = Text(required=True)
    organization = Text(max=36, required=True)
    slug = Text(max=100)
    externalId = Text(max=200)
    content = Content()
    publications = List(Nested(PublicationLine), max=1000)
    erased = Boolean()
