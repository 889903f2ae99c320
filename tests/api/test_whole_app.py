"""The api as it runs in production tells nobody how it is made."""

import itertools
import re
from collections.abc import Iterator

import httpx
import pytest

from api.headers import SECURITY_HEADERS
from tests.api.api_process import ONE_APP, running_api

_TELLTALE = re.compile(
    r"fastapi|starlette|uvicorn|python|pydantic|traceback|detail\"\s*:\s*\"(not found|method)",
    re.IGNORECASE,
)
_clients = itertools.count(1)


@pytest.fixture(scope="module")
def api() -> Iterator[httpx.Client]:
    """The process; everything it depends on is away."""
    networks = {
        "METRICS_ALLOWED_NETWORKS": "192.0.2.0/28",
        "CODEC_ALLOWED_NETWORKS": "192.0.2.0/28",
    }
    with running_api({**ONE_APP, **networks}) as client:
        yield client


def _ask(api: httpx.Client, method: str, path: str, client: str) -> httpx.Response:
    """A request that a trusted proxy brings from a client."""
    return api.request(method, path, headers={"X-Forwarded-For": client})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 503),
        ("GET", "/nothing", 404),
        ("GET", "/docs", 404),
        ("GET", "/..%2f..%2fetc/passwd", 404),
        ("POST", "/", 405),
        ("POST", "/wp-login.php", 405),
        ("PUT", "/webhooks/whatsapp", 405),
        ("POST", "/webhooks/whatsapp", 403),
        ("GET", "/webhooks/whatsapp", 403),
        ("GET", "/api/v1/me", 401),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/metrics", 403),
        ("POST", "/codec/decode", 403),
        ("GET", "/codec/decode", 405),
        ("POST", "/codec/nothing", 404),
        ("OPTIONS", "/codec/decode", 405),
    ],
)
def test_every_answer_is_sealed_and_tells_nothing(
    api: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = _ask(api, method, path, f"198.51.100.{next(_clients)}")
    assert answer.status_code == status
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert "server" not in answer.headers
    assert "x-powered-by" not in answer.headers
    if status >= 400:
        assert not _TELLTALE.search(answer.text), answer.text


def test_metrics_are_for_their_networks_only(api: httpx.Client) -> None:
    for address, status in (("192.0.2.3", 200), ("192.0.2.16", 403), ("unknown", 403)):
        answer = _ask(api, "GET", "/metrics", address)
        assert answer.status_code == status
        assert ("lawyershub_edge_refused" in answer.text) == (status == 200)


def test_paths_that_are_not_there_are_limited_and_health_is_not(api: httpx.Client) -> None:
    client = "203.0.113.7"
    statuses = [_ask(api, "GET", f"/guess/{number}", client).status_code for number in range(130)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert _ask(api, "GET", "/", client).status_code == 429
    assert _ask(api, "GET", "/healthz", client).status_code == 200
    assert _ask(api, "GET", "/readyz", client).status_code == 503
    assert _ask(api, "GET", "/", "203.0.113.8").status_code == 200
