"""What Temporal is given holds no content, and comes back exactly as it was."""

import asyncio
import dataclasses
import inspect
import json
import types
import typing
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure as TemporalFailure
from temporalio.exceptions import ApplicationError

from activities.account import AccountActivities
from activities.analysis import AnalysisActivities
from activities.messages import MessageActivities
from activities.sending import SendingActivities
from activities.statuses import StatusActivities
from adapters.keys.keyring import Keyring
from adapters.temporal.client import data_converter
from adapters.temporal.codec import SealingCodec
from domain.business_time import OpenDay, OpeningHours, Span
from domain.failures import Misconfigured, Undecipherable
from domain.legal.zones import Zone
from tests.samples import inbound_message, status_json
from workflows.account_event import AccountEventWorkflow
from workflows.conversation import ConversationWorkflow
from workflows.inbound_message import InboundMessageWorkflow
from workflows.status_update import StatusUpdateWorkflow

_KEYRING = Keyring.generate()
_CONVERTER = data_converter(lambda: _KEYRING)
_PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"rahasia"')


def _codec(keyring: Keyring = _KEYRING) -> SealingCodec:
    return SealingCodec(lambda: keyring)


async def _sealed(payload: Payload = _PLAIN, keyring: Keyring = _KEYRING) -> Payload:
    return (await _codec(keyring).encode([payload]))[0]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=3000), name=st.text(max_size=20), value=st.binary(max_size=20))
async def test_any_payload_comes_back_as_it_was(data: bytes, name: str, value: bytes) -> None:
    given_ = Payload(metadata={"encoding": b"binary/plain", name: value}, data=data)
    sealed = await _codec().encode([given_, given_])
    assert sealed[0] != sealed[1]
    assert await _codec().decode(sealed) == [given_, given_]


async def test_a_sealed_payload_shows_only_that_it_is_one_and_its_keys_id() -> None:
    sealed = await _sealed()
    assert dict(sealed.metadata) == {
        "encoding": b"binary/encrypted",
        "encryption-key-id": b"k1",
    }
    assert b"rahasia" not in sealed.SerializeToString()
    assert b"json/plain" not in sealed.SerializeToString()


async def test_a_webhooks_worth_of_statuses_fits_into_a_payload() -> None:
    status = status_json(callback="a" * 32)
    content = json.dumps([status] * (3_000_000 // len(status))).encode()
    payload = Payload(metadata={"encoding": b"json/plain"}, data=content)
    sealed = await _sealed(payload)
    assert len(content) > 2_900_000
    assert sealed.ByteSize() < 2_000_000
    assert await _codec().decode([sealed]) == [payload]


async def test_any_byte_changed_is_noticed() -> None:
    sealed = await _sealed()
    for at in range(len(sealed.data)):
        altered = bytearray(sealed.data)
        altered[at] ^= 1
        with pytest.raises(Undecipherable):
            await _codec().decode([Payload(metadata=sealed.metadata, data=bytes(altered))])
    with pytest.raises(Undecipherable):
        await _codec().decode([Payload(metadata=sealed.metadata, data=b"")])


async def test_another_keys_id_is_noticed() -> None:
    keyring = _KEYRING.rotated()
    sealed = await _sealed(keyring=keyring)
    sealed.metadata["encryption-key-id"] = b"k1"
    with pytest.raises(Undecipherable):
        await _codec(keyring).decode([sealed])


@pytest.mark.parametrize("key_id", [b"k7", b"", b"\xff"])
async def test_an_unknown_key_is_a_misconfiguration(key_id: bytes) -> None:
    sealed = await _sealed()
    sealed.metadata["encryption-key-id"] = key_id
    with pytest.raises(Misconfigured):
        await _codec().decode([sealed])


async def test_what_is_not_sealed_passes() -> None:
    assert await _codec().decode([_PLAIN, await _sealed()]) == [_PLAIN, _PLAIN]


async def test_what_was_sealed_before_a_rotation_opens_after_it() -> None:
    rotated = _KEYRING.rotated()
    before = await _sealed()
    assert await _codec(rotated).decode([before]) == [_PLAIN]
    after = await _sealed(keyring=rotated)
    assert after.metadata["encryption-key-id"] == b"k2"


def _fail() -> None:
    raise ApplicationError("klien Budi", {"detail": "08120000"}, type="Unexpected") from ValueError(
        "isi pesan Budi"
    )


async def test_a_failures_message_and_trace_are_sealed() -> None:
    failure = TemporalFailure()
    with pytest.raises(ApplicationError) as raised:
        _fail()
    await _CONVERTER.encode_failure(raised.value, failure)
    shown = failure.SerializeToString()
    for canary in (b"Budi", b"08120000", b"test_codec", b"isi pesan"):
        assert canary not in shown
    assert failure.application_failure_info.type == "Unexpected"
    opened = await _CONVERTER.decode_failure(failure)
    assert isinstance(opened, ApplicationError)
    assert opened.message == "klien Budi"


def _travelling() -> list[Any]:
    """The types of all inputs, results, signals and queries."""
    found: dict[str, Any] = {}
    for owner in (
        AccountActivities, AnalysisActivities, MessageActivities, SendingActivities,
        StatusActivities, AccountEventWorkflow, ConversationWorkflow, InboundMessageWorkflow,
        StatusUpdateWorkflow,
    ):  # fmt: skip
        for _, function in inspect.getmembers(owner, inspect.isfunction):
            if any(name.startswith("__temporal_") for name in vars(function)):
                for hint in typing.get_type_hints(function).values():
                    if hint is not types.NoneType:
                        found[getattr(hint, "__name__", str(hint))] = hint
    return list(found.values())


def test_the_list_of_what_travels_is_not_empty() -> None:
    names = {hint.__name__ for hint in _travelling()}
    assert {"InboundMessageInput", "ConversationInput", "SendResult", "ConversationView"} <= names


_MOMENTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    int: st.integers(-(2**31), 2**31),
    float: st.floats(0, 1),
    bool: st.booleans(),
    datetime: _MOMENTS,
    timedelta: st.timedeltas(timedelta(0), timedelta(days=400)),
    types.NoneType: st.none(),
    date: st.dates(),
    # A class of its own rules: not any values make one.
    OpeningHours: st.builds(
        OpeningHours,
        zone=st.sampled_from(Zone),
        closed=st.lists(st.dates(), max_size=3).map(tuple),
        open_days=st.lists(
            st.builds(OpenDay, on=st.dates(), spans=st.just((Span(opens=540, closes=720),))),
            max_size=2,
        ).map(tuple),
    ),
}


def _values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401, PLR0911 - any annotation
    """Examples of whatever an annotation allows."""
    if isinstance(hint, typing.NewType):
        return _values(hint.__supertype__)
    if hint in _LEAVES:
        return _LEAVES[hint]
    arguments = [_values(each) for each in typing.get_args(hint) if each is not ...]
    match typing.get_origin(hint):
        case None:
            return _instances(hint)
        case made if made is tuple:
            return st.lists(arguments[0], max_size=3).map(tuple)
        case made if made is dict:
            return st.dictionaries(*arguments, max_size=3)
        case made if made in (typing.Union, types.UnionType):
            return st.one_of(arguments)
        case _:
            return st.lists(arguments[0], max_size=3)


def _instances(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - any class
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    hints = typing.get_type_hints(kind)
    return st.builds(
        kind, **{field.name: _values(hints[field.name]) for field in dataclasses.fields(kind)}
    )


@pytest.mark.parametrize("hint", _travelling(), ids=lambda hint: hint.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_everything_that_travels_comes_back_exactly(hint: type, data: st.DataObject) -> None:
    value = data.draw(_values(hint))

    async def there_and_back() -> list[Any]:
        return await _CONVERTER.decode(await _CONVERTER.encode([value]), [hint])

    assert asyncio.run(there_and_back()) == [value]


async def test_a_messages_words_are_not_in_what_temporal_is_given() -> None:
    input_ = inbound_message(text="perkara warisan", name="Budi Santoso")
    (sealed,) = await _CONVERTER.encode([input_])
    shown = sealed.SerializeToString()
    for canary in (b"warisan", b"Budi", b"62812", b"wamid"):
        assert canary not in shown
