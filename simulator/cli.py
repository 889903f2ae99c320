"""The simulator's command line: `python -m simulator`, or mounted as `lawyershub simulator`."""

import errno
from typing import Annotated

import typer

from simulator.cli_sending import refusal, send, types

app = typer.Typer(
    name="simulator",
    help="A stand-in for Meta's WhatsApp Cloud API, with a phone page to write from.",
    no_args_is_help=True,
)


@app.callback()
def _commands() -> None:  # pyright: ignore[reportUnusedFunction]  # Typer's
    """A stand-in for Meta's WhatsApp Cloud API, with a phone page to write from."""


@app.command()
def run(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8090,
) -> None:
    """Run the simulator until it is told to stop (Ctrl-C or SIGTERM)."""
    # Imported here: every other command of the program would wait for a web framework to load.
    from simulator.environment import InvalidEnvironment, read_environment  # noqa: PLC0415 - above
    from simulator.logs import set_up_logs  # noqa: PLC0415 - above
    from simulator.server import open_socket, serve  # noqa: PLC0415 - above
    from simulator.storage.database import Database, DataFolderBusy  # noqa: PLC0415 - above

    try:
        environment = read_environment()
        listener = open_socket(host, port)
        database = Database(environment.data)
    except (InvalidEnvironment, DataFolderBusy) as error:
        raise refusal(str(error)) from None
    except OSError as error:
        raise refusal(_what_failed(error, host, port)) from None
    set_up_logs(environment.log_level)
    if not serve(environment, database, listener):
        raise typer.Exit(1)


def _what_failed(error: OSError, host: str, port: int) -> str:
    if error.errno in {errno.EADDRINUSE, errno.EADDRNOTAVAIL}:
        return f"{host}:{port} is taken or not ours"
    return f"{error.filename or f'{host}:{port}'}: {error.strerror}"


app.command()(send)
app.command()(types)
