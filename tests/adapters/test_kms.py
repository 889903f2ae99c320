"""The keyring sealed by AWS KMS, against a server that speaks KMS's two calls."""

import json
import os
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from adapters.keys.files import KeyringFile
from adapters.keys.opening import keyring_file
from domain.failures import Misconfigured, Unavailable

_KEY = "arn:aws:kms:ap-southeast-3:000000000000:key/made-up"
_Wrapped = dict[bytes, tuple[bytes, object]]


@dataclass(slots=True)
class _Kms:
    url: str = ""
    refusal: str | None = None
    wrapped: _Wrapped = field(default_factory=_Wrapped)
    asked: list[str] = field(default_factory=list[str])

    def answer(self, call: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.asked.append(call)
        if self.refusal or content["KeyId"] != _KEY:
            return 400, {"__type": self.refusal or "NotFoundException", "message": "no"}
        context = content["EncryptionContext"]
        if call == "GenerateDataKey":
            plain, blob = os.urandom(32), os.urandom(24)
            self.wrapped[blob] = (plain, context)
        else:
            blob = b64decode(content["CiphertextBlob"])
            plain, of = self.wrapped.get(blob, (b"", None))
            if of != context:
                return 400, {"__type": "InvalidCiphertextException", "message": "no"}
        return 200, {
            "KeyId": _KEY,
            "Plaintext": b64encode(plain).decode(),
            "CiphertextBlob": b64encode(blob).decode(),
        }


@pytest.fixture
def kms(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Kms]:
    running = _Kms()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            call = self.headers["X-Amz-Target"].rpartition(".")[2]
            status, content = running.answer(call, json.loads(raw))
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - quiet

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    running.url = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", running.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-3")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    try:
        yield running
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_keyring_sealed_by_kms_opens_in_another_process(kms: _Kms, tmp_path: Path) -> None:
    path = tmp_path / "keyring.kms"
    made = keyring_file(path, _KEY).create()
    assert keyring_file(path, _KEY).keyring() == made
    assert kms.asked == ["GenerateDataKey", "Decrypt"]
    rotated = keyring_file(path, _KEY).rotate()
    assert keyring_file(path, _KEY).keyring() == rotated


def test_the_file_holds_nothing_without_kms(kms: _Kms, tmp_path: Path) -> None:
    path = tmp_path / "keyring.kms"
    made = keyring_file(path, _KEY).create()
    content = path.read_bytes()
    assert kms.wrapped
    for secret in (made.identity, made.roots["k1"].secret):
        assert secret not in content
        assert b64encode(secret) not in content
    kms.wrapped.clear()
    with pytest.raises(Misconfigured, match="InvalidCiphertextException"):
        keyring_file(path, _KEY).keyring()


def test_kms_is_asked_once_for_as_long_as_the_file_stays(kms: _Kms, tmp_path: Path) -> None:
    file = keyring_file(tmp_path / "keyring.kms", _KEY)
    file.create()
    for _ in range(3):
        file.keyring()
    assert kms.asked.count("Decrypt") == 1


def test_a_refusal_is_told_by_its_code(kms: _Kms, tmp_path: Path) -> None:
    file = keyring_file(tmp_path / "keyring.kms", _KEY)
    kms.refusal = "AccessDeniedException"
    with pytest.raises(Misconfigured, match="KMS refused: AccessDeniedException"):
        file.create()
    assert not file.exists


def test_another_key_is_not_found(kms: _Kms, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="NotFoundException"):
        keyring_file(tmp_path / "keyring.kms", "another").create()
    assert kms.asked


@pytest.mark.usefixtures("kms")
def test_an_altered_file_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "keyring.kms"
    keyring_file(path, _KEY).create()
    parts = json.loads(path.read_bytes())
    sealed = bytearray(b64decode(parts["sealed"]))
    sealed[-1] ^= 1
    path.write_text(json.dumps({**parts, "sealed": b64encode(sealed).decode()}))
    with pytest.raises(Misconfigured, match="does not open"):
        keyring_file(path, _KEY).keyring()


@pytest.mark.usefixtures("kms")
@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"data_key":5,"sealed":6}'])
def test_a_file_that_kms_never_sealed_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keyring.kms"
    path.write_bytes(content)
    with pytest.raises(Misconfigured, match="not sealed by KMS"):
        keyring_file(path, _KEY).keyring()


@pytest.mark.usefixtures("kms")
def test_a_clear_keyring_is_not_taken_for_a_sealed_one(tmp_path: Path) -> None:
    path = tmp_path / "keyring.kms"
    KeyringFile(path).create()
    with pytest.raises(Misconfigured):
        keyring_file(path, _KEY).keyring()


@pytest.mark.usefixtures("kms")
def test_kms_that_does_not_answer_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="KMS did not answer"):
        keyring_file(tmp_path / "keyring.kms", _KEY).create()
