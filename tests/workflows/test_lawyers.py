"""Lawyers in a conversation: reviews, the pen, orders, the window, alarms."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import cast

import pytest
from temporalio.client import WorkflowExecutionStatus, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from domain.access import Role
from domain.analysis import Intent, Language, Urgency
from domain.business_time import OpeningHours
from domain.conversation import (
    ConversationInput,
    ConversationState,
    ConversationView,
    OpenMessage,
)
from domain.ids import (
    ConversationId,
    LawyerId,
    OrderId,
    ReviewId,
    conversation_workflow_id,
)
from domain.notifications import NotificationKind
from domain.outbound import DeliveryState
from domain.outbound_content import Template, Text
from domain.pen import NewOrder, NewReview, PenInput
from domain.policy import FirmPolicy
from domain.processes import (
    CONVERSATION,
    HAND_BACK,
    RESOLVE,
    REVIEW,
    SEND_MESSAGE,
    SUBMIT_REVIEW,
    TAKE_OVER,
    TaskQueue,
)
from domain.review import ReviewAction, ReviewInput, ReviewOutcome, ReviewRules
from domain.routing import Mode
from domain.sla import ChainRole, Waiting
from domain.views import LawyerView
from tests.fake_pens import FakePenDesk, FakeReviewDesk
from tests.samples import inbound_message, make_analysis, make_policy, status_json
from tests.workflows.firm import Firm, working, working_firm

DEWI = LawyerView(id=LawyerId("d" * 32), name="Dewi", role=Role.LAWYER)
BUDI = LawyerView(id=LawyerId("b" * 32), name="Budi", role=Role.PARTNER)
SARI = LawyerView(id=LawyerId("5" * 32), name="Sari", role=Role.STAFF)
_QUESTION = "Bagaimana status perkara saya?"
_DANGER = "Suami saya ditangkap polisi"
_ADVICE = "Apakah saya harus tanda tangan?"
_TURN = timedelta(seconds=30)


@dataclass(slots=True)
class Office:
    """A firm, and the lawyers who work in its only conversation."""

    firm: Firm
    now: datetime
    sent: int = field(default=0)

    @property
    def policy(self) -> FirmPolicy:
        return self.firm.policy

    @property
    def conversation_id(self) -> ConversationId:
        return self.firm.conversation_id

    async def write(self, text: str = _QUESTION, *, ago: timedelta = timedelta()) -> None:
        """A client writes, and their turn is taken."""
        await self.write_only(text, ago=ago)
        await self.firm.pass_time(_TURN)

    async def write_only(self, text: str = _QUESTION, *, ago: timedelta = timedelta()) -> None:
        self.sent += 1
        now = await self.firm.environment.get_current_time()
        await self.firm.receive(
            inbound_message(text=text, wamid=f"wamid.{self.sent}", sent_at=now - ago)
        )

    def recorded(
        self,
        view: ConversationView,
        *,
        by: LawyerView = DEWI,
        action: ReviewAction = ReviewAction.APPROVE,
        name: str = "1",
        text: str | None = None,
    ) -> ReviewInput:
        """A review of the live draft, as the API writes it down first."""
        assert view.live is not None
        review = NewReview(
            review_id=ReviewId(name * 32),
            conversation_id=self.conversation_id,
            draft_id=view.live.draft_id,
            draft_version=view.live.version,
            action=action,
            text=text,
            reason="tidak tepat" if action is ReviewAction.REJECT else None,
        )
        return FakeReviewDesk(self.firm.records).record(by, review, self.policy).input

    async def review(self, review: ReviewInput) -> ReviewOutcome:
        """As the API asks for it: the update, or why it was refused."""
        try:
            return ReviewOutcome(
                await self.firm.conversation.execute_update(REVIEW, review)  # pyright: ignore[reportUnknownMemberType] -- the SDK's type
            )
        except WorkflowUpdateFailedError as failed:
            refused = cast("ApplicationError", failed.cause)
            return ReviewOutcome(str(refused.type))

    async def approve(self, *, by: LawyerView = DEWI, name: str = "1") -> ReviewOutcome:
        """Approve the live draft and let it go out."""
        outcome = await self.review(self.recorded(await self.firm.view(), by=by, name=name))
        await self.firm.pass_time(_TURN)
        return outcome

    def outcome(self, name: str = "1") -> ReviewOutcome:
        return self.firm.records.reviews[ReviewId(name * 32)].outcome

    async def signal(self, signal: str, change: PenInput) -> None:
        await self.firm.conversation.signal(signal, change)

    async def order(
        self, text: str = "Saya jawab sendiri.", *, by: LawyerView = DEWI, name: str = "a"
    ) -> None:
        """A lawyer's own words."""
        order = NewOrder(
            order_id=OrderId(name * 32),
            conversation_id=self.conversation_id,
            content=Text(body=text),
        )
        sent = self.pen.order(by, order, self.policy)
        await self.firm.conversation.signal(SEND_MESSAGE, sent)

    @property
    def pen(self) -> FakePenDesk:
        return FakePenDesk(self.firm.records)

    def texts(self) -> list[str]:
        """What the client received, in order."""
        return [message.body for message in self.firm.sender.sent]

    def told(self) -> list[tuple[NotificationKind, tuple[ChainRole, ...]]]:
        """What people of the firm were told, in order."""
        return [(each.kind, each.to) for each in self.firm.notifications.inputs]


@asynccontextmanager
async def _office(temporal: WorkflowEnvironment, policy: FirmPolicy) -> AsyncGenerator[Office]:
    now = await temporal.get_current_time()
    async with working_firm(temporal, policy, now=now) as firm:
        firm.analyst.verdicts[_QUESTION] = make_analysis(Intent.CASE_STATUS)
        firm.analyst.verdicts[_ADVICE] = make_analysis(Intent.LEGAL_ADVICE)
        firm.analyst.verdicts[_DANGER] = replace(
            make_analysis(Intent.EMERGENCY), urgency=Urgency.EMERGENCY
        )
        yield Office(firm=firm, now=now)


@pytest.fixture
async def office(temporal: WorkflowEnvironment) -> AsyncGenerator[Office]:
    async with _office(temporal, make_policy()) as office:
        yield office


async def test_an_approved_draft_is_sent_in_the_lawyers_name_and_nobody_waits(
    office: Office,
) -> None:
    await office.write()
    waiting = await office.firm.view()
    assert waiting.live is not None
    assert office.texts() == []

    assert await office.approve() is ReviewOutcome.APPLIED

    (message,) = office.firm.records.outbound.values()
    assert (message.sent_by, message.state) == (DEWI.id, DeliveryState.ACCEPTED)
    assert office.outcome() is ReviewOutcome.APPLIED
    view = await office.firm.view()
    assert (view.waiting, view.live) == ((), None)
    row = office.firm.records.conversations[office.conversation_id]
    assert (row.needs_lawyer_since, row.reasons) == (None, [])


async def test_a_burst_and_a_captioned_picture_are_one_draft(office: Office) -> None:
    for number in range(5):
        await office.write_only(_QUESTION if number else "Selamat pagi", ago=timedelta(seconds=9))
    now = await office.firm.environment.get_current_time()
    await office.firm.receive(
        inbound_message(kind="image", text="ini fotonya", wamid="wamid.picture", sent_at=now)
    )
    await office.firm.pass_time(_TURN)

    view = await office.firm.view()
    assert view.live is not None
    assert len(view.waiting) == 6
    draft = office.firm.records.drafts[view.live.draft_id]
    assert set(draft.answers) == set(view.waiting)


async def test_a_message_between_draft_and_approval_makes_it_stale(office: Office) -> None:
    await office.write()
    before = office.recorded(await office.firm.view())
    await office.write(_ADVICE)

    assert await office.review(before) is ReviewOutcome.STALE
    view = await office.firm.view()
    assert view.live is not None
    assert view.live.version > before.draft_version
    assert len(office.firm.records.drafts[view.live.draft_id].answers) == 2
    assert office.texts() == []


async def test_after_a_greeting_that_the_assistant_answered_there_is_another_draft(
    office: Office,
) -> None:
    await office.write()
    before = office.recorded(await office.firm.view())
    await office.write("Selamat siang")

    assert office.texts() == ["Selamat datang."]
    assert await office.review(before) is ReviewOutcome.STALE
    assert await office.approve(name="2") is ReviewOutcome.APPLIED


async def test_of_two_lawyers_at_once_one_wins_and_the_other_is_told(office: Office) -> None:
    await office.write()
    view = await office.firm.view()
    first = office.recorded(view, by=DEWI, name="1")
    second = office.recorded(view, by=BUDI, name="2")

    outcomes = await asyncio.gather(office.review(first), office.review(second))
    await office.firm.pass_time(_TURN)

    assert sorted(outcomes) == [ReviewOutcome.APPLIED, ReviewOutcome.STALE]
    assert len(office.texts()) == 1


async def test_the_same_review_twice_is_one(office: Office) -> None:
    await office.write()
    review = office.recorded(await office.firm.view())

    assert await office.review(review) is ReviewOutcome.APPLIED
    assert await office.review(review) is ReviewOutcome.APPLIED
    await office.firm.conversation.signal(SUBMIT_REVIEW, review)
    await office.firm.pass_time(_TURN)
    assert len(office.texts()) == 1


async def test_edited_words_go_out_and_the_draft_stays_as_it_was(office: Office) -> None:
    await office.write()
    view = await office.firm.view()
    assert view.live is not None
    edited = office.recorded(view, action=ReviewAction.EDIT, text="Sidang Anda hari Senin.")

    assert await office.review(edited) is ReviewOutcome.APPLIED
    await office.firm.pass_time(_TURN)
    assert office.texts() == ["Sidang Anda hari Senin."]
    assert office.firm.records.drafts[view.live.draft_id].body != "Sidang Anda hari Senin."


async def test_what_was_rejected_is_not_sent_and_the_client_waits_still(office: Office) -> None:
    await office.write()
    rejected = office.recorded(await office.firm.view(), action=ReviewAction.REJECT)

    assert await office.review(rejected) is ReviewOutcome.APPLIED
    await office.firm.pass_time(_TURN)
    view = await office.firm.view()
    assert (office.texts(), view.live, len(view.waiting)) == ([], None, 1)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(minutes=2, seconds=10), ReviewOutcome.APPLIED),
        (timedelta(minutes=2, seconds=-1), ReviewOutcome.WINDOW_CLOSED),
    ],
)
async def test_an_approval_counts_until_the_window_closes(
    office: Office, left: timedelta, expected: ReviewOutcome
) -> None:
    # `left` of 24 hours, of which two minutes are the firm's margin.
    await office.write(ago=timedelta(hours=24) - left - _TURN)
    review = office.recorded(await office.firm.view())

    assert await office.review(review) is expected
    await office.firm.pass_time(_TURN)
    assert len(office.texts()) == (1 if expected is ReviewOutcome.APPLIED else 0)


async def test_an_approval_while_no_worker_runs_is_applied_afterwards(
    temporal: WorkflowEnvironment,
) -> None:
    now = await temporal.get_current_time()
    async with working_firm(temporal, make_policy(), now=now) as firm:
        firm.analyst.verdicts[_QUESTION] = make_analysis(Intent.CASE_STATUS)
        office = Office(firm=firm, now=now)
        await office.write()
        review = office.recorded(await firm.view())
    await firm.conversation.signal(SUBMIT_REVIEW, review)
    assert office.outcome() is ReviewOutcome.RECORDED
    async with working(firm):
        await firm.until(lambda: len(office.texts()) == 1)
        assert office.outcome() is ReviewOutcome.APPLIED


async def test_a_review_before_anything_was_drafted_is_stale_and_says_so(office: Office) -> None:
    await office.write()
    review = office.recorded(await office.firm.view())
    await office.write("Selamat siang")
    await office.firm.conversation.signal(SUBMIT_REVIEW, review)
    await office.firm.pass_time(_TURN)
    assert office.outcome() is ReviewOutcome.STALE


async def test_a_lawyers_own_words_drop_the_draft(office: Office) -> None:
    await office.write()
    review = office.recorded(await office.firm.view())
    await office.order()
    await office.firm.pass_time(_TURN)

    assert office.texts() == ["Saya jawab sendiri."]
    assert await office.review(review) is ReviewOutcome.STALE
    assert (await office.firm.view()).waiting == ()


async def test_what_came_before_a_lawyers_words_is_answered_by_them(office: Office) -> None:
    await office.write()
    await office.write_only("Selamat pagi")
    await office.order()
    await office.firm.pass_time(_TURN)

    assert office.texts() == ["Saya jawab sendiri."]
    assert (await office.firm.view()).waiting == ()


async def test_where_a_lawyer_took_over_the_assistant_says_nothing_until_handed_back(
    office: Office,
) -> None:
    await office.write()
    await office.signal(TAKE_OVER, office.pen.take_over(DEWI, office.conversation_id))
    await office.write("Selamat pagi")
    assert office.texts() == []
    assert (await office.firm.view()).holder == DEWI.id

    await office.signal(HAND_BACK, office.pen.hand_back(DEWI, office.conversation_id))
    await office.signal(RESOLVE, office.pen.resolve(DEWI, office.conversation_id))
    await office.write("Selamat sore")
    assert len(office.texts()) == 1


async def test_an_older_word_on_who_holds_the_pen_changes_nothing(office: Office) -> None:
    await office.write()
    first = office.pen.take_over(DEWI, office.conversation_id)
    later = office.pen.hand_back(DEWI, office.conversation_id)
    await office.signal(HAND_BACK, later)
    await office.signal(TAKE_OVER, first)
    assert (await office.firm.view()).holder is None


async def test_advice_goes_out_when_two_people_have_approved_it(
    temporal: WorkflowEnvironment,
) -> None:
    policy = make_policy(reviews=ReviewRules(two_persons=(Intent.LEGAL_ADVICE,)))
    async with _office(temporal, policy) as office:
        await office.write(_ADVICE)

        assert await office.approve(by=DEWI, name="1") is ReviewOutcome.NEEDS_SECOND
        assert office.texts() == []
        assert await office.approve(by=DEWI, name="2") is ReviewOutcome.SAME_PERSON
        assert NotificationKind.SECOND_REVIEW in [kind for kind, _ in office.told()]
        assert await office.approve(by=BUDI, name="3") is ReviewOutcome.APPLIED
        assert len(office.texts()) == 1


async def test_who_may_no_longer_approve_has_approved_nothing(office: Office) -> None:
    await office.write()
    review = office.recorded(await office.firm.view())
    office.firm.records.walled[office.conversation_id] = {BUDI.id}

    await office.review(review)
    await office.firm.pass_time(_TURN)
    assert office.outcome() is ReviewOutcome.NOT_ALLOWED
    assert office.texts() == []
    assert (await office.firm.view()).live is not None


async def test_a_long_answer_is_sent_part_after_part(office: Office) -> None:
    await office.write()
    await office.order("Kalimat yang panjang sekali. " * 300)
    await office.firm.until(lambda: len(office.texts()) == 1)
    (first,) = [
        each.id
        for each in office.firm.records.outbound.values()
        if each.state is DeliveryState.ACCEPTED
    ]
    await office.firm.statuses(status_json(callback=first))
    await office.firm.pass_time(timedelta(minutes=2))
    assert len(office.texts()) == 3


async def test_a_held_reply_goes_out_when_the_client_writes_again(office: Office) -> None:
    await office.write(ago=timedelta(hours=25))
    order = NewOrder(
        order_id=OrderId("a" * 32),
        conversation_id=office.conversation_id,
        content=Text(body="Putusan sudah keluar."),
        opening=Template(name="please_write", language="id", components=()),
    )
    sent = office.pen.order(DEWI, order, office.policy)
    await office.firm.conversation.signal(SEND_MESSAGE, sent)
    await office.firm.pass_time(_TURN)
    assert len(office.texts()) == 1
    assert (await office.firm.view()).held == 1

    await office.write("Ya, saya di sini")
    assert office.texts()[1] == "Putusan sudah keluar."


async def test_an_emergency_is_told_at_once_and_again_until_somebody_takes_it(
    office: Office,
) -> None:
    await office.write(_DANGER)
    await office.firm.pass_time(timedelta(minutes=12))
    told = [kind for kind, _ in office.told()]
    assert told[0] is NotificationKind.EMERGENCY
    assert told.count(NotificationKind.EMERGENCY) >= 3

    await office.signal(TAKE_OVER, office.pen.take_over(DEWI, office.conversation_id))
    await office.firm.pass_time(timedelta(seconds=1))
    before = len(office.told())
    await office.firm.pass_time(timedelta(minutes=2))
    assert [kind for kind, _ in office.told()[before:]] == []


async def test_the_chain_is_told_to_its_end(office: Office) -> None:
    await office.write()
    await office.firm.pass_time(timedelta(hours=25))
    told = office.told()
    kinds = [kind for kind, _ in told]
    assert kinds[0] is NotificationKind.MESSAGE_WAITING
    assert NotificationKind.REMINDER in kinds
    assert (NotificationKind.ESCALATION, (ChainRole.DEPUTY,)) in told
    assert (NotificationKind.ESCALATION, (ChainRole.ON_CALL,)) in told
    assert NotificationKind.OVERDUE in kinds
    assert NotificationKind.UNRESOLVED in kinds
    assert NotificationKind.WINDOW_CLOSING in kinds
    assert len({each.key for each in office.firm.notifications.inputs}) == len(told)


async def test_at_night_a_client_is_told_once_when_people_are_there(
    temporal: WorkflowEnvironment,
) -> None:
    now = await temporal.get_current_time()
    hours = OpeningHours(closed=tuple(now.date() + timedelta(days=day) for day in range(-1, 3)))
    async with _office(temporal, make_policy(hours=hours)) as office:
        await office.write()
        await office.write(_ADVICE)
        (text,) = office.texts()
        assert "pukul 09.00 WIB" in text
        assert (await office.firm.view()).live is not None


async def test_a_danger_at_night_gets_no_receipt(temporal: WorkflowEnvironment) -> None:
    now = await temporal.get_current_time()
    hours = OpeningHours(closed=tuple(now.date() + timedelta(days=day) for day in range(-1, 3)))
    async with _office(temporal, make_policy(hours=hours)) as office:
        await office.write(_DANGER)
        assert office.texts() == []
        assert office.told()[0][0] is NotificationKind.EMERGENCY


async def test_in_draft_only_a_greeting_waits_for_approval(temporal: WorkflowEnvironment) -> None:
    async with _office(temporal, make_policy(mode=Mode.DRAFT_ONLY)) as office:
        await office.write("Selamat pagi")
        assert office.texts() == []
        assert await office.approve(by=SARI) is ReviewOutcome.APPLIED
        assert len(office.texts()) == 1


async def test_staff_may_not_approve_what_is_a_lawyers(office: Office) -> None:
    await office.write()
    view = await office.firm.view()
    assert view.live is not None
    review = replace(office.recorded(view), reviewer=SARI.id, role=Role.STAFF)
    assert await office.review(review) is ReviewOutcome.NOT_ALLOWED


async def test_a_review_that_nobody_wrote_down_changes_nothing_and_ends_nothing(
    office: Office,
) -> None:
    await office.write()
    known = office.recorded(await office.firm.view())
    unknown = replace(known, review_id=ReviewId("f" * 32))
    await office.firm.conversation.signal(SUBMIT_REVIEW, unknown)
    await office.firm.pass_time(_TURN)

    assert office.texts() == []
    assert await office.review(known) is ReviewOutcome.APPLIED
    await office.firm.pass_time(_TURN)
    assert len(office.texts()) == 1


async def test_a_settled_conversation_ends_idle_and_comes_back(office: Office) -> None:
    await office.write()
    await office.approve()
    await office.signal(RESOLVE, office.pen.resolve(DEWI, office.conversation_id))
    await office.firm.end_of(office.firm.conversation)
    ended = await office.firm.conversation.describe()
    assert ended.status is WorkflowExecutionStatus.COMPLETED

    await office.write()
    assert await office.approve(name="2") is ReviewOutcome.APPLIED
    assert len(office.texts()) == 2


async def test_a_run_that_continues_as_new_keeps_draft_alarms_and_what_is_held(
    office: Office,
) -> None:
    await office.write()
    view = await office.firm.view()
    assert view.live is not None
    assert view.waiting_since is not None
    (waiting,) = view.waiting
    told = len(office.told())
    await office.firm.conversation.terminate()
    state = ConversationState(
        recent=[waiting],
        waiting={waiting: Urgency.NORMAL},
        open_messages=[
            OpenMessage(message_id=waiting, intent=Intent.CASE_STATUS, language=Language.INDONESIAN)
        ],
        rules=office.policy.conversation,
        window_until=view.window_until,
        live=view.live,
        sla=Waiting(urgency=Urgency.NORMAL, since=view.waiting_since, raised=view.alarms),
        waits=1,
    )
    await office.firm.client.start_workflow(
        CONVERSATION,
        ConversationInput(conversation_id=office.conversation_id, state=state),
        id=conversation_workflow_id(office.conversation_id),
        task_queue=TaskQueue.INCOMING,
    )

    assert await office.approve() is ReviewOutcome.APPLIED
    assert len(office.texts()) == 1
    assert len(office.told()) == told
    assert (await office.firm.view()).waiting == ()
