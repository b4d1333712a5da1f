"""What the tokens of an index begin with: whose text they are of, and from how far up."""

from collections.abc import Mapping

from schemas.declared import RANKS

#: The texts of drafts, in all languages.
DRAFTS = "draft"
#: For each rank: which stand there or further up. What stands in a title is found in the lead's rank too.
RANKS_FROM: Mapping[str, tuple[str, ...]] = {rank: RANKS[: number + 1] for number, rank in enumerate(RANKS)}
_LETTERS = dict(zip(RANKS, "abc", strict=True))


def within(name: str, rank: str) -> str:
    """The beginning of a token of the texts of a name, found at a rank or further up."""
    return f"{name}.{_LETTERS[rank]}"


def is_type(type_: str) -> str:
    """The token of what is of a type."""
    return f"type.{type_}"


def has_language(locale: str) -> str:
    """The token of what has texts of its own in a language."""
    return f"has.{locale}"
