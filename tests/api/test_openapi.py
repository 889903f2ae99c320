"""Whatever Schemathesis makes of our OpenAPI document is answered as it says, never with 5xx."""

from datetime import timedelta
from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode, Response
from schemathesis.specs.openapi import checks

from adapters.rates import WindowCounter
from api.rates import Rate, RateLimits
from tests.api.conftest import TOKEN, FakeReader, FakeStarter, edge_app
from tests.samples import PEPPER

# The same examples on every machine and every day.
SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
WEBHOOK: Final = "/webhooks/whatsapp"

# Strangers' misdeeds would soon be answered with 429 and nothing else.
_PATIENT = RateLimits(
    WindowCounter("memory://"),
    PEPPER,
    misbehaviour=Rate(most=10**9, window=timedelta(minutes=1)),
)
# Schemathesis has types for some of this only.
_LIBRARY: Any = schemathesis
_EXTRA_PARAMETERS_ARE_FINE: list[Any] = [vars(checks)["negative_data_rejection"]]
_DOCUMENT: Any = _LIBRARY.openapi.from_asgi(
    "/api/v1/openapi.json", edge_app(FakeStarter(), FakeReader(), limits=_PATIENT)
)
OPERATIONS: dict[str, Any] = {
    found.ok().label: found.ok() for found in _DOCUMENT.get_all_operations()
}
WAYS = [
    pytest.param(name, mode, id=f"{name} {mode.name.lower()}")
    for name in OPERATIONS
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    # It takes any bytes, so nothing is wrong; test_mutated_webhooks.py has those.
    if (name, mode) != (f"POST {WEBHOOK}", GenerationMode.NEGATIVE)
]
# Whoever may hear it hears it without end; test_events.py does. A stranger is asked here as well.
ENDING = [way for way in WAYS if way.values[0] != "GET /api/v1/events"]


def test_every_route_of_the_lawyers_api_is_documented() -> None:
    assert {each.split()[1] for each in OPERATIONS} >= {
        WEBHOOK, "/api/v1/me", "/api/v1/conversations", "/api/v1/conversations/{conversation_id}",
        "/api/v1/reasons", "/api/v1/events",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "mode"), ENDING)
def test_a_lawyers_program_is_answered_as_documented(name: str, mode: GenerationMode) -> None:
    answers = ask(name, mode, {"Authorization": f"Bearer {TOKEN}"})
    if name.endswith(("/me", "/reasons", "/conversations")) and mode is GenerationMode.POSITIVE:
        assert answers == {200}


@pytest.mark.parametrize(("name", "mode"), WAYS)
def test_a_stranger_is_told_nothing(name: str, mode: GenerationMode) -> None:
    answers = ask(name, mode, {})
    assert answers <= ({403, 405} if WEBHOOK in name else {401, 405})


def ask(name: str, mode: GenerationMode, headers: dict[str, str]) -> set[int]:
    """Ask in many ways; the statuses of the answers, each of which is as it should be."""
    operation = OPERATIONS[name]
    answers: set[int] = set()

    @SETTINGS
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:  # noqa: ANN401 - a case, which has types for some of it only
        answer = case.call(headers=headers)
        answers.add(answer.status_code)
        if answer.status_code < 300:
            case.validate_response(answer, excluded_checks=_EXTRA_PARAMETERS_ARE_FINE)
        elif WEBHOOK not in name:
            check_problem(answer)
        assert answer.status_code < 500

    each()
    return answers


def check_problem(answer: Response) -> None:
    """A refusal is a problem document (RFC 9457) and says nothing of our insides."""
    assert answer.headers["content-type"] == ["application/problem+json"]
    content = answer.json()
    assert content["status"] == answer.status_code
    assert {"type", "status", "title"} <= set(content)
    assert set(content) <= {"type", "status", "title", "detail", "review_id", "outcome", "text"}


@pytest.mark.parametrize("name", [each for each in OPERATIONS if "/api/v1" in each])
def test_every_refusal_is_documented_as_a_problem(name: str) -> None:
    responses = OPERATIONS[name].definition.raw["responses"]
    assert {"401", "404", "422", "429", "503"} <= set(responses)
    for status, response in responses.items():
        if not status.startswith("2"):
            assert list(response["content"]) == ["application/problem+json"]
