"""What every message store does, the fake and the real one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.analysis import Entity, EntityKind, Gist, Intent, ModelUsage, Urgency
from domain.failures import UnknownRecord
from domain.ids import MessageId
from domain.message_reading import read_message
from domain.messages import RecordedMessage
from domain.routing import Decision, Mode, Reason, Route
from tests.adapters.conftest import Counts, Stores, at_once
from tests.samples import BSUID, NOW, PHONE, inbound_message, made_id, make_analysis, make_policy

_HUMAN = Decision(
    route=Route.HUMAN, urgency=Urgency.HIGH, reasons=(Reason.COURT_DEADLINE, Reason.LEGAL_ADVICE)
)
_AI = Decision(route=Route.AI, urgency=Urgency.NORMAL, reasons=(Reason.ALLOWED_INTENT,))


def test_a_message_recorded_twice_is_one_row(stores: Stores) -> None:
    first = stores.record(sent_at=NOW)
    again = stores.record(sent_at=NOW)
    assert again == first
    assert stores.look.counts() == Counts(
        clients=1, identities=1, conversations=1, messages=1, statuses=0
    )


def test_a_repeat_keeps_the_first_words(stores: Stores) -> None:
    kept = stores.record(text="pertama")
    stores.record(text="kedua")
    assert stores.messages.text(kept.message_id) == "pertama"


def test_a_recorded_message_tells_where_it_is_and_what_the_firm_allows(stores: Stores) -> None:
    recorded = stores.record(sent_at=NOW)
    assert recorded.type == "text"
    assert recorded.sent_at == NOW
    assert recorded.received_at == NOW + timedelta(seconds=1)
    assert recorded.mode is Mode.AUTO
    assert recorded.rules == stores.policy.routing
    assert not recorded.already_handed_over


def test_the_firms_mode_counts_where_a_conversation_has_none(stores: Stores) -> None:
    sent = inbound_message()
    policy = make_policy(mode=Mode.DRAFT_ONLY)
    assert stores.messages.record(sent, read_message(sent), policy).mode is Mode.DRAFT_ONLY


def test_messages_of_one_person_share_a_conversation(stores: Stores) -> None:
    first, second = stores.record(number=1), stores.record(number=2)
    assert first.message_id != second.message_id
    assert first.conversation_id == second.conversation_id


def test_two_people_share_nothing(stores: Stores) -> None:
    first, second = stores.record(number=1), stores.record(number=2, phone="6281200000002")
    assert first.client_id != second.client_id
    assert first.conversation_id != second.conversation_id


def test_each_of_the_firms_numbers_has_its_own_conversation(stores: Stores) -> None:
    here = stores.record()
    sent = replace(inbound_message(wamid="wamid.elsewhere"), phone_number_id="300000000000035")
    there = stores.messages.record(sent, read_message(sent), stores.policy)
    assert there.client_id == here.client_id
    assert there.conversation_id != here.conversation_id


def test_a_phone_and_a_user_id_in_one_message_are_one_client(stores: Stores) -> None:
    both = stores.record(number=1, user_id=BSUID)
    by_phone = stores.record(number=2)
    by_user_id = stores.record(number=3, phone=None, user_id=BSUID)
    assert {both.client_id, by_phone.client_id, by_user_id.client_id} == {both.client_id}
    assert stores.look.counts().identities == 2


def test_a_user_id_joins_a_client_known_by_phone(stores: Stores) -> None:
    by_phone = stores.record(number=1)
    both = stores.record(number=2, user_id=BSUID)
    by_user_id = stores.record(number=3, phone=None, user_id=BSUID)
    assert by_user_id.client_id == both.client_id == by_phone.client_id


def test_a_person_who_hides_the_phone_is_known_by_user_id(stores: Stores) -> None:
    first = stores.record(number=1, phone=None, user_id=BSUID)
    second = stores.record(number=2, phone=None, user_id=BSUID)
    assert first.client_id == second.client_id
    assert stores.look.counts().identities == 1


def test_unnamed_senders_are_clients_of_their_own(stores: Stores) -> None:
    first = stores.record(number=1, phone=None, name=None)
    second = stores.record(number=2, phone=None, name=None)
    assert first.client_id != second.client_id
    assert stores.record(number=1, phone=None, name=None) == first


def test_a_clients_first_name_stays(stores: Stores) -> None:
    recorded = stores.record(number=1, name=None)
    assert stores.look.name(recorded.client_id) is None
    stores.record(number=2, name="Budi Santoso")
    stores.record(number=3, name="Orang Lain")
    assert stores.look.name(recorded.client_id) == "Budi Santoso"


def test_first_messages_of_one_new_person_at_once_make_one_client(stores: Stores) -> None:
    def record(number: int) -> RecordedMessage:
        return stores.record(number=number, user_id=BSUID if number % 2 else None)

    recorded = at_once(20, record)
    assert len({each.client_id for each in recorded}) == 1
    assert len({each.conversation_id for each in recorded}) == 1
    counts = stores.look.counts()
    assert (counts.clients, counts.conversations, counts.messages) == (1, 1, 20)


def test_one_message_delivered_many_times_at_once_is_one_row(stores: Stores) -> None:
    recorded = at_once(20, lambda _: stores.record(sent_at=NOW))
    assert len(set(recorded)) == 1
    assert stores.look.counts().messages == 1


def test_the_window_ends_24_hours_after_the_latest_message(stores: Stores) -> None:
    recorded = stores.record(number=1, sent_at=NOW)
    stores.record(number=2, sent_at=NOW - timedelta(hours=5))
    assert stores.look.window_until(recorded.conversation_id) == NOW + timedelta(hours=24)
    stores.record(number=3, sent_at=NOW + timedelta(hours=1))
    assert stores.look.window_until(recorded.conversation_id) == NOW + timedelta(hours=25)


def test_a_text_is_given_back_as_it_was_written(stores: Stores) -> None:
    words = "Apa kabar? \U0001f64f \u200f\u05e9\u05dc \ufeff" + "x" * 4000
    recorded = stores.record(text=words)
    assert stores.messages.text(recorded.message_id) == words


def test_an_empty_text_is_a_text(stores: Stores) -> None:
    assert stores.messages.text(stores.record(text="").message_id) == ""


def test_a_message_that_cannot_be_read_has_no_text(stores: Stores) -> None:
    assert stores.messages.text(stores.record(kind="sticker").message_id) is None


def test_the_names_of_a_message_are_the_clients(stores: Stores) -> None:
    def record(wamid: str, name: str | None) -> MessageId:
        sent = inbound_message(wamid=wamid, name=name)
        return stores.messages.record(sent, read_message(sent), stores.policy).message_id

    first = record("wamid.1", "Budi Santoso")
    renamed = record("wamid.2", "Bapak Budi")
    silent = record("wamid.3", None)
    assert stores.messages.names(first) == ("Budi Santoso",)
    assert stores.messages.names(renamed) == ("Budi Santoso", "Bapak Budi")
    assert stores.messages.names(silent) == ("Budi Santoso",)
    with pytest.raises(UnknownRecord):
        stores.messages.names(made_id(1))


def test_the_text_of_an_unknown_message_is_an_error(stores: Stores) -> None:
    with pytest.raises(UnknownRecord):
        stores.messages.text(made_id(1))


def test_the_first_verdict_stands(stores: Stores) -> None:
    recorded = stores.record()
    first = make_analysis(Intent.GREETING, Intent.THANKS, confidence=0.61)
    assert stores.messages.keep_analysis(recorded.message_id, first) == first
    other = make_analysis(Intent.EMERGENCY, urgency=Urgency.EMERGENCY)
    assert stores.messages.keep_analysis(recorded.message_id, other) == first


def test_a_decision_for_a_person_marks_the_conversation_once(stores: Stores) -> None:
    recorded = stores.record()
    stores.messages.keep_decision(recorded.message_id, recorded.conversation_id, _HUMAN)
    flag = stores.look.flag(recorded.conversation_id)
    assert flag.since is not None
    assert flag.urgency is Urgency.HIGH
    assert flag.reasons == _HUMAN.reasons
    stores.messages.keep_decision(recorded.message_id, recorded.conversation_id, _HUMAN)
    assert stores.look.flag(recorded.conversation_id) == flag


def test_the_first_decision_stands(stores: Stores) -> None:
    recorded = stores.record()
    stores.messages.keep_decision(recorded.message_id, recorded.conversation_id, _AI)
    stores.messages.keep_decision(recorded.message_id, recorded.conversation_id, _HUMAN)
    assert stores.look.flag(recorded.conversation_id).since is None


def test_a_second_message_adds_its_reasons_and_keeps_since_when(stores: Stores) -> None:
    first, second = stores.record(number=1), stores.record(number=2)
    stores.messages.keep_decision(first.message_id, first.conversation_id, _HUMAN)
    before = stores.look.flag(first.conversation_id)
    calmer = Decision(
        route=Route.HUMAN, urgency=Urgency.NORMAL, reasons=(Reason.LEGAL_ADVICE, Reason.BILLING)
    )
    stores.messages.keep_decision(second.message_id, second.conversation_id, calmer)
    flag = stores.look.flag(first.conversation_id)
    assert flag.since == before.since
    assert flag.urgency is Urgency.HIGH
    assert flag.reasons == (*_HUMAN.reasons, Reason.BILLING)


def test_a_message_handed_over_is_known_as_such(stores: Stores) -> None:
    recorded = stores.record()
    stores.messages.mark_handed_over(recorded.message_id)
    stores.messages.mark_handed_over(recorded.message_id)
    assert stores.record().already_handed_over


def test_a_phone_is_one_person_however_meta_writes_it(stores: Stores) -> None:
    assert stores.record(number=1).client_id == stores.record(number=2, phone=f"+{PHONE}").client_id


def test_the_whole_verdict_of_a_model_is_kept(stores: Stores) -> None:
    message = stores.record()
    verdict = replace(
        make_analysis(Intent.LEGAL_ADVICE, analyst="openai:some-model"),
        usage=ModelUsage(
            model="some-model",
            prompt_version="p1",
            input_tokens=10,
            output_tokens=20,
            cost_microusd=3,
        ),
        gist=Gist(
            summary="Klien bertanya tentang warisan.",
            entities=(Entity(kind=EntityKind.PERSON, value="Budi"),),
        ),
    )
    assert stores.messages.keep_analysis(message.message_id, verdict) == verdict
    other = make_analysis(Intent.GREETING)
    assert stores.messages.keep_analysis(message.message_id, other) == verdict


def test_that_a_model_failed_is_kept(stores: Stores) -> None:
    message = stores.record()
    verdict = replace(make_analysis(), model_failed=True)
    assert stores.messages.keep_analysis(message.message_id, verdict).model_failed
    assert stores.messages.keep_analysis(message.message_id, make_analysis()).model_failed


def test_the_words_of_whoever_wants_no_assistant_stay_in_the_firm_until_they_want_it_again(
    stores: Stores,
) -> None:
    other = stores.record(number=9, phone="6281200000009")
    before = stores.record(number=1)
    assert stores.messages.may_leave(before.message_id)
    refused = stores.record(number=2, text="Saya tidak mau dijawab bot", sent_at=NOW)
    assert not stores.messages.may_leave(refused.message_id)
    assert not stores.messages.may_leave(before.message_id)
    assert stores.messages.may_leave(other.message_id)
    later = NOW + timedelta(minutes=1)
    again = stores.record(number=3, text="MULAI", sent_at=later)
    assert stores.messages.may_leave(again.message_id)


def test_nothing_is_known_of_whether_an_unknown_message_may_leave(stores: Stores) -> None:
    with pytest.raises(UnknownRecord):
        stores.messages.may_leave(made_id(9))
