"""Names of Indonesian people and companies: the same one, however it is written."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Likeness(StrEnum):
    """How alike two names are."""

    EXACT = "exact"
    """The same words, titles, letter case and punctuation aside."""
    PHONETIC = "phonetic"
    """They sound the same: Soeharto and Suharto, Djoko and Joko."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """A way in which a name may be found; `text` begins with its likeness."""

    text: str
    likeness: Likeness


_WORDS: Final = re.compile(r"[a-z0-9]+")
_SOUNDS: Final = (
    ("dj", "j"), ("tj", "c"), ("oe", "u"), ("sj", "sy"), ("nj", "ny"), ("ch", "kh"), ("y", "i"),
)  # fmt: skip


def name_forms(name: str) -> tuple[NameForm, ...]:
    """All forms by which a name is found: as it is written, and as it sounds."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    exact = " ".join(_WORDS.findall(folded.replace("'", "")))
    if not exact:
        return ()
    sound = exact
    for written, heard in _SOUNDS:
        sound = sound.replace(written, heard)
    return (
        NameForm(text=f"exact:{exact}", likeness=Likeness.EXACT),
        NameForm(text=f"phonetic:{sound}", likeness=Likeness.PHONETIC),
    )
