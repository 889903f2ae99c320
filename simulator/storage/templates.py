"""The office's message templates."""

import json
import secrets
import sqlite3
import string

from simulator.storage.database import Database
from simulator.templates.records import NewTemplate, Template
from simulator.templates.seeds import SEEDS


def _template(row: sqlite3.Row) -> Template:
    return Template(
        id=row["id"],
        name=row["name"],
        language=row["language"],
        category=row["category"],
        status=row["status"],
        parameter_format=row["parameter_format"],
        components=json.loads(row["components"]),
    )


class Templates:
    """The table of templates; name and language are a template's key, as at Meta."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seed(self) -> None:
        """Add the made-up templates when there are none yet."""
        with self._database.transaction():
            if not self.all():
                for new in SEEDS:
                    self.put(new)

    def put(self, new: NewTemplate) -> Template:
        """Add a template, or replace the one of this name and language; its id stays."""
        row = self._database.execute(
            "INSERT INTO templates (id, name, language, category, status, parameter_format,"
            " components) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name, language) DO UPDATE SET"
            " category = excluded.category, status = excluded.status,"
            " parameter_format = excluded.parameter_format, components = excluded.components"
            " RETURNING *",
            (
                _new_id(),
                new.name,
                new.language,
                new.category,
                new.status,
                new.parameter_format,
                json.dumps(new.components),
            ),
        ).fetchone()
        return _template(row)

    def all(self) -> list[Template]:
        """Every template, oldest first."""
        rows = self._database.execute("SELECT * FROM templates ORDER BY rowid")
        return [_template(row) for row in rows]

    def get(self, template_id: str) -> Template | None:
        """The template of this id."""
        row = self._database.execute(
            "SELECT * FROM templates WHERE id = ?", (template_id,)
        ).fetchone()
        return None if row is None else _template(row)

    def named(self, name: str, language: str) -> Template | None:
        """The template of this name in this language."""
        row = self._database.execute(
            "SELECT * FROM templates WHERE name = ? AND language = ?", (name, language)
        ).fetchone()
        return None if row is None else _template(row)

    def delete(self, template_id: str) -> bool:
        """Forget a template; False when it was not there."""
        deleted = self._database.execute("DELETE FROM templates WHERE id = ?", (template_id,))
        return deleted.rowcount > 0


def _new_id() -> str:
    # Fifteen digits that begin otherwise than those of media files.
    return "2" + "".join(secrets.choice(string.digits) for _ in range(14))
