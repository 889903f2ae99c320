"""An analyst in Indonesian and English that needs nothing but itself: rules, and learned weights.

Danger is what either of them sees. The assistant may answer what the rules account for word by
word, and what resembles nothing that ever had to go to a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.ai.embedded.answers import Understood, asks_for_a_time, understood
from adapters.ai.embedded.dangers import alarms, dangers, without_false_alarm
from adapters.ai.embedded.learned import (
    LABELS,
    PERSON,
    Impression,
    impression,
    probability,
    weights,
)
from adapters.ai.embedded.matters import MATTERS
from adapters.ai.embedded.names import without_names
from adapters.ai.embedded.spelling import Reading, read, without_breaks
from adapters.ai.embedded.tongue import language_of
from adapters.ai.embedded.vetoes import may_be_harmless
from domain.analysis import ANSWERABLE, Analysis, Intent, Urgency

NAME: Final = "embedded/3"

_SURE: Final = 0.95
# Of what the weights let the assistant answer, more than that was right in cross-validation.
_RESEMBLES: Final = 0.9
_PLAINLY: Final = 1.0
"""The score of a greeting or of thanks in words that the rules do not know as such."""
_SEVERAL: Final = 0.7
_UNSURE: Final = 0.6
_PARTLY: Final = 0.5
_UNKNOWN: Final = 0.3
_MANNERS: Final = frozenset({Intent.GREETING, Intent.THANKS})


class EmbeddedAnalyst:
    """Implements `domain.ports.MessageAnalyst`."""

    def analyse(
        self,
        text: str,
        names: Sequence[str] = (),  # noqa: ARG002 -- stays in the firm
        *,
        may_leave: bool = True,  # noqa: ARG002 -- as above
    ) -> Analysis:
        """See the port. The same text always gets the same verdict."""
        seen = look(text)
        return verdict(seen, impression(text, seen.reading), weights().thresholds)


@dataclass(frozen=True, slots=True)
class Look:
    """What the rules make of a text."""

    reading: Reading
    dangerous: tuple[Intent, ...]
    matters: tuple[Intent, ...]
    asked: Understood
    alarmed: bool
    """Nothing explains it, and it sounds as if something had just happened."""
    may_be_harmless: bool

    def may_be_manners(self, *, plainly: bool) -> bool:
        """Whether it greets or thanks and nothing is asked, or it does so plainly.

        Never where a picture stands that nobody listed.
        """
        words = self.reading.sentences.split()
        knows = bool(self.asked.intents) and "?" not in words
        return (plainly or knows) and "emojiunknown" not in words

    @property
    def explained(self) -> bool:
        """Whether every word is accounted for, and nothing else was seen."""
        return bool(self.asked.intents) and not (
            self.dangerous or self.matters or self.asked.unexplained or self.alarmed
        )


def look(text: str) -> Look:
    """What the rules make of a text; the time it takes grows with its length only."""
    reading = read(text)
    dangerous = dangers(reading, timed=asks_for_a_time(reading.sentences))
    plain = without_breaks(reading.sentences)
    matters = [rule.intent for rule in MATTERS if rule.pattern.search(plain)]
    asked = understood(without_names(without_false_alarm(reading.clauses)))
    alarmed = bool(not (dangerous or matters) and asked.unexplained and alarms(reading))
    return Look(
        reading=reading,
        dangerous=tuple(dangerous),
        matters=tuple(matters),
        asked=asked,
        alarmed=alarmed,
        may_be_harmless=may_be_harmless(text, plain),
    )


def verdict(seen: Look, learned: Impression, thresholds: Mapping[str, float]) -> Analysis:
    """What the rules and the weights say together."""
    dangerous = _dangerous(seen, learned, thresholds)
    permitted = None if dangerous else _permitted(seen, learned, thresholds)
    if permitted:
        intents = (permitted,)
        confidence = _RESEMBLES
    else:
        intents = _intents(dangerous, seen.matters, seen.asked)
        confidence = _confidence(seen, learned, dangerous)
    return Analysis(
        intent=intents[0],
        intents=intents,
        urgency=_urgency(dangerous),
        language=language_of(seen.reading.raw),
        confidence=confidence,
        analyst=NAME,
    )


def _dangerous(
    seen: Look, learned: Impression, thresholds: Mapping[str, float]
) -> tuple[Intent, ...]:
    found = list(seen.dangerous)
    # What only sounds so is believed unless the weights see nothing like it.
    if seen.alarmed and learned.scores[Intent.EMERGENCY] >= thresholds["alarm"]:
        found.append(Intent.EMERGENCY)
    for intent in (Intent.EMERGENCY, Intent.COURT_DEADLINE):
        # Where the rules account for every word or see another danger, a little is not enough.
        settled = seen.explained or seen.dangerous
        if learned.scores[intent] >= (thresholds["settled"] if settled else thresholds[intent]):
            found.append(intent)
    order = (
        Intent.EMERGENCY,
        Intent.COURT_DEADLINE,
        Intent.HUMAN_REQUEST,
        Intent.PRIVACY_REQUEST,
    )
    return tuple(intent for intent in order if intent in found)


def _permitted(seen: Look, learned: Impression, thresholds: Mapping[str, float]) -> Intent | None:
    """What the assistant may answer by the weights, though the rules leave words unexplained."""
    if seen.matters or seen.explained or not seen.may_be_harmless:
        return None
    if learned.scores[PERSON] > thresholds[PERSON] or learned.unknown * 4 > learned.words:
        return None
    wants = [label for label in LABELS if label in ANSWERABLE]
    best = max(wants, key=learned.scores.__getitem__)
    requests = {each for each in seen.asked.intents if each not in _MANNERS}
    several = [
        each
        for each in wants
        if each not in _MANNERS and each != best and learned.scores[each] > thresholds["second"]
    ]
    if learned.scores[best] < thresholds["wanted"] or several or requests - {best}:
        return None
    if best in _MANNERS:
        plainly = learned.scores[best] > _PLAINLY
        if not seen.may_be_manners(plainly=plainly) or learned.unknown * 5 > learned.words:
            return None
    return Intent(best)


def _intents(
    dangerous: Sequence[Intent], matters: Sequence[Intent], asked: Understood
) -> tuple[Intent, ...]:
    if not dangerous and _is_all_explained(matters, asked):
        return asked.intents
    found = [*dangerous, *matters]
    requests = [intent for intent in asked.intents if intent not in _MANNERS]
    if found:
        return tuple(dict.fromkeys([*found, *requests]))
    if asked.intents and not asked.unexplained:
        return asked.intents
    return (*requests, Intent.OTHER)


def _is_all_explained(matters: Sequence[Intent], asked: Understood) -> bool:
    """Whether what sounds like a matter is only how something harmless is asked.

    A contract that is sent is no new matter, and "how do I send it" asks for no advice.
    """
    sounds = {Intent.NEW_MATTER, Intent.LEGAL_ADVICE, Intent.CASE_STATUS}
    return (
        set(matters) <= sounds
        and len(asked.intents) == 1
        and asked.intents[0] not in _MANNERS
        and not asked.unexplained
    )


def _urgency(dangerous: Sequence[Intent]) -> Urgency:
    if Intent.EMERGENCY in dangerous:
        return Urgency.EMERGENCY
    return Urgency.HIGH if Intent.COURT_DEADLINE in dangerous else Urgency.NORMAL


def _confidence(seen: Look, learned: Impression, dangerous: Sequence[Intent]) -> float:
    matters, asked = seen.matters, seen.asked
    if seen.dangerous:
        return _SURE
    if dangerous:
        # Only the weights, or an alarm, speak of it.
        score = learned.scores.get(dangerous[0], 0.0)
        return max(_UNSURE if seen.alarmed else 0.0, round(probability(score), 2))
    if matters and not _is_all_explained(matters, asked):
        return _SEVERAL if len(matters) > 1 else 0.85
    if not asked.intents or asked.unexplained:
        return _PARTLY if asked.intents else _UNKNOWN
    if len(asked.intents) > 1:
        return _SEVERAL
    return _SURE if asked.sure else _UNSURE
