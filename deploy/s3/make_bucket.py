#!/venv/bin/python
"""Make the bucket, encrypt what is put into it, and see that a stranger is refused.

Takes `S3_BUCKET`, `S3_ENDPOINT_URL` and the AWS standard variables; may run any number of times.
"""

import os
import sys
from http import HTTPStatus
from typing import Any, cast

import boto3
import httpx
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

_OURS_ALREADY = {"BucketAlreadyExists", "BucketAlreadyOwnedByYou"}


def make(bucket: str, endpoint: str) -> None:
    """Bring the bucket to its state.

    Raises:
        SystemExit: with one line, when the store refuses or a stranger may read.
    """
    config = Config(s3={"addressing_style": "path"}, connect_timeout=5, read_timeout=10)
    # Only S3's stubs are installed, and only where this is developed.
    client = cast("Any", boto3).client("s3", endpoint_url=endpoint, config=config)
    try:
        try:
            client.create_bucket(Bucket=bucket)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in _OURS_ALREADY:
                raise
        client.put_bucket_encryption(
            Bucket=bucket,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
        )
    except ClientError as error:
        sys.exit(f"make_bucket: S3 refused: {error.response.get('Error', {}).get('Code')}")
    except BotoCoreError as error:
        sys.exit(f"make_bucket: S3 did not answer: {type(error).__name__}")
    with httpx.Client(trust_env=False, timeout=10) as stranger:
        status = stranger.get(f"{endpoint.rstrip('/')}/{bucket}").status_code
    if status != HTTPStatus.FORBIDDEN:
        sys.exit(f"make_bucket: {bucket} answers a stranger with {status}, not 403")
    sys.stdout.write(f"{bucket}: private, AES256\n")


if __name__ == "__main__":
    make(os.environ["S3_BUCKET"], os.environ["S3_ENDPOINT_URL"])
