"""The command line of the stack: up, down, status, and orders to one part."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, cast

import typer

from devstack import background, control
from devstack.errors import CannotStart
from devstack.place import AlreadyRunning, Place, read_json
from devstack.service import SERVERS

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
    begun = time.monotonic()
    tell = _progress if report_to is None else _pipe(report_to)

    def ready() -> None:
        if report_to is None:
            _summary(root, f"ready after {time.monotonic() - begun:.1f} s")
        else:
            tell(background.READY)

    try:
        if in_background:
            options = [f"--dir={root}", *(["--fresh"] if fresh else [])]
            options += [] if port_base is None else [f"--port-base={port_base}"]
            options += [f"--only={name}" for name in names]
            if not background.start_in_background(root, options, tell):
                raise typer.Exit(1)
            ready()
        else:
            _up_here(root, port_base, names, ready, tell, fresh=fresh, show=report_to is None)
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


def _up_here(
    root: Path,
    port_base: int | None,
    names: list[str],
    ready: Callable[[], None],
    tell: Callable[[str], None],
    *,
    fresh: bool,
    show: bool,
) -> None:
    # These load the clients of every server, which takes longer than `status` or `stop` may.
    from devstack.conductor import Wishes  # noqa: PLC0415 - see above
    from devstack.foreground import run_until_asked  # noqa: PLC0415 - see above

    wishes = Wishes(directory=root, port_base=port_base, services=names or None, fresh=fresh)
    asyncio.run(run_until_asked(wishes, tell=tell, ready=ready, show=show))


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
