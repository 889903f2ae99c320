"""Where a message is."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

import settings
from adapters import firm_policy
from adapters.postgres.reading import PostgresConversationReader
from adapters.temporal.client import connect
from commands.output import AsJson, print_json, say
from commands.parts import Records, records
from domain.failures import Misconfigured, UnknownRecord
from domain.ids import inbound_workflow_id, message_id
from domain.views import MessageState, MessageTrace


def trace(
    wamid: Annotated[
        str | None, typer.Argument(help="WhatsApp's id of the message, as Meta sent it.")
    ] = None,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", help="Many wamids, one a line; one JSON a line.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find a message: its workflow, how far it came, who answers it and why."""
    if (wamid is None) == (file is None):
        raise Misconfigured("name one wamid, or a file of them with --file")
    wamids = [wamid] if wamid else _lines(file)
    asyncio.run(_trace_all(wamids, as_json=as_json or file is not None))


def _lines(file: Path | None) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8") if file else ""
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


async def _trace_all(wamids: list[str], *, as_json: bool) -> None:
    parts = records()
    policy = firm_policy.load(settings.load(settings.FirmSettings).firm_policy)
    reader = PostgresConversationReader(parts.engine, parts.vault, policy)
    client = await connect(parts.keyring)
    unknown = False
    for wamid in wamids:
        found = await _trace_one(wamid, parts, reader, client)
        unknown = unknown or found["state"] == MessageState.UNKNOWN
        if as_json:
            print_json(found)
        else:
            for key, value in found.items():
                say(f"{key:16} {json.dumps(value, default=str) if value else '-'}")
    if unknown and not as_json:
        raise UnknownRecord("no such message was ever accepted")


async def _trace_one(
    wamid: str, parts: Records, reader: PostgresConversationReader, client: Client
) -> dict[str, Any]:
    known = message_id(parts.keyring().pepper, wamid)
    workflow_id = inbound_workflow_id(known)
    found: MessageTrace = reader.trace(known)
    running = await _status(client, workflow_id)
    state = found.state
    if state is MessageState.UNKNOWN and running is not None:
        state = MessageState.RECEIVED
    ui = str(settings.load(settings.PublicSettings).temporal_ui_url).rstrip("/")
    escaped = workflow_id.replace("/", "%2F")
    return {
        "message_id": known,
        "workflow_id": workflow_id,
        "workflow_status": running.name.lower() if running else None,
        "web_ui": f"{ui}/namespaces/{client.namespace}/workflows/{escaped}",
        "state": state,
        "route": found.route,
        "reasons": found.reasons,
        "intent": found.intent,
        "urgency": found.urgency,
        "client_id": found.client_id,
        "conversation_id": found.conversation_id,
        "case_id": found.case_id,
        "case_reason": found.case_reason,
        "media": found.media,
        "outbound": found.outbound,
    }


async def _status(client: Client, workflow_id: str) -> WorkflowExecutionStatus | None:
    try:
        return (await client.get_workflow_handle(workflow_id).describe()).status
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return None
        raise Misconfigured(f"Temporal did not answer: {error.status.name}") from None
