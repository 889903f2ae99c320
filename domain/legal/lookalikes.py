"""Letters and digits that a scanner takes for one another."""

import re
from typing import Final

DIGIT: Final = "[0-9OoIl|!SBZ]"
"""A digit, or a letter that a scanner reads for one; for use in a pattern."""

_TO_DIGIT: Final = str.maketrans("OoQIilL|!SsBZz", "00011111155822")
_TO_SHAPE: Final = str.maketrans(
    {"0": "O", "1": "I", "L": "I", "|": "I", "!": "I", "5": "S", "8": "B"}
)
_NOT_SHAPE: Final = re.compile(r"[^A-Z0-9]+")
_BLURS: Final = {
    "o": "[o0]", "i": "[il1|!]", "l": "[il1|!]", "s": "[s5]", "b": "[b8]", "m": "(?:m|rn)",
    "g": "[g9]", "/": r"\s?[/il1|]?\s?", " ": r"\s{0,3}", ".": r"\.?", "'": "'?",
}  # fmt: skip


def blurred(words: str) -> str:
    """A pattern for some words as a scanner may have read them; spaces may be lost or be breaks."""
    return "".join(_BLURS.get(letter, re.escape(letter)) for letter in words.lower())


def any_of(*words: str) -> str:
    """A pattern for any of some blurred words, the longest first."""
    return f"(?:{'|'.join(blurred(word) for word in sorted(words, key=len, reverse=True))})"


def shape(text: str) -> str:
    """A text without what scanners confuse: `P U T U 5 A N` and `PUTUSAN` have one shape."""
    return _NOT_SHAPE.sub("", text.upper().translate(_TO_SHAPE)).replace("RN", "M")


def as_digits(text: str) -> tuple[str, bool]:
    """The digits of a number, and whether letters were taken for some."""
    bare = re.sub(r"[^0-9A-Za-z|!]", "", text)
    digits = bare.translate(_TO_DIGIT)
    return digits, digits != bare


def count_digits(text: str) -> int:
    """How many true digits a text has."""
    return sum(character in "0123456789" for character in text)
