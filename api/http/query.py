"""Reading a query string: every parameter known, every value valid, or the client is told (REST-profil SAK.28)."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from api.errors import Malformed
from schemas.faults import Fault, Found, faults, not_among
from schemas.parameters import Parameter

#: So many faults are told at once; an address full of nonsense is not worth a book.
_MOST_FAULTS = 20


def parse(schema: Schema, args: MultiDict[str, str]) -> dict[str, Any]:
    """The parameters as values. Raises Malformed naming each that is unknown, repeated or wrong."""
    found = list(_strangers(schema, args))
    strangers = {each.path[0] for each in found}
    known = {name: ",".join(args.getlist(name)) for name in args if name not in strangers}
    values: dict[str, Any] = {}
    try:
        values = schema.load(known)
    except ValidationError as error:
        found += (each for each in faults(error.messages) if each.path[0] not in strangers)
    if found:
        raise Malformed("query", found=found[:_MOST_FAULTS])
    return values


def _strangers(schema: Schema, args: MultiDict[str, str]) -> Iterator[Found]:
    for name in args:
        field = schema.fields.get(name)
        if field is None:
            yield Found((name,), not_among("unknownParameter", name, tuple(schema.fields)))
        elif isinstance(field, Parameter) and not field.several and len(args.getlist(name)) > 1:
            yield Found((name,), Fault("repeated"))
