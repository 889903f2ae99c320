"""Servers that tests share; each starts when the first test asks for it."""

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer  # pyright: ignore[reportMissingTypeStubs] - it has none
from xdist.scheduler import LoadScopeScheduling  # pyright: ignore[reportMissingTypeStubs] - it has none
from xdist.workermanage import WorkerController  # pyright: ignore[reportMissingTypeStubs] - it has none

from tests.servers import (
    migrated_postgres_url,
    migrated_template,
    postgres_server,
    postgres_url,
    s3_store,
    temporal_address,
)

__all__ = [
    "migrated_postgres_url",
    "migrated_template",
    "postgres_server",
    "postgres_url",
    "s3_store",
    "temporal_address",
]

# No test asserts a duration, so Hypothesis does not either: the machine is busy with other tests.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

# Folders whose files share one dear stack, which some of them stop. They take longest, and mostly
# wait, so that they begin before everything else.
_TOGETHER = ("tests/road/", "tests/deploy/")


class _Scheduling(LoadScopeScheduling):
    """One process at a time has a file, or all of a folder whose files share a stack."""

    def _split_scope(self, nodeid: str) -> str:
        together = (folder for folder in _TOGETHER if nodeid.startswith(folder))
        return next(together, nodeid.partition("::")[0])

    def _assign_work_unit(self, node: WorkerController) -> None:
        waiting = (folder for folder in _TOGETHER if folder in self.workqueue)
        if (first := next(waiting, None)) is not None:
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Scheduling:
    return _Scheduling(config, log)
