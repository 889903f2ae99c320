"""Every recorded history replays on today's workflows."""

import json
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner
from temporalio.workflow import NondeterminismError

from domain.account import AccountEventInput
from domain.processes import (
    ACCOUNT_EVENT,
    CONVERSATION,
    INBOUND_MESSAGE,
    MEDIA,
    NOTIFICATION,
    STATUS_UPDATE,
    TEMPLATE_SYNC,
    TOKEN_CHECK,
    WEBHOOK_BATCH,
)
from tests.replay.corpus import HISTORIES, converter
from workflows.account_event import AccountEventWorkflow
from workflows.conversation import ConversationWorkflow
from workflows.inbound_message import InboundMessageWorkflow
from workflows.media import MediaWorkflow
from workflows.notification import NotificationWorkflow
from workflows.status_update import StatusUpdateWorkflow
from workflows.template_sync import TemplateSyncWorkflow
from workflows.token_check import TokenCheckWorkflow
from workflows.webhook_batch import WebhookBatchWorkflow

_RECORDED = sorted(HISTORIES.glob("*.json"))


def _history(file: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(file.stem, json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", _RECORDED, ids=lambda file: file.stem)
async def test_a_recorded_history_replays(file: Path) -> None:
    replayer = Replayer(
        workflows=[
            InboundMessageWorkflow,
            ConversationWorkflow,
            StatusUpdateWorkflow,
            AccountEventWorkflow,
            WebhookBatchWorkflow,
            MediaWorkflow,
            NotificationWorkflow,
            TemplateSyncWorkflow,
            TokenCheckWorkflow,
        ],
        data_converter=converter(),
    )

    await replayer.replay_workflow(_history(file))


@pytest.mark.parametrize(
    "name",
    [
        INBOUND_MESSAGE,
        CONVERSATION,
        STATUS_UPDATE,
        ACCOUNT_EVENT,
        WEBHOOK_BATCH,
        MEDIA,
        TEMPLATE_SYNC,
        TOKEN_CHECK,
        NOTIFICATION,
    ],
)
def test_every_workflow_has_a_recorded_history(name: str) -> None:
    assert [file for file in _RECORDED if file.stem.startswith(f"{name}.")]


@workflow.defn(name=ACCOUNT_EVENT)
class _ChangedWorkflow:
    @workflow.run
    async def run(self, input: AccountEventInput) -> None:
        await workflow.sleep(input.part)


async def test_a_workflow_whose_commands_changed_does_not_replay() -> None:
    replayer = Replayer(
        workflows=[_ChangedWorkflow],
        data_converter=converter(),
        # The sandbox would import this module again, and pytest with it.
        workflow_runner=UnsandboxedWorkflowRunner(),
    )

    with pytest.raises(NondeterminismError):
        await replayer.replay_workflow(_history(HISTORIES / f"{ACCOUNT_EVENT}.kept.json"))


def test_no_recorded_history_shows_what_was_said_or_by_whom() -> None:
    told = "".join(file.read_text(encoding="utf-8") for file in _RECORDED)

    assert [word for word in ("62812", "Selamat", "Budi", "wamid") if word in told] == []
