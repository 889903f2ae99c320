"""The people of the firm."""

import re
from dataclasses import replace
from typing import Annotated

import typer

from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.notifications import PostgresPreferenceRegister
from commands.output import AsJson, print_json, say
from commands.parts import records
from domain.access import Role
from domain.notifications import ADDRESS

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


@app.command()
def email(
    name: Annotated[str, typer.Argument(help="Whose address it is.")],
    address: Annotated[str, typer.Argument(help="Where notifications go; '' for nowhere.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say where a person is told by e-mail that something waits for them."""
    if address and not re.fullmatch(ADDRESS, address, re.ASCII):
        raise typer.BadParameter("this is no e-mail address")
    parts = records()
    lawyer = _register().named(name)
    register = PostgresPreferenceRegister(parts.engine, parts.vault)
    register.prefer(lawyer.id, replace(register.preferences(lawyer.id), email=address or None))
    if as_json:
        print_json(lawyer)
    else:
        say(f"{lawyer.name}: is told {'by e-mail' if address else 'no longer by e-mail'}")


def _register() -> PostgresLawyerRegister:
    parts = records()
    return PostgresLawyerRegister(parts.engine, parts.vault)
