"""What runs by itself for the firm's account: its templates and its tokens."""

from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import WorkflowFailureError

from domain.access_tokens import TokenCheck
from domain.failures import KeyTaken, Misconfigured, Unavailable
from domain.ids import template_sync_workflow_id
from domain.notices import NoticeCode, Severity
from domain.templates import SynchronisedTemplates
from tests.samples import ACCOUNT_ID, make_template, template_event
from tests.workflows.firm import Firm


def _ends(days: float, *, can_refresh: bool = False) -> TokenCheck:
    return TokenCheck(
        usable=True,
        expires_at=datetime.now(UTC) + timedelta(days=days),
        can_refresh=can_refresh,
    )


def _told(firm: Firm) -> list[tuple[NoticeCode, Severity]]:
    return [(notice.code, notice.severity) for notice in firm.told.kept.values()]


def _statuses(firm: Firm) -> dict[str, bool]:
    return {row.name: row.usable for row in firm.records.catalogue.rows.values()}


async def test_templates_become_what_meta_lists(firm: Firm) -> None:
    firm.templates.listed[ACCOUNT_ID] = (make_template(), make_template("lama"))
    await firm.synchronise_templates("first")
    firm.templates.listed[ACCOUNT_ID] = (make_template(status="PAUSED"),)
    came = await firm.synchronise_templates("second")
    assert came == SynchronisedTemplates(accounts=1, listed=1, usable=0, gone=1)
    assert _statuses(firm) == {"pengingat": False, "lama": False}


async def test_templates_are_asked_for_until_meta_answers(firm: Firm) -> None:
    firm.templates.failures.extend([Unavailable("503"), Misconfigured("code 190")])
    firm.templates.listed[ACCOUNT_ID] = (make_template(),)
    assert (await firm.synchronise_templates()).usable == 1


async def test_a_list_that_never_comes_leaves_what_is_known(firm: Firm) -> None:
    firm.templates.listed[ACCOUNT_ID] = (make_template(),)
    await firm.synchronise_templates("first")
    firm.templates.failures.extend([Unavailable("503")] * 100)
    with pytest.raises(WorkflowFailureError):
        await firm.synchronise_templates("second")
    assert _statuses(firm) == {"pengingat": True}


async def test_a_webhook_on_a_template_counts_at_once_and_has_all_asked_for(firm: Firm) -> None:
    firm.templates.listed[ACCOUNT_ID] = (make_template(),)
    await firm.synchronise_templates()
    # Meta's list is behind its webhook, and has a new one.
    firm.templates.listed[ACCOUNT_ID] = (make_template(), make_template("baru"))
    event = template_event("PAUSED", at=datetime.now(UTC))
    await firm.account_event(event)
    assert not _statuses(firm)["pengingat"]
    await firm.client.get_workflow_handle(template_sync_workflow_id(event.digest)).result()
    assert _statuses(firm) == {"pengingat": False, "baru": True}


async def test_where_no_catalogue_is_kept_a_webhook_asks_for_nothing(firm: Firm) -> None:
    firm.templates.listed[ACCOUNT_ID] = (make_template(),)
    await firm.account_event(template_event("PAUSED"))
    assert not firm.records.catalogue.rows


@pytest.mark.parametrize(
    "check",
    [TokenCheck(usable=True), _ends(15), _ends(15, can_refresh=True)],
    ids=["for ever", "two weeks", "two weeks, renewable"],
)
async def test_a_token_that_lasts_is_left_alone(firm: Firm, check: TokenCheck) -> None:
    firm.tokens.check = check
    firm.tokens.renewed = KeyTaken("nobody should ask")
    assert await firm.check_tokens() == check
    assert not firm.told.kept


async def test_staff_are_told_at_each_step_before_a_token_ends(firm: Firm) -> None:
    end = datetime.now(UTC) + timedelta(days=13)
    for number, days in enumerate((13, 12, 6, 2.5, 0.5)):
        # The same end, seen from a later day.
        firm.tokens.check = TokenCheck(usable=True, expires_at=end - timedelta(days=13 - days))
        await firm.check_tokens(f"check-{number}")
        await firm.check_tokens(f"check-{number}-again")
    severities = [severity for _, severity in _told(firm)]
    assert severities.count(Severity.WARNING) == 3
    assert severities.count(Severity.CRITICAL) == 2
    assert {code for code, _ in _told(firm)} == {NoticeCode.TOKEN_EXPIRING}


async def test_a_token_that_does_not_work_is_an_alarm(firm: Firm) -> None:
    firm.tokens.check = TokenCheck(usable=False, can_refresh=True)
    await firm.check_tokens()
    assert _told(firm) == [(NoticeCode.TOKEN_UNUSABLE, Severity.CRITICAL)]


async def test_a_token_that_we_may_renew_is_renewed_in_time(firm: Firm) -> None:
    firm.tokens.check, renewed = _ends(13, can_refresh=True), _ends(60, can_refresh=True)
    firm.tokens.renewed = renewed
    assert await firm.check_tokens() == renewed
    assert _told(firm) == [(NoticeCode.TOKEN_REFRESHED, Severity.INFO)]


async def test_a_token_that_cannot_be_renewed_is_told_of(firm: Firm) -> None:
    firm.tokens.check = _ends(2, can_refresh=True)
    firm.tokens.renewed = Misconfigured("WHATSAPP_ACCESS_TOKEN_FILE: cannot be replaced")
    await firm.check_tokens()
    assert _told(firm) == [(NoticeCode.TOKEN_EXPIRING, Severity.CRITICAL)]
