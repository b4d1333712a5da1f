"""What characters a text may hold: refused here, because nothing later can mend them."""

import unicodedata

from schemas.faults import fault

#: Categories no text of ours holds: controls, surrogates, unassigned and private use.
_REFUSED = {"Cc", "Cs", "Cn", "Co"}
#: Invisible formatting (zero-width, bidi) is refused in single-line text: it makes two names look alike.
_INVISIBLE = {"Cf", "Zl", "Zp"}
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def clean(value: str, *, lines: bool) -> str:
    """The text in NFC, without white space around it.

    Raises a fault for control characters, lone surrogates and, in single-line text, invisible ones.
    """
    for character in value:
        category = unicodedata.category(character)
        if category in _REFUSED and not (lines and character in "\n\t"):
            raise fault("character", character=f"U+{ord(character):04X}")
        if category in _INVISIBLE and not lines and character != _SOFT_HYPHEN:
            raise fault("character", character=f"U+{ord(character):04X}")
    return unicodedata.normalize("NFC", value).strip()


_LAST = {"å": "{a", "ä": "{b", "ö": "{c", "æ": "{b", "ø": "{c"}


def collation_key(value: str) -> str:
    """A key that sorts as Swedish does by comparing bytes: å, ä, ö last, other accents and case ignored."""
    key = []
    for character in unicodedata.normalize("NFC", value.casefold()):
        base = _LAST.get(character) or unicodedata.normalize("NFKD", character)[0]
        if base[0] == "{" or base.isalnum():
            key.append(base)
        elif key and key[-1] != " ":
            key.append(" ")
    return "".join(key).strip()[:200]
