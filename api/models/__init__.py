"""The tables. Editors write entries and revisions; readers see editions; what they can notice is a line in changes."""

from api.models.changes import Change
from api.models.editions import Edition, EditionLink, EditionTerm
from api.models.entries import Entry, Revision, Slug
from api.models.events import Event

__all__ = ["Change", "Edition", "EditionLink", "EditionTerm", "Entry", "Event", "Revision", "Slug"]
