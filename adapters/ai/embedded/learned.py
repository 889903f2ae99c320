"""What was learned from labelled messages: how much a text resembles each kind of them.

The weights are a table, made by `./dev bench weights` and never changed at run time.
"""

import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from adapters.ai.embedded.features import Features, features
from adapters.ai.embedded.spelling import Reading, read
from domain.analysis import Intent

FILE: Final = Path(__file__).with_name("weights.npz")
PERSON: Final = "person"
"""The label of a message that a person must answer."""
LABELS: Final = (
    PERSON,
    Intent.EMERGENCY,
    Intent.COURT_DEADLINE,
    Intent.GREETING,
    Intent.THANKS,
    Intent.OFFICE_INFO,
    Intent.APPOINTMENT,
    Intent.DOCUMENT_SUBMISSION,
)

_PART: Final = 24
"""Letters from which on a part of a text can be looked at alone."""
_SENTENCE: Final = re.compile(r"[^.?!\n]{1,400}[.?!\n]*|[.?!\n]+")


@dataclass(frozen=True, slots=True)
class Weights:
    """The table, what it was made from, and how sure is sure enough."""

    table: NDArray[np.int8]
    """A line for each place of a feature, a column for each label."""
    scales: NDArray[np.float64]
    biases: NDArray[np.float64]
    known: NDArray[np.int64]
    """The numbers of the words that were learned from."""
    about: Mapping[str, Any]
    """`thresholds` by label, the `sets` it was made from, and the `figures` measured with it."""

    @property
    def thresholds(self) -> Mapping[str, float]:
        """By label, the score that is high, or low, enough."""
        return cast("Mapping[str, float]", self.about["thresholds"])

    def scores(self, seen: Features) -> dict[str, float]:
        """How much a text resembles each kind of message: above nought, more than not."""
        total = np.zeros(len(self.scales))
        for places in (seen.phrases, seen.pieces):
            if places:
                lines = self.table[np.array(places)]
                total += lines.sum(axis=0, dtype=np.int64) / math.sqrt(len(places))
        told = total * self.scales + self.biases
        return dict(zip(LABELS, (float(each) for each in told), strict=True))

    def unknown(self, seen: Features) -> int:
        """How many words were in none of the messages that were learned from."""
        if not seen.words:
            return 0
        return int((~np.isin(np.array(seen.words), self.known)).sum())


@dataclass(frozen=True, slots=True)
class Impression:
    """What a text, or the most telling part of a long one, resembles."""

    scores: Mapping[str, float]
    words: int
    unknown: int
    """How many of its words nobody ever saw."""


@cache
def weights() -> Weights:
    """The weights that came with this version."""
    return read_weights(FILE.read_bytes())


def read_weights(data: bytes) -> Weights:
    """Weights as `written` writes them."""
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        return Weights(
            table=kept["table"],
            scales=kept["scales"],
            biases=kept["biases"],
            known=kept["known"],
            about=cast("dict[str, Any]", json.loads(kept["about"].tobytes())),
        )


def probability(score: float) -> float:
    """How likely a text with a score is of that kind."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def impression(text: str, reading: Reading) -> Impression:
    """What a text resembles; a danger in one part of it weighs as much as in all."""
    return merged(weights(), looks(text, reading))


def merged(learned: Weights, seen: Sequence[Features]) -> Impression:
    """What a text and its parts resemble, as one: the most careful of their scores."""
    careful = {PERSON, Intent.EMERGENCY, Intent.COURT_DEADLINE}
    told = [learned.scores(each) for each in seen]
    scores = {
        label: max(each[label] for each in told) if label in careful else told[0][label]
        for label in LABELS
    }
    return Impression(scores=scores, words=len(seen[0].words), unknown=learned.unknown(seen[0]))


def looks(text: str, reading: Reading) -> list[Features]:
    """The features of a text, and of the parts of one that has several."""
    parts = list(_parts(text))
    if len(parts) == 1:
        return [features(reading)]
    return [features(reading), *(features(read(part)) for part in parts)]


def _parts(text: str) -> Iterator[str]:
    """A text by sentences, a short one with the next."""
    part = ""
    for sentence in _SENTENCE.findall(text):
        part += sentence
        if len(part) >= _PART:
            yield part
            part = ""
    if part.strip():
        yield part
