"""The people of the firm."""

from typing import Annotated

import typer

from adapters.postgres.lawyers import PostgresLawyerRegister
from commands.output import AsJson, print_json, say
from commands.parts import records
from domain.access import Role

app = typer.Typer(
    help="The people of the firm.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="The person's name.")],
    *,
    role: Annotated[Role, typer.Option(help="What they are in the firm.")] = Role.LAWYER,
    as_json: AsJson = False,
) -> None:
    """Add a person; one of this name stays as they are."""
    lawyer = _register().add(name, role)
    if as_json:
        print_json(lawyer)
    else:
        say(f"{lawyer.name}: {lawyer.role}, {lawyer.id}")


@app.command()
def token(
    name: Annotated[str, typer.Argument(help="Whose token it is.")], *, as_json: AsJson = False
) -> None:
    """Make a bearer token for a person's program. It is shown once: only its hash is kept."""
    made = _register().new_token(name)
    if as_json:
        print_json({"token": made})
    else:
        say(made)


def _register() -> PostgresLawyerRegister:
    parts = records()
    return PostgresLawyerRegister(parts.engine, parts.vault)
