"""How an Indonesian name sounds, whatever spelling it is written in."""

import re
from functools import lru_cache
from typing import Final

_WHOLE: Final = {
    **dict.fromkeys(
        ("mohammad", "mohamad", "muhamad", "muhammad", "mohammed", "mohamed", "muhamed", "mohd",
         "moh", "muh", "mhd", "muhd", "mochammad", "mochamad", "muchammad", "muchamad",
         "mukhamad", "mukhammad", "mokhamad", "mokhammad", "moch", "much", "mokh"),
        "muhamad",
    ),
    "ahmed": "ahmad",
    "abd": "abdul",
    "abdoel": "abdul",
    "abdur": "abdul",
    "abdus": "abdul",
    "st": "siti",
}  # fmt: skip
_MUHAMAD: Final = "muhamad"

# Old spelling, Arabic written in several ways, and letters that sound alike; in this order.
_RULES: Final = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"^mo(?=[ck]?ht)", "mu"),
        (r"oe|oo|ou", "u"),
        (r"tj", "c"),
        (r"dj", "j"),
        (r"nj", "ny"),
        (r"s[jy]|sh|ts", "s"),
        (r"ph|[vf]", "p"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"([bg]|^r)h", r"\1"),
        (r"dz", "z"),
        (r"z$", "s"),
        # J of the old spelling is y, and z is said as j.
        (r"[zj]", "y"),
        (r"ck|q", "k"),
        (r"c$", "k"),
        (r"x", "ks"),
        (r"w(?=u)", ""),
        (r"ie|ee|ij(?![aiueo])", "i"),
        (r"ae|ei|ay(?![aiueo])|ey(?![aiueo])", "ai"),
        (r"iy(?=[aiueo])|i(?=[aueo])", "y"),
        (r"y(?![aiueo])", "i"),
        (r"(?<=[aiueo])h$", ""),
        (r"(.)\1+", r"\1"),
        (r"d$", "t"),
        (r"b$", "p"),
        (r"(?<!n)g$", "k"),
    )
)
_ABDUL: Final = re.compile(r"abd[aiu][lrnsz](?P<rest>[a-z]{4,})")
_ARABIC: Final = re.compile(r"ch|kh")


def sounds(words: tuple[str, ...]) -> tuple[str, ...]:
    """How a name sounds, without blanks; two ways where `ch` and `kh` may be h, or c and k.

    `Chairul` and `Hairul` are one name, `Chandra` and `Candra` are one.
    """
    if not words:
        return ()
    # `M. Yusuf` is a Muhamad; anywhere else an M may be anything.
    first, *rest = words
    heard = [_ways(word) for word in (_MUHAMAD if first == "m" and rest else first, *rest)]
    return tuple(dict.fromkeys("".join(way) for way in zip(*heard, strict=True)))


@lru_cache(maxsize=16384)
def _ways(word: str) -> tuple[str, str]:
    """How one plain word sounds with ch and kh as h, and as c and k."""
    servant = _ABDUL.fullmatch(word)
    if servant and not word.startswith("abdulla"):
        # `Abdurrahman` is an Abdul Rahman.
        soft, hard = _ways(servant["rest"])
        return f"abdul{soft}", f"abdul{hard}"
    word = _WHOLE.get(word, word)
    hard = _sound(_ARABIC.sub(_first_letter, word))
    return (_sound(_ARABIC.sub("h", word)) if _ARABIC.search(word) else hard), hard


def _sound(word: str) -> str:
    for pattern, into in _RULES:
        word = pattern.sub(into, word)
    return word


def _first_letter(match: re.Match[str]) -> str:
    return match.group()[0]
