"""`./dev bench weights`: makes the built-in analyst's weights from the labelled messages.

How sure is sure enough, and the figures in `docs/analyst.md`, come from five-fold
cross-validation: every message is judged by weights that were made without it.
"""

import hashlib
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from adapters.ai.embedded import learned
from adapters.ai.embedded.analyst import Look, look, verdict
from adapters.ai.embedded.features import ROOM, Features
from adapters.ai.embedded.learned import LABELS, PERSON, Impression, Weights
from bench import analyst, regression
from bench.analyst import Judged, Message
from domain.analysis import Intent

_LOOSENESS: Final = 10.0
_FOLDS: Final = 5
_MOST: Final = 127
# Chosen by what cross-validation says of the new messages: no danger more is found for a little
# less, and what is a person's is answered for a little more.
_THRESHOLDS: Final[dict[str, float]] = {
    Intent.EMERGENCY: -1.4,
    Intent.COURT_DEADLINE: -1.5,
    "settled": -0.3,
    "alarm": -4.0,
    PERSON: -0.8,
    "wanted": -1.5,
    "second": -1.0,
}
"""From which score on a text is taken for a danger, and up to which it may be answered.

`settled`: dangers where the rules explain the text or see another danger; `alarm`: the least for
what only sounds like an emergency to the rules; `wanted`: the least for
what the assistant answers; `second`: from where on a second request is seen beside it.
"""
_FIRST_NEW: Final = 9
"""The batch from which on the rules were not changed for the messages."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A message and all that does not depend on the weights."""

    message: Message
    look: Look
    features: list[Features]


def measure() -> None:
    """Write the weights, and print what cross-validation says."""
    them = [_known(each) for each in analyst.messages()]
    told = _cross_validated(them)
    judged = [
        analyst.routed(each.message, verdict(each.look, impression, _THRESHOLDS))
        for each, impression in zip(them, told, strict=True)
    ]
    figures = {
        "all": _figures(judged),
        "new": _figures([each for each in judged if each.message.batch >= _FIRST_NEW]),
    }
    about = {"thresholds": _THRESHOLDS, "sets": sets(), "figures": figures}
    learned.FILE.write_bytes(_written(_learned(them), about))
    sys.stdout.write(json.dumps(about, indent=2) + "\n")


def learned_anew() -> Weights:
    """Weights made from the messages as they are now, with nothing about them."""
    return _learned([_known(each) for each in analyst.messages()])


def sets() -> str:
    """A hash of all the messages that the weights are made from."""
    return hashlib.sha256(b"".join(each.read_bytes() for each in analyst.SETS)).hexdigest()


def _known(message: Message) -> _Known:
    seen = look(message.text)
    return _Known(message, seen, learned.looks(message.text, seen.reading))


def _learned(them: Sequence[_Known]) -> Weights:
    rows = regression.rows(
        [[each.features[0].phrases, each.features[0].pieces] for each in them], ROOM
    )
    fitted = np.stack(
        [regression.fitted(rows, _carrying(them, label), _LOOSENESS) for label in LABELS], axis=1
    )
    scales = np.abs(fitted[:-1]).max(axis=0) / _MOST
    words = sorted({word for each in them for word in each.features[0].words})
    return Weights(
        table=np.rint(fitted[:-1] / scales).astype(np.int8),
        scales=scales,
        biases=fitted[-1],
        known=np.array(words, dtype=np.int64),
        about={},
    )


def _carrying(them: Sequence[_Known], label: str) -> NDArray[np.bool_]:
    if label == PERSON:
        return np.array([each.message.must == "human" for each in them])
    return np.array([label in each.message.intents for each in them])


def _cross_validated(them: Sequence[_Known]) -> list[Impression]:
    """What each message resembles to weights that were made without it."""
    fold = np.random.default_rng(7).permutation(len(them)) % _FOLDS
    told: dict[int, Impression] = {}
    for number in range(_FOLDS):
        made = _learned([each for each, its in zip(them, fold, strict=True) if its != number])
        for at, each in enumerate(them):
            if fold[at] == number:
                told[at] = learned.merged(made, each.features)
    return [told[at] for at in range(len(them))]


def _written(made: Weights, about: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(
        out,
        table=made.table,
        scales=made.scales,
        biases=made.biases,
        known=made.known,
        about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
    )
    return out.getvalue()


def _figures(judged: Sequence[Judged]) -> dict[str, tuple[int, int]]:
    shares = {
        "emergencies recalled": analyst.recalled(judged, Intent.EMERGENCY),
        "court deadlines recalled": analyst.recalled(judged, Intent.COURT_DEADLINE),
        "answered though a person's": analyst.wrongly_answered(judged),
        "needless handovers": analyst.needlessly_handed_over(judged),
        "false alarms: emergency": analyst.false_alarms(judged, Intent.EMERGENCY),
        "false alarms: court deadline": analyst.false_alarms(judged, Intent.COURT_DEADLINE),
    }
    return {name: (share.some, share.of) for name, share in shares.items()}
