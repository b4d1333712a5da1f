"""How a run was asked for."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """How often, how long, how many; and a folder for all that a run leaves behind."""

    folder: Path
    rounds: int = 5
    seconds: int = 3
    items: int = 50_000
