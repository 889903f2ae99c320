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
    kept: dict[MessageId, PinOutcome] = field(default_factory=dict[MessageId, PinOutcome])

    def check_pin(
        self, message: MessageId, client: ClientId, identity: IdentityId, text: str
    ) -> PinOutcome:
        pin, pins = pin_in(text), self.pins.get(client, [])
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
            if pin is None or not pins or writer is None:
                return PinOutcome.NOT_A_PIN
            tried = [
                (client, number)
                for number in range(len(pins))
                if self.failures[client, number] < MOST_FAILURES
            ]
            outcome = PinOutcome.WRONG if tried else PinOutcome.LOCKED
            right = [each for each in tried if pins[each[1]] == pin]
            if right:
                outcome, writer.verified = PinOutcome.PASSED, True
                self.failures[right[0]] = 0
            else:
                self.failures.update(tried)
            self.kept[message] = outcome
            return outcome
