"""The built-in analyst on messages whose meaning is known: `docs/analyst.md` is written by it."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from adapters.ai.embedded import EmbeddedAnalyst
from adapters.ai.embedded.learned import weights
from domain.analysis import ANSWERABLE, Analysis, Intent
from domain.routing import Mode, Route, RoutingRules, decide_route

_ROOT: Final = Path(__file__).resolve().parent.parent
SETS: Final = tuple(
    _ROOT / "tests" / "analysis" / name for name in ("messages.jsonl", "more_messages.jsonl")
)
UNSEEN: Final = _ROOT / "tests" / "analysis" / "unseen.jsonl"
"""Written by somebody who did not know the analyst, and used for nothing but judging it."""

PAGE: Final = _ROOT / "docs" / "analyst.md"
_RULES: Final = RoutingRules(answerable=tuple(ANSWERABLE), confidence=0.8)

_HEAD: Final = """\
# The built-in analyst

`AI_MODEL=embedded` works by rules and by weights learned from labelled messages, in Indonesian and
English with openings and common words of Javanese and Sundanese. It mends what people type
(abbreviations, drawn-out and misspelt words, digits for letters) and looks for danger first: what
the rules see, or what resembles a danger. It lets the assistant answer where the rules account for
every word of a message, or where the message resembles nothing that ever had to go to a person, its
words are known, and no veto holds: see
[decision 12](decisions/0012-learned-weights-beside-the-rules.md).
`./dev bench weights` makes the weights from `tests/analysis/messages.jsonl` and
`tests/analysis/more_messages.jsonl`, and `./dev bench analyst` writes this page.

Rules and weights have seen the messages that stand here, so the figures of all of them say little
about messages that nobody has seen. Five-fold cross-validation says more: each message is judged by
weights made without it. The batches from 9 on are new. Thresholds, vetoes and some patterns were
chosen with their help, for kinds of messages and not for single ones, so the figures are a little
kind.

{validated}

The rules alone, on seven batches that were written after them and measured once before anything
was changed for them, and on the new ones:

| batch | emergencies recalled | court deadlines recalled | answered though a person's | \
needless handovers |
|---|---|---|---|---|
| 2 | 52 of 62 | 25 of 26 | 0 of 144 | 36 of 81 |
| 3 | 42 of 48 | 18 of 19 | 1 of 120 | 20 of 58 |
| 4 | 38 of 39 | 15 of 15 | 1 of 98 | 18 of 53 |
| 5 | 23 of 25 | 10 of 10 | 0 of 68 | 5 of 47 |
| 6 | 32 of 33 | 12 of 12 | 0 of 68 | 9 of 40 |
| 7, near misses made of harmless words | | | 6 of 88 | |
| 8 | 28 of 30 | 9 of 9 | 0 of 43 | 0 of 23 |
| 9 | 125 of 135 | 100 of 110 | 0 of 520 | 126 of 227 |

Rules and weights together, on batch 12 before anything was learned from it (indirect dangers, near
misses, and requests with much around them): 105 of 112 emergencies and 66 of 67 court deadlines
recalled, 3 of 261 answered though a person's, 136 of 256 needless handovers.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message and what is known of it; the first of its intents is the most dangerous."""

    text: str
    intents: tuple[Intent, ...]
    must: str
    """Who must answer: `human` or `ai`."""
    urgency: str
    batch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A message, what the analyst made of it, and who would answer."""

    message: Message
    analysis: Analysis
    route: Route


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    some: int
    of: int

    def __str__(self) -> str:
        return f"{self.some} of {self.of} ({self.some / (self.of or 1):.1%})"


def messages(sets: Sequence[Path] = SETS) -> list[Message]:
    """The messages of the development set, or of others."""
    read = [
        json.loads(line) for each in sets for line in each.read_text(encoding="utf-8").splitlines()
    ]
    return [
        Message(
            text=row["text"],
            intents=tuple(Intent(name) for name in row["intents"]),
            must=row["must"],
            urgency=row["urgency"],
            batch=row["batch"],
        )
        for row in read
    ]


def judged(them: Iterable[Message]) -> list[Judged]:
    """What the analyst and the routing make of messages."""
    analyst = EmbeddedAnalyst()
    return [routed(each, analyst.analyse(each.text)) for each in them]


def routed(message: Message, analysis: Analysis) -> Judged:
    """A message and its verdict with who would answer."""
    decision = decide_route(analysis, readable=True, mode=Mode.AUTO, rules=_RULES)
    return Judged(message=message, analysis=analysis, route=decision.route)


def recalled(them: Sequence[Judged], intent: Intent) -> Share:
    """How many of the messages that carry an intent were seen to carry it."""
    carrying = [each for each in them if intent in each.message.intents]
    return Share(sum(intent in each.analysis.intents for each in carrying), len(carrying))


def false_alarms(them: Sequence[Judged], intent: Intent) -> Share:
    """How many of the messages without an intent were said to carry it."""
    without = [each for each in them if intent not in each.message.intents]
    return Share(sum(intent in each.analysis.intents for each in without), len(without))


def wrongly_answered(them: Sequence[Judged]) -> Share:
    """How many messages that must be a person's the assistant would answer."""
    persons = [each for each in them if each.message.must == "human"]
    return Share(sum(each.route is Route.AI for each in persons), len(persons))


def needlessly_handed_over(them: Sequence[Judged]) -> Share:
    """How many messages that the assistant may answer wait for a person."""
    answerable = [each for each in them if each.message.must == "ai"]
    return Share(sum(each.route is not Route.AI for each in answerable), len(answerable))


def page(them: Sequence[Judged]) -> str:
    """`docs/analyst.md`, as it should be when all messages are judged like this."""
    figures = [
        ("emergencies recalled", recalled(them, Intent.EMERGENCY)),
        ("court deadlines recalled", recalled(them, Intent.COURT_DEADLINE)),
        ("answered though a person's", wrongly_answered(them)),
        ("needless handovers", needlessly_handed_over(them)),
        ("false alarms: emergency", false_alarms(them, Intent.EMERGENCY)),
        ("false alarms: court deadline", false_alarms(them, Intent.COURT_DEADLINE)),
    ]
    lines = [
        f"\nAll {len(them)} messages, judged by the analyst as it is:\n",
        "| figure | |",
        "|---|---|",
        *(f"| {name} | {share} |" for name, share in figures),
        "\nWhat was meant (lines) and what was understood first (columns):\n",
        *_confusion(them),
        "\nHow sure it was, and how often what it understood first was among what was meant:\n",
        "| confidence | right |",
        "|---|---|",
        *(f"| {confidence:.2f} | {share} |" for confidence, share in _calibration(them)),
    ]
    return _HEAD.replace("{validated}", _validated()) + "\n".join(lines) + "\n"


def _validated() -> str:
    """What `./dev bench weights` measured when it made the weights."""
    figures = cast("dict[str, dict[str, list[int]]]", weights().about["figures"])
    lines = [
        f"| {name} | {Share(*figures['new'][name])} | {Share(*figures['all'][name])} |"
        for name in figures["all"]
    ]
    return "\n".join(["| cross-validated | new messages | all messages |", "|---|---|---|", *lines])


def _confusion(them: Sequence[Judged]) -> list[str]:
    counted = Counter((each.message.intents[0], each.analysis.intent) for each in them)
    short = {intent: intent.replace("_", " ") for intent in Intent}
    return [
        "| | " + " | ".join(short.values()) + " |",
        "|---" * (len(Intent) + 1) + "|",
        *(
            f"| {short[meant]} | "
            + " | ".join(str(counted[meant, understood] or "·") for understood in Intent)
            + " |"
            for meant in Intent
        ),
    ]


def _calibration(them: Sequence[Judged]) -> list[tuple[float, Share]]:
    levels = sorted({each.analysis.confidence for each in them}, reverse=True)
    told: list[tuple[float, Share]] = []
    for level in levels:
        here = [each for each in them if each.analysis.confidence == level]
        right = sum(each.analysis.intent in each.message.intents for each in here)
        told.append((level, Share(right, len(here))))
    return told


def measure() -> None:
    """Write the page, and print what it says and how fast the analyst is."""
    text = page(judged(messages()))
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    seconds = _timed(lambda: judged(messages()))
    sys.stdout.write(f"\nanalyst: {len(messages()) / seconds:.0f} messages a second\n")


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
