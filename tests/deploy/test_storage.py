"""The S3 service's own command, natively, the bucket made in it, and the way to its files."""

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import boto3
import httpx
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest

from adapters.s3 import bucket
from adapters.s3.files import S3FileStore
from devstack.place import Place
from devstack.plan import make_plan
from devstack.product import LAWYERS_HUB
from devstack.service import REPOSITORY, tool
from devstack.storage import BUCKET
from tests.deploy import compose
from tests.deploy.conftest import Host, Storage, free_port, running
from tests.deploy.test_caddy import Sites, wait_for_certificates

_SERVICES = compose.stack().services
_PLACES = ("-dir", "-ip", "-ip.bind", "-s3.port", "-s3.port.grpc", "-s3.config", "-config_dir")
_LETTER = b"%PDF-1.7 surat kuasa"


def _flags(words: list[str]) -> set[str]:
    inner = tuple(f"-{server}.port" for server in ("master", "volume", "filer", "admin"))
    return {
        word
        for word in words
        if word.partition("=")[0] not in _PLACES and not word.startswith(inner)
    }


@pytest.fixture(autouse=True)
def _credentials(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction] - pytest uses it
    for name in set(storage.environment) - set(os.environ):
        monkeypatch.setenv(name, storage.environment[name])


@pytest.fixture(scope="module")
def caddy(host: Host, storage: Storage) -> Iterator[Sites]:
    """Caddy with its service's settings in front of the store; no api answers."""
    folder = host.root / "caddy-of-files"
    folder.mkdir()
    ports = {"HTTP_PORT": str(free_port()), "HTTPS_PORT": str(free_port())}
    environment = {
        **host.environment("caddy"),
        **ports,
        "TLS_ISSUER": "issuer internal",
        "API_1": f"127.0.0.1:{free_port()}",
        "API_2": f"127.0.0.1:{free_port()}",
        "S3": storage.endpoint.partition("//")[2],
        "OPS_PASSWORD_HASH_FILE": str(host.secrets / "ops_password_hash"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    configuration = str(REPOSITORY / "deploy/Caddyfile")
    command = [tool("caddy"), "run", "--adapter", "caddyfile", "--config", configuration]
    with running(command, environment, folder) as log:
        wait_for_certificates(folder, int(ports["HTTPS_PORT"]), log)
        yield Sites(port=int(ports["HTTPS_PORT"]), folder=folder)


@pytest.fixture
def store(storage: Storage) -> S3FileStore:
    public = _SERVICES["api-1"].environment["S3_PUBLIC_URL"]
    return S3FileStore(BUCKET, storage.endpoint, public_url=public)


@pytest.fixture
def key(store: S3FileStore, tmp_path: Path) -> str:
    """Of a file that is kept."""
    made = f"{uuid4().hex}/{uuid4().hex}"
    (tmp_path / "letter").write_bytes(_LETTER)
    for each in (made, f"{made}/thumbnail", f"{made}/page-12"):
        store.put(
            each, tmp_path / "letter", mime_type="application/pdf",
            sha256=hashlib.sha256(_LETTER).digest(), progress=lambda _: None,
        )  # fmt: skip
    return made


def _path(store: S3FileStore, key: str, lasts: timedelta = timedelta(minutes=15)) -> str:
    """A link, without the host that it leads to."""
    link = store.link(
        key, file_name="surat.pdf", extension=".pdf", mime_type="text/html", lasts=lasts
    )
    assert link.startswith(f"https://{compose.PUBLIC_HOST}/")
    return link.removeprefix(f"https://{compose.PUBLIC_HOST}")


def test_the_flags_are_the_native_ones(host: Host) -> None:
    elsewhere = host.root / "elsewhere"
    elsewhere.mkdir()
    native = make_plan(Place(elsewhere), LAWYERS_HUB, (), None).storage.service()
    assert _flags(list(_SERVICES["s3"].command or [])) == _flags(list(native.command[1:]))
    assert _SERVICES["s3"].entrypoint == ["/usr/bin/weed"]


def test_its_bucket_is_private_and_encrypted(storage: Storage) -> None:
    state = bucket.inspect(BUCKET, storage.endpoint)
    assert (state.public, state.readable, state.encryption) == (False, False, "AES256")
    bucket.client(storage.endpoint).put_object(Bucket=BUCKET, Key="a", Body=b"a")
    assert httpx.get(f"{storage.endpoint}/{BUCKET}/a", trust_env=False).status_code == 403
    assert _SERVICES["s3-bucket"].environment["S3_BUCKET"] == BUCKET


@pytest.mark.parametrize("part", ["", "/thumbnail", "/page-12"])
def test_a_link_opens_through_caddy_and_nothing_runs_there(
    caddy: Sites, store: S3FileStore, key: str, part: str
) -> None:
    answer = caddy.ask(compose.PUBLIC_HOST, "GET", _path(store, key + part))
    assert (answer.status_code, answer.content) == (200, _LETTER)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Server" not in answer.headers


def test_a_link_is_dead_when_its_time_is_over(caddy: Sites, store: S3FileStore, key: str) -> None:
    path = _path(store, key, timedelta(seconds=1))
    while caddy.ask(compose.PUBLIC_HOST, "GET", path).status_code == 200:
        pass
    assert caddy.ask(compose.PUBLIC_HOST, "GET", path).status_code == 403


_CHANGES: dict[str, Callable[[str], str]] = {
    "unsigned": lambda path: path.partition("?")[0],
    "another signature": lambda path: path.replace("X-Amz-Signature=", "X-Amz-Signature=0"),
    "no signature": lambda path: path.replace("X-Amz-Signature=", "x="),
    "a longer life": lambda path: path.replace("X-Amz-Expires=900", "X-Amz-Expires=90000"),
    "to be shown": lambda path: path.replace("attachment", "inline"),
    "its rights": lambda path: path + "&acl=",
    "the bucket": lambda _: f"/{BUCKET}",
    "the bucket's folder": lambda _: f"/{BUCKET}/",
    "a list": lambda _: f"/{BUCKET}?list-type=2",
    "a list with a file's signature": lambda path: f"/{BUCKET}?" + path.partition("?")[2],
}


@pytest.mark.parametrize("change", _CHANGES)
def test_whatever_else_is_asked_of_the_store_is_refused(
    caddy: Sites, store: S3FileStore, key: str, change: str
) -> None:
    answer = caddy.ask(compose.PUBLIC_HOST, "GET", _CHANGES[change](_path(store, key)))
    assert answer.status_code == 403
    assert _LETTER not in answer.content


@pytest.mark.parametrize("method", ["HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"])
def test_a_link_is_for_fetching_only(
    caddy: Sites, store: S3FileStore, key: str, method: str
) -> None:
    path = _path(store, key)
    assert caddy.ask(compose.PUBLIC_HOST, method, path).status_code == 403
    assert caddy.ask(compose.PUBLIC_HOST, "GET", path).content == _LETTER


def test_credentials_in_a_header_do_not_reach_the_store(caddy: Sites, key: str) -> None:
    credentials = boto3.Session().get_credentials()
    assert credentials
    path = f"/{BUCKET}/{key}"
    for address in (path, f"{path}?X-Amz-Signature=0"):
        request = AWSRequest("GET", f"https://{compose.PUBLIC_HOST}{address}")
        S3SigV4Auth(credentials, "s3", "us-east-1").add_auth(request)
        signed = {name: str(value) for name, value in request.headers.items()}
        answer = caddy.ask(compose.PUBLIC_HOST, "GET", address, headers=signed)
        assert (answer.status_code, answer.content == _LETTER) == (403, False)


def test_a_link_for_another_host_opens_nothing(caddy: Sites, storage: Storage, key: str) -> None:
    inner = S3FileStore(BUCKET, storage.endpoint)
    link = inner.link(
        key, file_name=None, extension="", mime_type="text/plain", lasts=timedelta(minutes=15)
    )
    path = link.removeprefix(storage.endpoint)
    assert caddy.ask(compose.PUBLIC_HOST, "GET", path).status_code == 403
    assert caddy.ask(compose.OPS_HOST, "GET", path).status_code == 401
