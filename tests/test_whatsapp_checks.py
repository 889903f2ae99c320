"""The doctor says how long the token works and whether the templates are kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import whatsapp_checks
from domain.failures import Misconfigured
from tests.adapters.media.simulating import TOKEN, Simulating, simulating

_DAY = 24 * 60 * 60


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulating]:
    with simulating(tmp_path_factory.mktemp("simulator")) as started:
        yield started


@pytest.fixture
def meta(
    running: Simulating, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Simulating]:
    """The simulated Meta, as the settings name it; the token is in a file of ours."""
    file = tmp_path / "token"
    file.write_text(TOKEN)
    monkeypatch.chdir(tmp_path)
    for name in ("WHATSAPP_ACCESS_TOKEN", "WHATSAPP_APP_ID", "WHATSAPP_BUSINESS_ACCOUNT_IDS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WHATSAPP_GRAPH_URL", running.url)
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN_FILE", str(file))
    monkeypatch.setenv("WHATSAPP_APP_SECRETS", "made up")
    yield running
    _end_in(running, None)


def _end_in(meta: Simulating, seconds: int | None) -> None:
    meta.http.put("/admin/token", json={"seconds_left": seconds}).raise_for_status()


def test_a_token_that_lasts_is_well(meta: Simulating) -> None:
    assert whatsapp_checks.token() == "works, never expires"
    _end_in(meta, 20 * _DAY)
    assert whatsapp_checks.token().startswith("works until 20")


def test_a_token_that_ends_is_a_fault_unless_it_is_renewed(
    meta: Simulating, monkeypatch: pytest.MonkeyPatch
) -> None:
    _end_in(meta, 10 * _DAY)
    with pytest.raises(Misconfigured, match="WHATSAPP_ACCESS_TOKEN: expires on"):
        whatsapp_checks.token()
    monkeypatch.setenv("WHATSAPP_APP_ID", "7")
    assert whatsapp_checks.token().endswith("is renewed before")
    # By now it should have been.
    _end_in(meta, 2 * _DAY)
    with pytest.raises(Misconfigured, match="expires on"):
        whatsapp_checks.token()


def test_a_token_that_has_ended_is_a_fault(meta: Simulating) -> None:
    _end_in(meta, 0)
    with pytest.raises(Misconfigured, match="not valid"):
        whatsapp_checks.token()


@pytest.mark.usefixtures("meta")
def test_without_accounts_nobody_looks_at_templates() -> None:
    assert "WHATSAPP_BUSINESS_ACCOUNT_IDS is not set" in whatsapp_checks.templates()


@pytest.mark.usefixtures("meta")
def test_templates_are_counted_and_said_to_be_kept(
    monkeypatch: pytest.MonkeyPatch, migrated_postgres_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_postgres_url)
    monkeypatch.setenv("WHATSAPP_BUSINESS_ACCOUNT_IDS", "100000000000001")
    assert whatsapp_checks.templates() == "9 listed, 6 usable, not kept yet: a worker does it"


@pytest.mark.usefixtures("meta")
def test_an_account_that_is_not_ours_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSAPP_BUSINESS_ACCOUNT_IDS", "404")
    with pytest.raises(Misconfigured, match="WHATSAPP_BUSINESS_ACCOUNT_IDS"):
        whatsapp_checks.templates()
