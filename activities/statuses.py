"""Applying what Meta reports about sent messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from temporalio import activity

from domain.ports import ConversationGateway, StatusStore
from domain.statuses import (
    AppliedStatuses,
    ConversationReport,
    StatusUpdateInput,
    read_statuses,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellConversationsInput:
    """The reports that conversations must hear of."""

    reports: Sequence[ConversationReport]


@dataclass(frozen=True, slots=True)
class StatusActivities:
    """One instance a worker, built in worker.py."""

    statuses: StatusStore
    conversations: ConversationGateway

    @activity.defn
    def apply_statuses(self, input: StatusUpdateInput) -> AppliedStatuses:
        """Keep all statuses of one webhook and bring the messages they speak of up to date.

        Safe to run twice: a status is kept once, and states only ever rise.
        """
        return self.statuses.apply(read_statuses(input))

    @activity.defn
    async def tell_conversations(self, input: TellConversationsInput) -> None:
        """Tell conversations what became of messages they were unsure of, or that failed.

        Safe to run twice: a conversation takes a report once.
        """
        for report in input.reports:
            await self.conversations.delivery_reported(report.conversation_id, report.report)
            activity.heartbeat()
