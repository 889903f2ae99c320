"""`python -m simulator`."""

import typer

from simulator.cli import run

typer.run(run)
