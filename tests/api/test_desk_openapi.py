"""Whatever a lawyer's program says to a draft or sends is answered as documented, never with 5xx.

The conversation, its draft and its message of ours are there, so that what is asked goes through.
"""

from typing import Any, Final

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from domain.outbound import DeliveryState, NewMessage
from domain.outbound_content import Text
from tests.api.conftest import LAWYER, TOKEN, FakeRegister
from tests.api.desk import desk_app, written
from tests.api.test_openapi import check_problem
from tests.fake_control import FakeControl
from tests.fakes import FakeConversationStore, FakeRecords
from tests.samples import NOW

# Schemathesis has types for some of this only.
_LIBRARY: Any = schemathesis
_IGNORED: list[Any] = [vars(checks)["negative_data_rejection"], vars(checks)["ignored_auth"]]
_SETTINGS = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_OF: Final = "/conversations/{conversation_id}"
_EXPECTED: Final = {
    f"POST {_OF}/reviews": {200},
    f"GET {_OF}/reviews": {200},
    f"POST {_OF}/take-over": {200},
    f"POST {_OF}/hand-back": {200},
    f"POST {_OF}/assign": {200},
    f"PUT {_OF}/mode": {200},
    f"POST {_OF}/resolve": {200},
    f"POST {_OF}/messages": {202},
    "POST /outbound/{outbound_id}/send-again": {202},
}
"""What every operation answers to some of what fits its description."""

_RECORDS: Final = FakeRecords(clock=lambda: NOW)
_MESSAGE, _DRAFT = written(_RECORDS)
(_OUTBOUND,) = FakeConversationStore(_RECORDS).queue(
    NewMessage(
        request_id="e" * 32,
        conversation_id=_MESSAGE.conversation_id,
        content=Text(body="Selamat siang."),
        sent_by=LAWYER.id,
    )
)
_RECORDS.outbound[_OUTBOUND].state = DeliveryState.FAILED
_THERE: Final[dict[str, object]] = {
    "conversation_id": _MESSAGE.conversation_id,
    "outbound_id": _OUTBOUND,
    "draft_id": _DRAFT,
    "lawyer_id": LAWYER.id,
    "reply_to": _MESSAGE.message_id,
}
_APP: Final = desk_app(_RECORDS, FakeControl(), FakeRegister())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("operation", _EXPECTED)
def test_the_answer_is_as_documented(operation: str, mode: GenerationMode) -> None:
    method, _, path = operation.partition(" ")
    document = _LIBRARY.openapi.from_asgi("/api/v1/openapi.json", _APP)
    found = document[f"/api/v1{path}"][method]
    answers: set[int] = set()

    @_SETTINGS
    @given(case=found.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:  # noqa: ANN401 -- a case, which has types for some of it only
        if mode is GenerationMode.POSITIVE:
            _aim(case)
        answer = case.call(headers={"Authorization": f"Bearer {TOKEN}"})
        answers.add(answer.status_code)
        assert answer.status_code < 500
        if answer.status_code < 300:
            case.validate_response(answer, excluded_checks=_IGNORED)
        else:
            check_problem(answer)

    each()
    if mode is GenerationMode.POSITIVE:
        assert answers >= _EXPECTED[operation]


def _aim(case: Any) -> None:  # noqa: ANN401 -- the same
    """Have a case speak of what is there."""
    case.path_parameters = {name: _THERE[name] for name in case.path_parameters}
    if isinstance(case.body, dict):
        said: dict[str, object] = case.body  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] -- JSON
        case.body = {name: _THERE.get(name, value) for name, value in said.items()}


def test_every_operation_is_asked() -> None:
    document = _APP.openapi()["paths"]
    there = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in document.items()
        for method in methods
    }
    assert there == set(_EXPECTED)


def test_what_may_be_repeated_says_so() -> None:
    for path, methods in _APP.openapi()["paths"].items():
        for method, operation in methods.items():
            said = operation["description"]
            assert method == "get" or "wice" in said or "idempotency key" in said, path
