"""Nothing of what a client wrote, or who they are, is in what people are told or what is logged."""

import logging
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from temporalio.testing import ActivityEnvironment

from activities.notifying import NotifyingActivities
from adapters.notifying.email import SmtpNotifier, mail_server
from adapters.notifying.webhook import WebhookNotifier
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.notifications import PostgresNotificationStore, PostgresPreferenceRegister
from adapters.postgres.vault import Vault
from domain.analysis import Urgency
from domain.failures import Failure
from domain.notifications import (
    Channel,
    NotificationKind,
    NotifyInput,
    NotifyResult,
    Preferences,
)
from domain.sla import ChainRole
from tests.adapters.conftest import Stores
from tests.adapters.notifying.receivers import MailBox, Receiver, serving_mail
from tests.adapters.notifying.samples import ADDRESS
from tests.samples import NOW, PHONE, make_policy, make_wamid

_CLIENTS = ["Budi Santoso", "Budi", PHONE, PHONE[2:], "kasus warisan", "warisan", make_wamid(1)]
_LAWYERS = ["Dewi", "Lestari"]


def _shown(*texts: str) -> str:
    return "\n".join(texts).lower()


async def test_what_goes_out_and_what_is_logged_names_nobody(
    engine: Engine,
    vault: Vault,
    postgres_stores: Stores,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    message = postgres_stores.record(text="kasus warisan", name="Budi Santoso")
    lawyer = PostgresLawyerRegister(engine, vault).add("Dewi Lestari", "partner")
    PostgresPreferenceRegister(engine, vault).prefer(lawyer.id, Preferences(email=ADDRESS))
    box = MailBox()
    errors: list[str] = []
    async with serving_mail(box) as port:
        url = f"smtp://127.0.0.1:{port}"
        activities = NotifyingActivities(
            PostgresNotificationStore(engine, vault),
            {
                Channel.EMAIL: SmtpNotifier(
                    mail_server(url), sender="hub@firm.example", dashboard="https://hub.example"
                ),
                Channel.WEBHOOK: WebhookNotifier(
                    receiver.url, bytes(32), dashboard="https://hub.example"
                ),
            },
            make_policy(),
        )
        for number, kind in enumerate(NotificationKind):
            told_of = NotifyInput(
                key=f"{number}",
                kind=kind,
                urgency=Urgency.EMERGENCY,
                at=NOW,
                to=(ChainRole.RESPONSIBLE,),
                conversation_id=message.conversation_id,
            )
            told = await ActivityEnvironment().run(activities.notify, told_of)
            assert told == NotifyResult(told=1)
            box.recipient, receiver.status = f"451 <{ADDRESS}> Budi Santoso", 500
            with pytest.raises(Failure) as raised:
                await ActivityEnvironment().run(
                    activities.notify, replace(told_of, key=f"{number}-again")
                )
            errors += [str(raised.value), repr(raised.value)]
            box.recipient, receiver.status = "250 OK", 204
    assert len(box.got) == len(NotificationKind)
    assert {path for path, _, _ in receiver.got} == {"/hook"}
    mails = [envelope.content for envelope in box.got]
    assert all(isinstance(each, bytes) for each in mails)
    # The address stands where a mail server needs it, and nowhere else.
    texts = [each.decode().replace(ADDRESS, "") for each in mails if isinstance(each, bytes)]
    hooks = [f"{headers} {body.decode()}" for _, headers, body in receiver.got]
    logged = [record.getMessage() for record in caplog.records if record.name != "mail.log"]
    shown = _shown(*texts, *hooks, *errors, *logged)
    found = [each for each in (*_CLIENTS, *_LAWYERS) if each.lower() in shown]
    assert not found
