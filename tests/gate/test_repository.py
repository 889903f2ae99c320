"""What must not be in any file of the repository."""

import subprocess
from pathlib import Path

_ROOT = Path(__file__).parent.parent.parent
_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npm" + "js.", "debian" + ".org")


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 -- wherever git is
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [_ROOT / name for name in listed.split("\0") if name and (_ROOT / name).is_file()]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_package_registry() -> None:
    assert [file for file in _tracked() if any(host in _text(file) for host in _HOSTS)] == []


def test_the_locks_name_no_index_and_hash_everything() -> None:
    for lock in (_ROOT / "requirements.lock", _ROOT / "deploy" / "requirements.lock"):
        lines = [line for line in _text(lock).splitlines() if line and not line.startswith("#")]
        assert [line for line in lines if "index" in line.split("==")[0] or "://" in line] == []
        pinned = [line for line in lines if not line.startswith(" ")]
        assert [line for line in pinned if not line.endswith("\\")] == []


def test_ci_runs_what_a_newcomer_runs() -> None:
    assert "./dev test" in _text(_ROOT / ".ci" / "run")
