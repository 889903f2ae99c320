"""What the preparation of a host makes, and leaves alone."""

import stat
from pathlib import Path

from deploy import prepare


def _content(root: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (root / "secrets").iterdir() if file.is_file()}


def test_a_second_run_changes_no_secret_and_asks_for_what_only_the_firm_has(tmp_path: Path) -> None:
    assert prepare.prepare(tmp_path, own=False) == list(prepare.SUPPLIED)
    first = _content(tmp_path)
    assert set(first) == set(prepare.MADE) | set(prepare.OPTIONAL)
    (tmp_path / "secrets/whatsapp_access_token").write_text("EAA\n")
    (tmp_path / "secrets/ops_password_hash").write_text("\n")
    missing = prepare.prepare(tmp_path, own=False)
    assert missing == ["whatsapp_app_secrets", "ops_password_hash"]
    assert first.items() <= _content(tmp_path).items()


def test_nobody_else_on_the_host_can_read_a_secret(tmp_path: Path) -> None:
    prepare.prepare(tmp_path, own=False)
    for folder in ("secrets", "secrets/keyring", "data", "data/postgres", "data/s3"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o700
    for name in prepare.MADE:
        assert stat.S_IMODE((tmp_path / "secrets" / name).stat().st_mode) == 0o440


def test_keys_of_ai_providers_are_there_and_empty_until_a_firm_has_one(tmp_path: Path) -> None:
    prepare.prepare(tmp_path, own=False)
    for name in prepare.OPTIONAL:
        assert (tmp_path / "secrets" / name).read_text() == ""
        (tmp_path / "secrets" / name).chmod(0o600)
        (tmp_path / "secrets" / name).write_text("sk-1\n")
    prepare.prepare(tmp_path, own=False)
    for name in prepare.OPTIONAL:
        assert (tmp_path / "secrets" / name).read_text() == "sk-1\n"


def test_a_file_of_apps_takes_the_place_of_one_apps_secrets(tmp_path: Path) -> None:
    (tmp_path / "secrets/apps").mkdir(parents=True)
    apps = tmp_path / prepare.APPS_FILE
    apps.write_text("apps: []\n")
    missing = prepare.prepare(tmp_path, own=False)
    assert missing == ["whatsapp_access_token", "ops_password_hash"]
    for name in prepare.IN_APPS_FILE:
        assert (tmp_path / "secrets" / name).read_text() == ""
    assert stat.S_IMODE(apps.stat().st_mode) == 0o440
    assert apps.read_text() == "apps: []\n"
