"""How many examples a property is tried on: a few in `make test`, many in `make soak`."""

import os

from hypothesis import HealthCheck, settings

_TIMES = int(os.environ.get("SOAK", "1"))


def times() -> int:
    """How many times as much a soak tries."""
    return _TIMES


def examples(number: int) -> settings:
    """Try `number` examples, or in a soak so many times more."""
    return settings(
        max_examples=number * _TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
