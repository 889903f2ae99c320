"""What a conversation remembers, and how a message's states are ordered."""

import hashlib
import hmac
import itertools
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import ids
from domain.analysis import Intent, Language, Urgency
from domain.conversation import ConversationState, DeliveryReport, ReadyMessage, Turn
from domain.ids import ConversationId, DraftId, MessageId, OutboundId
from domain.outbound import REPORTED, DeliveryState, rank
from domain.routing import Reason, Route
from domain.texts import reason_text
from tests.samples import NOW, PEPPER, WAMID, made_id, make_policy


def _ready(
    number: int,
    *,
    sent: int = 0,
    arrived: int = 0,
    route: Route = Route.AI,
    urgency: Urgency = Urgency.NORMAL,
) -> ReadyMessage:
    return ReadyMessage(
        message_id=made_id(number),
        sent_at=NOW + timedelta(seconds=sent),
        arrived_at=NOW + timedelta(seconds=arrived),
        type="text",
        intent=Intent.GREETING,
        language=Language.INDONESIAN,
        urgency=urgency,
        route=route,
        reasons=(),
        rules=make_policy().conversation,
    )


def test_a_turn_is_a_persons_as_soon_as_one_message_is() -> None:
    ours, theirs = _ready(1), _ready(2, route=Route.HUMAN)
    assert Turn(messages=(ours, ours)).route is Route.AI
    assert Turn(messages=(ours, theirs)).route is Route.HUMAN


def test_a_turn_is_as_urgent_as_its_most_urgent_message() -> None:
    turn = Turn(messages=(_ready(1), _ready(2, urgency=Urgency.HIGH), _ready(3)))
    assert turn.urgency is Urgency.HIGH
    assert turn.message_ids == (made_id(1), made_id(2), made_id(3))


def test_a_turn_is_in_the_order_in_which_the_client_wrote() -> None:
    state = ConversationState()
    for message in (_ready(3, sent=1, arrived=9), _ready(2, sent=1, arrived=3), _ready(1)):
        state.take_in(message, remember=10)
    assert state.next_turn().message_ids == (made_id(1), made_id(2), made_id(3))
    assert not state.inbox


def test_a_repeated_signal_is_taken_once() -> None:
    state = ConversationState()
    state.take_in(_ready(1), remember=10)
    state.take_in(_ready(1), remember=10)
    assert len(state.inbox) == 1
    state.next_turn()
    state.take_in(_ready(1), remember=10)
    assert not state.inbox


def test_only_the_last_messages_are_remembered() -> None:
    state = ConversationState()
    for number in range(12):
        state.take_in(_ready(number), remember=5)
    assert state.recent == [made_id(number) for number in range(7, 12)]


def test_a_turn_that_was_taken_back_is_answered_with_what_came() -> None:
    state = ConversationState()
    state.take_in(_ready(1), remember=5)
    turn = state.next_turn()
    state.take_in(_ready(2, sent=1), remember=5)
    state.take_back(turn)
    assert state.next_turn().message_ids == (made_id(1), made_id(2))


def test_a_report_is_heard_once() -> None:
    state = ConversationState()
    report = DeliveryReport(outbound_id=OutboundId("a"), state=DeliveryState.FAILED)
    state.hear(report, remember=5)
    assert state.reports == {"a": DeliveryState.FAILED}
    state.reports.clear()
    state.hear(report, remember=5)
    assert not state.reports


def test_a_conversation_ends_only_with_nothing_pending() -> None:
    state = ConversationState()
    assert state.nothing_pending
    state.waiting[made_id(1)] = Urgency.NORMAL
    assert not state.nothing_pending
    state.waiting.clear()
    state.unconfirmed = OutboundId("a")
    assert not state.nothing_pending
    state.unconfirmed = None
    state.take_in(_ready(1), remember=5)
    assert state.has_news
    assert not state.nothing_pending


@pytest.mark.parametrize("urgency", Urgency)
def test_an_urgent_message_does_not_wait(urgency: Urgency) -> None:
    state = ConversationState()
    assert not state.is_urgent
    state.take_in(_ready(1), remember=5)
    state.take_in(_ready(2, urgency=urgency), remember=5)
    assert state.is_urgent == (urgency is not Urgency.NORMAL)


def test_the_firms_rules_are_those_the_last_message_brought() -> None:
    state = ConversationState()
    assert state.rules is None
    state.take_in(_ready(1), remember=5)
    assert state.rules == make_policy().conversation


def test_every_state_has_a_rank_of_its_own() -> None:
    assert len({rank(state) for state in DeliveryState}) == len(DeliveryState)


def test_states_rise_in_the_order_of_a_messages_life() -> None:
    life = [
        DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.AMBIGUOUS,
        DeliveryState.ACCEPTED, DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ,
        DeliveryState.PLAYED,
    ]  # fmt: skip
    assert sorted(life, key=rank) == life


def test_failed_may_follow_sent_and_never_delivered() -> None:
    assert rank(DeliveryState.SENT) < rank(DeliveryState.FAILED) < rank(DeliveryState.DELIVERED)


def test_what_meta_reports_is_above_all_that_we_know_ourselves() -> None:
    ours = set(DeliveryState) - REPORTED
    assert max(rank(state) for state in ours) < min(rank(state) for state in REPORTED)


@given(states=st.lists(st.sampled_from(DeliveryState), min_size=1, max_size=6))
def test_the_furthest_state_does_not_depend_on_the_order(states: list[DeliveryState]) -> None:
    assert max(states, key=rank) is max(reversed(states), key=rank)


@given(pepper=st.binary(min_size=1, max_size=40), wamid=st.text(max_size=60))
def test_a_message_id_is_the_keyed_hash_of_the_wamid(pepper: bytes, wamid: str) -> None:
    expected = hmac.new(pepper, wamid.encode(), hashlib.sha256).hexdigest()[:32]
    assert ids.message_id(pepper, wamid) == expected


def test_another_pepper_gives_another_id() -> None:
    assert ids.message_id(PEPPER, WAMID) != ids.message_id(b"other", WAMID)


@given(parts=st.lists(st.text(max_size=5), max_size=3), other=st.lists(st.text(max_size=5)))
def test_digests_are_equal_only_for_equal_parts(parts: list[str], other: list[str]) -> None:
    same = ids.digest(PEPPER, *parts) == ids.digest(PEPPER, *other)
    assert same == (parts == other)


def test_a_drafts_id_depends_on_which_messages_it_answers_and_not_on_their_order() -> None:
    here, there = ConversationId("h"), ConversationId("t")
    messages = (MessageId("a"), MessageId("b"))
    assert ids.draft_id(here, messages) == ids.draft_id(here, messages[::-1])
    assert ids.draft_id(here, messages) != ids.draft_id(there, messages)
    assert ids.draft_id(here, messages) != ids.draft_id(here, messages[:1])
    assert ids.outbound_id(DraftId("d")) == ids.outbound_id(DraftId("d"))


def test_workflow_ids_say_what_they_are_and_nothing_of_whom() -> None:
    message = ids.message_id(PEPPER, WAMID)
    digest = ids.digest(PEPPER, WAMID)
    made = [
        ids.inbound_workflow_id(message),
        ids.conversation_workflow_id(ConversationId("c" * 32)),
        ids.statuses_workflow_id(digest),
        ids.account_event_workflow_id(digest),
    ]
    assert [each.partition("/")[0] for each in made] == [
        "inbound", "conversation", "statuses", "account-event",
    ]  # fmt: skip
    assert all(len(each.partition("/")[2]) == 32 for each in made)


@pytest.mark.parametrize(("reason", "language"), list(itertools.product(Reason, Language)))
def test_every_reason_can_be_said_in_both_languages(reason: Reason, language: Language) -> None:
    said = reason_text(reason, language)
    assert said
    assert said[0].isupper()


def test_the_two_languages_say_it_differently() -> None:
    for reason in Reason:
        assert reason_text(reason, Language.INDONESIAN) != reason_text(reason, Language.ENGLISH)
