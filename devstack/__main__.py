"""The command line of the stack: up, down, status, and orders to one part."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, cast

import typer

from devstack import background, control
from devstack.conductor import Conductor, Wishes
from devstack.errors import CannotStart
from devstack.journal import Terminal
from devstack.place import AlreadyRunning, Place, read_json
from devstack.plan import SERVERS

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Starts, watches and stops everything on embedded servers.",
)

Directory = Annotated[
    Path, typer.Option("--dir", metavar="PATH", help="Where the data, logs and endpoints are.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A part, as `status` names it.")]
_HERE = Path(".devstack")
_LINKS = (
    ("Dashboard", "dashboard", "api"),
    ("Phone page", "phone_page", "simulator"),
    ("Temporal Web UI", "temporal_ui", "temporal"),
)


@app.command()
def up(
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the data of before.")] = False,
    in_background: Annotated[
        bool, typer.Option("--background", help="Return when ready; `down` stops it.")
    ] = False,
    port_base: Annotated[
        int | None,
        typer.Option(metavar="N", help="Ports N, N+1, …; without it, free ones that stay."),
    ] = None,
    directory: Directory = _HERE,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="`servers`, or the name of a part.")
    ] = None,
    report_to: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Start everything, print the links, and keep it running until Ctrl-C."""
    root = directory.absolute()
    names = [part for name in only or () for part in (SERVERS if name == "servers" else (name,))]
    wishes = Wishes(directory=root, port_base=port_base, services=names or None, fresh=fresh)
    tell = _progress if report_to is None else _pipe(report_to)
    try:
        if in_background:
            _up_in_background(wishes)
        else:
            asyncio.run(_run(wishes, tell, to_pipe=report_to is not None))
    except AlreadyRunning as error:
        lines = [f"{error}: stop it with ./dev down", *_links(root)]
    except CannotStart as error:
        lines = [str(error), *(f"    {line}" for line in error.last_lines)]
    except OSError as error:
        lines = [f"cannot start: {error}"]
    else:
        return
    tell("devstack: " + "\n".join(lines))
    raise typer.Exit(1)


@app.command()
def down(*, directory: Directory = _HERE) -> None:
    """Stop everything; the data stay."""
    root = directory.absolute()
    stopped = _ask(lambda: background.stop_running(root))
    _tell("stopped" if stopped else f"nothing runs in {root}")


@app.command()
def status(
    *,
    directory: Directory = _HERE,
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object.")] = False,
) -> None:
    """Say how each part is; exit status 1 when nothing runs."""
    found = _ask(lambda: control.ask(directory.absolute(), do="status"))
    if as_json:
        _tell(json.dumps(found, indent=2))
        return
    for name, part in cast("dict[str, dict[str, object]]", found).items():
        _tell(f"{name:<16} {part['state']:<9} {part['pid'] or ''}".rstrip())


@app.command()
def stop(name: Name, *, directory: Directory = _HERE) -> None:
    """Stop one part; it stays stopped while the others run."""
    _ask(lambda: control.ask(directory.absolute(), do="stop", name=name))


@app.command()
def start(name: Name, *, directory: Directory = _HERE) -> None:
    """Start one stopped part, on the same port and data."""
    _ask(lambda: control.ask(directory.absolute(), do="start", name=name))


@app.command()
def restart(name: Name, *, directory: Directory = _HERE) -> None:
    """Stop one part and start it again."""
    _ask(lambda: control.ask(directory.absolute(), do="restart", name=name))


def _up_in_background(wishes: Wishes) -> None:
    begun = time.monotonic()
    options = [f"--dir={wishes.directory}", *(["--fresh"] if wishes.fresh else [])]
    options += [] if wishes.port_base is None else [f"--port-base={wishes.port_base}"]
    options += [f"--only={name}" for name in wishes.services or ()]
    if not background.start_in_background(wishes.directory, options, _progress):
        raise typer.Exit(1)
    _summary(wishes.directory, f"ready after {time.monotonic() - begun:.1f} s")


async def _run(wishes: Wishes, tell: Callable[[str], None], *, to_pipe: bool) -> None:
    """Run a stack until a signal asks for its end."""
    begun = time.monotonic()
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    show = None if to_pipe else Terminal(colour=colour).show
    conductor = Conductor(wishes, report=tell, show=show)
    starting = asyncio.create_task(conductor.start())
    stopping = asyncio.create_task(asked.wait())
    await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        tell("stopping")
        starting.cancel()
        await asyncio.wait([starting])
        return
    await starting
    if to_pipe:
        tell(background.READY)
    else:
        _summary(conductor.place.root, f"ready after {time.monotonic() - begun:.1f} s")
    await stopping
    if not to_pipe:
        tell("stopping")
    await conductor.stop()


def _summary(root: Path, when: str) -> None:
    _tell(f"\nLawyers Hub WhatsApp: {when}\n")
    for line in _links(root):
        _tell(line)
    _tell("")


def _links(root: Path) -> list[str]:
    """What a person wants to open, of what runs."""
    place = Place(root)
    found = read_json(place.endpoints)
    running = cast("dict[str, int]", found.get("pids", {}))
    lines = [f"  {label:<16} {found[key]}" for label, key, part in _LINKS if part in running]
    if found.get("lawyer_token"):
        lines.append(f"  {'Lawyer sign-in':<16} lawyer_token in {place.endpoints}")
    if found:
        lines.append(f"  {'Logs':<16} {place.logs}")
        lines.append(f"  {'Stop':<16} Ctrl-C where it was started, or ./dev down")
    return lines


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _progress(line: str) -> None:
    """What is no result: how far the start is, or why it failed."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _pipe(descriptor: int) -> Callable[[str], None]:
    def tell(line: str) -> None:
        os.write(descriptor, (line + "\n").encode())

    # Our own children must not keep the pipe open: who waits on it waits for its end.
    os.set_inheritable(descriptor, False)  # noqa: FBT003 - the standard library's signature
    return tell


def _ask(order: Callable[[], object]) -> object:
    try:
        return order()
    except CannotStart as error:
        _progress(f"devstack: {error}")
        raise typer.Exit(1) from None


if __name__ == "__main__":
    app()
