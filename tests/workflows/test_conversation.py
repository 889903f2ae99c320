"""A conversation: turns, drafts, sending, waiting for people."""

import threading
from dataclasses import dataclass, field
from datetime import timedelta

from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.analysis import Intent, Urgency
from domain.conversation import ConversationInput, ConversationState
from domain.drafts import DraftedText, DraftKind, DraftRequest
from domain.failures import Unavailable
from domain.ids import conversation_workflow_id
from domain.outbound import DeliveryState, OutboundMessage
from domain.routing import Mode, Reason
from tests.fake_records import FakeOutbound
from tests.fakes import FakeDrafter
from tests.samples import (
    NOW,
    inbound_message,
    made_conversation,
    made_id,
    make_analysis,
    make_policy,
    status_json,
)
from tests.workflows.firm import Firm, working_firm
from workflows.conversation import ConversationWorkflow

_TURN = timedelta(seconds=30)
"""Longer than a quiet period and its turn."""


def _only_outbound(firm: Firm) -> FakeOutbound:
    (found,) = firm.records.outbound.values()
    return found


def _reasons(firm: Firm) -> list[Reason]:
    return firm.records.conversations[firm.conversation_id].reasons


async def test_a_greeting_is_answered_once_and_the_conversation_ends_idle(firm: Firm) -> None:
    await firm.receive()
    await firm.end_of(firm.conversation)

    assert [text.body for text in firm.sender.sent] == ["Selamat datang."]
    assert firm.sender.sent[0].recipient.phone == "+6281200000001"
    assert _only_outbound(firm).state is DeliveryState.ACCEPTED


async def test_a_burst_is_one_turn_in_the_order_of_whatsapps_clock(firm: Firm) -> None:
    later, earlier = (
        inbound_message(wamid=f"wamid.{n}", sent_at=NOW - timedelta(seconds=n)) for n in (1, 2)
    )
    await firm.receive(later)
    await firm.receive(earlier)
    await firm.pass_time(_TURN)

    (draft,) = firm.records.drafts.values()
    assert draft.answers == (earlier.message_id, later.message_id)
    assert len(firm.sender.sent) == 1


@dataclass(slots=True)
class _SlowDrafter(FakeDrafter):
    """Waits, the first time, until it is let go."""

    started: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def draft(self, request: DraftRequest) -> DraftedText:
        first = not self.started.is_set()
        self.started.set()
        if first:
            self.let_go.wait(20)
        # Bare: a dataclass with slots breaks the short form of super().
        return FakeDrafter.draft(self, request)


async def test_a_message_that_comes_while_drafting_makes_the_draft_stale(
    temporal: WorkflowEnvironment,
) -> None:
    drafter = _SlowDrafter()
    policy = make_policy(quiet_period=timedelta(milliseconds=100))
    async with working_firm(temporal, policy, drafter=drafter) as firm:
        await firm.receive(inbound_message(wamid="wamid.one"))
        await firm.until(drafter.started.is_set)
        await firm.receive(inbound_message(wamid="wamid.two"))
        drafter.let_go.set()
        await firm.until(lambda: bool(firm.sender.sent))

        assert len(firm.sender.sent) == 1
        assert sorted(len(draft.answers) for draft in firm.records.drafts.values()) == [1, 2]


async def test_one_message_for_a_person_takes_the_whole_turn_to_a_person(firm: Firm) -> None:
    firm.analyst.verdicts["Saya mau bicara"] = make_analysis(Intent.HUMAN_REQUEST)

    await firm.receive(inbound_message(wamid="wamid.one"))
    await firm.receive(inbound_message(wamid="wamid.two", text="Saya mau bicara"))
    await firm.pass_time(_TURN)

    assert firm.sender.asked == []
    assert len((await firm.view()).waiting) == 2


async def test_an_urgent_message_does_not_wait_for_a_quiet_moment(firm: Firm) -> None:
    firm.analyst.otherwise = make_analysis(Intent.EMERGENCY)

    await firm.receive()
    while not (await firm.view()).waiting:
        pass

    assert (await firm.view()).urgency is Urgency.EMERGENCY


async def test_the_assistant_is_silent_while_something_urgent_waits(firm: Firm) -> None:
    firm.analyst.verdicts["Saya ditangkap"] = make_analysis(Intent.EMERGENCY)

    await firm.receive(inbound_message(wamid="wamid.one", text="Saya ditangkap"))
    await firm.pass_time(_TURN)
    await firm.receive(inbound_message(wamid="wamid.two"))
    await firm.pass_time(_TURN)

    assert firm.sender.asked == []


async def test_a_reply_on_its_way_is_withheld_when_something_urgent_comes(firm: Firm) -> None:
    firm.sender.answers.append(firm.sender.postponed(timedelta(minutes=10)))
    firm.analyst.verdicts["Saya ditangkap"] = make_analysis(Intent.EMERGENCY)

    await firm.receive(inbound_message(wamid="wamid.one"))
    await firm.pass_time(_TURN)
    assert len(firm.sender.asked) == 1
    await firm.receive(inbound_message(wamid="wamid.two", text="Saya ditangkap"))
    await firm.pass_time(timedelta(hours=1))

    assert firm.sender.sent == []
    assert set(_reasons(firm)) == {Reason.EMERGENCY, Reason.URGENT}


async def test_a_burst_longer_than_any_limit_is_one_turn(firm: Firm) -> None:
    for number in range(15):
        await firm.receive(inbound_message(wamid=f"wamid.{number}"))
    await firm.pass_time(_TURN)

    (draft,) = firm.records.drafts.values()
    assert len(draft.answers) == 15


async def test_a_conversation_with_somebody_waiting_does_not_end(firm: Firm) -> None:
    firm.analyst.otherwise = make_analysis(Intent.HUMAN_REQUEST)

    await firm.receive()
    await firm.pass_time(timedelta(days=30))

    described = await firm.conversation.describe()
    assert described.status is WorkflowExecutionStatus.RUNNING


async def test_a_refused_reply_is_a_matter_for_a_lawyer(firm: Firm) -> None:
    firm.sender.answers.append(firm.sender.refused(131026))

    await firm.receive()
    await firm.pass_time(_TURN)

    assert _reasons(firm) == [Reason.RECIPIENT_UNREACHABLE]
    assert len((await firm.view()).waiting) == 1


async def test_a_reply_that_whatsapp_postpones_is_sent_when_it_can_be(firm: Firm) -> None:
    firm.sender.answers.extend([firm.sender.postponed(), firm.sender.postponed()])

    await firm.receive()
    await firm.end_of(firm.conversation)

    assert len(firm.sender.asked) == 3
    assert len(firm.sender.sent) == 1


async def test_a_lost_answer_is_settled_by_a_status(firm: Firm) -> None:
    firm.sender.answers.append(firm.sender.unanswered())
    await firm.receive()
    await firm.pass_time(_TURN)
    assert (await firm.view()).unconfirmed is not None

    await firm.statuses(status_json(callback=_only_outbound(firm).id))
    await firm.end_of(firm.conversation)

    assert _only_outbound(firm).state is DeliveryState.SENT
    assert _reasons(firm) == []
    assert len(firm.sender.asked) == 1


async def test_a_lost_answer_that_nothing_settles_is_asked_of_a_lawyer(firm: Firm) -> None:
    firm.sender.answers.append(firm.sender.unanswered())

    await firm.receive()
    await firm.pass_time(timedelta(minutes=30))

    assert _reasons(firm) == [Reason.SEND_UNCONFIRMED]
    assert len(firm.sender.asked) == 1


async def test_a_status_that_is_faster_than_the_answer_settles_the_send(firm: Firm) -> None:
    def report(text: OutboundMessage) -> None:
        firm.records.outbound[text.outbound_id].state = DeliveryState.SENT

    firm.sender.before = report
    firm.sender.answers.append(firm.sender.unanswered())

    await firm.receive()
    await firm.end_of(firm.conversation)

    assert _reasons(firm) == []


async def test_a_reply_that_was_not_delivered_is_a_matter_for_a_lawyer(firm: Firm) -> None:
    await firm.receive()
    await firm.pass_time(_TURN)
    outbound = _only_outbound(firm)

    failed = status_json(status="failed", callback=outbound.id, error_code=131026)
    await firm.statuses(failed)
    await firm.statuses(failed, digest="1" * 32)
    await firm.pass_time(_TURN)

    assert _reasons(firm) == [Reason.RECIPIENT_UNREACHABLE]
    assert outbound.state is DeliveryState.FAILED


async def test_a_mode_that_changed_meanwhile_withholds_the_reply(firm: Firm) -> None:
    await firm.receive()
    firm.records.conversations[firm.conversation_id].mode = Mode.OFF
    await firm.pass_time(_TURN)

    assert firm.sender.asked == []
    assert _reasons(firm) == [Reason.ASSISTANT_OFF]


async def test_a_closed_window_withholds_the_reply(firm: Firm) -> None:
    await firm.receive(inbound_message(sent_at=NOW - timedelta(hours=25)))
    await firm.pass_time(_TURN)

    assert firm.sender.asked == []
    assert _reasons(firm) == [Reason.WINDOW_CLOSED]


async def test_a_draft_that_cannot_be_written_is_a_matter_for_a_lawyer(firm: Firm) -> None:
    firm.drafter.failures.extend([Unavailable("the model is away")] * 100)

    await firm.receive()
    await firm.pass_time(timedelta(minutes=30))

    assert _reasons(firm) == [Reason.DRAFTING_FAILED]


async def test_a_client_may_write_again_after_the_conversation_ended(firm: Firm) -> None:
    await firm.receive(inbound_message(wamid="wamid.one"))
    await firm.end_of(firm.conversation)
    await firm.receive(inbound_message(wamid="wamid.two"))
    await firm.end_of(firm.conversation)

    assert len(firm.sender.sent) == 2


async def test_a_later_run_knows_what_an_earlier_one_left(firm: Firm) -> None:
    conversation, message = made_conversation(), made_id(7)
    state = ConversationState(recent=[message], waiting={message: Urgency.HIGH}, answered=3)

    handle = await firm.client.start_workflow(
        ConversationWorkflow.run,
        ConversationInput(conversation_id=conversation, state=state),
        id=conversation_workflow_id(conversation),
        task_queue="wa.message.incoming",
    )

    view = await handle.query(ConversationWorkflow.state)
    assert view.waiting == (message,)
    assert view.urgency is Urgency.HIGH
    assert view.answered == 3


async def test_a_lawyer_gets_a_suggestion_that_nobody_sends(firm: Firm) -> None:
    firm.analyst.verdicts["Bagaimana perkara saya?"] = make_analysis(Intent.CASE_STATUS)
    message = await firm.receive(inbound_message(text="Bagaimana perkara saya?"))
    await firm.pass_time(timedelta(minutes=1))
    (draft,) = firm.records.drafts.values()
    assert draft.kind is DraftKind.SUGGESTION
    assert draft.answers == (message.message_id,)
    assert not firm.sender.asked


async def test_an_outside_model_is_given_no_words_of_whoever_refused_the_assistant(
    firm: Firm,
) -> None:
    question, wish = "Bagaimana perkara saya?", "Saya tidak mau dijawab bot"
    firm.analyst.verdicts[question] = make_analysis(Intent.CASE_STATUS)
    await firm.receive(inbound_message(text=wish))
    await firm.pass_time(timedelta(minutes=1))
    await firm.receive(inbound_message(text=question, wamid="wamid.later"))
    await firm.pass_time(timedelta(minutes=1))
    assert firm.analyst.kept_inside == [wish, question]
    assert firm.drafter.asked
    assert all((each.texts, each.names) == ((), ()) for each in firm.drafter.asked)


async def test_an_outside_model_is_given_the_words_of_whoever_did_not(firm: Firm) -> None:
    question = "Bagaimana perkara saya?"
    firm.analyst.verdicts[question] = make_analysis(Intent.CASE_STATUS)
    await firm.receive(inbound_message(text=question))
    await firm.pass_time(timedelta(minutes=1))
    assert firm.analyst.kept_inside == []
    assert [each.texts for each in firm.drafter.asked] == [(question,)]


async def test_without_a_suggestion_the_conversation_goes_on(firm: Firm) -> None:
    firm.analyst.verdicts["Bagaimana perkara saya?"] = make_analysis(Intent.CASE_STATUS)
    firm.drafter.failures.extend([Unavailable("the model is away")] * 100)
    await firm.receive(inbound_message(text="Bagaimana perkara saya?"))
    await firm.pass_time(timedelta(minutes=5))
    firm.drafter.failures.clear()
    assert (await firm.view()).waiting
    await firm.receive(inbound_message(wamid="wamid.later"))
    await firm.until(lambda: bool(firm.sender.sent))
