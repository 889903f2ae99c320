"""SeaweedFS as an S3 server with one private, encrypted bucket."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import httpx
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from devstack.errors import CannotStart
from devstack.place import write_private
from devstack.service import Service, answers, tool

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "lawyershub-media"
REGION = "us-east-1"
# SeaweedFS is one program of many servers; each has a port for HTTP and one for gRPC.
PORTS = ("master", "master-grpc", "volume", "volume-grpc", "filer", "filer-grpc", "admin")
# Its worker looks for the admin server's gRPC at this distance, whatever the options say.
ADMIN_GRPC = 10000
_SOCKETS = Path("/tmp")  # noqa: S108 - where SeaweedFS puts its sockets, whatever TMPDIR says


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """One S3 server. `inner_ports` holds one for each of PORTS."""

    data: Path
    port: int
    grpc_port: int
    inner_ports: Mapping[str, int]
    access_key_id: str
    secret_access_key: str
    encryption_key: str
    internal_key: str
    environment: Mapping[str, str]

    @property
    def endpoint(self) -> str:
        """Where S3 answers."""
        return f"http://127.0.0.1:{self.port}"

    def service(self) -> Service:
        """How to run it.

        Raises:
            CannotStart: the program is not installed.
        """
        inner: list[str] = []
        for name, port in self.inner_ports.items():
            server, _, protocol = name.partition("-")
            inner.append(f"-{server}.port{'.' if protocol else ''}{protocol}={port}")
        return Service(
            name="storage",
            command=(
                tool("weed"), "-logtostderr=true", "mini", f"-dir={self.data / 'data'}",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *inner,
                f"-s3.port={self.port}", f"-s3.port.grpc={self.grpc_port}",
                f"-s3.config={self.data / 's3.json'}", "-s3.iam=false",
                "-s3.autoCreateBucket=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
                "-s3.localSocket=s3.sock", "-filer.localSocket=filer.sock",  # short, in our folder
                "-filer.disableDirListing", "-filer.exposeDirectoryData=false",
                "-webdav=false", "-admin.ui=false", "-master.telemetry=false",
                "-volume.preStopSeconds=0",  # nobody else serves these files meanwhile
            ),
            environment={
                **self.environment,
                "WEED_S3_SSE_KEY": self.encryption_key,
                # The servers behind S3 listen as well: without a signed token they answer nobody.
                "WEED_JWT_SIGNING_KEY": self.internal_key,
                "WEED_JWT_SIGNING_READ_KEY": self.internal_key,
                "WEED_JWT_FILER_SIGNING_KEY": self.internal_key,
                "WEED_JWT_FILER_SIGNING_READ_KEY": self.internal_key,
            },
            is_ready=self._is_ready,
            ports=self._all_ports(),
            prepare=self._prepare,
            settle=self._settle,
            tidy=self._tidy,
            # It now and then waits long for its own connections; killing it loses nothing.
            stop_within=5,
            working_directory=self.data,
            kept_off_terminal=re.compile(r"^(?![EF]\d{4} )"),
        )  # fmt: skip

    def _all_ports(self) -> tuple[int, ...]:
        admin_grpc = self.inner_ports["admin"] + ADMIN_GRPC
        return (self.port, self.grpc_port, *self.inner_ports.values(), admin_grpc)

    def client(self) -> "S3Client":
        """A client with the owner's credentials."""
        # A session of its own: the one of the module must not be shared between threads.
        return boto3.session.Session().client(  # pyright: ignore[reportUnknownMemberType] - only S3's stubs are installed
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key_id,
            aws_secret_access_key=self.secret_access_key,
            region_name=REGION,
            config=Config(
                s3={"addressing_style": "path"},
                retries={"max_attempts": 1},
                connect_timeout=5,
                read_timeout=10,
                proxies={},
            ),
        )

    def _prepare(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        (self.data / "data").mkdir(mode=0o700, exist_ok=True)
        # The server writes its options there and would prefer them to newer ports.
        (self.data / "data" / "mini.options").unlink(missing_ok=True)
        identity = {
            "name": "lawyershub",
            "credentials": [{"accessKey": self.access_key_id, "secretKey": self.secret_access_key}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        write_private(self.data / "s3.json", json.dumps({"identities": [identity]}))

    def _tidy(self) -> None:
        """Remove the sockets that the server leaves behind."""
        for port in self._all_ports():
            for socket in _SOCKETS.glob(f"seaweedfs-*-{port}.sock"):
                socket.unlink(missing_ok=True)

    async def _is_ready(self) -> bool:
        """Whether it answers and could store a file now."""
        return await answers(f"{self.endpoint}/healthz") and await asyncio.to_thread(self._lists)

    def _lists(self) -> bool:
        try:
            self.client().list_buckets()
        except (BotoCoreError, ClientError):
            return False
        return True

    async def _settle(self) -> None:
        await asyncio.to_thread(self._make_bucket)

    def _make_bucket(self) -> None:
        """Make the bucket, encrypt what is put into it, and see that a stranger is refused.

        Raises:
            CannotStart: a stranger may read it.
        """
        client = self.client()
        try:
            client.create_bucket(Bucket=BUCKET)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in {
                "BucketAlreadyExists",
                "BucketAlreadyOwnedByYou",
            }:
                raise
        client.put_bucket_encryption(
            Bucket=BUCKET,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        )
        with httpx.Client(trust_env=False, timeout=10) as stranger:
            status = stranger.get(f"{self.endpoint}/{BUCKET}").status_code
        if status != HTTPStatus.FORBIDDEN:
            raise CannotStart(f"storage: the bucket answers a stranger with {status}, not 403")
