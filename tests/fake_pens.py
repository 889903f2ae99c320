"""In-memory fakes of lawyers' reviews, of who holds the pen, and of what a conversation keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.access import Role, holds_the_pen, sets_modes, writes_to_clients
from domain.analysis import Intent, Urgency, most_urgent
from domain.failures import NotAllowed, Outdated, Taken, UnknownRecord, UnsendableContent
from domain.ids import (
    ConversationId,
    DraftId,
    LawyerId,
    MessageId,
    OrderId,
    OutboundId,
    ReviewId,
    edited_draft_id,
    part_id,
)
from domain.outbound import DeliveryState, NewMessage
from domain.outbound_content import OutboundContent, Text, check, in_parts
from domain.pen import (
    NOT_ANSWERED,
    NOT_RESOLVED,
    SENDABLE_AGAIN,
    AppliedReview,
    ApplyReviewInput,
    KeptReview,
    NewOrder,
    NewReview,
    PenInput,
    ReviewView,
    SendOrder,
    has_to_wait,
    opening_request,
)
from domain.policy import FirmPolicy
from domain.review import COUNTS, ReviewAction, ReviewInput, ReviewOutcome, may_approve
from domain.routing import Mode, Reason, Route
from domain.views import LawyerView
from tests.fake_records import (
    FakeConversation,
    FakeDraft,
    FakeMessage,
    FakeOutbound,
    FakeRecords,
    FakeReview,
)
from tests.fake_stores import FakeConversationStore

_MOST = 100


@dataclass(slots=True)
class FakeReviewDesk:
    """Implements `domain.pen_ports.ReviewDesk`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def record(self, viewer: LawyerView, review: NewReview, policy: FirmPolicy) -> KeptReview:
        with self.records.lock:
            self.records.seen(viewer, review.conversation_id)
            known = self.records.reviews.get(review.review_id)
            if known is not None:
                return _again(known, viewer, review)
            draft = self.records.drafts.get(review.draft_id)
            if draft is None or draft.conversation_id != review.conversation_id:
                raise UnknownRecord(f"no draft {review.draft_id} in {review.conversation_id}")
            role, rejects = Role(viewer.role), review.action is ReviewAction.REJECT
            rules = policy.conversation.reviews
            if not rejects and not may_approve(role, _intents(self.records, draft), rules):
                raise NotAllowed("the firm does not let you approve this")
            self.records.people[viewer.id] = viewer
            edited = self._edited(viewer, review, draft, policy)
            kept = FakeReview(
                conversation_id=review.conversation_id,
                input=ReviewInput(
                    review_id=review.review_id,
                    action=review.action,
                    draft_id=review.draft_id,
                    draft_version=review.draft_version,
                    reviewer=viewer.id,
                    role=role,
                    length=0 if rejects else len((edited or draft).body),
                    new_draft_id=edited_draft_id(review.review_id) if edited else None,
                    new_draft_version=edited.version if edited else 0,
                ),
                text=review.text if edited else None,
                reason=review.reason,
                recorded_at=self.records.clock(),
            )
            self.records.reviews[review.review_id] = kept
            return KeptReview(input=kept.input, outcome=kept.outcome)

    def settle(self, review: ReviewId, outcome: ReviewOutcome) -> None:
        with self.records.lock:
            row = self.records.reviews.get(review)
            if row is None:
                raise UnknownRecord(f"no review {review}")
            _settle(self.records, row, outcome)

    def reviews(self, viewer: LawyerView, conversation: ConversationId) -> tuple[ReviewView, ...]:
        with self.records.lock:
            self.records.seen(viewer, conversation)
            rows = [
                row for row in self.records.reviews.values() if row.conversation_id == conversation
            ]
            return tuple(self._view(row) for row in rows[: -_MOST - 1 : -1])

    def _edited(
        self, viewer: LawyerView, review: NewReview, draft: FakeDraft, policy: FirmPolicy
    ) -> FakeDraft | None:
        if review.action is not ReviewAction.EDIT:
            return None
        if review.text is None:
            raise UnsendableContent("body: is missing")
        check(Text(body=review.text))
        drafts = self.records.drafts
        of_it = [each for each in drafts.values() if each.conversation_id == draft.conversation_id]
        notice = policy.texts.privacy_notice.in_language(draft.language)
        drafts[edited_draft_id(review.review_id)] = edited = replace(
            draft,
            version=len(of_it) + 1,
            body=review.text,
            sources=(),
            carries_notice=draft.carries_notice and notice in review.text,
            written_by=viewer.id,
            edited_from=review.draft_id,
        )
        return edited

    def _view(self, row: FakeReview) -> ReviewView:
        said = row.input
        return ReviewView(
            id=said.review_id,
            draft_id=said.draft_id,
            draft_version=said.draft_version,
            action=said.action,
            outcome=row.outcome,
            reviewer=self.records.people[said.reviewer].name,
            reason=row.reason,
            before=self.records.drafts[said.draft_id].body,
            after=row.text,
            recorded_at=row.recorded_at,
            settled_at=row.settled_at,
        )


@dataclass(slots=True)
class FakePenDesk:
    """Implements `domain.pen_ports.PenDesk`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def take_over(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        with self.records.lock:
            row = self._held(viewer, conversation)
            if row.held_by != viewer.id:
                row.held_by, row.held_since = viewer.id, self.records.clock()
                row.pen_version += 1
            return _pen(row)

    def hand_back(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        with self.records.lock:
            row = self._held(viewer, conversation)
            if row.held_by is not None:
                row.held_by = row.held_since = None
                row.pen_version += 1
            return _pen(row)

    def assign(
        self, viewer: LawyerView, conversation: ConversationId, to: LawyerId | None
    ) -> PenInput:
        with self.records.lock:
            row = self._held(viewer, conversation)
            if to is not None:
                person = self.records.people.get(to)
                if person is None:
                    raise UnknownRecord(f"no lawyer {to}")
                self.records.seen(person, conversation)
            if row.assigned_to != to:
                row.assigned_to = to
                row.pen_version += 1
            return _pen(row)

    def set_mode(
        self, viewer: LawyerView, conversation: ConversationId, mode: Mode | None
    ) -> PenInput:
        with self.records.lock:
            row = self.records.seen(viewer, conversation)
            if not sets_modes(viewer):
                raise NotAllowed("what the assistant does is a lawyer's to say")
            if row.mode != mode:
                row.mode = mode
                row.pen_version += 1
            return _pen(row)

    def resolve(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        with self.records.lock:
            row = self._held(viewer, conversation)
            _leave(row, [each for each in row.reasons if each in NOT_RESOLVED])
            row.pen_version += 1
            return replace(_pen(row), resolved=True)

    def order(self, viewer: LawyerView, order: NewOrder, policy: FirmPolicy) -> SendOrder:
        for each in filter(None, (order.content, order.opening)):
            check(each)
        with self.records.lock:
            row = self.records.seen(viewer, order.conversation_id)
            if not writes_to_clients(viewer, policy.conversation.reviews.approvers):
                raise NotAllowed("the firm does not let you write to clients")
            if self._of_order(order.order_id):
                return self._known(viewer, order)
            closes, margin = row.window_until, policy.conversation.window_margin
            open_ = closes is not None and self.records.clock() < closes - margin
            waits = has_to_wait(order, window_open=open_)
            self.records.people[viewer.id] = viewer
            if order.content is not None:
                self._queue(viewer, order, order.order_id, order.content)
            if order.opening is not None and (waits or order.content is None):
                self._queue(viewer, order, opening_request(order.order_id), order.opening)
            return self._known(viewer, order)

    def conversation_of(self, viewer: LawyerView, outbound: OutboundId) -> ConversationId:
        with self.records.lock:
            return self._own(viewer, outbound).conversation_id

    def send_again(self, viewer: LawyerView, outbound: OutboundId, order: OrderId) -> SendOrder:
        with self.records.lock:
            rows, row = self.records.outbound, self._own(viewer, outbound)
            if not writes_to_clients(viewer):
                raise NotAllowed("the firm does not let you write to clients")
            new = part_id(order, 1)
            if new in rows:
                if (rows[new].again_of, rows[new].sent_by) != (outbound, viewer.id):
                    raise Taken(f"order {order} is another")
                return self._sent_again(viewer, order)
            others = [each for each in rows.values() if each.again_of == outbound]
            if any(each.state not in SENDABLE_AGAIN for each in (row, *others)):
                raise Outdated(f"message {outbound} is on its way, or arrived")
            rows[new] = FakeOutbound(
                id=new,
                conversation_id=row.conversation_id,
                draft_id=row.draft_id,
                identity=row.identity,
                content=row.content
                or Text(body=self.records.drafts[row.draft_id or DraftId("")].body),
                reply_to=row.reply_to,
                sent_by=viewer.id,
                order_id=order,
                again_of=outbound,
            )
            for each in rows.values():
                if each.after == outbound and each.state is DeliveryState.QUEUED:
                    each.after = new
            return self._sent_again(viewer, order)

    def _own(self, viewer: LawyerView, outbound: OutboundId) -> FakeOutbound:
        try:
            row = self.records.outbound[outbound]
            self.records.seen(viewer, row.conversation_id)
        except (KeyError, UnknownRecord):
            raise UnknownRecord(f"no message {outbound}") from None
        return row

    def _held(self, viewer: LawyerView, conversation: ConversationId) -> FakeConversation:
        row = self.records.seen(viewer, conversation)
        if not holds_the_pen(viewer):
            raise NotAllowed("your role does not hold the pen")
        self.records.people[viewer.id] = viewer
        return row

    def _queue(
        self, viewer: LawyerView, order: NewOrder, request: str, content: OutboundContent
    ) -> None:
        message = NewMessage(
            request_id=request,
            conversation_id=order.conversation_id,
            content=content,
            sent_by=viewer.id,
            reply_to=order.reply_to if request == order.order_id else None,
        )
        for each in FakeConversationStore(self.records).queue(message):
            self.records.outbound[each].order_id = order.order_id

    def _of_order(self, order: OrderId) -> list[FakeOutbound]:
        firsts = {part_id(order, 1), part_id(opening_request(order), 1)}
        rows = self.records.outbound.values()
        return [row for row in rows if row.order_id == order or row.id in firsts]

    def _known(self, viewer: LawyerView, order: NewOrder) -> SendOrder:
        ids, opening = (
            self._chain(request) for request in (order.order_id, opening_request(order.order_id))
        )
        rows = [self.records.outbound[each] for each in (*ids, *opening)]
        theirs = all(
            (row.conversation_id, row.sent_by, row.order_id, row.again_of)
            == (order.conversation_id, viewer.id, order.order_id, None)
            for row in rows
        )
        said = [row.content for row in rows]
        wanted = [
            *(in_parts(order.content) if order.content else ()),
            *([order.opening] if opening else ()),
        ]
        quoted = rows[0].reply_to if ids else order.reply_to
        if not theirs or said != wanted or quoted != order.reply_to:
            raise Taken(f"order {order.order_id} is another")
        return SendOrder(
            order_id=order.order_id,
            lawyer=viewer.id,
            # A template alone is a message like any other: nothing waits behind it.
            outbound_ids=ids or opening,
            opening=opening if ids else (),
            held=bool(ids and opening),
        )

    def _chain(self, request: str) -> tuple[OutboundId, ...]:
        first = part_id(request, 1)
        if first not in self.records.outbound:
            return ()
        return FakeConversationStore(self.records).queued(first)

    def _sent_again(self, viewer: LawyerView, order: OrderId) -> SendOrder:
        return SendOrder(order_id=order, lawyer=viewer.id, outbound_ids=self._chain(order))


@dataclass(slots=True)
class FakePenStore:
    """Implements `domain.pen_ports.PenStore`."""

    records: FakeRecords = field(default_factory=FakeRecords)

    def apply_review(self, input: ApplyReviewInput, policy: FirmPolicy) -> AppliedReview:
        with self.records.lock:
            self.records.conversation(input.conversation_id)
            row = self.records.reviews.get(input.review.review_id)
            if row is None or row.conversation_id != input.conversation_id:
                raise UnknownRecord(f"no review {input.review.review_id}")
            said, outcome = row.input, input.outcome
            if row.outcome is ReviewOutcome.RECORDED:
                if outcome in COUNTS and not self._allowed(row, policy):
                    outcome = ReviewOutcome.NOT_ALLOWED
                _settle(self.records, row, outcome)
            if row.outcome is not ReviewOutcome.APPLIED or said.action is ReviewAction.REJECT:
                return AppliedReview(outcome=row.outcome)
            draft = said.new_draft_id or said.draft_id
            message = NewMessage(
                request_id=said.review_id,
                conversation_id=input.conversation_id,
                content=Text(body=self.records.drafts[draft].body),
                sent_by=said.reviewer,
                draft_id=draft,
            )
            ids = FakeConversationStore(self.records).queue(message)
            return AppliedReview(outcome=row.outcome, outbound_ids=ids)

    def note_answered(self, conversation: ConversationId, messages: tuple[str, ...]) -> None:
        with self.records.lock:
            row = self.records.conversation(conversation)
            if row.needs_lawyer_since is None:
                return
            of_it = [
                each
                for each in self.records.messages.values()
                if each.conversation_id == conversation
            ]
            answered = [each for each in of_it if each.input.message_id in messages]
            came_last = max((each.input.received_at for each in answered), default=None)
            later = [
                each
                for each in of_it
                if each not in answered
                and each.decision
                and each.decision.route is Route.HUMAN
                and (
                    not each.handed_over
                    or (came_last is not None and each.input.received_at >= came_last)
                )
            ]
            _leave(row, [each for each in row.reasons if each in NOT_ANSWERED], later)

    def _allowed(self, row: FakeReview, policy: FirmPolicy) -> bool:
        said = row.input
        viewer = self.records.people[said.reviewer]
        try:
            self.records.seen(viewer, row.conversation_id)
        except UnknownRecord:
            return False
        if said.action is ReviewAction.REJECT:
            return True
        draft = self.records.drafts[said.draft_id]
        rules = policy.conversation.reviews
        return may_approve(Role(viewer.role), _intents(self.records, draft), rules)


def _again(known: FakeReview, viewer: LawyerView, review: NewReview) -> KeptReview:
    said = known.input
    same = (
        known.conversation_id, said.reviewer, said.action, said.draft_id, said.draft_version,
        known.text, known.reason,
    ) == (
        review.conversation_id, viewer.id, review.action, review.draft_id, review.draft_version,
        review.text if review.action is ReviewAction.EDIT else None, review.reason,
    )  # fmt: skip
    if not same:
        raise Taken(f"review {review.review_id} is another")
    return KeptReview(input=said, outcome=known.outcome)


def _settle(records: FakeRecords, row: FakeReview, outcome: ReviewOutcome) -> None:
    if row.outcome is ReviewOutcome.RECORDED and outcome is not ReviewOutcome.RECORDED:
        row.outcome, row.settled_at = outcome, records.clock()


def _intents(records: FakeRecords, draft: FakeDraft) -> tuple[Intent, ...]:
    analyses = [records.messages[MessageId(each)].analysis for each in draft.answers]
    return tuple({each for found in analyses if found for each in (found.intent, *found.intents)})


def _pen(row: FakeConversation) -> PenInput:
    return PenInput(
        version=row.pen_version, holder=row.held_by, assignee=row.assigned_to, mode=row.mode
    )


def _leave(
    row: FakeConversation, reasons: Sequence[Reason], later: Sequence[FakeMessage] = ()
) -> None:
    """Leave a conversation with the reasons that stay, and those of what came later."""
    decided = [each.decision for each in later if each.decision]
    found = [*reasons, *(reason for each in decided for reason in each.reasons)]
    row.reasons = list(dict.fromkeys(found))
    row.urgency = most_urgent(Urgency.NORMAL, *(each.urgency for each in decided))
    if not row.reasons:
        row.needs_lawyer_since = None
