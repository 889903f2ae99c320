"""A folder for a stack that nobody keeps."""

import contextlib
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path


@contextlib.contextmanager
def throwaway_folder() -> Generator[Path]:
    """A new folder in the system's temporary place, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="devstack-"))
    try:
        yield folder / "stack"
    finally:
        shutil.rmtree(folder)
