"""The store of files: the fake and a real S3 server do the same; the real one is private."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest
from botocore.exceptions import ClientError

from adapters.s3 import bucket
from adapters.s3.files import S3FileStore, disposition
from domain.failures import KeyTaken, MediaAltered, Misconfigured, Unavailable, UnknownRecord
from domain.ports import FileStore
from tests.fake_files import FakeFileStore
from tests.servers import S3Store

SMALL = b"surat kuasa " * 1000
LARGE = bytes(range(256)) * 4 * 1024 * 20
"""Of 20 MiB: three parts."""


@pytest.fixture
def s3(s3_store: S3Store, monkeypatch: pytest.MonkeyPatch) -> S3Store:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3_store.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3_store.secret_access_key)
    monkeypatch.setenv("AWS_REGION", s3_store.region)
    return s3_store


@pytest.fixture
def real(s3: S3Store) -> S3FileStore:
    return S3FileStore(s3.bucket, s3.endpoint)


@pytest.fixture(params=["fake", "s3"])
def store(request: pytest.FixtureRequest) -> FileStore:
    return FakeFileStore() if request.param == "fake" else request.getfixturevalue("real")


def _ignore(_: int) -> None: ...


def _key() -> str:
    return f"{uuid4().hex}/{uuid4().hex}"


def _put(store: FileStore, key: str, content: bytes, folder: Path, **more: datetime) -> bool:
    file = folder / "put"
    file.write_bytes(content)
    return store.put(
        key, file, mime_type="application/pdf", sha256=hashlib.sha256(content).digest(),
        progress=_ignore, **more,
    )  # fmt: skip


@pytest.mark.parametrize("content", [SMALL, LARGE, b""], ids=["small", "large", "empty"])
def test_a_file_comes_back_as_it_was_put(store: FileStore, content: bytes, tmp_path: Path) -> None:
    key, seen = _key(), list[int]()
    assert _put(store, key, content, tmp_path)
    store.get(key, tmp_path / "got", progress=seen.append)
    assert (tmp_path / "got").read_bytes() == content
    assert not content or seen[-1] == len(content)


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_the_same_file_is_kept_once(store: FileStore, content: bytes, tmp_path: Path) -> None:
    key = _key()
    assert _put(store, key, content, tmp_path)
    assert not _put(store, key, content, tmp_path)


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_an_original_is_never_written_over(
    store: FileStore, content: bytes, tmp_path: Path
) -> None:
    key = _key()
    _put(store, key, content, tmp_path)
    with pytest.raises(KeyTaken) as raised:
        _put(store, key, b"other", tmp_path)
    assert not raised.value.retryable
    store.get(key, tmp_path / "got", progress=_ignore)
    assert (tmp_path / "got").read_bytes() == content


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_what_its_digest_does_not_speak_of_is_not_kept(
    store: FileStore, content: bytes, tmp_path: Path
) -> None:
    key = _key()
    (tmp_path / "put").write_bytes(content)
    with pytest.raises(MediaAltered):
        store.put(key, tmp_path / "put", mime_type="text/plain", sha256=bytes(32), progress=_ignore)
    with pytest.raises(UnknownRecord):
        store.get(key, tmp_path / "got", progress=_ignore)


def test_what_is_not_there_is_unknown(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(UnknownRecord):
        store.get(_key(), tmp_path / "got", progress=_ignore)
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_it_is_kept_encrypted_with_its_type_and_digest(
    real: S3FileStore, s3: S3Store, content: bytes, tmp_path: Path
) -> None:
    key = _key()
    _put(real, key, content, tmp_path)
    head = bucket.client(s3.endpoint).head_object(Bucket=s3.bucket, Key=key, ChecksumMode="ENABLED")
    assert head["ServerSideEncryption"] == "AES256"
    assert head["ContentType"] == "application/pdf"
    assert head["ContentDisposition"] == "attachment"
    assert head["Metadata"] == {"sha256": hashlib.sha256(content).hexdigest()}
    assert head["ChecksumSHA256"]


def test_an_upload_that_breaks_off_leaves_nothing(
    real: S3FileStore, s3: S3Store, tmp_path: Path
) -> None:
    key = _key()
    (tmp_path / "put").write_bytes(LARGE)

    def cancelled(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        real.put(
            key, tmp_path / "put", mime_type="text/plain",
            sha256=hashlib.sha256(LARGE).digest(), progress=cancelled,
        )  # fmt: skip
    open_uploads = bucket.client(s3.endpoint).list_multipart_uploads(Bucket=s3.bucket)
    assert key not in {upload.get("Key") for upload in open_uploads.get("Uploads", [])}
    with pytest.raises(UnknownRecord):
        real.get(key, tmp_path / "got", progress=_ignore)


def test_what_was_altered_in_the_bucket_is_noticed(
    real: S3FileStore, s3: S3Store, tmp_path: Path
) -> None:
    key = _key()
    bucket.client(s3.endpoint).put_object(
        Bucket=s3.bucket, Key=key, Body=b"other", Metadata={"sha256": "0" * 64}
    )
    with pytest.raises(MediaAltered):
        real.get(key, tmp_path / "got", progress=_ignore)
    assert not (tmp_path / "got").exists()


def test_a_stranger_gets_nothing(real: S3FileStore, s3: S3Store, tmp_path: Path) -> None:
    key = _key()
    _put(real, key, SMALL, tmp_path)
    with httpx.Client(trust_env=False) as stranger:
        for address in (f"{s3.endpoint}/{s3.bucket}/{key}", f"{s3.endpoint}/{s3.bucket}"):
            assert stranger.get(address).status_code == 403


def test_a_bucket_says_whether_strangers_get_at_it_and_whether_it_locks(s3: S3Store) -> None:
    owner, name = bucket.client(s3.endpoint), f"seen-{uuid4().hex}"
    owner.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    empty = bucket.inspect(name, s3.endpoint)
    assert (empty.public, empty.readable, empty.locks) == (False, False, True)
    assert not bucket.inspect(s3.bucket, s3.endpoint).locks
    owner.put_object(Bucket=name, Key="a", Body=b"a")
    assert not bucket.inspect(name, s3.endpoint).readable
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
    statement = {**everybody, "Resource": f"arn:aws:s3:::{name}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    owner.put_bucket_policy(Bucket=name, Policy=policy)
    open_to_all = bucket.inspect(name, s3.endpoint)
    assert (open_to_all.public, open_to_all.readable) == (False, True)
    owner.delete_object(Bucket=name, Key="a")
    assert bucket.inspect(name, s3.endpoint).readable


def test_a_link_gives_the_file_to_be_saved_and_ends(real: S3FileStore, tmp_path: Path) -> None:
    key = _key()
    _put(real, key, SMALL, tmp_path)
    link = real.link(
        key, file_name="../Surat \u202eé\r\n.pdf", extension=".pdf", mime_type="application/pdf",
        lasts=timedelta(seconds=2),
    )  # fmt: skip
    with httpx.Client(trust_env=False) as holder:
        given = holder.get(link)
        forged = holder.get(link.replace(key, _key()))
        longer = holder.get(link.replace("X-Amz-Expires=2", "X-Amz-Expires=2000"))
        while (later := holder.get(link)).status_code == 200:
            pass
    assert given.content == SMALL
    assert given.headers["Content-Type"] == "application/pdf"
    assert given.headers["Content-Disposition"] == (
        "attachment; filename=\"Surat e.pdf\"; filename*=UTF-8''Surat%20%C3%A9.pdf"
    )
    assert [forged.status_code, longer.status_code, later.status_code] == [403, 403, 403]


def test_a_link_leads_to_where_browsers_reach_the_store(s3: S3Store) -> None:
    store = S3FileStore(s3.bucket, s3.endpoint, public_url="https://files.hub.example")
    link = urlsplit(
        store.link(
            "a/b", file_name=None, extension="", mime_type="a/b", lasts=timedelta(minutes=15)
        )
    )
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc) == ("https", "files.hub.example")
    assert asked["X-Amz-Expires"] == ["900"]
    assert asked["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]


def test_a_name_cannot_add_to_the_header() -> None:
    assert disposition('a"; x="\r\nSet-Cookie: a=b', ".pdf") == (
        'attachment; filename="a__ x__ Set-Cookie_ a_b.pdf";'
        " filename*=UTF-8''a__%20x__%20Set-Cookie_%20a_b.pdf"
    )


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_a_bucket_that_can_lock_holds_a_file_for_its_time(
    s3: S3Store, content: bytes, tmp_path: Path
) -> None:
    owner, name = bucket.client(s3.endpoint), f"locked-{uuid4().hex}"
    owner.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    owner.put_bucket_encryption(
        Bucket=name,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
        },
    )
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    key = _key()
    _put(S3FileStore(name, s3.endpoint), key, content, tmp_path, retain_until=until)
    head = owner.head_object(Bucket=name, Key=key)
    assert head["ObjectLockMode"] == "GOVERNANCE"
    assert head["ObjectLockRetainUntilDate"] == until
    with pytest.raises(ClientError, match="AccessDenied"):
        owner.delete_object(Bucket=name, Key=key, VersionId=head["VersionId"])


def test_a_bucket_that_cannot_lock_keeps_the_file_all_the_same(
    real: S3FileStore, tmp_path: Path
) -> None:
    assert _put(real, _key(), SMALL, tmp_path, retain_until=datetime.now(UTC) + timedelta(hours=1))


@pytest.mark.parametrize("content", [SMALL, LARGE], ids=["small", "large"])
def test_a_bucket_that_does_not_encrypt_is_not_used(
    s3: S3Store, content: bytes, tmp_path: Path
) -> None:
    name = f"plain-{uuid4().hex}"
    bucket.client(s3.endpoint).create_bucket(Bucket=name)
    with pytest.raises(Misconfigured):
        _put(S3FileStore(name, s3.endpoint), _key(), content, tmp_path)


def test_a_store_that_refuses_us_or_is_not_there_can_be_tried_again(
    s3: S3Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(Unavailable):
        _put(S3FileStore(s3.bucket, "http://127.0.0.1:9"), _key(), SMALL, tmp_path)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made up")
    with pytest.raises(Misconfigured) as raised:
        S3FileStore(s3.bucket, s3.endpoint).get(_key(), tmp_path / "got", progress=_ignore)
    assert raised.value.retryable


_MEASURE = """
import hashlib, resource, sys
from datetime import timedelta
from pathlib import Path
from adapters.s3.files import S3FileStore
bucket, endpoint, key, path, sha256 = sys.argv[1:]
store = S3FileStore(bucket, endpoint)
store.link(key, file_name=None, extension="", mime_type="a/b", lasts=timedelta(1))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
store.put(key, Path(path), mime_type="text/plain", sha256=bytes.fromhex(sha256), progress=int)
store.get(key, Path(path + ".got"), progress=int)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_memory_stays_flat_for_the_largest_file(s3: S3Store, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4 * 1024 * 100
    (tmp_path / "large").write_bytes(content)
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _MEASURE, s3.bucket, s3.endpoint, _key(), str(tmp_path / "large"),
         hashlib.sha256(content).hexdigest()],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert (tmp_path / "large.got").read_bytes() == content
    assert int(said) < 64 * 1024
