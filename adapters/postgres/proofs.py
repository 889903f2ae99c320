"""How clients prove who they are: the PIN of a case, or somebody of the firm who made sure."""

import hmac
import secrets
import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from adapters.postgres import audit
from adapters.postgres.access import seen_case, seen_client
from adapters.postgres.engine import transaction
from adapters.postgres.persons import is_same_person
from adapters.postgres.tables import (
    CaseClient,
    CaseRow,
    Client,
    Conversation,
    Identity,
    IdentityCheck,
    Message,
)
from adapters.postgres.vault import Vault
from domain.access import gives_pins
from domain.cases import CaseStatus
from domain.clients import CheckMethod
from domain.failures import NotAllowed, Outdated, Taken, UnknownRecord
from domain.ids import CaseId, ClientId, IdentityId, MessageId
from domain.pins import DIGITS, MOST_FAILURES, PinOutcome, pin_in
from domain.views import LawyerView

_NEW_PINS: Final = 10**DIGITS


class PostgresIdentityProof:
    """Implements `domain.ports.IdentityProof` and `domain.register_ports.ProofDesk`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def check_pin(
        self, message: MessageId, client: ClientId, identity: IdentityId, text: str
    ) -> PinOutcome:
        """See the port. Two messages of one client at once are looked at one after another."""
        pin = pin_in(text)
        if pin is None:
            return PinOutcome.NOT_A_PIN
        with transaction(self._engine) as session:
            cases = _with_pins(session, client)
            earlier = session.scalar(
                select(IdentityCheck).where(IdentityCheck.message_id == message)
            )
            if earlier is not None:
                return _outcome(earlier)
            writer = session.scalar(
                select(Identity)
                .where(
                    Identity.id == identity,
                    Identity.valid_to.is_(None),
                    is_same_person(Identity.client_id, client),
                )
                .with_for_update(of=Identity)
            )
            # Looked at with the writer's row in hand: a doubt takes the proof back on the same row.
            if (
                writer is None
                or not cases
                or _is_doubted(session, client)
                or _stands_in_a_group(session, message)
            ):
                return PinOutcome.NOT_A_PIN
            check = IdentityCheck(
                id=uuid.uuid4().hex,
                client_id=writer.client_id,
                identity_id=identity,
                method=CheckMethod.PIN,
                passed=False,
                locked=all(_is_locked(case) for case in cases),
                message_id=message,
            )
            self._try(cases, pin, check)
            session.add(check)
            if check.passed:
                writer.verified, writer.verified_by = True, None
                writer.verified_at = func.now()
            return _outcome(check)

    def give_pin(self, viewer: LawyerView, case: CaseId) -> str:
        """See the port."""
        pin = f"{secrets.randbelow(_NEW_PINS):0{DIGITS}}"
        with transaction(self._engine) as session:
            row = seen_case(session, viewer, case, lock=True)
            if not gives_pins(viewer):
                raise NotAllowed("only a lawyer gives a client a PIN")
            if row.status == CaseStatus.CLOSED:
                raise Taken(f"case {case} is closed")
            row.pin_index, row.pin_failures = self._index(row, pin), 0
            row.pin_set_at, row.pin_set_by = func.now(), viewer.id
            audit.note(session, viewer.id, "case_pin", case)
        return pin

    def vouch(
        self,
        viewer: LawyerView,
        client: ClientId,
        identity: IdentityId,
        method: CheckMethod,
        note: str,
    ) -> None:
        """See the port."""
        with transaction(self._engine) as session:
            person = seen_client(session, viewer, client, lock=True)
            if person.identity_changed_at is not None:
                raise Outdated(f"the identity of client {client} has changed: look at that first")
            verified = session.scalar(
                update(Identity)
                .where(
                    Identity.id == identity,
                    Identity.client_id == client,
                    Identity.valid_to.is_(None),
                )
                .values(verified=True, verified_at=func.now(), verified_by=viewer.id)
                .returning(Identity.id)
            )
            if verified is None:
                raise UnknownRecord(f"client {client} has no identity {identity}")
            row_id = uuid.uuid4().hex
            session.add(
                IdentityCheck(
                    id=row_id,
                    client_id=client,
                    identity_id=identity,
                    method=method,
                    passed=True,
                    lawyer_id=viewer.id,
                    note=self._vault.seal(session, client, "identity_checks.note", row_id, note),
                )
            )
            audit.note(session, viewer.id, "identity_verify", client)

    def _try(self, cases: Sequence[CaseRow], pin: str, check: IdentityCheck) -> None:
        """Compare with all of them, so that how long it takes tells nothing."""
        right: list[CaseRow] = []
        tried: list[CaseRow] = []
        for case in cases:
            same = hmac.compare_digest(case.pin_index or b"", self._index(case, pin))
            if not _is_locked(case):
                tried.append(case)
                right += [case] if same else []
        if right:
            check.passed, check.case_id = True, right[0].id
            for case in right:
                # Good once: whoever holds the phone tomorrow can read it in the chat.
                case.pin_index, case.pin_set_at, case.pin_failures = None, None, 0
            return
        for case in tried:
            case.pin_failures += 1

    def _index(self, case: CaseRow, pin: str) -> bytes:
        return self._vault.index("case_pin", f"{case.id}:{pin}")


def _with_pins(session: Session, client: ClientId) -> Sequence[CaseRow]:
    """The open cases of a person that have a PIN, locked in the order of their ids."""
    theirs = select(CaseClient.case_id).where(is_same_person(CaseClient.client_id, client))
    return session.scalars(
        select(CaseRow)
        .where(
            CaseRow.id.in_(theirs),
            CaseRow.status != CaseStatus.CLOSED,
            CaseRow.pin_index.is_not(None),
        )
        .order_by(CaseRow.id)
        .with_for_update(of=CaseRow)
    ).all()


def _is_doubted(session: Session, client: ClientId) -> bool:
    """Whether a number of theirs has changed since somebody of the firm last made sure."""
    doubted = select(Client.id).where(
        is_same_person(Client.id, client), Client.identity_changed_at.is_not(None)
    )
    return session.scalar(doubted.limit(1)) is not None


def _stands_in_a_group(session: Session, message: MessageId) -> bool:
    group = (
        select(Conversation.id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.id == message, Conversation.group_index.is_not(None))
    )
    return session.scalar(group) is not None


def _is_locked(case: CaseRow) -> bool:
    return case.pin_failures >= MOST_FAILURES


def _outcome(check: IdentityCheck) -> PinOutcome:
    if check.passed:
        return PinOutcome.PASSED
    return PinOutcome.LOCKED if check.locked else PinOutcome.WRONG
