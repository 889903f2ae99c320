"""Replies that WhatsApp puts off: they wait their time, and go once."""

from datetime import timedelta

from domain.notices import NoticeCode
from domain.outbound import DeliveryState
from domain.routing import Reason
from tests.samples import inbound_message, make_wamid
from tests.workflows.firm import Firm

_LONG_ENOUGH = timedelta(minutes=10)


async def test_a_reply_waits_longer_each_time_that_its_client_gets_too_many(firm: Firm) -> None:
    firm.sender.answers.extend([firm.sender.postponed(code=131056)] * 4)

    await firm.receive()
    await firm.pass_time(_LONG_ENOUGH)

    assert [each.attempts for each in firm.sender.asked] == [0, 1, 2, 3, 4]
    assert len(firm.sender.sent) == 1
    (row,) = firm.records.outbound.values()
    assert row.state is DeliveryState.ACCEPTED


async def test_replies_of_a_stopped_number_go_by_themselves_when_it_works_again(
    firm: Firm,
) -> None:
    firm.sender.answers.extend([firm.sender.postponed(code=190)] * 2)

    for number in range(3):
        phone = f"628120000000{number}"
        await firm.receive(inbound_message(wamid=make_wamid(number), phone=phone))
    await firm.pass_time(_LONG_ENOUGH)

    assert len(firm.sender.sent) == 3
    assert len({each.outbound_id for each in firm.sender.sent}) == 3
    alarms = [notice.code for notice in firm.records.alarms.values()]
    assert alarms == [NoticeCode.SENDING_STOPPED, NoticeCode.SENDING_RESUMED]


async def test_a_reply_that_is_refused_for_the_window_says_so(firm: Firm) -> None:
    firm.sender.answers.append(firm.sender.refused(131047))

    await firm.receive()
    await firm.pass_time(_LONG_ENOUGH)

    assert firm.records.conversations[firm.conversation_id].reasons == [Reason.WINDOW_CLOSED]
