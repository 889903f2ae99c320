"""What the doctor looks at of how people of the firm are told that something waits."""

import asyncio

import settings
from adapters import firm_policy
from adapters.notifying.email import SmtpNotifier, mail_server
from adapters.notifying.webhook import WebhookNotifier, signing_key
from adapters.postgres.lawyers import PostgresLawyerRegister
from commands import parts
from domain.failures import Misconfigured, UnknownRecord


def on_call() -> str:
    """Whether everybody in the on-call schedule is one of the firm's people."""
    schedule = firm_policy.load(settings.load(settings.FirmSettings).firm_policy).on_call
    kept = parts.records()
    register = PostgresLawyerRegister(kept.engine, kept.vault)
    for place, name in enumerate(schedule.names(), start=1):
        try:
            register.named(name)
        except UnknownRecord:
            raise Misconfigured(
                f"firm.yaml: on_call: number {place} of the schedule's people is none of the "
                "firm's; `lawyershub lawyer add` makes one"
            ) from None
    return f"{len(schedule.names())} person(s) in the schedule"


def emailed() -> str:
    """Whether the mail server accepts us."""
    given = settings.load(settings.NotificationSettings)
    public = settings.load(settings.PublicSettings).public_url
    if given.smtp_url is None:
        return "SMTP_URL is not set: nobody is told by e-mail"
    server = mail_server(given.smtp_url.get_secret_value())
    notifier = SmtpNotifier(server, sender=given.sender(public), dashboard=str(public))
    return asyncio.run(notifier.look())


def told_elsewhere() -> str:
    """Whether anybody answers where the webhook goes."""
    given = settings.load(settings.NotificationSettings)
    if given.notify_webhook_url is None or given.notify_webhook_secret is None:
        return "NOTIFY_WEBHOOK_URL is not set: no other system is told"
    key = signing_key(given.notify_webhook_secret.get_secret_value())
    notifier = WebhookNotifier(str(given.notify_webhook_url), key, dashboard="")
    return asyncio.run(notifier.look())
