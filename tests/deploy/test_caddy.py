"""Caddy itself, with our configuration, in front of the real api."""

import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from tests.deploy import compose
from tests.deploy.conftest import (
    OPERATOR_PASSWORD,
    VERIFY_TOKEN,
    Host,
    free_port,
    running,
    wait_for,
)

_CONFIGURATION = str(REPOSITORY / "deploy/Caddyfile")
_CHALLENGE = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "42"}


@pytest.fixture(scope="module")
def caddy(ready: Host, api: int) -> Iterator["Sites"]:
    """Caddy with its service's settings; one of the two apis is down."""
    folder = ready.root / "caddy"
    folder.mkdir()
    ui = free_port()
    ports = {"HTTP_PORT": str(free_port()), "HTTPS_PORT": str(free_port())}
    environment = {
        **ready.environment("caddy"),
        **ports,
        "TLS_ISSUER": "issuer internal",
        "API_1": f"127.0.0.1:{free_port()}",
        "API_2": f"127.0.0.1:{api}",
        "HEALTH_INTERVAL": "1s",
        # The Web UI's stand-in is a folder with one page: only the way to it is tested here.
        "TEMPORAL_UI": f"127.0.0.1:{ui}",
        "OPS_PASSWORD_HASH_FILE": str(ready.secrets / "ops_password_hash"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    command = [tool("caddy"), "run", "--adapter", "caddyfile", "--config", _CONFIGURATION]
    (folder / "index.html").write_text("the Web UI")
    page = [tool("caddy"), "file-server", "--listen", f"127.0.0.1:{ui}", "--root", str(folder)]
    with (
        running(page, {**environment, "XDG_DATA_HOME": str(folder / "ui")}, folder) as page_log,
        running(command, environment, folder) as log,
    ):
        wait_for(f"http://127.0.0.1:{ui}/", page_log)
        wait_for_certificates(folder, int(ports["HTTPS_PORT"]), log)
        yield Sites(port=int(ports["HTTPS_PORT"]), folder=folder)


class Sites:
    """The two sites, reached at this machine's address by their own names."""

    def __init__(self, *, port: int, folder: Path) -> None:
        self.port = port
        self._authority = next(folder.glob("data/**/authorities/local/root.crt"))

    def trust(self) -> ssl.SSLContext:
        """Trust in Caddy's own authority and no other."""
        return ssl.create_default_context(cafile=str(self._authority))

    def ask(
        self,
        site: str,
        method: str,
        path: str,
        *,
        auth: tuple[str, str] | None = None,
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        json: object = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """One request to a site."""
        with httpx.Client(trust_env=False, verify=self.trust(), timeout=20, auth=auth) as client:
            return client.request(
                method,
                f"https://127.0.0.1:{self.port}{path}",
                headers={"Host": site, **(headers or {})},
                params=params,
                json=json,
                content=content,
                extensions={"sni_hostname": site},
            )


def wait_for_certificates(folder: Path, port: int, log: Path, *, sites: int = 2) -> None:
    """Until Caddy has made its authority and certificates."""
    # Its cleaning at the start may take away the folder that it is about to write to; it says so
    # and tries again after a minute.
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        if len(list(folder.glob("data/**/*.example.crt"))) == sites:
            return
        time.sleep(0.1)
    raise AssertionError(f"no certificates on port {port}:\n{log.read_text()[-2000:]}")


@pytest.mark.parametrize("mtls", ["off", "on"])
def test_the_configuration_is_valid_and_formatted(mtls: str) -> None:
    environment = {
        **inherited(), "PUBLIC_HOST": "hub.example", "OPS_HOST": "ops.example",
        "WEBHOOK_HOST": "meta.example", "WEBHOOK_MTLS": mtls,
    }  # fmt: skip
    for command in (["adapt", "--config"], ["fmt", "--diff"]):
        done = subprocess.run(  # noqa: S603 - our own command
            [tool("caddy"), *command, _CONFIGURATION],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert '"level":"warn"' not in done.stderr


def test_meta_reaches_the_webhook_though_one_api_is_down(caddy: Sites) -> None:
    answers = [
        caddy.ask(compose.PUBLIC_HOST, "GET", "/webhooks/whatsapp", params=_CHALLENGE)
        for _ in range(6)
    ]
    assert [(answer.status_code, answer.text) for answer in answers] == [(200, "42")] * 6
    answer = answers[0]
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Server" not in answer.headers


def test_a_webhook_that_is_signed_wrong_is_refused_by_the_api_itself(caddy: Sites) -> None:
    wrong = {"X-Hub-Signature-256": "sha256=" + "0" * 64}
    answer = caddy.ask(compose.PUBLIC_HOST, "POST", "/webhooks/whatsapp", json={}, headers=wrong)
    assert answer.status_code == 403
    # Only an api gives this header.
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "path",
    [
        "/codec/decode", "/codec/encode", "/codec", "//codec/decode", "/CODEC/decode",
        "/codec%2Fdecode", "/x/../codec/decode", "/metrics", "/readyz", "/healthz",
        "/api/v1/openapi.json",
    ],
)  # fmt: skip
def test_what_is_for_operators_does_not_exist_on_the_public_site(caddy: Sites, path: str) -> None:
    answer = caddy.ask(compose.PUBLIC_HOST, "POST", path, json={"payloads": []})
    assert answer.status_code == 404
    assert answer.content == b""


def test_a_body_above_the_limit_is_refused(caddy: Sites) -> None:
    body = b"x" * (6 * 1024 * 1024)
    answer = caddy.ask(compose.PUBLIC_HOST, "POST", "/webhooks/whatsapp", content=body)
    assert answer.status_code == 413


def test_an_operator_with_the_password_sees_the_web_ui_and_may_decode(caddy: Sites) -> None:
    auth = ("operator", OPERATOR_PASSWORD)
    assert caddy.ask(compose.OPS_HOST, "GET", "/", auth=auth).text == "the Web UI"
    answer = caddy.ask(
        compose.OPS_HOST,
        "POST",
        "/codec/decode",
        auth=auth,
        json={"payloads": []},
        headers={"X-Forwarded-For": "203.0.113.9", "Origin": f"https://{compose.OPS_HOST}"},
    )
    assert answer.status_code == 200
    assert answer.json() == {}


def test_nobody_else_does(caddy: Sites) -> None:
    for path in ("/", "/codec/decode"):
        unknown = caddy.ask(compose.OPS_HOST, "POST", path)
        assert unknown.status_code == 401
        # Without it no browser asks for the password.
        assert unknown.headers["WWW-Authenticate"].startswith("Basic")
        wrong = caddy.ask(compose.OPS_HOST, "POST", path, auth=("operator", "wrong"))
        assert wrong.status_code == 401


def test_the_api_itself_refuses_to_decode_for_a_client_that_caddy_speaks_for(api: int) -> None:
    """Were the public site ever to let `/codec` through, the api would still say no."""
    answer = httpx.post(
        f"http://127.0.0.1:{api}/codec/decode",
        json={"payloads": []},
        headers={"X-Forwarded-For": "203.0.113.9"},
        trust_env=False,
    )
    assert answer.status_code == 403


def test_older_tls_is_refused(caddy: Sites) -> None:
    context = caddy.trust()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        httpx.Client(trust_env=False, verify=context) as client,
        pytest.raises(httpx.ConnectError, match=r"(?i)protocol"),
    ):
        client.get(
            f"https://127.0.0.1:{caddy.port}/", extensions={"sni_hostname": compose.PUBLIC_HOST}
        )
