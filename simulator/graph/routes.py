"""Sending and read receipts, at any version."""

import json
from typing import cast

from fastapi import APIRouter, Request, Response

from simulator.conversations import OfficeMessage
from simulator.faults import GraphFault
from simulator.graph.answering import PREFIX, Outcome, answer, check_number
from simulator.graph.errors import GraphError
from simulator.graph.parameters import Parameters
from simulator.graph.receipts import receipt_of
from simulator.graph.sending import Sources, message_of
from simulator.simulation import Simulation
from simulator.web import Parts

router = APIRouter(prefix=PREFIX, tags=["Graph API"])


@router.post("/{phone_number_id}/messages")
async def send(request: Request, phone_number_id: str, parts: Parts) -> Response:
    """Send a message, or give a read receipt (`"status": "read"`)."""
    body = _json_object(await request.body())

    async def work() -> Outcome:
        check_number(phone_number_id, parts)
        if body is None:
            raise GraphError(100, "The body is not a JSON object.")
        parameters = Parameters(body)
        if parameters.has("status"):
            receipt = receipt_of(parameters, messages=parts.messages)
            parts.conversations.office_reads(receipt.message, typing=receipt.typing)
            return Outcome(body={"success": True})
        await parts.pause(parts.faults.now.graph_delay_ms / 1000)
        sources = Sources(
            office=parts.office,
            clients=parts.clients,
            templates=parts.templates,
            uploads=parts.uploads,
        )
        return await _send(message_of(parameters, sources), parts)

    return await answer(request, parts, work, body=body)


async def _send(wanted: OfficeMessage, parts: Simulation) -> Outcome:
    fault = parts.faults.take_graph_fault()
    if fault is not None and fault.does == "error":
        return Outcome(error=GraphError(fault.code), fault=fault.does)
    if fault is not None and fault.does == "drop_before_accepting":
        return Outcome(cut=True, fault=fault.does)
    code = parts.limits.refuses(wanted.recipient)
    if code is not None:
        return Outcome(error=GraphError(code))
    body = _accepted(wanted, parts)
    return Outcome(body=body) if fault is None else await _after_accepting(fault, body, parts)


async def _after_accepting(
    fault: GraphFault, body: dict[str, object], parts: Simulation
) -> Outcome:
    if fault.does == "drop_after_accepting":
        return Outcome(cut=True, fault=fault.does)
    if fault.does == "error_after_accepting":
        return Outcome(error=GraphError(fault.code), fault=fault.does)
    await parts.pause(fault.seconds)
    return Outcome(body=body, fault=fault.does)


def _accepted(wanted: OfficeMessage, parts: Simulation) -> dict[str, object]:
    message = parts.conversations.office_writes(wanted)
    recipient = wanted.recipient
    contact: dict[str, object] = {"input": recipient.given}
    if recipient.user_id is not None:
        contact["user_id"] = recipient.user_id
        if recipient.client is not None and not recipient.client.hides_number:
            contact["wa_id"] = recipient.client.phone
    else:
        contact["wa_id"] = recipient.phone or recipient.given
    sent: dict[str, object] = {"id": message.wamid}
    if wanted.type == "template":
        # Only templates are ever held back for their quality, so only they say that they are not.
        sent["message_status"] = "accepted"
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [sent]}


def _json_object(raw: bytes) -> dict[str, object] | None:
    try:
        body: object = json.loads(raw)
    except ValueError:
        return None
    return cast("dict[str, object]", body) if isinstance(body, dict) else None
