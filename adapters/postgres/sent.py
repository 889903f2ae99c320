"""What a message and its file hold that tells who somebody is and which case they mean."""

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.postgres.said import opened
from adapters.postgres.tables import MediaPage, MediaRow, Message
from adapters.postgres.vault import Vault
from domain.ids import MessageId
from domain.legal.found import FieldName, RecognisedDocument
from domain.media_reading import recognised_again
from domain.message_content import words
from domain.message_reading import read_message
from domain.messages import Choice, InboundMessageInput, SharedContact, SharedContacts

LONGEST: Final = 65_536
"""Letters of a text that names are looked for in: more than a message may have."""

_NAMES: Final = frozenset(
    {
        FieldName.NAME, FieldName.HEAD_OF_FAMILY, FieldName.GIVER, FieldName.RECEIVER,
        FieldName.SENDER, FieldName.ADDRESSEE, FieldName.CLAIMANT, FieldName.RESPONDENT,
        FieldName.ACCUSED, FieldName.SUMMONED, FieldName.PARTY,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was sent: a message, or the file of one."""

    text: str = ""
    reply_id: str | None = None
    profile: str | None = None
    cards: tuple[SharedContact, ...] = ()
    document: RecognisedDocument | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a file was recognised to have."""
        fields = self.document.fields if self.document else ()
        return tuple(field.value for field in fields if field.name in _NAMES)


def of_message(session: Session, vault: Vault, row: Message) -> Sent:
    """What a message says; what does not open any more says nothing."""
    raw = opened(session, vault, "messages.raw", row.id, row.raw)
    if raw is None:
        return Sent()
    received = read_message(
        InboundMessageInput(
            message_id=MessageId(row.id),
            account_id="",
            phone_number_id="",
            received_at=row.received_at,
            message=raw,
            contact=opened(session, vault, "messages.contact", row.id, row.contact),
            element="calls" if row.type == "call" else "messages",
        )
    )
    content = received.content
    return Sent(
        text=(words(content) or "")[:LONGEST],
        reply_id=content.id if isinstance(content, Choice) else None,
        profile=received.sender.profile_name,
        cards=content.contacts if isinstance(content, SharedContacts) else (),
    )


def of_file(session: Session, vault: Vault, row: Message) -> Sent:
    """What was read in a message's file, its first pages where it has very many words."""
    file = session.get(MediaRow, row.id)
    if file is None:
        return Sent()
    pages: list[str] = []
    left = LONGEST
    wanted = select(MediaPage).where(MediaPage.message_id == row.id).order_by(MediaPage.number)
    for page in session.scalars(wanted):
        place = f"{row.id}/{page.number}"
        pages.append((opened(session, vault, "media_pages.text", place, page.text) or "")[:left])
        left -= len(pages[-1])
        if left <= 0:
            break
    kept = opened(session, vault, "media.document", row.id, file.document)
    content: dict[str, Any] | None = json.loads(kept) if kept else None
    return Sent(text="\n".join(pages), document=recognised_again(content) if content else None)
