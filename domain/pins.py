"""The PIN of a case in a client's message: six digits and nothing else but courtesy."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

DIGITS: Final = 6

MOST_FAILURES: Final = 5
"""Wrong ones, after which a case's PIN is looked at no more until a lawyer gives another."""

_LONGEST: Final = 120
_PIN: Final = re.compile(r"(?<!\d)\d{3}[ .-]?\d{3}(?!\d)", re.ASCII)
_NAMED: Final = re.compile(
    r"\b(?:pin|kode|code|otp|sandi|password)[^\d\n]{0,24}(?P<pin>\d{3}[ .-]?\d{3})(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_COURTESY: Final = """
    pin kode nomor nomer no angka verifikasi perkara kasus saya aku sy ini itu adalah ialah berikut
    untuk nya ya yaa iya oke ok baik siap halo hai selamat pagi siang sore malam assalamualaikum
    salam pak bu bapak ibu mas mbak kak bang yth dengan hormat mohon tolong terima kasih terimakasih
    makasih trims trimakasih nuhun suwun punten
    my the is a code number case for it here this hello hi dear sir madam good morning afternoon
    evening please thanks thank you yes okay
"""
_POLITE: Final = frozenset(_COURTESY.split())


class PinOutcome(StrEnum):
    """What became of a message in which a PIN may stand."""

    PASSED = "passed"
    """Whoever wrote is the client."""
    WRONG = "wrong"
    LOCKED = "locked"
    """There were too many wrong ones: a lawyer must give another."""
    NOT_A_PIN = "not_a_pin"
    """It is a message like any other."""


def pin_in(text: str) -> str | None:
    """The PIN that a message consists of; None where it says something else."""
    if len(text) > _LONGEST:
        return None
    found = _PIN.findall(text)
    rest = _PIN.sub(" ", text)
    if len(found) != 1 or any(letter.isdigit() for letter in rest):
        return None
    if not all(word.casefold() in _POLITE for word in _WORDS.findall(rest)):
        return None
    return "".join(digit for digit in found[0] if digit.isdigit())


def pins_in(text: str) -> Iterator[tuple[int, int]]:
    """Where PINs stand, for whoever must not see one: called so, or alone in a line."""
    for found in _NAMED.finditer(text):
        yield found.span("pin")
    start = 0
    for line in text.splitlines(keepends=True):
        if pin_in(line):
            yield from (
                (start + found.start(), start + found.end()) for found in _PIN.finditer(line)
            )
        start += len(line)
