"""`lawyershub client import`, as an office runs it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.keys.keyring import Keyring
from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from domain.importing import INDONESIAN, Column

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(migrated_postgres_url: str, tmp_path: Path) -> Run:
    """The command line on an empty database in which two lawyers are."""
    keys = tmp_path / "keyring.json"
    keys.write_bytes(Keyring.generate().to_json())
    keys.chmod(0o600)
    env = {**inherited(), "DATABASE_URL": migrated_postgres_url, "KEYRING_FILE": str(keys)}

    def ask(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(  # noqa: S603 - our own command
            [tool("lawyershub"), *words],
            cwd=REPOSITORY, env=env, check=False, capture_output=True, text=True,
        )  # fmt: skip

    for name in ("Dewi Lestari", "Andi Wijaya"):
        assert ask("lawyer", "add", name).returncode == 0
    return ask


def test_the_sample_is_looked_at_then_brought_in_then_kept(run: Run) -> None:
    sample = "docs/clients-sample.csv"
    looked = run("client", "import", sample)
    assert (looked.returncode, looked.stderr) == (0, "")
    assert looked.stdout.splitlines()[-1] == "nothing was changed; --apply does it"
    said = json.loads(run("client", "import", sample, "--apply", "--json").stdout)
    assert (said["applied"], said["problems"]) == (True, [])
    assert said["clients"] == {"made": 3, "joined": 0, "changed": 0, "kept": 0}
    assert said["lines"][0] == {"line": 2, "client": "made", "case": "made"}
    again = json.loads(run("client", "import", sample, "--apply", "--json").stdout)
    assert (again["clients"]["kept"], again["cases"]["kept"]) == (3, 3)


def test_a_problem_is_told_with_its_line_and_nothing_of_what_stood_there(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "klien.csv"
    file.write_bytes("nomor klien;nama klien;no hp\nK-1;José;12\nK-2;;".encode("cp1252"))
    told = run("client", "import", str(file), "--apply")
    assert told.returncode == 1
    assert "Windows-1252" in told.stderr
    assert told.stdout.splitlines() == [
        "line 2, phones: not a phone number (a spreadsheet may have made 6,28E+12 of one)",
        "line 3, client_name: must not be empty here",
        "2 problems: nothing was changed",
    ]
    missing = run("client", "import", str(tmp_path / "none.csv"))
    assert missing.returncode == 1
    assert missing.stderr.endswith("No such file or directory\n")


def test_help_names_every_column(run: Run) -> None:
    said = run("client", "import", "--help").stdout
    assert all(f"{column}: " in said and INDONESIAN[column][0] in said for column in Column)
