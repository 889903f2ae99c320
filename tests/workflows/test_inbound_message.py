"""One message's way."""

import json
from dataclasses import replace

import pytest
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from domain.analysis import Gist, Intent, Urgency
from domain.failures import Unavailable
from domain.matching import MatchCaseResult, MatchReason
from domain.messages import InboundMessageInput
from domain.routing import Decision, Mode, Reason, Route
from tests.samples import BSUID, WAMID, inbound_message, make_analysis, make_policy, make_wamid
from tests.workflows.firm import Firm, working_firm


def _decision(firm: Firm, message: InboundMessageInput) -> Decision:
    decision = firm.records.messages[message.message_id].decision
    assert decision is not None
    return decision


async def test_a_greeting_goes_to_the_assistant(firm: Firm) -> None:
    message = await firm.receive()

    assert _decision(firm, message).route is Route.AI
    assert firm.records.messages[message.message_id].handed_over


async def test_a_request_for_a_person_marks_the_conversation(firm: Firm) -> None:
    firm.analyst.otherwise = make_analysis(Intent.HUMAN_REQUEST)

    message = await firm.receive()

    assert _decision(firm, message).reasons == (Reason.HUMAN_REQUESTED,)
    row = firm.records.conversations[firm.conversation_id]
    assert row.needs_lawyer_since is not None
    assert row.reasons == [Reason.HUMAN_REQUESTED]


async def test_what_cannot_be_read_goes_to_a_person_without_asking_the_analyst(firm: Firm) -> None:
    message = await firm.receive(inbound_message(kind="sticker"))

    assert _decision(firm, message).reasons == (Reason.UNREADABLE,)
    assert firm.analyst.asked == []


async def test_an_analysis_that_never_comes_is_a_reason_for_a_person(firm: Firm) -> None:
    firm.analyst.otherwise = Unavailable("the model is away")

    message = await firm.receive_late()

    assert _decision(firm, message).route is Route.HUMAN
    assert _decision(firm, message).reasons == (Reason.ANALYSIS_UNAVAILABLE,)
    assert len(firm.analyst.asked) > 1


async def test_an_error_nobody_named_is_tried_again_too(firm: Firm) -> None:
    firm.analyst.otherwise = ValueError("a client's words")

    message = await firm.receive_late()

    assert _decision(firm, message).reasons == (Reason.ANALYSIS_UNAVAILABLE,)


async def test_an_emergency_is_urgent_whatever_else_is_said(firm: Firm) -> None:
    firm.analyst.otherwise = make_analysis(Intent.EMERGENCY, Intent.THANKS)

    message = await firm.receive()

    assert _decision(firm, message).urgency is Urgency.EMERGENCY
    assert firm.records.conversations[firm.conversation_id].urgency is Urgency.EMERGENCY


async def test_the_firm_can_switch_the_assistant_off(temporal: WorkflowEnvironment) -> None:
    async with working_firm(temporal, make_policy(mode=Mode.OFF)) as firm:
        message = await firm.receive()

        assert _decision(firm, message).reasons == (Reason.ASSISTANT_OFF,)
        assert firm.sender.asked == []


async def test_the_same_message_again_starts_nothing(firm: Firm) -> None:
    message = await firm.receive()

    again = await firm.starter.message(message)

    assert again is False


async def test_a_message_that_temporal_forgot_is_not_handed_over_twice(firm: Firm) -> None:
    message = await firm.receive()
    asked = len(firm.analyst.asked)

    # As if the namespace's retention had passed: another workflow for the same message.
    await firm.client.execute_workflow(
        "InboundMessageWorkflow",
        message,
        id="inbound/forgotten",
        task_queue="wa.message.incoming",
    )

    assert len(firm.analyst.asked) == asked
    assert len(firm.records.messages) == 1


async def test_two_messages_of_one_client_meet_in_one_conversation(firm: Firm) -> None:
    await firm.receive(inbound_message(wamid="wamid.one"))
    await firm.receive(inbound_message(wamid="wamid.two"))

    assert len(firm.records.conversations) == 1


async def test_a_history_shows_nothing_of_what_was_said_or_by_whom(firm: Firm) -> None:
    canaries = ("6281299998888", "Sri Canary", "rahasia besar", "kanari")
    message = inbound_message(
        text="rahasia besar", phone="6281299998888", name="Sri Canary", wamid=f"{WAMID}kanari"
    )
    firm.analyst.otherwise = replace(make_analysis(Intent.OTHER), confidence=0.2)

    await firm.receive(message)

    workflow = firm.client.get_workflow_handle(f"inbound/{message.message_id}")
    told = (await workflow.fetch_history()).to_json()
    told += (await firm.conversation.fetch_history()).to_json()
    assert [canary for canary in canaries if canary in told] == []


async def test_a_models_words_are_kept_and_not_told_to_the_workflow(firm: Firm) -> None:
    gist = Gist(summary="kanari")
    firm.analyst.otherwise = replace(make_analysis(), gist=gist, model_failed=True)

    message = await firm.receive(inbound_message(name="Sri Canary"))

    kept = firm.records.messages[message.message_id].analysis
    assert kept
    assert kept.gist == gist
    assert _decision(firm, message).reasons == (Reason.ANALYSIS_UNAVAILABLE,)
    assert firm.analyst.names == ["Sri Canary"]
    workflow = firm.client.get_workflow_handle(f"inbound/{message.message_id}")
    told = [
        payload
        async for event in workflow.fetch_history_events()
        for payload in event.activity_task_completed_event_attributes.result.payloads
    ]
    opened = await firm.client.data_converter.decode(told)
    assert "kanari" not in str(opened)
    assert "model_failed" in str(opened)


async def test_a_failure_is_sealed_in_history_too(firm: Firm) -> None:
    firm.analyst.verdicts["rahasia besar"] = Unavailable("kanari in a failure")

    message = await firm.receive_late(inbound_message(text="rahasia besar"))

    workflow = firm.client.get_workflow_handle(f"inbound/{message.message_id}")
    assert "kanari" not in (await workflow.fetch_history()).to_json()


def _with(input: InboundMessageInput, **more: object) -> InboundMessageInput:
    return replace(input, message=json.dumps({**json.loads(input.message), **more}))


async def test_a_reaction_is_kept_and_disturbs_nobody(firm: Firm) -> None:
    about = {"message_id": WAMID, "emoji": "\U0001f44d"}
    message = await firm.receive(
        _with(inbound_message(wamid=make_wamid(2), kind="reaction"), reaction=about)
    )

    assert _decision(firm, message).route is Route.NONE
    assert firm.records.messages[message.message_id].handed_over
    assert firm.records.conversations[firm.conversation_id].needs_lawyer_since is None
    with pytest.raises(RPCError):
        await firm.conversation.describe()


async def test_danger_beside_a_picture_is_seen(firm: Firm) -> None:
    firm.analyst.otherwise = make_analysis(Intent.EMERGENCY, urgency=Urgency.EMERGENCY)
    picture = {"id": "7", "caption": "saya ditahan di polres"}

    message = await firm.receive(_with(inbound_message(kind="image"), image=picture))

    decision = _decision(firm, message)
    assert decision.urgency is Urgency.EMERGENCY
    assert decision.reasons == (Reason.EMERGENCY, Reason.UNREADABLE)
    assert firm.analyst.asked == ["saya ditahan di polres"]


async def test_a_tapped_button_is_answered_like_words(firm: Firm) -> None:
    button = {"payload": "jam", "text": "Jam buka"}
    message = await firm.receive(_with(inbound_message(kind="button"), button=button))

    assert _decision(firm, message).route is Route.AI
    assert firm.analyst.asked == ["Jam buka"]


async def test_an_edited_message_goes_to_a_person_and_so_does_what_it_was(firm: Firm) -> None:
    new = {"original_message_id": WAMID, "message": {"type": "text", "text": {"body": "Halo"}}}
    edit = _with(inbound_message(wamid=make_wamid(2), kind="edit"), edit=new)
    early = await firm.receive(replace(edit, about_id=inbound_message().message_id))
    late = await firm.receive()

    assert _decision(firm, early).reasons == (Reason.MESSAGE_EDITED,)
    assert _decision(firm, late).reasons == (Reason.MESSAGE_EDITED,)


async def test_somebody_who_may_be_somebody_else_is_not_answered_by_the_assistant(
    firm: Firm,
) -> None:
    first = await firm.receive(inbound_message(user_id=BSUID))
    second = await firm.receive(inbound_message(wamid=make_wamid(2), user_id="ID.999999"))

    assert _decision(firm, first).route is Route.AI
    assert _decision(firm, second).reasons == (Reason.IDENTITY_CHANGED,)


async def test_a_message_is_put_to_its_case_with_what_it_was_understood_to_want(
    firm: Firm,
) -> None:
    firm.analyst.otherwise = make_analysis(Intent.CASE_STATUS, Intent.GREETING)

    message = await firm.receive()

    (asked,) = firm.cases.asked
    assert asked.message_id == message.message_id
    assert asked.intents == (Intent.CASE_STATUS, Intent.GREETING)
    assert not asked.has_file


@pytest.mark.parametrize("reason", [Reason.CONFLICT, Reason.CASE_UNCLEAR])
async def test_an_opponent_or_an_unclear_case_is_a_persons(firm: Firm, reason: Reason) -> None:
    firm.cases.answer = MatchCaseResult(
        case_id=None, reason=MatchReason.SEVERAL, circumstances=(reason,)
    )

    message = await firm.receive()

    assert _decision(firm, message).route is Route.HUMAN
    assert _decision(firm, message).reasons == (reason,)
    assert firm.sender.asked == []


async def test_a_case_that_cannot_be_looked_for_stops_no_message(firm: Firm) -> None:
    firm.cases.answer = ValueError("a client's words")

    message = await firm.receive_late()

    assert firm.records.messages[message.message_id].handed_over
    assert _decision(firm, message).reasons == (Reason.CASE_UNCLEAR,)


async def test_what_could_not_be_looked_for_in_time_is_looked_for_later(firm: Firm) -> None:
    firm.cases.failing = 20

    message = await firm.receive_late()

    assert firm.records.messages[message.message_id].handed_over
    assert _decision(firm, message).reasons == (Reason.CASE_UNCLEAR,)
    # It was asked until it answered, long after the message went on.
    assert firm.cases.failing == 0
    assert set(firm.cases.asked) == {firm.cases.asked[0]}


async def test_what_needs_no_answer_is_put_to_no_case(firm: Firm) -> None:
    message = inbound_message(kind="reaction")
    content = {**json.loads(message.message), "reaction": {"message_id": "wamid.x", "emoji": "x"}}
    await firm.receive(replace(message, message=json.dumps(content)))

    assert firm.cases.asked == []
