"""The database's schema."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config

import settings

_ROOT: Final = Path(__file__).parent.parent


def migrate() -> None:
    """Bring the database to the newest schema. Safe to run again, and by several at once."""
    settings.load(settings.DatabaseSettings)
    command.upgrade(alembic_config(), "head")


def alembic_config() -> Config:
    """Alembic's configuration, wherever the command is run from."""
    config = Config(_ROOT / "alembic.ini")
    config.set_main_option("script_location", str(_ROOT / "migrations"))
    return config
