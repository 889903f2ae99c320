"""What one webhook says, taken apart, and how much of it is started at once."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from domain.account import AccountEventInput
from domain.ids import Digest, account_event_workflow_id, batch_digest, inbound_workflow_id
from domain.messages import InboundMessageInput
from domain.statuses import StatusUpdateInput

FEW: Final = 20
"""So many workflows the edge starts one by one; more are handed to batches, which do it later."""

LARGEST_BATCH: Final = 500_000
"""Bytes of a batch's input in JSON. Temporal warns from 512 KB, refuses payloads of 2 MB."""

_FRAME: Final = 500
"""Bytes of a batch's own fields, generously."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """The updates of one webhook; each takes a workflow of its own."""

    messages: tuple[InboundMessageInput, ...] = ()
    statuses: tuple[StatusUpdateInput, ...] = ()
    events: tuple[AccountEventInput, ...] = ()

    @property
    def count(self) -> int:
        """How many workflows it takes."""
        return len(self.messages) + len(self.statuses) + len(self.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookBatchInput:
    """Some updates of one webhook that are started together.

    `part` and `parts` are for people who look on; what it is is told by the digest alone.
    """

    digest: Digest
    updates: Updates
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What is started for one webhook before it is answered: all of it is in one or the other."""

    directly: Updates
    batches: tuple[WebhookBatchInput, ...] = ()


def arrange(updates: Updates) -> Arrangement:
    """Few updates are started one by one, many in as few batches as can carry them.

    Statuses are together in one workflow as they are, and what fills a batch alone needs none.
    """
    if len(updates.messages) + len(updates.events) <= FEW:
        return Arrangement(directly=updates)
    groups = list(_groups([*updates.messages, *updates.events]))
    alone = [group[0] for group in groups if len(group) == 1]
    together = [group for group in groups if len(group) > 1]
    return Arrangement(
        directly=_updates(alone, updates.statuses),
        batches=tuple(
            WebhookBatchInput(
                digest=batch_digest(_workflow_id(each) for each in group),
                updates=_updates(group),
                part=number,
                parts=len(together),
            )
            for number, group in enumerate(together, start=1)
        ),
    )


_Update = InboundMessageInput | AccountEventInput


def _groups(all_of_them: Iterable[_Update]) -> Iterator[Sequence[_Update]]:
    group: list[_Update] = []
    size = _FRAME
    for each in all_of_them:
        more = serialised_size(each)
        if group and size + more > LARGEST_BATCH:
            yield group
            group, size = [], _FRAME
        group.append(each)
        size += more
    if group:
        yield group


def serialised_size(update: _Update) -> int:
    """At most so many bytes of JSON an update takes in a payload, before it is compressed.

    A message is JSON text inside JSON: each of its quotes and backslashes counts twice. Written
    out rather than estimated, because how many there are is the sender's choice.
    """
    return len(json.dumps(asdict(update), default=datetime.isoformat)) + 1


def _updates(some: Iterable[_Update], statuses: tuple[StatusUpdateInput, ...] = ()) -> Updates:
    kept = tuple(some)
    return Updates(
        messages=tuple(each for each in kept if isinstance(each, InboundMessageInput)),
        statuses=statuses,
        events=tuple(each for each in kept if isinstance(each, AccountEventInput)),
    )


def _workflow_id(update: _Update) -> str:
    if isinstance(update, InboundMessageInput):
        return inbound_workflow_id(update.message_id)
    return account_event_workflow_id(update.digest, part=update.part, parts=update.parts)
