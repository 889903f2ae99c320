"""The doctor asks the model that is set, and says in one line what it found."""

from collections.abc import Generator
from pathlib import Path

import pytest

from commands import model_check
from domain.failures import Unavailable, UnusableAnswer
from tests.scripted_model import GREETING, ScriptedModel, serving


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[ScriptedModel]:
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "AI_OUTPUT_MODE"):
        monkeypatch.delenv(name, raising=False)
    with serving() as model:
        monkeypatch.setenv("AI_MODEL", "openai:qwen3:8b")
        monkeypatch.setenv("AI_BASE_URL", model.openai)
        yield model


def test_a_model_that_answers_is_named_with_what_it_took(model: ScriptedModel) -> None:
    told = model_check.answers()
    assert told.startswith("openai:qwen3:8b answers: 900 tokens in, 100 out, list price unknown")
    assert model.bodies[0]["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize("mode", ["native", "tool", "prompted"])
def test_the_form_of_the_answer_is_a_setting(
    model: ScriptedModel, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_OUTPUT_MODE", mode)
    model_check.answers()
    body = model.bodies[0]
    assert ("tools" in body) == (mode == "tool")
    asked_for_a_schema = body.get("response_format", {}).get("type") == "json_schema"
    assert asked_for_a_schema == (mode == "native")


def test_a_model_that_refuses_or_errs_is_a_fault(model: ScriptedModel) -> None:
    model.says = lambda _data: GREETING | {"intent": "other", "intents": ["other"]}
    with pytest.raises(UnusableAnswer, match="takes a greeting for other"):
        model_check.answers()
    model.status, model.raw = 401, b"{}"
    with pytest.raises(Unavailable, match="status 401"):
        model_check.answers()


def test_the_embedded_rules_need_no_look(
    model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI_MODEL", "embedded")
    assert model_check.answers() == "embedded: rules, and nothing leaves"
    assert model.wire == []
