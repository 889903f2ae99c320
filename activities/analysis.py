"""Understanding messages, and writing the assistant's replies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from temporalio import activity

from domain.analysis import MessageAnalysis
from domain.drafts import (
    LONGEST_TEXT,
    DraftKind,
    DraftRef,
    DraftReplyInput,
    DraftRequest,
    WriteReceiptInput,
)
from domain.ids import MessageId
from domain.policy import FirmPolicy
from domain.ports import ConversationStore, MessageAnalyst, MessageStore, ReplyDrafter
from domain.receipts import out_of_hours_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseMessageInput:
    """Which message to understand."""

    message_id: MessageId


@dataclass(frozen=True, slots=True)
class AnalysisActivities:
    """One instance a worker, built in worker.py."""

    messages: MessageStore
    conversations: ConversationStore
    analyst: MessageAnalyst
    drafter: ReplyDrafter
    policy: FirmPolicy

    @activity.defn
    def analyse_message(self, input: AnalyseMessageInput) -> MessageAnalysis:
        """Understand a message's words, where it has any that can be read.

        Safe to run twice: the first verdict is kept and given back.
        """
        text = self.messages.text(input.message_id)
        if text is None:
            return MessageAnalysis(message_id=input.message_id, analysis=None, readable=False)
        verdict = self.analyst.analyse(
            text,
            self.messages.names(input.message_id),
            may_leave=self.messages.may_leave(input.message_id),
        )
        kept = self.messages.keep_analysis(input.message_id, verdict)
        # The gist is personal: it stays where it is sealed.
        return MessageAnalysis(message_id=input.message_id, analysis=replace(kept, gist=None))

    @activity.defn
    def draft_reply(self, input: DraftReplyInput) -> DraftRef:
        """Write a reply to a turn and keep it.

        Safe to run twice: a draft's id is made of the messages it answers, and the first words
        under an id stand.
        """
        return self._written(input, DraftKind.REPLY)

    @activity.defn
    def suggest_reply(self, input: DraftReplyInput) -> DraftRef:
        """Write down what a lawyer may begin their answer with; nobody else sends it.

        Safe to run twice, as `draft_reply` is.
        """
        return self._written(input, DraftKind.SUGGESTION)

    @activity.defn
    def write_receipt(self, input: WriteReceiptInput) -> DraftRef:
        """Write down what a client is told who writes while the office is closed.

        Safe to run twice: its id is made of the message's, and the first words stand.
        """
        text = self.policy.texts.out_of_hours
        body = out_of_hours_receipt(input.at, input.hours, text, input.language)
        return self.conversations.keep_draft(
            input.draft_id,
            input.conversation_id,
            input.answers,
            input.language,
            body,
            kind=DraftKind.RECEIPT,
            sources=("firm.out_of_hours",),
        )

    def _written(self, input: DraftReplyInput, kind: DraftKind) -> DraftRef:
        context = self.conversations.draft_context(
            input.conversation_id, input.answers, self.policy
        )
        request = DraftRequest(
            kind=kind, intents=input.intents, language=input.language, context=context
        )
        if kind is DraftKind.SUGGESTION:
            request = self._with_words(request, input.answers)
        drafted = self.drafter.draft(request)
        return self.conversations.keep_draft(
            input.draft_id,
            input.conversation_id,
            input.answers,
            input.language,
            drafted.body[:LONGEST_TEXT],
            kind=kind,
            sources=drafted.sources,
            carries_notice=context.notice_due,
        )

    def _with_words(self, request: DraftRequest, answers: Sequence[MessageId]) -> DraftRequest:
        if not all(map(self.messages.may_leave, answers)):
            # Whoever is given no words of a client's writes the firm's own.
            return request
        texts = [text for message in answers if (text := self.messages.text(message))]
        return replace(request, texts=tuple(texts), names=self.messages.names(answers[-1]))
