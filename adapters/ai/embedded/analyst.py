"""A rule-based analyst in Indonesian and English that needs nothing but itself.

It recognises the dangerous first, and believes that it understood a message only when every word
of it is accounted for: one word it does not know sends the message to a person.
"""

from collections.abc import Sequence
from typing import Final

from adapters.ai.embedded.answers import Understood, asks_for_a_time, understood
from adapters.ai.embedded.dangers import alarms, dangers, without_false_alarm
from adapters.ai.embedded.matters import MATTERS
from adapters.ai.embedded.names import without_names
from adapters.ai.embedded.spelling import Reading, read, without_breaks
from adapters.ai.embedded.tongue import language_of
from domain.analysis import Analysis, Intent, Urgency

NAME: Final = "embedded/2"

_SURE: Final = 0.95
_SEVERAL: Final = 0.7
_UNSURE: Final = 0.6
_PARTLY: Final = 0.5
_UNKNOWN: Final = 0.3


class EmbeddedAnalyst:
    """Implements `domain.ports.MessageAnalyst`."""

    def analyse(self, text: str, names: Sequence[str] = ()) -> Analysis:  # noqa: ARG002 -- stays in the firm
        """See the port. The same text always gets the same verdict."""
        reading = read(text)
        dangerous = _dangers(reading)
        plain = without_breaks(reading.sentences)
        matters = [rule.intent for rule in MATTERS if rule.pattern.search(plain)]
        asked = understood(without_names(without_false_alarm(reading.clauses)))
        alarmed = not (dangerous or matters) and asked.unexplained and alarms(reading)
        if alarmed:
            dangerous = [Intent.EMERGENCY]
        intents = _intents(dangerous, matters, asked)
        return Analysis(
            intent=intents[0],
            intents=intents,
            urgency=_urgency(dangerous),
            language=language_of(reading.raw),
            confidence=_UNSURE if alarmed else _confidence(dangerous, matters, asked),
            analyst=NAME,
        )


def _dangers(reading: Reading) -> list[Intent]:
    return dangers(reading, timed=asks_for_a_time(reading.sentences))


def _intents(
    dangerous: Sequence[Intent], matters: Sequence[Intent], asked: Understood
) -> tuple[Intent, ...]:
    if not dangerous and _is_all_explained(matters, asked):
        return asked.intents
    found = [*dangerous, *matters]
    requests = [
        intent for intent in asked.intents if intent not in {Intent.GREETING, Intent.THANKS}
    ]
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
        and asked.intents[0] not in {Intent.GREETING, Intent.THANKS}
        and not asked.unexplained
    )


def _urgency(dangerous: Sequence[Intent]) -> Urgency:
    if Intent.EMERGENCY in dangerous:
        return Urgency.EMERGENCY
    return Urgency.HIGH if Intent.COURT_DEADLINE in dangerous else Urgency.NORMAL


def _confidence(dangerous: Sequence[Intent], matters: Sequence[Intent], asked: Understood) -> float:
    if dangerous:
        return _SURE
    if matters and not _is_all_explained(matters, asked):
        return _SEVERAL if len(matters) > 1 else 0.85
    if not asked.intents:
        return _UNKNOWN
    if asked.unexplained:
        return _PARTLY
    if len(asked.intents) > 1:
        return _SEVERAL
    return _SURE if asked.sure else _UNSURE
