"""The tables. Editors write entries and revisions; readers see editions; what they can notice is a line in changes."""

from api.models.changes import Change
from api.models.clients import Client, Key, Secret
from api.models.editions import Edition, EditionLink, EditionTerm, Withdrawal
from api.models.entries import Entry, Revision, RevisionLink, Slug
from api.models.events import Event
from api.models.replays import Replay
from api.models.texts import DraftText, EditionText
from api.models.webhooks import Attempt, Message, Webhook, WebhookSecret

__all__ = [
    "Attempt",
    "Change",
    "Client",
    "DraftText",
    "Edition",
    "EditionLink",
    "EditionTerm",
    "EditionText",
    "Entry",
    "Event",
    "Key",
    "Message",
    "Replay",
    "Revision",
    "RevisionLink",
    "Secret",
    "Slug",
    "Webhook",
    "WebhookSecret",
    "Withdrawal",
]
