"""What the tests of the stack share."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devstack.throwaway import throwaway_folder
from tests.devstack.stand_ins import CommandLine

__all__ = ["devstack", "folder"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a stack may live."""
    with throwaway_folder() as folder:
        yield folder


@pytest.fixture
def devstack() -> CommandLine:
    """Run `python -m devstack` to its end."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "devstack", *arguments],
            check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    return run
