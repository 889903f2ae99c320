"""In-memory fakes of the stores; see `tests/fakes.py`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.analysis import Analysis, Language, Urgency
from domain.conversation import DeliveryReport
from domain.drafts import DraftContext, DraftKind, DraftRef
from domain.failures import Outdated, UnknownRecord
from domain.identities import ADDRESSABLE
from domain.ids import (
    ClientId,
    ConversationId,
    DraftId,
    IdentityId,
    MessageId,
    OutboundId,
    outbound_id,
)
from domain.media import MediaState
from domain.message_content import circumstances, needs_answer, opens_window, words
from domain.messages import (
    InboundMessageInput,
    Media,
    ReceivedMessage,
    RecordedMessage,
    Sender,
    SystemKind,
    SystemMessage,
)
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
from domain.routing import Decision, Mode, Reason, Route
from domain.statuses import AppliedStatuses, ConversationReport, ReportedStatus
from domain.views import LawyerView
from domain.wishes import wish_of
from tests.fake_media import expect
from tests.fake_records import (
    FakeConversation,
    FakeDraft,
    FakeMessage,
    FakeOutbound,
    FakeRecords,
    FakeStatus,
    advance,
    name,
)

_WINDOW = timedelta(hours=24)
_REVISIONS = {"edit": Reason.MESSAGE_EDITED, "revoke": Reason.MESSAGE_REVOKED}


@dataclass(slots=True)
class FakeMessageStore:
    """Implements `domain.ports.MessageStore`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def record(
        self, input: InboundMessageInput, message: ReceivedMessage, policy: FirmPolicy
    ) -> RecordedMessage:
        records = self.records
        with records.lock:
            if input.message_id not in records.messages:
                identity = records.identities.recognise(
                    message.sender, input.message_id, message.sent_at
                )
                self._heed(identity.client_id, message)
                conversation = self._conversation(identity.client_id, input, message)
                records.messages[input.message_id] = FakeMessage(
                    input=input,
                    received=message,
                    conversation_id=conversation,
                    identity=identity,
                )
                self._wish(identity.client_id, message)
                if isinstance(message.content, Media):
                    expect(records, input.message_id, conversation, message.content)
            kept = records.messages[input.message_id]
            conversation = records.conversation(kept.conversation_id)
            return RecordedMessage(
                message_id=input.message_id,
                client_id=conversation.client_id,
                conversation_id=conversation.id,
                type=kept.received.type,
                sent_at=kept.received.sent_at,
                received_at=kept.input.received_at,
                mode=conversation.mode or policy.mode,
                rules=policy.routing,
                already_handed_over=kept.handed_over,
                needs_answer=needs_answer(message.content),
                circumstances=self._circumstances(kept, conversation),
                has_file=input.message_id in records.files
                and records.files[input.message_id].state is MediaState.WAITING,
                identity_id=IdentityId(kept.identity.known.id),
            )

    def text(self, message: MessageId) -> str | None:
        if message not in self.records.messages:
            raise UnknownRecord(f"no message {message}")
        return words(self.records.messages[message].received.content)

    def names(self, message: MessageId) -> tuple[str, ...]:
        if message not in self.records.messages:
            raise UnknownRecord(f"no message {message}")
        row = self.records.messages[message]
        client = self.records.conversation(row.conversation_id).client_id
        called = [
            each.received.sender.profile_name
            for each in self.records.messages.values()
            if self.records.conversation(each.conversation_id).client_id == client
        ]
        first = next((name for name in called if name), None)
        names = (first, row.received.sender.profile_name)
        return tuple(dict.fromkeys(name for name in names if name))

    def keep_analysis(self, message: MessageId, analysis: Analysis) -> Analysis:
        with self.records.lock:
            row = self.records.messages[message]
            row.analysis = row.analysis or analysis
            return row.analysis

    def keep_decision(
        self, message: MessageId, conversation: ConversationId, decision: Decision
    ) -> None:
        with self.records.lock:
            row = self.records.messages[message]
            if row.decision is None:
                row.decision = decision
                if decision.route is Route.HUMAN:
                    self.records.flag(conversation, decision.reasons, decision.urgency)

    def mark_handed_over(self, message: MessageId) -> None:
        self.records.messages[message].handed_over = True

    def _heed(self, client: ClientId, message: ReceivedMessage) -> None:
        said, identities = message.content, self.records.identities
        if not isinstance(said, SystemMessage):
            return
        if said.phone and said.kind is SystemKind.NUMBER_CHANGED:
            identities.change_phone(client, message.sender.phone, said.phone, message.sent_at)
        before = said.previous_user_id or message.sender.user_id
        if said.kind is SystemKind.USER_ID_CHANGED and said.user_id and before:
            identities.change_user_id(before, said.user_id, message.sender.phone, message.sent_at)
        if said.kind is not SystemKind.OTHER:
            identities.doubt(client)

    def _wish(self, client: ClientId, message: ReceivedMessage) -> None:
        wish = wish_of(words(message.content) or "")
        latest, _ = self.records.wishes.get(client, (message.sent_at, None))
        if wish is not None and latest <= message.sent_at:
            self.records.wishes[client] = (message.sent_at, wish)

    def _circumstances(
        self, kept: FakeMessage, conversation: FakeConversation
    ) -> tuple[Reason, ...]:
        reasons = list(circumstances(kept.received.content))
        if conversation.client_id in self.records.identities.changed_at:
            reasons.append(Reason.IDENTITY_CHANGED)
        if self.records.refuses_assistant(conversation.client_id):
            reasons.append(Reason.AI_OPTED_OUT)
        if conversation.group_id:
            reasons.append(Reason.GROUP_MESSAGE)
        if kept.identity.kind not in ADDRESSABLE:
            reasons.append(Reason.NO_ADDRESS)
        revised = {
            row.received.type
            for row in self.records.messages.values()
            if row.input.about_id == kept.input.message_id
        }
        reasons += [_REVISIONS[each] for each in sorted(revised & set(_REVISIONS))]
        return tuple(dict.fromkeys(reasons))

    def _conversation(
        self, client: ClientId, input: InboundMessageInput, message: ReceivedMessage
    ) -> ConversationId:
        rows = self.records.conversations
        row = next(
            (
                row
                for row in rows.values()
                if (row.client_id, row.phone_number_id, row.group_id)
                == (client, input.phone_number_id, message.group_id)
            ),
            None,
        )
        if row is None:
            row = FakeConversation(
                id=ConversationId(self.records.new_id()),
                client_id=client,
                phone_number_id=input.phone_number_id,
                group_id=message.group_id,
            )
            rows[row.id] = row
        if opens_window(message.content):
            row.window_until = max(row.window_until or message.sent_at, message.sent_at + _WINDOW)
        row.last_message_at = max(row.last_message_at or message.sent_at, message.sent_at)
        return row.id


@dataclass(slots=True)
class FakeConversationStore:
    """Implements `domain.ports.ConversationStore`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def flag_for_lawyer(
        self, conversation: ConversationId, reason: Reason, outbound: OutboundId | None = None
    ) -> None:
        with self.records.lock:
            self.records.flag(conversation, [reason])
            if outbound is not None:
                self.records.outbound[outbound].reason = reason

    def draft_context(
        self,
        conversation: ConversationId,
        answers: Sequence[MessageId],  # noqa: ARG002 -- there are no cases here
        policy: FirmPolicy,  # noqa: ARG002 -- the same
    ) -> DraftContext:
        with self.records.lock:
            client = self.records.conversation(conversation).client_id
            told = {
                self.records.conversation(row.conversation_id).client_id
                for row in self.records.outbound.values()
                if self.records.drafts[row.draft_id].carries_notice
                and rank(row.state) >= rank(DeliveryState.ACCEPTED)
                and row.state is not DeliveryState.FAILED
            }
            return DraftContext(notice_due=client not in told)

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
        with self.records.lock:
            self.records.conversation(conversation)
            drafts = self.records.drafts
            if draft not in drafts:
                of_it = [each for each in drafts.values() if each.conversation_id == conversation]
                drafts[draft] = FakeDraft(
                    conversation_id=conversation,
                    version=len(of_it) + 1,
                    body=body,
                    language=language,
                    answers=tuple(answers),
                    kind=kind,
                    sources=tuple(sources),
                    carries_notice=carries_notice,
                )
            return DraftRef(draft_id=draft, version=drafts[draft].version)

    def prepare_send(
        self, conversation: ConversationId, draft: DraftId, policy: FirmPolicy
    ) -> Preparation:
        with self.records.lock:
            owner = self.records.conversation(conversation)
            row = self._outbound(conversation, draft)
            if row.state is DeliveryState.SENDING:
                row.state = DeliveryState.AMBIGUOUS
                row.was_ambiguous = True
            if row.state is not DeliveryState.QUEUED:
                return _result(row)
            if reason := self._forbidden(owner, row, policy):
                row.state, row.reason = DeliveryState.WITHHELD, reason
                return _result(row)
            row.state = DeliveryState.SENDING
            kind, value = row.identity.kind, row.identity.value
            return OutboundText(
                outbound_id=row.id,
                conversation_id=conversation,
                phone_number_id=owner.phone_number_id,
                recipient=Recipient(
                    phone=value if kind == "phone" else None,
                    user_id=value if kind == "bsuid" else None,
                ),
                body=self.records.drafts[draft].body,
            )

    def settle_send(self, result: SendResult, answer: SendAnswer | None) -> SendResult:
        with self.records.lock:
            row = self.records.outbound[result.outbound_id]
            if isinstance(answer, Accepted):
                name(self.records, row, answer.wamid)
            if isinstance(answer, Refused):
                row.error_code = answer.code
            row.was_ambiguous |= result.state is DeliveryState.AMBIGUOUS
            if rank(result.state) > rank(row.state):
                row.state, row.reason = result.state, result.reason
            return _result(row)

    def release_send(self, sending: OutboundText) -> None:
        with self.records.lock:
            row = self.records.outbound[sending.outbound_id]
            if row.state is DeliveryState.SENDING:
                row.state = DeliveryState.QUEUED

    def _outbound(self, conversation: ConversationId, draft: DraftId) -> FakeOutbound:
        row = self.records.outbound.get(outbound_id(draft))
        if row is not None:
            return row
        kept = self.records.drafts.get(draft)
        answered = [
            self.records.messages[each]
            for each in (kept.answers if kept else ())
            if self.records.messages[each].conversation_id == conversation
        ]
        if not answered:
            raise UnknownRecord(f"no draft {draft} in conversation {conversation}")
        latest = max(answered, key=lambda each: (each.received.sent_at, each.input.received_at))
        row = FakeOutbound(
            id=outbound_id(draft),
            conversation_id=conversation,
            draft_id=draft,
            identity=latest.identity,
        )
        self.records.outbound[row.id] = row
        return row

    def _forbidden(
        self, owner: FakeConversation, row: FakeOutbound, policy: FirmPolicy
    ) -> Reason | None:
        if owner.client_id in self.records.identities.changed_at or row.identity.valid_to:
            return Reason.IDENTITY_CHANGED
        return self._not_to_them(owner) or self._not_now(owner, policy)

    def _not_to_them(self, owner: FakeConversation) -> Reason | None:
        if Reason.CONFLICT in owner.reasons:
            return Reason.CONFLICT
        if owner.group_id:
            return Reason.GROUP_MESSAGE
        if self.records.refuses_assistant(owner.client_id):
            return Reason.AI_OPTED_OUT
        return None

    def _not_now(self, owner: FakeConversation, policy: FirmPolicy) -> Reason | None:
        mode = owner.mode or policy.mode
        if mode is not Mode.AUTO:
            return Reason.ASSISTANT_OFF if mode is Mode.OFF else Reason.DRAFTS_ONLY
        if owner.needs_lawyer_since and owner.urgency is not Urgency.NORMAL:
            return Reason.URGENT
        closes = owner.window_until
        margin = policy.conversation.window_margin
        if closes is None or closes - margin <= self.records.clock():
            return Reason.WINDOW_CLOSED
        return None


def _result(row: FakeOutbound) -> SendResult:
    failed = row.state is DeliveryState.FAILED
    return SendResult(
        outbound_id=row.id,
        state=row.state,
        reason=Reason.DELIVERY_FAILED if failed else row.reason,
    )


@dataclass(slots=True)
class FakeClientRegister:
    """Implements `domain.ports.ClientRegister`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def verify(
        self,
        client: ClientId,
        viewer: LawyerView,  # noqa: ARG002 -- kept nowhere
        changed_at: datetime | None,
    ) -> None:
        with self.records.lock:
            identities = self.records.identities
            rows = [row for row in identities.rows if row.client_id == client]
            if not rows:
                raise UnknownRecord(f"no client {client}")
            if identities.changed_at.get(client) != changed_at:
                raise Outdated(f"the identity of client {client} has changed again")
            for row in rows:
                row.verified = row.valid_to is None
            identities.changed_at.pop(client, None)
            for conversation in self.records.conversations.values():
                if conversation.client_id == client:
                    held = any(
                        row.decision and Reason.IDENTITY_CHANGED in row.decision.reasons
                        for row in self.records.messages.values()
                        if row.conversation_id == conversation.id
                    )
                    self.records.change_reason(
                        conversation.id, Reason.IDENTITY_CHANGED, Reason.HELD if held else None
                    )


@dataclass(slots=True)
class FakeStatusStore:
    """Implements `domain.ports.StatusStore`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def apply(self, statuses: Sequence[ReportedStatus]) -> AppliedStatuses:
        with self.records.lock:
            applied, unmatched = 0, 0
            touched: dict[OutboundId, FakeOutbound] = {}
            for status in statuses:
                row = self._of(status)
                key = (status.wamid, status.name, status.participant)
                if key not in self.records.statuses:
                    applied += 1
                    self.records.statuses[key] = FakeStatus(
                        status=status, outbound_id=row.id if row else None
                    )
                if row is None:
                    unmatched += 1
                    continue
                if row.wamid is None:
                    name(self.records, row, status.wamid)
                advance(row, status)
                touched[row.id] = row
                self._learn(row, status)
            return AppliedStatuses(
                applied=applied,
                repeated=len(statuses) - applied,
                unmatched=unmatched,
                to_tell=tuple(
                    ConversationReport(
                        conversation_id=row.conversation_id,
                        report=DeliveryReport(outbound_id=row.id, state=row.state),
                    )
                    for row in touched.values()
                    if row.was_ambiguous or row.state is DeliveryState.FAILED
                ),
            )

    def _learn(self, row: FakeOutbound, status: ReportedStatus) -> None:
        user_id = status.recipient.user_id if status.recipient else None
        if user_id and row.identity.kind == "phone" and row.identity.valid_to is None:
            person = Sender(phone=row.identity.value, user_id=user_id, profile_name=None)
            self.records.identities.recognise(person, "", status.at)

    def _of(self, status: ReportedStatus) -> FakeOutbound | None:
        rows = self.records.outbound
        named = next((row for row in rows.values() if row.wamid == status.wamid), None)
        return named or rows.get(status.outbound_id or OutboundId(""))
