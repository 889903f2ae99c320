"""The receipt of a message that comes while the office is closed tells the truth."""

from datetime import UTC, date, datetime

import pytest

from domain.analysis import Language
from domain.business_time import OpeningHours
from domain.legal.zones import Zone
from domain.policy import OUT_OF_HOURS
from domain.receipts import out_of_hours_receipt

_FRIDAY_EVENING = datetime(2026, 12, 18, 11, 30, tzinfo=UTC)
_HOLIDAYS = (date(2026, 12, 21),)


@pytest.mark.parametrize(
    ("zone", "language", "says"),
    [
        (Zone.WIB, Language.INDONESIAN, "mulai Selasa, 22 Desember 2026 pukul 09.00 WIB."),
        (Zone.WIB, Language.ENGLISH, "from Tuesday, 22 December 2026 at 09:00 WIB on."),
        (Zone.WITA, Language.INDONESIAN, "mulai Selasa, 22 Desember 2026 pukul 09.00 WITA."),
        (Zone.WIT, Language.ENGLISH, "from Tuesday, 22 December 2026 at 09:00 WIT on."),
    ],
)
def test_it_says_when_people_are_there_again(zone: Zone, language: Language, says: str) -> None:
    hours = OpeningHours(zone=zone, closed=_HOLIDAYS)
    receipt = out_of_hours_receipt(_FRIDAY_EVENING, hours, OUT_OF_HOURS, language)
    assert receipt is not None
    assert receipt.endswith(says)
