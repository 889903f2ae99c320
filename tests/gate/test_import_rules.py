"""The import rules catch what breaks them."""

import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent.parent
_COPIED = (
    "activities",
    "adapters",
    "api",
    "commands",
    "devstack",
    "domain",
    "simulator",
    "workflows",
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code that a rule can be broken in."""
    for package in _COPIED:
        shutil.copytree(_ROOT / package, tmp_path / package)
    for file in ("pyproject.toml", "settings.py", "worker.py", "lawyershub.py"):
        shutil.copy(_ROOT / file, tmp_path / file)
    return tmp_path


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = _ROOT / ".venv" / "bin" / "lint-imports"
    return subprocess.run(  # noqa: S603 -- our own tool
        [tool, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_rules_are_kept(copy: Path) -> None:
    assert _lint(copy).returncode == 0


@pytest.mark.parametrize(
    ("file", "line", "rule"),
    [
        ("workflows/conversation.py", "import adapters.postgres.engine", "Only the roots"),
        ("workflows/conversation.py", "import settings", "Only the roots"),
        ("activities/sending.py", "import httpx", "No vendor is reachable"),
        ("activities/sending.py", "import workflows.policies", "domain <- activities"),
        ("domain/routing.py", "import temporalio.workflow", "The domain is pure"),
        ("adapters/logs.py", "import api.webhook", "Adapters know the domain"),
        ("api/webhook.py", "import adapters.postgres.engine", "Only the roots"),
        ("simulator/payloads.py", "import domain.messages", "The simulator is a stranger"),
        ("devstack/ports.py", "import settings", "The embedded stack"),
    ],
)
def test_a_planted_violation_is_caught(copy: Path, file: str, line: str, rule: str) -> None:
    planted = copy / file
    planted.write_text(f"{planted.read_text()}\n{line}\n")

    said = _lint(copy)

    assert said.returncode != 0
    broken = [told for told in said.stdout.splitlines() if " BROKEN" in told]
    assert [told for told in broken if told.startswith(rule)], said.stdout
