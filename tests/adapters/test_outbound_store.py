"""What every conversation store does with messages on their way out, the fake and the real one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from domain.failures import UnknownRecord, UnsendableContent
from domain.ids import MessageId, OutboundId
from domain.messages import MediaKind, RecordedMessage
from domain.notices import NoticeCode
from domain.outbound import (
    Accepted,
    DeliveryState,
    NewMessage,
    NotYet,
    OutboundMessage,
    Postponement,
    Preparation,
    Recipient,
    Refused,
    SendResult,
    Unanswered,
    UploadFirst,
)
from domain.outbound_content import (
    Button,
    Buttons,
    Component,
    ListMessage,
    MediaMessage,
    OutboundContent,
    Parameter,
    Row,
    Section,
    Template,
    Text,
)
from domain.routing import Mode, Reason
from domain.send_errors import TRIAL_EVERY
from tests.adapters.conftest import Stores, at_once
from tests.samples import (
    BSUID,
    NUMBER_ID,
    PHONE,
    made_conversation,
    make_policy,
    make_wamid,
    status_json,
)

_FILE = MediaMessage(
    kind=MediaKind.DOCUMENT, file_key="a/b", mime_type="application/pdf", filename="surat.pdf"
)
_CONTENTS: list[OutboundContent] = [
    Text(body="Selamat siang \U0001f44d"),
    Buttons(body="Kapan?", buttons=(Button(id="1", title="Senin"),), footer="Kantor"),
    ListMessage(
        body="Kapan?",
        button="Pilih",
        sections=(Section(rows=(Row(id="1", title="Senin", description="Pagi"),)),),
    ),
    Template(
        name="pengingat",
        language="id",
        components=(
            Component(part="body", parameters=(Parameter(text="Budi", name="nama"),)),
            Component(part="button", parameters=(Parameter(text="x"),), sub_type="url", index=0),
        ),
    ),
]
_LONG = Text(body="Satu kalimat lagi. " * 500)


def _new(message: RecordedMessage, content: OutboundContent = _CONTENTS[0]) -> NewMessage:
    return NewMessage(request_id="a wish", conversation_id=message.conversation_id, content=content)


def _prepare(
    stores: Stores, message: RecordedMessage, outbound: OutboundId, mode: Mode = Mode.AUTO
) -> Preparation:
    return stores.conversations.prepare_message(
        message.conversation_id, outbound, make_policy(mode=mode)
    )


def _claim(stores: Stores, message: RecordedMessage, outbound: OutboundId) -> OutboundMessage:
    ready = _prepare(stores, message, outbound)
    assert isinstance(ready, OutboundMessage)
    return ready


def _put_off(
    stores: Stores, ready: OutboundMessage, code: int, wait: timedelta, *, stops: bool = False
) -> None:
    stores.conversations.release_send(
        ready, Postponement(retry_after=wait, code=code, stops_number=stops)
    )


@pytest.mark.parametrize("content", _CONTENTS, ids=lambda each: type(each).__name__)
def test_a_message_of_any_kind_is_kept_and_gets_ready(
    stores: Stores, content: OutboundContent
) -> None:
    message = stores.record()
    (outbound,) = stores.conversations.queue(_new(message, content))
    assert stores.look.sent(outbound).state is DeliveryState.QUEUED
    ready = _claim(stores, message, outbound)
    assert ready == OutboundMessage(
        outbound_id=outbound,
        conversation_id=message.conversation_id,
        phone_number_id=NUMBER_ID,
        recipient=Recipient(phone=f"+{PHONE}"),
        content=content,
    )
    settled = stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.own"))
    assert settled.state is DeliveryState.ACCEPTED
    stores.told(status_json(wamid="wamid.own", status="delivered"))
    assert stores.look.sent(outbound).state is DeliveryState.DELIVERED


def test_a_wish_that_is_repeated_is_one_message_and_its_first_words_stand(stores: Stores) -> None:
    message = stores.record()
    first = stores.conversations.queue(_new(message, _LONG))
    assert len(first) > 1
    assert stores.conversations.queue(_new(message, Text(body="Lain"))) == first
    found = at_once(8, lambda _: stores.conversations.queue(_new(message, _LONG)))
    assert set(found) == {first}
    other = stores.conversations.queue(replace(_new(message), request_id="another wish"))
    assert set(other).isdisjoint(first)


def test_the_parts_of_a_long_text_go_one_after_the_other(stores: Stores) -> None:
    message = stores.record()
    parts = stores.conversations.queue(_new(message, _LONG))
    said: list[str] = []
    for number, outbound in enumerate(parts):
        for later in parts[number + 1 :]:
            waiting = _prepare(stores, message, later)
            assert waiting == SendResult(outbound_id=later, state=DeliveryState.QUEUED)
        ready = _claim(stores, message, outbound)
        said.append(ready.body)
        stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid=f"wamid.{number}"))
    assert "".join(said) == _LONG.body


@pytest.mark.parametrize("how", ["refused", "ambiguous", "failed"])
def test_no_part_follows_one_that_whatsapp_does_not_have(stores: Stores, how: str) -> None:
    message = stores.record()
    first, second, *_ = stores.conversations.queue(_new(message, _LONG))
    ready = _claim(stores, message, first)
    match how:
        case "refused":
            stores.settle(ready, DeliveryState.REFUSED, Refused(code=131026))
        case "ambiguous":
            stores.settle(ready, DeliveryState.AMBIGUOUS, Unanswered())
        case _:
            stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
            stores.told(status_json(wamid="wamid.a", status="failed", error_code=131026))
    assert isinstance(_prepare(stores, message, second), SendResult)
    if how == "ambiguous":
        stores.told(status_json(wamid="wamid.a", callback=first))
        assert isinstance(_prepare(stores, message, second), OutboundMessage)


def test_a_reply_quotes_the_clients_message_and_goes_to_who_wrote_it(stores: Stores) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    stores.record(number=1, user_id=BSUID, sent_at=now - timedelta(minutes=9))
    quoted = stores.record(number=2, phone=None, user_id=BSUID, sent_at=now - timedelta(minutes=5))
    latest = stores.record(number=3, sent_at=now - timedelta(minutes=2))
    first, second, *_ = stores.conversations.queue(
        replace(_new(quoted, _LONG), reply_to=quoted.message_id)
    )
    ready = _claim(stores, quoted, first)
    assert (ready.reply_to, ready.recipient) == (make_wamid(2), Recipient(user_id=BSUID))
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert _claim(stores, quoted, second).reply_to is None
    (plain,) = stores.conversations.queue(replace(_new(latest), request_id="another wish"))
    assert _claim(stores, latest, plain).recipient == Recipient(phone=f"+{PHONE}")


def test_a_message_to_nobody_is_not_written_down(stores: Stores) -> None:
    message, elsewhere = stores.record(), stores.record(number=2, phone="6281200000002")
    for wrong in (
        replace(_new(message), conversation_id=made_conversation(9)),
        replace(_new(message), reply_to=MessageId("f" * 32)),
        replace(_new(message), reply_to=elsewhere.message_id),
        replace(_new(message), draft_id=stores.drafted(elsewhere)),
    ):
        with pytest.raises(UnknownRecord):
            stores.conversations.queue(wrong)
    with pytest.raises(UnsendableContent):
        stores.conversations.queue(_new(message, Text(body=" ")))
    with pytest.raises(UnknownRecord):
        _prepare(stores, message, OutboundId("f" * 32))
    (outbound,) = stores.conversations.queue(_new(message))
    with pytest.raises(UnknownRecord):
        _prepare(stores, elsewhere, outbound)


def test_a_lawyers_message_is_not_bound_by_what_the_assistant_may(stores: Stores) -> None:
    message = stores.record()
    own = replace(_new(message), sent_by=stores.look.lawyer().id)
    (outbound,) = stores.conversations.queue(own)
    assert isinstance(_prepare(stores, message, outbound, Mode.OFF), OutboundMessage)
    (machine,) = stores.conversations.queue(replace(_new(message), request_id="another wish"))
    held = _prepare(stores, message, machine, Mode.OFF)
    assert isinstance(held, SendResult)
    assert held.reason is Reason.ASSISTANT_OFF


def test_a_draft_that_a_lawyer_edited_goes_with_the_lawyers_words(stores: Stores) -> None:
    message = stores.record()
    draft = stores.drafted(message, body="Kata asisten.")
    edited = replace(
        _new(message, Text(body="Kata pengacara.")),
        draft_id=draft,
        sent_by=stores.look.lawyer().id,
    )
    (outbound,) = stores.conversations.queue(edited)
    assert _claim(stores, message, outbound).body == "Kata pengacara."


def test_only_a_template_goes_when_the_window_is_closed(stores: Stores) -> None:
    message = stores.record(sent_at=datetime.now(UTC) - timedelta(hours=25))
    lawyer = stores.look.lawyer().id
    states: list[bool] = []
    for content in _CONTENTS:
        new = replace(_new(message, content), request_id=type(content).__name__, sent_by=lawyer)
        (outbound,) = stores.conversations.queue(new)
        found = _prepare(stores, message, outbound)
        states.append(isinstance(found, OutboundMessage))
        if isinstance(found, SendResult):
            assert found.reason is Reason.WINDOW_CLOSED
    assert states == [False, False, False, True]


def test_what_was_put_off_is_counted_and_waits_whoever_asks(stores: Stores) -> None:
    message = stores.record()
    (outbound,) = stores.conversations.queue(_new(message))
    for attempts in range(3):
        ready = _claim(stores, message, outbound)
        assert ready.attempts == attempts
        _put_off(stores, ready, 131056, timedelta(0))
    ready = _claim(stores, message, outbound)
    _put_off(stores, ready, 131056, timedelta(hours=1))
    found = _prepare(stores, message, outbound)
    assert isinstance(found, NotYet)
    assert found.code == 131056
    assert timedelta(minutes=59) < found.retry_after <= timedelta(hours=1)
    # Only this one waits.
    (other,) = stores.conversations.queue(replace(_new(message), request_id="another wish"))
    assert isinstance(_prepare(stores, message, other), OutboundMessage)


def test_a_put_off_that_comes_late_does_not_undo_what_was_settled(stores: Stores) -> None:
    message = stores.record()
    (outbound,) = stores.conversations.queue(_new(message))
    ready = _claim(stores, message, outbound)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    _put_off(stores, ready, 131056, timedelta(hours=1))
    assert stores.look.sent(outbound).state is DeliveryState.ACCEPTED


def test_a_stopped_number_holds_everything_back_and_staff_are_told_once(stores: Stores) -> None:
    message = stores.record()
    elsewhere = stores.record(number=2, phone="6281200000002")
    (first,) = stores.conversations.queue(_new(message))
    (second,) = stores.conversations.queue(replace(_new(elsewhere), request_id="another wish"))
    claims = [_claim(stores, message, first), _claim(stores, elsewhere, second)]
    for ready in claims:
        _put_off(stores, ready, 190, timedelta(0), stops=True)
    for of, outbound in ((message, first), (elsewhere, second)):
        assert _prepare(stores, of, outbound) == NotYet(retry_after=TRIAL_EVERY, code=190)
        assert stores.look.sent(outbound).state is DeliveryState.QUEUED
    assert stores.look.alarms() == [NoticeCode.SENDING_STOPPED]


@pytest.mark.parametrize("refused", [False, True])
def test_one_message_tries_a_stopped_number_and_frees_it_for_all(
    stores: Stores, *, refused: bool
) -> None:
    message = stores.record()
    wishes = [replace(_new(message), request_id=f"wish {number}") for number in range(3)]
    rows = [stores.conversations.queue(wish)[0] for wish in wishes]
    _put_off(stores, _claim(stores, message, rows[0]), 190, timedelta(0), stops=True)
    stores.look.pass_trial_time()
    found = [_prepare(stores, message, row) for row in rows]
    tried = [each for each in found if isinstance(each, OutboundMessage)]
    assert len(tried) == 1
    if refused:
        stores.settle(tried[0], DeliveryState.REFUSED, Refused(code=131026))
    else:
        stores.settle(tried[0], DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert all(isinstance(_prepare(stores, message, row), OutboundMessage) for row in rows[1:])
    assert stores.look.alarms() == [NoticeCode.SENDING_STOPPED, NoticeCode.SENDING_RESUMED]


def test_an_answer_to_what_left_before_the_stop_frees_nothing(stores: Stores) -> None:
    message = stores.record()
    wishes = [replace(_new(message), request_id=f"wish {number}") for number in range(3)]
    rows = [stores.conversations.queue(wish)[0] for wish in wishes]
    early, refused = (_claim(stores, message, row) for row in rows[:2])
    _put_off(stores, refused, 190, timedelta(0), stops=True)
    stores.settle(early, DeliveryState.ACCEPTED, Accepted(wamid="wamid.a"))
    assert isinstance(_prepare(stores, message, rows[2]), NotYet)


def test_a_refusal_that_whatsapp_was_not_asked_for_frees_nothing(stores: Stores) -> None:
    message = stores.record()
    wishes = [replace(_new(message), request_id=f"wish {number}") for number in range(2)]
    rows = [stores.conversations.queue(wish)[0] for wish in wishes]
    _put_off(stores, _claim(stores, message, rows[0]), 190, timedelta(0), stops=True)
    stores.look.pass_trial_time()
    ready = _claim(stores, message, rows[0])
    stores.settle(ready, DeliveryState.REFUSED, Refused(code=131009, asked=False))
    assert isinstance(_prepare(stores, message, rows[1]), NotYet)


def test_a_limit_for_spam_is_told_to_staff_once_a_day(stores: Stores) -> None:
    message = stores.record()
    for number in range(2):
        wish = replace(_new(message), request_id=f"wish {number}")
        (outbound,) = stores.conversations.queue(wish)
        ready = _claim(stores, message, outbound)
        stores.settle(ready, DeliveryState.REFUSED, Refused(code=131048), Reason.SEND_REFUSED)
    assert stores.look.alarms() == [NoticeCode.SENDING_LIMITED]


def test_a_file_is_brought_to_whatsapp_before_its_message_is_claimed(stores: Stores) -> None:
    message = stores.record()
    (outbound,) = stores.conversations.queue(_new(message, _FILE))
    wanted = UploadFirst(outbound_id=outbound, phone_number_id=NUMBER_ID, content=_FILE)
    for _ in range(2):
        assert _prepare(stores, message, outbound) == wanted
    assert stores.look.sent(outbound).state is DeliveryState.QUEUED
    stores.conversations.keep_upload(outbound, "123")
    ready = _claim(stores, message, outbound)
    assert (ready.media_id, ready.uploads) == ("123", 1)
    again = Postponement(retry_after=timedelta(0), code=131053, upload_again=True)
    stores.conversations.release_send(ready, again)
    assert isinstance(_prepare(stores, message, outbound), UploadFirst)


def test_an_upload_that_whatsapp_has_forgotten_is_made_again(
    postgres_stores: Stores, engine: Engine
) -> None:
    message = postgres_stores.record()
    (outbound,) = postgres_stores.conversations.queue(_new(message, _FILE))
    postgres_stores.conversations.keep_upload(outbound, "123")
    with engine.begin() as connection:
        connection.execute(text("UPDATE outbound SET uploaded_at = now() - interval '30 days'"))
    assert isinstance(_prepare(postgres_stores, message, outbound), UploadFirst)


def test_a_client_who_stopped_marketing_is_kept_as_one_who_did(postgres_stores: Stores) -> None:
    stores = postgres_stores
    message = stores.record()
    (outbound,) = stores.conversations.queue(_new(message))
    ready = _claim(stores, message, outbound)
    stores.settle(ready, DeliveryState.REFUSED, Refused(code=131050), Reason.SEND_REFUSED)
    (wish,) = stores.look.consents()
    assert (wish.category, wish.value) == ("marketing_messages", "stop")


def test_a_clients_message_has_its_name_and_number(stores: Stores) -> None:
    message = stores.record(number=7)
    name = stores.conversations.received_name(message.message_id)
    assert (name.phone_number_id, name.wamid) == (NUMBER_ID, make_wamid(7))
    with pytest.raises(UnknownRecord):
        stores.conversations.received_name(MessageId("f" * 32))
