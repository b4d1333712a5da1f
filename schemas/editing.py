"""What editors send: drafts and the acts on them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from schemas.codes import ROLES
from schemas.declared import Declared
from schemas.faults import Fault, fault
from schemas.fields import Code, Integer, Text
from schemas.instants import Instant
from schemas.locales import DEFAULT
from schemas.localised import Localised, Prose
from schemas.parts import Part

WITHDRAWALS = ("withdrawn", "gone", "redirect")


class Content(Declared, fields.Raw):
    """The content of an entry; its type's own schema reads what is in it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise fault("object")
        return value


def _in_swedish(texts: Mapping[str, str]) -> None:
    """What readers are told they are told in Swedish at least."""
    if DEFAULT not in texts:
        raise ValidationError({DEFAULT: [Fault("required")]})


class EntryInput(Part):
    """A draft."""

    slug = Text(max=100, doc="Its name in addresses; made from the Swedish title when none is given", example="mika")
    organization = Text(max=100, doc="Who is responsible, id or slug; the key's organization when none is given")
    externalId = Text(max=200, doc="What it is called in another system; unique within the organization")
    content = Content(required=True, doc="What it says; it may be incomplete until it is published")


def _publication() -> type[Schema]:
    """`from` is a word of Python's, and so no attribute."""
    described: dict[str, Any] = {
        "from": Instant(doc="When it begins; now when absent or past"),
        "until": Instant(doc="When it ends; never when absent"),
        "revision": Integer(min=1, doc="Which revision; the newest when absent", example=3),
        "updateType": Code(
            ("major", "minor"),
            doc="Whether readers should notice; major when absent. "
            "They do in any case when it comes back after an absence or is withdrawn no more",
        ),
        "changeNote": Localised(Prose(), validate=_in_swedish, doc="What changed, for readers"),
        "scheduled": Code(("cancel", "keep"), doc="What becomes of what is scheduled at `from` or later"),
    }
    return Part.from_dict(described, name="PublicationInput")


PublicationInput = _publication()
PublicationInput.__doc__ = "When a revision is public."


def _withdrawal() -> type[Schema]:
    described: dict[str, Any] = {
        "kind": Code(WITHDRAWALS, required=True, doc="Readable with a notice, gone, or redirected"),
        "explanation": Localised(Prose(), validate=_in_swedish, doc="Why, for readers"),
        "redirectTo": Text(max=200, doc="What takes its place: an id, or a slug of the same type"),
        "from": Instant(doc="When it begins; now when absent or past"),
        "history": Code(("open", "hidden"), doc="Whether looks into the past still find what was; open when absent"),
        "scheduled": Code(("cancel", "keep"), doc="What becomes of what is scheduled at `from` or later"),
    }
    return Part.from_dict(described, name="WithdrawalInput")


WithdrawalInput = _withdrawal()
WithdrawalInput.__doc__ = "How an entry is taken back."


class RestoreInput(Part):
    """Which revision to go back to."""

    restore = Integer(min=1, required=True, doc="The number of a revision", example=1)


class PreviewTokenInput(Part):
    """How long a preview token is good."""

    expiresAt = Instant(doc="Until when it is good; a day when absent, a month at most")


class ClientInput(Part):
    """An API client."""

    name = Text(max=100, required=True, doc="What people call it", example="Sundsvalls webbplats")
    organization = Text(
        max=100, doc="Whose it is, id or slug; that of the key when absent", example="sundsvalls-kommun"
    )
    role = Code(ROLES, required=True, doc="What it may do")


class ClientPatch(Part):
    """What can be changed of an API client."""

    name = Text(max=100, doc="What people call it")
    role = Code(ROLES, doc="What it may do")


class KeyInput(Part):
    """A key to be made."""

    expiresAt = Instant(doc="Until when it is good; a year when absent")
