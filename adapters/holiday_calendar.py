"""Indonesia's public holidays, from the `holidays` package."""

from datetime import date, timedelta
from typing import Final

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

_BEFORE: Final = timedelta(days=366)
_AFTER: Final = timedelta(days=3 * 366)


def indonesian_holidays(around: date, *, joint_leave: bool) -> tuple[date, ...]:
    """The holidays of the year before a day and of the three after it, in order.

    `joint_leave` are the days of cuti bersama, as far as the government has announced them. Where
    a day depends on the moon and is not announced, it is the package's estimate: a firm corrects
    it by `closed_on` and `open_on`.
    """
    years = range((around - _BEFORE).year, (around + _AFTER).year + 1)
    categories = (PUBLIC, GOVERNMENT) if joint_leave else (PUBLIC,)
    found = holidays.country_holidays("ID", years=years, categories=categories)
    return tuple(sorted(found))
