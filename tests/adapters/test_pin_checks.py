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
    pin = stores.look.give_pin(client)
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


def test_a_pin_is_good_once(stores: Stores) -> None:
    first, second = stores.record(number=1), stores.record(number=2)
    client = first.client_id
    identity, pin = stores.look.writer(client), stores.look.give_pin(client)
    check = stores.proofs.check_pin
    assert check(first.message_id, client, identity, pin) is PinOutcome.PASSED
    assert check(second.message_id, client, identity, pin) is PinOutcome.NOT_A_PIN
    assert check(first.message_id, client, identity, pin) is PinOutcome.PASSED


def test_no_pin_is_looked_at_while_a_changed_phone_is_doubted(stores: Stores) -> None:
    message = stores.record(number=1)
    client = message.client_id
    identity, pin = stores.look.writer(client), stores.look.give_pin(client)
    system = {"type": "user_changed_user_id", "body": "x", "user_id": "ID.4815162342"}
    stores.record(number=2, kind="system", text=None, more={"system": system})
    changed_at = stores.look.changed_at(client)
    assert changed_at is not None
    said = stores.proofs.check_pin(message.message_id, client, identity, pin)
    assert said is PinOutcome.NOT_A_PIN
    stores.clients.verify(client, stores.look.lawyer(), changed_at)
    said = stores.proofs.check_pin(message.message_id, client, identity, pin)
    assert said is PinOutcome.PASSED


def test_a_pin_in_a_group_is_a_message_like_any_other(stores: Stores) -> None:
    client = stores.record(number=1).client_id
    in_group = stores.record(number=2, more={"group_id": "120363000000000001"})
    identity, pin = stores.look.writer(client), stores.look.give_pin(client)
    assert in_group.client_id == client
    said = stores.proofs.check_pin(in_group.message_id, client, identity, pin)
    assert said is PinOutcome.NOT_A_PIN
    assert stores.look.verified(client) == {False}
