"""Statuses and account events."""

from domain.account import AccountEventInput
from domain.ids import Digest
from tests.samples import NOW, status_json
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
