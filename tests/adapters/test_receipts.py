"""The receipt of what comes while the office is closed goes where a reply would not."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from adapters.postgres.engine import transaction
from adapters.postgres.tables import Conflict, Party
from adapters.postgres.vault import Vault
from domain.analysis import Urgency
from domain.drafts import DraftKind
from domain.messages import RecordedMessage
from domain.outbound import DeliveryState, OutboundMessage, Preparation, SendResult
from domain.routing import Mode, Reason
from tests.adapters.cases import Cases
from tests.adapters.conftest import Stores
from tests.adapters.pens import Firm, firm_of
from tests.samples import make_policy


@pytest.fixture
def firm(stores: Stores, engine: Engine, vault: Vault) -> Firm:
    return firm_of(stores, engine, vault)


def _send(
    firm: Firm, message: RecordedMessage, kind: DraftKind, mode: Mode = Mode.AUTO
) -> Preparation:
    draft = firm.draft(message, "Kantor kami sedang tutup.", kind)
    return firm.stores.conversations.prepare_send(
        message.conversation_id, draft.draft_id, make_policy(mode=mode)
    )


def _flagged(reason: Reason, urgency: Urgency) -> Callable[[Firm, RecordedMessage], None]:
    return lambda firm, message: firm.waits(message, reason, urgency=urgency)


def _nothing(firm: Firm, message: RecordedMessage) -> None:
    del firm, message


def _held(firm: Firm, message: RecordedMessage) -> None:
    firm.pens.take_over(firm.person(), message.conversation_id)


def _refused(firm: Firm, message: RecordedMessage) -> None:
    del message
    firm.stores.record(number=2, text="tanpa bot")


@pytest.mark.parametrize(
    ("mode", "arrange", "receipt", "reply"),
    [
        (Mode.AUTO, _nothing, None, None),
        (Mode.DRAFT_ONLY, _nothing, None, Reason.DRAFTS_ONLY),
        (Mode.OFF, _nothing, Reason.ASSISTANT_OFF, Reason.ASSISTANT_OFF),
        (Mode.AUTO, _held, Reason.HELD_BY_LAWYER, Reason.HELD_BY_LAWYER),
        (Mode.AUTO, _refused, Reason.AI_OPTED_OUT, Reason.AI_OPTED_OUT),
        (Mode.AUTO, _flagged(Reason.CONFLICT, Urgency.NORMAL), None, Reason.CONFLICT),
        (Mode.AUTO, _flagged(Reason.COURT_DEADLINE, Urgency.HIGH), None, Reason.URGENT),
        (Mode.AUTO, _flagged(Reason.EMERGENCY, Urgency.EMERGENCY), Reason.URGENT, Reason.URGENT),
    ],
    ids=["auto", "drafts", "off", "held", "refused", "conflict", "high", "emergency"],
)
@pytest.mark.parametrize("kind", [DraftKind.RECEIPT, DraftKind.REPLY])
def test_what_keeps_a_receipt_back_and_what_a_reply(
    firm: Firm,
    kind: DraftKind,
    mode: Mode,
    arrange: Callable[[Firm, RecordedMessage], None],
    receipt: Reason | None,
    reply: Reason | None,
) -> None:
    message = firm.message()
    arrange(firm, message)
    sent = _send(firm, message, kind, mode)
    expected = receipt if kind is DraftKind.RECEIPT else reply
    if expected is None:
        assert isinstance(sent, OutboundMessage)
    else:
        assert isinstance(sent, SendResult)
        assert (sent.state, sent.reason) == (DeliveryState.WITHHELD, expected)


def test_whoever_stands_in_a_conflict_is_told_when_people_are_there(
    postgres_stores: Stores, engine: Engine, vault: Vault
) -> None:
    firm, cases = firm_of(postgres_stores, engine, vault), Cases(engine, vault)
    message = firm.message()
    cases.open(cases.client(), against="Budi Santoso")
    with transaction(engine) as session:
        session.add(
            Conflict(
                id="e" * 32,
                client_id=message.client_id,
                party_id=session.scalars(select(Party.id)).one(),
                source="message",
                likeness="exact",
            )
        )
    assert isinstance(_send(firm, message, DraftKind.RECEIPT), OutboundMessage)
    reply = _send(firm, firm.message(number=2), DraftKind.REPLY)
    assert isinstance(reply, SendResult)
    assert reply.reason is Reason.CONFLICT
