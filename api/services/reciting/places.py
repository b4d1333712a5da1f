"""A reception's ways: how to reach it, where it is, who runs it, and whether it is there at all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.services.formatting import as_written
from api.services.reciting.hours import weekly
from api.services.reciting.rows import Telling
from api.services.reciting.values import name_of, sentences
from schemas.codes import CHANNEL_AUDIENCES, CHANNEL_KINDS
from schemas.faults import Said

Channel = Mapping[str, Any]
_STATUSES = {
    "temporarilyClosed": Said("Mottagningen är tillfälligt stängd.", "The reception is temporarily closed."),
    "closed": Said("Mottagningen är nedlagd.", "The reception is closed for good."),
}
_ANONYMOUS = Said("Där kan du vara anonym.", "You can be anonymous there.")
_NOT_ANONYMOUS = Said("Där kan du inte vara anonym.", "You cannot be anonymous there.")
_RELATIVES = Said("Anhöriga kan också vända sig hit.", "Relatives can turn here too.")
#: Whom a channel is for that someone who seeks help may use: whoever does not say otherwise.
_HELP = ("help", None)


def status(telling: Telling, value: str) -> str:
    """That it is not in service, when it is not."""
    return telling.voice.say(_STATUSES[value]) if value in _STATUSES else ""


def help_channels(telling: Telling, channels: Sequence[Channel]) -> str:
    """Ways for whoever seeks help, those that say so first."""
    ordered = sorted(
        (each for each in channels if each["audience"] in _HELP), key=lambda each: _HELP.index(each["audience"])
    )
    return "\n\n".join(_channel(telling, each) for each in ordered)


def other_channels(telling: Telling, channels: Sequence[Channel]) -> str:
    """Ways for others, under whom they are for."""
    return "\n\n".join(_channel(telling, each) for each in channels if each["audience"] not in _HELP)


def _channel(telling: Telling, channel: Channel) -> str:
    voice, value = telling.voice, channel["value"]
    kind = voice.label(CHANNEL_KINDS[channel["kind"]])
    if channel["audience"] not in _HELP:
        kind = f"{voice.label(CHANNEL_AUDIENCES[channel['audience']])}, {kind.lower()}"
    said = [f"{kind}: {value['display'] if isinstance(value, Mapping) else as_written(value)}"]
    if channel["hours"]:
        said.append(weekly(voice, channel["hours"]))
    if channel["anonymous"] is not None:
        said.append(voice.say(_ANONYMOUS if channel["anonymous"] else _NOT_ANONYMOUS))
    return sentences(said) if len(said) > 1 else said[0]


def opening_hours(telling: Telling, hours: Sequence[Mapping[str, Any]]) -> str:
    """The week."""
    return weekly(telling.voice, hours)


def relatives(telling: Telling, welcome: bool) -> str:
    """That it is for relatives too, unless that is among those whom it is for."""
    named = any(each["code"] == "relatives" for each in telling.document.get("audiences") or ())
    return telling.voice.say(_RELATIVES) if welcome and not named else ""


def address(telling: Telling, value: Mapping[str, Any]) -> str:
    """Where the door is."""
    city = " ".join(filter(None, (value["postalCode"], value["city"])))
    place = ", ".join(filter(None, (value["street"], city)))
    return sentences(filter(None, (place, value["instructions"])))


def host(telling: Telling, organization: Mapping[str, Any]) -> str:
    """Who runs it: the organization, the unit there, and what it is part of."""
    return ", ".join(_host(telling, organization))


def _host(telling: Telling, organization: Mapping[str, Any]) -> Iterator[str]:
    yield name_of(organization)
    if telling.document.get("unit"):
        yield telling.document["unit"]
    if organization["parent"]:
        yield name_of(organization["parent"])
