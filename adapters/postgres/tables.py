"""The tables. Whatever is personal is `Sealed`; the rest is ids, codes, times and counts.

`tests/adapters/test_tables.py` holds the list of columns that may be readable: a new one has to be
argued for there.
"""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy import Identity as Counted
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, UserDefinedType
from typing_extensions import override

Sealed = Annotated[bytes, mapped_column(LargeBinary, info={"sealed": True})]
"""AES-256-GCM under the owner's data key; see `adapters/postgres/vault.py`."""

BlindIndex = Annotated[bytes, mapped_column(LargeBinary(32))]
"""A keyed hash: finds an equal value, tells nothing else."""

Id = Annotated[str, mapped_column(String(32))]
"""32 hex digits."""

Code = Annotated[str, mapped_column(String(64))]
"""A word of our own or of Meta's vocabulary, never of a person's."""

Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Now = Annotated[datetime, mapped_column(DateTime(timezone=True), server_default=func.now())]


class _Xid8(UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "XID8"


class TransactionId(TypeDecorator[int]):
    """PostgreSQL's `xid8`: the number of a transaction, which never starts again at 0."""

    impl = _Xid8
    cache_ok = True

    @override
    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        # No way leads from a number to an xid8 but by its digits.
        return None if value is None else str(value)

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


class Table(DeclarativeBase):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        list[str]: ARRAY(String(64)),
        datetime: DateTime(timezone=True),
    }


class DataKey(Table):
    """A key that seals one owner's values, wrapped by a root key of the keyring.

    `owner` is a client's id, or `firm` for what belongs to no client. Destroying a client's keys
    makes all that they sealed unreadable.
    """

    __tablename__ = "data_keys"

    id: Mapped[Id] = mapped_column(primary_key=True)
    owner: Mapped[Id]
    root_key_id: Mapped[Code]
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Now]
    retired_at: Mapped[Moment | None]

    __table_args__ = (
        Index(
            "uq_data_keys_owner_active",
            "owner",
            unique=True,
            postgresql_where=text("retired_at IS NULL"),
        ),
        Index("ix_data_keys_root_key_id", "root_key_id"),
    )


class Client(Table):
    """A person or company that writes to the firm."""

    __tablename__ = "clients"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Sealed | None]
    name_index: Mapped[BlindIndex | None]
    """Of the whole name: it is found by those who know all of it."""
    standing: Mapped[Code] = mapped_column(server_default="prospect")
    """`domain.clients.Standing`."""
    intake: Mapped[Code | None] = mapped_column(server_default="new")
    """`domain.clients.Intake`: how far a prospect came; None of whoever was a client before."""
    reference: Mapped[Sealed | None]
    """The firm's own number for them, by which an import knows them again."""
    reference_index: Mapped[BlindIndex | None] = mapped_column(unique=True)
    merged_into: Mapped[Id | None] = mapped_column(ForeignKey("clients.id"))
    """The same person under another name. Whatever they wrote, and where a reply goes, stays."""
    identity_changed_at: Mapped[Moment | None]
    """Since when it is uncertain that the same person writes; None: it is not."""
    assistant_refused_at: Mapped[Moment | None]
    """Since when no machine may answer them."""
    messages_refused_at: Mapped[Moment | None]
    """Since when nothing may be sent that no person wrote."""
    created_at: Mapped[Now]

    __table_args__ = (
        Index("ix_clients_merged_into", "merged_into"),
        Index("ix_clients_name_index", "name_index"),
    )


class Identity(Table):
    """A number, user id or username by which a client is known to WhatsApp."""

    __tablename__ = "identities"

    id: Mapped[Id] = mapped_column(primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    kind: Mapped[Code]
    index: Mapped[BlindIndex]
    value: Mapped[Sealed]
    phone_id: Mapped[Id | None] = mapped_column(ForeignKey("identities.id"))
    """Of a user id: the number it came with. A number that comes with another is another phone."""
    key_index: Mapped[BlindIndex | None]
    """Meta's hash of the identity key; another one is another phone or SIM card."""
    key_seen_at: Mapped[Moment | None]
    verified: Mapped[bool] = mapped_column(server_default=text("false"))
    verified_at: Mapped[Moment | None]
    verified_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    valid_from: Mapped[Now]
    valid_to: Mapped[Moment | None]

    __table_args__ = (
        Index(
            "uq_identities_kind_index_valid",
            "kind",
            "index",
            unique=True,
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_identities_client_id", "client_id"),
        Index("ix_identities_phone_id", "phone_id"),
        Index("ix_identities_kind_index", "kind", "index"),
    )


class Conversation(Table):
    """All that one client and one of the firm's numbers write to each other."""

    __tablename__ = "conversations"

    id: Mapped[Id] = mapped_column(primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    phone_number_id: Mapped[Code]
    group_index: Mapped[BlindIndex | None]
    """Of a group: what a client writes there stands apart from what is written in private."""
    mode: Mapped[Code | None]
    """None: as firm.yaml says."""
    case_id: Mapped[Id | None] = mapped_column(ForeignKey("cases.id"))
    """What it was about last."""
    window_until: Mapped[Moment | None]
    """The end of Meta's customer service window."""
    last_message_at: Mapped[Moment | None]
    needs_lawyer_since: Mapped[Moment | None]
    urgency: Mapped[Code] = mapped_column(server_default="normal")
    reasons: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    held_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """Whoever has taken it over: the assistant says nothing there."""
    held_since: Mapped[Moment | None]
    assigned_to: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """Whose it is to answer."""
    pen_version: Mapped[int] = mapped_column(server_default=text("0"))
    """Counts up with each change of the three above, of the mode, and with each resolution."""
    created_at: Mapped[Now]

    __table_args__ = (
        UniqueConstraint(
            "client_id", "phone_number_id", "group_index", postgresql_nulls_not_distinct=True
        ),
        Index("ix_conversations_case_id", "case_id"),
        Index("ix_conversations_last_message_at_id", "last_message_at", "id"),
        Index(
            "ix_conversations_needs_lawyer_since",
            "needs_lawyer_since",
            postgresql_where=text("needs_lawyer_since IS NOT NULL"),
        ),
        Index("ix_conversations_held_by", "held_by", postgresql_where=text("held_by IS NOT NULL")),
        Index(
            "ix_conversations_assigned_to",
            "assigned_to",
            postgresql_where=text("assigned_to IS NOT NULL"),
        ),
    )


class Message(Table):
    """One message of a client's, or one that the office wrote outside of this system.

    Its id is the keyed hash of its wamid: the same one twice is one row.
    """

    __tablename__ = "messages"

    id: Mapped[Id] = mapped_column(primary_key=True)
    conversation_id: Mapped[Id] = mapped_column(ForeignKey("conversations.id"))
    identity_id: Mapped[Id | None] = mapped_column(ForeignKey("identities.id"))
    """Who wrote: a reply goes back there and nowhere else."""
    author: Mapped[Code] = mapped_column(server_default="client")
    """`client`, or `office` where staff wrote it in the WhatsApp Business app."""
    type: Mapped[Code]
    about_id: Mapped[Id | None]
    """The message that this one quotes, edits, revokes or reacts to; it may come later."""
    about_index: Mapped[BlindIndex | None]
    """The same, where it is one of ours: `outbound.wamid_index`."""
    raw: Mapped[Sealed]
    """As Meta sent it, whole."""
    contact: Mapped[Sealed | None]
    """What Meta said of the sender, whole."""
    body: Mapped[Sealed | None]
    sent_at: Mapped[Moment]
    received_at: Mapped[Moment]
    recorded_at: Mapped[Now]
    route: Mapped[Code | None]
    urgency: Mapped[Code | None]
    reasons: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    case_id: Mapped[Id | None] = mapped_column(ForeignKey("cases.id"))
    case_reason: Mapped[Code | None]
    """`domain.matching.MatchReason`; None: nobody has looked for a case."""
    case_set_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """The lawyer who put it right; no machine changes that again."""
    case_set_at: Mapped[Moment | None]
    handed_over_at: Mapped[Moment | None]

    __table_args__ = (
        Index("ix_messages_conversation_id_sent_at", "conversation_id", "sent_at", "received_at"),
        Index("ix_messages_case_id", "case_id"),
        Index("ix_messages_about_id", "about_id"),
    )


class MediaRow(Table):
    """The file of a message, and what was read in it. The bytes are in the bucket under `key`."""

    __tablename__ = "media"

    message_id: Mapped[Id] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    state: Mapped[Code]
    problem: Mapped[Code | None]
    """Why it is not there, where it is not."""
    key: Mapped[str] = mapped_column(String(128))
    mime_type: Mapped[str | None] = mapped_column(String(128))
    """By its content, whatever anybody claimed."""
    extension: Mapped[str] = mapped_column(String(16), server_default="")
    size: Mapped[int | None] = mapped_column(BigInteger)
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    findings: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    previews: Mapped[int] = mapped_column(server_default=text("0"))
    kept_at: Mapped[Moment | None]
    released_at: Mapped[Moment | None]
    released_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    release_reason: Mapped[Sealed | None]
    reading: Mapped[Code] = mapped_column(server_default="not_read")
    pages: Mapped[int | None]
    document_kind: Mapped[Code | None]
    document: Mapped[Sealed | None]
    """What the document says, a JSON object."""

    __table_args__ = (Index("ix_media_state", "state"),)


class MediaPage(Table):
    """The words of one page of a file."""

    __tablename__ = "media_pages"

    message_id: Mapped[Id] = mapped_column(ForeignKey("media.message_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[Sealed]
    confidence: Mapped[float]
    method: Mapped[Code]
    problem: Mapped[Code | None]
    read_at: Mapped[Now]


class AuditEntry(Table):
    """Who did what with whose data. Rows are only ever added."""

    __tablename__ = "audit_log"

    id: Mapped[Id] = mapped_column(primary_key=True)
    at: Mapped[Now]
    lawyer_id: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """None: whoever runs the system, at its command line."""
    action: Mapped[Code]
    subject: Mapped[Id]

    __table_args__ = (Index("ix_audit_log_subject", "subject"), Index("ix_audit_log_at", "at"))


class CaseRow(Table):
    """A matter that the firm works on for a client."""

    __tablename__ = "cases"

    id: Mapped[Id] = mapped_column(primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    """Whose key seals it."""
    reference: Mapped[Sealed | None]
    """The firm's own file number, by which an import knows it again."""
    reference_index: Mapped[BlindIndex | None] = mapped_column(unique=True)
    number: Mapped[Sealed | None]
    """The court's."""
    number_index: Mapped[BlindIndex | None]
    court: Mapped[Sealed | None]
    title: Mapped[Sealed]
    status: Mapped[Code] = mapped_column(server_default="open")
    """`domain.cases.CaseStatus`."""
    walled: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether only its own lawyers may know of it."""
    pin_index: Mapped[BlindIndex | None]
    """Of the PIN by which a client proves who they are."""
    pin_failures: Mapped[int] = mapped_column(server_default=text("0"))
    pin_set_at: Mapped[Moment | None]
    pin_set_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    created_at: Mapped[Now]

    __table_args__ = (
        Index("ix_cases_client_id", "client_id"),
        Index("ix_cases_number_index", "number_index"),
    )


class CaseClient(Table):
    """For whom a case is led: one client or several."""

    __tablename__ = "case_clients"

    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"), primary_key=True)

    __table_args__ = (Index("ix_case_clients_client_id", "client_id"),)


class CaseMember(Table):
    """Who of the firm works on a case."""

    __tablename__ = "case_members"

    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    lawyer_id: Mapped[Id] = mapped_column(ForeignKey("lawyers.id"), primary_key=True)
    role: Mapped[Code]
    """`domain.cases.MemberRole`."""

    __table_args__ = (
        Index(
            "uq_case_members_case_id_responsible",
            "case_id",
            unique=True,
            postgresql_where=text("role = 'responsible'"),
        ),
        Index("ix_case_members_lawyer_id", "lawyer_id"),
    )


class Party(Table):
    """Somebody else in a case: an opponent, their counsel, a witness."""

    __tablename__ = "parties"

    id: Mapped[Id] = mapped_column(primary_key=True)
    case_id: Mapped[Id] = mapped_column(ForeignKey("cases.id"))
    role: Mapped[Code]
    """`domain.cases.PartyRole`."""
    name: Mapped[Sealed]
    phone: Mapped[Sealed | None]
    phone_index: Mapped[BlindIndex | None]
    created_at: Mapped[Now]

    __table_args__ = (
        Index("ix_parties_case_id", "case_id"),
        Index("ix_parties_phone_index", "phone_index"),
    )


class PartyName(Table):
    """A way in which a party may be named: found without anybody listing the names."""

    __tablename__ = "party_names"

    party_id: Mapped[Id] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    index: Mapped[BlindIndex] = mapped_column(primary_key=True)
    likeness: Mapped[Code]
    """`domain.names.Likeness`: as it is written, or only as it sounds."""

    __table_args__ = (Index("ix_party_names_index", "index"),)


class Conflict(Table):
    """Somebody who writes to the firm, and stands or may stand against a client of it."""

    __tablename__ = "conflicts"

    id: Mapped[Id] = mapped_column(primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    """Who writes."""
    party_id: Mapped[Id] = mapped_column(ForeignKey("parties.id"))
    message_id: Mapped[Id | None] = mapped_column(ForeignKey("messages.id"))
    source: Mapped[Code]
    """`domain.conflicts.ConflictSource`: where the name stood."""
    likeness: Mapped[Code]
    state: Mapped[Code] = mapped_column(server_default="open")
    """`domain.conflicts.ConflictState`."""
    found_at: Mapped[Now]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    note: Mapped[Sealed | None]
    """In the words of the partner who decided; sealed by the firm's key."""

    __table_args__ = (
        UniqueConstraint("client_id", "party_id"),
        Index("ix_conflicts_open", "found_at", postgresql_where=text("state = 'open'")),
    )


class IdentityCheck(Table):
    """How somebody was asked to prove who they are, and whether they did."""

    __tablename__ = "identity_checks"

    id: Mapped[Id] = mapped_column(primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    identity_id: Mapped[Id | None] = mapped_column(ForeignKey("identities.id"))
    method: Mapped[Code]
    """`domain.clients.CheckMethod`."""
    passed: Mapped[bool]
    locked: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether no PIN of theirs was looked at any more."""
    case_id: Mapped[Id | None] = mapped_column(ForeignKey("cases.id"))
    message_id: Mapped[Id | None] = mapped_column(ForeignKey("messages.id"), unique=True)
    """The message in which a PIN stood."""
    lawyer_id: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """Who called back or saw them."""
    note: Mapped[Sealed | None]
    at: Mapped[Now]

    __table_args__ = (Index("ix_identity_checks_client_id", "client_id"),)


class Deadline(Table):
    """A day on which something must be done, as a message or a document says; a lawyer decides."""

    __tablename__ = "deadlines"

    id: Mapped[Id] = mapped_column(primary_key=True)
    message_id: Mapped[Id] = mapped_column(ForeignKey("messages.id"))
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    case_id: Mapped[Id | None] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[Code]
    """`domain.deadlines.DeadlineKind`."""
    source: Mapped[Code]
    """`text` or `document`."""
    on: Mapped[date | None]
    """None where no certain day was found."""
    details: Mapped[Sealed]
    """What, when, where, the line it stood in, every doubt: a JSON object."""
    confidence: Mapped[float]
    state: Mapped[Code] = mapped_column(server_default="proposed")
    """`domain.deadlines.DeadlineState`."""
    proposed_at: Mapped[Now]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))

    __table_args__ = (
        Index("ix_deadlines_message_id", "message_id"),
        Index("ix_deadlines_case_id", "case_id"),
        Index("ix_deadlines_proposed", "on", postgresql_where=text("state = 'proposed'")),
    )


class OfficeNumber(Table):
    """One of the firm's own numbers, as the firm calls it."""

    __tablename__ = "office_numbers"

    phone_number_id: Mapped[Code] = mapped_column(primary_key=True)
    display_number: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(128))
    office: Mapped[str | None] = mapped_column(String(128))
    updated_at: Mapped[Now]


class AnalysisRow(Table):
    """What a message was understood to mean."""

    __tablename__ = "analyses"

    message_id: Mapped[Id] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    intent: Mapped[Code]
    intents: Mapped[list[str]]
    urgency: Mapped[Code]
    language: Mapped[Code]
    confidence: Mapped[float]
    analyst: Mapped[Code]
    gist: Mapped[Sealed | None]
    """What it says in other words, a JSON object: a summary, and what it speaks of."""
    model_failed: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether a model was asked and did not answer with sense."""
    model: Mapped[str | None] = mapped_column(String(128))
    prompt_version: Mapped[Code | None]
    input_tokens: Mapped[int | None]
    output_tokens: Mapped[int | None]
    cost: Mapped[int | None] = mapped_column(BigInteger)
    """In millionths of a US dollar; None where the price is not known."""
    created_at: Mapped[Now]


class Draft(Table):
    """A reply that was written, by the assistant or a lawyer."""

    __tablename__ = "drafts"

    id: Mapped[Id] = mapped_column(primary_key=True)
    conversation_id: Mapped[Id] = mapped_column(ForeignKey("conversations.id"))
    version: Mapped[int]
    kind: Mapped[Code] = mapped_column(server_default="reply")
    """`domain.drafts.DraftKind`."""
    body: Mapped[Sealed]
    language: Mapped[Code]
    sources: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    """What each fact in it was taken from, such as `firm.office_info`."""
    carries_notice: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it tells the privacy notice: sent, it counts as told."""
    written_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """None: the assistant."""
    edited_from: Mapped[Id | None] = mapped_column(ForeignKey("drafts.id"))
    """The draft that it is in the place of, where a review wrote it."""
    created_at: Mapped[Now]

    __table_args__ = (UniqueConstraint("conversation_id", "version"),)


class DraftAnswer(Table):
    """Which messages a draft answers."""

    __tablename__ = "draft_answers"

    draft_id: Mapped[Id] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    message_id: Mapped[Id] = mapped_column(ForeignKey("messages.id"), primary_key=True)

    __table_args__ = (Index("ix_draft_answers_message_id", "message_id"),)


class Review(Table):
    """What a person of the firm said to a draft. Written before anything comes of it."""

    __tablename__ = "reviews"

    id: Mapped[Id] = mapped_column(primary_key=True)
    conversation_id: Mapped[Id] = mapped_column(ForeignKey("conversations.id"))
    draft_id: Mapped[Id] = mapped_column(ForeignKey("drafts.id"))
    draft_version: Mapped[int]
    """As they saw it: another one than the draft's is stale."""
    action: Mapped[Code]
    """`domain.review.ReviewAction`."""
    lawyer_id: Mapped[Id] = mapped_column(ForeignKey("lawyers.id"))
    role: Mapped[Code]
    """What they were when they said it."""
    length: Mapped[int]
    """Characters of what would go out."""
    reason: Mapped[Sealed | None]
    new_draft_id: Mapped[Id | None] = mapped_column(ForeignKey("drafts.id"))
    """What they wrote instead."""
    outcome: Mapped[Code] = mapped_column(server_default="recorded")
    """`domain.review.ReviewOutcome`."""
    recorded_at: Mapped[Now]
    settled_at: Mapped[Moment | None]

    __table_args__ = (
        Index("ix_reviews_conversation_id_recorded_at", "conversation_id", "recorded_at", "id"),
        Index("ix_reviews_draft_id", "draft_id"),
        Index("ix_reviews_new_draft_id", "new_draft_id"),
    )


class Outbound(Table):
    """A message on its way to a client. Written before it is sent."""

    __tablename__ = "outbound"

    id: Mapped[Id] = mapped_column(primary_key=True)
    """Also what travels as `biz_opaque_callback_data`."""
    conversation_id: Mapped[Id] = mapped_column(ForeignKey("conversations.id"))
    draft_id: Mapped[Id | None] = mapped_column(ForeignKey("drafts.id"))
    identity_id: Mapped[Id] = mapped_column(ForeignKey("identities.id"))
    kind: Mapped[Code] = mapped_column(server_default="text")
    """`domain.outbound_content.ContentKind`."""
    content: Mapped[Sealed | None]
    """What it holds, a JSON object; None: the words of its draft."""
    part: Mapped[int] = mapped_column(server_default=text("1"))
    parts: Mapped[int] = mapped_column(server_default=text("1"))
    after_id: Mapped[Id | None] = mapped_column(ForeignKey("outbound.id"))
    """The part of the same text that must have reached WhatsApp before this one goes."""
    reply_to_id: Mapped[Id | None] = mapped_column(ForeignKey("messages.id"))
    """The client's message that it quotes."""
    sent_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))
    """Whose message it is; None: the assistant's."""
    order_id: Mapped[Id | None]
    """The order of a person that it belongs to."""
    again_of: Mapped[Id | None] = mapped_column(ForeignKey("outbound.id"))
    """The message that did not arrive, and of which this is another try."""
    report_at: Mapped[Code | None]
    """How far it must come for its conversation to hear of it."""
    reported: Mapped[Code | None]
    """The state with which it came so far: the status that told of it tells the conversation."""
    state: Mapped[Code]
    wamid: Mapped[Sealed | None]
    wamid_index: Mapped[BlindIndex | None]
    error_code: Mapped[int | None]
    reason: Mapped[Code | None]
    """Why a person must look at it, where one must."""
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    """How often WhatsApp put it off."""
    next_attempt_at: Mapped[Moment | None]
    media_id: Mapped[Code | None]
    """WhatsApp's name for its file."""
    uploaded_at: Mapped[Moment | None]
    uploads: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[Now]
    sending_at: Mapped[Moment | None]
    ambiguous_at: Mapped[Moment | None]
    accepted_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    delivered_at: Mapped[Moment | None]
    read_at: Mapped[Moment | None]
    played_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]

    __table_args__ = (
        CheckConstraint(
            "state IN ('queued','sending','ambiguous','refused','withheld','accepted','sent',"
            "'failed','delivered','read','played')",
            name="known_state",
        ),
        CheckConstraint("draft_id IS NOT NULL OR content IS NOT NULL", name="says_something"),
        Index("ix_outbound_draft_id", "draft_id"),
        Index("ix_outbound_order_id", "order_id"),
        Index("ix_outbound_again_of", "again_of"),
        Index("uq_outbound_wamid_index", "wamid_index", unique=True),
        Index("ix_outbound_conversation_id_created_at", "conversation_id", "created_at"),
    )


class StoppedNumber(Table):
    """One of the firm's numbers that WhatsApp takes nothing from; gone when it works again."""

    __tablename__ = "stopped_numbers"

    phone_number_id: Mapped[Code] = mapped_column(primary_key=True)
    since: Mapped[Moment]
    code: Mapped[int]
    """Meta's, of the refusal."""
    tried_at: Mapped[Moment]
    """When a message was last let through to learn whether it works again."""


class TemplateCatalogue(Table):
    """One of the firm's business accounts, and when Meta was last asked about its templates."""

    __tablename__ = "template_catalogues"

    account_id: Mapped[Code] = mapped_column(primary_key=True)
    asked_at: Mapped[Moment]


class MessageTemplate(Table):
    """A message template as Meta listed it last, and as its webhooks told since."""

    __tablename__ = "message_templates"

    account_id: Mapped[Code] = mapped_column(
        ForeignKey("template_catalogues.account_id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(512), primary_key=True)
    language: Mapped[Code] = mapped_column(primary_key=True)
    template_id: Mapped[Code]
    """Meta's."""
    status: Mapped[Code]
    status_at: Mapped[Moment | None]
    """When Meta told it in a webhook; None: it was only ever listed."""
    category: Mapped[Code]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """The firm's own words with their gaps, without Meta's examples."""
    synchronised_at: Mapped[Moment]
    gone_at: Mapped[Moment | None]
    """When Meta was found to list it no longer."""

    __table_args__ = (Index("ix_message_templates_name_language", "name", "language"),)


class Status(Table):
    """One status that Meta reported, of a message of ours or of one we do not know."""

    __tablename__ = "statuses"

    id: Mapped[Id] = mapped_column(primary_key=True)
    wamid_index: Mapped[BlindIndex]
    name: Mapped[Code]
    participant_index: Mapped[BlindIndex | None]
    outbound_id: Mapped[Id | None] = mapped_column(ForeignKey("outbound.id"))
    at: Mapped[Moment]
    error_code: Mapped[int | None]
    raw: Mapped[Sealed]
    contact: Mapped[Sealed | None]
    """What Meta said of the recipient, whole."""
    recorded_at: Mapped[Now]

    __table_args__ = (
        UniqueConstraint(
            "wamid_index", "name", "participant_index", postgresql_nulls_not_distinct=True
        ),
        Index("ix_statuses_outbound_id", "outbound_id"),
    )


class AccountEvent(Table):
    """A change of any other webhook field, or a body that nobody understood."""

    __tablename__ = "account_events"

    digest: Mapped[Id] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    parts: Mapped[int]
    field: Mapped[Code]
    encoding: Mapped[Code]
    body: Mapped[Sealed]
    received_at: Mapped[Moment]
    recorded_at: Mapped[Now]


class Consent(Table):
    """What a client said they want, or no longer want, and what they were told of it."""

    __tablename__ = "consents"

    id: Mapped[Id] = mapped_column(primary_key=True)
    client_id: Mapped[Id] = mapped_column(ForeignKey("clients.id"))
    category: Mapped[Code]
    value: Mapped[Code]
    """`stop`, `resume` or `signup`; `told` of a notice."""
    at: Mapped[Moment]
    source: Mapped[Id]
    """The account event or message that said so, or the message of ours that told it."""
    recorded_at: Mapped[Now]

    __table_args__ = (UniqueConstraint("client_id", "category", "at", "value"),)


class NoticeRow(Table):
    """Something that staff must know; it stands until a person has acknowledged it."""

    __tablename__ = "notices"

    id: Mapped[Id] = mapped_column(primary_key=True)
    code: Mapped[Code]
    severity: Mapped[Code]
    client_id: Mapped[Id | None] = mapped_column(ForeignKey("clients.id"))
    details: Mapped[Sealed]
    """The words that its text is filled in with, a JSON object; sealed by the client's key."""
    at: Mapped[Moment]
    recorded_at: Mapped[Now]
    acknowledged_at: Mapped[Moment | None]
    acknowledged_by: Mapped[Id | None] = mapped_column(ForeignKey("lawyers.id"))

    __table_args__ = (
        Index("ix_notices_open_at", "at", postgresql_where=text("acknowledged_at IS NULL")),
        Index("ix_notices_client_id", "client_id"),
    )


class ConversationEventRow(Table):
    """Something changed in a conversation. Triggers write it, and nobody else does.

    No foreign keys: it says that something happened, also where what it happened to is gone.
    """

    __tablename__ = "conversation_events"

    xid: Mapped[int] = mapped_column(
        TransactionId, primary_key=True, server_default=text("pg_current_xact_id()")
    )
    id: Mapped[int] = mapped_column(BigInteger, Counted(always=True), primary_key=True)
    conversation_id: Mapped[Id | None]
    """None: something that many conversations may hang on."""
    kind: Mapped[Code]
    """`domain.events.EventKind`."""
    at: Mapped[Now]

    __table_args__ = (Index("ix_conversation_events_at", "at"),)


class Lawyer(Table):
    """A person of the firm who may use the system."""

    __tablename__ = "lawyers"

    id: Mapped[Id] = mapped_column(primary_key=True)
    name: Mapped[Sealed]
    name_index: Mapped[BlindIndex] = mapped_column(unique=True)
    role: Mapped[Code]
    created_at: Mapped[Now]


class LawyerToken(Table):
    """A bearer token of a lawyer's program. Only its hash is kept."""

    __tablename__ = "lawyer_tokens"

    id: Mapped[Id] = mapped_column(primary_key=True)
    lawyer_id: Mapped[Id] = mapped_column(ForeignKey("lawyers.id"))
    hash: Mapped[BlindIndex] = mapped_column(unique=True)
    created_at: Mapped[Now]
    revoked_at: Mapped[Moment | None]


class LawyerPreference(Table):
    """How a person of the firm wants to be told; what is null is as firm.yaml says."""

    __tablename__ = "lawyer_preferences"

    lawyer_id: Mapped[Id] = mapped_column(ForeignKey("lawyers.id"), primary_key=True)
    email: Mapped[Sealed | None]
    channels: Mapped[list[str] | None]
    quiet_begins: Mapped[int | None]
    """In minutes after midnight."""
    quiet_ends: Mapped[int | None]
    updated_at: Mapped[Now]


class NotificationRow(Table):
    """Something that one person is told; its id is the hash of what it is told for, and to whom."""

    __tablename__ = "notifications"

    id: Mapped[Id] = mapped_column(primary_key=True)
    lawyer_id: Mapped[Id] = mapped_column(ForeignKey("lawyers.id"))
    conversation_id: Mapped[Id | None] = mapped_column(ForeignKey("conversations.id"))
    kind: Mapped[Code]
    """`domain.notifications.NotificationKind`."""
    urgency: Mapped[Code]
    at: Mapped[Moment]
    recorded_at: Mapped[Now]
    read_at: Mapped[Moment | None]

    __table_args__ = (
        Index("ix_notifications_lawyer_id_at_id", "lawyer_id", "at", "id"),
        Index("ix_notifications_unread", "lawyer_id", postgresql_where=text("read_at IS NULL")),
        Index("ix_notifications_conversation_id", "conversation_id"),
    )


class NotificationDelivery(Table):
    """What became of a notification on a channel."""

    __tablename__ = "notification_deliveries"

    notification_id: Mapped[Id] = mapped_column(ForeignKey("notifications.id"), primary_key=True)
    channel: Mapped[Code] = mapped_column(primary_key=True)
    """`domain.notifications.Channel`."""
    outcome: Mapped[Code] = mapped_column(server_default="pending")
    """`domain.notifications.DeliveryOutcome`."""
    settled_at: Mapped[Moment | None]
