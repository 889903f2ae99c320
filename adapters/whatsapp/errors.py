"""Meta's error codes, and what each means for a message that was to be sent.

Source: Meta's Cloud API reference, error codes, as of November 2026. Decisions are made on the
code, never on the text or the HTTP status.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto


class Verdict(Enum):
    """What to do about a refusal."""

    LATER = auto()
    """Not sent; the same request may succeed later."""
    NEVER = auto()
    """Not sent; the same request will be refused again. A person decides."""
    ACCOUNT = auto()
    """Not sent, nor will anything be until a person mends the token, the number or the account."""
    UNSURE = auto()
    """Meta failed inside; the message may have left."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means for us."""

    verdict: Verdict
    after: timedelta | None = None


_SECONDS = timedelta(seconds=5)
_MINUTE = timedelta(minutes=1)
_MINUTES = timedelta(minutes=5)

_MEANINGS: dict[int, Meaning] = {
    **dict.fromkeys((0, 190), Meaning(Verdict.ACCOUNT)),
    **dict.fromkeys((3, 10, 131005, *range(200, 300)), Meaning(Verdict.ACCOUNT)),
    **dict.fromkeys((368, 131031), Meaning(Verdict.ACCOUNT)),
    **dict.fromkeys((131037, 131042, 131045, 133010), Meaning(Verdict.ACCOUNT)),
    **dict.fromkeys((1, 131000), Meaning(Verdict.UNSURE)),
    **dict.fromkeys((2, 131016, 133004), Meaning(Verdict.LATER, _SECONDS)),
    **dict.fromkeys((4, 80007), Meaning(Verdict.LATER, _MINUTES)),
    130429: Meaning(Verdict.LATER, _SECONDS),
    131056: Meaning(Verdict.LATER, timedelta(seconds=6)),
    131057: Meaning(Verdict.LATER, _MINUTE),
}


def meaning(code: int) -> Meaning:
    """What a code means; a code we do not know is a refusal that a person must look at."""
    return _MEANINGS.get(code, Meaning(Verdict.NEVER))
