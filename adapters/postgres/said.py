"""What messages hold, and what other messages say about them: quotes, edits, reactions."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from adapters.postgres.tables import Message, Outbound
from adapters.postgres.vault import Vault
from domain.analysis import Language
from domain.failures import Undecipherable
from domain.ids import ConversationId, MessageId
from domain.message_reading import read_message
from domain.message_texts import describe
from domain.messages import InboundMessageInput, Reaction, ReceivedMessage
from domain.views import RevisionView

_REVISIONS: Final = frozenset({"edit", "revoke"})
_GONE: Final = {
    Language.INDONESIAN: "Isinya tidak dapat dibuka lagi",
    Language.ENGLISH: "The content cannot be opened any more",
}


def opened(
    session: Session, vault: Vault, place: str, row: str, sealed: bytes | None
) -> str | None:
    """A sealed value; None where there is none, or where it does not open any more."""
    if sealed is None:
        return None
    try:
        return vault.open(session, place, row, sealed)
    except Undecipherable:
        # One client's lost key must not hide all the others from a lawyer.
        return None


def described(message: ReceivedMessage | None) -> dict[Language, str]:
    """What a message is, in both languages."""
    if message is None:
        return dict(_GONE)
    return {language: describe(message.content, language) for language in Language}


def read_again(session: Session, vault: Vault, message: Message) -> ReceivedMessage | None:
    """A message as this version understands it; None where it does not open any more."""
    raw = opened(session, vault, "messages.raw", message.id, message.raw)
    if raw is None:
        return None
    return read_message(
        InboundMessageInput(
            message_id=MessageId(message.id),
            account_id="",
            phone_number_id="",
            received_at=message.received_at,
            message=raw,
            element="calls" if message.type == "call" else "messages",
        )
    )


class Said:
    """The messages of a conversation that are about some others of it."""

    def __init__(
        self,
        session: Session,
        vault: Vault,
        conversation: ConversationId,
        messages: Sequence[str],
        outbound: Sequence[Outbound],
    ) -> None:
        self._session = session
        self._vault = vault
        self._messages = set(messages)
        self._ours = {row.wamid_index: row.id for row in outbound if row.wamid_index}
        later = session.scalars(
            select(Message)
            .where(
                # What stands in another conversation says nothing of these.
                Message.conversation_id == conversation,
                Message.type.in_([*_REVISIONS, "reaction"]),
                or_(Message.about_id.in_(messages), Message.about_index.in_(list(self._ours))),
            )
            .order_by(Message.sent_at, Message.received_at, Message.id)
        ).all()
        self._later: dict[str, list[Message]] = {}
        for row in later:
            self._later.setdefault(self.about(row) or "", []).append(row)

    def received(self, message: Message) -> ReceivedMessage | None:
        """A message as this version understands it; None where it does not open any more."""
        return read_again(self._session, self._vault, message)

    def about(self, message: Message) -> str | None:
        """The message that one is about, where it is among these."""
        if message.about_id in self._messages:
            return message.about_id
        return self._ours.get(message.about_index) if message.about_index else None

    def revisions(self, message: str) -> tuple[RevisionView, ...]:
        """Edits and deletions of a message, oldest first."""
        return tuple(
            RevisionView(
                message_id=MessageId(row.id),
                type=row.type,
                at=row.sent_at,
                description=described(self.received(row)),
            )
            for row in self._later.get(message, ())
            if row.type in _REVISIONS
        )

    def reaction(self, message: str) -> str | None:
        """The emoji that the client left at a message last; None where it was taken back."""
        reactions = [row for row in self._later.get(message, ()) if row.type == "reaction"]
        if not reactions:
            return None
        received = self.received(reactions[-1])
        content = received.content if received else None
        return content.emoji if isinstance(content, Reaction) else None
