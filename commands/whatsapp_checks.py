"""What the doctor looks at of the firm's accounts at WhatsApp."""

from datetime import UTC, datetime

import settings
from adapters.postgres.templates import PostgresTemplateStore
from adapters.whatsapp.templates import GraphTemplates
from commands import parts
from commands.graph_access import access_to, token_keeper
from domain.access_tokens import URGENT, WARNINGS
from domain.failures import Misconfigured
from domain.templates import APPROVED


def token() -> str:
    """Whether a token works for longer than the first warning."""
    graph = settings.load(settings.GraphSettings)
    check = token_keeper(graph).inspect()
    if not check.usable:
        raise Misconfigured("WHATSAPP_ACCESS_TOKEN: WhatsApp says it is not valid")
    if check.expires_at is None:
        return "works, never expires"
    until = f"{check.expires_at:%Y-%m-%d}"
    left = check.expires_at - datetime.now(UTC)
    if left < (URGENT if check.can_refresh else max(WARNINGS)):
        raise Misconfigured(f"WHATSAPP_ACCESS_TOKEN: expires on {until}")
    return f"works until {until}" + (", is renewed before" if check.can_refresh else "")


def templates() -> str:
    """Whether Meta lists the templates, and when they were kept last."""
    graph = settings.load(settings.GraphSettings)
    accounts = graph.whatsapp_business_account_ids
    if not accounts:
        return "WHATSAPP_BUSINESS_ACCOUNT_IDS is not set: nobody looks which may be sent"
    source = GraphTemplates(
        str(graph.whatsapp_graph_url), graph.whatsapp_api_version, access_to(graph)
    )
    listed = [each for account in accounts for each in source.templates(account)]
    usable = sum(each.status == APPROVED for each in listed)
    at = PostgresTemplateStore(parts.engine()).synchronised_at()
    kept = f"kept at {at:%Y-%m-%d %H:%M} UTC" if at else "not kept yet: a worker does it"
    return f"{len(listed)} listed, {usable} usable, {kept}"
