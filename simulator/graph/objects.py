"""What the Graph API shows of one id: the office's number, a media file, a template, a token."""

import hmac
import time
from typing import Final

from fastapi import APIRouter, Request, Response

from simulator.graph.answering import PREFIX, Outcome, answer, unknown_object
from simulator.graph.errors import GraphError
from simulator.graph.media import media_info
from simulator.graph.templates import listed
from simulator.simulation import Simulation
from simulator.web import Parts

_NUMBER_FIELDS_UNLESS_ASKED: Final = (
    "verified_name,code_verification_status,display_phone_number,quality_rating,platform_type,"
    "throughput"
)
_TEMPLATE_FIELDS_UNLESS_ASKED: Final = "name,parameter_format,components,language,status,category"
_SCOPES: Final = (
    "business_management",
    "whatsapp_business_management",
    "whatsapp_business_messaging",
)

router = APIRouter(prefix=PREFIX, tags=["Graph API"])


@router.get("/debug_token")
async def debug_token(request: Request, parts: Parts, input_token: str = "") -> Response:
    """What Meta says about a token: until when it is valid, or that it is not."""

    async def work() -> Outcome:
        if not parts.tokens.knows(input_token):
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return Outcome(body={"data": {"is_valid": False, "scopes": [], "error": error}})
        token: dict[str, object] = {
            "app_id": parts.office.waba_id,
            "type": "SYSTEM_USER",
            "application": "Simulator",
            "is_valid": True,
            "issued_at": 0,
            "expires_at": parts.tokens.expires_at(input_token),
            "data_access_expires_at": 0,
            "scopes": list(_SCOPES),
            "user_id": parts.office.waba_id,
        }
        return Outcome(body={"data": token})

    return await answer(request, parts, work)


@router.get("/oauth/access_token")
async def exchange(
    request: Request,
    parts: Parts,
    grant_type: str = "",
    client_id: str = "",
    client_secret: str = "",
    fb_exchange_token: str = "",
) -> Response:
    """A new token, of 60 days, for one that is valid; by the app's secret, not by a header."""

    async def work() -> Outcome:
        secret = parts.environment.app_secret.get_secret_value()
        if not hmac.compare_digest(client_secret.encode(), secret.encode()):
            raise GraphError(1, message="Error validating client secret.")
        if grant_type != "fb_exchange_token" or not client_id.isdigit():
            raise GraphError(100, message="Missing or invalid parameter")
        made = parts.tokens.exchange(fb_exchange_token)
        if made is None:
            raise GraphError(190, message="Invalid OAuth access token.")
        life = (parts.tokens.expires_at(made) or 0) - int(time.time())
        body: dict[str, object] = {"access_token": made, "token_type": "bearer", "expires_in": life}
        return Outcome(body=body)

    return await answer(request, parts, work, opens_itself=True)


@router.get("/{object_id}")
async def show(
    request: Request,
    object_id: str,
    parts: Parts,
    fields: str | None = None,
    phone_number_id: str | None = None,
) -> Response:
    """The office's number, a media file (with an address that lives 5 minutes), or a template."""

    async def work() -> Outcome:
        if object_id == parts.office.phone_number_id:
            return Outcome(body=_number(fields or _NUMBER_FIELDS_UNLESS_ASKED, parts))
        template = parts.templates.get(object_id)
        if template is not None:
            asked = _asked(fields or _TEMPLATE_FIELDS_UNLESS_ASKED)
            return Outcome(body=listed(template, asked))
        _check_owner(object_id, phone_number_id, parts)
        return media_info(request, object_id, parts)

    return await answer(request, parts, work)


@router.delete("/{object_id}")
async def delete(
    request: Request, object_id: str, parts: Parts, phone_number_id: str | None = None
) -> Response:
    """Delete a media file."""

    async def work() -> Outcome:
        _check_owner(object_id, phone_number_id, parts)
        if parts.uploads.get(object_id) is None or not parts.media.delete(object_id):
            raise unknown_object(object_id)
        return Outcome(body={"success": True})

    return await answer(request, parts, work)


def _check_owner(object_id: str, phone_number_id: str | None, parts: Simulation) -> None:
    if phone_number_id is not None and phone_number_id != parts.office.phone_number_id:
        raise unknown_object(object_id)


def _number(fields: str, parts: Simulation) -> dict[str, object]:
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
    asked = _asked(fields)
    for name in asked:
        if name not in known:
            raise GraphError(100, message=f"(#100) Tried accessing nonexisting field ({name})")
    return {name: known[name] for name in dict.fromkeys([*asked, "id"])}


def _asked(fields: str) -> list[str]:
    return [name.strip() for name in fields.split(",") if name.strip()]
