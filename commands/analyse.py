"""What the built-in analyst makes of a message, and who would answer it."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any, Final, TextIO, cast

import typer
from rich.console import Console
from rich.progress import Progress

import settings
from adapters import firm_policy
from adapters.ai.embedded import EmbeddedAnalyst
from commands.output import AsJson, print_json, say
from domain.analysis import Language
from domain.failures import Misconfigured
from domain.policy import FirmPolicy
from domain.routing import decide_route
from domain.texts import reason_text

_SHIPPED: Final = Path(__file__).resolve().parent.parent / "firm.yaml"
_LONG_FILE: Final = 1_000_000
"""Bytes from which on a bar shows how far it is."""


def analyse(
    text: Annotated[str | None, typer.Argument(help="What a client might write.")] = None,
    *,
    jsonl: Annotated[
        str | None,
        typer.Option("--jsonl", help='A file with a line {"text": …} a message; - for input.'),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a message means to the built-in analyst, and who would answer it."""
    if (text is None) == (jsonl is None):
        raise Misconfigured("analyse: give a text, or --jsonl with a file")
    judge = _Judge(_policy())
    if text is not None:
        _tell(judge.verdict(text), as_json=as_json)
    elif not _tell_lines(judge, cast("str", jsonl), as_json=as_json):
        raise typer.Exit(1)


class _Judge:
    """The analyst and the firm's rules."""

    def __init__(self, policy: FirmPolicy) -> None:
        self._policy = policy
        self._analyst = EmbeddedAnalyst()

    def verdict(self, text: str) -> dict[str, Any]:
        analysis = self._analyst.analyse(text)
        decision = decide_route(
            analysis, readable=True, mode=self._policy.mode, rules=self._policy.routing
        )
        return {
            "intent": analysis.intent,
            "intents": analysis.intents,
            "urgency": decision.urgency,
            "language": analysis.language,
            "confidence": analysis.confidence,
            "route": decision.route,
            "reasons": decision.reasons,
        }

    def of_line(self, line: bytes) -> dict[str, Any]:
        """The verdict on the text of a line.

        Raises:
            ValueError: saying what is wrong with the line, without a word of it.
        """
        try:
            read: object = json.loads(line)
        except (ValueError, RecursionError):
            raise ValueError("no JSON") from None
        text = cast("dict[str, object]", read).get("text") if isinstance(read, dict) else None
        if not isinstance(text, str):
            raise ValueError('an object with "text" is expected')  # noqa: TRY004 -- it is a line's fault
        return self.verdict(text)


def _policy() -> FirmPolicy:
    """The firm's; where nobody named one and there is none here, the one that is shipped."""
    path = settings.load(settings.FirmSettings).firm_policy
    named = "FIRM_POLICY" in os.environ or path != Path("firm.yaml")
    if not named and not path.exists() and _SHIPPED.exists():
        path = _SHIPPED
    return firm_policy.load(path)


def _tell(verdict: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(verdict)
        return
    reasons = "; ".join(reason_text(reason, Language.ENGLISH) for reason in verdict["reasons"])
    say(f"{verdict['route']}: {reasons}")
    say(
        f"{', '.join(verdict['intents'])} ({verdict['confidence']:.0%} sure), "
        f"urgency {verdict['urgency']}, language {verdict['language']}"
    )


def _tell_lines(judge: _Judge, place: str, *, as_json: bool) -> bool:
    """Tell of every line in order; whether all could be judged."""
    good = True
    for number, line in enumerate(_lines(place), 1):
        try:
            told = judge.of_line(line)
        except ValueError as error:
            good = False
            told = {"line": number, "error": str(error)}
        if as_json or "error" not in told:
            _tell_line(told, as_json=as_json)
        else:
            sys.stderr.write(f"line {number}: {told['error']}\n")
    sys.stdout.flush()
    return good


def _tell_line(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        say(f"{told['route']}\t{', '.join(told['intents'])}\t{', '.join(told['reasons'])}")


def _lines(place: str) -> Iterator[bytes]:
    if place == "-":
        yield from _without_breaks(sys.stdin.buffer)
        return
    path = Path(place)
    try:
        file = path.open("rb")
    except OSError as error:
        raise Misconfigured(f"{place}: {error.strerror}") from None
    with file, _bar(path.stat().st_size) as progress:
        for line in _without_breaks(file):
            yield line
            if progress:
                progress.update(progress.task_ids[0], completed=file.tell())


def _bar(size: int) -> AbstractContextManager[Progress | None]:
    """For people who wait: not for programs, and not for short files."""
    error: TextIO = sys.stderr
    if size < _LONG_FILE or not error.isatty():
        return nullcontext()
    progress = Progress(console=Console(stderr=True), transient=True)
    progress.add_task("messages", total=size)
    return progress


def _without_breaks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Every line but a last empty one."""
    for line in lines:
        yield line.rstrip(b"\r\n")
