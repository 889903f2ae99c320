"""What every catalogue of message templates does, the fake and the real one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.account_steps import plan_of
from domain.outbound import DeliveryState, NewMessage, OutboundMessage, Preparation, SendResult
from domain.outbound_content import Template
from domain.routing import Reason
from domain.templates import EVENT_AHEAD, SynchronisedTemplates, TemplatePart
from tests.adapters.conftest import Stores, at_once
from tests.samples import account_event, make_template

_ACCOUNT, _OTHER = "100000000000001", "100000000000002"
_THEN = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
_LATER = _THEN + timedelta(hours=1)
_NAMED = {"message_template_id": 200000000000001, "message_template_name": "pengingat"}


def _told(stores: Stores, event: str, at: datetime = _LATER, *, language: str = "id") -> int:
    value = {**_NAMED, "message_template_language": language, "event": event}
    return _heard(stores, "message_template_status_update", value, at)


def _heard(stores: Stores, field: str, value: Mapping[str, object], at: datetime) -> int:
    event = account_event(field, value, received_at=at)
    return sum(stores.events.act_on(event, step).templates for step in plan_of(event).steps)


def _statuses(stores: Stores) -> dict[str, tuple[str, bool]]:
    return {each.name: (each.status, each.usable) for each in stores.templates.templates()}


def _sent(stores: Stores, name: str = "pengingat", language: str = "id") -> Preparation:
    message = stores.record()
    (outbound,) = stores.conversations.queue(
        NewMessage(
            request_id=f"{name}/{language}/{datetime.now(UTC)}",
            conversation_id=message.conversation_id,
            content=Template(name=name, language=language),
        )
    )
    return stores.conversations.prepare_message(message.conversation_id, outbound, stores.policy)


def _is_withheld(prepared: Preparation) -> bool:
    if isinstance(prepared, OutboundMessage):
        return False
    assert isinstance(prepared, SendResult)
    return (prepared.state, prepared.reason) == (DeliveryState.WITHHELD, Reason.TEMPLATE_REFUSED)


def test_what_meta_lists_is_kept_with_its_parts(stores: Stores) -> None:
    listed = make_template()
    came = stores.templates.keep(_ACCOUNT, [listed, make_template("lain")], _THEN)
    assert came == SynchronisedTemplates(accounts=1, listed=2, usable=2, gone=0)
    other, kept = stores.templates.templates()
    assert (other.name, kept.name) == ("lain", "pengingat")
    assert (kept.account_id, kept.language, kept.category) == (_ACCOUNT, "id", "UTILITY")
    assert kept.parts == listed.parts
    assert (kept.usable, kept.synchronised_at, kept.gone_at) == (True, _THEN, None)
    assert stores.templates.synchronised_at() == _THEN


def test_the_next_list_changes_what_is_kept(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    edited = replace(
        make_template(status="PAUSED"),
        category="MARKETING",
        parts=(TemplatePart(kind="BODY", text="Lain."),),
    )
    stores.templates.keep(_ACCOUNT, [edited], _LATER)
    (kept,) = stores.templates.templates()
    assert (kept.status, kept.category, kept.parts) == ("PAUSED", "MARKETING", edited.parts)


def test_what_is_listed_no_longer_is_gone_until_it_is_listed_again(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    came = stores.templates.keep(_ACCOUNT, [], _LATER)
    assert came == SynchronisedTemplates(accounts=1, listed=0, usable=0, gone=1)
    (kept,) = stores.templates.templates()
    assert (kept.usable, kept.gone_at) == (False, _LATER)
    stores.templates.keep(_ACCOUNT, [make_template()], _LATER + timedelta(hours=1))
    assert stores.templates.templates()[0].usable


def test_an_answer_to_an_earlier_question_changes_nothing(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template(status="PAUSED")], _LATER)
    stores.templates.keep(_ACCOUNT, [make_template(), make_template("lain")], _THEN)
    assert _statuses(stores) == {"pengingat": ("PAUSED", False)}


def test_answers_that_come_at_once_leave_the_latest(stores: Stores) -> None:
    def keep(number: int) -> None:
        listed = [make_template(f"nomor_{number}"), make_template()]
        stores.templates.keep(_ACCOUNT, listed, _THEN + timedelta(seconds=number))

    at_once(8, keep)
    assert stores.templates.synchronised_at() == _THEN + timedelta(seconds=7)
    usable = {each.name for each in stores.templates.templates() if each.usable}
    assert usable == {"nomor_7", "pengingat"}


def test_an_account_that_the_firm_has_no_longer_is_forgotten(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    stores.templates.keep(_OTHER, [make_template("lain")], _LATER)
    assert stores.templates.synchronised_at() == _THEN
    stores.templates.keep_only([_OTHER])
    assert [each.account_id for each in stores.templates.templates()] == [_OTHER]
    assert stores.templates.synchronised_at() == _LATER


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ("PAUSED", "PAUSED"),
        ("DISABLED", "DISABLED"),
        ("REJECTED", "REJECTED"),
        ("PENDING_DELETION", "PENDING_DELETION"),
        ("FLAGGED", "APPROVED"),
        ("REINSTATED", "APPROVED"),
        ("A_WORD_NOBODY_KNOWS", "A_WORD_NOBODY_KNOWS"),
    ],
)
def test_a_template_follows_what_a_webhook_says(stores: Stores, event: str, status: str) -> None:
    stores.templates.keep(_ACCOUNT, [make_template(), make_template("lain")], _THEN)
    assert _told(stores, event) == 1
    assert _statuses(stores) == {
        "pengingat": (status, status == "APPROVED"),
        "lain": ("APPROVED", True),
    }


def test_of_webhooks_that_come_in_any_order_the_latest_word_stands(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    _told(stores, "PAUSED", _LATER)
    _told(stores, "APPROVED", _LATER - timedelta(seconds=1))
    assert _statuses(stores) == {"pengingat": ("PAUSED", False)}


def test_a_webhook_is_ahead_of_a_list_for_a_while(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    _told(stores, "PAUSED", _LATER)
    stores.templates.keep(_ACCOUNT, [make_template()], _LATER + timedelta(seconds=2))
    assert _statuses(stores) == {"pengingat": ("PAUSED", False)}
    stores.templates.keep(_ACCOUNT, [make_template()], _LATER + EVENT_AHEAD)
    assert _statuses(stores) == {"pengingat": ("APPROVED", True)}


def test_a_category_follows_once_it_has_changed(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    named = {**_NAMED, "message_template_language": "id"}
    will = {**named, "new_category": "UTILITY", "correct_category": "MARKETING"}
    _heard(stores, "template_category_update", will, _LATER)
    assert stores.templates.templates()[0].category == "UTILITY"
    has = {**named, "previous_category": "UTILITY", "new_category": "MARKETING"}
    assert _heard(stores, "template_category_update", has, _LATER) == 1
    assert stores.templates.templates()[0].category == "MARKETING"


def test_where_no_catalogue_is_kept_nothing_follows_and_anything_is_tried(stores: Stores) -> None:
    assert _told(stores, "PAUSED") == 0
    assert stores.templates.templates() == ()
    assert stores.templates.synchronised_at() is None
    assert not _is_withheld(_sent(stores))


@pytest.mark.parametrize("status", ["PAUSED", "DISABLED", "REJECTED", "PENDING", "UNKNOWN"])
def test_a_template_that_meta_would_refuse_is_withheld(stores: Stores, status: str) -> None:
    stores.templates.keep(_ACCOUNT, [make_template(status=status), make_template("lain")], _THEN)
    assert _is_withheld(_sent(stores))
    assert not _is_withheld(_sent(stores, "lain"))


def test_a_template_that_is_unknown_or_gone_is_withheld(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    assert _is_withheld(_sent(stores, "lain"))
    assert _is_withheld(_sent(stores, language="en"))
    stores.templates.keep(_ACCOUNT, [], _LATER)
    assert _is_withheld(_sent(stores))


def test_a_template_is_withheld_from_the_moment_a_webhook_pauses_it(stores: Stores) -> None:
    stores.templates.keep(_ACCOUNT, [make_template()], _THEN)
    assert not _is_withheld(_sent(stores))
    _told(stores, "PAUSED")
    assert _is_withheld(_sent(stores))
    _told(stores, "REINSTATED", _LATER + timedelta(hours=1))
    assert not _is_withheld(_sent(stores))
