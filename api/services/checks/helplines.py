"""The trap: a person who informs about a reception is not its help line, and a frightened caller cannot tell.

Numbers and addresses are compared here and shown nowhere.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher, format_number
from sqlalchemy import Row, Select, String, and_, cast, func, or_, select, union_all

from api.models import Edition, Entry, Revision
from api.services.checks.rule import Draft, Spot
from api.services.checks.stated import TOLD, objects
from schemas.channels import Channel
from schemas.receptions import ContactLink
from schemas.references import is_id

#: Channels for these are not for people who seek help; one that does not say for whom it is, is.
_NOT_HELP = ("professional", "press")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]+@[^\s<>()\[\]\",;:]+")

Body = type[Revision] | type[Edition]


def find(draft: Draft) -> Iterator[Spot]:
    """Help channels that are a person's own, contacts for help that are a person, and the same from a person's side."""
    yield from _channels(draft)
    yield from _contacts(draft)
    if draft.content.name == "contacts" and draft.body.get("kind") == "person":
        yield from _persons_own(draft)


def _channels(draft: Draft) -> Iterator[Spot]:
    reached = [(place, _reached(value)) for place, field, value in objects(draft.stated) if field.part is Channel]
    ways = {way for _, each in reached for way in each}
    personal = _personal(draft, ways) if ways else set()
    for place, each in reached:
        if each & personal:
            yield (*place, "value"), {}


def _reached(channel: Any) -> set[str]:
    """The numbers (E.164) and addresses that a help channel leads to; none when it is not for help."""
    if not isinstance(channel, Mapping) or channel.get("audience") in _NOT_HELP:
        return set()
    value, kind = channel.get("value"), channel.get("kind")
    if isinstance(value, Mapping):
        return {str(value.get("number"))}
    if not isinstance(value, str):
        return set()
    if kind == "email":
        return {value.casefold()}
    return _told(value) if kind in TOLD else set()


def _told(text: str) -> set[str]:
    """The numbers and addresses that stand in a text, as people write them in Sweden."""
    numbers = {format_number(each.number, PhoneNumberFormat.E164) for each in PhoneNumberMatcher(text, "SE")}
    return numbers | {each.rstrip(".!?").casefold() for each in _ADDRESS.findall(text)}


def _personal(draft: Draft, ways: set[str]) -> set[str]:
    """Which of the numbers and addresses are those of a person."""
    addresses = {way for way in ways if "@" in way}
    numbers = ways - addresses

    def ask(model: Body) -> Select[Any]:
        number, email = model.body["phone", "number"].as_string(), model.body["email"].as_string()
        # SQLite lowers ASCII only; whatever else an address is made of is compared below.
        same = func.lower(email).in_(addresses) if "".join(addresses).isascii() else email.is_not(None)
        return select(number, email).where(_is_person(model), or_(number.in_(numbers), same))

    return {way.casefold() for row in _known(draft, "contacts", ask) for way in row if way} & ways


def _contacts(draft: Draft) -> Iterator[Spot]:
    """Contacts for help that are a person."""
    links = {
        (*place, "purpose"): str(value.get("contact"))
        for place, field, value in objects(draft.stated)
        if field.part is ContactLink and value.get("purpose") == "help"
    }
    ids = {UUID(each) for each in links.values() if is_id(each)}
    if not ids:
        return
    people = _known(
        draft, "contacts", lambda model: select(model.entry_id).where(_is_person(model), model.entry_id.in_(ids))
    )
    persons = {str(row.entry_id) for row in people}
    yield from ((place, {}) for place, contact in links.items() if contact in persons)


def _persons_own(draft: Draft) -> Iterator[Spot]:
    """A person whom some reception names as a way to get help: as a contact for help, or by number or address."""
    id, phone, email = str(draft.entry.id), draft.body.get("phone"), draft.body.get("email")
    own = {}
    if isinstance(phone, Mapping) and isinstance(phone.get("number"), str):
        own["phone"] = phone["number"]
    if isinstance(email, str):
        own["email"] = email.casefold()
    # Rows in which it can stand: in its stored form, as some address, or somehow in a text.
    marks = [*("@" if "@" in way else way for way in own.values()), *(f'"{kind}"' for kind in TOLD)]

    def ask(model: Body) -> Select[Any]:
        channels, contacts = model.body["channels"], model.body["contacts"]
        likely = [cast(channels, String).contains(mark, autoescape=True) for mark in marks]
        named = cast(contacts, String).contains(id)
        return select(channels.label("channels"), contacts.label("contacts")).where(or_(named, *likely))

    used: set[str] = set()
    for row in _known(draft, "receptions", ask):
        used |= set().union(*map(_reached, row.channels or ()))
        if any(link.get("contact") == id and link.get("purpose") == "help" for link in row.contacts or ()):
            used.add(id)
    yield from (((name,), {}) for name, way in {"kind": id, **own}.items() if way in used)


def _is_person(model: Body) -> Any:
    return model.body["kind"].as_string() == "person"


def _known(draft: Draft, type_: str, ask: Callable[[Body], Select[Any]]) -> Sequence[Row[Any]]:
    """What is asked of all entries of a type: of what was last saved, of what is public and of what will be."""
    is_head = and_(Entry.id == Revision.entry_id, Entry.revision == Revision.number)
    heads = ask(Revision).join(Entry, is_head).where(Entry.type == type_)
    editions = ask(Edition).where(Edition.type == type_, Edition.valid_to > draft.at)
    return draft.session.execute(union_all(heads, editions)).all()
