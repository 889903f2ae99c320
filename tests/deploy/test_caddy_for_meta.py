"""Meta alone reaches the webhook where certificates are wanted, whichever api is alive."""

import hashlib
import hmac
import itertools
import json
import ssl
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from devstack.service import REPOSITORY, tool
from tests.deploy import certificates, compose
from tests.deploy.conftest import APP_SECRET, VERIFY_TOKEN, Host, free_port, running
from tests.deploy.test_caddy import wait_for_certificates
from tests.samples import (
    change_json,
    make_wamid,
    message_json,
    messages_value,
    webhook_json,
)

_META = "client.webhooks.fbclientcerts.com"
_WEBHOOK_HOST = "meta.example"
_PATH = "/webhooks/whatsapp"
_CHALLENGE = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "42"}
_numbers = itertools.count(500_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Caddy for one firm: its sites, and whom it believes to be Meta."""

    port: int
    folder: Path
    authority: certificates.Authority

    def trust(self, certificate: Path | None = None) -> ssl.SSLContext:
        """Trust in Caddy's own authority, with a certificate to show."""
        ours = next(self.folder.glob("data/**/authorities/local/root.crt"))
        context = ssl.create_default_context(cafile=str(ours))
        if certificate:
            context.load_cert_chain(certificate)
        return context

    def ask(
        self,
        method: str,
        path: str,
        *,
        site: str = _WEBHOOK_HOST,
        sni: str | None = None,
        certificate: Path | None = None,
        trust: ssl.SSLContext | None = None,
        content: bytes | Iterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
    ) -> httpx.Response:
        """One request on a connection of its own."""
        context = trust or self.trust(certificate)
        with httpx.Client(trust_env=False, verify=context, timeout=30) as client:
            return client.request(
                method,
                f"https://127.0.0.1:{self.port}{path}",
                headers={"Host": site, **(headers or {})},
                params=params,
                content=content,
                extensions={"sni_hostname": sni or site},
            )


@contextmanager
def entrance_of(
    host: Host, name: str, upstreams: tuple[int, int], **settings: str
) -> Generator[Entrance]:
    folder = host.root / name
    folder.mkdir()
    authority = certificates.root("Meta's authority")
    believed = folder / "meta-ca.pem"
    believed.write_bytes(authority.pem())
    port = free_port()
    environment = {
        **host.environment("caddy"),
        "HTTP_PORT": str(free_port()),
        "HTTPS_PORT": str(port),
        "TLS_ISSUER": "issuer internal",
        "API_1": f"127.0.0.1:{upstreams[0]}",
        "API_2": f"127.0.0.1:{upstreams[1]}",
        "META_CA_FILE": str(believed),
        "OPS_PASSWORD_HASH_FILE": str(host.secrets / "ops_password_hash"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        **settings,
    }
    configuration = str(REPOSITORY / "deploy/Caddyfile")
    command = [tool("caddy"), "run", "--adapter", "caddyfile", "--config", configuration]
    with running(command, environment, folder) as log:
        sites = 3 if settings.get("WEBHOOK_MTLS") == "on" else 2
        wait_for_certificates(folder, port, log, sites=sites)
        yield Entrance(port=port, folder=folder, authority=authority)


@pytest.fixture(scope="module")
def entrance(ready: Host, api: int) -> Iterator[Entrance]:
    """Caddy that wants Meta's certificate; one of the two apis is down."""
    with entrance_of(
        ready, "mtls", (free_port(), api), WEBHOOK_MTLS="on", WEBHOOK_HOST=_WEBHOOK_HOST
    ) as entered:
        yield entered


@pytest.fixture(scope="module")
def metas(entrance: Entrance) -> Path:
    """The certificate that Meta shows: two authorities away from the one we know."""
    below = entrance.authority.intermediate("one").intermediate("two")
    return below.client(entrance.folder, _META)


def _signed() -> tuple[bytes, dict[str, str]]:
    message = message_json(wamid=make_wamid(next(_numbers)))
    body = json.dumps(webhook_json(change_json(messages_value(message)))).encode()
    return body, {"X-Hub-Signature-256": f"sha256={_signature(body)}"}


def _signature(body: bytes) -> str:
    return hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()


def test_meta_with_its_certificate_verifies_and_delivers(entrance: Entrance, metas: Path) -> None:
    answer = entrance.ask("GET", _PATH, certificate=metas, params=_CHALLENGE)
    assert (answer.status_code, answer.text) == (200, "42")
    for _ in range(4):
        body, headers = _signed()
        answer = entrance.ask("POST", _PATH, certificate=metas, content=body, headers=headers)
        assert answer.status_code == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Server" not in answer.headers


def test_without_a_certificate_nobody_is_talked_to(entrance: Entrance) -> None:
    with pytest.raises(httpx.TransportError, match=r"(?i)certificate.required"):
        entrance.ask("GET", _PATH, params=_CHALLENGE)


def test_a_certificate_of_another_authority_is_refused(entrance: Entrance) -> None:
    stranger = certificates.root("Meta's authority").client(entrance.folder, _META)
    with pytest.raises(httpx.TransportError, match=r"(?i)alert"):
        entrance.ask("GET", _PATH, certificate=stranger, params=_CHALLENGE)


def test_a_certificate_that_has_ended_is_refused(entrance: Entrance) -> None:
    old = entrance.authority.client(entrance.folder, _META, expired=True)
    with pytest.raises(httpx.TransportError, match=r"(?i)alert"):
        entrance.ask("GET", _PATH, certificate=old, params=_CHALLENGE)


@pytest.mark.parametrize(
    ("name", "organization"),
    [
        ("client.other.fbclientcerts.com", "Meta"),
        (f"{_META}.example", "Meta"),
        (f"not.{_META}", "Meta"),
        ("clientxwebhooks.fbclientcerts.com", "Meta"),
        (f"x,CN={_META}", "Meta"),
        ("x", f"Meta,CN={_META}"),
        ("x", f"Meta+CN={_META}"),
        ("x", f"CN={_META}"),
    ],
)
def test_another_name_of_the_same_authority_is_refused(
    entrance: Entrance, name: str, organization: str
) -> None:
    other = entrance.authority.client(entrance.folder, name, organization=organization)
    for method in ("GET", "POST"):
        answer = entrance.ask(method, _PATH, certificate=other, params=_CHALLENGE)
        assert (answer.status_code, answer.content) == (403, b"")


def test_older_tls_is_refused(entrance: Entrance, metas: Path) -> None:
    context = entrance.trust(metas)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(httpx.ConnectError, match=r"(?i)protocol"):
        entrance.ask("GET", _PATH, trust=context, params=_CHALLENGE)


def test_lawyers_are_not_asked_for_a_certificate_and_find_no_webhook(entrance: Entrance) -> None:
    assert entrance.ask("GET", "/", site=compose.PUBLIC_HOST).status_code == 200
    for path in (_PATH, "//webhooks/whatsapp", "/webhooks%2Fwhatsapp", "/WEBHOOKS/whatsapp"):
        answer = entrance.ask("GET", path, site=compose.PUBLIC_HOST, params=_CHALLENGE)
        assert answer.status_code == 404
        assert answer.text != "42"


def test_one_sites_connection_is_not_anothers(entrance: Entrance) -> None:
    """TLS for the lawyers' site, HTTP for Meta's: no certificate was shown on it."""
    answer = entrance.ask("GET", _PATH, sni=compose.PUBLIC_HOST, params=_CHALLENGE)
    assert answer.status_code == 421


def test_metas_site_has_nothing_but_the_webhook(entrance: Entrance, metas: Path) -> None:
    for path in ("/", "/api/v1/me", "/healthz", "/metrics", "/codec/decode"):
        assert entrance.ask("GET", path, certificate=metas).status_code == 404


def test_a_body_that_is_too_large_is_refused(entrance: Entrance, metas: Path) -> None:
    headers = {"X-Hub-Signature-256": "sha256=" + "0" * 64}

    def unannounced() -> Iterator[bytes]:
        for _ in range(70):
            yield b"x" * 100_000

    for body in (b"x" * 4_200_000, b"x" * 7_000_000, unannounced()):
        answer = entrance.ask("POST", _PATH, certificate=metas, content=body, headers=headers)
        assert answer.status_code == 413


def test_a_body_of_metas_largest_size_is_taken(entrance: Entrance, metas: Path) -> None:
    body = json.dumps(webhook_json(change_json({"note": "x" * 3_000_000}, field="other"))).encode()
    headers = {"X-Hub-Signature-256": f"sha256={_signature(body)}"}
    answer = entrance.ask("POST", _PATH, certificate=metas, content=body, headers=headers)
    assert answer.status_code == 200


@dataclass(slots=True)
class _Dropping:
    """A server that is alive by its own word, and lets every webhook fall."""

    port: int
    fallen: list[int] = field(default_factory=list[int])


@contextmanager
def dropping_api() -> Generator[_Dropping]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            given = self.rfile.read(int(self.headers["Content-Length"]))
            dropping.fallen.append(len(given))
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    dropping = _Dropping(port=server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield dropping
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_webhook_that_one_api_let_fall_is_taken_by_the_other(ready: Host, api: int) -> None:
    with (
        dropping_api() as dropping,
        entrance_of(ready, "failover", (dropping.port, api)) as entrance,
    ):
        for _ in range(40):
            body, headers = _signed()
            answer = entrance.ask(
                "POST", _PATH, site=compose.PUBLIC_HOST, content=body, headers=headers
            )
            assert answer.status_code == 200
            if len(dropping.fallen) > 2:
                break
        assert len(dropping.fallen) > 2


def test_where_no_api_is_left_meta_is_asked_to_come_again(ready: Host) -> None:
    nobody = (free_port(), free_port())
    with entrance_of(ready, "nobody", nobody) as entrance:
        body, headers = _signed()
        answer = entrance.ask(
            "POST", _PATH, site=compose.PUBLIC_HOST, content=body, headers=headers
        )
    assert answer.status_code in {502, 503}
    assert answer.content == b""
    assert "Server" not in answer.headers
    assert "Strict-Transport-Security" in answer.headers
