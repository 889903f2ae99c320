"""How far sent messages came, as Meta's statuses tell."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from adapters.postgres.consents import note_told
from adapters.postgres.engine import transaction
from adapters.postgres.identities import recognise
from adapters.postgres.locks import lock_indices
from adapters.postgres.tables import Conversation, Identity, Outbound, Status
from adapters.postgres.vault import FIRM, Vault
from domain.conversation import DeliveryReport
from domain.identities import IdentityKind
from domain.ids import ClientId, ConversationId, OutboundId
from domain.messages import Sender
from domain.outbound import DeliveryState, rank
from domain.statuses import AppliedStatuses, ConversationReport, ReportedStatus

_ROWS_AT_ONCE = 1000
"""A statement holds at most 65,535 parameters."""

_USER_ID = IdentityKind.USER_ID

_MET_AT_ONCE = 50
"""People whom one webhook makes known; the next status, or their own message, tells of others."""

_TIMES = {
    DeliveryState.SENT: "sent_at",
    DeliveryState.DELIVERED: "delivered_at",
    DeliveryState.READ: "read_at",
    DeliveryState.PLAYED: "played_at",
    DeliveryState.FAILED: "failed_at",
}


def name(session: Session, vault: Vault, outbound: Outbound, owner: ClientId, wamid: str) -> None:
    """Note WhatsApp's name for a message of ours, and catch up with statuses that were faster.

    The caller holds the name's lock.
    """
    index = vault.index("wamid", wamid)
    _named(session, vault, outbound, owner, wamid, _early(session, [index]).get(index, ()))


def _early(session: Session, indices: Sequence[bytes]) -> dict[bytes, list[Status]]:
    """Statuses of names that were nobody's yet."""
    early: dict[bytes, list[Status]] = {}
    unmatched = select(Status).where(Status.wamid_index.in_(indices), Status.outbound_id.is_(None))
    for status in session.scalars(unmatched) if indices else ():
        early.setdefault(status.wamid_index, []).append(status)
    return early


def _named(
    session: Session,
    vault: Vault,
    outbound: Outbound,
    owner: ClientId,
    wamid: str,
    early: Sequence[Status],
) -> None:
    if outbound.wamid is None:
        outbound.wamid = vault.seal(session, owner, "outbound.wamid", outbound.id, wamid)
        outbound.wamid_index = vault.index("wamid", wamid)
    for status in early:
        status.outbound_id = outbound.id
        if status.name in _TIMES:
            _advance(outbound, DeliveryState(status.name), status.at, status.error_code)


class PostgresStatusStore:
    """Implements `domain.ports.StatusStore`."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def apply(self, statuses: Sequence[ReportedStatus]) -> AppliedStatuses:
        """See the port. All of one webhook's statuses in one transaction."""
        with transaction(self._engine) as session:
            reports = [
                _Report(status, self._vault.index("wamid", status.wamid)) for status in statuses
            ]
            # The answer to a send may be on its way into the database: wait for it, or each of us
            # would miss what the other writes.
            lock_indices(session, [report.index for report in reports])
            sent = _Sent(session, reports)
            kept = self._keep(session, reports, sent)
            touched: dict[str, Outbound] = {}
            unnamed = [
                report.index
                for report in reports
                if (outbound := sent.of(report)) and outbound.wamid is None
            ]
            early = _early(session, unnamed)
            for report in reports:
                outbound = sent.of(report)
                if outbound is None:
                    continue
                if outbound.wamid is None:
                    _named(
                        session,
                        self._vault,
                        outbound,
                        sent.owner(outbound),
                        report.status.wamid,
                        early.get(report.index, ()),
                    )
                if report.status.state is not None:
                    _advance(
                        outbound, report.status.state, report.status.at, report.status.error_code
                    )
                touched[outbound.id] = outbound
            note_told(session, list(touched.values()))
            applied = AppliedStatuses(
                applied=kept,
                repeated=len(reports) - kept,
                unmatched=sum(sent.of(report) is None for report in reports),
                to_tell=tuple(_news(touched.values(), _states(reports, sent))),
            )
            met = _met(reports, sent)
        # Apart: who is met may have to be doubted, and then conversations are locked.
        with transaction(self._engine) as session:
            self._learn(session, met)
        return applied

    def _learn(self, session: Session, met: Sequence["_Met"]) -> None:
        """Link the user ids that Meta names for the numbers we wrote to."""
        indices = {each.user_id: self._vault.index(_USER_ID, each.user_id) for each in met}
        linked = session.execute(
            select(Identity.phone_id, Identity.index).where(
                Identity.kind == _USER_ID,
                Identity.index.in_(list(indices.values())),
                Identity.valid_to.is_(None),
            )
        ).all()
        known = {(phone_id, index) for phone_id, index in linked}
        new = [each for each in met if (each.identity_id, indices[each.user_id]) not in known]
        for each in new[:_MET_AT_ONCE]:
            written_to = session.get_one(Identity, each.identity_id)
            if written_to.kind != IdentityKind.PHONE or written_to.valid_to is not None:
                continue
            place = "identities.value"
            phone = self._vault.open(session, place, written_to.id, written_to.value)
            person = Sender(phone=phone, user_id=each.user_id, profile_name=None)
            recognise(session, self._vault, person, otherwise="", at=each.at)

    def _keep(self, session: Session, reports: Sequence["_Report"], sent: "_Sent") -> int:
        rows: list[dict[str, Any]] = []
        # One order for all transactions: two webhooks with the same statuses wait for each other
        # instead of locking each other out.
        for report in sorted(reports, key=lambda each: (each.index, each.status.name)):
            status, outbound, row_id = report.status, sent.of(report), uuid.uuid4().hex
            owner = sent.owner(outbound) if outbound else FIRM
            rows.append(
                {
                    "id": row_id,
                    "wamid_index": report.index,
                    "name": status.name[:64],
                    "participant_index": self._vault.index("participant", status.participant)
                    if status.participant
                    else None,
                    "outbound_id": outbound.id if outbound else None,
                    "at": status.at,
                    "error_code": status.error_code,
                    "raw": self._vault.seal(session, owner, "statuses.raw", row_id, status.raw),
                    "contact": self._vault.seal(
                        session, owner, "statuses.contact", row_id, status.contact
                    )
                    if status.contact
                    else None,
                }
            )
        made = 0
        for at in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[at : at + _ROWS_AT_ONCE]
            statement = insert(Status).values(some).on_conflict_do_nothing()
            made += len(session.scalars(statement.returning(Status.id)).all())
        return made


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Met:
    """The user whom Meta named for a number that we wrote to, and when."""

    identity_id: str
    user_id: str
    at: datetime


def _met(reports: Sequence["_Report"], sent: "_Sent") -> list[_Met]:
    latest: dict[tuple[str, str], datetime] = {}
    for report in reports:
        outbound, status = sent.of(report), report.status
        if outbound and status.recipient and status.recipient.user_id:
            pair = outbound.identity_id, status.recipient.user_id
            latest[pair] = max(latest.get(pair, status.at), status.at)
    return sorted(
        _Met(identity_id=identity_id, user_id=user_id, at=at)
        for (identity_id, user_id), at in latest.items()
    )


class _Report:
    """A status and the blind index of its wamid."""

    __slots__ = ("index", "status")

    def __init__(self, status: ReportedStatus, index: bytes) -> None:
        self.status = status
        self.index = index


class _Sent:
    """Our messages that some statuses speak of, locked in one order."""

    def __init__(self, session: Session, reports: Sequence[_Report]) -> None:
        ids = {report.status.outbound_id for report in reports if report.status.outbound_id}
        indices = {report.index for report in reports}
        rows = session.execute(
            select(Outbound, Conversation.client_id)
            .join(Conversation, Conversation.id == Outbound.conversation_id)
            .where(or_(Outbound.id.in_(ids), Outbound.wamid_index.in_(indices)))
            .order_by(Outbound.id)
            .with_for_update(of=Outbound)
        ).all()
        self._by_id = {outbound.id: outbound for outbound, _ in rows}
        self._by_index = {
            outbound.wamid_index: outbound for outbound, _ in rows if outbound.wamid_index
        }
        self._owners = {outbound.id: ClientId(client) for outbound, client in rows}

    def of(self, report: _Report) -> Outbound | None:
        """The message that a status speaks of: by WhatsApp's name, otherwise by ours."""
        return self._by_index.get(report.index) or self._by_id.get(report.status.outbound_id or "")

    def owner(self, outbound: Outbound) -> ClientId:
        """Whose conversation it is."""
        return self._owners[outbound.id]


def _advance(
    outbound: Outbound, state: DeliveryState, at: datetime, error_code: int | None
) -> None:
    """Note when a state was reached; the highest one shows, whatever order they came in."""
    column = _TIMES[state]
    before: datetime | None = getattr(outbound, column)
    setattr(outbound, column, min(before, at) if before else at)
    if rank(state) > rank(DeliveryState(outbound.state)):
        outbound.state, outbound.reason = state, None
        if state is DeliveryState.FAILED:
            outbound.error_code = error_code


def _states(reports: Sequence[_Report], sent: _Sent) -> set[tuple[str, DeliveryState]]:
    """What the statuses say: of which message, which state."""
    return {
        (outbound.id, report.status.state)
        for report in reports
        if report.status.state and (outbound := sent.of(report))
    }


def _news(
    touched: Iterable[Outbound], said: Collection[tuple[str, DeliveryState]]
) -> Iterable[ConversationReport]:
    # Told again when the same statuses come again: whether the first telling arrived is unknown
    # here, and a conversation takes a report once.
    for outbound in touched:
        state = DeliveryState(outbound.state)
        asked = _came_so_far(outbound, said)
        if asked or outbound.ambiguous_at is not None or state is DeliveryState.FAILED:
            yield ConversationReport(
                conversation_id=ConversationId(outbound.conversation_id),
                report=DeliveryReport(
                    outbound_id=OutboundId(outbound.id),
                    state=state,
                    error_code=outbound.error_code if state is DeliveryState.FAILED else None,
                ),
            )


def _came_so_far(outbound: Outbound, said: Collection[tuple[str, DeliveryState]]) -> bool:
    """Whether it is these statuses by which a message came as far as its conversation waits for.

    Kept is which one it was, so that it tells again whenever it comes again, and no other does.
    """
    if outbound.report_at is None:
        return False
    if outbound.reported is None and rank(DeliveryState(outbound.state)) >= rank(
        DeliveryState(outbound.report_at)
    ):
        outbound.reported = outbound.state
    return outbound.reported is not None and (
        (outbound.id, DeliveryState(outbound.reported)) in said
    )
