"""What every store of statuses does, the fake and the real one."""

import itertools
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from adapters.postgres.engine import transaction
from adapters.postgres.locks import lock_indices
from adapters.postgres.vault import Vault
from domain.account import AccountEventInput
from domain.conversation import DeliveryReport
from domain.ids import Digest
from domain.outbound import Accepted, DeliveryState, OutboundMessage, Unanswered
from domain.statuses import AppliedStatuses, ConversationReport
from tests.adapters.conftest import Stores, at_once, until_waiting
from tests.samples import NOW, make_wamid, status_json

_WAMID = "wamid.outbound"


def _accepted(stores: Stores, number: int = 1, wamid: str = _WAMID) -> OutboundMessage:
    ready = stores.claimed(stores.record(number=number))
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid=wamid))
    return ready


def _state(stores: Stores, ready: OutboundMessage) -> DeliveryState:
    return stores.look.sent(ready.outbound_id).state


def test_a_status_is_kept_once(stores: Stores) -> None:
    _accepted(stores)
    sent = status_json(status="sent")
    assert stores.told(sent) == AppliedStatuses(applied=1, repeated=0, unmatched=0)
    assert stores.told(sent, sent) == AppliedStatuses(applied=0, repeated=2, unmatched=0)
    assert stores.look.counts().statuses == 1


def test_the_same_status_twice_in_one_webhook_is_kept_once(stores: Stores) -> None:
    _accepted(stores)
    sent = status_json(status="sent")
    assert stores.told(sent, sent).applied == 1


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
@pytest.mark.parametrize("together", [True, False])
def test_the_furthest_state_shows_whatever_the_order(
    stores: Stores, order: tuple[str, ...], *, together: bool
) -> None:
    ready = _accepted(stores)
    raw = [status_json(status=name) for name in order]
    if together:
        stores.told(*raw)
    else:
        for each in raw:
            stores.told(each)
    assert _state(stores, ready) is DeliveryState.READ
    assert set(stores.look.sent(ready.outbound_id).times) == {
        DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ,
    }  # fmt: skip


def test_a_skipped_state_leaves_no_time(stores: Stores) -> None:
    ready = _accepted(stores)
    stores.told(status_json(status="read", at=NOW))
    sent = stores.look.sent(ready.outbound_id)
    assert (sent.state, sent.times) == (DeliveryState.READ, {DeliveryState.READ: NOW})


def test_a_repeat_at_another_time_keeps_the_earliest(stores: Stores) -> None:
    ready = _accepted(stores)
    stores.told(status_json(status="sent", at=NOW))
    stores.told(status_json(status="sent", at=NOW + timedelta(seconds=5)))
    stores.told(status_json(status="sent", at=NOW - timedelta(seconds=5)))
    times = stores.look.sent(ready.outbound_id).times
    assert times == {DeliveryState.SENT: NOW - timedelta(seconds=5)}


def test_failed_after_sent_shows_with_its_code_and_is_told(stores: Stores) -> None:
    ready = _accepted(stores)
    assert stores.told(status_json(status="sent")).to_tell == ()
    told = stores.told(status_json(status="failed", error_code=131026)).to_tell
    assert told == (
        ConversationReport(
            conversation_id=ready.conversation_id,
            report=DeliveryReport(
                outbound_id=ready.outbound_id, state=DeliveryState.FAILED, error_code=131026
            ),
        ),
    )
    sent = stores.look.sent(ready.outbound_id)
    assert (sent.state, sent.error_code) == (DeliveryState.FAILED, 131026)


def test_a_failure_is_told_again_with_a_repeat(stores: Stores) -> None:
    # Whether the first telling arrived is not known; a conversation takes a report once.
    _accepted(stores)
    failed = status_json(status="failed")
    assert stores.told(failed).to_tell == stores.told(failed).to_tell != ()


@pytest.mark.parametrize("first", ["delivered", "read", "played"])
def test_failed_after_delivered_does_not_show(stores: Stores, first: str) -> None:
    ready = _accepted(stores)
    stores.told(status_json(status=first))
    assert stores.told(status_json(status="failed", error_code=131026)).to_tell == ()
    sent = stores.look.sent(ready.outbound_id)
    assert (sent.state, sent.error_code) == (DeliveryState(first), None)


def test_a_status_before_the_answer_is_matched_by_our_own_id(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    told = stores.told(status_json(status="sent", callback=ready.outbound_id))
    assert told == AppliedStatuses(applied=1, repeated=0, unmatched=0)
    assert _state(stores, ready) is DeliveryState.SENT
    # From now on WhatsApp's name is enough.
    assert stores.told(status_json(status="read")).unmatched == 0
    assert _state(stores, ready) is DeliveryState.READ


def test_a_status_before_the_answer_without_our_id_is_matched_when_it_comes(
    stores: Stores,
) -> None:
    ready = stores.claimed(stores.record())
    assert stores.told(status_json(status="delivered")).unmatched == 1
    assert _state(stores, ready) is DeliveryState.SENDING
    settled = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid=_WAMID))
    assert settled.state is DeliveryState.DELIVERED
    assert _state(stores, ready) is DeliveryState.DELIVERED


@pytest.mark.parametrize("status_first", [True, False])
def test_a_status_without_our_id_and_the_answer_wait_for_each_other(
    postgres_stores: Stores, engine: Engine, vault: Vault, *, status_first: bool
) -> None:
    stores = postgres_stores
    ready = stores.claimed(stores.record())

    def tell() -> None:
        stores.told(status_json(status="delivered"))

    def settle() -> None:
        stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid=_WAMID))

    with ThreadPoolExecutor(2) as threads:
        with transaction(engine) as other:
            lock_indices(other, [vault.index("wamid", _WAMID)])
            first = threads.submit(tell if status_first else settle)
            until_waiting(engine, 1)
            second = threads.submit(settle if status_first else tell)
            until_waiting(engine, 2)
        first.result()
        second.result()
    assert _state(stores, ready) is DeliveryState.DELIVERED


def test_a_status_without_our_id_that_meets_the_answer_is_never_lost(stores: Stores) -> None:
    for number in range(30):
        wamid = make_wamid(number)
        ready = stores.claimed(stores.record(number=number))
        does = (
            lambda wamid=wamid: stores.told(status_json(wamid=wamid, status="delivered")),
            lambda wamid=wamid, ready=ready: stores.settle(
                ready, DeliveryState.ACCEPTED, Accepted(wamid=wamid)
            ),
        )
        at_once(2, lambda turn, does=does: does[turn]())
        assert _state(stores, ready) is DeliveryState.DELIVERED


def test_early_statuses_are_caught_up_with_when_a_later_one_names_the_message(
    stores: Stores,
) -> None:
    ready = stores.claimed(stores.record())
    stores.told(status_json(status="delivered"))
    stores.told(status_json(status="sent", callback=ready.outbound_id))
    assert _state(stores, ready) is DeliveryState.DELIVERED


def test_a_status_of_a_strangers_message_is_kept(stores: Stores) -> None:
    told = stores.told(status_json(wamid="wamid.stranger"), status_json(callback="not-ours"))
    assert told == AppliedStatuses(applied=2, repeated=0, unmatched=2)
    assert stores.look.counts().statuses == 2


def test_a_status_this_version_does_not_know_is_kept_and_moves_nothing(stores: Stores) -> None:
    ready = _accepted(stores)
    told = stores.told(status_json(status="held_for_quality_assessment"))
    assert told == AppliedStatuses(applied=1, repeated=0, unmatched=0)
    assert _state(stores, ready) is DeliveryState.ACCEPTED


def test_a_status_without_a_name_or_a_time_is_kept(stores: Stores) -> None:
    assert stores.told('{"id":"wamid.x"}', '{"id":"wamid.y","status":7}').applied == 2


def test_statuses_of_a_groups_participants_are_kept_apart(stores: Stores) -> None:
    _accepted(stores)
    told = stores.told(
        status_json(status="read", recipient_participant_id="one"),
        status_json(status="read", recipient_participant_id="two"),
        status_json(status="read", recipient_participant_id="two"),
    )
    assert (told.applied, told.repeated) == (2, 1)


def test_an_ambiguous_send_is_told_of_every_status(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    stores.settle(ready, DeliveryState.AMBIGUOUS, Unanswered())
    told = stores.told(status_json(status="sent", callback=ready.outbound_id)).to_tell
    report = DeliveryReport(outbound_id=ready.outbound_id, state=DeliveryState.SENT)
    assert told == (ConversationReport(conversation_id=ready.conversation_id, report=report),)


def test_a_send_left_by_a_dead_attempt_is_told_of_too(stores: Stores) -> None:
    message = stores.record()
    ready = stores.claimed(message)
    stores.conversations.prepare_send(
        message.conversation_id, stores.drafted(message), stores.policy
    )
    told = stores.told(status_json(status="delivered", callback=ready.outbound_id)).to_tell
    assert [each.report.state for each in told] == [DeliveryState.DELIVERED]


def test_a_message_is_told_of_once_a_webhook_with_its_furthest_state(stores: Stores) -> None:
    ready = stores.claimed(stores.record())
    stores.settle(ready, DeliveryState.AMBIGUOUS, Unanswered())
    told = stores.told(
        status_json(status="read", callback=ready.outbound_id),
        status_json(status="sent", callback=ready.outbound_id),
    ).to_tell
    assert [each.report.state for each in told] == [DeliveryState.READ]


def test_no_status_is_no_work(stores: Stores) -> None:
    assert stores.told() == AppliedStatuses(applied=0, repeated=0, unmatched=0)


def test_a_thousand_statuses_of_one_webhook_are_applied(stores: Stores) -> None:
    ready = _accepted(stores)
    raw = [status_json(wamid=make_wamid(number)) for number in range(999)]
    told = stores.told(*raw, status_json(status="delivered"))
    assert told == AppliedStatuses(applied=1000, repeated=0, unmatched=999)
    assert _state(stores, ready) is DeliveryState.DELIVERED


def test_more_statuses_than_one_statement_holds_are_kept(stores: Stores) -> None:
    raw = [json.dumps({"id": f"w{number}"}) for number in range(10_000)]
    assert stores.told(*raw).applied == 10_000


def test_the_same_webhook_applied_by_many_at_once_is_kept_once(stores: Stores) -> None:
    ready = _accepted(stores)
    raw = [status_json(wamid=make_wamid(number)) for number in range(50)]
    raw += [status_json(status="sent"), status_json(status="read")]

    def tell(turn: int) -> AppliedStatuses:
        return stores.told(*(raw if turn % 2 else reversed(raw)))

    told = at_once(8, tell)
    assert sum(each.applied for each in told) == 52
    assert _state(stores, ready) is DeliveryState.READ


def _event() -> AccountEventInput:
    return AccountEventInput(
        digest=Digest("a" * 32), field="account_update", received_at=NOW, body='{"event":"X"}'
    )


_CHANGES: dict[str, Callable[[AccountEventInput], AccountEventInput]] = {
    "another part": lambda event: replace(event, part=2, parts=2),
    "another event": lambda event: replace(event, digest=Digest("b" * 32)),
}


def test_an_account_event_is_kept_once(stores: Stores) -> None:
    assert stores.events.keep(_event())
    assert not stores.events.keep(_event())


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES.keys())
def test_events_that_differ_are_kept_apart(
    stores: Stores, change: Callable[[AccountEventInput], AccountEventInput]
) -> None:
    assert stores.events.keep(_event())
    assert stores.events.keep(change(_event()))


def test_an_event_of_bytes_nobody_understood_is_kept(stores: Stores) -> None:
    event = replace(_event(), field="x" * 64, encoding="base64", body="AAECAw==")
    assert stores.events.keep(event)
