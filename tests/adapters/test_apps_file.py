"""The firm's apps are read from a file, strictly, and read again when it was replaced."""

import traceback
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.whatsapp.apps_file import AppsFile, load
from domain.failures import Misconfigured

_CANARY = "canary-that-is-secret"
_TWO = f"""\
apps:
  - name: main
    secrets: [{_CANARY}-new, {_CANARY}-old]
    verify_token: {_CANARY}-token
    numbers: [100000000000015, "100000000000016"]
    accounts: [200000000000025]
  - name: branch
    secrets: ["{_CANARY}-branch"]
    verify_token: {_CANARY}-token
    numbers: [100000000000017]
"""


@dataclass
class _Clock:
    now: float = 0

    def __call__(self) -> float:
        return self.now


def _written(folder: Path, text: str) -> Path:
    path = folder / "apps.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _replaced(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.rename(path)


def test_every_app_is_read_with_its_secrets_and_claims(tmp_path: Path) -> None:
    main, branch = load(_written(tmp_path, _TWO))
    assert (main.name, branch.name) == ("main", "branch")
    assert main.secrets == (f"{_CANARY}-new".encode(), f"{_CANARY}-old".encode())
    assert main.numbers == {"100000000000015", "100000000000016"}
    assert (main.accounts, branch.accounts) == ({"200000000000025"}, frozenset())
    assert _CANARY not in repr(main)


@pytest.mark.parametrize(
    ("part", "instead", "line", "told"),
    [
        ("    numbers: [1000", "    nubmers: [1000", 5, "apps.0: Extra inputs"),
        (f"verify_token: {_CANARY}-token", "verify_token: ''", 2, "without spaces"),
        (f"[{_CANARY}-new, {_CANARY}-old]", "[]", 3, "apps.0.secrets"),
        (f"[{_CANARY}-new, {_CANARY}-old]", f"{{{_CANARY}: 1}}", 3, "apps.0.secrets"),
        (f"[{_CANARY}-new, {_CANARY}-old]", f"['{_CANARY}\u00e9']", 2, "ASCII"),
        (f"[{_CANARY}-new, {_CANARY}-old]", f"[*{_CANARY}]", 3, "is not YAML"),
        (f"[{_CANARY}-new, {_CANARY}-old]", f"[!{_CANARY} x]", 3, "is not YAML"),
        (f"[{_CANARY}-new, {_CANARY}-old]", f"[{_CANARY}\n  {_CANARY}: {{", 4, "is not YAML"),
        (f"    verify_token: {_CANARY}-token\n", f"    {_CANARY}: 1\n", 2, "apps.0.verify_token"),
        ("    numbers: [1000", f"    {_CANARY}: 1\n    numbers: [1000", 5, "apps.0: Extra"),
        ("name: branch", "name: main", 1, "the name main stands here more than once"),
        ("[100000000000017]", "[100000000000015]", 1, "the number 100000000000015 stands"),
        ("[100000000000017]", "[62-812]", 10, "apps.1.numbers.0"),
        ("[100000000000017]", "[1]\n    accounts: [200000000000025]", 1, "the account 2000"),
        (f'"{_CANARY}-branch"', f"{_CANARY}-old", 1, "the same secret stands"),
        ("  - name: branch", "  - name: x\n    name: branch", 8, "a second time"),
        ("name: branch", "name: Kantor Hukum", 7, "apps.1.name"),
    ],
)
def test_a_fault_is_told_in_one_line_that_repeats_no_secret(
    tmp_path: Path, part: str, instead: str, line: int, told: str
) -> None:
    assert part in _TWO
    path = _written(tmp_path, _TWO.replace(part, instead, 1))
    with pytest.raises(Misconfigured) as raised:
        load(path)
    said = str(raised.value)
    assert said.startswith(f"{path}:{line}: ")
    assert told in said
    assert "\n" not in said
    assert _CANARY not in said
    assert _CANARY not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("text", ["", "apps: []", "apps: 1", "[]", "- name: x", "\x00"])
def test_a_file_without_apps_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Misconfigured, match=r"apps\.yaml:1: "):
        load(_written(tmp_path, text))


def test_a_missing_file_is_told_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"WHATSAPP_APPS_FILE: .*No such file"):
        AppsFile(tmp_path / "none.yaml")


def test_a_replaced_file_is_in_force_a_second_later(tmp_path: Path) -> None:
    clock = _Clock()
    path = _written(tmp_path, _TWO)
    apps = AppsFile(path, clock=clock)
    _replaced(path, _TWO.replace("name: main", "name: renamed"))
    clock.now = 0.9
    assert apps()[0].name == "main"
    clock.now = 1.0
    assert apps()[0].name == "renamed"
    path.write_text(_TWO.replace("name: main", "name: in-place"))
    clock.now = 2.0
    assert apps()[0].name == "in-place"


def test_a_file_behind_a_link_that_is_moved_is_read_again(tmp_path: Path) -> None:
    """As Kubernetes replaces a secret: `apps.yaml -> ..data/apps.yaml`, `..data` is moved."""
    clock = _Clock()
    for folder, text in (("one", _TWO), ("two", _TWO.replace("name: main", "name: moved"))):
        (tmp_path / folder).mkdir()
        _written(tmp_path / folder, text)
    (tmp_path / "..data").symlink_to("one")
    (tmp_path / "apps.yaml").symlink_to("..data/apps.yaml")
    apps = AppsFile(tmp_path / "apps.yaml", clock=clock)
    (tmp_path / "..new").symlink_to("two")
    (tmp_path / "..new").rename(tmp_path / "..data")
    clock.now = 1.0
    assert apps()[0].name == "moved"


@pytest.mark.parametrize("broken", ["apps: [", "", None])
def test_a_broken_new_file_leaves_the_one_before_in_force_and_is_told_once(
    tmp_path: Path, broken: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = _Clock()
    path = _written(tmp_path, _TWO)
    apps = AppsFile(path, clock=clock)
    assert apps.is_usable()
    if broken is None:
        path.unlink()
    else:
        _replaced(path, broken)
    for second in range(1, 5):
        clock.now = second
        assert [app.name for app in apps()] == ["main", "branch"]
    assert not apps.is_usable()
    assert capsys.readouterr().out.count("apps file not usable") == 1
    _replaced(path, _TWO.replace("name: main", "name: mended"))
    clock.now = 5
    assert apps()[0].name == "mended"
    assert apps.is_usable()
