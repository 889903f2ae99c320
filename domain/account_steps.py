"""What is done about an account event."""

from dataclasses import dataclass

from domain.account import AccountEventInput
from domain.account_events import AccountFact, MessageEcho, PastMessage
from domain.account_reading import read_account_event
from domain.notices import Notice, notice_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStep:
    """One thing that an event says, and what staff must know of it.

    `ordinal` is its place in the event: it stays what it is however often the event is acted on.
    """

    ordinal: int
    fact: AccountFact
    notice: Notice | None


def steps_of(event: AccountEventInput) -> tuple[AccountStep, ...]:
    """What to do about an event, in its order; nothing for messages, which are kept as such."""
    return tuple(
        AccountStep(ordinal=ordinal, fact=fact, notice=notice_of(fact))
        for ordinal, fact in enumerate(read_account_event(event))
        if not isinstance(fact, MessageEcho | PastMessage)
    )
