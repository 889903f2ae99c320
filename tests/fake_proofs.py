"""PINs in memory, by the same rules."""

from collections import Counter
from dataclasses import dataclass, field

from domain.ids import ClientId, IdentityId, MessageId
from domain.pins import MOST_FAILURES, PinOutcome, pin_in
from tests.fake_records import FakeRecords


@dataclass(slots=True)
class FakeIdentityProof:
    """Implements `domain.ports.IdentityProof`: `pins` holds those of each client's cases."""

    records: FakeRecords = field(default_factory=FakeRecords)
    pins: dict[ClientId, list[str]] = field(default_factory=dict[ClientId, list[str]])
    failures: Counter[tuple[ClientId, int]] = field(default_factory=Counter[tuple[ClientId, int]])
    used: set[tuple[ClientId, int]] = field(default_factory=set[tuple[ClientId, int]])
    kept: dict[MessageId, PinOutcome] = field(default_factory=dict[MessageId, PinOutcome])

    def check_pin(
        self, message: MessageId, client: ClientId, identity: IdentityId, text: str
    ) -> PinOutcome:
        pin = pin_in(text)
        with self.records.lock:
            if message in self.kept:
                return self.kept[message] if pin else PinOutcome.NOT_A_PIN
            writer = next(
                (
                    row
                    for row in self.records.identities.rows
                    if (row.known.id, row.client_id, row.valid_to) == (identity, client, None)
                ),
                None,
            )
            pins = {
                (client, number): each
                for number, each in enumerate(self.pins.get(client, []))
                if (client, number) not in self.used
            }
            if pin is None or not pins or writer is None or self._is_ignored(message, client):
                return PinOutcome.NOT_A_PIN
            tried = [each for each in pins if self.failures[each] < MOST_FAILURES]
            outcome = PinOutcome.WRONG if tried else PinOutcome.LOCKED
            right = [each for each in tried if pins[each] == pin]
            if right:
                outcome, writer.verified = PinOutcome.PASSED, True
                self.used.update(right)
            else:
                self.failures.update(tried)
            self.kept[message] = outcome
            return outcome

    def _is_ignored(self, message: MessageId, client: ClientId) -> bool:
        wrote = self.records.messages.get(message)
        group = wrote and self.records.conversation(wrote.conversation_id).group_id
        return group is not None or client in self.records.identities.changed_at
