"""What every conversation store does, the fake and the real one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from domain.analysis import Language, Urgency
from domain.failures import UnknownRecord
from domain.ids import DraftId, draft_id, outbound_id
from domain.outbound import (
    Accepted,
    DeliveryState,
    NewMessage,
    OutboundMessage,
    Recipient,
    Refused,
    SendResult,
    Unanswered,
)
from domain.outbound_content import Text
from domain.routing import Mode, Reason
from tests.adapters.conftest import Stores, at_once, until_waiting
from tests.samples import (
    BSUID,
    NUMBER_ID,
    PHONE,
    made_conversation,
    make_policy,
    status_json,
)


def test_a_flag_is_raised_once_and_gathers_reasons(stores: Stores) -> None:
    conversation = stores.record().conversation_id
    stores.conversations.flag_for_lawyer(conversation, Reason.SEND_REFUSED)
    first = stores.look.flag(conversation)
    stores.conversations.flag_for_lawyer(conversation, Reason.SEND_REFUSED)
    assert stores.look.flag(conversation) == first
    stores.conversations.flag_for_lawyer(conversation, Reason.WINDOW_CLOSED)
    second = stores.look.flag(conversation)
    assert second.since == first.since is not None
    assert second.reasons == (Reason.SEND_REFUSED, Reason.WINDOW_CLOSED)
    assert second.urgency is Urgency.NORMAL


def test_an_unknown_conversation_cannot_be_flagged(stores: Stores) -> None:
    with pytest.raises(UnknownRecord):
        stores.conversations.flag_for_lawyer(made_conversation(9), Reason.SEND_REFUSED)


def test_drafts_count_up_within_a_conversation(stores: Stores) -> None:
    first, second = stores.record(number=1), stores.record(number=2)
    elsewhere = stores.record(number=3, phone="6281200000002")
    versions: list[int] = []
    for messages in ([first], [first, second], [elsewhere]):
        answers = tuple(each.message_id for each in messages)
        conversation = messages[0].conversation_id
        draft = draft_id(conversation, answers)
        kept = stores.conversations.keep_draft(
            draft, conversation, answers, Language.ENGLISH, "Hello"
        )
        assert kept.draft_id == draft
        versions.append(kept.version)
    assert versions == [1, 2, 1]


def test_a_draft_kept_twice_is_one_and_its_first_words_stand(stores: Stores) -> None:
    message = stores.record()
    draft = stores.drafted(message, body="pertama")
    assert stores.drafted(message, body="kedua") == draft
    again = stores.conversations.keep_draft(
        draft, message.conversation_id, [message.message_id], Language.ENGLISH, "ketiga"
    )
    assert again.version == 1
    assert stores.claimed(message).body == "pertama"


def test_one_draft_kept_by_many_at_once_is_one(stores: Stores) -> None:
    message = stores.record()
    drafts = at_once(10, lambda number: stores.drafted(message, body=f"{number}"))
    assert len(set(drafts)) == 1
    later = stores.record(number=2)
    kept = stores.conversations.keep_draft(
        DraftId("d" * 32), later.conversation_id, [later.message_id], Language.ENGLISH, "x"
    )
    assert kept.version == 2


def test_a_prepared_reply_says_all_that_sending_needs(stores: Stores) -> None:
    message = stores.record()
    draft = stores.drafted(message, body="Sama-sama.")
    ready = stores.conversations.prepare_send(message.conversation_id, draft, stores.policy)
    assert ready == OutboundMessage(
        outbound_id=outbound_id(draft),
        conversation_id=message.conversation_id,
        phone_number_id=NUMBER_ID,
        recipient=Recipient(phone=f"+{PHONE}"),
        content=Text(body="Sama-sama."),
    )
    assert stores.look.sent(outbound_id(draft)).state is DeliveryState.SENDING


def test_a_reply_to_a_hidden_phone_goes_to_the_user_id(stores: Stores) -> None:
    ready = stores.claimed(stores.record(phone=None, user_id=BSUID))
    assert ready.recipient == Recipient(user_id=BSUID)


def test_a_reply_goes_to_the_identity_that_wrote_last(stores: Stores) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    stores.record(number=1, user_id=BSUID, sent_at=now - timedelta(minutes=9))
    by_phone = stores.record(number=2, sent_at=now - timedelta(minutes=5))
    by_user_id = stores.record(
        number=3, phone=None, user_id=BSUID, sent_at=now - timedelta(minutes=2)
    )
    draft = stores.drafted(by_user_id, by_phone)
    ready = stores.conversations.prepare_send(by_phone.conversation_id, draft, stores.policy)
    assert isinstance(ready, OutboundMessage)
    assert ready.recipient == Recipient(user_id=BSUID)


def test_an_unnamed_sender_gets_no_recipient(stores: Stores) -> None:
    assert stores.claimed(stores.record(phone=None, name=None)).recipient == Recipient()


def test_a_draft_that_is_not_there_cannot_be_sent(stores: Stores) -> None:
    message = stores.record()
    with pytest.raises(UnknownRecord):
        stores.conversations.prepare_send(message.conversation_id, DraftId("f" * 32), stores.policy)


def test_a_draft_of_another_conversation_cannot_be_sent(stores: Stores) -> None:
    here, there = stores.record(number=1), stores.record(number=2, phone="6281200000002")
    with pytest.raises(UnknownRecord):
        stores.conversations.prepare_send(
            here.conversation_id, stores.drafted(there), stores.policy
        )


def test_an_attempt_that_finds_a_claim_does_not_send(stores: Stores) -> None:
    message = stores.record()
    ready = stores.claimed(message)
    for _ in range(2):
        found = stores.conversations.prepare_send(
            message.conversation_id, stores.drafted(message), stores.policy
        )
        assert found == SendResult(outbound_id=ready.outbound_id, state=DeliveryState.AMBIGUOUS)


def test_only_one_of_many_attempts_at_once_may_send(stores: Stores) -> None:
    message = stores.record()
    draft = stores.drafted(message)
    found = at_once(
        10,
        lambda _: stores.conversations.prepare_send(message.conversation_id, draft, stores.policy),
    )
    assert sum(isinstance(each, OutboundMessage) for each in found) == 1


@pytest.mark.parametrize(
    ("mode", "reason"),
    [(Mode.OFF, Reason.ASSISTANT_OFF), (Mode.DRAFT_ONLY, Reason.DRAFTS_ONLY)],
)
def test_the_firms_mode_withholds_a_reply(stores: Stores, mode: Mode, reason: Reason) -> None:
    message = stores.record()
    draft = stores.drafted(message)
    for policy in (make_policy(mode=mode), make_policy()):
        # The second attempt finds why, even if the firm has changed its mind.
        found = stores.conversations.prepare_send(message.conversation_id, draft, policy)
        assert found == SendResult(
            outbound_id=outbound_id(draft), state=DeliveryState.WITHHELD, reason=reason
        )


def test_a_closed_window_withholds_a_reply(stores: Stores) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=24, minutes=1)
    message = stores.record(sent_at=long_ago)
    found = stores.conversations.prepare_send(
        message.conversation_id, stores.drafted(message), stores.policy
    )
    assert isinstance(found, SendResult)
    assert (found.state, found.reason) == (DeliveryState.WITHHELD, Reason.WINDOW_CLOSED)


def test_the_window_counts_as_closed_a_margin_before_its_end(stores: Stores) -> None:
    message = stores.record(sent_at=datetime.now(UTC) - timedelta(hours=23, minutes=30))
    draft = stores.drafted(message)
    careful = make_policy(window_margin=timedelta(minutes=31))
    found = stores.conversations.prepare_send(message.conversation_id, draft, careful)
    assert isinstance(found, SendResult)
    assert found.reason is Reason.WINDOW_CLOSED


def test_an_accepted_reply_is_accepted(stores: Stores) -> None:
    message = stores.record()
    ready = stores.claimed(message)
    settled = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert settled == SendResult(outbound_id=ready.outbound_id, state=DeliveryState.ACCEPTED)
    again = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert again == settled
    found = stores.conversations.prepare_send(
        message.conversation_id, stores.drafted(message), stores.policy
    )
    assert found == settled


def test_a_refused_reply_stays_refused_and_says_why_again(stores: Stores) -> None:
    message = stores.record()
    ready = stores.claimed(message)
    settled = stores.settle(ready, DeliveryState.REFUSED, Refused(code=131026), Reason.SEND_REFUSED)
    assert settled.reason is Reason.SEND_REFUSED
    assert stores.look.sent(ready.outbound_id).error_code == 131026
    # The worker may have died before it could tell the workflow: the next attempt tells it.
    found = stores.conversations.prepare_send(
        message.conversation_id, stores.drafted(message), stores.policy
    )
    assert found == settled


def test_an_unanswered_reply_is_ambiguous(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    settled = stores.settle(ready, DeliveryState.AMBIGUOUS, Unanswered())
    assert settled == SendResult(outbound_id=ready.outbound_id, state=DeliveryState.AMBIGUOUS)


def test_a_status_that_was_faster_than_the_answer_stays(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    stores.told(status_json(wamid="wamid.a", status="delivered", callback=ready.outbound_id))
    settled = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert settled.state is DeliveryState.DELIVERED
    assert settled.reason is None
    assert stores.look.sent(ready.outbound_id).state is DeliveryState.DELIVERED


def test_a_failure_that_was_faster_than_the_answer_asks_for_a_person(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    stores.told(status_json(status="failed", callback=ready.outbound_id, error_code=131047))
    settled = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.outbound"))
    assert (settled.state, settled.reason) == (DeliveryState.FAILED, Reason.WINDOW_CLOSED)
    assert stores.look.sent(ready.outbound_id).error_code == 131047


def test_a_late_answer_settles_what_was_ambiguous(stores: Stores) -> None:
    message = stores.record()
    ready = stores.claimed(message)
    stores.conversations.prepare_send(
        message.conversation_id, stores.drafted(message), stores.policy
    )
    settled = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert settled.state is DeliveryState.ACCEPTED


def test_a_released_claim_can_be_taken_again(stores: Stores) -> None:
    message = stores.record()
    ready = stores.claimed(message)
    stores.conversations.release_send(ready)
    assert stores.look.sent(ready.outbound_id).state is DeliveryState.QUEUED
    assert stores.claimed(message) == ready


def test_a_release_that_comes_late_changes_nothing(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    stores.conversations.release_send(ready)
    assert stores.look.sent(ready.outbound_id).state is DeliveryState.ACCEPTED


def test_what_was_withheld_before_is_released_by_nobody(stores: Stores) -> None:
    message = stores.record()
    draft = stores.drafted(message)
    stores.conversations.prepare_send(message.conversation_id, draft, make_policy(mode=Mode.OFF))
    found = stores.conversations.prepare_send(message.conversation_id, draft, stores.policy)
    assert isinstance(found, SendResult)
    assert found.state is DeliveryState.WITHHELD


def test_a_status_that_comes_while_a_second_attempt_looks_is_not_undone(
    postgres_stores: Stores, engine: Engine
) -> None:
    stores = postgres_stores
    message = stores.record()
    ready = stores.claimed(message)
    draft = stores.drafted(message)
    with ThreadPoolExecutor(1) as threads, engine.connect() as status:
        # What a status writes, before it is committed.
        status.execute(
            text("UPDATE outbound SET state = 'delivered', delivered_at = now() WHERE id = :id"),
            {"id": ready.outbound_id},
        )
        second = threads.submit(
            stores.conversations.prepare_send, message.conversation_id, draft, stores.policy
        )
        until_waiting(engine)
        status.commit()
        found = second.result()
    assert found == SendResult(outbound_id=ready.outbound_id, state=DeliveryState.DELIVERED)
    assert stores.look.sent(ready.outbound_id).state is DeliveryState.DELIVERED


def test_the_privacy_notice_is_due_until_a_message_that_carries_it_was_sent(
    stores: Stores,
) -> None:
    message = stores.record()
    conversation, answers = message.conversation_id, (message.message_id,)
    draft = draft_id(conversation, answers)
    assert stores.conversations.draft_context(conversation, answers, stores.policy).notice_due
    stores.conversations.keep_draft(
        draft, conversation, answers, Language.INDONESIAN, "Halo", carries_notice=True
    )
    assert stores.conversations.draft_context(conversation, answers, stores.policy).notice_due
    ready = stores.claimed(message)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.told"))
    assert not stores.conversations.draft_context(conversation, answers, stores.policy).notice_due


def test_a_notice_that_could_not_be_delivered_is_due_again(stores: Stores) -> None:
    message = stores.record()
    conversation, answers = message.conversation_id, (message.message_id,)
    stores.conversations.keep_draft(
        draft_id(conversation, answers), conversation, answers, Language.INDONESIAN, "Halo",
        carries_notice=True,
    )  # fmt: skip
    ready = stores.claimed(message)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.told"))
    failed = status_json(wamid="wamid.told", status="failed", callback=ready.outbound_id)
    stores.told(failed)
    assert stores.conversations.draft_context(conversation, answers, stores.policy).notice_due


def test_a_notice_whose_answer_was_lost_counts_once_a_status_says_it_was_sent(
    stores: Stores,
) -> None:
    message = stores.record()
    conversation, answers = message.conversation_id, (message.message_id,)
    draft = draft_id(conversation, answers)
    stores.conversations.keep_draft(
        draft, conversation, answers, Language.INDONESIAN, "Halo", carries_notice=True
    )
    ready = stores.claimed(message)
    stores.settle(ready, DeliveryState.AMBIGUOUS, Unanswered())
    assert stores.conversations.draft_context(conversation, answers, stores.policy).notice_due
    stores.told(status_json(wamid="wamid.told", callback=ready.outbound_id))
    assert not stores.conversations.draft_context(conversation, answers, stores.policy).notice_due


def test_what_a_client_was_told_is_kept_once_as_consent_events(postgres_stores: Stores) -> None:
    stores = postgres_stores
    message = stores.record()
    conversation, answers = message.conversation_id, (message.message_id,)
    stores.conversations.keep_draft(
        draft_id(conversation, answers), conversation, answers, Language.INDONESIAN, "Halo",
        carries_notice=True,
    )  # fmt: skip
    ready = stores.claimed(message)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.told"))
    stores.told(
        status_json(wamid="wamid.told", callback=ready.outbound_id),
        status_json(wamid="wamid.told", status="read", callback=ready.outbound_id),
    )
    told = sorted((each.category, each.value) for each in stores.look.consents())
    assert told == [("ai_disclosure", "told"), ("privacy_notice", "told")]


def test_what_a_lawyer_sends_discloses_no_assistant(postgres_stores: Stores) -> None:
    stores = postgres_stores
    message = stores.record()
    conversation, answers = message.conversation_id, (message.message_id,)
    draft = draft_id(conversation, answers)
    stores.conversations.keep_draft(
        draft, conversation, answers, Language.INDONESIAN, "Halo", carries_notice=True
    )
    (outbound,) = stores.conversations.queue(
        NewMessage(
            request_id="0" * 32,
            conversation_id=conversation,
            content=Text(body="Halo, saya pengacara Anda."),
            draft_id=draft,
            sent_by=stores.look.lawyer().id,
        )
    )
    ready = stores.conversations.prepare_message(conversation, outbound, stores.policy)
    assert isinstance(ready, OutboundMessage)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.told"))
    assert [each.category for each in stores.look.consents()] == ["privacy_notice"]
