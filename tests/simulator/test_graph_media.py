"""Files are uploaded, described, and fetched through addresses that end."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm, eventually
from tests.simulator.uploading import BEARER, PDF, UPLOAD, info_of, upload, uploaded

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_file_comes_back_as_it_wasuploaded(simulator: Simulator) -> None:
    media_id = await uploaded(simulator)

    info = await info_of(simulator, media_id)
    fetched = await simulator.http.get(info["url"], headers=BEARER)

    assert "/whatsapp_business/attachments/?mid=" in info.pop("url")
    assert info == {
        "messaging_product": "whatsapp",
        "mime_type": "application/pdf",
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "file_size": len(PDF),
        "id": media_id,
    }
    assert fetched.content == PDF
    assert fetched.headers["Content-Type"] == "application/pdf"
    assert "surat%20%C3%A9.pdf" in fetched.headers["Content-Disposition"]


async def test_the_size_may_be_a_string(simulator: Simulator) -> None:
    media_id = await uploaded(simulator)
    await simulator.faults(file_size_as_string=True)

    assert (await info_of(simulator, media_id))["file_size"] == str(len(PDF))


async def test_an_address_opens_only_with_the_token_and_as_it_was_given(
    simulator: Simulator,
) -> None:
    url = httpx.URL((await info_of(simulator, await uploaded(simulator)))["url"])
    other = (await info_of(simulator, await uploaded(simulator)))["id"]

    statuses = [
        (await simulator.http.get(url)).status_code,
        (await simulator.http.get(url, headers={"Authorization": "Bearer no"})).status_code,
        (
            await simulator.http.get(url.copy_set_param("ext", "4102444800"), headers=BEARER)
        ).status_code,
        (await simulator.http.get(url.copy_set_param("mid", other), headers=BEARER)).status_code,
        (await simulator.http.get(url.copy_with(query=None), headers=BEARER)).status_code,
    ]

    assert statuses == [401, 401, 404, 404, 404]


async def test_a_deleted_file_is_gone(simulator: Simulator) -> None:
    media_id = await uploaded(simulator)
    url = (await info_of(simulator, media_id))["url"]
    path = f"/v22.0/{media_id}"

    wrong_number = await simulator.http.delete(f"{path}?phone_number_id=1", headers=BEARER)
    deleted = await simulator.http.delete(path, headers=BEARER)
    again = await simulator.http.delete(path, headers=BEARER)

    assert wrong_number.json()["error"]["error_subcode"] == 33
    assert deleted.json() == {"success": True}
    assert again.json()["error"]["error_subcode"] == 33
    assert (await simulator.get(path)).json()["error"]["code"] == 100
    assert (await simulator.http.get(url, headers=BEARER)).status_code == 404


async def test_addresses_and_files_end_on_the_simulated_clock(simulator: Simulator) -> None:
    media_id = await uploaded(simulator)
    # 5 minutes are 3 ms and 30 days are 26 s; below, 30 days are 2.6 s.
    await simulator.faults(clock_speed=1e5)
    url = (await info_of(simulator, media_id))["url"]

    async def has_ended() -> bool:
        return (await simulator.http.get(url, headers=BEARER)).status_code == 404

    await eventually(has_ended)
    await simulator.faults(clock_speed=1)
    renewed = (await info_of(simulator, media_id))["url"]
    opened = await simulator.http.get(renewed, headers=BEARER)
    await simulator.faults(clock_speed=1e6)

    async def is_gone() -> bool:
        answer = await simulator.get(f"/v22.0/{media_id}")
        return answer.status_code == 400 and answer.json()["error"]["error_subcode"] == 33

    await eventually(is_gone)
    assert opened.status_code == 200


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
    answer = await upload(simulator, **more)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


async def test_an_upload_that_is_no_multipart_or_without_a_file_is_refused(
    simulator: Simulator,
) -> None:
    no_file = await simulator.http.post(
        UPLOAD, data={"messaging_product": "whatsapp"}, headers=BEARER
    )
    broken = await simulator.http.post(
        UPLOAD,
        content=b"--nothing",
        headers=BEARER | {"Content-Type": "multipart/form-data; boundary=x"},
    )
    no_token = await simulator.http.post(UPLOAD, files={"file": b"x"})

    assert [answer.json()["error"]["code"] for answer in (no_file, broken)] == [100, 100]
    assert (no_token.status_code, no_token.json()["error"]["code"]) == (401, 190)


async def test_an_uploaded_file_is_sent_by_its_id(simulator: Simulator, firm: Firm) -> None:
    await simulator.write("Halo")
    media_id = await uploaded(simulator)

    answer = await simulator.send(type="document", text=None, document={"id": media_id})

    assert answer.status_code == 200
    await firm.until(lambda firm: "delivered" in firm.statuses)


async def test_a_file_of_another_kind_is_accepted_and_fails(
    simulator: Simulator, firm: Firm
) -> None:
    await simulator.write("Halo")
    media_id = await uploaded(simulator)

    answer = await simulator.send(type="image", text=None, image={"id": media_id})

    assert answer.status_code == 200
    await firm.until(lambda firm: firm.statuses == ["failed"])
    assert (await simulator.messages())[-1]["error_code"] == 131053
