"""When a webhook comes again: after anything but a 200, less and less often, for seven days."""

from typing import Final

from simulator.faults import Faults
from simulator.records import Delivery
from simulator.storage.deliveries import KEPT_TRYING

# Meta documents "immediately, then with decreasing frequency"; the numbers are ours.
_PAUSES: Final = (0.0, 5.0, 15.0, 45.0, 120.0, 300.0, 900.0, 2700.0, 7200.0, 21600.0)


def expiry(now: float, faults: Faults) -> float:
    """When a webhook that is owed from now on is dropped."""
    return now + KEPT_TRYING / faults.clock_speed


def next_attempt(
    delivery: Delivery, *, delivered: bool, now: float, faults: Faults
) -> float | None:
    """When the delivery is to be tried again; None when it is over, taken or given up.

    A webhook that was taken comes again when another app of the account has refused it; one that
    was sent by hand has no other app.
    """
    others_refuse = delivery.kind != "custom" and (
        delivery.attempts <= faults.webhook.other_app_refuses
    )
    if delivered and not others_refuse:
        return None
    pause = _PAUSES[min(delivery.attempts - 1, len(_PAUSES) - 1)]
    due_at = now + pause / faults.clock_speed
    return due_at if due_at < delivery.expires_at else None
