"""People are told once on each channel, whatever happens to the other channels."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from temporalio.testing import ActivityEnvironment

from activities.notifying import NotifyingActivities
from domain.analysis import Urgency
from domain.failures import Misconfigured, Unavailable, Undeliverable
from domain.ids import ConversationId, LawyerId
from domain.notifications import (
    Channel,
    DeliveryOutcome,
    NotificationKind,
    NotifyInput,
    NotifyResult,
    Preferences,
    QuietHours,
    notification_id,
)
from domain.sla import DEFAULT_CHAIN, ChainRole
from tests.fake_notifications import FakeNotifications, FakeNotifier
from tests.samples import NOW, make_policy

_DEWI, _BUDI = LawyerId("a" * 32), LawyerId("b" * 32)
_CONVERSATION = ConversationId("c" * 32)
_INPUT = NotifyInput(
    key="1/waiting",
    kind=NotificationKind.MESSAGE_WAITING,
    urgency=Urgency.NORMAL,
    at=NOW,
    to=DEFAULT_CHAIN,
    conversation_id=_CONVERSATION,
)


@dataclass(slots=True)
class _Office:
    store: FakeNotifications
    email: FakeNotifier = field(default_factory=FakeNotifier)
    webhook: FakeNotifier = field(default_factory=FakeNotifier)

    async def notify(self, input: NotifyInput = _INPUT) -> NotifyResult:
        notifiers = {Channel.EMAIL: self.email, Channel.WEBHOOK: self.webhook}
        activities = NotifyingActivities(self.store, notifiers, make_policy())
        return await ActivityEnvironment().run(activities.notify, input)


@pytest.fixture
def office() -> _Office:
    people = {ChainRole.RESPONSIBLE: _DEWI, ChainRole.DEPUTY: _BUDI}
    store = FakeNotifications(people=people)
    store.prefer(_DEWI, Preferences(email="dewi@firm.example"))
    return _Office(store)


async def test_everybody_is_told_on_their_channels_and_never_again(office: _Office) -> None:
    for _ in range(3):
        assert await office.notify() == NotifyResult(told=2)
    assert [each.notification.recipient for each in office.email.told] == [_DEWI]
    assert {each.notification.recipient for each in office.webhook.told} == {_DEWI, _BUDI}
    assert len(office.webhook.told) == 2
    assert len(office.store.kept) == 2


@pytest.mark.parametrize(
    "failure", [Unavailable("down"), Misconfigured("wrong"), RuntimeError("unforeseen")]
)
async def test_a_channel_that_fails_holds_up_no_other_and_is_tried_again_alone(
    office: _Office, failure: Exception
) -> None:
    office.email.failures = [failure]
    with pytest.raises(type(failure)):
        await office.notify()
    assert len(office.webhook.told) == 2
    assert not office.email.told
    assert len(office.store.kept) == 2
    assert await office.notify() == NotifyResult(told=2)
    assert len(office.email.told) == 1
    assert len(office.webhook.told) == 2


async def test_an_address_that_takes_nothing_is_not_tried_again(office: _Office) -> None:
    office.email.failures = [Undeliverable("code 550")]
    assert await office.notify() == NotifyResult(told=2)
    refused = notification_id(_INPUT.key, _CONVERSATION, _DEWI)
    assert office.store.outcomes[refused, Channel.EMAIL] is DeliveryOutcome.REFUSED
    await office.notify()
    assert not office.email.told


async def test_who_sleeps_is_told_when_they_wake_and_others_now(office: _Office) -> None:
    halves = (QuietHours(begins=0, ends=720), QuietHours(begins=720, ends=0))
    zone = make_policy().notifications.zone
    quiet = next(each for each in halves if each.end_at(datetime.now(UTC), zone))
    office.store.prefer(_BUDI, Preferences(quiet_hours=quiet))
    result = await office.notify()
    assert result.told == 2
    assert result.resume_at is not None
    assert result.resume_at > datetime.now(UTC)
    assert [each.notification.recipient for each in office.webhook.told] == [_DEWI]
    # They wake.
    office.store.prefer(_BUDI, Preferences())
    assert await office.notify() == NotifyResult(told=2)
    assert [each.notification.recipient for each in office.webhook.told] == [_DEWI, _BUDI]


async def test_an_emergency_wakes_people(office: _Office) -> None:
    for quiet in (QuietHours(begins=0, ends=720), QuietHours(begins=720, ends=0)):
        office.store.prefer(_BUDI, Preferences(quiet_hours=quiet))
        urgent = replace(_INPUT, urgency=Urgency.EMERGENCY, key=f"{quiet.begins}")
        assert await office.notify(urgent) == NotifyResult(told=2)


async def test_where_there_is_nobody_that_is_said(office: _Office) -> None:
    office.store.people.clear()
    assert await office.notify() == NotifyResult(told=0)
