"""What the processes say: kept in one bounded file each, and merged on the terminal."""

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, cast

ROTATE_AT = 20_000_000  # bytes; one older file is kept beside the current one
_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)
_LEVELS = {"warning": 33, "error": 31, "critical": 31}
_WIDTH = 16


class Journal:
    """One file a process under `folder`. `show` gets every line as well, with the process' name.

    Safe to use from several threads.
    """

    def __init__(self, folder: Path, show: Callable[[str, str], None] | None = None) -> None:
        self.folder = folder
        self.show = show
        self._sizes: dict[str, int] = {}
        self._lock = threading.Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where the lines of a process are."""
        return self.folder / f"{name}.log"

    def write(self, name: str, line: str) -> None:
        """Keep a line, without showing it."""
        path = self.path(name)
        data = (line + "\n").encode()
        with self._lock:
            size = self._sizes.get(name)
            if size is None:
                size = path.stat().st_size if path.exists() else 0
            if size > ROTATE_AT:
                path.replace(path.with_suffix(".log.1"))
                size = 0
            with path.open("ab") as file:
                file.write(data)
            self._sizes[name] = size + len(data)

    def say(self, name: str, line: str) -> None:
        """Keep a line and show it."""
        self.write(name, line)
        if self.show is not None:
            self.show(name, line)


class Terminal:
    """Lines with a coloured name before each; no colour where nobody would see it."""

    def __init__(self, output: TextIO = sys.stdout, *, colour: bool) -> None:
        self._output = output
        self._colour = colour
        self._gone = False
        self._names: dict[str, int] = {}

    def show(self, name: str, line: str) -> None:
        """Print one line of a process."""
        if self._gone:
            return
        code = self._names.setdefault(name, _COLOURS[len(self._names) % len(_COLOURS)])
        prefix = self._paint(f"{name:<{_WIDTH}}|", code)
        try:
            self._output.write(f"{prefix} {self._compact(line)}\n")
            self._output.flush()
        except OSError:
            # The terminal was closed, or `| head` has seen enough: the files have every line.
            self._gone = True

    def _compact(self, line: str) -> str:
        """A line of our JSON logs as `level event key=value`; any other line as it is."""
        if not line.startswith("{"):
            return line
        try:
            fields = cast("dict[str, object]", json.loads(line))
        except ValueError:
            return line
        event = fields.pop("event", None) or fields.pop("msg", None)
        if event is None:
            return line
        level = str(fields.pop("level", "info")).lower()
        fields.pop("timestamp", None)
        rest = " ".join(f"{key}={value}" for key, value in fields.items())
        shown = self._paint(f"{level:<7}", _LEVELS.get(level, 2))
        return f"{shown} {event} {self._paint(rest, 2)}".rstrip()

    def _paint(self, text: str, code: int) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text
