"""The firm's keys: made, shown, rotated."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress

from adapters.keys.keyring import Keyring
from adapters.postgres import data_keys
from commands.output import AsJson, print_json, say
from commands.parts import engine, keyring_file

app = typer.Typer(
    help="The firm's keys.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


_PATIENCE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyStatus:
    """One root key, and how many clients' data keys it wraps."""

    id: str
    current: bool
    created_at: str
    data_keys: int | None


@app.command()
def init(
    *,
    if_missing: Annotated[
        bool, typer.Option("--if-missing", help="Do nothing where there is one already.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a keyring. Keep a copy of it offline: without it nothing sealed opens again."""
    file = keyring_file()
    made = not (if_missing and file.exists)
    keyring = file.create() if made else file.keyring()
    if as_json:
        print_json({"made": made, "current": keyring.current})
    elif made:
        say(f"made a keyring with key {keyring.current}; keep a copy of its file offline")
    else:
        say(f"there is a keyring; its current key is {keyring.current}")


@app.command()
def status(*, as_json: AsJson = False) -> None:
    """Show the keys and what they wrap."""
    _show(keyring_file().keyring(), as_json=as_json)


@app.command()
def rotate(*, as_json: AsJson = False) -> None:
    """Make a new current key and wrap every data key with it; the system goes on meanwhile.

    Temporal's payloads are sealed with the new key from now on. Older keys stay in the keyring:
    they still open the histories of the last 30 days.
    """
    file = keyring_file()
    records = engine()
    # First, so that a database that is away leaves the keyring as it is.
    data_keys.count_by_root_key(records)
    keyring = file.rotate()
    waiting = data_keys.not_wrapped_by(records, keyring.current)
    with Progress(console=Console(stderr=True), disable=as_json) as progress:
        task = progress.add_task("wrapping data keys", total=waiting)
        while done := data_keys.rewrap_some(records, keyring):
            progress.advance(task, done)
        # Whoever had read the keyring before may have added one meanwhile.
        data_keys.let_older_transactions_end(records, _PATIENCE)
        while done := data_keys.rewrap_some(records, keyring):
            progress.advance(task, done)
    _show(keyring, as_json=as_json)


def _show(keyring: Keyring, *, as_json: bool) -> None:
    counts = data_keys.count_by_root_key(engine())
    keys = [
        KeyStatus(
            id=key_id,
            current=key_id == keyring.current,
            created_at=root.created_at.isoformat(),
            data_keys=counts.get(key_id, 0),
        )
        for key_id, root in keyring.roots.items()
    ]
    if as_json:
        print_json({"current": keyring.current, "keys": keys})
        return
    for key in keys:
        mark = "current" if key.current else "opens only"
        say(f"{key.id}  {key.created_at[:19]}  {mark:10}  wraps {key.data_keys} data keys")
