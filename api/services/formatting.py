"""Markdown as readers get it: sanitised HTML, or plain text; and as editors wrote it, for those who check it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

#: What Markdown can say and a front end can show safely; anything else is taken out.
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
#: What a reader of plain text need not see of an address.
_SCHEME = re.compile(r"^(https?://|mailto:|tel:|sms:)")
_SCHEMES = {"http", "https", "mailto", "tel", "sms"}
#: How an address begins that says its scheme (RFC 3986 §3.1).
_ANY_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


@cache
def _markdown() -> MarkdownIt:
    """CommonMark with tables; raw HTML is shown as text."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def to_html(source: str) -> str:
    """The text as HTML that is safe to put into a page."""
    return nh3.clean(
        _markdown().render(source), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener"
    ).strip()


def to_text(source: str) -> str:
    """The text without any markup, a blank line between its blocks."""
    return "\n\n".join(_inline(token) for token in _markdown().parse(source) if token.content)


def as_written(address: str) -> str:
    """An address as people write it: without its scheme."""
    return _SCHEME.sub("", address)


def _inline(token: Token) -> str:
    """The text of a block; a link says where it leads unless its text does."""
    text, address = "", ""
    for child in token.children or [token]:
        text += "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        if child.type == "link_open":
            address = as_written(str(child.attrs["href"]))
        elif child.type == "link_close" and not text.endswith(address):
            text += f" ({address})"
    return text.strip()


class _Credulous(MarkdownIt):
    """Reads what an editor wrote as it was meant: markup as markup, any address as one."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # markdown-it's name
        return True


@cache
def _as_meant() -> MarkdownIt:
    return _Credulous("commonmark", {"html": True}).enable("table")


@lru_cache(4)
def _parsed(source: str) -> Sequence[Token]:
    """What an editor wrote, read once for all the rules that ask."""
    return tuple(_as_meant().parse(source))


def has_raw_html(source: str) -> bool:
    """Whether the text holds raw HTML."""
    return any(token.type in {"html_block", "html_inline"} for token in _tokens(source))


def addresses(source: str) -> list[str]:
    """Where each link leads and each image is taken from."""
    found = (token.attrs.get(name) for token in _tokens(source) for name in ("href", "src"))
    return [str(each) for each in found if each]


def is_followed(address: str) -> bool:
    """Whether a front end may follow the address; `javascript:` is one that it must not."""
    scheme = _ANY_SCHEME.match(address)
    return scheme is None or scheme[1].lower() in _SCHEMES


def heading_levels(source: str) -> list[int]:
    """The levels of the headings, in order."""
    return [int(token.tag[1:]) for token in _tokens(source) if token.type == "heading_open"]


def link_texts(source: str) -> list[str]:
    """What each link says; of an image, its description."""
    said: list[str] = []
    inside = False
    for token in (child for block in _parsed(source) for child in block.children or ()):
        if token.type in {"link_open", "link_close"}:
            inside = token.type == "link_open"
            said += [""] if inside else []
        elif inside:
            said[-1] += " " if token.type in {"softbreak", "hardbreak"} else token.content
    return said


def _tokens(source: str) -> Iterator[Token]:
    """Everything the text consists of, as it was meant."""
    waiting = list(reversed(_parsed(source)))
    while waiting:
        token = waiting.pop()
        yield token
        waiting += reversed(token.children or [])
