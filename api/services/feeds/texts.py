"""The texts of an entry: what must be known of it comes first, and its content is all of it.

Its address leads to JSON: whoever reads it in a reader of feeds sees nothing but this, so it says how to reach help as
well. What has to be said is said in the words of plain text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from api.services.feeds.feed import FeedText
from api.services.formatting import as_written
from api.services.reciting.rows import Telling
from api.services.reciting.tables import rows_of
from api.services.reciting.values import paragraphs
from api.services.reciting.voice import Voice, speaking
from schemas.content_type import ContentType, FeedFields
from schemas.locales import parents
from schemas.localised import Localised, Markdown

#: Several languages, which nothing in a plain text tells apart (ISO 639-2).
_SEVERAL = "mul"
_MAIL = "email"


@dataclass(frozen=True)
class Material:
    """What the texts are taken from: the answer in JSON, and the language that each of its texts is in.

    `explained` is the language of the explanation of its withdrawal, if there is one.
    """

    content: ContentType
    document: Mapping[str, Any]
    language_of: Callable[[str], str]
    explained: str | None

    @property
    def locale(self) -> str:
        """The language that the entry is in, as far as it has it."""
        locale: str = self.document["locale"]
        return locale

    def text(self, name: str) -> Iterator[FeedText]:
        """A text of the entry, if it has it."""
        if self.document[name] is not None:
            yield FeedText(self.document[name], self.language_of(name))


def summary_of(material: Material, feed: FeedFields) -> FeedText | None:
    """The summary as plain text, after what must be known first."""
    texts = [*_notices(material, feed), *material.text(feed.summary)]
    return _joined(texts, "\n\n", _SEVERAL)


def content_of(material: Material, feed: FeedFields) -> FeedText | None:
    """Everything as HTML; what is in another language than the rest says so."""
    notices = (replace(each, value=_paragraphs(each.value)) for each in _notices(material, feed))
    texts = [*notices, *(each for name in feed.content for each in _html(material, name))]
    if len({each.locale for each in texts}) > 1:
        texts = [each if each.locale == material.locale else _marked(each) for each in texts]
    return _joined(texts, "\n", material.locale)


def _notices(material: Material, feed: FeedFields) -> Iterator[FeedText]:
    """That it is withdrawn, in the language of the explanation; what is `noted`; that a translation is unreviewed."""
    for name in ("withdrawal", *feed.noted, "translation"):
        tag = material.explained if name == "withdrawal" and material.explained else None
        text = _said(material, name, material.document[name], tag or material.locale)
        if text:
            yield replace(text, locale=_SEVERAL) if tag and text.locale != tag else text


def _said(material: Material, name: str, value: Any, tag: str) -> FeedText | None:
    """What plain text in a language says first of a field that has this value, if anything."""
    voice = speaking(tag)
    say = next(row.say for row in rows_of(material.content) if row.field == name and row.say)
    said = say(Telling(voice, material.content, material.document), value) if value is not None else ""
    return FeedText(said, _language(voice, tag)) if said else None


def _language(voice: Voice, tag: str) -> str:
    """The language of what a voice says: Swedish is easy Swedish to those who asked for that."""
    return tag if voice.language in parents(tag) else voice.language


def _html(material: Material, name: str) -> Iterator[FeedText]:
    """A field as HTML: Markdown is that already, other texts are paragraphs, and the rest are ways to reach help."""
    field = material.content.fields[name]
    if not isinstance(field, Localised):
        for channel in material.document[name] or ():
            said = _said(material, name, [channel], material.locale)
            if said:
                yield replace(said, value=_paragraph(said.value, *_leads(channel)))
        return
    for text in material.text(name):
        yield text if isinstance(field, Markdown) else replace(text, value=_paragraphs(text.value))


def _leads(channel: Mapping[str, Any]) -> tuple[str, str | None]:
    """How people write what a channel leads to, and the address of that, if it has one."""
    value = channel["value"]
    if isinstance(value, Mapping):
        return value["display"], value["uri"]
    shown = as_written(value)
    return shown, f"mailto:{value}" if channel["kind"] == _MAIL else value if shown != value else None


def _paragraphs(text: str) -> str:
    return "\n".join(map(_paragraph, paragraphs(text)))


def _paragraph(text: str, shown: str = "", address: str | None = None) -> str:
    """A paragraph of HTML; what is `shown` in it leads to the address."""
    paragraph = Element("p")
    paragraph.text = text
    if address:
        paragraph.text, _, after = text.partition(shown)
        link = SubElement(paragraph, "a", href=address)
        link.text, link.tail = shown, after
    return tostring(paragraph, encoding="unicode", method="html")


def _marked(text: FeedText) -> FeedText:
    return replace(text, value=f'<div lang="{text.locale}">{text.value}</div>')


def _joined(texts: Sequence[FeedText], between: str, otherwise: str) -> FeedText | None:
    """One text of several, if there are any: in the language that they all have, or else as told."""
    languages = {each.locale for each in texts}
    locale = languages.pop() if len(languages) == 1 else otherwise
    return FeedText(between.join(each.value for each in texts), locale) if texts else None
