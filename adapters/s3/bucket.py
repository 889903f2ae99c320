"""The bucket of files: reachable, private, encrypted at rest."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from domain.failures import Misconfigured, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_REFUSED: Final = frozenset({"AccessDenied", "403", "Forbidden", "InvalidAccessKeyId"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketState:
    """What a bucket shows of itself."""

    public: bool
    """Whether a stranger may list it."""
    readable: bool
    """Whether a stranger may fetch a file whose name they know."""
    locks: bool
    """Whether files in it can be held against being removed."""
    encryption: str | None
    """The default encryption at rest: `AES256`, `aws:kms` or none."""


def client(endpoint_url: str | None, *, anonymous: bool = False) -> "S3Client":
    """An S3 client; it retries nothing itself: Temporal does."""
    config = Config(
        signature_version=UNSIGNED if anonymous else None,
        connect_timeout=5,
        read_timeout=30,
        retries={"total_max_attempts": 1},
        s3={"addressing_style": "path" if endpoint_url else "auto"},
    )
    # The stubs of the services that are not installed leave `boto3.client` partly unknown.
    # A session of its own: boto3's default one keeps the first credentials it finds for ever.
    session = cast("Any", boto3.session.Session())
    return session.client("s3", endpoint_url=endpoint_url, config=config)


def inspect(bucket: str, endpoint_url: str | None) -> BucketState:
    """Look at a bucket, as ourselves and as a stranger.

    Raises:
        Unavailable: the store does not answer.
        Misconfigured: there is no such bucket, or our credentials may not use it.
    """
    ours = client(endpoint_url)
    try:
        ours.head_bucket(Bucket=bucket)
        encryption = _encryption(ours, bucket)
        public = _listed_by_a_stranger(bucket, endpoint_url)
        readable = _fetched_by_a_stranger(ours, bucket, endpoint_url)
        locks = _locks(ours, bucket)
    except ClientError as error:
        raise Misconfigured(f"S3 refused: {_code(error)}") from None
    except BotoCoreError as error:
        raise Unavailable(f"S3 did not answer: {type(error).__name__}") from None
    return BucketState(public=public, readable=readable, locks=locks, encryption=encryption)


def _encryption(ours: "S3Client", bucket: str) -> str | None:
    try:
        answer = ours.get_bucket_encryption(Bucket=bucket)
    except ClientError as error:
        if _code(error) == "ServerSideEncryptionConfigurationNotFoundError":
            return None
        raise
    rules = answer["ServerSideEncryptionConfiguration"]["Rules"]
    return next(
        (
            rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"]
            for rule in rules
            if "ApplyServerSideEncryptionByDefault" in rule
        ),
        None,
    )


def _listed_by_a_stranger(bucket: str, endpoint_url: str | None) -> bool:
    try:
        client(endpoint_url, anonymous=True).list_objects_v2(Bucket=bucket, MaxKeys=1)
    except ClientError as error:
        if _code(error) in _REFUSED:
            return False
        raise
    return True


def _fetched_by_a_stranger(ours: "S3Client", bucket: str, endpoint_url: str | None) -> bool:
    """Whether a file that is there, or the word that one is not, is given to anybody."""
    there = ours.list_objects_v2(Bucket=bucket, MaxKeys=1).get("Contents", [])
    key = there[0]["Key"] if there and "Key" in there[0] else uuid.uuid4().hex
    try:
        client(endpoint_url, anonymous=True).get_object(Bucket=bucket, Key=key)["Body"].close()
    except ClientError as error:
        return _code(error) not in _REFUSED
    return True


def _locks(ours: "S3Client", bucket: str) -> bool:
    try:
        answer = ours.get_object_lock_configuration(Bucket=bucket)
    except ClientError as error:
        if _code(error) == "ObjectLockConfigurationNotFoundError":
            return False
        raise
    return answer.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled"


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "unknown")
