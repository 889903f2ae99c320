"""Uploads a made-up file as the office does, and asks about it."""

from typing import Any

import httpx

from tests.simulator.conftest import NUMBER_ID, TOKEN, Simulator

BEARER = {"Authorization": f"Bearer {TOKEN}"}
UPLOAD = f"/v22.0/{NUMBER_ID}/media"
PDF = b"%PDF-1.4 made up " + bytes(range(256)) * 8


async def upload(
    simulator: Simulator,
    content: bytes = PDF,
    mime_type: str = "application/pdf",
    filename: str = "surat é.pdf",
    **fields: str,
) -> httpx.Response:
    data = {"messaging_product": "whatsapp", "type": mime_type, **fields}
    files = {"file": (filename, content, mime_type)}
    return await simulator.http.post(UPLOAD, data=data, files=files, headers=BEARER)


async def uploaded(simulator: Simulator, **more: Any) -> str:  # noqa: ANN401 - passed on
    answer = await upload(simulator, **more)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"id"}
    return answer.json()["id"]


async def info_of(simulator: Simulator, media_id: str) -> dict[str, Any]:
    answer = await simulator.get(f"/v22.0/{media_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()
