"""Puts many updates into one webhook, as Meta does when many are waiting."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from simulator.payloads import encode, signature
from simulator.records import Outgoing

BatchInto = Literal["changes", "entries"]

# Meta's payloads have at most 3 MB.
_LARGEST_BYTES: Final = 3 * 1024 * 1024
_BATCHED: Final = frozenset({"message", "status", "field"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One POST: the deliveries it brings, and its body with the signature over it."""

    brings: tuple[Outgoing, ...]
    body: bytes
    signature: str | None


def post_of(outgoing: Outgoing) -> Post:
    """A POST that brings one delivery, signed as that was."""
    return Post(brings=(outgoing,), body=outgoing.body, signature=outgoing.signature)


def posts_of(
    due: Sequence[Outgoing], *, up_to: int, into: BatchInto, app_secret: str
) -> list[Post]:
    """The POSTs that bring these deliveries, with at most `up_to` updates and 3 MB in each.

    Webhooks sent by hand are never put together with others.
    """
    posts = [post_of(one) for one in due if up_to == 1 or one.kind not in _BATCHED]
    batches: list[list[Outgoing]] = []
    size = _LARGEST_BYTES
    for one in due if up_to > 1 else ():
        if one.kind not in _BATCHED:
            continue
        if not batches or len(batches[-1]) == up_to or size + len(one.body) > _LARGEST_BYTES:
            batches.append([])
            size = 0
        batches[-1].append(one)
        size += len(one.body)
    for batch in batches:
        body = batch[0].body if len(batch) == 1 else _merged(batch, into)
        posts.append(Post(brings=tuple(batch), body=body, signature=signature(app_secret, body)))
    return posts


def _merged(batch: Sequence[Outgoing], into: BatchInto) -> bytes:
    payloads = [cast("dict[str, object]", json.loads(one.body)) for one in batch]
    entries = [
        entry for payload in payloads for entry in cast("list[dict[str, object]]", payload["entry"])
    ]
    if into == "changes":
        by_account: dict[str, dict[str, object]] = {}
        for entry in entries:
            known = by_account.setdefault(str(entry["id"]), entry)
            if known is not entry:
                changes = cast("list[object]", known["changes"])
                changes.extend(cast("list[object]", entry["changes"]))
        entries = list(by_account.values())
    return encode(payloads[0] | {"entry": entries})
