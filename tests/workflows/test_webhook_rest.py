"""Statuses and account events."""

from dataclasses import replace

from domain.account import AccountEventInput
from domain.failures import Unavailable
from domain.ids import Digest
from domain.notices import NoticeCode
from tests.samples import (
    NOW,
    NUMBER_ID,
    PHONE,
    account_event,
    inbound_message,
    make_wamid,
    message_json,
    status_json,
)
from tests.workflows.firm import Firm


async def test_statuses_of_messages_that_are_not_ours_are_kept(firm: Firm) -> None:
    await firm.statuses(status_json(wamid="wamid.theirs"), status_json(wamid="wamid.others"))

    assert len(firm.records.statuses) == 2


async def test_statuses_that_come_again_change_nothing(firm: Firm) -> None:
    await firm.statuses(status_json(wamid="wamid.theirs"))
    await firm.statuses(status_json(wamid="wamid.theirs"), digest="1" * 32)

    assert len(firm.records.statuses) == 1


async def test_an_account_event_is_kept_once(firm: Firm) -> None:
    event = AccountEventInput(
        digest=Digest("a" * 32), field="account_update", received_at=NOW, body="{}"
    )

    await firm.account_event(event)

    assert list(firm.events.events.values()) == [event]
    assert await firm.starter.event(event) is False


async def test_staff_are_told_what_an_account_event_means(firm: Firm) -> None:
    errors = [{"code": 131042}, {"code": 131000, "title": "a fault"}]
    await firm.account_event(account_event("messages", {"errors": errors}))

    assert {notice.code for notice in firm.events.notices.values()} == {
        NoticeCode.PAYMENT_FAILED,
        NoticeCode.FAULT_REPORTED,
    }


async def test_a_client_who_wants_no_marketing_is_remembered(firm: Firm) -> None:
    await firm.receive()
    wish = {"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}
    await firm.account_event(account_event("user_preferences", {"user_preferences": [wish]}))

    ((client, kept),) = firm.events.consents
    assert client == firm.records.conversations[firm.conversation_id].client_id
    assert (kept.category, kept.value) == ("marketing_messages", "stop")


async def test_what_staff_wrote_on_their_phone_joins_the_conversation(firm: Firm) -> None:
    await firm.receive(inbound_message(wamid=make_wamid(1)))
    echo = {**message_json(phone="15550001111", wamid=make_wamid(2)), "to": PHONE}
    metadata = {"phone_number_id": NUMBER_ID}
    await firm.account_event(
        account_event("smb_message_echoes", {"metadata": metadata, "message_echoes": [echo]})
    )

    assert {row.conversation_id for row in firm.records.messages.values()} == {firm.conversation_id}
    assert len(firm.records.messages) == 2


async def test_an_event_in_parts_is_told_of_once(firm: Firm) -> None:
    whole = account_event("history", {"history": []})
    for part in (1, 2, 3):
        piece = replace(whole, part=part, parts=3, body="{")
        await firm.starter.event(piece)
        await firm.client.get_workflow_handle(f"account-event/{whole.digest}-{part}").result()

    assert len(firm.events.events) == 3
    assert [notice.code for notice in firm.events.notices.values()] == [
        NoticeCode.BODY_NOT_UNDERSTOOD
    ]


async def test_an_event_acted_on_halfway_is_finished_and_told_of_once(firm: Firm) -> None:
    firm.events.failures.extend([None, Unavailable("the database is away")])
    event = account_event("messages", {"errors": [{"code": 1}, {"code": 2}, {"code": 3}]})
    await firm.starter.event(event)
    await firm.end_of(firm.client.get_workflow_handle(f"account-event/{event.digest}"))

    told = [notice.details["fault"] for notice in firm.events.notices.values()]
    assert sorted(told) == ["1", "2", "3"]
    assert not firm.events.failures
