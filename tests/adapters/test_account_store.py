"""What every store of account events does, and every board of notices, fake and real."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete

from adapters.keys.keyring import Keyring
from adapters.postgres.notices import PostgresNoticeBoard
from adapters.postgres.tables import DataKey
from adapters.postgres.vault import Vault
from domain.account import AccountEventInput, ActedOnEvent
from domain.account_steps import plan_of
from domain.failures import UnknownRecord
from domain.ids import NoticeId
from domain.notices import KeptNotice, NoticeCode, NoticePage, Severity
from domain.routing import Reason
from tests.adapters.conftest import Stores, Wish, at_once
from tests.samples import BSUID, NOW, NUMBER_ID, PHONE, account_event, make_wamid, message_json

_OFFICE = "15550001111"
_METADATA = {"metadata": {"display_phone_number": _OFFICE, "phone_number_id": NUMBER_ID}}
_NEXT = "ID.99999999999999999999"


def _act(stores: Stores, event: AccountEventInput) -> ActedOnEvent:
    plan = plan_of(event)
    acted = ActedOnEvent()
    for step in plan.steps:
        acted = acted.plus(stores.events.act_on(event, step))
    kept = sum(stores.events.keep_message(event, message) for message in plan.messages)
    return replace(acted, messages=kept)


def _wishes(
    *values: str, phone: str | None = PHONE, user_id: str | None = None, at: datetime = NOW
) -> AccountEventInput:
    said: list[Mapping[str, object]] = [
        {
            "wa_id": phone,
            "user_id": user_id,
            "category": "marketing_messages",
            "value": value,
            "timestamp": int(at.timestamp()) + number,
        }
        for number, value in enumerate(values)
    ]
    contact = {"wa_id": phone, "user_id": user_id, "profile": {"name": "Budi Santoso"}}
    return account_event("user_preferences", {"contacts": [contact], "user_preferences": said})


def _faults(*codes: int, digest: str = "a" * 32, at: datetime = NOW) -> AccountEventInput:
    errors = [{"code": code, "title": f"fault {code}"} for code in codes]
    return account_event("messages", {"errors": errors}, digest=digest, received_at=at)


def _change(previous: str, current: str, phone: str | None = None) -> AccountEventInput:
    change = {"wa_id": phone, "user_id": {"previous": previous, "current": current}}
    return account_event("user_id_update", {"user_id_update": [change]})


def _echo(number: int, *, to: str = PHONE, user_id: str | None = None) -> AccountEventInput:
    said = {**message_json(phone=_OFFICE, wamid=make_wamid(number)), "to": to}
    if user_id:
        said["to_user_id"] = user_id
    return account_event("smb_message_echoes", {**_METADATA, "message_echoes": [said]})


def _page(stores: Stores, *, open_only: bool = False, limit: int = 50) -> tuple[KeptNotice, ...]:
    return stores.notices.notices(
        stores.look.lawyer(), open_only=open_only, after=None, limit=limit
    ).items


def test_an_event_is_kept_once(stores: Stores) -> None:
    assert stores.events.keep(_faults(1))
    assert not stores.events.keep(_faults(1))
    assert stores.events.keep(replace(_faults(1), part=2, parts=2))


def test_what_staff_must_know_stands_on_the_board(stores: Stores) -> None:
    assert _act(stores, _faults(131042, 131000)) == ActedOnEvent(notices=2)
    told = {notice.code: notice for notice in _page(stores, open_only=True)}
    assert set(told) == {NoticeCode.PAYMENT_FAILED, NoticeCode.FAULT_REPORTED}
    fault = told[NoticeCode.FAULT_REPORTED]
    assert fault.severity is Severity.WARNING
    assert fault.details == {"fault": "131000", "title": "fault 131000"}
    assert (fault.at, fault.client_id, fault.client_name) == (NOW, None, None)
    assert (fault.acknowledged_at, fault.acknowledged_by) == (None, None)


def test_acting_on_an_event_again_changes_nothing(stores: Stores) -> None:
    _act(stores, _faults(1, 2))
    _act(stores, _wishes("stop"))
    before = _page(stores), stores.look.consents(), stores.look.counts()
    assert _act(stores, _faults(1, 2)) == ActedOnEvent()
    assert _act(stores, _wishes("stop")) == ActedOnEvent()
    assert (_page(stores), stores.look.consents(), stores.look.counts()) == before


def test_acting_on_an_event_many_times_at_once_is_acting_once(stores: Stores) -> None:
    acted = at_once(10, lambda _: _act(stores, _wishes("stop", user_id=BSUID)))
    assert sum(each.notices for each in acted) == 1
    assert sum(each.consents for each in acted) == 1
    assert stores.look.counts().clients == 1


def test_a_wish_is_kept_for_the_client_whose_it_is(stores: Stores) -> None:
    client = stores.record(sent_at=NOW).client_id
    assert _act(stores, _wishes("stop", "resume")) == ActedOnEvent(notices=1, consents=2)
    assert stores.look.consents() == [
        Wish(client_id=client, category="marketing_messages", value=value, at=NOW + later)
        for value, later in (("stop", timedelta()), ("resume", timedelta(seconds=1)))
    ]
    (notice,) = _page(stores)
    assert (notice.client_id, notice.client_name) == (client, "Budi Santoso")
    assert notice.code is NoticeCode.CLIENT_STOPPED


def test_a_person_who_wants_nothing_is_a_client_before_they_write(stores: Stores) -> None:
    _act(stores, _wishes("stop", phone=None, user_id=BSUID))
    (wish,) = stores.look.consents()
    assert stores.look.name(wish.client_id) == "Budi Santoso"
    assert stores.record(phone=None, user_id=BSUID).client_id == wish.client_id


def test_a_client_is_followed_to_a_new_user_id_and_doubted(stores: Stores) -> None:
    message = stores.record(number=1, phone=None, user_id=BSUID, sent_at=NOW - timedelta(hours=1))
    assert _act(stores, _change(BSUID, _NEXT)) == ActedOnEvent(notices=1, people=1)
    (notice,) = _page(stores)
    assert (notice.code, notice.client_id) == (
        NoticeCode.CLIENT_USER_ID_CHANGED,
        message.client_id,
    )
    assert Reason.IDENTITY_CHANGED in stores.look.flag(message.conversation_id).reasons
    later = stores.record(number=2, phone=None, user_id=_NEXT)
    assert later.client_id == message.client_id


def test_a_new_user_id_of_somebody_unknown_makes_no_client_and_no_notice(stores: Stores) -> None:
    assert _act(stores, _change(BSUID, _NEXT, PHONE)) == ActedOnEvent()
    assert stores.look.counts().clients == 0


def test_what_staff_wrote_on_their_phone_is_in_the_clients_conversation(stores: Stores) -> None:
    message = stores.record(number=1, sent_at=NOW)
    window = stores.look.window_until(message.conversation_id)
    assert _act(stores, _echo(2)) == ActedOnEvent(messages=1)
    counts = stores.look.counts()
    assert (counts.clients, counts.conversations, counts.messages) == (1, 1, 2)
    assert stores.look.window_until(message.conversation_id) == window
    assert stores.look.flag(message.conversation_id).since is None


def test_what_staff_wrote_is_kept_once(stores: Stores) -> None:
    assert _act(stores, _echo(1)) == ActedOnEvent(messages=1)
    assert _act(stores, replace(_echo(1), digest=_faults(1, digest="b" * 32).digest)) == (
        ActedOnEvent()
    )


def test_whom_staff_wrote_to_first_is_the_client_who_answers(stores: Stores) -> None:
    _act(stores, _echo(1, user_id=BSUID))
    stores.record(number=2, phone=None, user_id=BSUID)
    stores.record(number=3)
    assert stores.look.counts().clients == 1


def test_messages_from_before_are_kept_in_their_threads(stores: Stores) -> None:
    threads = [
        {"id": PHONE, "messages": [message_json(wamid=make_wamid(1))]},
        {
            "id": "6281200000002",
            "messages": [
                message_json(wamid=make_wamid(2), phone=_OFFICE),
                message_json(wamid=make_wamid(3), phone="6281200000002"),
            ],
        },
    ]
    event = account_event("history", {**_METADATA, "history": [{"threads": threads}]})
    assert _act(stores, event) == ActedOnEvent(messages=3)
    counts = stores.look.counts()
    assert (counts.clients, counts.conversations, counts.messages) == (2, 2, 3)


def _paged(stores: Stores, limit: int, *, open_only: bool = False) -> list[NoticePage]:
    pages: list[NoticePage] = []
    after: str | None = None
    while not pages or after:
        pages.append(
            stores.notices.notices(
                stores.look.lawyer(), open_only=open_only, after=after, limit=limit
            )
        )
        after = pages[-1].next
    return pages


def test_the_newest_notice_comes_first_and_every_one_comes_once(stores: Stores) -> None:
    for number in range(5):
        event = _faults(1, 2, digest=f"{number:032x}", at=NOW + timedelta(minutes=number % 3))
        _act(stores, event)
    pages = _paged(stores, 3)
    assert [len(page.items) for page in pages] == [3, 3, 3, 1]
    notices = [notice for page in pages for notice in page.items]
    assert len({notice.id for notice in notices}) == 10
    assert notices == sorted(notices, key=lambda each: (each.at, each.id), reverse=True)


def test_a_page_that_was_not_given_out_is_an_error(stores: Stores) -> None:
    for odd in ("", "x", "20261122030405000000-" + "z" * 32, "2" * 20 + "-" + "a" * 32):
        with pytest.raises(UnknownRecord):
            stores.notices.notices(stores.look.lawyer(), open_only=False, after=odd, limit=1)


def test_an_acknowledged_notice_is_open_no_more_and_says_who_read_it_first(
    stores: Stores,
) -> None:
    _act(stores, _faults(1, 2))
    first, second = _page(stores)
    lawyer = stores.look.lawyer()
    stores.notices.acknowledge(first.id, lawyer)
    assert _page(stores, open_only=True) == (second,)
    kept = next(notice for notice in _page(stores) if notice.id == first.id)
    assert kept.acknowledged_by == lawyer.id
    assert kept.acknowledged_at
    assert kept.acknowledged_at.tzinfo is not None
    assert kept.acknowledged_at <= datetime.now(UTC) + timedelta(minutes=1)
    stores.notices.acknowledge(first.id, lawyer)
    assert kept in _page(stores)
    assert _act(stores, _faults(1, 2)) == ActedOnEvent()
    assert _page(stores, open_only=True) == (second,)


def test_a_notice_that_is_not_there_cannot_be_acknowledged(stores: Stores) -> None:
    with pytest.raises(UnknownRecord):
        stores.notices.acknowledge(NoticeId("0" * 32), stores.look.lawyer())


def test_a_notice_stays_on_the_board_when_its_clients_key_is_destroyed(
    engine: Engine, keyring: Keyring, postgres_stores: Stores
) -> None:
    _act(postgres_stores, _wishes("stop"))
    (before,) = _page(postgres_stores)
    with engine.begin() as connection:
        connection.execute(delete(DataKey).where(DataKey.owner == before.client_id))
    board = PostgresNoticeBoard(engine, Vault(lambda: keyring))
    page = board.notices(postgres_stores.look.lawyer(), open_only=True, after=None, limit=1)
    assert page.items == (replace(before, details={}, client_name=None),)
