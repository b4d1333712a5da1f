"""Languages: well-formed tags, and which text a reader gets (contract, section 5; BCP 47)."""

import re
from collections.abc import Container, Iterable
from functools import lru_cache

from langcodes import Language, standardize_tag

DEFAULT = "sv"
#: The languages the county writes in; editors may add any other well-formed tag.
KNOWN = ("sv", "en", "sv-simple", "fi", "fit", "yi", "rom", "se", "smj", "sma")

_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,34}")


@lru_cache(maxsize=1024)
def canonical(tag: str) -> str:
    """The tag in its canonical form (RFC 5646 §4.5).

    Raises ValueError when the tag is not well-formed.
    """
    if not _SHAPE.fullmatch(tag):
        raise ValueError(tag)
    found = standardize_tag(tag)
    parents(found)  # some tags are read in a form that is none any more
    return found


@lru_cache(maxsize=1024)
def parents(tag: str) -> tuple[str, ...]:
    """The tag and its ever broader parents: `sv-simple` → `("sv-simple", "sv")`."""
    return tuple(broader for broader in Language.get(tag).broader_tags() if not broader.startswith("und"))


@lru_cache(maxsize=1024)
def _manner(tag: str) -> tuple[str | None, tuple[str, ...]]:
    language = Language.get(tag)
    return language.language, tuple(language.variants or ())


def same_language(one: str, other: str) -> bool:
    """Whether both are the same language in the same manner: `sv-SE` is `sv`, `sv-simple` is not."""
    return _manner(one) == _manner(other)


def choose(asked: Iterable[str], available: Container[str]) -> tuple[str, str]:
    """Which of the languages asked for an item can answer in: (asked, answered).

    The first range wins of which the item has any text, in the tag itself or a parent; otherwise the
    first range is what was asked and `sv` what is answered.
    """
    ranges = tuple(asked) or (DEFAULT,)
    for tag in ranges:
        for parent in parents(tag):
            if parent in available:
                return tag, parent
    return ranges[0], DEFAULT
