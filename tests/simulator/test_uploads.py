"""Media files live for 30 days after an upload, and for 7 after a client sent them."""

import time
from collections.abc import Generator
from pathlib import Path

import pytest
from pydantic import AnyHttpUrl, SecretStr

from simulator.environment import Environment
from simulator.faults import FaultBoard, Faults
from simulator.storage.database import Database
from simulator.storage.media import MediaFiles
from simulator.uploads import Uploads

_DAY = 24 * 3600


class Shelf:
    """Files of any age, in a real database."""

    def __init__(self, database: Database) -> None:
        environment = Environment(
            webhook_url=AnyHttpUrl("http://127.0.0.1:1/"),
            app_secret=SecretStr("an app secret"),  # pragma: allowlist secret - made up
            verify_token=SecretStr("a verify token"),
            access_token=SecretStr("an access token"),
            _env_file=None,  # pyright: ignore[reportCallIssue]  # of pydantic-settings
        )
        self.faults = FaultBoard(environment)
        self._database = database
        self._files = MediaFiles(database)
        self._uploads = Uploads(files=self._files, faults=self.faults)

    def still_has(self, *, uploaded: bool, days_ago: float) -> bool:
        file = self._files.add(b"made up", "text/plain", None, uploaded=uploaded)
        created_at = time.time() - days_ago * _DAY
        self._database.execute(
            "UPDATE media SET created_at = ? WHERE id = ?", (created_at, file.id)
        )
        return self._uploads.get(file.id) is not None


@pytest.fixture
def shelf(tmp_path: Path) -> Generator[Shelf]:
    database = Database(tmp_path)
    yield Shelf(database)
    database.close()


@pytest.mark.parametrize(
    ("uploaded", "days_ago", "there"),
    [(True, 29, True), (True, 31, False), (False, 6, True), (False, 8, False)],
)
def test_a_file_lives_as_long_as_meta_keeps_it(
    shelf: Shelf, *, uploaded: bool, days_ago: float, there: bool
) -> None:
    assert shelf.still_has(uploaded=uploaded, days_ago=days_ago) is there


def test_a_file_ages_with_the_simulated_clock(shelf: Shelf) -> None:
    shelf.faults.replace(Faults(clock_speed=10))

    assert not shelf.still_has(uploaded=False, days_ago=0.8)
    assert shelf.still_has(uploaded=True, days_ago=0.8)
