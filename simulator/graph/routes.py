"""The Graph API's addresses, at any version."""

import hmac
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.convertors import Convertor, register_url_convertor

from simulator.connections import reset_connection
from simulator.conversations import OfficeMessage
from simulator.faults import GraphFault
from simulator.graph.errors import GraphError
from simulator.graph.parameters import Parameters
from simulator.graph.receipts import receipt_of
from simulator.graph.sending import message_of
from simulator.simulation import Simulation
from simulator.web import Parts

_FIELDS_UNLESS_ASKED: Final = (
    "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,"
    "throughput"
)
_SCOPES: Final = (
    "business_management",
    "whatsapp_business_management",
    "whatsapp_business_messaging",
)


class _VersionConvertor(Convertor[str]):
    regex = r"v\d{1,3}\.\d"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


# Starlette knows convertors by name only; this one keeps the Graph API from answering elsewhere.
register_url_convertor("graph_version", _VersionConvertor())

router = APIRouter(prefix="/{version:graph_version}", tags=["Graph API"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    body: dict[str, object] = field(default_factory=dict[str, object])
    error: GraphError | None = None
    fault: str | None = None
    cut: bool = False


@router.post("/{phone_number_id}/messages")
async def send(request: Request, phone_number_id: str, parts: Parts) -> Response:
    """Send a message, or give a read receipt (`"status": "read"`)."""
    body = _json_object(await request.body())

    async def work() -> _Outcome:
        _check_number(phone_number_id, parts)
        if body is None:
            raise GraphError(100, "The body is not a JSON object.")
        parameters = Parameters(body)
        if parameters.has("status"):
            receipt = receipt_of(parameters, messages=parts.messages)
            parts.conversations.office_reads(receipt.message, typing=receipt.typing)
            return _Outcome(body={"success": True})
        await parts.pause(parts.faults.now.graph_delay_ms / 1000)
        wanted = message_of(parameters, office=parts.office, clients=parts.clients)
        return await _send(wanted, parts)

    return await _answer(request, parts, body, work)


@router.get("/debug_token")
async def debug_token(request: Request, parts: Parts, input_token: str = "") -> Response:
    """What Meta says about a token: valid for ever, or not at all."""

    async def work() -> _Outcome:
        if not _is_token(input_token, parts):
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return _Outcome(body={"data": {"is_valid": False, "scopes": [], "error": error}})
        token: dict[str, object] = {
            "app_id": parts.office.waba_id,
            "type": "SYSTEM_USER",
            "application": "Simulator",
            "is_valid": True,
            "issued_at": 0,
            "expires_at": 0,
            "data_access_expires_at": 0,
            "scopes": list(_SCOPES),
            "user_id": parts.office.waba_id,
        }
        return _Outcome(body={"data": token})

    return await _answer(request, parts, None, work)


@router.get("/{phone_number_id}")
async def phone_number(
    request: Request, phone_number_id: str, parts: Parts, fields: str = _FIELDS_UNLESS_ASKED
) -> Response:
    """The office's number: name, quality and state."""

    async def work() -> _Outcome:
        _check_number(phone_number_id, parts)
        known: dict[str, object] = {
            "id": parts.office.phone_number_id,
            "display_phone_number": parts.office.display_number,
            "verified_name": parts.office.verified_name,
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "name_status": "APPROVED",
            "platform_type": "CLOUD_API",
            "account_mode": "LIVE",
            "status": "CONNECTED",
            "throughput": {"level": "STANDARD"},
        }
        asked = [name.strip() for name in fields.split(",") if name.strip()]
        for name in asked:
            if name not in known:
                message = f"(#100) Tried accessing nonexisting field ({name})"
                raise GraphError(100, message=message)
        return _Outcome(body={name: known[name] for name in dict.fromkeys([*asked, "id"])})

    return await _answer(request, parts, None, work)


async def _send(wanted: OfficeMessage, parts: Simulation) -> _Outcome:
    fault = parts.faults.take_graph_fault()
    if fault is None:
        return _Outcome(body=_accepted(wanted, parts))
    if fault.does == "error":
        return _Outcome(error=GraphError(fault.code), fault=fault.does)
    if fault.does == "drop_before_accepting":
        return _Outcome(cut=True, fault=fault.does)
    return await _after_accepting(fault, _accepted(wanted, parts), parts)


async def _after_accepting(
    fault: GraphFault, body: dict[str, object], parts: Simulation
) -> _Outcome:
    if fault.does == "drop_after_accepting":
        return _Outcome(cut=True, fault=fault.does)
    if fault.does == "error_after_accepting":
        return _Outcome(error=GraphError(fault.code), fault=fault.does)
    await parts.pause(fault.seconds)
    return _Outcome(body=body, fault=fault.does)


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
    return {
        "messaging_product": "whatsapp",
        "contacts": [contact],
        "messages": [{"id": message.wamid}],
    }


async def _answer(
    request: Request,
    parts: Simulation,
    body: dict[str, object] | None,
    work: Callable[[], Awaitable[_Outcome]],
) -> Response:
    call_id = parts.calls.begin(
        method=request.method, path=request.url.path, body=body, at=time.time()
    )
    try:
        _authenticate(request, parts)
        outcome = await work()
    except GraphError as error:
        outcome = _Outcome(error=error)
    error = outcome.error
    status_code = 200 if error is None else error.http_status
    parts.calls.finish(
        call_id,
        status_code=None if outcome.cut else status_code,
        error_code=None if error is None else error.code,
        fault=outcome.fault,
    )
    if outcome.cut:
        reset_connection(request)
        return Response(status_code=500)  # nobody is left to read it
    return JSONResponse(outcome.body if error is None else error.envelope(), status_code)


def _authenticate(request: Request, parts: Simulation) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not _is_token(token, parts):
        message = "Invalid OAuth access token - Cannot parse access token"
        raise GraphError(190, message=message)


def _is_token(token: str, parts: Simulation) -> bool:
    expected = parts.environment.access_token.get_secret_value()
    # In constant time, and as bytes, because a header may hold anything.
    return hmac.compare_digest(token.encode(), expected.encode())


def _check_number(phone_number_id: str, parts: Simulation) -> None:
    if phone_number_id != parts.office.phone_number_id:
        raise GraphError(
            100,
            message=f"Unsupported request. Object with ID '{phone_number_id}' does not exist, "
            "cannot be loaded due to missing permissions, or does not support this operation",
            type="GraphMethodException",
            subcode=33,
        )


def _json_object(raw: bytes) -> dict[str, object] | None:
    try:
        body: object = json.loads(raw)
    except ValueError:
        return None
    return cast("dict[str, object]", body) if isinstance(body, dict) else None
