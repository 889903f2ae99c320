"""The command line: `lawyershub`, one group of commands a file in `commands/`."""

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

import structlog
import typer
from typer.core import TyperGroup

from adapters import logs
from domain.failures import Failure
from settings import InvalidSettings

_log = structlog.get_logger()

_COMMANDS: Final = {
    "api": "commands.serve:api",
    "worker": "commands.serve:worker",
    "migrate": "commands.schema:migrate",
    "doctor": "commands.doctor:doctor",
    "trace": "commands.trace:trace",
    "keys": "commands.keys:app",
    "client": "commands.client:app",
    "lawyer": "commands.lawyer:app",
    "ocr": "commands.ocr:ocr",
    "analyse": "commands.analyse:analyse",
    "policy": "commands.policy:app",
    "simulator": "simulator.cli:app",
}
"""Where each command is. Only the one that is run is imported: that is most of its start."""


class _Commands(TyperGroup):
    # Typer keeps its own copy of click under a private name, so its types cannot be named here.
    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 -- see above
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 -- see above
        place = _COMMANDS.get(cmd_name)
        return _command(cmd_name, place) if place else None


def _command(name: str, place: str) -> object:
    module, _, attribute = place.partition(":")
    found: typer.Typer | Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name)(found)
        found = alone
    command = typer.main.get_command(found)
    command.name = name
    return command


app = typer.Typer(
    name="lawyershub", cls=_Commands, add_completion=False, pretty_exceptions_enable=False
)


@app.callback(no_args_is_help=True)
def lawyershub() -> None:
    """Every WhatsApp message of a law firm's clients: kept, understood and answered."""


def main() -> NoReturn:
    """Run a command; what a person can mend is said in one line, without a trace."""
    logs.configure("warning", "console", process="lawyershub")
    status = _run()
    sys.stdout.flush()
    sys.stderr.flush()
    # Not sys.exit: Temporal's SDK has threads that call into an interpreter which is being taken
    # down, and one exit in ten aborts (temporalio/sdk-python, issue 300).
    os._exit(status)


def _run() -> int:
    try:
        app()
    except (Failure, InvalidSettings) as error:
        sys.stderr.write(f"lawyershub: {error}\n")
        return 1
    except SystemExit as exit_:
        if isinstance(exit_.code, str):
            sys.stderr.write(f"{exit_.code}\n")
            return 1
        return exit_.code or 0
    except Exception:  # noqa: BLE001 -- the outermost place: it is logged, and the exit tells
        _log.exception("stopped")
        return 1
    return 0
