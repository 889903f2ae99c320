"""Conversations: who must look at them, their drafts, and what they send."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres import consents, delivery
from adapters.postgres.engine import transaction
from adapters.postgres.flags import locked, raise_flag
from adapters.postgres.locks import lock_indices
from adapters.postgres.tables import (
    CaseRow,
    Client,
    Conversation,
    Deadline,
    Draft,
    DraftAnswer,
    Identity,
    Message,
    Outbound,
)
from adapters.postgres.vault import Vault
from domain.analysis import Language, Urgency
from domain.cases import CaseStatus
from domain.deadlines import DeadlineKind, DeadlineState
from domain.drafts import CaseFacts, CaseField, DraftContext, DraftKind, DraftRef
from domain.failures import UnknownRecord
from domain.ids import ClientId, ConversationId, DraftId, MessageId, OutboundId, outbound_id
from domain.outbound import (
    Accepted,
    DeliveryState,
    OutboundText,
    Recipient,
    Refused,
    SendAnswer,
    SendResult,
    rank,
)
from domain.policy import FirmPolicy
from domain.ports import Preparation
from domain.routing import Mode, Reason


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

    def prepare_send(
        self, conversation: ConversationId, draft: DraftId, policy: FirmPolicy
    ) -> Preparation:
        """See the port."""
        with transaction(self._engine) as session:
            owner = locked(session, conversation)
            row = self._outbound(session, conversation, draft)
            state = DeliveryState(row.state)
            if state is DeliveryState.SENDING:
                row.state = DeliveryState.AMBIGUOUS
                row.ambiguous_at = datetime.now(UTC)
            if state is not DeliveryState.QUEUED:
                return _result(row)
            if reason := _forbidden(session, owner, row, policy):
                row.state, row.reason = DeliveryState.WITHHELD, reason
                return _result(row)
            row.state = DeliveryState.SENDING
            row.sending_at = datetime.now(UTC)
            return self._ready(session, owner, row)

    def settle_send(self, result: SendResult, answer: SendAnswer | None) -> SendResult:
        """See the port."""
        with transaction(self._engine) as session:
            if isinstance(answer, Accepted):
                lock_indices(session, [self._vault.index("wamid", answer.wamid)])
            row = session.get_one(Outbound, result.outbound_id, with_for_update=True)
            owner = session.get_one(Conversation, row.conversation_id)
            if isinstance(answer, Accepted):
                row.accepted_at = row.accepted_at or datetime.now(UTC)
                delivery.name(session, self._vault, row, ClientId(owner.client_id), answer.wamid)
            if isinstance(answer, Refused):
                row.error_code = answer.code
            if result.state is DeliveryState.AMBIGUOUS:
                row.ambiguous_at = row.ambiguous_at or datetime.now(UTC)
            # A status may have been faster than the answer, and say more than it.
            if rank(result.state) > rank(DeliveryState(row.state)):
                row.state, row.reason = result.state, result.reason
            consents.note_told(session, [row])
            return _result(row)

    def release_send(self, sending: OutboundText) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            session.execute(
                update(Outbound)
                .where(Outbound.id == sending.outbound_id, Outbound.state == DeliveryState.SENDING)
                .values(state=DeliveryState.QUEUED)
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

    def _outbound(self, session: Session, conversation: ConversationId, draft: DraftId) -> Outbound:
        outbound = outbound_id(draft)
        # Locked: a status may come at this very moment, and must not be written over.
        row = session.get(Outbound, outbound, with_for_update=True)
        if row is not None:
            return row
        # The reply goes to the identity that wrote last among the messages it answers.
        writer = session.scalar(
            select(Message.identity_id)
            .join(DraftAnswer, DraftAnswer.message_id == Message.id)
            .where(DraftAnswer.draft_id == draft, Message.conversation_id == conversation)
            .order_by(Message.sent_at.desc(), Message.received_at.desc())
            .limit(1)
        )
        if writer is None:
            raise UnknownRecord(f"no draft {draft} in conversation {conversation}")
        session.add(
            row := Outbound(
                id=outbound,
                conversation_id=conversation,
                draft_id=draft,
                identity_id=writer,
                state=DeliveryState.QUEUED,
            )
        )
        session.flush()
        return row

    def _ready(self, session: Session, owner: Conversation, row: Outbound) -> OutboundText:
        draft = session.get_one(Draft, row.draft_id)
        identity = session.get_one(Identity, row.identity_id)
        value = self._vault.open(session, "identities.value", identity.id, identity.value)
        return OutboundText(
            outbound_id=OutboundId(row.id),
            conversation_id=ConversationId(owner.id),
            phone_number_id=owner.phone_number_id,
            recipient=Recipient(
                phone=value if identity.kind == "phone" else None,
                user_id=value if identity.kind == "bsuid" else None,
            ),
            body=self._vault.open(session, "drafts.body", draft.id, draft.body),
        )


def _next_hearing(session: Session, case: CaseRow) -> date | None:
    """The next day that a lawyer confirmed: what a machine read is never told to a client."""
    return session.scalar(
        select(func.min(Deadline.on)).where(
            Deadline.case_id == case.id,
            Deadline.kind == DeadlineKind.HEARING,
            Deadline.state == DeadlineState.CONFIRMED,
            Deadline.on >= datetime.now(UTC).date(),
        )
    )


def _result(row: Outbound) -> SendResult:
    state = DeliveryState(row.state)
    reason = Reason(row.reason) if row.reason else None
    if state is DeliveryState.FAILED:
        reason = Reason.DELIVERY_FAILED
    return SendResult(outbound_id=OutboundId(row.id), state=state, reason=reason)


def _forbidden(
    session: Session, conversation: Conversation, outbound: Outbound, policy: FirmPolicy
) -> Reason | None:
    return _not_to_them(session, conversation, outbound) or _not_now(conversation, policy)


def _not_to_them(session: Session, conversation: Conversation, outbound: Outbound) -> Reason | None:
    client = session.get_one(Client, conversation.client_id)
    identity = session.get_one(Identity, outbound.identity_id)
    if client.identity_changed_at is not None or identity.valid_to is not None:
        # Nobody knows any more who would read it.
        return Reason.IDENTITY_CHANGED
    if Reason.CONFLICT in conversation.reasons:
        return Reason.CONFLICT
    if conversation.group_index is not None:
        return Reason.GROUP_MESSAGE
    if consents.refuses_assistant(session, ClientId(client.id)):
        return Reason.AI_OPTED_OUT
    return None


def _not_now(conversation: Conversation, policy: FirmPolicy) -> Reason | None:
    mode = Mode(conversation.mode) if conversation.mode else policy.mode
    if mode is not Mode.AUTO:
        return Reason.ASSISTANT_OFF if mode is Mode.OFF else Reason.DRAFTS_ONLY
    if conversation.needs_lawyer_since and conversation.urgency != Urgency.NORMAL:
        # It came while this was on its way out; nothing cheerful from a machine now.
        return Reason.URGENT
    closes = conversation.window_until
    if closes is None or closes - policy.conversation.window_margin <= datetime.now(UTC):
        return Reason.WINDOW_CLOSED
    return None
