"""Media files: upload, what is known of one, and the file itself."""

import time
from collections.abc import AsyncGenerator
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse, StreamingResponse
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from simulator.connections import end_connection
from simulator.faults import MediaFault
from simulator.graph.answering import (
    PREFIX,
    Outcome,
    answer,
    authenticate,
    check_number,
    unknown_object,
)
from simulator.graph.errors import GraphError
from simulator.media_links import LIFETIME_SECONDS, PATH
from simulator.records import MediaFile
from simulator.simulation import Simulation
from simulator.uploads import RULES, bare_type, rule_of
from simulator.web import Parts

_SLOW_CHUNKS: Final = 10

router = APIRouter(tags=["Graph API"])


@router.post(PREFIX + "/{phone_number_id}/media")
async def upload(request: Request, phone_number_id: str, parts: Parts) -> Response:
    """Keep a file for 30 days: multipart with `messaging_product`, `file` and `type`."""

    async def work() -> Outcome:
        check_number(phone_number_id, parts)
        fault = parts.faults.take_media_fault("upload")
        if fault is not None:
            return Outcome(error=GraphError(fault.code), fault=fault.does)
        try:
            async with request.form(max_files=1) as form:
                return Outcome(body={"id": (await _kept(form, parts)).id})
        except (HTTPException, MultiPartException):
            raise GraphError(100, "The body is not multipart/form-data.") from None

    return await answer(request, parts, work)


async def _kept(form: FormData, parts: Simulation) -> MediaFile:
    if form.get("messaging_product") != "whatsapp":
        raise GraphError(100, message="(#100) The parameter messaging_product is required.")
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise GraphError(100, message="(#100) The parameter file is required.")
    given = form.get("type")
    mime_type = given if isinstance(given, str) and given else file.content_type or ""
    rule = rule_of(mime_type)
    if rule is None:
        allowed = ", ".join(sorted(name for each in RULES.values() for name in each.types))
        raise GraphError(
            131053,
            f"Param file must be a file with one of the following types: {allowed}. "
            f"Received file of type '{bare_type(mime_type)}'.",
        )
    content = await file.read()
    if not content:
        raise GraphError(100, message="(#100) The parameter file is required.")
    if len(content) > rule.largest:
        raise GraphError(131053, f"The file is larger than {rule.largest} bytes.")
    return parts.media.add(content, mime_type, file.filename, uploaded=True)


def media_info(request: Request, media_id: str, parts: Simulation) -> Outcome:
    """What `GET /<media id>` says: type, size, digest, and an address for the next 5 minutes.

    Raises:
        GraphError: 100 when there is no such file, or no longer.
    """
    file = parts.uploads.get(media_id)
    if file is None:
        raise unknown_object(media_id)
    fault = parts.faults.take_media_fault("info")
    if fault is not None and fault.does == "refuse_info":
        return Outcome(error=GraphError(fault.code), fault=fault.does)
    digest = file.sha256_hex
    if fault is not None:
        digest = digest[::-1]
    now = time.time()
    faults = parts.faults.now
    url = parts.media_links.issue(
        str(parts.environment.public_url or request.base_url),
        file.id,
        source="getMedia",
        expires_at=now + LIFETIME_SECONDS / faults.clock_speed,
    )
    body: dict[str, object] = {
        "url": url,
        "mime_type": file.mime_type,
        "sha256": digest,
        "file_size": str(file.size) if faults.file_size_as_string else file.size,
        "id": file.id,
        "messaging_product": "whatsapp",
    }
    return Outcome(body=body, fault=None if fault is None else fault.does)


@router.get(PATH)
async def download(
    request: Request, parts: Parts, mid: str = "", ext: str = "", hash: str = ""
) -> Response:
    """The file behind an address: 401 without the token, 404 once the address has ended."""
    call_id = parts.calls.begin(
        method=request.method, path=request.url.path, body=None, at=time.time()
    )
    fault: MediaFault | None = None
    try:
        authenticate(request, parts)
        if not parts.media_links.opens(mid=mid, ext=ext, hash=hash, now=time.time()):
            raise unknown_object(mid)
        file = parts.uploads.get(mid)
        if file is None:
            raise unknown_object(mid)
        fault = parts.faults.take_media_fault("download")
        response = _file(request, file, fault, parts)
    except GraphError as error:
        response = PlainTextResponse("", 401 if error.code == 190 else 404)  # noqa: PLR2004 - the token
    parts.calls.finish(
        call_id,
        status_code=response.status_code,
        error_code=None,
        fault=None if fault is None else fault.does,
    )
    return response


def _file(
    request: Request, file: MediaFile, fault: MediaFault | None, parts: Simulation
) -> Response:
    content = parts.media.content(file.id)
    headers = {"Content-Type": file.mime_type, "Content-Length": str(len(content))}
    if file.filename is not None:
        headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file.filename)}"
    if fault is not None and fault.does in {"not_found", "redirect"}:
        return _elsewhere(fault)
    if fault is not None and fault.does == "slow":
        return StreamingResponse(_slowly(content, fault.seconds, parts), headers=headers)
    if fault is not None and fault.does == "truncate":
        return StreamingResponse(_half(content, request), headers=headers)
    if fault is not None and fault.does == "corrupt":
        content = bytes([content[0] ^ 1]) + content[1:]
    if fault is not None and fault.does == "shorten":
        content = content[: len(content) // 2]
    return Response(content, headers=headers | {"Content-Length": str(len(content))})


def _elsewhere(fault: MediaFault) -> Response:
    if fault.does == "redirect":
        return RedirectResponse(fault.location, 302)
    return PlainTextResponse("", 404)


async def _slowly(content: bytes, seconds: float, parts: Simulation) -> AsyncGenerator[bytes]:
    size = max(1, len(content) // _SLOW_CHUNKS)
    for start in range(0, len(content), size):
        await parts.pause(seconds / _SLOW_CHUNKS)
        yield content[start : start + size]


async def _half(content: bytes, request: Request) -> AsyncGenerator[bytes]:
    yield content[: len(content) // 2]
    end_connection(request)
    # Before the server has noticed, it would complain that the rest is missing.
    while (await request.receive())["type"] != "http.disconnect":
        pass
