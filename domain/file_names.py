"""Names that files are saved under: a client's name is data, never a path."""

import re
import unicodedata
from typing import Final

_LONGEST: Final = 120
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*%;`$&\'=]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their extension."""
_NAMELESS: Final = "file"


def safe_file_name(name: str | None, extension: str) -> str:
    """A harmless form of a client's name that ends in `extension` (with its point, or empty).

    What hides or reverses letters, leads out of a folder or means something to a system is gone;
    an extension that the client gave is kept only in front of the real one.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    seen = "".join(" " if character.isspace() else character for character in last)
    # Not controls, nor what is invisible, turns the direction of writing, or is half a letter.
    shown = "".join(each for each in seen if not unicodedata.category(each).startswith("C"))
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", shown)).strip(" .")
    stem = plain[: -len(extension)] if extension and plain.lower().endswith(extension) else plain
    # By bytes too: file systems count those.
    short = stem.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .")
    if not short or _RESERVED.fullmatch(short):
        short = f"{_NAMELESS}_{short}" if short else _NAMELESS
    return f"{short}{extension}"


def ascii_file_name(name: str) -> str:
    """A safe name in ASCII, for who understands no other."""
    letters = unicodedata.normalize("NFKD", name)
    plain = "".join(each for each in letters if not unicodedata.combining(each))
    return re.sub(r"[^ -~]", "_", plain)
