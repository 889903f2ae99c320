"""The product's own processes, as data: their commands, ports and what each may know."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from devstack.service import REPOSITORY

# The one number of the simulated firm. No secret; Meta's ids are digits.
PHONE_NUMBER_ID = "106540352242922"
DISPLAY_NUMBER = "+62 21 5550 0100"
WABA_ID = "102290129340398"

# What a process may inherit from the person's shell: how to run, never what to do.
_INHERITED = ("HOME", "LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ", "USER")
_INHERITED_PREFIXES = ("COVERAGE", "LC_", "PYTHON")
# What a person may set for the whole stack.
_AI = ("AI_MODEL", "AI_BASE_URL", "AI_OUTPUT_MODE")
_AI_KEYS = ("ANTHROPIC_API_KEY", "OPENAI_API_KEY")
_FILES = ("CLAMAV_URL", "TRANSCRIBER_URL", "TRANSCRIBER_MODEL", "TRANSCRIBER_API_KEY")

_WEBHOOK = ("WHATSAPP_APP_SECRETS", "WHATSAPP_VERIFY_TOKEN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One process. In `command` the words `{port}` and `{python}` are filled in.

    `withheld` are the settings it gets none of; `given` are names of the caller's environment
    that it gets beside ours.
    """

    name: str
    command: tuple[str, ...]
    health: str = "/healthz"
    withheld: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    simulates_meta: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command that runs to its end before the programs start."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What is started on the servers: the steps in their order, then the programs at once.

    `token` prints a JSON object with a `token` for a demonstration lawyer.
    """

    steps: tuple[Step, ...] = ()
    programs: tuple[Program, ...] = ()
    token: tuple[str, ...] | None = None


def _worker(name: str, *queues: str, given: tuple[str, ...] = ()) -> Program:
    chosen = tuple(part for queue in queues for part in ("--queue", queue))
    return Program(
        name=name,
        command=("lawyershub", "worker", *chosen, "--health-port", "{port}"),
        withheld=_WEBHOOK,
        given=given,
    )


LAWYERS_HUB = Product(
    steps=(
        Step(name="keys", command=("lawyershub", "keys", "init", "--if-missing")),
        Step(name="migrate", command=("lawyershub", "migrate")),
        Step(name="demo-lawyer", command=("lawyershub", "lawyer", "add", "demo")),
    ),
    programs=(
        Program(
            name="simulator",
            command=(
                "{python}", "-m", "simulator", "--host", "127.0.0.1", "--port", "{port}",
            ),
            simulates_meta=True,
        ),
        Program(
            name="api",
            command=("lawyershub", "api", "--host", "127.0.0.1", "--port", "{port}"),
            health="/readyz",
            given=_AI_KEYS,
        ),
        _worker("worker-incoming", "wa.message.incoming"),
        _worker("worker-outgoing", "wa.message.outgoing"),
        _worker("worker-ai", "wa.ai.analysis", given=_AI_KEYS),
        _worker("worker-status", "wa.status.update"),
        _worker("worker-ocr", "wa.document.ocr", given=_FILES),
    ),
    token=("lawyershub", "lawyer", "token", "demo", "--json"),
)  # fmt: skip


def inherited() -> dict[str, str]:
    """The clean base of every process' environment."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _INHERITED or name.startswith(_INHERITED_PREFIXES)
    }


def chosen_by_the_caller() -> dict[str, str]:
    """The settings that a person may choose for a stack by the environment."""
    chosen = from_the_caller(_AI)
    return {
        "AI_MODEL": "embedded",
        "FIRM_POLICY": os.environ.get("FIRM_POLICY") or str(REPOSITORY / "firm.yaml"),
        **chosen,
    }


def simulator_environment(settings: Mapping[str, str], data: Path) -> dict[str, str]:
    """What the simulator must know to play Meta for this stack."""
    return {
        "SIMULATOR_WEBHOOK_URL": f"{settings['PUBLIC_URL']}/webhooks/whatsapp",
        "SIMULATOR_APP_SECRET": settings["WHATSAPP_APP_SECRETS"],
        "SIMULATOR_VERIFY_TOKEN": settings["WHATSAPP_VERIFY_TOKEN"],
        "SIMULATOR_ACCESS_TOKEN": settings["WHATSAPP_ACCESS_TOKEN"],
        "SIMULATOR_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "SIMULATOR_DISPLAY_NUMBER": DISPLAY_NUMBER,
        "SIMULATOR_WABA_ID": WABA_ID,
        "SIMULATOR_DATA": str(data),
    }


def from_the_caller(names: tuple[str, ...]) -> dict[str, str]:
    """Those of the names that the caller has set."""
    return {name: os.environ[name] for name in names if os.environ.get(name)}
