"""Indonesia's public holidays and collective days of leave, from the `holidays` package."""

import threading
from datetime import date, timedelta
from typing import Final

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

_BEFORE: Final = timedelta(days=366)
_AFTER: Final = timedelta(days=3 * 366)


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


def holidays_around(day: date, *, joint_leave: bool) -> tuple[date, ...]:
    """The holidays of the year before a day and of the three after it, in order.

    `joint_leave` are the days of cuti bersama, as far as the government has announced them. What
    is estimated wrongly a firm corrects by `closed_on` and `open_on`.
    """
    years = range((day - _BEFORE).year, (day + _AFTER).year + 1)
    categories = (PUBLIC, GOVERNMENT) if joint_leave else (PUBLIC,)
    found = holidays.country_holidays("ID", years=years, categories=categories)
    return tuple(sorted(found))
