"""The firm's own rules."""

from pathlib import Path
from typing import Annotated

import typer

import settings
from adapters import firm_policy
from commands.output import AsJson, print_json, say

app = typer.Typer(
    help="The firm's own rules.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def rules() -> None:
    """The firm's own rules."""


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="The file; FIRM_POLICY if none.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say whether firm.yaml can be used, and if not, which line is wrong."""
    policy = firm_policy.load(file or settings.load(settings.FirmSettings).firm_policy)
    if as_json:
        print_json({"ok": True, "firm_name": policy.firm_name})
    else:
        say(f"{policy.firm_name}: the policy can be used")
