"""What is seen of a file while it is looked into, and how much may be unpacked for that."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from domain.media import Finding

_MIB: Final = 1024 * 1024
_MOST_UNPACKED: Final = 1024 * _MIB
_HARMLESS: Final = 100 * _MIB
"""What unpacks to no more than this is no bomb, however small it was."""
_RATIO: Final = 150
_MOST_PARTS: Final = 20_000
DEEPEST: Final = 3
"""Archives within archives that are looked into."""


class Bomb(Exception):
    """A file would be far larger unpacked than it is."""


class Damaged(Exception):
    """A file is not what its beginning promises."""


@dataclass(slots=True)
class Budget:
    """What all of a file may unpack to, the archives within it included."""

    file_size: int
    unpacked: int = 0
    parts: int = 0

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked, or that a file says it will unpack to."""
        self.unpacked += size
        most = max(_HARMLESS, min(_MOST_UNPACKED, self.file_size * _RATIO))
        if self.unpacked > most:
            raise Bomb

    def spend_parts(self, count: int) -> None:
        """Count the files within a file."""
        self.parts += count
        if self.parts > _MOST_PARTS:
            raise Bomb


@dataclass(slots=True, kw_only=True)
class Look:
    """One file, or one within another, and what was found so far."""

    file: Path
    name: str
    budget: Budget
    depth: int = 0
    findings: set[Finding] = field(default_factory=set[Finding])

    def inside(self, file: Path, name: str) -> "Look":
        """A look at a file within this one; what is found there is found here."""
        if self.depth == DEEPEST:
            raise Bomb
        return Look(
            file=file, name=name, budget=self.budget, depth=self.depth + 1, findings=self.findings
        )
