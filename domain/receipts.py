"""What a client is told who writes while the office is closed."""

from datetime import datetime
from typing import Final

from domain.analysis import Language
from domain.business_time import OpeningHours, zone_time
from domain.policy import OPENS, BilingualText

_DAYS: Final = {
    Language.INDONESIAN: ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    Language.ENGLISH: (
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ),
}  # fmt: skip
_MONTHS: Final = {
    Language.INDONESIAN: (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
        "Oktober", "November", "Desember",
    ),
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def out_of_hours_receipt(
    at: datetime, hours: OpeningHours, text: BilingualText, language: Language
) -> str:
    """The receipt of a message that came at a moment, with the time at which people are there."""
    opens = moment_text(hours.next_opening(at), hours, language)
    return text.in_language(language).replace(OPENS, opens)


def moment_text(at: datetime, hours: OpeningHours, language: Language) -> str:
    """A moment as a person of the office would say it: weekday, day, time of day and zone."""
    local = at.astimezone(zone_time(hours.zone))
    day = _DAYS[language][local.weekday()]
    month = _MONTHS[language][local.month - 1]
    if language is Language.INDONESIAN:
        return f"{day}, {local.day} {month} {local.year} pukul {local:%H.%M} {hours.zone}"
    return f"{day}, {local.day} {month} {local.year} at {local:%H:%M} {hours.zone}"
