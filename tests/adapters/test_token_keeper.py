"""What Meta says of the firm's access tokens, and how they are renewed."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.templates import GraphTemplates
from adapters.whatsapp.token_keeper import GraphTokenKeeper
from adapters.whatsapp.tokens import AccessTokens, tokens_in
from domain.access_tokens import TokenCheck
from domain.failures import Failure, Misconfigured, Unavailable
from tests.adapters.graph import Graph, serving
from tests.adapters.media.simulating import TOKEN, simulating

_OLD, _NEW = "EAAGcanaryold", "EAAGcanarynew"
_SECRET = "made up"  # pragma: allowlist secret - made up
_END, _LATER = datetime(2026, 12, 3, tzinfo=UTC), datetime(2027, 1, 20, tzinfo=UTC)


@pytest.fixture
def graph() -> Iterator[Graph]:
    with serving(Graph()) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "whatsapp_access_token"
    made.write_text(_OLD)
    return made


def _keeper(
    graph: Graph, tokens: AccessTokens, *, app_id: str | None = "7", secret: str | None = _SECRET
) -> GraphTokenKeeper:
    return GraphTokenKeeper(graph.url, "v22.0", tokens, app_secret=secret, app_id=app_id)


def _said(*, valid: bool = True, end: datetime | None = None) -> bytes:
    data = {"is_valid": valid, "expires_at": int(end.timestamp()) if end else 0}
    return json.dumps({"data": data}).encode()


def test_every_token_is_asked_about_and_proved(graph: Graph) -> None:
    graph.contents = [_said(end=_END), _said(end=_LATER)]
    check = _keeper(graph, AccessTokens(f"{_OLD},{_NEW}")).inspect()
    assert check == TokenCheck(usable=True, expires_at=_LATER, can_refresh=False)
    assert graph.tokens == [f"Bearer {_OLD}", f"Bearer {_NEW}"]
    for path, token in zip(graph.paths, (_OLD, _NEW), strict=True):
        asked = parse_qs(urlsplit(path).query)
        proof = hmac.new(_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
        assert asked == {"input_token": [token], "appsecret_proof": [proof]}


def test_a_token_that_never_expires_says_so(graph: Graph) -> None:
    graph.content = _said()
    assert _keeper(graph, AccessTokens(_OLD)).inspect() == TokenCheck(usable=True)


def test_a_token_that_meta_knows_no_longer_is_not_usable(graph: Graph) -> None:
    graph.content = _said(valid=False, end=_END)
    assert not _keeper(graph, AccessTokens(_OLD)).inspect().usable
    graph.refuse(190, 401)
    assert not _keeper(graph, AccessTokens(_OLD)).inspect().usable


@pytest.mark.parametrize(
    ("code", "status", "failure"), [(10, 403, Misconfigured), (None, 502, Unavailable)]
)
def test_a_refusal_says_whether_a_person_must_act(
    graph: Graph, file: Path, code: int | None, status: int, failure: type[Failure]
) -> None:
    graph.refuse(code, status)
    with pytest.raises(failure) as raised:
        _keeper(graph, AccessTokens(_OLD)).inspect()
    assert _OLD not in str(raised.value)
    graph.contents = []
    with pytest.raises(failure):
        _keeper(graph, AccessTokens.kept_in(file)).refresh()
    assert file.read_text() == _OLD


def test_what_meta_does_not_answer_is_unavailable(graph: Graph) -> None:
    graph.cut = True
    with pytest.raises(Unavailable) as raised:
        _keeper(graph, AccessTokens(_OLD)).inspect()
    assert _OLD not in str(raised.value)


def test_a_token_in_a_file_of_ours_is_renewed_and_stays_as_the_second(
    graph: Graph, file: Path
) -> None:
    tokens = AccessTokens.kept_in(file)
    keeper = _keeper(graph, tokens)
    graph.contents = [_said(end=_END)]
    assert keeper.inspect() == TokenCheck(usable=True, expires_at=_END, can_refresh=True)
    graph.contents = [_said(end=_END), json.dumps({"access_token": _NEW}).encode()]
    keeper.refresh()
    assert file.read_text() == f"{_NEW},{_OLD}\n"
    assert list(tokens.to_try()) == [_NEW, _OLD]
    asked = urlsplit(graph.paths[-1])
    assert asked.path == "/v22.0/oauth/access_token"
    assert parse_qs(asked.query) == {
        "grant_type": ["fb_exchange_token"],
        "client_id": ["7"],
        "client_secret": [_SECRET],
        "set_token_expires_in_60_days": ["true"],
        "fb_exchange_token": [_OLD],
    }


def test_the_token_that_lasts_longest_is_the_one_that_is_renewed(graph: Graph, file: Path) -> None:
    file.write_text(f"EAAGfirst,{_OLD},EAAGlast")
    graph.contents = [
        _said(end=_END),
        _said(end=_LATER),
        _said(valid=False),
        json.dumps({"access_token": _NEW}).encode(),
    ]
    _keeper(graph, AccessTokens.kept_in(file)).refresh()
    assert file.read_text() == f"{_NEW},{_OLD}\n"


@pytest.mark.parametrize(("app_id", "secret"), [(None, _SECRET), ("7", None)])
def test_without_the_apps_id_and_secret_people_renew(
    graph: Graph, file: Path, app_id: str | None, secret: str | None
) -> None:
    keeper = _keeper(graph, AccessTokens.kept_in(file), app_id=app_id, secret=secret)
    graph.content = _said(end=_END)
    assert not keeper.inspect().can_refresh
    with pytest.raises(Misconfigured):
        keeper.refresh()
    assert file.read_text() == _OLD


def test_a_token_in_the_environment_is_renewed_by_people(graph: Graph) -> None:
    graph.content = _said(end=_END)
    assert not _keeper(graph, AccessTokens(_OLD)).inspect().can_refresh


@pytest.mark.parametrize(
    "answer", [b"{}", b'{"access_token":""}', b'{"access_token":"t\\n\\u00f6"}']
)
def test_an_answer_without_a_token_changes_nothing(graph: Graph, file: Path, answer: bytes) -> None:
    graph.contents = [_said(end=_END), answer]
    with pytest.raises(Misconfigured):
        _keeper(graph, AccessTokens.kept_in(file)).refresh()
    assert file.read_text() == _OLD


def test_where_no_token_works_none_is_renewed(graph: Graph, file: Path) -> None:
    graph.content = _said(valid=False)
    with pytest.raises(Misconfigured, match="none works"):
        _keeper(graph, AccessTokens.kept_in(file)).refresh()


def test_a_token_is_renewed_at_the_simulated_meta_and_works(tmp_path: Path) -> None:
    file = tmp_path / "whatsapp_access_token"
    file.write_text(TOKEN)
    with simulating(tmp_path / "simulator") as meta:
        keeper = GraphTokenKeeper(
            meta.url, "v22.0", AccessTokens.kept_in(file), app_secret=_SECRET, app_id="7"
        )
        assert keeper.inspect() == TokenCheck(usable=True, can_refresh=True)
        meta.http.put("/admin/token", json={"seconds_left": 3600}).raise_for_status()
        ends = keeper.inspect().expires_at
        assert ends is not None
        keeper.refresh()
        meta.http.put("/admin/token", json={"seconds_left": 0}).raise_for_status()
        renewed = keeper.inspect()
        assert renewed.usable
        assert renewed.expires_at is not None
        assert renewed.expires_at > ends
        new, old = tokens_in(file.read_text())
        assert old == TOKEN
        source = GraphTemplates(meta.url, "v22.0", GraphAccess.by(f"{old},{new}"))
        assert source.templates("100000000000001")
