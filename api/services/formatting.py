"""Markdown as readers get it: sanitised HTML, or plain text."""

import re
from functools import cache

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


def _inline(token: Token) -> str:
    """The text of a block; a link says where it leads unless its text does."""
    text, address = "", ""
    for child in token.children or [token]:
        text += "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        if child.type == "link_open":
            address = _SCHEME.sub("", str(child.attrs["href"]))
        elif child.type == "link_close" and not text.endswith(address):
            text += f" ({address})"
    return text.strip()
