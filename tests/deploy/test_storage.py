"""The S3 service's own command, natively, and the bucket that is made in it."""

import os
import subprocess
import sys

import httpx
import pytest

from adapters.s3 import bucket
from devstack.place import Place
from devstack.plan import make_plan
from devstack.product import LAWYERS_HUB, inherited
from devstack.service import REPOSITORY, tool
from devstack.storage import BUCKET
from tests.deploy import compose
from tests.deploy.conftest import Host, free_port, running, wait_for

_SERVERS = ("master", "volume", "filer")
_SERVICES = compose.stack().services
_PLACES = ("-dir", "-ip", "-ip.bind", "-s3.port", "-s3.port.grpc", "-s3.config", "-config_dir")


def _flags(words: list[str]) -> set[str]:
    inner = tuple(f"-{server}.port" for server in (*_SERVERS, "admin"))
    return {
        word
        for word in words
        if word.partition("=")[0] not in _PLACES and not word.startswith(inner)
    }


def test_the_flags_are_the_native_ones(host: Host) -> None:
    elsewhere = host.root / "elsewhere"
    elsewhere.mkdir()
    native = make_plan(Place(elsewhere), LAWYERS_HUB, (), None).storage.service()
    assert _flags(list(_SERVICES["s3"].command or [])) == _flags(list(native.command[1:]))
    assert _SERVICES["s3"].entrypoint == ["/usr/bin/weed"]


def test_its_bucket_is_private_and_encrypted(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = host.root / "s3"
    (folder / "data").mkdir(parents=True)
    secrets = folder / "secrets"
    secrets.mkdir()
    for secret in _SERVICES["s3"].secrets:
        name = secret.target.rpartition("/")[2]
        (secrets / name).write_text((host.secrets / secret.source).read_text())
    command = [
        tool("weed"),
        *(
            word.replace("/run/secrets", str(secrets))
            .replace("=/data", f"={folder / 'data'}")
            .replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - what is replaced
            for word in _SERVICES["s3"].command or []
        ),
    ]
    port = free_port()
    inner = [f"-{server}.port{kind}={free_port()}" for server in _SERVERS for kind in ("", ".grpc")]
    # The admin server's second port is 10000 above its first, whatever the options say.
    admin = next(port for port in iter(free_port, None) if port < 50_000)
    inner += [f"-s3.port.grpc={free_port()}", f"-admin.port={admin}"]
    # Said again, a flag has its last value.
    command += [*inner, f"-s3.port={port}"]
    endpoint = f"http://127.0.0.1:{port}"
    environment = {
        **host.environment("s3-bucket"),
        "S3_ENDPOINT_URL": endpoint,
    }
    with running(command, inherited(), folder) as log:
        wait_for(f"{endpoint}/healthz", log)
        for _ in range(2):
            done = subprocess.run(  # noqa: S603 - our own command
                [sys.executable, str(REPOSITORY / "deploy/s3/make_bucket.py")],
                env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        for name in set(environment) - set(os.environ):
            monkeypatch.setenv(name, environment[name])
        state = bucket.inspect(BUCKET, endpoint)
        assert (state.public, state.encryption) == (False, "AES256")
        bucket.client(endpoint).put_object(Bucket=BUCKET, Key="a", Body=b"a")
        assert httpx.get(f"{endpoint}/{BUCKET}/a", trust_env=False).status_code == 403
    assert _SERVICES["s3-bucket"].environment["S3_BUCKET"] == BUCKET
