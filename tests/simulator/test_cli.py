"""The command line sends everything a client can, and says in one line what is wrong."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _run(*arguments: str, to: object) -> tuple[int, str, str]:
    """`lawyershub simulator …`: status, what it said, and what it complained of."""
    process = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("lawyershub"),
        "simulator",
        *arguments,
        "--to",
        str(to),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    return process.returncode or 0, said.decode(), complained.decode()


async def test_a_message_of_a_client_by_name(simulator: Simulator, firm: Firm) -> None:
    status, said, complained = await _run(
        "send", "text", "--client", "siti", "--text", "Halo", to=simulator.http.base_url
    )

    assert (status, said, complained) == (0, "sent: text\n", "")
    await firm.until(lambda firm: firm.texts == ["Halo"])
    assert firm.webhooks[0].value["messages"][0]["from"] == "6281200000002"


async def test_a_file_with_more_options_and_an_answer_in_json(
    simulator: Simulator, firm: Firm, tmp_path: Path
) -> None:
    file = tmp_path / "akta.pdf"
    file.write_bytes(b"%PDF-1.4 contoh")
    options = json.dumps({"forwarded": True})

    status, said, _ = await _run(
        "send", "document", "--file", str(file), "--options", options, "--json",
        to=simulator.http.base_url,
    )  # fmt: skip

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    [message] = firm.webhooks[0].value["messages"]
    assert status == 0
    assert json.loads(said)["wamid"] == message["id"]
    assert message["document"]["filename"] == "akta.pdf"
    assert message["document"]["mime_type"] == "application/pdf"
    assert message["context"] == {"forwarded": True}


async def test_a_webhook_of_another_field(simulator: Simulator, firm: Firm) -> None:
    await _run(
        "send", "user_preferences", "--client", "6281200000003", "--text", "resume",
        to=simulator.http.base_url,
    )  # fmt: skip

    await firm.until(lambda firm: len(firm.webhooks) == 1)
    [preference] = firm.webhooks[0].value["user_preferences"]
    assert (preference["wa_id"], preference["value"]) == ("6281200000003", "resume")


async def test_everything_that_can_be_sent_is_listed(simulator: Simulator) -> None:
    _, said, _ = await _run("types", to=simulator.http.base_url)
    _, in_json, _ = await _run("types", "--json", to=simulator.http.base_url)

    names = {one["name"] for one in json.loads(in_json)}
    assert {"text", "nfm_reply", "call_connect", "history"} <= names
    assert all(f"  {name} " in said for name in names)


async def test_what_is_wrong_is_said_in_one_line(simulator: Simulator) -> None:
    here = simulator.http.base_url
    runs = {
        "did you mean 'image'": await _run("send", "imgae", to=here),
        "did you mean 'user_preferences'": await _run("send", "user_preference", to=here),
        "no such client": await _run("send", "text", "--client", "Zainal", to=here),
        "several clients": await _run("send", "text", "--client", "contoh", to=here),
        "no message to reply to": await _run("send", "reply", to=here),
        "not a JSON object": await _run("send", "text", "--options", "[]", to=here),
        "no simulator answers": await _run("types", to="http://127.0.0.1:1"),
    }

    for words, (status, said, complained) in runs.items():
        assert (status, said) == (1, "")
        assert words in complained
        assert complained.startswith("simulator: ")
        assert complained.count("\n") == 1
