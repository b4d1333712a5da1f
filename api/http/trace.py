"""The trace that a request belongs to (W3C Trace Context)."""

import os
import random
import re

_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?")

#: Ids have to be different, not secret; so they need not be asked of the system each time.
_ids = random.Random()  # noqa: S311  # no secret
os.register_at_fork(after_in_child=_ids.seed)


def continued(traceparent: str | None) -> str:
    """The `traceparent` of the answer: the caller's trace, or a new one, with a span of our own."""
    fresh = f"{_ids.getrandbits(192):048x}"
    given = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if given:
        return f"00-{given[1]}-{fresh[32:]}-{given[2]}"
    return f"00-{fresh[:32]}-{fresh[32:]}-00"
