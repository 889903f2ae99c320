"""The codec endpoint opens payloads for operators, and for nobody else."""

import json
from base64 import b64decode, b64encode
from ipaddress import ip_network

import httpx
import pytest
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload, Payloads

from adapters.keys.keyring import Keyring
from adapters.temporal.codec import SealingCodec
from api.codec import application

_UI = "http://127.0.0.1:8233"
_PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"rahasia"')
_KEYRING = Keyring.generate()


def _client(address: str = "127.0.0.1", keyring: Keyring = _KEYRING) -> httpx.AsyncClient:
    app = application(
        SealingCodec(lambda: keyring),
        [ip_network("127.0.0.0/8"), ip_network("::1/128"), ip_network("10.1.0.0/16")],
        [_UI],
    )
    transport = httpx.ASGITransport(app, client=(address, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://edge")


def _json(*payloads: Payload) -> str:
    return json_format.MessageToJson(Payloads(payloads=payloads))


async def _sealed(keyring: Keyring = _KEYRING) -> Payload:
    return (await SealingCodec(lambda: keyring).encode([_PLAIN]))[0]


async def test_sealed_payloads_are_opened_and_others_stay() -> None:
    async with _client() as http:
        answer = await http.post("/decode", content=_json(await _sealed(), _PLAIN))
    assert answer.status_code == 200
    opened = json_format.Parse(answer.content, Payloads())
    assert list(opened.payloads) == [_PLAIN, _PLAIN]


async def test_what_is_encoded_can_be_decoded() -> None:
    async with _client() as http:
        sealed = await http.post("/encode", content=_json(_PLAIN))
        assert b64encode(b'"rahasia"').decode() not in sealed.text
        opened = await http.post("/decode", content=sealed.content)
    assert b64decode(opened.json()["payloads"][0]["data"]) == b'"rahasia"'


async def test_a_payload_that_does_not_open_stays_as_it_is_beside_others_that_do() -> None:
    altered = await _sealed()
    altered.data = altered.data[:-1] + bytes([altered.data[-1] ^ 1])
    unknown = await _sealed(_KEYRING.rotated())
    strangers = await _sealed(Keyring.generate())
    given = [altered, unknown, strangers, await _sealed()]
    async with _client() as http:
        answer = await http.post("/decode", content=_json(*given))
    opened = json_format.Parse(answer.content, Payloads())
    assert list(opened.payloads) == [altered, unknown, strangers, _PLAIN]


@pytest.mark.parametrize("address", ["10.2.0.1", "203.0.113.9", "::2", "", "testclient"])
@pytest.mark.parametrize("path", ["/decode", "/encode"])
async def test_an_address_that_is_not_allowed_is_refused(address: str, path: str) -> None:
    async with _client(address) as http:
        answer = await http.post(path, content=_json(await _sealed()))
    assert answer.status_code == 403
    assert "payloads" not in answer.text


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "10.1.255.1"])
async def test_an_address_that_is_allowed_is_answered(address: str) -> None:
    async with _client(address) as http:
        assert (await http.post("/decode", content=_json(_PLAIN))).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"\xff",
        b"7",
        b'{"payloads": 7}',
        b'{"payloads": [{"nothing": 1}]}',
        json.dumps({"payloads": [{"metadata": {"encoding": 5}}]}).encode(),
    ],
)
async def test_garbage_is_a_bad_request(body: bytes) -> None:
    async with _client() as http:
        answer = await http.post("/decode", content=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_only_the_web_uis_own_pages_may_read_the_answer() -> None:
    async with _client() as http:
        for origin, allowed in ((_UI, True), ("http://evil.example", False), ("null", False)):
            answer = await http.post("/decode", content=_json(_PLAIN), headers={"Origin": origin})
            assert (answer.headers.get("access-control-allow-origin") == origin) == allowed


async def test_a_browser_may_ask_first_from_the_web_ui_only() -> None:
    ask = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-namespace",
    }
    async with _client() as http:
        ours = await http.options("/decode", headers={"Origin": _UI, **ask})
        theirs = await http.options("/decode", headers={"Origin": "http://evil.example", **ask})
    assert ours.status_code == 200
    assert ours.headers["access-control-allow-credentials"] == "true"
    assert theirs.status_code == 400
    assert "access-control-allow-origin" not in theirs.headers


async def test_a_body_that_is_too_large_is_refused() -> None:
    async with _client() as http:
        answer = await http.post(
            "/decode", content=b"", headers={"Content-Length": str(64 * 1024 * 1024)}
        )
    assert answer.status_code == 413


async def test_nothing_is_decoded_for_a_get() -> None:
    async with _client() as http:
        assert (await http.get("/decode")).status_code == 405
