"""Writes as a client, of any type, and waits for what the firm gets."""

from typing import Any

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm


async def send(simulator: Simulator, kind: str, *, client: int = 0, **asked: object) -> str:
    """Send one message as a client; its wamid."""
    person = (await simulator.clients())[client]
    path = f"/clients/{person['id']}/send/{kind}"
    return (await simulator.admin("POST", path, asked))["wamid"]


async def received(simulator: Simulator, firm: Firm, kind: str, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Send one message and give the value of the webhook the firm got for it."""
    before = len(firm.webhooks)
    await send(simulator, kind, **asked)
    await firm.until(lambda firm: len(firm.webhooks) > before)
    return firm.webhooks[before].value


async def told(simulator: Simulator, firm: Firm, field: str, **asked: object) -> dict[str, Any]:
    """Send a webhook of another field and give its entry."""
    before = len(firm.webhooks)
    await simulator.admin("POST", f"/fields/{field}", asked)
    await firm.until(lambda firm: len(firm.webhooks) > before)
    return firm.webhooks[before].entry
