"""The servers as tests find them: right after their start."""

from datetime import timedelta
from typing import TYPE_CHECKING

import boto3
import httpx
import psycopg
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from tests.servers import PostgresServer, S3Store

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def s3_client(store: S3Store) -> "S3Client":
    return boto3.session.Session().client(  # pyright: ignore[reportUnknownMemberType] - only S3's stubs are installed
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id=store.access_key_id,
        aws_secret_access_key=store.secret_access_key,
        region_name=store.region,
    )


def libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def test_each_test_gets_an_empty_database_of_its_own(postgres_url: str) -> None:
    with psycopg.connect(libpq(postgres_url)) as connection:
        connection.execute("CREATE TABLE made_here (id int)")


def test_the_next_test_does_not_see_it(postgres_url: str) -> None:
    with psycopg.connect(libpq(postgres_url)) as connection:
        found = connection.execute("SELECT to_regclass('made_here')").fetchone()
    assert found == (None,)


def test_a_database_can_be_copied_from_another(postgres_server: PostgresServer) -> None:
    original = postgres_server.create()
    with psycopg.connect(libpq(original)) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    copy = postgres_server.create(original)
    with psycopg.connect(libpq(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    postgres_server.drop(copy)
    postgres_server.drop(original)


def test_the_application_owns_its_database_and_is_no_superuser(postgres_url: str) -> None:
    with psycopg.connect(libpq(postgres_url)) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False)


def test_nothing_of_durability_is_switched_off(postgres_url: str) -> None:
    with psycopg.connect(libpq(postgres_url)) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            assert connection.execute(f"SHOW {setting}".encode()).fetchone() == ("on",)


async def test_histories_are_kept_for_thirty_days(temporal_address: str) -> None:
    client = await Client.connect(temporal_address, namespace="lawyershub")
    found = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace="lawyershub")
    )
    kept = found.config.workflow_execution_retention_ttl.ToTimedelta()
    assert kept == timedelta(days=30)


async def test_the_search_attributes_are_registered_in_the_namespace(temporal_address: str) -> None:
    client = await Client.connect(temporal_address, namespace="lawyershub")
    found = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="lawyershub")
    )
    keyword = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD
    assert dict(found.custom_attributes) == {
        "Stage": keyword,
        "Route": keyword,
        "Urgency": keyword,
        "MessageType": keyword,
        "NeedsLawyer": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
    }


def test_what_is_put_into_the_bucket_is_encrypted(s3_store: S3Store) -> None:
    client = s3_client(s3_store)
    put = client.put_object(Bucket=s3_store.bucket, Key="encrypted", Body=b"a scan")
    got = client.get_object(Bucket=s3_store.bucket, Key="encrypted")
    assert put["ServerSideEncryption"] == got["ServerSideEncryption"] == "AES256"
    assert got["Body"].read() == b"a scan"


def test_a_stranger_gets_nothing_from_the_bucket(s3_store: S3Store) -> None:
    s3_client(s3_store).put_object(Bucket=s3_store.bucket, Key="private", Body=b"a scan")
    address = f"{s3_store.endpoint}/{s3_store.bucket}"
    assert httpx.get(f"{address}/private").status_code == 403
    assert httpx.get(address).status_code == 403
    assert httpx.put(f"{address}/strange", content=b"x").status_code == 403


def test_a_signed_link_downloads_as_an_attachment(s3_store: S3Store) -> None:
    client = s3_client(s3_store)
    client.put_object(Bucket=s3_store.bucket, Key="linked", Body=b"a scan")
    link = client.generate_presigned_url(
        "get_object",
        Params={
            "Bucket": s3_store.bucket,
            "Key": "linked",
            "ResponseContentDisposition": "attachment",
        },
        ExpiresIn=900,
    )
    answer = httpx.get(link)
    assert (answer.content, answer.headers["content-disposition"]) == (b"a scan", "attachment")
