"""Names of Indonesian people and companies: the same one, however it is written."""

from enum import StrEnum


class Likeness(StrEnum):
    """How alike two names are."""

    EXACT = "exact"
    """The same words, titles, letter case and punctuation aside."""
    PHONETIC = "phonetic"
    """They sound the same: Soeharto and Suharto, Djoko and Joko."""
