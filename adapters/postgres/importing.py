"""Clients and cases from a file: all of it in one transaction, or nothing."""

from collections.abc import Callable

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from adapters.postgres.engine import transaction
from adapters.postgres.import_cases import CaseImport
from adapters.postgres.import_clients import ClientImport
from adapters.postgres.import_known import Known
from adapters.postgres.unique import unique
from adapters.postgres.vault import Vault
from domain.importing import ImportFile, ImportResult

_IMPORTING = 3
"""Of a lock of its own: one import at a time."""


class PostgresImport:
    """What a file says, compared with what is kept, and put there."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def run(
        self, file: ImportFile, *, apply: bool, progress: Callable[[int], None]
    ) -> ImportResult:
        """Compare a file with what is kept; with `apply`, and where nothing is wrong, put it there.

        `progress` is told how many clients and cases are done: each is compared, then written.

        Raises:
            Taken: somebody wrote or was added meanwhile who is in the file; nothing is done.
        """
        with transaction(self._engine) as session:
            if apply:
                session.execute(select(func.pg_advisory_xact_lock(_IMPORTING, 0)))
            return self._run(session, file, apply=apply, progress=progress)

    def _run(
        self,
        session: Session,
        file: ImportFile,
        *,
        apply: bool,
        progress: Callable[[int], None],
    ) -> ImportResult:
        known = Known(session, self._vault, file)
        clients = ClientImport(session, self._vault, file, known)
        clients.compare(progress)
        cases = CaseImport(session, self._vault, file, known, clients.targets)
        cases.compare(progress)
        problems = sorted(
            [*file.problems, *clients.problems, *cases.problems], key=lambda each: each.line
        )
        writes = apply and not problems
        if writes:
            with unique("somebody in the file wrote or was added meanwhile; run it once more"):
                clients.write(progress)
                cases.write(progress)
        return ImportResult(
            applied=writes,
            clients=clients.outcomes,
            cases=cases.outcomes,
            problems=tuple(problems),
        )
