"""The firm's clients: brought in from a file."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import Progress

from adapters.postgres.importing import PostgresImport
from commands.output import AsJson, print_json, say
from commands.parts import records
from domain.failures import Misconfigured
from domain.importing import (
    INDONESIAN,
    PROBLEM_TEXTS,
    Column,
    ImportFile,
    ImportResult,
    Outcome,
    Problem,
    read_import,
)

app = typer.Typer(
    help="The firm's clients.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_MOST_BYTES: Final = 256 * 1024 * 1024
_WHAT: Final = {
    Column.CLIENT_REFERENCE: "the firm's own number for the client; needed in every line",
    Column.CLIENT_NAME: "needed for a client who is new",
    Column.PHONES: "several with ; between: 0812…, 62812… and +62 812… are one number",
    Column.CASE_REFERENCE: "the firm's own file number; needed where a line is about a case",
    Column.CASE_NUMBER: "the court's",
    Column.COURT: "the court's name",
    Column.CASE_TITLE: "needed for a case that is new",
    Column.CASE_STATUS: "open, suspended or closed (aktif, ditunda, selesai); open if empty",
    Column.OPENED_ON: "2026-12-07 or 07/12/2026; today if empty",
    Column.OPPONENTS: "several with ; between",
    Column.RESPONSIBLE: "the lawyer's name as in `lawyershub lawyer add`; needed for a new case",
    Column.TEAM: "names of others of the firm, several with ; between",
    Column.WALLED: "yes or no (ya, tidak): whether only these lawyers may know of the case",
}
_HELP: Final = """Bring clients and cases in from a CSV file.

Nothing is changed unless --apply is given and every line is right: all of the file is taken in one
transaction, or none of it. Whoever is there already is known again by the references, so the same
file may be brought in again. What a line leaves empty stays as it is. A number from which a
prospect wrote makes that prospect the client.

The first line names the columns, in any order; , ; and tabs between cells are recognised, UTF-8
and Windows-1252 as well.

\b
"""


def _help() -> str:
    lines = (f"{column}: {what} [{INDONESIAN[column][0]}]" for column, what in _WHAT.items())
    return _HELP + "\n".join(lines)


@app.callback()
def clients() -> None:
    """The firm's clients."""


@app.command(name="import", help=_help())
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file; see docs/clients-sample.csv.")],
    *,
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Do it, or only say what would be done.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring clients and cases in from a CSV file; see `_HELP`."""
    read = read_import(_content(file))
    parts = records()
    # On a terminal only: what is written to a file has no use for it.
    quiet = as_json or not sys.stderr.isatty()
    console = Console(stderr=True)
    if read.encoding == "cp1252":
        sys.stderr.write("the file is not UTF-8: it was read as Windows-1252; look at the names\n")
    with Progress(console=console, transient=True, disable=quiet) as progress:
        steps = (2 if apply else 1) * (len(read.clients) + len(read.cases))
        task = progress.add_task("clients and cases", total=steps)
        result = PostgresImport(parts.engine, parts.vault).run(
            read, apply=apply, progress=lambda done: progress.advance(task, done)
        )
    if as_json:
        print_json(_report(read, result))
    else:
        _say(result, apply=apply)
    if result.problems:
        raise typer.Exit(1)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Misconfigured(f"{file}: larger than {_MOST_BYTES >> 20} MiB")
        return file.read_bytes()
    except OSError as error:
        raise Misconfigured(f"{file}: {error.strerror}") from None


def _counts(outcomes: dict[str, Outcome]) -> dict[str, int]:
    counted = Counter(outcomes.values())
    return {outcome: counted[outcome] for outcome in Outcome}


def _report(read: ImportFile, result: ImportResult) -> dict[str, object]:
    return {
        "applied": result.applied,
        "encoding": read.encoding,
        "delimiter": read.delimiter,
        "clients": _counts(dict(result.clients)),
        "cases": _counts(dict(result.cases)),
        "lines": [
            {
                "line": line,
                "client": result.clients.get(client),
                "case": result.cases.get(case) if case else None,
            }
            for line, (client, case) in sorted(read.lines.items())
        ],
        "problems": [
            {
                "line": each.line,
                "column": each.column,
                "problem": each.problem,
                "text": PROBLEM_TEXTS[each.problem],
            }
            for each in result.problems
        ],
    }


def _say(result: ImportResult, *, apply: bool) -> None:
    for each in result.problems:
        place = f"line {each.line}" + (f", {each.column}" if each.column else "")
        say(f"{place}: {PROBLEM_TEXTS[Problem(each.problem)]}")
    if result.problems:
        say(f"{len(result.problems)} problems: nothing was changed")
        return
    for what, outcomes in (("clients", result.clients), ("cases", result.cases)):
        counts = _counts(dict(outcomes))
        say(f"{what}: " + ", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    say("done" if apply else "nothing was changed; --apply does it")
