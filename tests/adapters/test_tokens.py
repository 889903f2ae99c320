"""Access tokens may be replaced while a worker runs."""

import os
from pathlib import Path

import pytest

from adapters.whatsapp.tokens import AccessTokens, tokens_in
from domain.failures import Misconfigured


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 2.0
        return self.now


def _file(folder: Path, text: str) -> Path:
    file = folder / "whatsapp_access_token"
    file.write_text(text)
    return file


def test_tokens_stand_beside_each_other_the_first_is_current() -> None:
    assert tokens_in("EAAGone\n") == ("EAAGone",)
    assert tokens_in(" EAAGone, EAAGtwo\nEAAGone ") == ("EAAGone", "EAAGtwo")


@pytest.mark.parametrize("text", ["", ",", "a,b,c,d,e", "t\u00f6ken", "to\x00ken"])
def test_what_is_no_token_is_a_misconfiguration_that_shows_none(text: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        tokens_in(text)
    assert not text.strip(", ") or text not in str(raised.value)


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = _file(tmp_path, "EAAGone")
    tokens = AccessTokens.kept_in(file, clock=_Clock())
    assert tokens.to_try() == ["EAAGone"]
    new = _file(tmp_path, "EAAGtwo EAAGone")
    os.utime(new, ns=(1, 1))
    assert tokens.to_try() == ["EAAGtwo", "EAAGone"]


def test_a_file_that_is_replaced_by_another_is_read_again(tmp_path: Path) -> None:
    file = _file(tmp_path, "EAAGone")
    tokens = AccessTokens.kept_in(file, clock=_Clock())
    other = tmp_path / "new"
    other.write_text("EAAGtwo")
    other.replace(file)
    assert tokens.to_try() == ["EAAGtwo"]


@pytest.mark.parametrize("broken", ["", "t\u00f6ken"])
def test_a_file_that_cannot_be_used_leaves_what_was_there(tmp_path: Path, broken: str) -> None:
    file = _file(tmp_path, "EAAGone")
    tokens = AccessTokens.kept_in(file, clock=_Clock())
    file.write_text(broken)
    assert tokens.to_try() == ["EAAGone"]
    file.unlink()
    assert tokens.to_try() == ["EAAGone"]


def test_a_file_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="WHATSAPP_ACCESS_TOKEN"):
        AccessTokens.kept_in(tmp_path / "nothing")


def test_the_token_that_worked_last_is_tried_first_until_the_file_changes(tmp_path: Path) -> None:
    file = _file(tmp_path, "EAAGone EAAGtwo")
    tokens = AccessTokens.kept_in(file, clock=_Clock())
    tokens.note_working("EAAGtwo")
    assert tokens.to_try() == ["EAAGtwo", "EAAGone"]
    file.write_text("EAAGthree EAAGtwo")
    assert tokens.to_try() == ["EAAGthree", "EAAGtwo"]


def test_a_new_token_is_put_before_the_old_one_and_the_file_is_replaced_whole(
    tmp_path: Path,
) -> None:
    file = _file(tmp_path, "EAAGolder,EAAGold")
    file.chmod(0o640)
    tokens, others = AccessTokens.kept_in(file), AccessTokens.kept_in(file, clock=_Clock())
    assert tokens.may_be_written()
    tokens.put_first("EAAGnew", "EAAGold")
    assert tokens.to_try() == ["EAAGnew", "EAAGold"]
    assert others.to_try() == ["EAAGnew", "EAAGold"]
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("EAAGnew,EAAGold\n", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    file = _file(tmp_path / "real", "EAAGold")
    link = tmp_path / "link"
    link.symlink_to(file)
    AccessTokens.kept_in(link).put_first("EAAGnew", "EAAGold")
    assert link.is_symlink()
    assert tokens_in(file.read_text()) == ("EAAGnew", "EAAGold")


def test_what_stands_in_no_file_or_cannot_be_replaced_stays(tmp_path: Path) -> None:
    alone = AccessTokens("EAAGold")
    assert not alone.may_be_written()
    with pytest.raises(Misconfigured):
        alone.put_first("EAAGnew", "EAAGold")
    file = _file(tmp_path, "EAAGold")
    kept = AccessTokens.kept_in(file)
    file.unlink()
    file.mkdir()
    (file / "in the way").touch()
    with pytest.raises(Misconfigured, match="WHATSAPP_ACCESS_TOKEN_FILE") as raised:
        kept.put_first("EAAGnew", "EAAGold")
    assert "EAAG" not in str(raised.value)
    assert kept.to_try() == ["EAAGold"]
    assert list(tmp_path.iterdir()) == [file]
