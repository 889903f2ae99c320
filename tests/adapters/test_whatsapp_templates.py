"""The firm's templates are listed from Meta, whole or not at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.templates import GraphTemplates
from domain.failures import Failure, Misconfigured, Unavailable, UnusableAnswer
from domain.templates import TemplateButton, TemplatePart
from tests.adapters.graph import Graph, serving
from tests.adapters.media.simulating import TOKEN, Simulating, simulating

_ACCOUNT = "100000000000001"


@pytest.fixture(scope="module")
def meta(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulating]:
    data: Path = tmp_path_factory.mktemp("simulator")
    with simulating(data) as running:
        yield running


@pytest.fixture
def graph() -> Iterator[Graph]:
    with serving(Graph()) as running:
        yield running


def _source(url: str, secret: str | None = None) -> GraphTemplates:
    return GraphTemplates(url, "v22.0", GraphAccess.by(TOKEN, secret))


def _put(meta: Simulating, name: str, status: str) -> None:
    said = {
        "name": name,
        "language": "id",
        "status": status,
        "components": [{"type": "BODY", "text": "Halo."}],
    }
    meta.http.put("/admin/templates", json=said).raise_for_status()


def test_templates_are_listed_with_their_gaps_and_without_examples(meta: Simulating) -> None:
    listed = {each.name: each for each in _source(meta.url).templates(_ACCOUNT)}
    assert listed["pengingat_sidang"].status == "APPROVED"
    assert listed["pengingat_sidang"].parts == (
        TemplatePart(kind="HEADER", format="TEXT", text="Sidang {{1}}", gaps=("1",)),
        TemplatePart(
            kind="BODY",
            text="Yth. {{1}}, sidang Anda di {{2}} pada {{3}}. Mohon hadir.",
            gaps=("1", "2", "3"),
        ),
        TemplatePart(kind="FOOTER", text="Kantor Hukum Contoh"),
        TemplatePart(
            kind="BUTTONS",
            buttons=(
                TemplateButton(kind="QUICK_REPLY", text="Saya hadir"),
                TemplateButton(kind="QUICK_REPLY", text="Tidak bisa hadir"),
            ),
        ),
    )
    named, letter = listed["permintaan_dokumen"].parts[0], listed["salinan_surat"].parts
    assert named.gaps == ("nama", "dokumen")
    assert (letter[0].format, letter[2].buttons[0].gaps) == ("DOCUMENT", ("1",))
    assert "Budi" not in str(listed)


def test_a_tester_who_pauses_a_template_at_meta_is_seen(meta: Simulating) -> None:
    _put(meta, "kabar", "APPROVED")
    assert {each.name: each.status for each in _source(meta.url).templates(_ACCOUNT)}[
        "kabar"
    ] == "APPROVED"
    _put(meta, "kabar", "PAUSED")
    assert {each.name: each.status for each in _source(meta.url).templates(_ACCOUNT)}[
        "kabar"
    ] == "PAUSED"


def test_more_than_a_page_of_templates_is_listed_whole(meta: Simulating) -> None:
    for number in range(220):
        _put(meta, f"nomor_{number}", "PENDING")
    names = [each.name for each in _source(meta.url).templates(_ACCOUNT)]
    assert len(names) == len(set(names)) > 220


def test_an_account_that_the_token_does_not_see_is_a_misconfiguration(meta: Simulating) -> None:
    with pytest.raises(Misconfigured, match="WHATSAPP_BUSINESS_ACCOUNT_IDS"):
        _source(meta.url).templates("404404404")


def test_the_apps_secret_is_proved_on_every_page(graph: Graph) -> None:
    graph.content = json.dumps(_page(["a"])).encode()
    _source(graph.url, "made up").templates(_ACCOUNT)
    assert all("appsecret_proof=" in path for path in graph.paths)


def test_the_address_of_the_next_page_does_not_get_the_token(graph: Graph) -> None:
    with serving(Graph()) as elsewhere:
        first = _page(["a"], after="x", more=f"{elsewhere.url}/steal")
        graph.contents = [json.dumps(first).encode(), json.dumps(_page(["b"])).encode()]
        listed = _source(graph.url).templates(_ACCOUNT)
        assert [each.name for each in listed] == ["a", "b"]
        assert "after=x" in graph.paths[1]
        assert not elsewhere.tokens


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"data":{}}',
        b'{"data":[],"paging":{"next":"https://graph.facebook.com/x"}}',
        b'{"data":[],"paging":{"next":"x","cursors":{"after":"always the same"}}}',
    ],
)
def test_half_a_list_is_no_list(graph: Graph, content: bytes) -> None:
    graph.content = content
    with pytest.raises(UnusableAnswer):
        _source(graph.url).templates(_ACCOUNT)


@pytest.mark.parametrize(
    ("code", "status", "failure"),
    [
        (190, 401, Misconfigured),
        (10, 403, Misconfigured),
        (200, 403, Misconfigured),
        (100, 400, Misconfigured),
        (4, 400, Unavailable),
        (80008, 400, Unavailable),
        (2, 503, Unavailable),
        (None, 502, Unavailable),
    ],
)
def test_a_refusal_says_whether_a_person_must_act(
    graph: Graph, code: int | None, status: int, failure: type[Failure]
) -> None:
    graph.refuse(code, status)
    with pytest.raises(failure) as raised:
        _source(graph.url).templates(_ACCOUNT)
    assert type(raised.value) is failure
    assert TOKEN not in str(raised.value)


def test_what_meta_does_not_answer_is_unavailable(graph: Graph) -> None:
    url = graph.url
    graph.cut = True
    with pytest.raises(Unavailable):
        _source(url).templates(_ACCOUNT)


def test_odd_templates_are_read_as_far_as_they_go(graph: Graph) -> None:
    data: list[Any] = [7, {"name": "x"}, {"language": "id"}, {"name": "ok", "language": "id"}]
    graph.content = json.dumps({"data": data}).encode()
    (only,) = _source(graph.url).templates(_ACCOUNT)
    assert (only.name, only.status, only.parts) == ("ok", "UNKNOWN", ())


def test_a_shells_proxy_does_not_get_the_token(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph.content = json.dumps(_page(["a"])).encode()
    with serving(Graph()) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        _source(graph.url).templates(_ACCOUNT)
        assert not proxy.paths
    assert httpx.URL(graph.url).host == "127.0.0.1"


def _page(names: list[str], *, after: str = "", more: str = "") -> dict[str, object]:
    data = [{"name": name, "language": "id", "status": "APPROVED"} for name in names]
    paging = {"cursors": {"after": after}, **({"next": more} if more else {})}
    return {"data": data, "paging": paging}
