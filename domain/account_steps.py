"""What is done about an account event."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from domain.account import AccountEventInput
from domain.account_events import AccountFact, MessageEcho, PastMessage
from domain.account_reading import read_account_event
from domain.ids import MessageId
from domain.message_reading import read_message
from domain.messages import Author, InboundMessageInput, ReceivedMessage
from domain.notices import Notice, notice_of


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStep:
    """One thing that an event says, and what staff must know of it.

    `ordinal` is its place in the event: it stays what it is however often the event is acted on.
    """

    ordinal: int
    fact: AccountFact
    notice: Notice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPlan:
    """All that is done about an event: its steps, and the messages to keep in conversations."""

    steps: tuple[AccountStep, ...]
    messages: tuple[MessageEcho | PastMessage, ...]


def plan_of(event: AccountEventInput) -> AccountPlan:
    """What to do about an event, in its order."""
    facts = tuple(enumerate(read_account_event(event)))
    return AccountPlan(
        steps=tuple(
            AccountStep(ordinal=ordinal, fact=fact, notice=notice_of(fact))
            for ordinal, fact in facts
            if not isinstance(fact, MessageEcho | PastMessage)
        ),
        messages=tuple(fact for _, fact in facts if isinstance(fact, MessageEcho | PastMessage)),
    )


def as_message(
    event: AccountEventInput,
    message: MessageEcho | PastMessage,
    message_id: Callable[[str], MessageId],
) -> tuple[InboundMessageInput, ReceivedMessage, Author]:
    """A message that an event carries, as conversations keep it: its sender is the client.

    `message_id` gives the id of a wamid.
    """
    kept = InboundMessageInput(
        message_id=message_id(message.wamid),
        account_id="",
        phone_number_id=message.phone_number_id,
        received_at=event.received_at,
        message=message.message,
        element="history" if isinstance(message, PastMessage) else "message_echoes",
    )
    read = replace(read_message(kept), sender=message.person)
    if read.context.about:
        kept = replace(kept, about_id=message_id(read.context.about))
    return kept, read, message.author if isinstance(message, PastMessage) else Author.OFFICE
