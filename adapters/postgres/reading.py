"""What lawyers and operators look at: reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, Engine, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from adapters.postgres.access import seen_conversation, visible_conversation
from adapters.postgres.engine import transaction
from adapters.postgres.media_desk import media_views
from adapters.postgres.outbound_content import read
from adapters.postgres.paging import cursor, place_cursor, place_of, position
from adapters.postgres.persons import is_same_person
from adapters.postgres.queues import in_queue
from adapters.postgres.said import Said, described, opened
from adapters.postgres.tables import (
    AnalysisRow,
    Client,
    Conversation,
    Draft,
    DraftAnswer,
    MediaRow,
    Message,
    Outbound,
)
from adapters.postgres.vault import Vault
from adapters.postgres.waiting import undecided, without_passed
from domain.analysis import Intent, Language, Urgency
from domain.drafts import DraftKind
from domain.failures import UnknownRecord
from domain.files import MediaProblem, MediaView, ReadingState
from domain.ids import (
    CaseId,
    ClientId,
    ConversationId,
    DraftId,
    LawyerId,
    MessageId,
    OutboundId,
    send_again_draft_id,
)
from domain.matching import MatchReason
from domain.media import Finding, MediaState
from domain.messages import Author
from domain.outbound import DeliveryState, was_taken
from domain.outbound_content import ContentKind, words_of
from domain.policy import FirmPolicy
from domain.queues import Queue, QueueCounts
from domain.routing import Mode, Reason, Route
from domain.send_error_texts import send_error_text
from domain.views import (
    ConversationContent,
    ConversationPage,
    ConversationSummary,
    DraftView,
    LawyerView,
    MediaTrace,
    MessagePage,
    MessageState,
    MessageTrace,
    MessageView,
    OutboundView,
)

_RECEIVED: Final = (Message.sent_at, Message.received_at, Message.id)
_SENT: Final = (Outbound.created_at, Outbound.id)


class PostgresConversationReader:
    """Implements `domain.ports.ConversationReader`."""

    def __init__(self, engine: Engine, vault: Vault, policy: FirmPolicy) -> None:
        self._engine = engine
        self._vault = vault
        self._policy = policy

    def conversations(
        self,
        viewer: LawyerView,
        *,
        needs_lawyer: bool = False,
        queue: Queue = Queue.ALL,
        client: ClientId | None = None,
        case: CaseId | None = None,
        after: str | None,
        limit: int,
    ) -> ConversationPage:
        """See the port. Pages by (last message, id), so that new messages shift nothing."""
        wanted = (
            select(Conversation, Client)
            .join(Client, Client.id == Conversation.client_id)
            .where(visible_conversation(viewer), in_queue(queue, viewer))
            .order_by(Conversation.last_message_at.desc(), Conversation.id.desc())
            .limit(limit + 1)
        )
        if needs_lawyer:
            wanted = wanted.where(Conversation.needs_lawyer_since.is_not(None))
        if client is not None:
            wanted = wanted.where(is_same_person(Conversation.client_id, client))
        if case is not None:
            wanted = wanted.where(is_about(case))
        if after is not None:
            wanted = wanted.where(
                tuple_(Conversation.last_message_at, Conversation.id) < position(after)
            )
        with transaction(self._engine) as session:
            rows = session.execute(wanted).all()
            items = tuple(self._summary(session, *row) for row in rows[:limit])
        last = items[-1] if len(rows) > limit else None
        return ConversationPage(
            items=items,
            next=cursor(last.last_message_at, last.id) if last else None,
        )

    def conversation(
        self, conversation: ConversationId, viewer: LawyerView, *, limit: int
    ) -> ConversationContent:
        """See the port."""
        with transaction(self._engine) as session:
            found = session.execute(
                select(Conversation, Client)
                .join(Client, Client.id == Conversation.client_id)
                .where(Conversation.id == conversation, visible_conversation(viewer))
            ).one_or_none()
            if found is None:
                raise UnknownRecord(f"no conversation {conversation}")
            messages = session.execute(
                _received(conversation)
                .order_by(Message.sent_at.desc(), Message.received_at.desc(), Message.id)
                .limit(limit)
            ).all()
            sent = session.execute(
                _sent(conversation).order_by(Outbound.created_at.desc()).limit(limit)
            ).all()
            shown, outbound, files = self._shown(
                session,
                conversation,
                [(row, analysis) for row, analysis in reversed(messages)],
                [(row, draft) for row, draft in reversed(sent)],
            )
            return ConversationContent(
                conversation=self._summary(session, *found),
                messages=shown,
                outbound=outbound,
                drafts=self._drafts(session, conversation, files, limit),
            )

    def messages(
        self, conversation: ConversationId, viewer: LawyerView, *, before: str | None, limit: int
    ) -> MessagePage:
        """See the port. Pages by (sent, arrived, id) over both sides."""
        received = _received(conversation).order_by(*(each.desc() for each in _RECEIVED))
        sent = _sent(conversation).order_by(*(each.desc() for each in _SENT))
        if before is not None:
            place = place_of(before)
            received = received.where(tuple_(*_RECEIVED) < place)
            # What we wrote came at the moment at which it was sent.
            sent = sent.where(tuple_(Outbound.created_at, Outbound.created_at, Outbound.id) < place)
        with transaction(self._engine) as session:
            seen_conversation(session, viewer, conversation)
            theirs = session.execute(received.limit(limit + 1)).all()
            ours = session.execute(sent.limit(limit + 1)).all()
            places = [
                *((row.sent_at, row.received_at, row.id) for row, _ in theirs),
                *((row.created_at, row.created_at, row.id) for row, _ in ours),
            ]
            kept = sorted(places, reverse=True)[:limit]
            ids = {each[-1] for each in kept}
            messages, outbound, _ = self._shown(
                session,
                conversation,
                [(row, analysis) for row, analysis in reversed(theirs) if row.id in ids],
                [(row, draft) for row, draft in reversed(ours) if row.id in ids],
            )
        return MessagePage(
            messages=messages,
            outbound=outbound,
            next=place_cursor(kept[-1]) if len(places) > limit else None,
        )

    def counts(self, viewer: LawyerView) -> QueueCounts:
        """See the port."""
        each = (func.count().filter(in_queue(queue, viewer)).label(queue) for queue in Queue)
        with transaction(self._engine) as session:
            row = session.execute(
                select(*each).select_from(Conversation).where(visible_conversation(viewer))
            ).one()
        return QueueCounts(**dict(zip(Queue, row, strict=True)))

    def _shown(
        self,
        session: Session,
        conversation: ConversationId,
        messages: Sequence[tuple[Message, AnalysisRow | None]],
        outbound: Sequence[tuple[Outbound, Draft | None]],
    ) -> tuple[tuple[MessageView, ...], tuple[OutboundView, ...], Mapping[str, MediaView]]:
        """Some of both sides, in the order in which they are given, and the files among them."""
        ids = [message.id for message, _ in messages]
        answers = _answers(session, ids)
        said = Said(session, self._vault, conversation, ids, [row for row, _ in outbound])
        received = {MessageId(row.id): said.received(row) for row, _ in messages}
        files = media_views(session, self._vault, received)
        return (
            tuple(
                replace(
                    self._message(session, message, analysis, answers.get(message.id, ()), said),
                    media=files.get(message.id),
                )
                for message, analysis in messages
            ),
            tuple(
                _outbound(
                    row, outbound_words(session, self._vault, row, draft), said.reaction(row.id)
                )
                for row, draft in outbound
            ),
            files,
        )

    def trace(self, message: MessageId) -> MessageTrace:
        """See the port."""
        with transaction(self._engine) as session:
            found = session.execute(
                select(Message, Conversation, AnalysisRow, MediaRow)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .outerjoin(AnalysisRow, AnalysisRow.message_id == Message.id)
                .outerjoin(MediaRow, MediaRow.message_id == Message.id)
                .where(Message.id == message)
            ).one_or_none()
            if found is None:
                return MessageTrace(
                    message_id=message,
                    state=MessageState.UNKNOWN,
                    route=None,
                    reasons=(),
                    intent=None,
                    urgency=None,
                    client_id=None,
                    conversation_id=None,
                    outbound=(),
                )
            row, conversation, analysis, file = found
            answers = _answers(session, [row.id]).get(row.id, ())
            return MessageTrace(
                message_id=message,
                state=_state(row, answers),
                route=Route(row.route) if row.route else None,
                reasons=_reasons(row.reasons),
                intent=Intent(analysis.intent) if analysis else None,
                urgency=Urgency(row.urgency) if row.urgency else None,
                client_id=ClientId(conversation.client_id),
                conversation_id=ConversationId(conversation.id),
                outbound=tuple(_outbound(answer) for answer in answers),
                case_id=CaseId(row.case_id) if row.case_id else None,
                case_reason=MatchReason(row.case_reason) if row.case_reason else None,
                media=(_media(file),) if file else (),
            )

    def _drafts(
        self,
        session: Session,
        conversation: ConversationId,
        files: Mapping[str, MediaView],
        limit: int,
    ) -> tuple[DraftView, ...]:
        found = session.scalars(
            select(Draft)
            .where(
                Draft.conversation_id == conversation,
                Draft.kind == DraftKind.SUGGESTION,
                undecided(),
            )
            .order_by(Draft.version.desc())
            .limit(limit)
        ).all()
        unsent = without_passed(session, conversation, found)
        answers: dict[str, list[MessageId]] = {}
        for answer in session.scalars(
            select(DraftAnswer).where(DraftAnswer.draft_id.in_([row.id for row in unsent]))
        ):
            answers.setdefault(answer.draft_id, []).append(MessageId(answer.message_id))
        again = {
            row.id
            for row in unsent
            if any(row.id == send_again_draft_id(each) for each in answers.get(row.id, ()))
        }
        # A file that came after all need not be sent again.
        come = {
            send_again_draft_id(file.id)
            for file in files.values()
            if file.state is not MediaState.GONE
        }
        # What the client wrote last has a suggestion of its own, in place of those before it.
        newest = next((row.id for row in unsent if row.id not in again), None)
        waiting = [row for row in reversed(unsent) if row.id in (again - come) or row.id == newest]
        return tuple(
            DraftView(
                id=DraftId(row.id),
                version=row.version,
                kind=DraftKind(row.kind),
                language=Language(row.language),
                body=self._opened(session, "drafts.body", row.id, row.body),
                answers=tuple(answers.get(row.id, ())),
                created_at=row.created_at,
                sources=tuple(row.sources),
                written_by=LawyerId(row.written_by) if row.written_by else None,
                edited_from=DraftId(row.edited_from) if row.edited_from else None,
            )
            for row in waiting
        )

    def _opened(self, session: Session, place: str, row: str, sealed: bytes | None) -> str | None:
        return opened(session, self._vault, place, row, sealed)

    def _summary(
        self, session: Session, conversation: Conversation, client: Client
    ) -> ConversationSummary:
        return ConversationSummary(
            id=ConversationId(conversation.id),
            client_id=ClientId(client.id),
            client_name=self._opened(session, "clients.name", client.id, client.name),
            identity_changed_at=client.identity_changed_at,
            phone_number_id=conversation.phone_number_id,
            in_group=conversation.group_index is not None,
            mode=Mode(conversation.mode) if conversation.mode else self._policy.mode,
            urgency=Urgency(conversation.urgency),
            reasons=_reasons(conversation.reasons),
            needs_lawyer_since=conversation.needs_lawyer_since,
            last_message_at=conversation.last_message_at,
            window_until=conversation.window_until,
            case_id=CaseId(conversation.case_id) if conversation.case_id else None,
            held_by=LawyerId(conversation.held_by) if conversation.held_by else None,
            held_since=conversation.held_since,
            assigned_to=LawyerId(conversation.assigned_to) if conversation.assigned_to else None,
            pen_version=conversation.pen_version,
        )

    def _message(
        self,
        session: Session,
        message: Message,
        analysis: AnalysisRow | None,
        answers: Sequence[Outbound],
        said: Said,
    ) -> MessageView:
        received = said.received(message)
        return MessageView(
            id=MessageId(message.id),
            author=Author(message.author),
            type=message.type,
            body=self._opened(session, "messages.body", message.id, message.body),
            description=described(received),
            about=said.about(message),
            forwarded=bool(
                received and (received.context.forwarded or received.context.often_forwarded)
            ),
            referral=received.referral if received else None,
            revisions=said.revisions(message.id),
            reaction=said.reaction(message.id),
            sent_at=message.sent_at,
            received_at=message.received_at,
            state=_state(message, answers),
            route=Route(message.route) if message.route else None,
            urgency=Urgency(message.urgency) if message.urgency else None,
            reasons=_reasons(message.reasons),
            intent=Intent(analysis.intent) if analysis else None,
            confidence=analysis.confidence if analysis else None,
            case_id=CaseId(message.case_id) if message.case_id else None,
            case_reason=MatchReason(message.case_reason) if message.case_reason else None,
        )


def outbound_words(
    session: Session, vault: Vault, row: Outbound, draft: Draft | None
) -> str | None:
    """What a message of ours says; None where it says nothing, or does not open any more."""
    if row.content is None:
        return opened(session, vault, "drafts.body", draft.id, draft.body) if draft else None
    content = opened(session, vault, "outbound.content", row.id, row.content)
    return words_of(read(ContentKind(row.kind), content)) if content is not None else None


def _received(conversation: ConversationId) -> Select[Message, AnalysisRow]:
    return (
        select(Message, AnalysisRow)
        .outerjoin(AnalysisRow, AnalysisRow.message_id == Message.id)
        .where(Message.conversation_id == conversation)
    )


def _sent(conversation: ConversationId) -> Select[Outbound, Draft]:
    return (
        select(Outbound, Draft)
        .outerjoin(Draft, Draft.id == Outbound.draft_id)
        .where(Outbound.conversation_id == conversation)
    )


def _answers(session: Session, messages: Sequence[str]) -> dict[str, list[Outbound]]:
    wanted = (
        select(DraftAnswer.message_id, Outbound)
        .join(Outbound, Outbound.draft_id == DraftAnswer.draft_id)
        .join(Draft, Draft.id == DraftAnswer.draft_id)
        # A receipt says that somebody will answer: it is no answer.
        .where(DraftAnswer.message_id.in_(messages), Draft.kind != DraftKind.RECEIPT)
        .order_by(Outbound.created_at)
    )
    answers: dict[str, list[Outbound]] = {}
    for message, outbound in session.execute(wanted):
        answers.setdefault(message, []).append(outbound)
    return answers


def _state(message: Message, answers: Sequence[Outbound]) -> MessageState:
    states = [DeliveryState(answer.state) for answer in answers]
    if any(was_taken(state) for state in states):
        return MessageState.ANSWERED
    if message.route == Route.HUMAN or any(
        answer.reason or answer.state == DeliveryState.FAILED for answer in answers
    ):
        return MessageState.WAITING_FOR_LAWYER
    if states:
        return MessageState.ANSWERING
    return MessageState.ROUTED if message.route else MessageState.RECORDED


def _outbound(row: Outbound, body: str | None = None, reaction: str | None = None) -> OutboundView:
    return OutboundView(
        id=OutboundId(row.id),
        state=DeliveryState(row.state),
        error_code=row.error_code,
        error=send_error_text(row.error_code) if row.error_code is not None else None,
        created_at=row.created_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        read_at=row.read_at,
        failed_at=row.failed_at,
        played_at=row.played_at,
        body=body,
        reaction=reaction,
    )


def _media(row: MediaRow) -> MediaTrace:
    return MediaTrace(
        state=MediaState(row.state),
        problem=MediaProblem(row.problem) if row.problem else None,
        findings=tuple(Finding(each) for each in row.findings),
        mime_type=row.mime_type,
        size=row.size,
        reading=ReadingState(row.reading),
        pages=row.pages,
        document_kind=row.document_kind,
    )


def is_about(case: CaseId) -> ColumnElement[bool]:
    """Whether a row of `conversations` has something of a case."""
    messages = select(Message.conversation_id).where(Message.case_id == case)
    return or_(Conversation.case_id == case, Conversation.id.in_(messages))


def _reasons(codes: Sequence[str]) -> tuple[Reason, ...]:
    return tuple(Reason(code) for code in codes)
