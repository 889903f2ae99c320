"""What the Graph API shows of one id: the office's number, a media file, a template, a token."""

from typing import Final

from fastapi import APIRouter, Request, Response

from simulator.graph.answering import PREFIX, Outcome, answer, is_token, unknown_object
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
    """What Meta says about a token: valid for ever, or not at all."""

    async def work() -> Outcome:
        if not is_token(input_token, parts):
            error = {"code": 190, "message": "Invalid OAuth access token."}
            return Outcome(body={"data": {"is_valid": False, "scopes": [], "error": error}})
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
        return Outcome(body={"data": token})

    return await answer(request, parts, work)


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
