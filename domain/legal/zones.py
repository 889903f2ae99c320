"""Indonesia's three time zones, and which one a city is in."""

from enum import StrEnum


class Zone(StrEnum):
    """One of Indonesia's zones."""

    WIB = "WIB"
    """West: UTC+7."""
    WITA = "WITA"
    """Middle: UTC+8."""
    WIT = "WIT"
    """East: UTC+9."""

    @property
    def iana(self) -> str:
        """Its name in the time zone database."""
        return _NAMES[self]


_NAMES = {Zone.WIB: "Asia/Jakarta", Zone.WITA: "Asia/Makassar", Zone.WIT: "Asia/Jayapura"}
