"""People of the firm at work in conversations, once in memory and once in PostgreSQL."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import Engine, update

from adapters.postgres.engine import transaction
from adapters.postgres.offices import PostgresOfficeRegister
from adapters.postgres.pen import PostgresPenDesk
from adapters.postgres.pen_store import PostgresPenStore
from adapters.postgres.reviews import PostgresReviewDesk
from adapters.postgres.tables import Conversation, Lawyer
from adapters.postgres.vault import Vault
from domain.analysis import Intent, Language, Urgency
from domain.drafts import DraftKind, DraftRef
from domain.ids import ConversationId, LawyerId, OrderId, OutboundId, ReviewId, draft_id
from domain.messages import RecordedMessage
from domain.offices import OfficeDetails
from domain.outbound import (
    Accepted,
    DeliveryState,
    NewMessage,
    OutboundMessage,
    Preparation,
    Refused,
    SendResult,
    Unanswered,
)
from domain.outbound_content import Text
from domain.pen import ApplyReviewInput, KeptReview, NewReview
from domain.pen_ports import PenDesk, PenStore, ReviewDesk
from domain.policy import FirmPolicy
from domain.review import ReviewAction, ReviewOutcome
from domain.routing import Decision, Reason, Route
from domain.views import LawyerView
from tests.adapters.conftest import FakeLook, Stores
from tests.adapters.registers import registers_on
from tests.fake_records import FakeRecords
from tests.fakes import FakePenDesk, FakePenStore, FakeReviewDesk
from tests.samples import NUMBER_ID, make_analysis


class Behind(Protocol):
    """What a test arranges behind the ports."""

    def person(self, name: str, role: str) -> LawyerView: ...
    def becomes(self, person: LawyerView, role: str) -> None: ...
    def wall(self, message: RecordedMessage, member: LawyerView) -> None: ...
    def close_window(self, conversation: ConversationId) -> None: ...
    def name_office(self, office: str) -> None: ...


@dataclass(frozen=True, slots=True)
class FakeBehind:
    records: FakeRecords

    def person(self, name: str, role: str) -> LawyerView:
        person = LawyerView(id=LawyerId(uuid.uuid4().hex), name=name, role=role)
        self.records.people[person.id] = person
        return person

    def becomes(self, person: LawyerView, role: str) -> None:
        self.records.people[person.id] = LawyerView(id=person.id, name=person.name, role=role)

    def wall(self, message: RecordedMessage, member: LawyerView) -> None:
        self.records.walled[message.conversation_id] = {member.id}

    def close_window(self, conversation: ConversationId) -> None:
        self.records.conversation(conversation).window_until = datetime.now(UTC)

    def name_office(self, office: str) -> None:
        self.records.offices[NUMBER_ID] = office


@dataclass(frozen=True, slots=True)
class PostgresBehind:
    engine: Engine
    vault: Vault

    def person(self, name: str, role: str) -> LawyerView:
        return registers_on(self.engine, self.vault).person(name, role)

    def becomes(self, person: LawyerView, role: str) -> None:
        with transaction(self.engine) as session:
            session.execute(update(Lawyer).where(Lawyer.id == person.id).values(role=role))

    def wall(self, message: RecordedMessage, member: LawyerView) -> None:
        registers = registers_on(self.engine, self.vault)
        case = registers.case(message.client_id, walled=True, members=[member])
        registers.mapping.put_conversation(member, message.conversation_id, case.case.id)

    def close_window(self, conversation: ConversationId) -> None:
        with transaction(self.engine) as session:
            session.execute(
                update(Conversation)
                .where(Conversation.id == conversation)
                .values(window_until=datetime.now(UTC))
            )

    def name_office(self, office: str) -> None:
        details = OfficeDetails(display_number="+62 21 1", name="Kantor", office=office)
        PostgresOfficeRegister(self.engine).put(self.person("Joko", "admin"), NUMBER_ID, details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """People of a firm, and what they do on some stores."""

    stores: Stores
    reviews: ReviewDesk
    pens: PenDesk
    store: PenStore
    behind: Behind

    def person(self, role: str = "lawyer", name: str = "Dewi Lestari") -> LawyerView:
        """Somebody of the firm."""
        return self.behind.person(name, role)

    def message(
        self, *intents: Intent, number: int = 1, sent_at: datetime | None = None
    ) -> RecordedMessage:
        """A client's message that was understood."""
        message = self.stores.record(number=number, sent_at=sent_at)
        self.stores.messages.keep_analysis(message.message_id, make_analysis(*intents))
        return message

    def waits(
        self,
        message: RecordedMessage,
        *reasons: Reason,
        urgency: Urgency = Urgency.NORMAL,
        handed_over: bool = True,
    ) -> None:
        """A message is a person's to answer."""
        self.stores.messages.keep_decision(
            message.message_id,
            message.conversation_id,
            Decision(route=Route.HUMAN, urgency=urgency, reasons=reasons),
        )
        if handed_over:
            self.stores.messages.mark_handed_over(message.message_id)

    def draft(
        self,
        message: RecordedMessage,
        body: str = "Selamat datang.",
        kind: DraftKind = DraftKind.SUGGESTION,
        *,
        carries_notice: bool = False,
    ) -> DraftRef:
        """A draft that answers a message."""
        ids = (message.message_id,)
        return self.stores.conversations.keep_draft(
            draft_id(message.conversation_id, ids), message.conversation_id, ids,
            Language.INDONESIAN, body, kind=kind, sources=("firm.greeting",),
            carries_notice=carries_notice,
        )  # fmt: skip

    def apply(
        self,
        kept: KeptReview,
        message: RecordedMessage,
        outcome: ReviewOutcome = ReviewOutcome.APPLIED,
    ) -> tuple[ReviewOutcome, tuple[OutboundId, ...]]:
        """The conversation has judged a review."""
        applied = self.store.apply_review(
            ApplyReviewInput(
                conversation_id=message.conversation_id, review=kept.input, outcome=outcome
            ),
            self.stores.policy,
        )
        return applied.outcome, applied.outbound_ids

    def prepare(
        self,
        message: RecordedMessage,
        outbound: OutboundId,
        report: DeliveryState | None = None,
        policy: FirmPolicy | None = None,
    ) -> Preparation:
        """A message is to be sent now."""
        return self.stores.conversations.prepare_message(
            message.conversation_id, outbound, policy or self.stores.policy, report
        )

    def claim(
        self, message: RecordedMessage, outbound: OutboundId, report: DeliveryState | None = None
    ) -> OutboundMessage:
        """The same, and it may go."""
        ready = self.prepare(message, outbound, report)
        assert isinstance(ready, OutboundMessage)
        return ready

    def send(
        self,
        message: RecordedMessage,
        outbound: OutboundId,
        state: DeliveryState = DeliveryState.ACCEPTED,
    ) -> SendResult:
        """A message is sent, and so it ends."""
        answer = {
            DeliveryState.ACCEPTED: Accepted(wamid=f"wamid.{outbound}"),
            DeliveryState.REFUSED: Refused(code=131026),
            DeliveryState.AMBIGUOUS: Unanswered(),
        }[state]
        return self.stores.settle(self.claim(message, outbound), state, answer)

    def own_words(self, message: RecordedMessage, request: str, text: str) -> OutboundId:
        """A message without an order, such as an earlier version wrote."""
        (outbound,) = self.stores.conversations.queue(
            NewMessage(
                request_id=request,
                conversation_id=message.conversation_id,
                content=Text(body=text),
            )
        )
        return outbound


def firm_of(stores: Stores, engine: Engine | None, vault: Vault | None) -> Firm:
    """People who work on these stores."""
    if isinstance(stores.look, FakeLook):
        records = stores.look.records
        return Firm(
            stores=stores,
            reviews=FakeReviewDesk(records),
            pens=FakePenDesk(records),
            store=FakePenStore(records),
            behind=FakeBehind(records),
        )
    assert engine is not None
    assert vault is not None
    return Firm(
        stores=stores,
        reviews=PostgresReviewDesk(engine, vault),
        pens=PostgresPenDesk(engine, vault),
        store=PostgresPenStore(engine, vault),
        behind=PostgresBehind(engine, vault),
    )


def a_review(
    message: RecordedMessage,
    draft: DraftRef,
    action: ReviewAction = ReviewAction.APPROVE,
    *,
    number: int = 1,
    text: str | None = None,
    reason: str | None = None,
) -> NewReview:
    """What somebody says to a draft."""
    return NewReview(
        review_id=ReviewId(f"{number:032x}"),
        conversation_id=message.conversation_id,
        draft_id=draft.draft_id,
        draft_version=draft.version,
        action=action,
        text=text,
        reason=reason,
    )


def an_order(number: int = 1) -> OrderId:
    """One of many order ids."""
    return OrderId(f"{number:032x}")
