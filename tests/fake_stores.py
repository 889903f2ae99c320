"""In-memory fakes of the stores; see `tests/fakes.py`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.analysis import Analysis, Language
from domain.assistant import kept_back
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
    NoticeId,
    OutboundId,
    outbound_id,
    part_id,
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
from domain.notices import Notice, limited_notice, resumed_notice, stopped_notice
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
from domain.outbound_content import MediaMessage, Template, Text, check, in_parts
from domain.policy import FirmPolicy
from domain.routing import Decision, Reason, Route
from domain.send_errors import TRIAL_EVERY, Handling, failure_reason, send_error
from domain.statuses import AppliedStatuses, ConversationReport, ReportedStatus
from domain.views import LawyerView
from domain.wishes import wish_of
from tests.fake_identities import FakeIdentity
from tests.fake_media import expect
from tests.fake_records import (
    FakeConversation,
    FakeDraft,
    FakeMessage,
    FakeOutbound,
    FakeRecords,
    FakeStatus,
    FakeStop,
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
                phone_number_id=conversation.phone_number_id,
                office=records.offices.get(conversation.phone_number_id),
            )

    def text(self, message: MessageId) -> str | None:
        if message not in self.records.messages:
            raise UnknownRecord(f"no message {message}")
        return words(self.records.messages[message].received.content)

    def may_leave(self, message: MessageId) -> bool:
        if message not in self.records.messages:
            raise UnknownRecord(f"no message {message}")
        row = self.records.messages[message]
        client = self.records.conversation(row.conversation_id).client_id
        return client not in self.records.conflicts and not self.records.refuses_assistant(client)

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
        if conversation.held_by is not None:
            reasons.append(Reason.HELD_BY_LAWYER)
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
                if row.draft_id
                and self.records.drafts[row.draft_id].carries_notice
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

    def queue(self, message: NewMessage) -> tuple[OutboundId, ...]:
        check(message.content)
        with self.records.lock:
            self.records.conversation(message.conversation_id)
            rows, parts = self.records.outbound, in_parts(message.content)
            first = part_id(message.request_id, 1)
            if first in rows:
                return self.queued(first)
            writer = self._writer(message)
            for number, content in enumerate(parts, 1):
                row_id = part_id(message.request_id, number)
                rows[row_id] = FakeOutbound(
                    id=row_id,
                    conversation_id=message.conversation_id,
                    draft_id=message.draft_id,
                    identity=writer,
                    content=content,
                    after=part_id(message.request_id, number - 1) if number > 1 else None,
                    reply_to=message.reply_to if number == 1 else None,
                    sent_by=message.sent_by,
                )
            return self.queued(first)

    def prepare_send(
        self, conversation: ConversationId, draft: DraftId, policy: FirmPolicy
    ) -> Preparation:
        with self.records.lock:
            owner = self.records.conversation(conversation)
            return self._prepare(owner, self._of_draft(conversation, draft), policy)

    def prepare_message(
        self,
        conversation: ConversationId,
        outbound: OutboundId,
        policy: FirmPolicy,
        report: DeliveryState | None = None,
    ) -> Preparation:
        with self.records.lock:
            owner = self.records.conversation(conversation)
            row = self.records.outbound.get(outbound)
            if row is None or row.conversation_id != conversation:
                raise UnknownRecord(f"no message {outbound} in conversation {conversation}")
            row.report_at = report or row.report_at
            return self._prepare(owner, row, policy)

    def settle_send(self, result: SendResult, answer: SendAnswer | None) -> SendResult:
        with self.records.lock:
            row = self.records.outbound[result.outbound_id]
            number = self.records.conversation(row.conversation_id).phone_number_id
            now = self.records.clock()
            if isinstance(answer, Accepted):
                name(self.records, row, answer.wamid)
            if isinstance(answer, Refused):
                row.error_code = answer.code
                if send_error(answer.code).handling is Handling.LIMITED:
                    self._tell(limited_notice(number, answer.code, now))
            if isinstance(answer, Accepted) or (isinstance(answer, Refused) and answer.asked):
                stopped = self.records.stopped.get(number)
                if stopped and row.sending_at and stopped.since < row.sending_at:
                    del self.records.stopped[number]
                    self._tell(resumed_notice(number, stopped.since))
            row.was_ambiguous |= result.state is DeliveryState.AMBIGUOUS
            if rank(result.state) > rank(row.state):
                row.state, row.reason = result.state, result.reason
            return _result(row)

    def release_send(
        self, sending: OutboundMessage | UploadFirst, postponement: Postponement | None = None
    ) -> None:
        with self.records.lock:
            row, now = self.records.outbound[sending.outbound_id], self.records.clock()
            if row.state in {DeliveryState.SENDING, DeliveryState.QUEUED}:
                row.state = DeliveryState.QUEUED
                if postponement:
                    row.error_code = postponement.code
                    row.attempts += 1
                    row.next_attempt_at = now + postponement.retry_after
                    if postponement.upload_again:
                        row.media_id = None
            number = sending.phone_number_id
            if postponement and postponement.stops_number and number not in self.records.stopped:
                self.records.stopped[number] = FakeStop(
                    since=now, code=postponement.code, tried_at=now
                )
                self._tell(stopped_notice(number, postponement.code, now))

    def keep_upload(self, outbound: OutboundId, media_id: str) -> None:
        with self.records.lock:
            row = self.records.outbound[outbound]
            row.media_id, row.uploads = media_id, row.uploads + 1

    def received_name(self, message: MessageId) -> ReceivedName:
        row = self.records.messages.get(message)
        if row is None:
            raise UnknownRecord(f"no message {message} of a client")
        return ReceivedName(
            phone_number_id=self.records.conversation(row.conversation_id).phone_number_id,
            wamid=_wamid(row),
        )

    def _tell(self, told: tuple[NoticeId, Notice]) -> None:
        self.records.alarms.setdefault(*told)

    def queued(self, first: OutboundId) -> tuple[OutboundId, ...]:
        """A message and the parts that go after it, in order."""
        ids = [first]
        rows = self.records.outbound.values()
        while then := next((row.id for row in rows if row.after == ids[-1]), None):
            ids.append(then)
        return tuple(ids)

    def _writer(self, message: NewMessage) -> FakeIdentity:
        of_it = [
            row
            for row in self.records.messages.values()
            if row.conversation_id == message.conversation_id
        ]
        if message.reply_to is not None:
            of_it = [each for each in of_it if each.input.message_id == message.reply_to]
        elif message.draft_id is not None:
            draft = self.records.drafts.get(message.draft_id)
            answers = draft.answers if draft else ()
            of_it = [each for each in of_it if each.input.message_id in answers]
        if not of_it:
            raise UnknownRecord(f"nobody to write to in {message.conversation_id}")
        return max(of_it, key=lambda each: (each.received.sent_at, each.input.received_at)).identity

    def _of_draft(self, conversation: ConversationId, draft: DraftId) -> FakeOutbound:
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

    def _prepare(
        self, owner: FakeConversation, row: FakeOutbound, policy: FirmPolicy
    ) -> Preparation:
        now = self.records.clock()
        if row.state is DeliveryState.SENDING:
            row.state = DeliveryState.AMBIGUOUS
            row.was_ambiguous = True
        if row.state is not DeliveryState.QUEUED:
            return _result(row)
        reason = self._forbidden(owner, row, policy) or self._not_this(row)
        if reason:
            row.state, row.reason = DeliveryState.WITHHELD, reason
            return _result(row)
        if row.after and not was_taken(self.records.outbound[row.after].state):
            return _result(row)
        return self._claim(owner, row, now)

    def _claim(self, owner: FakeConversation, row: FakeOutbound, now: datetime) -> Preparation:
        if row.next_attempt_at and row.next_attempt_at > now:
            return NotYet(retry_after=row.next_attempt_at - now, code=row.error_code)
        content = row.content or Text(body=self.records.drafts[row.draft_id or DraftId("")].body)
        number = owner.phone_number_id
        if isinstance(content, MediaMessage) and row.media_id is None:
            return UploadFirst(
                outbound_id=row.id,
                phone_number_id=number,
                content=content,
                attempts=row.attempts,
            )
        if held := self._held_back(number, now):
            return held
        row.state, row.sending_at, row.error_code = DeliveryState.SENDING, now, None
        kind, value = row.identity.kind, row.identity.value
        return OutboundMessage(
            outbound_id=row.id,
            conversation_id=owner.id,
            phone_number_id=number,
            recipient=Recipient(
                phone=value if kind == "phone" else None,
                user_id=value if kind == "bsuid" else None,
            ),
            content=content,
            reply_to=_wamid(self.records.messages[row.reply_to]) if row.reply_to else None,
            attempts=row.attempts,
            media_id=row.media_id,
            uploads=row.uploads,
        )

    def _held_back(self, number: str, now: datetime) -> NotYet | None:
        stopped = self.records.stopped.get(number)
        if stopped is None:
            return None
        if stopped.tried_at <= now - TRIAL_EVERY:
            stopped.tried_at = now
            return None
        return NotYet(retry_after=TRIAL_EVERY, code=stopped.code)

    def _not_this(self, row: FakeOutbound) -> Reason | None:
        if not isinstance(row.content, Template) or self.records.catalogue.may_be_sent(row.content):
            return None
        return Reason.TEMPLATE_REFUSED

    def _forbidden(
        self, owner: FakeConversation, row: FakeOutbound, policy: FirmPolicy
    ) -> Reason | None:
        if owner.client_id in self.records.identities.changed_at or row.identity.valid_to:
            return Reason.IDENTITY_CHANGED
        if owner.group_id:
            return Reason.GROUP_MESSAGE
        kind = self._kind(row)
        if owner.client_id in self.records.conflicts and kind is not DraftKind.RECEIPT:
            # It knows no roles: a partner's own is the real one's affair.
            return Reason.CONFLICT
        by_assistant = None if row.sent_by else self._kept_back(owner, kind, policy)
        if by_assistant or isinstance(row.content, Template):
            return by_assistant
        closes = owner.window_until
        margin = policy.conversation.window_margin
        if closes is None or closes - margin <= self.records.clock():
            return Reason.WINDOW_CLOSED
        return None

    def _kind(self, row: FakeOutbound) -> DraftKind:
        if row.draft_id is None or row.sent_by is not None:
            return DraftKind.REPLY
        return self.records.drafts[row.draft_id].kind

    def _kept_back(
        self, owner: FakeConversation, kind: DraftKind, policy: FirmPolicy
    ) -> Reason | None:
        return kept_back(
            kind,
            held=owner.held_by is not None,
            conflict=Reason.CONFLICT in owner.reasons,
            refused=self.records.refuses_assistant(owner.client_id),
            mode=owner.mode or policy.mode,
            waiting=owner.urgency if owner.needs_lawyer_since else None,
        )


def _is_to_report(row: FakeOutbound, statuses: Sequence[ReportedStatus]) -> bool:
    if row.report_at and row.reported is None and rank(row.state) >= rank(row.report_at):
        row.reported = row.state
    now = {each.state for each in statuses if each.wamid == row.wamid}
    return row.reported is not None and row.reported in now


def _wamid(message: FakeMessage) -> str:
    return str(json.loads(message.input.message)["id"])


def _result(row: FakeOutbound) -> SendResult:
    failed = row.state is DeliveryState.FAILED
    return SendResult(
        outbound_id=row.id,
        state=row.state,
        reason=failure_reason(row.error_code) if failed else row.reason,
        error_code=row.error_code,
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
            asked = {row.id for row in touched.values() if _is_to_report(row, statuses)}
            return AppliedStatuses(
                applied=applied,
                repeated=len(statuses) - applied,
                unmatched=unmatched,
                to_tell=tuple(
                    ConversationReport(
                        conversation_id=row.conversation_id,
                        report=DeliveryReport(
                            outbound_id=row.id,
                            state=row.state,
                            error_code=row.error_code
                            if row.state is DeliveryState.FAILED
                            else None,
                        ),
                    )
                    for row in touched.values()
                    if row.was_ambiguous or row.state is DeliveryState.FAILED or row.id in asked
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
