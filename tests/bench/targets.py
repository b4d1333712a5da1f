"""What the house wants of itself: every bound of the benchmarks, on one page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A bound on a value: the least, or the most, that it may be."""

    bound: float
    most: bool = False

    def is_met(self, value: float) -> bool:
        return value <= self.bound if self.most else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {self.bound:g}"


# Finished answers, as a share of what others do on the same machine.
WARM_BARE = Target(0.80)
WARM_NGINX = Target(0.60)
WARM_UNCHANGED = Target(0.60)
WARM_REFERENCE = Target(50)

# While an editor publishes once a second, as a share of the quiet rate; answers that were not true any more.
WRITES_RATE = Target(0.50)
WRITES_UNTRUE = Target(0, most=True)

# Answers made anew each time.
COLD_REFERENCE = Target(2)

# How much slower with many items than with a thousand.
GROWTH = Target(1.5, most=True)

# Keeping a copy right: milliseconds of an answer; memory after a whole start, to what it was when that had just begun.
EMPTY_DELTA = Target(5, most=True)
DELTA = Target(15, most=True)
START_BATCH = Target(50, most=True)
FLAT = Target(1.1, most=True)

# The first page of a search, in milliseconds.
SEARCH = Target(30, most=True)

# Creating and publishing, as a share of the reference's single inserts.
WRITE_PATH = Target(0.4)

# Seconds until the first answer; megabytes after load.
START = Target(2, most=True)
MEMORY = Target(150, most=True)
