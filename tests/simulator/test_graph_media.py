"""Files are uploaded, described, fetched through addresses that end, and go wrong as told."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.simulator.conftest import NUMBER_ID, TOKEN, Simulator
from tests.simulator.firm import Firm, eventually

pytestmark = pytest.mark.asyncio(loop_scope="module")

_BEARER = {"Authorization": f"Bearer {TOKEN}"}
_UPLOAD = f"/v22.0/{NUMBER_ID}/media"
_PDF = b"%PDF-1.4 made up " + bytes(range(256)) * 8


async def _upload(
    simulator: Simulator,
    content: bytes = _PDF,
    mime_type: str = "application/pdf",
    filename: str = "surat é.pdf",
    **fields: str,
) -> httpx.Response:
    data = {"messaging_product": "whatsapp", "type": mime_type, **fields}
    files = {"file": (filename, content, mime_type)}
    return await simulator.http.post(_UPLOAD, data=data, files=files, headers=_BEARER)


async def _uploaded(simulator: Simulator, **more: Any) -> str:  # noqa: ANN401 - passed on
    answer = await _upload(simulator, **more)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"id"}
    return answer.json()["id"]


async def _info(simulator: Simulator, media_id: str) -> dict[str, Any]:
    answer = await simulator.get(f"/v22.0/{media_id}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_file_comes_back_as_it_was_uploaded(simulator: Simulator) -> None:
    media_id = await _uploaded(simulator)

    info = await _info(simulator, media_id)
    fetched = await simulator.http.get(info["url"], headers=_BEARER)

    assert "/whatsapp_business/attachments/?mid=" in info.pop("url")
    assert info == {
        "messaging_product": "whatsapp",
        "mime_type": "application/pdf",
        "sha256": hashlib.sha256(_PDF).hexdigest(),
        "file_size": len(_PDF),
        "id": media_id,
    }
    assert fetched.content == _PDF
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert "surat%20%C3%A9.pdf" in fetched.headers["Content-Disposition"]


async def test_the_size_may_be_a_string(simulator: Simulator) -> None:
    media_id = await _uploaded(simulator)
    await simulator.faults(file_size_as_string=True)

    assert (await _info(simulator, media_id))["file_size"] == str(len(_PDF))


async def test_an_address_opens_only_with_the_token_and_as_it_was_given(
    simulator: Simulator,
) -> None:
    url = httpx.URL((await _info(simulator, await _uploaded(simulator)))["url"])
    other = (await _info(simulator, await _uploaded(simulator)))["id"]

    statuses = [
        (await simulator.http.get(url)).status_code,
        (await simulator.http.get(url, headers={"Authorization": "Bearer no"})).status_code,
        (
            await simulator.http.get(url.copy_set_param("ext", "4102444800"), headers=_BEARER)
        ).status_code,
        (await simulator.http.get(url.copy_set_param("mid", other), headers=_BEARER)).status_code,
        (await simulator.http.get(url.copy_with(query=None), headers=_BEARER)).status_code,
    ]

    assert statuses == [401, 401, 404, 404, 404]


async def test_a_deleted_file_is_gone(simulator: Simulator) -> None:
    media_id = await _uploaded(simulator)
    url = (await _info(simulator, media_id))["url"]
    path = f"/v22.0/{media_id}"

    wrong_number = await simulator.http.delete(f"{path}?phone_number_id=1", headers=_BEARER)
    deleted = await simulator.http.delete(path, headers=_BEARER)
    again = await simulator.http.delete(path, headers=_BEARER)

    assert wrong_number.json()["error"]["error_subcode"] == 33
    assert deleted.json() == {"success": True}
    assert again.json()["error"]["error_subcode"] == 33
    assert (await simulator.get(path)).json()["error"]["code"] == 100
    assert (await simulator.http.get(url, headers=_BEARER)).status_code == 404


async def test_addresses_and_files_end_on_the_simulated_clock(simulator: Simulator) -> None:
    media_id = await _uploaded(simulator)
    # 5 minutes are 3 ms and 30 days are 26 s; below, 30 days are 2.6 s.
    await simulator.faults(clock_speed=1e5)
    url = (await _info(simulator, media_id))["url"]

    ended = await simulator.http.get(url, headers=_BEARER)
    await simulator.faults(clock_speed=1)
    renewed = (await _info(simulator, media_id))["url"]
    opened = await simulator.http.get(renewed, headers=_BEARER)
    await simulator.faults(clock_speed=1e6)

    async def is_gone() -> bool:
        answer = await simulator.get(f"/v22.0/{media_id}")
        return answer.status_code == 400 and answer.json()["error"]["error_subcode"] == 33

    await eventually(is_gone)
    assert (ended.status_code, opened.status_code) == (404, 200)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"mime_type": "application/zip"}, 131053),
        ({"mime_type": "image/gif"}, 131053),
        ({"content": b"x" * (5 * 1024 * 1024 + 1), "mime_type": "image/png"}, 131053),
        ({"content": b""}, 100),
        ({"messaging_product": "sms"}, 100),
    ],
)
async def test_a_file_meta_does_not_take_is_refused(
    simulator: Simulator, more: dict[str, Any], code: int
) -> None:
    answer = await _upload(simulator, **more)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


async def test_an_upload_that_is_no_multipart_or_without_a_file_is_refused(
    simulator: Simulator,
) -> None:
    no_file = await simulator.http.post(
        _UPLOAD, data={"messaging_product": "whatsapp"}, headers=_BEARER
    )
    broken = await simulator.http.post(
        _UPLOAD,
        content=b"--nothing",
        headers=_BEARER | {"Content-Type": "multipart/form-data; boundary=x"},
    )
    no_token = await simulator.http.post(_UPLOAD, files={"file": b"x"})

    assert [answer.json()["error"]["code"] for answer in (no_file, broken)] == [100, 100]
    assert (no_token.status_code, no_token.json()["error"]["code"]) == (401, 190)


async def test_an_uploaded_file_is_sent_by_its_id(simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    media_id = await _uploaded(simulator)

    answer = await simulator.send(type="document", text=None, document={"id": media_id})

    assert answer.status_code == 200
    await firm.until(lambda firm: "delivered" in firm.statuses)


async def test_a_file_of_another_kind_is_accepted_and_fails(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    media_id = await _uploaded(simulator)

    answer = await simulator.send(type="image", text=None, image={"id": media_id})

    assert answer.status_code == 200
    await firm.until(lambda firm: firm.statuses == ["failed"])
    assert (await simulator.messages())[-1]["error_code"] == 131053


async def test_the_digest_may_be_wrong_and_the_calls_may_be_refused(simulator: Simulator) -> None:
    media_id = await _uploaded(simulator)
    await simulator.faults(
        media=[
            {"does": "refuse_upload", "code": 131000},
            {"does": "wrong_sha256"},
            {"does": "refuse_info", "code": 131016},
        ]
    )

    wrong = (await _info(simulator, media_id))["sha256"]
    refused = await simulator.get(f"/v22.0/{media_id}")
    right = (await _info(simulator, media_id))["sha256"]
    upload = await _upload(simulator)

    assert right == hashlib.sha256(_PDF).hexdigest()
    assert wrong != right
    assert len(wrong) == 64
    assert (refused.status_code, refused.json()["error"]["code"]) == (500, 131016)
    assert (upload.status_code, upload.json()["error"]["code"]) == (500, 131000)
    assert (await simulator.admin("GET", "/faults"))["media"] == []


async def test_a_download_goes_wrong_in_every_way_and_then_right(simulator: Simulator) -> None:
    url = (await _info(simulator, await _uploaded(simulator)))["url"]
    await simulator.faults(
        media=[
            {"does": "not_found"},
            {"does": "redirect", "location": "http://elsewhere.example/file"},
            {"does": "shorten"},
            {"does": "corrupt"},
            {"does": "slow", "seconds": 0.2},
        ]
    )

    answers = [await simulator.http.get(url, headers=_BEARER) for _ in range(6)]

    missing, redirect, short, corrupt, slow, good = answers
    assert missing.status_code == 404
    assert (redirect.status_code, redirect.headers["Location"]) == (
        302,
        "http://elsewhere.example/file",
    )
    assert short.content == _PDF[: len(_PDF) // 2]
    assert len(corrupt.content) == len(_PDF)
    assert corrupt.content != _PDF
    assert slow.content == good.content == _PDF
    faults = [call["fault"] for call in await simulator.admin("GET", "/requests")]
    assert faults[-6:] == ["not_found", "redirect", "shorten", "corrupt", "slow", None]


async def test_a_download_may_break_off_half_way(simulator: Simulator) -> None:
    url = (await _info(simulator, await _uploaded(simulator)))["url"]
    await simulator.faults(media=[{"does": "truncate"}])

    async with simulator.http.stream("GET", url, headers=_BEARER) as answer:
        chunks = answer.aiter_raw()
        received = b""
        while len(received) < len(_PDF) // 2:
            received += await anext(chunks)
        with pytest.raises(httpx.RemoteProtocolError):
            await anext(chunks)

    assert answer.headers["Content-Length"] == str(len(_PDF))
    assert received == _PDF[: len(_PDF) // 2]
    assert (await simulator.http.get(url, headers=_BEARER)).content == _PDF
