"""Conversations: who must look at them, their drafts, and what they send."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import consents, delivery, numbers, templates
from adapters.postgres.engine import transaction
from adapters.postgres.flags import locked, raise_flag
from adapters.postgres.locks import lock_indices
from adapters.postgres.opponents import in_conflict
from adapters.postgres.persons import same_person
from adapters.postgres.queueing import content_of, write_down, writer_of_draft
from adapters.postgres.tables import (
    CaseRow,
    Client,
    Conversation,
    Deadline,
    Draft,
    DraftAnswer,
    Identity,
    Lawyer,
    Message,
    Outbound,
)
from adapters.postgres.vault import Vault
from domain.access import Role
from domain.analysis import Language, Urgency
from domain.assistant import kept_back
from domain.cases import CaseStatus
from domain.deadlines import DeadlineKind, DeadlineState
from domain.drafts import CaseFacts, CaseField, DraftContext, DraftKind, DraftRef
from domain.failures import UnknownRecord
from domain.ids import (
    ClientId,
    ConversationId,
    DraftId,
    MessageId,
    OutboundId,
    outbound_id,
)
from domain.messages import Author
from domain.outbound import (
    Accepted,
    DeliveryState,
    NewMessage,
    NotYet,
    OutboundMessage,
    Postponement,
    Preparation,
    ReceivedName,
    Recipient,
    Refused,
    SendAnswer,
    SendResult,
    UploadFirst,
    rank,
    was_taken,
)
from domain.outbound_content import (
    ContentKind,
    MediaMessage,
    OutboundContent,
    Template,
)
from domain.policy import FirmPolicy
from domain.routing import Mode, Reason
from domain.send_errors import STOPPED_MARKETING, Handling, failure_reason, send_error
from domain.webhook_json import as_text, parse_object

_UPLOAD_LIVES: Final = timedelta(days=29)
"""WhatsApp keeps what was uploaded for 30 days."""


class PostgresConversationStore:
    """Implements `domain.ports.ConversationStore`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def flag_for_lawyer(
        self, conversation: ConversationId, reason: Reason, outbound: OutboundId | None = None
    ) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            raise_flag(session, conversation, [reason])
            session.execute(update(Outbound).where(Outbound.id == outbound).values(reason=reason))

    def draft_context(
        self, conversation: ConversationId, answers: Sequence[MessageId], policy: FirmPolicy
    ) -> DraftContext:
        """See the port."""
        with transaction(self._engine) as session:
            owner = session.get(Conversation, conversation)
            if owner is None:
                raise UnknownRecord(f"no conversation {conversation}")
            return DraftContext(
                notice_due=consents.notice_due(session, ClientId(owner.client_id)),
                case=self._case(session, answers, policy.case_fields),
            )

    def keep_draft(
        self,
        draft: DraftId,
        conversation: ConversationId,
        answers: Sequence[MessageId],
        language: Language,
        body: str,
        *,
        kind: DraftKind = DraftKind.REPLY,
        sources: Sequence[str] = (),
        carries_notice: bool = False,
    ) -> DraftRef:
        """See the port. Versions count up within a conversation; the first words stand."""
        with transaction(self._engine) as session:
            owner = locked(session, conversation)
            row = session.get(Draft, draft)
            if row is not None:
                return DraftRef(draft_id=draft, version=row.version)
            latest = session.scalar(
                select(func.max(Draft.version)).where(Draft.conversation_id == conversation)
            )
            version = (latest or 0) + 1
            session.execute(
                insert(Draft).values(
                    id=draft,
                    conversation_id=conversation,
                    version=version,
                    kind=kind,
                    body=self._vault.seal(
                        session, ClientId(owner.client_id), "drafts.body", draft, body
                    ),
                    language=language,
                    sources=list(sources),
                    carries_notice=carries_notice,
                )
            )
            session.execute(
                insert(DraftAnswer),
                [{"draft_id": draft, "message_id": message} for message in answers],
            )
            return DraftRef(draft_id=draft, version=version)

    def queue(self, message: NewMessage) -> tuple[OutboundId, ...]:
        """See the port."""
        with transaction(self._engine) as session:
            owner = locked(session, message.conversation_id)
            return write_down(session, self._vault, owner, message)

    def prepare_send(
        self, conversation: ConversationId, draft: DraftId, policy: FirmPolicy
    ) -> Preparation:
        """See the port."""
        with transaction(self._engine) as session:
            owner = locked(session, conversation)
            return self._prepare(session, owner, self._of_draft(session, owner, draft), policy)

    def prepare_message(
        self,
        conversation: ConversationId,
        outbound: OutboundId,
        policy: FirmPolicy,
        report: DeliveryState | None = None,
    ) -> Preparation:
        """See the port."""
        with transaction(self._engine) as session:
            owner = locked(session, conversation)
            # Locked: a status may come at this very moment, and must not be written over.
            row = session.get(Outbound, outbound, with_for_update=True)
            if row is None or row.conversation_id != conversation:
                raise UnknownRecord(f"no message {outbound} in conversation {conversation}")
            row.report_at = report or row.report_at
            return self._prepare(session, owner, row, policy)

    def settle_send(self, result: SendResult, answer: SendAnswer | None) -> SendResult:
        """See the port."""
        now = datetime.now(UTC)
        with transaction(self._engine) as session:
            if isinstance(answer, Accepted):
                lock_indices(session, [self._vault.index("wamid", answer.wamid)])
            row = session.get_one(Outbound, result.outbound_id, with_for_update=True)
            owner = session.get_one(Conversation, row.conversation_id)
            if isinstance(answer, Accepted):
                row.accepted_at = row.accepted_at or now
                delivery.name(session, self._vault, row, ClientId(owner.client_id), answer.wamid)
            if isinstance(answer, Refused):
                row.error_code = answer.code
                self._heed_refusal(session, owner, row, answer.code)
            if row.sending_at and _shows_number_works(answer):
                number = owner.phone_number_id
                numbers.resume(session, self._vault, number, row.sending_at, now)
            if result.state is DeliveryState.AMBIGUOUS:
                row.ambiguous_at = row.ambiguous_at or now
            # A status may have been faster than the answer, and say more than it.
            if rank(result.state) > rank(DeliveryState(row.state)):
                row.state, row.reason = result.state, result.reason
            consents.note_told(session, [row])
            return _result(row)

    def release_send(
        self, sending: OutboundMessage | UploadFirst, postponement: Postponement | None = None
    ) -> None:
        """See the port."""
        now = datetime.now(UTC)
        with transaction(self._engine) as session:
            row = session.get(Outbound, sending.outbound_id, with_for_update=True)
            if row is not None and row.state in {DeliveryState.SENDING, DeliveryState.QUEUED}:
                row.state = DeliveryState.QUEUED
                if postponement is not None:
                    row.error_code = postponement.code
                    row.attempts += 1
                    row.next_attempt_at = now + postponement.retry_after
                    if postponement.upload_again:
                        row.media_id = None
            if postponement is not None and postponement.stops_number:
                number = sending.phone_number_id
                numbers.stop(session, self._vault, number, postponement.code, now)

    def keep_upload(self, outbound: OutboundId, media_id: str) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            row = session.get_one(Outbound, outbound, with_for_update=True)
            row.media_id, row.uploaded_at = media_id, datetime.now(UTC)
            row.uploads += 1

    def received_name(self, message: MessageId) -> ReceivedName:
        """See the port."""
        with transaction(self._engine) as session:
            row = session.get(Message, message)
            if row is None or row.author != Author.CLIENT:
                raise UnknownRecord(f"no message {message} of a client")
            owner = session.get_one(Conversation, row.conversation_id)
            return ReceivedName(
                phone_number_id=owner.phone_number_id, wamid=self._wamid(session, row)
            )

    def _case(
        self, session: Session, answers: Sequence[MessageId], fields: Collection[CaseField]
    ) -> CaseFacts | None:
        """What may be said of the case that the latest of some messages is about."""
        latest = session.execute(
            select(Message.case_id, Identity.verified, Identity.valid_to)
            .join(Identity, Identity.id == Message.identity_id)
            .where(Message.id.in_(answers))
            .order_by(Message.sent_at.desc(), Message.received_at.desc())
            .limit(1)
        ).one_or_none()
        if latest is None or latest.case_id is None or not latest.verified or latest.valid_to:
            return None
        row = session.get_one(CaseRow, latest.case_id)
        return CaseFacts(
            number=self._fact(session, row, CaseField.NUMBER, row.number, fields),
            court=self._fact(session, row, CaseField.COURT, row.court, fields),
            status=CaseStatus(row.status) if CaseField.STATUS in fields else None,
            next_hearing=_next_hearing(session, row) if CaseField.NEXT_HEARING in fields else None,
        )

    def _fact(
        self,
        session: Session,
        row: CaseRow,
        field: CaseField,
        sealed: bytes | None,
        fields: Collection[CaseField],
    ) -> str | None:
        if sealed is None or field not in fields:
            return None
        return self._vault.open(session, f"cases.{field}", row.id, sealed)

    def _of_draft(self, session: Session, owner: Conversation, draft: DraftId) -> Outbound:
        outbound = outbound_id(draft)
        # Locked: a status may come at this very moment, and must not be written over.
        row = session.get(Outbound, outbound, with_for_update=True)
        if row is not None:
            return row
        session.add(
            row := Outbound(
                id=outbound,
                conversation_id=owner.id,
                draft_id=draft,
                identity_id=writer_of_draft(session, ConversationId(owner.id), draft),
                kind=ContentKind.TEXT,
                state=DeliveryState.QUEUED,
            )
        )
        session.flush()
        return row

    def _prepare(
        self, session: Session, owner: Conversation, row: Outbound, policy: FirmPolicy
    ) -> Preparation:
        now = datetime.now(UTC)
        state = DeliveryState(row.state)
        if state is DeliveryState.SENDING:
            row.state = DeliveryState.AMBIGUOUS
            row.ambiguous_at = now
        if state is not DeliveryState.QUEUED:
            return _result(row)
        reason = _forbidden(session, owner, row, policy) or self._not_this(session, row)
        if reason:
            row.state, row.reason = DeliveryState.WITHHELD, reason
            return _result(row)
        if _must_wait_for_another(session, row):
            return _result(row)
        return self._claim(session, owner, row, now)

    def _claim(
        self, session: Session, owner: Conversation, row: Outbound, now: datetime
    ) -> Preparation:
        if row.next_attempt_at is not None and row.next_attempt_at > now:
            return NotYet(retry_after=row.next_attempt_at - now, code=row.error_code)
        content = content_of(session, self._vault, row)
        if isinstance(content, MediaMessage) and _must_upload(row, now):
            return UploadFirst(
                outbound_id=OutboundId(row.id),
                phone_number_id=owner.phone_number_id,
                content=content,
                attempts=row.attempts,
            )
        if held := numbers.held_back(session, owner.phone_number_id, now):
            return held
        row.state = DeliveryState.SENDING
        row.sending_at = now
        row.error_code = None
        return self._ready(session, owner, row, content)

    def _ready(
        self, session: Session, owner: Conversation, row: Outbound, content: OutboundContent
    ) -> OutboundMessage:
        identity = session.get_one(Identity, row.identity_id)
        value = self._vault.open(session, "identities.value", identity.id, identity.value)
        quoted = session.get(Message, row.reply_to_id) if row.reply_to_id else None
        return OutboundMessage(
            outbound_id=OutboundId(row.id),
            conversation_id=ConversationId(owner.id),
            phone_number_id=owner.phone_number_id,
            recipient=Recipient(
                phone=value if identity.kind == "phone" else None,
                user_id=value if identity.kind == "bsuid" else None,
            ),
            content=content,
            reply_to=self._wamid(session, quoted) if quoted else None,
            attempts=row.attempts,
            media_id=row.media_id,
            uploads=row.uploads,
        )

    def _not_this(self, session: Session, row: Outbound) -> Reason | None:
        if row.kind != ContentKind.TEMPLATE:
            return None
        content = content_of(session, self._vault, row)
        fit = not isinstance(content, Template) or templates.may_be_sent(session, content)
        return None if fit else Reason.TEMPLATE_REFUSED

    def _wamid(self, session: Session, message: Message) -> str:
        raw = self._vault.open(session, "messages.raw", message.id, message.raw)
        return as_text(parse_object(raw).get("id"))

    def _heed_refusal(
        self, session: Session, owner: Conversation, row: Outbound, code: int
    ) -> None:
        now = datetime.now(UTC)
        if code == STOPPED_MARKETING:
            consents.note_stopped_marketing(
                session, ClientId(owner.client_id), at=row.sending_at or now, source=row.id
            )
        if send_error(code).handling is Handling.LIMITED:
            numbers.limited(session, self._vault, owner.phone_number_id, code, now)


def _shows_number_works(answer: SendAnswer | None) -> bool:
    """Whether WhatsApp took a message, or refused it for its own sake."""
    return isinstance(answer, Accepted) or (isinstance(answer, Refused) and answer.asked)


def _must_wait_for_another(session: Session, row: Outbound) -> bool:
    if row.after_id is None:
        return False
    return not was_taken(DeliveryState(session.get_one(Outbound, row.after_id).state))


def _must_upload(row: Outbound, now: datetime) -> bool:
    uploaded = row.uploaded_at
    return row.media_id is None or uploaded is None or uploaded < now - _UPLOAD_LIVES


def _next_hearing(session: Session, case: CaseRow) -> date | None:
    """The next day that a lawyer confirmed: what a machine read is never told to a client."""
    return session.scalar(
        select(func.min(Deadline.on))
        .join(Message, Message.id == Deadline.message_id)
        .where(
            # Not its own: a lawyer may have put its message to another case since it was found.
            Message.case_id == case.id,
            Deadline.kind == DeadlineKind.HEARING,
            Deadline.state == DeadlineState.CONFIRMED,
            Deadline.on >= datetime.now(UTC).date(),
        )
    )


def _result(row: Outbound) -> SendResult:
    state = DeliveryState(row.state)
    reason = Reason(row.reason) if row.reason else None
    if state is DeliveryState.FAILED:
        reason = failure_reason(row.error_code)
    return SendResult(
        outbound_id=OutboundId(row.id), state=state, reason=reason, error_code=row.error_code
    )


def _forbidden(
    session: Session, conversation: Conversation, outbound: Outbound, policy: FirmPolicy
) -> Reason | None:
    kind = _kind(session, outbound)
    return (
        _not_to_them(session, conversation, outbound, kind)
        or (
            None if outbound.sent_by else _not_by_the_assistant(session, conversation, kind, policy)
        )
        or _not_now(conversation, outbound, policy)
    )


def _kind(session: Session, outbound: Outbound) -> DraftKind:
    """What the assistant sends; what a person sends is a reply, whatever it began as."""
    if outbound.draft_id is None or outbound.sent_by is not None:
        return DraftKind.REPLY
    return DraftKind(session.get_one(Draft, outbound.draft_id).kind)


def _not_to_them(
    session: Session, conversation: Conversation, outbound: Outbound, kind: DraftKind
) -> Reason | None:
    client = session.get_one(Client, conversation.client_id)
    identity = session.get_one(Identity, outbound.identity_id)
    if client.identity_changed_at is not None or identity.valid_to is not None:
        # Nobody knows any more who would read it.
        return Reason.IDENTITY_CHANGED
    if conversation.group_index is not None:
        return Reason.GROUP_MESSAGE
    if kind is DraftKind.RECEIPT:
        # It takes nobody's side.
        return None
    people = same_person(session, ClientId(conversation.client_id))
    if in_conflict(session, people) and not _from_partner(session, outbound):
        # Found perhaps under another of their names, or after this was written.
        return Reason.CONFLICT
    return None


def _from_partner(session: Session, outbound: Outbound) -> bool:
    """Whether somebody wrote it who knows of conflicts."""
    role = session.scalar(select(Lawyer.role).where(Lawyer.id == outbound.sent_by))
    return role == Role.PARTNER


def _not_by_the_assistant(
    session: Session, conversation: Conversation, kind: DraftKind, policy: FirmPolicy
) -> Reason | None:
    return kept_back(
        kind,
        held=conversation.held_by is not None,
        conflict=Reason.CONFLICT in conversation.reasons,
        refused=consents.refuses_assistant(session, ClientId(conversation.client_id)),
        mode=Mode(conversation.mode) if conversation.mode else policy.mode,
        waiting=Urgency(conversation.urgency) if conversation.needs_lawyer_since else None,
    )


def _not_now(conversation: Conversation, outbound: Outbound, policy: FirmPolicy) -> Reason | None:
    if outbound.kind == ContentKind.TEMPLATE:
        # What Meta has approved may open a conversation.
        return None
    closes = conversation.window_until
    if closes is None or closes - policy.conversation.window_margin <= datetime.now(UTC):
        return Reason.WINDOW_CLOSED
    return None
