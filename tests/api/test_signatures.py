"""Only what carries the HMAC of its own bytes comes from Meta."""

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from api.apps import signer
from domain.webhook_apps import WebhookApp

_SECRET = b"app secret"
_BODIES = st.binary(max_size=200)


def _is_metas(body: bytes, header: str | None, *secrets: bytes) -> bool:
    """Whether the edge takes it for a webhook of an app with these secrets."""
    app = WebhookApp(name="app", secrets=secrets, verify_token=b"")
    return signer([app], body, header) is app


def _signature(body: bytes, secret: bytes = _SECRET) -> str:
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


@given(body=_BODIES, others=st.lists(st.binary(min_size=1, max_size=20), max_size=3))
def test_a_body_signed_with_any_of_our_secrets_is_metas(body: bytes, others: list[bytes]) -> None:
    assert _is_metas(body, _signature(body), *others, _SECRET)
    assert _is_metas(body, _signature(body), _SECRET, *others)


@given(body=_BODIES, other=_BODIES)
def test_another_bodys_signature_is_refused(body: bytes, other: bytes) -> None:
    assert _is_metas(body, _signature(other), _SECRET) == (body == other)


@given(body=_BODIES, secret=st.binary(min_size=1, max_size=20))
def test_another_secrets_signature_is_refused(body: bytes, secret: bytes) -> None:
    # HMAC pads short keys with zeros, so those that differ in trailing zeros are one key.
    same = secret.rstrip(b"\x00") == _SECRET
    assert _is_metas(body, _signature(body, secret), _SECRET) == same


@given(body=_BODIES, header=st.none() | st.text(max_size=80))
def test_any_other_header_is_refused(body: bytes, header: str | None) -> None:
    assert _is_metas(body, header, _SECRET) == (header == _signature(body))


@given(body=_BODIES, at=st.integers(7, 70))
def test_a_signature_with_one_digit_changed_is_refused(body: bytes, at: int) -> None:
    signature = _signature(body)
    changed = signature[:at] + ("0" if signature[at] != "0" else "1") + signature[at + 1 :]
    assert not _is_metas(body, changed, _SECRET)


def test_only_the_exact_spelling_counts() -> None:
    signature = _signature(b"{}")
    for changed in (signature.upper(), f"{signature} ", f" {signature}", signature[7:]):
        assert not _is_metas(b"{}", changed, _SECRET)


def test_without_a_secret_nothing_is_metas() -> None:
    assert not _is_metas(b"", _signature(b"", b""))


def test_bytes_are_signed_and_not_what_they_mean() -> None:
    escaped, plain = b'{"a":"\\u00e9"}', '{"a":"\u00e9"}'.encode()
    assert not _is_metas(plain, _signature(escaped), _SECRET)
