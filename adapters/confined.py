"""Runs a parser of untrusted files in a process of its own, with bounded memory and time.

The child knows no setting and no secret of ours, and may die of what it reads.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from domain.failures import Unavailable

_READY: Final = b"ready\n"
_OUT_OF_MEMORY: Final = 3
_OUT_OF_BOUNDS: Final = {-signal.SIGXCPU, -signal.SIGKILL}


class TooMuch(Exception):
    """What the child read would have taken more time or memory than it may."""


class Crashed(Exception):
    """The child died of what it read; the text is a signal, or an error's class and place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a child may use: bytes of address space, seconds of CPU and of time, bytes of a file."""

    memory: int
    cpu_seconds: int
    seconds: int
    file_size: int


def run(module: str, request: Mapping[str, object], limits: Limits) -> Any:  # noqa: ANN401 - JSON
    """What `module`, run as a program that calls `serve`, answers to a request.

    Raises:
        TooMuch: it went over a limit.
        Crashed: it died.
        Unavailable: it could not start.
    """
    environment = {
        name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ
    } | {"LANG": "C.UTF-8"}
    with tempfile.TemporaryDirectory(prefix="confined-") as folder:
        try:
            ended = subprocess.run(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", module],
                input=json.dumps({"limits": asdict(limits), "request": dict(request)}).encode(),
                env=environment | {"TMPDIR": folder},
                cwd=folder,
                capture_output=True,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise TooMuch from None
        except OSError as error:
            raise Unavailable(f"no process for a file: {error.errno}") from None
    if ended.returncode in _OUT_OF_BOUNDS or ended.returncode == _OUT_OF_MEMORY:
        raise TooMuch
    if not ended.stdout.startswith(_READY):
        raise Unavailable(f"the process for a file did not start: status {ended.returncode}")
    if ended.returncode < 0:
        raise Crashed(f"signal {-ended.returncode}")
    if ended.returncode != 0:
        raise Crashed(ended.stderr.decode(errors="replace").strip() or "no word of why")
    return json.loads(ended.stdout.removeprefix(_READY))


def serve(answer: Callable[[Mapping[str, Any]], object]) -> None:
    """The child's whole life: say that it runs, answer the one request, end."""
    _write(_READY)
    given: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    _confine(Limits(**given["limits"]))
    try:
        said = answer(given["request"])
    except MemoryError:
        # Not by the usual way out, which would need memory.
        os._exit(_OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 - the outermost place; the text could quote the file
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_qualname}, line {place.tb_lineno}" if place else "?"
        sys.stderr.write(f"{type(error).__qualname__} in {where}")
        sys.exit(1)
    _write(json.dumps(said).encode())


def _write(said: bytes) -> None:
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


def _confine(limits: Limits) -> None:
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    # A worker that is killed cannot end its child any more.
    signal.alarm(limits.seconds)
