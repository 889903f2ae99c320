"""Keeps clients' files in the private bucket."""

import base64
import hashlib
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    PartialCredentialsError,
)

from domain.failures import KeyTaken, MediaAltered, Misconfigured, Unavailable, UnknownRecord
from domain.file_names import ascii_file_name, safe_file_name
from domain.media import Progress

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

_MIB: Final = 1024 * 1024
_PART: Final = 8 * _MIB
"""A larger file is sent in parts of this size, one at a time: memory holds one of them."""
_CHUNK: Final = 256 * 1024
_LOCK_MODE: Final = "GOVERNANCE"
"""The other mode could not be lifted by anyone, not even to erase what a client may have erased."""
_LATER: Final = {"InternalError", "RequestTimeout", "ServiceUnavailable", "SlowDown"}
_ABSENT: Final = {"404", "NoSuchKey", "NotFound"}
_TAKEN: Final = {"412", "ConditionalRequestConflict", "PreconditionFailed"}
_CORRUPT: Final = {"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch"}


class S3FileStore:
    """Implements `domain.ports.FileStore`. Retries nothing itself: Temporal does.

    `public_url` is where lawyers' browsers reach the store, if that is not `endpoint_url`.
    """

    def __init__(
        self, bucket: str, endpoint_url: str | None, *, public_url: str | None = None
    ) -> None:
        self._bucket = bucket
        self._client = _client(endpoint_url)
        self._public = _client(public_url) if public_url else self._client

    def put(
        self,
        key: str,
        file: Path,
        *,
        mime_type: str,
        sha256: bytes,
        progress: Progress,
        retain_until: datetime | None = None,
    ) -> bool:
        """See the port."""
        with _translated():
            if self._is_kept(key, file, sha256):
                return False
        headers: dict[str, Any] = {
            "ContentType": mime_type,
            # Whoever gets at it without one of our addresses is to save it as well, not to see it.
            "ContentDisposition": "attachment",
            "Metadata": {"sha256": sha256.hex()},
        }
        if retain_until is not None and self._locks:
            headers |= {"ObjectLockMode": _LOCK_MODE, "ObjectLockRetainUntilDate": retain_until}
        try:
            with _translated(), file.open("rb") as content:
                if file.stat().st_size <= _PART:
                    self._send(key, content.read(), sha256, headers)
                    progress(file.stat().st_size)
                else:
                    self._send_in_parts(key, content, sha256, headers, progress)
        except KeyTaken:
            # Another attempt was faster. If it kept the same, that is as well.
            with _translated():
                if not self._is_kept(key, file, sha256):
                    raise
            return False
        return True

    def get(self, key: str, to: Path, *, progress: Progress) -> None:
        """See the port."""
        try:
            with _translated():
                answer = self._client.get_object(Bucket=self._bucket, Key=key)
                digest, size = hashlib.sha256(), 0
                with to.open("wb") as file, closing(answer["Body"]) as body:
                    for chunk in body.iter_chunks(_CHUNK):
                        size += len(chunk)
                        digest.update(chunk)
                        file.write(chunk)
                        progress(size)
            _compare(digest.digest(), answer["Metadata"].get("sha256"))
        except BaseException:
            to.unlink(missing_ok=True)
            raise

    def link(
        self, key: str, *, file_name: str | None, extension: str, mime_type: str, lasts: timedelta
    ) -> str:
        """See the port; the address works for all who have it, until it ends."""
        with _translated():
            return self._public.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self._bucket,
                    "Key": key,
                    "ResponseContentDisposition": disposition(file_name, extension),
                    "ResponseContentType": mime_type,
                    "ResponseCacheControl": "private, no-store",
                },
                ExpiresIn=int(lasts.total_seconds()),
            )

    @cached_property
    def _locks(self) -> bool:
        """Whether the bucket can hold files against being removed; that is settled for ever."""
        try:
            with _translated():
                answer = self._client.get_object_lock_configuration(Bucket=self._bucket)
        except UnknownRecord:
            return False
        return answer.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled"

    def _is_kept(self, key: str, file: Path, sha256: bytes) -> bool:
        """Whether this file is there already, encrypted as it has to be.

        Raises:
            KeyTaken: another one is.
        """
        try:
            with _translated():
                there = self._client.head_object(Bucket=self._bucket, Key=key)
        except UnknownRecord:
            return False
        is_same = there["Metadata"].get("sha256") == sha256.hex()
        if not is_same or there["ContentLength"] != file.stat().st_size:
            raise KeyTaken("another file is kept under this key")
        return True

    def _send(self, key: str, content: bytes, sha256: bytes, headers: dict[str, Any]) -> None:
        if hashlib.sha256(content).digest() != sha256:
            raise MediaAltered("the file is not the one that its sha256 speaks of")
        answer = self._client.put_object(
            Bucket=self._bucket,
            Key=key,
            Body=content,
            IfNoneMatch="*",
            ChecksumSHA256=base64.b64encode(sha256).decode(),
            **headers,
        )
        _check_encryption(answer)

    def _send_in_parts(
        self,
        key: str,
        content: BinaryIO,
        sha256: bytes,
        headers: dict[str, Any],
        progress: Progress,
    ) -> None:
        started = self._client.create_multipart_upload(
            Bucket=self._bucket, Key=key, ChecksumAlgorithm="SHA256", **headers
        )
        upload = started["UploadId"]
        try:
            parts = self._parts(key, upload, content, sha256, progress)
            self._client.complete_multipart_upload(
                Bucket=self._bucket,
                Key=key,
                UploadId=upload,
                MultipartUpload={"Parts": parts},
                IfNoneMatch="*",
            )
        except BaseException:
            # What is left of an upload costs, and shows nowhere.
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload)
            raise

    def _parts(
        self, key: str, upload: str, content: BinaryIO, sha256: bytes, progress: Progress
    ) -> list["CompletedPartTypeDef"]:
        whole, sent, parts = hashlib.sha256(), 0, list["CompletedPartTypeDef"]()
        while part := content.read(_PART):
            whole.update(part)
            checksum = base64.b64encode(hashlib.sha256(part).digest()).decode()
            number = len(parts) + 1
            answer = self._client.upload_part(
                Bucket=self._bucket, Key=key, UploadId=upload,
                PartNumber=number, Body=part, ChecksumSHA256=checksum,
            )  # fmt: skip
            _check_encryption(answer)
            parts.append({"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum})
            sent += len(part)
            progress(sent)
        if whole.digest() != sha256:
            raise MediaAltered("the file is not the one that its sha256 speaks of")
        return parts


def disposition(file_name: str | None, extension: str) -> str:
    """A `Content-Disposition` that saves a file. Source: RFC 6266, RFC 8187."""
    name = safe_file_name(file_name, extension)
    return f"attachment; filename=\"{ascii_file_name(name)}\"; filename*=UTF-8''{quote(name, '')}"


def _client(endpoint_url: str | None) -> "S3Client":
    config = Config(
        # boto3 would still make addresses with the old signature, which newer regions refuse.
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=60,
        retries={"total_max_attempts": 1},
        s3={"addressing_style": "path" if endpoint_url else "auto"},
    )
    # The stubs of the services that are not installed leave `boto3.client` partly unknown.
    # A session of its own: boto3's default one keeps the first credentials it finds for ever.
    session = cast("Any", boto3.session.Session())
    return session.client("s3", endpoint_url=endpoint_url, config=config)


def _compare(digest: bytes, told: str | None) -> None:
    if digest.hex() != told:
        raise MediaAltered("a file in the bucket is not the one that was put there")


def _check_encryption(answer: Any) -> None:  # noqa: ANN401 - of several calls
    # Which way is the bucket's own default; that there is one is not left to it.
    if not answer.get("ServerSideEncryption"):
        raise Misconfigured("the bucket does not encrypt what is put into it")


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except ClientError as error:
        raise _failure(error) from None
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise Misconfigured(f"no S3 credentials: {type(error).__name__}") from None
    except BotoCoreError as error:
        raise Unavailable(f"S3 did not answer: {type(error).__name__}") from None


def _failure(error: ClientError) -> Exception:
    answer: Any = error.response
    code = str(answer.get("Error", {}).get("Code", "unknown"))
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in _ABSENT or code == "ObjectLockConfigurationNotFoundError":
        return UnknownRecord("nothing is kept under this key")
    if code in _TAKEN:
        return KeyTaken("another file is kept under this key")
    if code in _CORRUPT:
        return MediaAltered(f"the file did not arrive in S3 as it is: {code}")
    if code in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(f"S3 cannot now: {code}")
    return Misconfigured(f"S3 refused: {code}")
