"""What a part found, as lines of a table and as JSON."""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.bench.options import Options
from tests.bench.targets import Target

_HEADER = ("", "figure", "against", "", "ratio", "target", "")


@dataclass(frozen=True)
class Line:
    """One finding: a figure, by itself or as a ratio to the figure it is held against."""

    name: str
    figure: float
    unit: str
    against: str = ""
    base: float | None = None
    target: Target | None = None

    @property
    def value(self) -> float:
        """What a target bounds."""
        return self.figure / self.base if self.base else self.figure

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "met" if self.target.is_met(self.value) else "missed"

    def cells(self) -> tuple[str, ...]:
        base = f"{_number(self.base)} {self.unit}" if self.base else ""
        target = str(self.target) if self.target else ""
        return (
            self.name,
            f"{_number(self.figure)} {self.unit}",
            self.against,
            base,
            _number(self.value) if self.base else "",
            target,
            self.verdict,
        )

    def document(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "figure": self.figure,
            "unit": self.unit,
            "against": self.against or None,
            "base": self.base,
            "value": self.value,
            "target": str(self.target) if self.target else None,
            "verdict": self.verdict or None,
        }


def table(part: str, lines: Sequence[Line]) -> str:
    """The findings of a part: names and verdicts to the left, numbers to the right."""
    rows = [_HEADER, *(line.cells() for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    written = (
        "  ".join(
            cell.ljust(width) if place in {0, 2, 6} else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "\n".join((f"\n{part}", *written))


def document(options: Options, found: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """All figures, with what they were measured on."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rounds": options.rounds,
        "seconds": options.seconds,
        "items": options.items,
        "parts": {part: [line.document() for line in lines] for part, lines in found.items()},
    }


def _number(value: float) -> str:
    """Three digits that matter, or all before the point."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
