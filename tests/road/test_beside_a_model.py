"""The whole road with a model beside the rules: what it is sent, and what its answers do."""

import subprocess
from collections.abc import Iterator

import pytest

from devstack.service import REPOSITORY, tool
from tests.road.road import Road, until
from tests.scripted_model import ScriptedModel, serving


@pytest.fixture
def model(road: Road) -> Iterator[ScriptedModel]:
    """A stand-in for a provider, and the analysis worker that asks it."""
    road.stack.stop_service("worker-ai")
    with serving() as model:
        env = {**road.environment, "AI_MODEL": "openai:qwen3:8b", "AI_BASE_URL": model.openai}
        worker = subprocess.Popen(  # noqa: S603 - our own command
            [tool("lawyershub"), "worker", "--queue", "wa.ai.analysis"], cwd=REPOSITORY, env=env,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield model
        finally:
            model.open.set()
            worker.terminate()
            worker.wait()


def _decided(road: Road, wamid: str) -> tuple[str, list[str]]:
    query = "SELECT route, reasons FROM messages WHERE id = %s AND route IS NOT NULL"
    rows = until(lambda: road.rows(query, road.message_id(wamid)), "the message has a route")
    return str(rows[0][0]), list(rows[0][1])


def test_a_model_is_asked_without_names_and_without_it_people_answer(
    road: Road, model: ScriptedModel
) -> None:
    person = road.person("Sri Wulandari")
    road.write(person, "Selamat pagi, admin")
    road.answered(person)
    asked = road.write(person, "Kapan sidang saya? Wulandari, hp 0812-9999-8888")
    assert _decided(road, asked) == ("HUMAN", ["court_deadline"])
    # Once to understand it, once to begin the lawyer's answer.
    until(lambda: len(model.bodies) >= 3 or None, "a suggestion was asked for")
    assert model.data(1) == {"client_message": "Kapan sidang saya? [NAMA_1], hp [TELEPON_1]"}
    for secret in ("Wulandari", "9999", person.phone):
        assert secret not in model.sent

    model.status, model.raw = 500, b"{}"
    other = road.write(road.person(), "Selamat pagi")
    assert _decided(road, other) == ("HUMAN", ["analysis_unavailable"])
