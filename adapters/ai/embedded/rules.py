"""What a rule is: an intent and the pattern that tells it."""

import re
from dataclasses import dataclass

from domain.analysis import Intent


@dataclass(frozen=True, slots=True)
class Rule:
    """Texts that the pattern is found in carry the intent."""

    intent: Intent
    pattern: re.Pattern[str]


def pattern(*alternatives: str) -> re.Pattern[str]:
    """Any of some alternatives, of whole words."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")
