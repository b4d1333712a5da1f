"""Content codings (RFC 9110 §8.4): how the bytes of an answer travel."""

import gzip
from collections.abc import Callable, Mapping

import brotli

#: Below, an answer fits into one packet however it is written.
WORTH_CODING = 1000
#: By preference. An answer is coded once and sent many times, so both may take a few milliseconds.
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=6),
    "gzip": lambda data: gzip.compress(data, compresslevel=6, mtime=0),
}
