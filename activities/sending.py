"""Sending, once."""

import contextlib
import contextvars
import tempfile
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from temporalio import activity

from domain.failures import SendPostponed, UnknownRecord, UnsendableContent
from domain.ids import ConversationId, OutboundId
from domain.outbound import (
    Accepted,
    AcknowledgeInput,
    AcknowledgeResult,
    DeliveryState,
    NotYet,
    OutboundMessage,
    Postponement,
    Preparation,
    Refused,
    SendAnswer,
    SendDraftInput,
    SendMessageInput,
    SendResult,
    UploadFirst,
)
from domain.outbound_content import check_size
from domain.policy import FirmPolicy
from domain.ports import ConversationStore, FileStore, MessageSender
from domain.routing import Reason
from domain.send_errors import MOST_UPLOADS, Handling, send_error


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagInput:
    """Which conversation needs a lawyer, and why."""

    conversation_id: ConversationId
    reason: Reason
    outbound_id: OutboundId | None = None
    """The message of ours that is why, where one is."""


@dataclass(frozen=True, slots=True)
class SendingActivities:
    """One instance a worker, built in worker.py."""

    conversations: ConversationStore
    sender: MessageSender
    policy: FirmPolicy
    files: FileStore

    @activity.defn
    def send_draft(self, input: SendDraftInput) -> SendResult:
        """Send a draft, at most once, and say how far it came.

        Safe to run twice: the outbound row is written and claimed before the request leaves. An
        attempt that finds the claim of another never sends: nobody knows what that one did.
        """
        return self._send(
            lambda: self.conversations.prepare_send(
                input.conversation_id, input.draft_id, self.policy
            )
        )

    @activity.defn
    def send_message(self, input: SendMessageInput) -> SendResult:
        """Send a message that was written down, at most once, and say how far it came.

        Safe to run twice, as `send_draft` is; a file may be brought to WhatsApp twice, which
        nobody sees.
        """
        return self._send(
            lambda: self.conversations.prepare_message(
                input.conversation_id, input.outbound_id, self.policy, input.report
            )
        )

    @activity.defn
    def acknowledge_message(self, input: AcknowledgeInput) -> AcknowledgeResult:
        """Mark a client's message as read, or show that somebody writes, where the firm wants it.

        Safe to run twice: the client sees no difference. It never fails on WhatsApp's account.
        """
        rules = self.policy.whatsapp
        if not (rules.typing if input.typing else rules.read_receipts):
            return AcknowledgeResult(told=False)
        name = self.conversations.received_name(input.message_id)
        return AcknowledgeResult(told=self.sender.acknowledge(name, typing=input.typing))

    @activity.defn
    def flag_for_lawyer(self, input: FlagInput) -> None:
        """Mark a conversation as needing a lawyer.

        Safe to run twice: since when stays, and a reason is kept once.
        """
        self.conversations.flag_for_lawyer(input.conversation_id, input.reason, input.outbound_id)

    def _send(self, prepare: Callable[[], Preparation]) -> SendResult:
        ready = prepare()
        if isinstance(ready, UploadFirst):
            refused = self._bring(ready)
            if refused is not None:
                return self.conversations.settle_send(_result(ready.outbound_id, refused), refused)
            ready = prepare()
        match ready:
            case SendResult():
                return ready
            case NotYet():
                raise SendPostponed(
                    f"not yet: code {ready.code}", retry_after=ready.retry_after, code=ready.code
                )
            case UploadFirst():
                raise SendPostponed("the file is not at WhatsApp yet")
            case OutboundMessage():
                return self._go(ready)

    def _go(self, message: OutboundMessage) -> SendResult:
        try:
            answer = self.sender.send(message)
        except SendPostponed as postponed:
            raise self._put_off(message, postponed) from None
        if isinstance(answer, Refused) and _worth_another_upload(answer.code, message.uploads):
            again = SendPostponed(f"no use for the file: code {answer.code}", code=answer.code)
            raise self._put_off(message, again)
        return self.conversations.settle_send(_result(message.outbound_id, answer), answer)

    def _put_off(
        self, message: OutboundMessage | UploadFirst, postponed: SendPostponed
    ) -> SendPostponed:
        """Let go of a message that WhatsApp did not take, and say when to ask again."""
        later = _postponement(postponed.code, message.attempts)
        self.conversations.release_send(message, later)
        return SendPostponed(
            str(postponed),
            retry_after=later.retry_after if later else postponed.retry_after,
            code=postponed.code,
        )

    def _bring(self, wanted: UploadFirst) -> Refused | None:
        try:
            return self._upload(wanted)
        except SendPostponed as postponed:
            raise self._put_off(wanted, postponed) from None

    def _upload(self, wanted: UploadFirst) -> Refused | None:
        """Bring a message's file to WhatsApp; a refusal is the whole message's."""
        content = wanted.content
        with tempfile.TemporaryDirectory() as folder, _saying_that_we_live():
            file = Path(folder, "file")
            try:
                self.files.get(content.file_key, file, progress=lambda _bytes: None)
                check_size(content, file.stat().st_size)
            except (UnknownRecord, UnsendableContent):
                return Refused(code=_UNUSABLE_FILE, asked=False)
            media_id = self.sender.upload(wanted.phone_number_id, file, content.mime_type)
        if isinstance(media_id, Refused):
            return media_id
        self.conversations.keep_upload(wanted.outbound_id, media_id)
        return None


_ALIVE_EVERY: Final = timedelta(seconds=20)


@contextlib.contextmanager
def _saying_that_we_live() -> Generator[None]:
    """Heartbeats while a library is at work that says nothing of how far it is."""
    done = threading.Event()

    def say() -> None:
        activity.heartbeat()
        while not done.wait(_ALIVE_EVERY.total_seconds()):
            activity.heartbeat()

    # The activity's own context, without which a thread cannot say whose heartbeats they are.
    context = contextvars.copy_context()
    saying = threading.Thread(target=context.run, args=(say,), name="alive", daemon=True)
    saying.start()
    try:
        yield
    finally:
        done.set()
        saying.join()


_UNUSABLE_FILE = 131053
"""Meta's code for a file that it cannot use: ours is gone, empty or too large."""


def _postponement(code: int | None, attempts: int) -> Postponement | None:
    if code is None:
        return None
    error = send_error(code)
    wait = error.wait(attempts)
    if wait is None:
        return None
    return Postponement(
        retry_after=wait,
        code=code,
        stops_number=error.handling is Handling.STOP_NUMBER,
        upload_again=error.handling is Handling.UPLOAD_AGAIN,
    )


def _worth_another_upload(code: int, uploads: int) -> bool:
    return send_error(code).handling is Handling.UPLOAD_AGAIN and 0 < uploads < MOST_UPLOADS


def _result(outbound_id: OutboundId, answer: SendAnswer) -> SendResult:
    match answer:
        case Accepted():
            return SendResult(outbound_id=outbound_id, state=DeliveryState.ACCEPTED)
        case Refused():
            return SendResult(
                outbound_id=outbound_id,
                state=DeliveryState.REFUSED,
                reason=send_error(answer.code).reason or Reason.SEND_REFUSED,
                error_code=answer.code,
            )
        case _:
            return SendResult(outbound_id=outbound_id, state=DeliveryState.AMBIGUOUS)
