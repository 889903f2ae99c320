"""The command line: `lawyershub`, one group of commands a file in `commands/`."""

import sys

import typer

from adapters import logs
from commands import doctor, keys, lawyer, policy, serve, trace
from domain.failures import Failure
from settings import InvalidSettings
from simulator.cli import app as simulator

app = typer.Typer(
    name="lawyershub",
    help="Every WhatsApp message of a law firm's clients: kept, understood and answered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("api")(serve.api)
app.command("worker")(serve.worker)
app.command("migrate")(serve.migrate)
app.command("doctor")(doctor.doctor)
app.command("trace")(trace.trace)
app.add_typer(keys.app, name="keys")
app.add_typer(lawyer.app, name="lawyer")
app.add_typer(policy.app, name="policy")
app.add_typer(simulator, name="simulator")


def main() -> None:
    """Run a command; what a person can mend is said in one line, without a trace."""
    logs.configure("warning", "console", process="lawyershub")
    try:
        app()
    except (Failure, InvalidSettings) as error:
        sys.stderr.write(f"lawyershub: {error}\n")
        sys.exit(1)
