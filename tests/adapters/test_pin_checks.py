"""A PIN in a client's message: the fake and the real register say the same of it."""

from domain.pins import MOST_FAILURES, PinOutcome
from tests.adapters.conftest import Stores


def _wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 10**6:06}"


def test_a_pin_is_right_wrong_or_locked_and_each_message_counts_once(stores: Stores) -> None:
    messages = [stores.record(number=number) for number in range(1, MOST_FAILURES + 4)]
    client = messages[0].client_id
    identity = stores.look.writer(client)

    def says(number: int, text: str) -> PinOutcome:
        return stores.proofs.check_pin(messages[number].message_id, client, identity, text)

    assert says(0, "012345") is PinOutcome.NOT_A_PIN
    pin = stores.look.give_pin(client)
    assert says(0, "selamat pagi") is PinOutcome.NOT_A_PIN
    for _ in range(MOST_FAILURES + 1):
        assert says(0, _wrong(pin)) is PinOutcome.WRONG
    assert stores.look.verified(client) == {False}
    assert says(1, f"PIN saya {pin}, terima kasih") is PinOutcome.PASSED
    assert stores.look.verified(client) == {True}
    for number in range(2, MOST_FAILURES + 2):
        assert says(number, _wrong(pin)) is PinOutcome.WRONG
    assert says(MOST_FAILURES + 2, pin) is PinOutcome.LOCKED
    assert says(1, _wrong(pin)) is PinOutcome.PASSED


def test_whoever_did_not_write_is_not_verified(stores: Stores) -> None:
    wrote = stores.record(number=1)
    other = stores.record(number=2, phone="6281200000009")
    pin = stores.look.give_pin(wrote.client_id)
    identity = stores.look.writer(other.client_id)
    said = stores.proofs.check_pin(wrote.message_id, wrote.client_id, identity, pin)
    assert said is PinOutcome.NOT_A_PIN
    assert stores.look.verified(wrote.client_id) == stores.look.verified(other.client_id) == {False}
