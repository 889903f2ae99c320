"""Indonesia's public holidays and collective days of leave, from the `holidays` package."""

import threading
from datetime import date

import holidays
from holidays.constants import GOVERNMENT, PUBLIC


class IndonesianHolidays:
    """Whether a day is one; implements `domain.deadline_rules.IsHoliday`.

    Days of the moon are estimated for years that the government has not announced yet.
    """

    def __init__(self) -> None:
        # `cuti bersama` is the government's category: courts are closed as well.
        self._days = holidays.country_holidays("ID", categories=(GOVERNMENT, PUBLIC))
        self._lock = threading.Lock()

    def __call__(self, day: date) -> bool:
        """Whether a day is a holiday."""
        # The package fills in a year when it is first asked for.
        with self._lock:
            return day in self._days
