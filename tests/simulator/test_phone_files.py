"""The phone page's files: in parts for a player, and never run by a browser."""

import pytest

from tests.simulator.conftest import Simulator

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _kept(simulator: Simulator, content: bytes, mime_type: str) -> str:
    answer = await simulator.http.post(
        "/admin/media", content=content, headers={"Content-Type": mime_type}
    )
    return f"/phone/media/{answer.raise_for_status().json()['id']}"


async def test_a_part_of_a_file_is_given(simulator: Simulator) -> None:
    path = await _kept(simulator, b"0123456789", "audio/ogg; codecs=opus")

    whole = await simulator.http.get(path)
    parts = {
        asked: await simulator.http.get(path, headers={"Range": asked})
        for asked in ("bytes=0-", "bytes=2-4", "bytes=8-99")
    }
    beyond = await simulator.http.get(path, headers={"Range": "bytes=10-"})

    assert (whole.status_code, whole.content) == (200, b"0123456789")
    assert whole.headers["Content-Type"] == "audio/ogg"
    assert [part.content for part in parts.values()] == [b"0123456789", b"234", b"89"]
    assert {part.status_code for part in parts.values()} == {206}
    assert parts["bytes=2-4"].headers["Content-Range"] == "bytes 2-4/10"
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("mime_type", ["text/html", "image/svg+xml", "application/pdf"])
async def test_what_a_browser_could_run_is_only_saved(simulator: Simulator, mime_type: str) -> None:
    answer = await simulator.http.get(await _kept(simulator, b"<script>", mime_type))

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_file_that_is_not_there_is_not_found(simulator: Simulator) -> None:
    assert (await simulator.http.get("/phone/media/1")).status_code == 404


async def test_an_empty_file_is_refused(simulator: Simulator) -> None:
    assert (await simulator.http.post("/admin/media", content=b"")).status_code == 422
