"""Content codings (RFC 9110 §8.4): how the bytes of an answer travel."""

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli

#: Below, an answer fits into one packet however it is written.
WORTH_CODING = 1000
#: By preference. An answer is coded once and sent many times, so both may take a few milliseconds.
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=6),
    "gzip": lambda data: gzip.compress(data, compresslevel=6, mtime=0),
}
#: Only files are so big: there are few, and whoever makes us code one again and again costs us dear.
_BIG = 2**18
_FILES = 8


def code(coding: str, body: bytes) -> bytes:
    """The bytes in a content coding."""
    return _coded(coding, body) if len(body) >= _BIG else CODINGS[coding](body)


@lru_cache(_FILES)
def _coded(coding: str, body: bytes) -> bytes:
    return CODINGS[coding](body)
