"""What every pen desk, and a conversation's store behind it, does: the fake and the real one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import Engine, select

from adapters.postgres.engine import transaction
from adapters.postgres.tables import AuditEntry
from adapters.postgres.vault import Vault
from domain.access import Role
from domain.analysis import Urgency
from domain.failures import (
    NotAllowed,
    Outdated,
    Taken,
    UnknownRecord,
    UnsendableContent,
    WindowClosed,
)
from domain.ids import LawyerId, OutboundId
from domain.messages import RecordedMessage
from domain.outbound import DeliveryState, OutboundMessage, Preparation, SendResult
from domain.outbound_content import OutboundContent, Template, Text
from domain.pen import NewOrder, PenInput
from domain.policy import FirmPolicy
from domain.review import ReviewRules
from domain.routing import Mode, Reason
from domain.views import LawyerView
from tests.adapters.conftest import Stores, at_once
from tests.adapters.pens import Firm, an_order, firm_of
from tests.adapters.registers import Registers
from tests.samples import made_conversation, make_policy, status_json

_HELLO: Final = Text(body="Selamat siang.")
_LONG: Final = Text(body="Satu kalimat lagi. " * 500)
_OPENING: Final = Template(name="balas_kami", language="id")


@pytest.fixture
def firm(stores: Stores, engine: Engine, vault: Vault) -> Firm:
    return firm_of(stores, engine, vault)


@pytest.fixture
def real(postgres_stores: Stores, engine: Engine, vault: Vault) -> Firm:
    return firm_of(postgres_stores, engine, vault)


def _order(
    message: RecordedMessage,
    content: OutboundContent | None = _HELLO,
    *,
    number: int = 1,
    opening: Template | None = None,
) -> NewOrder:
    return NewOrder(
        order_id=an_order(number),
        conversation_id=message.conversation_id,
        content=content,
        opening=opening,
    )


def _failed(firm: Firm, viewer: LawyerView, message: RecordedMessage) -> OutboundId:
    """An order whose message WhatsApp refused."""
    ordered = firm.pens.order(viewer, _order(message), firm.stores.policy)
    firm.send(message, ordered.outbound_ids[0], DeliveryState.REFUSED)
    return ordered.outbound_ids[0]


def test_each_change_counts_up_and_tells_all_that_holds(firm: Firm) -> None:
    dewi, sari = firm.person(), firm.person("staff", "Sari Utami")
    conversation = firm.message().conversation_id
    told = [
        firm.pens.take_over(dewi, conversation),
        firm.pens.assign(sari, conversation, sari.id),
        firm.pens.set_mode(dewi, conversation, Mode.OFF),
        firm.pens.take_over(sari, conversation),
        firm.pens.resolve(sari, conversation),
        firm.pens.hand_back(dewi, conversation),
        firm.pens.assign(dewi, conversation, None),
        firm.pens.set_mode(dewi, conversation, None),
    ]
    assert told == [
        PenInput(version=1, holder=dewi.id, assignee=None),
        PenInput(version=2, holder=dewi.id, assignee=sari.id),
        PenInput(version=3, holder=dewi.id, assignee=sari.id, mode=Mode.OFF),
        PenInput(version=4, holder=sari.id, assignee=sari.id, mode=Mode.OFF),
        PenInput(version=5, holder=sari.id, assignee=sari.id, mode=Mode.OFF, resolved=True),
        PenInput(version=6, holder=None, assignee=sari.id, mode=Mode.OFF),
        PenInput(version=7, holder=None, assignee=None, mode=Mode.OFF),
        PenInput(version=8, holder=None, assignee=None),
    ]


def test_doing_the_same_again_changes_nothing(firm: Firm) -> None:
    dewi, pens = firm.person(), firm.pens
    conversation = firm.message().conversation_id
    assert pens.hand_back(dewi, conversation).version == 0
    assert pens.set_mode(dewi, conversation, None).version == 0
    assert pens.assign(dewi, conversation, None).version == 0
    pens.take_over(dewi, conversation)
    told = pens.assign(dewi, conversation, dewi.id)
    assert told.version == 2
    assert pens.take_over(dewi, conversation) == told
    assert pens.assign(dewi, conversation, dewi.id) == told


def test_many_changes_at_once_are_all_counted(firm: Firm) -> None:
    people = [firm.person(name=f"Orang {number}") for number in range(6)]
    conversation = firm.message().conversation_id
    told = at_once(6, lambda number: firm.pens.take_over(people[number], conversation))
    assert sorted(each.version for each in told) == [1, 2, 3, 4, 5, 6]
    assert {each.holder for each in told} == {person.id for person in people}


@pytest.mark.parametrize("role", ["admin", "auditor", "a role from before"])
def test_who_reads_nothing_holds_no_pen(firm: Firm, role: str) -> None:
    viewer, conversation = firm.person(role), firm.message().conversation_id
    for change in (firm.pens.take_over, firm.pens.hand_back, firm.pens.resolve):
        with pytest.raises(UnknownRecord):
            change(viewer, conversation)
    with pytest.raises(UnknownRecord):
        firm.pens.assign(viewer, conversation, None)
    with pytest.raises(UnknownRecord):
        firm.pens.set_mode(viewer, conversation, Mode.OFF)


def test_what_is_behind_a_wall_or_nowhere_is_nobodys_to_change(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    firm.behind.wall(message, firm.person(name="Sari Utami"))
    for conversation in (message.conversation_id, made_conversation(9)):
        for change in (firm.pens.take_over, firm.pens.hand_back, firm.pens.resolve):
            with pytest.raises(UnknownRecord):
                change(viewer, conversation)
    with pytest.raises(UnknownRecord):
        firm.pens.order(viewer, _order(message), firm.stores.policy)


def test_staff_do_not_say_what_the_assistant_does(firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        firm.pens.set_mode(firm.person("staff"), firm.message().conversation_id, Mode.OFF)


def test_it_is_made_nobodys_who_may_not_see_it(firm: Firm) -> None:
    sari, message = firm.person(name="Sari Utami"), firm.message()
    firm.behind.wall(message, sari)
    for other in (firm.person(name="Joko").id, firm.person("admin", "Rina").id, LawyerId("e" * 32)):
        with pytest.raises(UnknownRecord):
            firm.pens.assign(sari, message.conversation_id, other)
    assert firm.pens.assign(sari, message.conversation_id, sari.id).assignee == sari.id


def test_what_comes_to_a_held_conversation_is_a_persons(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    firm.pens.take_over(dewi, message.conversation_id)
    assert Reason.HELD_BY_LAWYER in firm.message(number=2).circumstances
    firm.pens.hand_back(dewi, message.conversation_id)
    assert Reason.HELD_BY_LAWYER not in firm.message(number=3).circumstances


def test_the_assistant_is_silent_while_a_lawyer_holds_the_pen(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    draft = firm.stores.drafted(message)
    firm.pens.take_over(dewi, message.conversation_id)
    ready = firm.stores.conversations.prepare_send(
        message.conversation_id, draft, firm.stores.policy
    )
    assert isinstance(ready, SendResult)
    assert (ready.state, ready.reason) == (DeliveryState.WITHHELD, Reason.HELD_BY_LAWYER)


def test_a_message_knows_its_number_and_office(firm: Firm) -> None:
    assert firm.message().office is None
    firm.behind.name_office("Jakarta")
    message = firm.message(number=2)
    assert (message.phone_number_id, message.office) == (
        firm.stores.record(number=3).phone_number_id, "Jakarta",
    )  # fmt: skip
    assert message.phone_number_id


def test_own_words_are_written_down_in_parts_and_once(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    order = replace(_order(message, _LONG), reply_to=message.message_id)
    ordered = firm.pens.order(dewi, order, firm.stores.policy)
    assert (ordered.order_id, ordered.lawyer) == (order.order_id, dewi.id)
    assert len(ordered.outbound_ids) == 3
    assert (ordered.opening, ordered.held) == ((), False)
    assert firm.pens.order(dewi, order, firm.stores.policy) == ordered
    firm.pens.take_over(firm.person(name="Sari Utami"), message.conversation_id)
    ready = firm.claim(message, ordered.outbound_ids[0])
    assert ready.reply_to


def test_one_order_given_many_times_at_once_is_one(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    ordered = at_once(8, lambda _: firm.pens.order(dewi, _order(message), firm.stores.policy))
    assert all(each == ordered[0] for each in ordered)


@pytest.mark.parametrize("what", ["words", "person", "conversation", "quote", "review", "opening"])
def test_an_order_id_is_not_given_twice(firm: Firm, what: str) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    order = _order(message)
    if what == "review":
        firm.own_words(message, order.order_id, "Halo.")
    else:
        firm.pens.order(dewi, order, policy)
    elsewhere = firm.stores.record(number=2, phone="6281200000002")
    other = {
        "words": replace(order, content=Text(body="Besok.")),
        "person": order,
        "conversation": replace(order, conversation_id=elsewhere.conversation_id),
        "quote": replace(order, reply_to=message.message_id),
        "review": order,
        "opening": replace(order, content=None, opening=_OPENING),
    }[what]
    somebody = firm.person(name="Sari Utami") if what == "person" else dewi
    with pytest.raises(Taken):
        firm.pens.order(somebody, other, policy)


@pytest.mark.parametrize(
    ("role", "approvers", "may"),
    [
        ("lawyer", (Role.PARTNER,), True),
        ("partner", (Role.LAWYER,), True),
        ("staff", (Role.LAWYER, Role.PARTNER), False),
        ("staff", (Role.STAFF, Role.PARTNER), True),
    ],
)
def test_who_may_write_to_clients(
    firm: Firm, role: str, approvers: tuple[Role, ...], *, may: bool
) -> None:
    viewer, message = firm.person(role), firm.message()
    policy = _with_approvers(firm.stores.policy, approvers)
    if may:
        assert firm.pens.order(viewer, _order(message), policy).outbound_ids
    else:
        with pytest.raises(NotAllowed):
            firm.pens.order(viewer, _order(message), policy)


def test_nothing_at_all_and_what_whatsapp_would_not_take_is_no_order(firm: Firm) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    for wrong in (
        _order(message, None),
        _order(message, Text(body=" ")),
        _order(message, opening=Template(name="Not A Name", language="id")),
    ):
        with pytest.raises(UnsendableContent):
            firm.pens.order(dewi, wrong, policy)


def test_where_the_window_is_closed_words_wait_behind_a_template(firm: Firm) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    firm.behind.close_window(message.conversation_id)
    with pytest.raises(WindowClosed):
        firm.pens.order(dewi, _order(message), policy)
    order = _order(message, opening=_OPENING)
    ordered = firm.pens.order(dewi, order, policy)
    assert ordered.held
    (opening,), (words,) = ordered.opening, ordered.outbound_ids
    assert firm.claim(message, opening).content == _OPENING
    assert firm.stores.look.sent(words).state is DeliveryState.QUEUED
    firm.message(number=2)
    assert firm.claim(message, words).content == _HELLO
    assert firm.pens.order(dewi, order, policy) == ordered


def test_the_margin_before_the_end_of_the_window_counts_as_closed(firm: Firm) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    message = firm.message(sent_at=now - timedelta(hours=24) + timedelta(minutes=1))
    with pytest.raises(WindowClosed):
        firm.pens.order(firm.person(), _order(message), firm.stores.policy)


def test_a_template_needs_no_window_and_an_open_one_needs_no_template(firm: Firm) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    at_once_ = firm.pens.order(dewi, _order(message, opening=_OPENING), policy)
    assert (len(at_once_.outbound_ids), at_once_.opening, at_once_.held) == (1, (), False)
    firm.behind.close_window(message.conversation_id)
    alone = firm.pens.order(dewi, _order(message, None, number=2, opening=_OPENING), policy)
    assert (len(alone.outbound_ids), alone.opening, alone.held) == (1, (), False)
    assert firm.claim(message, alone.outbound_ids[0]).content == _OPENING
    template = firm.pens.order(dewi, _order(message, _OPENING, number=3), policy)
    assert (len(template.outbound_ids), template.held) == (1, False)


def test_a_message_of_ours_leads_to_its_conversation_for_whoever_may_see_it(firm: Firm) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    (sent,) = firm.pens.order(dewi, _order(message), policy).outbound_ids
    assert firm.pens.conversation_of(dewi, sent) == message.conversation_id
    for viewer, outbound in (
        (firm.person("admin", "Tata usaha"), sent),
        (dewi, OutboundId("0" * 32)),
    ):
        with pytest.raises(UnknownRecord) as refusal:
            firm.pens.conversation_of(viewer, outbound)
        assert str(refusal.value) == f"no message {outbound}"


@pytest.mark.parametrize("state", [DeliveryState.REFUSED, DeliveryState.AMBIGUOUS])
def test_what_did_not_arrive_is_sent_again_once(firm: Firm, state: DeliveryState) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    (first,) = firm.pens.order(dewi, _order(message), policy).outbound_ids
    firm.send(message, first, state)
    again = firm.pens.send_again(dewi, first, an_order(2))
    assert firm.pens.send_again(dewi, first, an_order(2)) == again
    (second,) = again.outbound_ids
    assert second != first
    with pytest.raises(Outdated):
        firm.pens.send_again(dewi, first, an_order(3))
    assert firm.claim(message, second).content == _HELLO
    with pytest.raises(Outdated):
        firm.pens.send_again(firm.person(name="Sari Utami"), first, an_order(4))


def test_what_failed_once_more_may_be_tried_once_more(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    first = _failed(firm, dewi, message)
    (second,) = firm.pens.send_again(dewi, first, an_order(2)).outbound_ids
    firm.send(message, second, DeliveryState.REFUSED)
    for number, failed in ((3, second), (4, first)):
        firm.pens.send_again(dewi, failed, an_order(number))


def test_the_assistants_withheld_reply_goes_as_a_lawyers(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    draft = firm.stores.drafted(message, body="Sama-sama.")
    withheld = firm.stores.conversations.prepare_send(
        message.conversation_id, draft, make_policy(mode=Mode.OFF)
    )
    ordered = firm.pens.send_again(dewi, _withheld(withheld), an_order())
    firm.pens.take_over(dewi, message.conversation_id)
    ready = firm.claim(message, ordered.outbound_ids[0])
    assert ready.content == Text(body="Sama-sama.")


def test_the_parts_after_one_that_failed_go_after_its_new_try(firm: Firm) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    first, second, third = firm.pens.order(dewi, _order(message, _LONG), policy).outbound_ids
    firm.send(message, first)
    firm.send(message, second, DeliveryState.REFUSED)
    again = firm.pens.send_again(dewi, second, an_order(2))
    new = again.outbound_ids[0]
    assert again.outbound_ids == (new, third)
    assert not isinstance(firm.prepare(message, third), OutboundMessage)
    firm.send(message, new)
    firm.claim(message, third)


@pytest.mark.parametrize("sent", [False, True])
def test_what_is_on_its_way_or_arrived_is_not_sent_again(firm: Firm, *, sent: bool) -> None:
    dewi, message, policy = firm.person(), firm.message(), firm.stores.policy
    (first,) = firm.pens.order(dewi, _order(message), policy).outbound_ids
    if sent:
        firm.send(message, first)
    with pytest.raises(Outdated):
        firm.pens.send_again(dewi, first, an_order(2))


def test_who_may_not_write_or_see_sends_nothing_again(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    failed = _failed(firm, dewi, message)
    with pytest.raises(NotAllowed):
        firm.pens.send_again(firm.person("staff", "Rina"), failed, an_order(2))
    with pytest.raises(UnknownRecord):
        firm.pens.send_again(dewi, OutboundId("e" * 32), an_order(2))
    with pytest.raises(Taken):
        firm.pens.send_again(dewi, failed, an_order(1))
    firm.behind.wall(message, firm.person(name="Sari Utami"))
    with pytest.raises(UnknownRecord):
        firm.pens.send_again(dewi, failed, an_order(2))


def test_what_was_sent_again_is_no_other_order(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    firm.pens.send_again(dewi, _failed(firm, dewi, message), an_order(2))
    with pytest.raises(Taken):
        firm.pens.order(dewi, _order(message, number=2), firm.stores.policy)


def test_a_conversation_that_is_resolved_needs_nobody(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    firm.waits(message, Reason.EMERGENCY, urgency=Urgency.EMERGENCY)
    firm.pens.resolve(dewi, message.conversation_id)
    flag = firm.stores.look.flag(message.conversation_id)
    assert (flag.since, flag.urgency, flag.reasons) == (None, Urgency.NORMAL, ())


def test_no_resolution_settles_who_the_client_is(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    firm.waits(message, Reason.IDENTITY_CHANGED, Reason.PRIVACY_REQUEST)
    firm.pens.resolve(dewi, message.conversation_id)
    flag = firm.stores.look.flag(message.conversation_id)
    assert flag.since
    assert flag.reasons == (Reason.IDENTITY_CHANGED,)


def test_an_answer_leaves_what_it_does_not_settle(firm: Firm) -> None:
    message = firm.message()
    firm.waits(
        message, Reason.CONFLICT, Reason.EMERGENCY, Reason.PRIVACY_REQUEST,
        urgency=Urgency.EMERGENCY,
    )  # fmt: skip
    before = firm.stores.look.flag(message.conversation_id)
    firm.store.note_answered(message.conversation_id, (message.message_id,))
    after = firm.stores.look.flag(message.conversation_id)
    assert (after.since, after.urgency) == (before.since, Urgency.NORMAL)
    assert after.reasons == (Reason.CONFLICT, Reason.PRIVACY_REQUEST)


def test_what_came_after_the_answered_messages_still_waits(firm: Firm) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    first = firm.message(sent_at=now - timedelta(minutes=9))
    second = firm.message(number=2, sent_at=now - timedelta(minutes=5))
    firm.waits(first, Reason.EMERGENCY, urgency=Urgency.EMERGENCY)
    firm.waits(second, Reason.BILLING)
    firm.store.note_answered(first.conversation_id, (first.message_id,))
    flag = firm.stores.look.flag(first.conversation_id)
    assert flag.since
    assert (flag.urgency, flag.reasons) == (Urgency.NORMAL, (Reason.BILLING,))
    firm.store.note_answered(first.conversation_id, (second.message_id,))
    assert firm.stores.look.flag(first.conversation_id).since is None


def test_what_has_not_reached_the_conversation_yet_still_waits(firm: Firm) -> None:
    message = firm.message()
    firm.waits(message, Reason.BILLING, handed_over=False)
    firm.store.note_answered(message.conversation_id, ())
    assert firm.stores.look.flag(message.conversation_id).reasons == (Reason.BILLING,)
    firm.stores.messages.mark_handed_over(message.message_id)
    firm.store.note_answered(message.conversation_id, ())
    assert firm.stores.look.flag(message.conversation_id).since is None


def test_an_answer_after_a_resolution_calls_nobody_again(firm: Firm) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    first = firm.message(sent_at=now - timedelta(minutes=9))
    second = firm.message(number=2, sent_at=now - timedelta(minutes=5))
    for message in (first, second):
        firm.waits(message, Reason.BILLING)
    firm.pens.resolve(firm.person(), first.conversation_id)
    firm.store.note_answered(first.conversation_id, (first.message_id,))
    assert firm.stores.look.flag(first.conversation_id).reasons == ()


def test_an_unknown_conversation_has_no_answer(firm: Firm) -> None:
    with pytest.raises(UnknownRecord):
        firm.store.note_answered(made_conversation(9), ())


@pytest.mark.parametrize(
    ("report", "statuses", "told"),
    [
        (DeliveryState.SENT, ("sent", "delivered", "read"), ("sent",)),
        (DeliveryState.SENT, ("delivered", "sent"), ("delivered",)),
        (DeliveryState.DELIVERED, ("sent", "delivered", "read"), ("delivered",)),
        (DeliveryState.DELIVERED, ("read", "delivered"), ("read",)),
        (None, ("sent", "delivered"), ()),
    ],
)
def test_a_conversation_hears_once_that_a_message_came_as_far_as_it_wants(
    firm: Firm, report: DeliveryState | None, statuses: tuple[str, ...], told: tuple[str, ...]
) -> None:
    dewi, message = firm.person(), firm.message()
    (outbound,) = firm.pens.order(dewi, _order(message), firm.stores.policy).outbound_ids
    firm.claim(message, outbound, report)
    heard = [
        (name, each.report.outbound_id)
        for name in statuses
        for each in firm.stores.told(_status(name, outbound)).to_tell
    ]
    assert heard == [(name, outbound) for name in told]
    # The same again tells again: nobody knows whether the first telling arrived.
    again = [name for name in statuses if firm.stores.told(_status(name, outbound)).to_tell]
    assert again == [*told]


def test_several_statuses_at_once_tell_once(firm: Firm) -> None:
    dewi, message = firm.person(), firm.message()
    (outbound,) = firm.pens.order(dewi, _order(message), firm.stores.policy).outbound_ids
    firm.claim(message, outbound, DeliveryState.SENT)
    told = firm.stores.told(_status("sent", outbound), _status("delivered", outbound)).to_tell
    assert [each.report.state for each in told] == [DeliveryState.DELIVERED]


def test_all_that_people_do_is_in_the_audit_log(
    real: Firm, engine: Engine, registers: Registers
) -> None:
    dewi, message = real.person(), real.message()
    conversation = message.conversation_id
    for _ in range(2):
        real.pens.take_over(dewi, conversation)
        real.pens.assign(dewi, conversation, dewi.id)
        real.pens.set_mode(dewi, conversation, Mode.DRAFT_ONLY)
        real.pens.order(dewi, _order(message), real.stores.policy)
    shown = registers.reader.conversation(conversation, dewi, limit=5).conversation
    assert (shown.held_by, shown.assigned_to, shown.pen_version) == (dewi.id, dewi.id, 3)
    assert shown.held_since
    real.pens.hand_back(dewi, conversation)
    real.pens.resolve(dewi, conversation)
    (outbound,) = real.pens.order(dewi, _order(message), real.stores.policy).outbound_ids
    real.send(message, outbound, DeliveryState.REFUSED)
    real.pens.send_again(dewi, outbound, an_order(2))
    with transaction(engine) as session:
        rows = session.execute(
            select(AuditEntry.action, AuditEntry.subject)
            .where(AuditEntry.lawyer_id == dewi.id)
            .order_by(AuditEntry.at, AuditEntry.action)
        ).all()
    assert sorted(tuple(row) for row in rows) == [
        ("conversation_assign", conversation),
        ("conversation_hand_back", conversation),
        ("conversation_mode", conversation),
        ("conversation_resolve", conversation),
        ("conversation_take_over", conversation),
        ("message_send", an_order()),
        ("message_send_again", outbound),
    ]


def _withheld(prepared: Preparation) -> OutboundId:
    assert isinstance(prepared, SendResult)
    assert prepared.state is DeliveryState.WITHHELD
    return prepared.outbound_id


def _status(name: str, outbound: OutboundId) -> str:
    return status_json(wamid="wamid.own", status=name, callback=outbound)


def _with_approvers(policy: FirmPolicy, approvers: tuple[Role, ...]) -> FirmPolicy:
    rules = replace(policy.conversation, reviews=ReviewRules(approvers=approvers))
    return replace(policy, conversation=rules)
