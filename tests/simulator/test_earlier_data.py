"""A data folder of an earlier version is taken up as it is."""

import sqlite3
from pathlib import Path

import pytest

from tests.simulator.conftest import running_simulator
from tests.simulator.firm import Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_messages_of_before_are_still_there(firm: Firm, tmp_path: Path) -> None:
    async with running_simulator(firm, tmp_path) as simulator:
        await simulator.write("dulu")
    with sqlite3.connect(tmp_path / "simulator.db") as file:
        file.execute("ALTER TABLE messages DROP COLUMN beside")
        file.execute("DROP TABLE media")
    file.close()

    async with running_simulator(firm, tmp_path) as simulator:
        await simulator.write("kini")
        messages = await simulator.messages()

    assert [(one["text"], one["beside"]) for one in messages] == [("dulu", {}), ("kini", {})]
