"""Who a client is: found by any identity, and doubted when one of them changes."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.analysis import Urgency
from domain.failures import Outdated, UnknownRecord
from domain.ids import ClientId
from domain.messages import RecordedMessage
from domain.outbound import DeliveryState, SendResult
from domain.routing import Decision, Reason, Route
from domain.statuses import read_status
from tests.adapters.conftest import Stores
from tests.samples import BSUID, NOW, PHONE, inbound_message, make_wamid, status_json

OTHER_PHONE = "6281200000002"
OTHER_BSUID = "ID.99999999999999999999"
LATER = NOW + timedelta(hours=1)


def _doubted(stores: Stores, recorded: RecordedMessage) -> bool:
    changed = stores.look.changed_at(recorded.client_id) is not None
    reasons = stores.look.flag(recorded.conversation_id).reasons
    assert changed == (Reason.IDENTITY_CHANGED in reasons)
    return changed


def _verify(stores: Stores, recorded: RecordedMessage) -> None:
    seen = stores.look.changed_at(recorded.client_id)
    stores.clients.verify(recorded.client_id, stores.look.lawyer(), seen)


def _system(
    stores: Stores, number: int, kind: str, at: datetime = LATER, **more: object
) -> RecordedMessage:
    sent = inbound_message(wamid=make_wamid(number), kind="system", name=None, sent_at=at)
    return stores.record_as(sent, message={"system": {"type": kind, **more}})


def test_a_user_id_counts_more_than_a_number(stores: Stores) -> None:
    """The number may have passed to the other person; nobody is merged, and a lawyer looks."""
    by_phone = stores.record(number=1)
    by_user_id = stores.record(number=2, phone=None, user_id=BSUID)
    both = stores.record(number=3, user_id=BSUID)
    assert by_phone.client_id != by_user_id.client_id
    assert both.client_id == by_user_id.client_id
    assert _doubted(stores, by_phone)
    assert not _doubted(stores, both)


def test_a_first_user_id_of_a_known_number_changes_nothing(stores: Stores) -> None:
    by_phone = stores.record(number=1)
    both = stores.record(number=2, user_id=BSUID)
    assert both.client_id == by_phone.client_id
    assert not _doubted(stores, both)
    assert both.circumstances == ()


def test_a_known_number_with_another_user_id_is_doubted(stores: Stores) -> None:
    before = stores.record(number=1, user_id=BSUID)
    after = stores.record(number=2, user_id=OTHER_BSUID)
    assert after.client_id == before.client_id
    assert after.circumstances == (Reason.IDENTITY_CHANGED,)
    assert _doubted(stores, after)


def test_a_known_user_id_with_another_number_is_doubted(stores: Stores) -> None:
    before = stores.record(number=1, user_id=BSUID)
    after = stores.record(number=2, phone=OTHER_PHONE, user_id=BSUID)
    assert after.client_id == before.client_id
    assert _doubted(stores, after)


def test_a_number_that_appears_beside_a_known_user_id_is_linked(stores: Stores) -> None:
    hidden = stores.record(number=1, phone=None, user_id=BSUID)
    shown = stores.record(number=2, user_id=BSUID)
    by_phone = stores.record(number=3)
    assert {shown.client_id, by_phone.client_id} == {hidden.client_id}
    assert not _doubted(stores, shown)


def test_a_number_that_passed_to_another_known_user_is_theirs(stores: Stores) -> None:
    old = stores.record(number=1, user_id=BSUID, sent_at=NOW)
    new = stores.record(number=2, phone=None, user_id=OTHER_BSUID, sent_at=NOW)
    moved = stores.record(number=3, user_id=OTHER_BSUID, sent_at=LATER)
    assert moved.client_id == new.client_id
    assert _doubted(stores, old)
    only_phone = stores.record(number=4, sent_at=LATER + timedelta(minutes=1))
    assert only_phone.client_id == new.client_id


def test_another_identity_key_is_doubted(stores: Stores) -> None:
    def write(number: int, key: str | None) -> RecordedMessage:
        contact = {"identity_key_hash": key} if key else {}
        return stores.record_as(inbound_message(wamid=make_wamid(number)), contact=contact)

    assert not _doubted(stores, write(1, "first"))
    assert not _doubted(stores, write(2, None))
    assert not _doubted(stores, write(3, "first"))
    assert _doubted(stores, write(4, "second"))


def test_a_parent_user_id_finds_its_client(stores: Stores) -> None:
    first = stores.record(
        number=1, phone=None, user_id=BSUID, more={"from_parent_user_id": "ID.ENT.123456"}
    )
    other_portfolio = stores.record(
        number=2, phone=None, user_id=OTHER_BSUID, more={"from_parent_user_id": "ID.ENT.123456"}
    )
    assert other_portfolio.client_id == first.client_id


@pytest.mark.parametrize("more", [{}, {"from_parent_user_id": "ID.ENT.123456"}])
def test_somebody_who_cannot_be_replied_to_is_a_persons(
    stores: Stores, more: dict[str, object]
) -> None:
    recorded = stores.record(number=1, phone=None, name=None, more=more)
    assert recorded.circumstances == (Reason.NO_ADDRESS,)


def test_a_username_never_decides_whose_message_it_is(stores: Stores) -> None:
    """It may be another person's tomorrow."""
    profile = {"profile": {"name": "Budi", "username": "budi.s"}}
    first = stores.record_as(
        inbound_message(wamid=make_wamid(1), phone=None, user_id=BSUID), contact=profile
    )
    second = stores.record_as(
        inbound_message(wamid=make_wamid(2), phone=None, user_id=OTHER_BSUID), contact=profile
    )
    nameless = stores.record_as(
        inbound_message(wamid=make_wamid(3), phone=None, user_id=None), contact=profile
    )
    assert len({first.client_id, second.client_id, nameless.client_id}) == 3


def test_a_number_change_is_followed_and_doubted(stores: Stores) -> None:
    before = stores.record(number=1, user_id=BSUID, sent_at=NOW)
    changed = _system(stores, 2, "user_changed_number", wa_id=OTHER_PHONE)
    assert changed.client_id == before.client_id
    assert changed.circumstances == (Reason.IDENTITY_CHANGED,)
    after = stores.record(number=3, phone=OTHER_PHONE, sent_at=LATER + timedelta(minutes=1))
    assert after.client_id == before.client_id
    assert _doubted(stores, after)
    stranger = stores.record(number=4, sent_at=LATER + timedelta(days=90))
    assert stranger.client_id != before.client_id


def test_a_message_from_before_a_change_that_comes_after_it_is_still_theirs(
    stores: Stores,
) -> None:
    before = stores.record(number=1, sent_at=NOW)
    _system(stores, 2, "user_changed_number", wa_id=OTHER_PHONE)
    late = stores.record(number=3, sent_at=NOW + timedelta(minutes=5))
    assert late.client_id == before.client_id


def test_a_number_change_that_comes_twice_is_one(stores: Stores) -> None:
    before = stores.record(number=1, sent_at=NOW)
    changed = _system(stores, 2, "user_changed_number", wa_id=OTHER_PHONE)
    counted = stores.look.counts()
    assert _system(stores, 2, "user_changed_number", wa_id=OTHER_PHONE) == changed
    assert stores.look.counts() == counted
    assert changed.client_id == before.client_id


def test_a_number_of_another_client_is_not_taken_from_them(stores: Stores) -> None:
    before = stores.record(number=1, sent_at=NOW)
    other = stores.record(number=2, phone=OTHER_PHONE, sent_at=NOW)
    _system(stores, 3, "user_changed_number", wa_id=OTHER_PHONE)
    assert _doubted(stores, before)
    assert _doubted(stores, other)
    after = stores.record(number=4, phone=OTHER_PHONE, sent_at=LATER)
    assert after.client_id == other.client_id


def test_a_user_id_change_is_followed_and_doubted(stores: Stores) -> None:
    before = stores.record(number=1, phone=None, user_id=BSUID, sent_at=NOW)
    sent = inbound_message(
        wamid=make_wamid(2), kind="system", phone=None, user_id=BSUID, name=None, sent_at=LATER
    )
    said = f"User Budi changed from {BSUID} to {OTHER_BSUID}"
    stores.record_as(
        sent,
        message={"system": {"type": "user_changed_user_id", "user_id": OTHER_BSUID, "body": said}},
    )
    after = stores.record(number=3, phone=None, user_id=OTHER_BSUID, sent_at=LATER)
    assert after.client_id == before.client_id
    assert _doubted(stores, after)


def test_a_changed_security_code_is_doubted(stores: Stores) -> None:
    before = stores.record(number=1, sent_at=NOW)
    assert _doubted(stores, _system(stores, 2, "customer_identity_changed"))
    assert stores.look.changed_at(before.client_id) is not None


def test_a_lawyer_verifies_a_client_until_the_next_change(stores: Stores) -> None:
    recorded = stores.record(number=1, user_id=BSUID)
    stores.record(number=2, user_id=OTHER_BSUID)
    _verify(stores, recorded)
    assert not _doubted(stores, recorded)
    assert stores.look.flag(recorded.conversation_id).since is None
    assert stores.look.verified(recorded.client_id) == {True}
    assert stores.record(number=3, user_id=OTHER_BSUID).circumstances == ()
    stores.record(number=4, user_id="ID.third")
    assert _doubted(stores, recorded)
    assert True not in stores.look.verified(recorded.client_id)


def test_a_lawyer_verifies_only_what_they_have_seen(stores: Stores) -> None:
    recorded = stores.record(number=1, user_id=BSUID)
    stores.record(number=2, user_id=OTHER_BSUID)
    seen = stores.look.changed_at(recorded.client_id)
    stores.record(number=3, user_id="ID.third")
    with pytest.raises(Outdated):
        stores.clients.verify(recorded.client_id, stores.look.lawyer(), seen)
    assert _doubted(stores, recorded)


def test_what_was_held_back_still_waits_when_the_client_is_verified(stores: Stores) -> None:
    recorded = stores.record(number=1, user_id=BSUID)
    held = stores.record(number=2, user_id=OTHER_BSUID)
    decision = Decision(
        route=Route.HUMAN, urgency=Urgency.NORMAL, reasons=(Reason.IDENTITY_CHANGED,)
    )
    stores.messages.keep_decision(held.message_id, held.conversation_id, decision)
    _verify(stores, recorded)
    flag = stores.look.flag(recorded.conversation_id)
    assert (flag.since is not None, flag.reasons) == (True, (Reason.HELD,))


def test_a_doubt_about_two_clients_ends_when_a_lawyer_has_verified(stores: Stores) -> None:
    """A number of one and a user id of another: perhaps one person, and nobody merges them."""
    by_phone = stores.record(number=1)
    stores.record(number=2, phone=None, user_id=BSUID)
    stores.record(number=3, user_id=BSUID)
    _verify(stores, by_phone)
    stores.record(number=4, user_id=BSUID)
    assert not _doubted(stores, by_phone)


@pytest.mark.parametrize("user_id", [BSUID, None])
def test_a_late_message_changes_nothing_of_what_came_after_it(
    stores: Stores, user_id: str | None
) -> None:
    before = stores.record(number=1, user_id=BSUID, sent_at=NOW)
    _user_id_changed(stores, 2, NOW + timedelta(minutes=10))
    _verify(stores, before)
    late = stores.record(number=3, user_id=user_id, sent_at=NOW + timedelta(minutes=5))
    after = stores.record(number=4, phone=None, user_id=OTHER_BSUID, sent_at=LATER)
    assert {late.client_id, after.client_id} == {before.client_id}
    assert not _doubted(stores, before)


def test_a_late_message_of_the_old_number_does_not_give_it_back(stores: Stores) -> None:
    before = stores.record(number=1, user_id=BSUID, sent_at=NOW)
    _system(stores, 2, "user_changed_number", wa_id=OTHER_PHONE)
    late = stores.record(number=3, user_id=BSUID, sent_at=NOW + timedelta(minutes=5))
    stranger = stores.record(number=4, sent_at=LATER + timedelta(days=90))
    assert late.client_id == before.client_id != stranger.client_id


def test_a_late_status_changes_nothing_of_what_came_after_it(stores: Stores) -> None:
    recorded = stores.record(number=1, user_id=BSUID)
    ready = stores.claimed(recorded)
    later = datetime.now(UTC) + timedelta(hours=1)
    _user_id_changed(stores, 2, later)
    _verify(stores, recorded)
    raw = status_json(
        wamid="wamid.ours",
        callback=ready.outbound_id,
        at=later - timedelta(minutes=30),
        recipient_user_id=BSUID,
    )
    contact = f'{{"wa_id": "{PHONE}", "user_id": "{BSUID}"}}'
    stores.statuses.apply([read_status(raw, later, contact)])
    after = stores.record(number=3, phone=None, user_id=OTHER_BSUID, sent_at=later)
    assert after.client_id == recorded.client_id
    assert not _doubted(stores, recorded)


def test_a_late_message_with_the_old_key_changes_nothing(stores: Stores) -> None:
    def write(number: int, key: str, at: datetime) -> RecordedMessage:
        sent = inbound_message(wamid=make_wamid(number), user_id=BSUID, sent_at=at)
        return stores.record_as(sent, contact={"identity_key_hash": key})

    recorded = write(1, "first", NOW)
    write(2, "second", LATER)
    _verify(stores, recorded)
    write(3, "first", NOW + timedelta(minutes=5))
    assert not _doubted(stores, recorded)
    write(4, "second", LATER + timedelta(minutes=1))
    assert not _doubted(stores, recorded)


def test_another_identity_key_is_seen_when_the_number_is_hidden(stores: Stores) -> None:
    first = stores.record_as(
        inbound_message(wamid=make_wamid(1), user_id=BSUID), contact={"identity_key_hash": "first"}
    )
    hidden = inbound_message(wamid=make_wamid(2), phone=None, user_id=BSUID)
    stores.record_as(hidden, contact={"identity_key_hash": "second"})
    assert _doubted(stores, first)


@pytest.mark.parametrize("name", ["PT.Maju Jaya", f"x changed from {OTHER_BSUID} to ID.1"])
def test_a_clients_own_name_says_nothing_of_user_ids(stores: Stores, name: str) -> None:
    victim = stores.record(number=1, phone=OTHER_PHONE, user_id=OTHER_BSUID, sent_at=NOW)
    before = stores.record(number=2, phone=None, user_id=BSUID, name=name, sent_at=NOW)
    sent = inbound_message(
        wamid=make_wamid(3), kind="system", phone=None, user_id=BSUID, name=None, sent_at=LATER
    )
    body = f"User {name} changed from {BSUID} to ID.2"
    system = {"type": "user_changed_user_id", "user_id": "ID.2", "body": body}
    stores.record_as(sent, message={"system": system})
    after = stores.record(number=4, phone=None, user_id="ID.2", sent_at=LATER)
    assert after.client_id == before.client_id
    assert not _doubted(stores, victim)


def _user_id_changed(stores: Stores, number: int, at: datetime) -> None:
    sent = inbound_message(
        wamid=make_wamid(number), kind="system", phone=None, user_id=BSUID, name=None, sent_at=at
    )
    body = f"User Budi changed from {BSUID} to {OTHER_BSUID}"
    system = {"type": "user_changed_user_id", "user_id": OTHER_BSUID, "body": body}
    stores.record_as(sent, message={"system": system})


def test_nobody_else_can_be_verified(stores: Stores) -> None:
    with pytest.raises(UnknownRecord):
        stores.clients.verify(ClientId("f" * 32), stores.look.lawyer(), None)


def test_nothing_is_sent_to_somebody_who_may_be_somebody_else(stores: Stores) -> None:
    recorded = stores.record(number=1, user_id=BSUID)
    draft = stores.drafted(recorded)
    stores.record(number=2, user_id=OTHER_BSUID)
    held = stores.conversations.prepare_send(recorded.conversation_id, draft, stores.policy)
    assert isinstance(held, SendResult)
    assert (held.state, held.reason) == (DeliveryState.WITHHELD, Reason.IDENTITY_CHANGED)


def test_nothing_is_sent_to_a_number_that_is_not_theirs_any_more(stores: Stores) -> None:
    recorded = stores.record(number=1, sent_at=NOW)
    draft = stores.drafted(recorded)
    _system(stores, 2, "user_changed_number", wa_id=OTHER_PHONE)
    _verify(stores, recorded)
    held = stores.conversations.prepare_send(recorded.conversation_id, draft, stores.policy)
    assert isinstance(held, SendResult)
    assert held.reason is Reason.IDENTITY_CHANGED


def test_nothing_is_sent_into_a_group(stores: Stores) -> None:
    recorded = stores.record(number=1, more={"group_id": "Y2FwaV9ncm91cDox"})
    held = stores.conversations.prepare_send(
        recorded.conversation_id, stores.drafted(recorded), stores.policy
    )
    assert isinstance(held, SendResult)
    assert held.reason is Reason.GROUP_MESSAGE


def test_a_group_is_apart_from_what_is_written_in_private(stores: Stores) -> None:
    private = stores.record(number=1)
    group = stores.record(number=2, more={"group_id": "Y2FwaV9ncm91cDox"})
    again = stores.record(number=3, more={"group_id": "Y2FwaV9ncm91cDox"})
    assert private.client_id == group.client_id
    assert private.conversation_id != group.conversation_id == again.conversation_id
    assert (private.circumstances, group.circumstances) == ((), (Reason.GROUP_MESSAGE,))


def test_a_status_tells_the_user_id_of_the_number_we_wrote_to(stores: Stores) -> None:
    recorded = stores.record(number=1)
    ready = stores.claimed(recorded)
    raw = status_json(wamid="wamid.ours", callback=ready.outbound_id, recipient_user_id=BSUID)
    contact = f'{{"profile": {{"name": "Budi"}}, "wa_id": "{PHONE}", "user_id": "{BSUID}"}}'
    for _ in range(2):
        stores.statuses.apply([read_status(raw, LATER, contact)])
    by_user_id = stores.record(number=2, phone=None, user_id=BSUID)
    assert by_user_id.client_id == recorded.client_id
    assert not _doubted(stores, by_user_id)


def test_a_status_that_names_another_user_of_the_number_is_doubted(stores: Stores) -> None:
    recorded = stores.record(number=1, user_id=BSUID)
    ready = stores.claimed(recorded)
    raw = status_json(
        wamid="wamid.ours",
        callback=ready.outbound_id,
        at=datetime.now(UTC),
        recipient_user_id=OTHER_BSUID,
    )
    contact = f'{{"wa_id": "{PHONE}", "user_id": "{OTHER_BSUID}"}}'
    stores.statuses.apply([read_status(raw, LATER, contact)])
    assert _doubted(stores, recorded)


def test_a_reaction_or_an_edit_opens_no_window(stores: Stores) -> None:
    recorded = stores.record(number=1, sent_at=NOW)
    until = stores.look.window_until(recorded.conversation_id)
    about = {"reaction": {"message_id": make_wamid(1), "emoji": "\U0001f44d"}}
    stores.record(number=2, kind="reaction", sent_at=LATER, more=about)
    revoked = {"revoke": {"original_message_id": make_wamid(1)}}
    stores.record(number=3, kind="revoke", sent_at=LATER, more=revoked)
    assert stores.look.window_until(recorded.conversation_id) == until


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("edit", Reason.MESSAGE_EDITED), ("revoke", Reason.MESSAGE_REVOKED)],
)
def test_a_revision_that_comes_before_its_message_waits_for_it(
    stores: Stores, kind: str, reason: Reason
) -> None:
    what: dict[str, object] = {kind: {"original_message_id": make_wamid(1)}}
    early = stores.record(number=2, kind=kind, sent_at=LATER, more=what)
    assert early.circumstances == (reason,)
    original = stores.record(number=1, sent_at=NOW)
    assert original.circumstances == (reason,)
    assert stores.messages.text(original.message_id) == "Selamat pagi"


def test_a_reaction_needs_no_answer(stores: Stores) -> None:
    about = {"reaction": {"message_id": make_wamid(1), "emoji": "\U0001f44d"}}
    reaction = stores.record(number=2, kind="reaction", more=about)
    assert not reaction.needs_answer
    assert stores.messages.text(reaction.message_id) is None


def test_the_words_beside_a_file_are_understood(stores: Stores) -> None:
    picture = stores.record(
        number=1, kind="image", more={"image": {"id": "1", "caption": "saya ditahan"}}
    )
    assert stores.messages.text(picture.message_id) == "saya ditahan"
    assert picture.circumstances == (Reason.UNREADABLE,)
