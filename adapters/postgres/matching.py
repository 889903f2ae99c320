"""Puts messages and files to their cases, and looks at who may stand against a client."""

from collections.abc import Sequence
from datetime import timedelta, timezone
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from adapters.postgres import opponents, sent
from adapters.postgres.deadlines import keep_deadlines
from adapters.postgres.engine import transaction
from adapters.postgres.flags import locked
from adapters.postgres.persons import same_person
from adapters.postgres.said import opened
from adapters.postgres.sent import Sent
from adapters.postgres.tables import (
    CaseRow,
    Conversation,
    DraftAnswer,
    Message,
    Outbound,
)
from adapters.postgres.vault import Vault
from domain.analysis import Intent
from domain.cases import CaseStatus
from domain.deadline_reading import deadlines_in_document, deadlines_in_text
from domain.deadline_rules import IsHoliday
from domain.failures import UnknownRecord
from domain.ids import CaseId, ClientId, ConversationId, MessageId
from domain.legal.case_numbers import find_case_numbers
from domain.matching import (
    CaseMatch,
    MatchCaseInput,
    MatchCaseResult,
    MatchFacts,
    MatchReason,
    OwnCase,
    PlacedDocument,
    chosen_case,
    is_surer,
    match_case,
    needs_a_case,
)
from domain.routing import Reason

_WIB: Final = timezone(timedelta(hours=7), "WIB")
"""Jakarta's time, by which `lusa` is counted where nothing names another."""


class PostgresCaseMatcher:
    """Implements `domain.ports.CaseMatcher`."""

    def __init__(self, engine: Engine, vault: Vault, is_holiday: IsHoliday) -> None:
        self._engine = engine
        self._vault = vault
        self._is_holiday = is_holiday

    def match(self, input: MatchCaseInput) -> MatchCaseResult:
        """See the port."""
        with transaction(self._engine) as session:
            message, _ = _locked(session, input.message_id)
            said = sent.of_message(session, self._vault, message)
            conflict = opponents.check(session, self._vault, message, said)
            self._put(session, message, said)
            if Intent.COURT_DEADLINE in input.intents and said.text:
                found = deadlines_in_text(
                    said.text, at=message.sent_at, zone=_WIB, is_holiday=self._is_holiday
                )
                keep_deadlines(session, self._vault, message, found)
            reason = MatchReason(message.case_reason or MatchReason.NONE)
            unclear = reason is MatchReason.SEVERAL and needs_a_case(
                input.intents, has_file=input.has_file
            )
            return MatchCaseResult(
                case_id=CaseId(message.case_id) if message.case_id else None,
                reason=reason,
                circumstances=(
                    *((Reason.CONFLICT,) if conflict else ()),
                    *((Reason.CASE_UNCLEAR,) if unclear else ()),
                ),
            )

    def place(self, message: MessageId) -> PlacedDocument:
        """See the port."""
        with transaction(self._engine) as session:
            row, _ = _locked(session, message)
            read = sent.of_file(session, self._vault, row)
            conflict = opponents.check(session, self._vault, row, read, file=True)
            self._put(session, row, read)
            found = ()
            if read.document:
                found = deadlines_in_document(
                    read.document,
                    read.text,
                    at=row.sent_at,
                    zone=_WIB,
                    is_holiday=self._is_holiday,
                )
                keep_deadlines(session, self._vault, row, found)
            return PlacedDocument(
                case_id=CaseId(row.case_id) if row.case_id else None,
                reason=MatchReason(row.case_reason or MatchReason.NONE),
                conflict=conflict,
                deadlines=len(found),
            )

    def _put(self, session: Session, message: Message, said: Sent) -> None:
        """Put a message to its case, unless it is put there more surely already."""
        conversation = session.get_one(Conversation, message.conversation_id)
        match = self._matched(session, message, conversation, said)
        kept = MatchReason(message.case_reason) if message.case_reason else None
        if message.case_set_by is not None or not is_surer(match.reason, kept):
            return
        if match.case_id is None or match.case_id != message.case_id:
            message.case_id, message.case_reason = match.case_id, match.reason
        if match.case_id is not None:
            conversation.case_id = match.case_id

    def _matched(
        self, session: Session, message: Message, conversation: Conversation, said: Sent
    ) -> CaseMatch:
        people = same_person(session, ClientId(conversation.client_id))
        own = session.scalars(opponents.own_cases(people)).all()
        open_cases = [CaseId(case.id) for case in own if case.status != CaseStatus.CLOSED]
        return match_case(
            MatchFacts(
                own=tuple(
                    OwnCase(case_id=CaseId(case.id), open=case.status != CaseStatus.CLOSED)
                    for case in own
                ),
                corrected=message.case_set_by is not None,
                corrected_to=CaseId(message.case_id) if message.case_id else None,
                quoted=_quoted(session, message),
                chosen=chosen_case(said.reply_id) if said.reply_id else None,
                numbered=self._numbered(session, own, said),
                # Where there is one case only, it makes no difference who is named.
                named=opponents.cases_naming(session, self._vault, open_cases, said)
                if len(open_cases) > 1
                else (),
                current=CaseId(conversation.case_id) if conversation.case_id else None,
            )
        )

    def _numbered(self, session: Session, own: Sequence[CaseRow], said: Sent) -> tuple[CaseId, ...]:
        """Those of somebody's cases whose number stands in what they sent."""
        written = {found.number for found in find_case_numbers(said.text)}
        if not written:
            return ()
        numbers = {
            CaseId(case.id): opened(session, self._vault, "cases.number", case.id, case.number)
            for case in own
        }
        return tuple(
            case
            for case, number in numbers.items()
            if number and not written.isdisjoint(_forms(number))
        )


def _locked(session: Session, message: MessageId) -> tuple[Message, Conversation]:
    """A message and its conversation; one look at a conversation at a time."""
    row = session.get(Message, message)
    if row is None:
        raise UnknownRecord(f"no message {message}")
    conversation = locked(session, ConversationId(row.conversation_id))
    # A lawyer may have put it to another case while this waited.
    session.refresh(row)
    return row, conversation


def _forms(number: str) -> set[str]:
    return {found.number for found in find_case_numbers(number)} or {number}


def _quoted(session: Session, message: Message) -> CaseId | None:
    """The case of the message, either side's, that one quotes."""
    case = None
    if message.about_id:
        case = session.scalar(select(Message.case_id).where(Message.id == message.about_id))
    if case is None and message.about_index:
        case = session.scalar(
            select(Message.case_id)
            .join(DraftAnswer, DraftAnswer.message_id == Message.id)
            .join(Outbound, Outbound.draft_id == DraftAnswer.draft_id)
            .where(Outbound.wamid_index == message.about_index, Message.case_id.is_not(None))
            .order_by(Message.sent_at.desc())
            .limit(1)
        )
    return CaseId(case) if case else None
