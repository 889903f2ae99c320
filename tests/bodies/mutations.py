"""Bodies with something wrong in them: from one flipped bit to half of another body."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from tests.bodies.writer import Json

_ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 2**31, 2**63, -(2**63), 10**400, 1.5, 1e308, -0.0,
    float("inf"), float("nan"), "", " ", "0", "-1", "1e9", "\0", "a\0b", "\ud83d", "\udc00\ud83d",
    "\u202e\u2066", "\ufeff", "x" * 5000, "9" * 4301, "yesterday", "1795316645.5", "\u0661\u0662",
    "<script>", "%s{}$(x)", [], {}, [[]], [{}], {"": {}}, {"id": None}, ["x", 5, None],
)  # fmt: skip
"""Values that stand where others were meant."""

_NAMES: Final = (
    "id", "from", "from_user_id", "type", "text", "body", "timestamp", "field", "value", "object",
    "entry", "changes", "messages", "statuses", "contacts", "metadata", "errors", "status",
    "wa_id", "user_id", "profile", "context", "phone_number_id", "time", "", "\0", "\ud83d",
)  # fmt: skip


class Spoiler:
    """Spoils bodies; the same seed always spoils the same way."""

    def __init__(self, seed: int, bodies: Sequence[Json]) -> None:
        self._random = random.Random(seed)  # noqa: S311 - not for secrets
        self._bodies = bodies
        self._on_values: tuple[Callable[[Json], None], ...] = (
            self._replace, self._replace, self._remove, self._rename, self._double, self._move,
            self._graft, self._wrap, self._nest,
        )  # fmt: skip
        self._on_bytes: tuple[Callable[[bytearray, int], None], ...] = (
            self._flip, self._overwrite, self._cut, self._repeat, self._insert, self._end,
        )  # fmt: skip

    def spoiled(self) -> bytes:
        """One more body: mostly still JSON, often with several things wrong."""
        content = _copied(self._random.choice(self._bodies))
        if self._random.random() < 0.8:
            for _ in range(self._random.randint(1, 4)):
                self._random.choice(self._on_values)(content)
        body = bytearray(json.dumps(content, separators=(",", ":")).encode())
        if self._random.random() < 0.25:
            for _ in range(self._random.randint(1, 3)):
                at = self._random.randrange(len(body) or 1)
                self._random.choice(self._on_bytes)(body, at)
        return bytes(body)

    # ---- on values

    def _place(self, content: Json) -> tuple[Any, Any]:
        """Somewhere in a body: the object or array, and the key or index in it."""
        places: list[tuple[Any, Any]] = []
        waiting: list[Any] = [content]
        while waiting:
            found = waiting.pop()
            for key in _keys(found):
                places.append((found, key))
                waiting.append(found[key])
        return self._random.choice(places) if places else (content, "entry")

    def _replace(self, content: Json) -> None:
        holder, key = self._place(content)
        holder[key] = _copied(self._random.choice(_ODD))

    def _remove(self, content: Json) -> None:
        holder, key = self._place(content)
        if key in _keys(holder):
            del holder[key]

    def _rename(self, content: Json) -> None:
        holder, key = self._place(content)
        if not _is_array(holder) and key in holder:
            named = self._random.choice((*_NAMES, f"{key}s", str(key).upper(), str(key)[:-1]))
            holder[named] = holder.pop(key)

    def _double(self, content: Json) -> None:
        holder, key = self._place(content)
        if _is_array(holder):
            holder.insert(self._random.randint(0, len(holder)), _copied(holder[key]))
        elif key in holder:
            holder[self._random.choice(_NAMES)] = _copied(holder[key])

    def _move(self, content: Json) -> None:
        (one, first), (other, second) = self._place(content), self._place(content)
        if first in _keys(one):
            other[second] = _copied(one[first])

    def _graft(self, content: Json) -> None:
        holder, key = self._place(content)
        source, there = self._place(self._random.choice(self._bodies))
        holder[key] = _copied(source[there])

    def _wrap(self, content: Json) -> None:
        holder, key = self._place(content)
        if key in _keys(holder):
            within: Any = holder[key]
            holder[key] = self._random.choice(([within], {"value": within}, json.dumps(within)))

    def _nest(self, content: Json) -> None:
        holder, key = self._place(content)
        deep: object = 1
        for _ in range(self._random.choice((5, 40, 60, 70, 150))):
            deep = [deep]
        holder[key] = deep

    # ---- on bytes

    def _flip(self, body: bytearray, at: int) -> None:
        if body:
            body[at % len(body)] ^= 1 << self._random.randrange(8)

    def _overwrite(self, body: bytearray, at: int) -> None:
        if body:
            body[at % len(body)] = self._random.choice(b'0aZ"\\{}[]:,.-u \x00\xff')

    def _cut(self, body: bytearray, at: int) -> None:
        del body[at : at + self._random.choice((1, 2, 20, 200))]

    def _repeat(self, body: bytearray, at: int) -> None:
        body[at:at] = body[at : at + self._random.choice((1, 5, 50, 500))]

    def _insert(self, body: bytearray, at: int) -> None:
        body[at:at] = self._random.randbytes(self._random.randint(1, 8))

    def _end(self, body: bytearray, at: int) -> None:
        del body[at:]


def _keys(found: object) -> Sequence[Any]:
    """The keys of an object or the indices of an array; nothing else has any."""
    if isinstance(found, dict):
        return list(cast("Json", found))
    return range(len(cast("list[object]", found))) if isinstance(found, list) else ()


def _is_array(found: object) -> bool:
    return isinstance(found, list)


def _copied(content: Any) -> Any:  # noqa: ANN401 - JSON
    return json.loads(json.dumps(content))
