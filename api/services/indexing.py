"""The inverted index of an edition: the terms that filters and sorts use, and whom it points at."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from api.catalogue import ORGANIZATION, ContentType
from api.models import Edition, EditionLink, EditionTerm
from schemas.locales import DEFAULT
from schemas.localised import Localised
from schemas.references import Reference
from schemas.walking import values

#: Terms that lists sort by stand under this name and the sort key's.
SORT = "sort."


def locales_of(content: ContentType, body: Mapping[str, Any]) -> list[str]:
    """The languages the content has text in, Swedish first."""
    found = {
        tag
        for _, field, value in values(content.schema, body)
        if isinstance(field, Localised) and field.fallback
        for tag in value
    }
    return sorted(found, key=lambda tag: (tag != DEFAULT, tag))


def index(session: Session, content: ContentType, edition: Edition) -> None:
    """Write the terms and links of an edition that has its id."""
    organization = str(edition.organization_id)
    terms = {(str(ORGANIZATION.filter), organization)}
    links = {("organization", organization)}
    for place, field, value in values(content.schema, edition.body):
        if field.filter:
            terms.add((field.filter, field.term(value)))
        if field.sort:
            terms.add((SORT + field.sort, field.sort_key(value)))
        if isinstance(field, Reference):
            links.add((str(place[0]), value))
    session.add_all(EditionTerm(edition_id=edition.id, name=name, value=value) for name, value in sorted(terms))
    session.add_all(EditionLink(edition_id=edition.id, field=field, target=UUID(id)) for field, id in sorted(links))


def reindex(session: Session, content: ContentType, edition: Edition) -> None:
    """Write the terms and links of an edition anew."""
    session.flush()
    for model in (EditionTerm, EditionLink):
        session.execute(delete(model).where(model.edition_id == edition.id))
    index(session, content, edition)
