"""Lets the office's messages be sent, delivered, read or failed, and reports each as a status."""

import random
import time
from typing import Final

import structlog

from simulator.alarm import Alarm
from simulator.delivery import Deliverer
from simulator.faults import FaultBoard
from simulator.hub import Hub
from simulator.payloads import Office, message_status
from simulator.records import Message, MessageStatus, Step
from simulator.storage.clients import Clients
from simulator.storage.database import Database
from simulator.storage.messages import Messages
from simulator.storage.steps import Steps
from simulator.undeliverable import Undeliverable

_SENT_AFTER: Final = 0.02
_DELIVERED_AFTER: Final = 0.12
_FAILED_AFTER: Final = 0.06

_log = structlog.stdlib.get_logger("simulator.progress")


class Progress:
    """What happens to a message of the office after Meta has accepted it."""

    def __init__(  # noqa: PLR0913 - built in one place, every part by its name
        self,
        *,
        office: Office,
        database: Database,
        clients: Clients,
        messages: Messages,
        steps: Steps,
        undeliverable: Undeliverable,
        deliverer: Deliverer,
        faults: FaultBoard,
        hub: Hub,
    ) -> None:
        self._office = office
        self._database = database
        self._clients = clients
        self._messages = messages
        self._steps = steps
        self._undeliverable = undeliverable
        self._deliverer = deliverer
        self._faults = faults
        self._hub = hub
        self._alarm = Alarm()

    def begin(self, message: Message) -> None:
        """Plan what happens to an accepted message; call it in the transaction that accepts it."""
        faults = self._faults.now
        now = time.time() + faults.statuses.delay_ms / 1000
        failure = self._undeliverable.code_for(message)
        if failure is None:
            failure = self._faults.take_failure()
        if failure is not None:
            if faults.statuses.fail_after_sent and message.client_id is not None:
                self._steps.plan(message.wamid, "sent", due_at=now + _SENT_AFTER)
            self._steps.plan(
                message.wamid, "failed", due_at=now + _FAILED_AFTER, error_code=failure
            )
        elif faults.statuses.shuffle:
            self._plan_shuffled(message, now)
        else:
            self._steps.plan(message.wamid, "sent", due_at=now + _SENT_AFTER)
            self._steps.plan(message.wamid, "delivered", due_at=now + _DELIVERED_AFTER)

    def looked_at(self, messages: list[Message]) -> None:
        """The client's phone shows these: those that were delivered are read now."""
        for message in messages:
            if message.status == "delivered":
                self._steps.plan(message.wamid, "read", due_at=time.time())
        self.wake()

    def wake(self) -> None:
        """Look at what is due now."""
        self._alarm.call()

    async def run(self) -> None:
        """Let planned statuses happen until cancelled."""
        while True:
            with self._database.transaction():
                due = self._steps.take_due(now=time.time())
                changed = [message for step in due if (message := self._happen(step))]
            for message in changed:
                self._hub.message(message)
            if due:
                self._deliverer.wake()
            await self._alarm.wait_until(self._steps.next_due())

    def _plan_shuffled(self, message: Message, now: float) -> None:
        order: list[MessageStatus] = ["sent", "delivered", "read"]
        if not self._faults.now.auto_read:
            order.remove("read")
        usual = tuple(order)
        while tuple(order) == usual:
            random.shuffle(order)
        for place, status in enumerate(order):
            self._steps.plan(message.wamid, status, due_at=now + _SENT_AFTER * (1 + place))

    def _happen(self, step: Step) -> Message | None:
        message = self._messages.get(step.wamid)
        if message is None:
            _log.error("progress.message_missing", status=step.status)
            return None
        self._messages.raise_status(step.wamid, step.status, error_code=step.error_code)
        now = time.time()
        faults = self._faults.now
        if not faults.statuses.off:
            client = None if message.client_id is None else self._clients.get(message.client_id)
            self._deliverer.owe(
                kind="status",
                wamid=step.wamid,
                status=step.status,
                body=message_status(
                    self._office,
                    client,
                    message,
                    status=step.status,
                    error_code=step.error_code,
                    at=now,
                ),
            )
        if step.status == "delivered" and message.status != "read":
            if message.seen:
                self._steps.plan(step.wamid, "read", due_at=now)
            elif faults.auto_read:
                self._steps.plan(step.wamid, "read", due_at=now + faults.auto_read_delay_ms / 1000)
        return self._messages.get(step.wamid)
