"""Calls for media files go wrong as told, and then right."""

import hashlib

import httpx
import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.uploading import BEARER, PDF, info_of, upload, uploaded

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_digest_may_be_wrong_and_the_calls_may_be_refused(simulator: Simulator) -> None:
    media_id = await uploaded(simulator)
    await simulator.faults(
        media=[
            {"does": "refuse_upload", "code": 131000},
            {"does": "wrong_sha256"},
            {"does": "refuse_info", "code": 131016},
        ]
    )

    wrong = (await info_of(simulator, media_id))["sha256"]
    refused = await simulator.get(f"/v22.0/{media_id}")
    right = (await info_of(simulator, media_id))["sha256"]
    not_kept = await upload(simulator)

    assert right == hashlib.sha256(PDF).hexdigest()
    assert wrong != right
    assert len(wrong) == 64
    assert (refused.status_code, refused.json()["error"]["code"]) == (500, 131016)
    assert (not_kept.status_code, not_kept.json()["error"]["code"]) == (500, 131000)
    assert (await simulator.admin("GET", "/faults"))["media"] == []


async def test_a_download_goes_wrong_in_every_way_and_then_right(simulator: Simulator) -> None:
    url = (await info_of(simulator, await uploaded(simulator)))["url"]
    await simulator.faults(
        media=[
            {"does": "not_found"},
            {"does": "redirect", "location": "http://elsewhere.example/file"},
            {"does": "shorten"},
            {"does": "corrupt"},
            {"does": "slow", "seconds": 0.2},
        ]
    )

    answers = [await simulator.http.get(url, headers=BEARER) for _ in range(6)]

    missing, redirect, short, corrupt, slow, good = answers
    assert missing.status_code == 404
    assert (redirect.status_code, redirect.headers["Location"]) == (
        302,
        "http://elsewhere.example/file",
    )
    assert short.content == PDF[: len(PDF) // 2]
    assert len(corrupt.content) == len(PDF)
    assert corrupt.content != PDF
    assert slow.content == good.content == PDF
    faults = [call["fault"] for call in await simulator.admin("GET", "/requests")]
    assert faults[-6:] == ["not_found", "redirect", "shorten", "corrupt", "slow", None]


async def test_a_download_may_break_off_half_way(simulator: Simulator) -> None:
    url = (await info_of(simulator, await uploaded(simulator)))["url"]
    await simulator.faults(media=[{"does": "truncate"}])

    async with simulator.http.stream("GET", url, headers=BEARER) as answer:
        chunks = answer.aiter_raw()
        received = b""
        while len(received) < len(PDF) // 2:
            received += await anext(chunks)
        with pytest.raises(httpx.RemoteProtocolError):
            await anext(chunks)

    assert answer.headers["Content-Length"] == str(len(PDF))
    assert received == PDF[: len(PDF) // 2]
    assert (await simulator.http.get(url, headers=BEARER)).content == PDF
