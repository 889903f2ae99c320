"""Who holds the pen in a conversation, and what people of the firm send there themselves."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from adapters.postgres import audit
from adapters.postgres.access import seen_conversation, visible_conversation
from adapters.postgres.engine import transaction
from adapters.postgres.flags import leave_reasons
from adapters.postgres.queueing import content_of, queued, sealed_content, write_down
from adapters.postgres.tables import Conversation, Lawyer, Outbound
from adapters.postgres.vault import Vault
from domain.access import holds_the_pen, sets_modes, writes_to_clients
from domain.failures import NotAllowed, Outdated, Taken, UnknownRecord
from domain.ids import ConversationId, LawyerId, OrderId, OutboundId, part_id
from domain.outbound import DeliveryState, NewMessage
from domain.outbound_content import OutboundContent, check, in_parts, kind_of
from domain.pen import (
    NOT_RESOLVED,
    SENDABLE_AGAIN,
    NewOrder,
    PenInput,
    SendOrder,
    has_to_wait,
    opening_request,
)
from domain.policy import FirmPolicy
from domain.routing import Mode
from domain.views import LawyerView


class PostgresPenDesk:
    """Implements `domain.pen_ports.PenDesk`.

    Whatever changes is counted under the lock of the conversation's row.
    """

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self._engine = engine
        self._vault = vault

    def take_over(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        """See the port."""
        with transaction(self._engine) as session:
            row = _held(session, viewer, conversation)
            if row.held_by != viewer.id:
                row.held_by, row.held_since = viewer.id, datetime.now(UTC)
                _changed(session, viewer, row, "take_over")
            return _pen(row)

    def hand_back(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        """See the port."""
        with transaction(self._engine) as session:
            row = _held(session, viewer, conversation)
            if row.held_by is not None:
                row.held_by = row.held_since = None
                _changed(session, viewer, row, "hand_back")
            return _pen(row)

    def assign(
        self, viewer: LawyerView, conversation: ConversationId, to: LawyerId | None
    ) -> PenInput:
        """See the port."""
        with transaction(self._engine) as session:
            row = _held(session, viewer, conversation)
            if to is not None and not may_see(session, to, conversation):
                raise UnknownRecord(f"no lawyer {to} who may see conversation {conversation}")
            if row.assigned_to != to:
                row.assigned_to = to
                _changed(session, viewer, row, "assign")
            return _pen(row)

    def set_mode(
        self, viewer: LawyerView, conversation: ConversationId, mode: Mode | None
    ) -> PenInput:
        """See the port."""
        with transaction(self._engine) as session:
            row = seen_conversation(session, viewer, conversation, lock=True)
            if not sets_modes(viewer):
                raise NotAllowed("what the assistant does is a lawyer's to say")
            if row.mode != mode:
                row.mode = mode
                _changed(session, viewer, row, "mode")
            return _pen(row)

    def resolve(self, viewer: LawyerView, conversation: ConversationId) -> PenInput:
        """See the port. Each time is counted: nobody knows whether an earlier one was told."""
        with transaction(self._engine) as session:
            row = _held(session, viewer, conversation)
            leave_reasons(row, [each for each in row.reasons if each in NOT_RESOLVED])
            _changed(session, viewer, row, "resolve")
            return _pen(row, resolved=True)

    def order(self, viewer: LawyerView, order: NewOrder, policy: FirmPolicy) -> SendOrder:
        """See the port."""
        for each in (order.content, order.opening):
            if each is not None:
                check(each)
        with transaction(self._engine) as session:
            owner = seen_conversation(session, viewer, order.conversation_id, lock=True)
            if not writes_to_clients(viewer, policy.conversation.reviews.approvers):
                raise NotAllowed("the firm does not let you write to clients")
            if not _is_known(session, order.order_id):
                self._write(session, viewer, owner, order, policy)
            return self._ordered(session, viewer, order)

    def conversation_of(self, viewer: LawyerView, outbound: OutboundId) -> ConversationId:
        """See the port."""
        with transaction(self._engine) as session:
            return ConversationId(_owner(session, viewer, outbound).id)

    def send_again(self, viewer: LawyerView, outbound: OutboundId, order: OrderId) -> SendOrder:
        """See the port. The parts that wait for one that failed go after its new try."""
        with transaction(self._engine) as session:
            owner = _owner(session, viewer, outbound)
            if not writes_to_clients(viewer):
                raise NotAllowed("the firm does not let you write to clients")
            # Locked: a status may tell at this very moment that it arrived.
            row = session.get_one(Outbound, outbound, with_for_update=True)
            if not _is_known(session, order):
                self._write_again(session, viewer, owner, row, order)
            made = session.get(Outbound, part_id(order, 1))
            if made is None or (made.again_of, made.sent_by) != (outbound, viewer.id):
                raise Taken(f"order {order} is another")
            ids = queued(session, OutboundId(made.id))
            return SendOrder(order_id=order, lawyer=viewer.id, outbound_ids=ids)

    def _write(
        self,
        session: Session,
        viewer: LawyerView,
        owner: Conversation,
        order: NewOrder,
        policy: FirmPolicy,
    ) -> None:
        closes = owner.window_until
        waits = has_to_wait(
            order,
            window_open=closes is not None
            and datetime.now(UTC) < closes - policy.conversation.window_margin,
        )

        def write(request: str, content: OutboundContent, *, quotes: bool) -> None:
            message = NewMessage(
                request_id=request,
                conversation_id=order.conversation_id,
                content=content,
                sent_by=viewer.id,
                reply_to=order.reply_to if quotes else None,
            )
            write_down(session, self._vault, owner, message, order.order_id)

        if order.content is not None:
            write(order.order_id, order.content, quotes=True)
        if order.opening is not None and (waits or order.content is None):
            write(opening_request(order.order_id), order.opening, quotes=False)
        audit.note(session, viewer.id, "message_send", order.order_id)

    def _ordered(self, session: Session, viewer: LawyerView, order: NewOrder) -> SendOrder:
        """An order that was written down.

        Raises:
            Taken: it is another than this.
        """
        ids = _chain(session, order.order_id)
        opening = _chain(session, opening_request(order.order_id))
        rows = [session.get_one(Outbound, each) for each in (*ids, *opening)]
        theirs = all(
            (row.conversation_id, row.sent_by, row.order_id, row.again_of)
            == (order.conversation_id, viewer.id, order.order_id, None)
            for row in rows
        )
        quoted = rows[0].reply_to_id if ids else order.reply_to
        if not theirs or quoted != order.reply_to:
            raise Taken(f"order {order.order_id} is another")
        wanted = [
            *(in_parts(order.content) if order.content else ()),
            *([order.opening] if opening else ()),
        ]
        if [content_of(session, self._vault, row) for row in rows] != wanted:
            raise Taken(f"order {order.order_id} is another")
        return SendOrder(
            order_id=order.order_id,
            lawyer=viewer.id,
            # A template alone is a message like any other: nothing waits behind it.
            outbound_ids=ids or opening,
            opening=opening if ids else (),
            held=bool(ids and opening),
        )

    def _write_again(
        self,
        session: Session,
        viewer: LawyerView,
        owner: Conversation,
        row: Outbound,
        order: OrderId,
    ) -> None:
        tries = session.scalars(select(Outbound.state).where(Outbound.again_of == row.id))
        if any(DeliveryState(each) not in SENDABLE_AGAIN for each in (row.state, *tries)):
            raise Outdated(f"message {row.id} is on its way, or arrived")
        new = part_id(order, 1)
        content = content_of(session, self._vault, row)
        session.add(
            Outbound(
                id=new,
                conversation_id=row.conversation_id,
                draft_id=row.draft_id,
                identity_id=row.identity_id,
                kind=kind_of(content),
                content=sealed_content(session, self._vault, owner, new, content),
                part=row.part,
                parts=row.parts,
                reply_to_id=row.reply_to_id,
                sent_by=viewer.id,
                order_id=order,
                again_of=row.id,
                state=DeliveryState.QUEUED,
            )
        )
        session.flush()
        session.execute(
            update(Outbound)
            .where(Outbound.after_id == row.id, Outbound.state == DeliveryState.QUEUED)
            .values(after_id=new)
        )
        audit.note(session, viewer.id, "message_send_again", row.id)


def may_see(session: Session, lawyer: LawyerId, conversation: ConversationId) -> bool:
    """Whether somebody of the firm, as what they are now, may read a conversation."""
    role = session.scalar(select(Lawyer.role).where(Lawyer.id == lawyer))
    if role is None:
        return False
    person = LawyerView(id=lawyer, name="", role=role)
    seen = select(Conversation.id).where(
        Conversation.id == conversation, visible_conversation(person)
    )
    return session.scalar(seen) is not None


def _held(session: Session, viewer: LawyerView, conversation: ConversationId) -> Conversation:
    row = seen_conversation(session, viewer, conversation, lock=True)
    if not holds_the_pen(viewer):
        raise NotAllowed("your role does not hold the pen")
    return row


def _changed(session: Session, viewer: LawyerView, row: Conversation, what: str) -> None:
    row.pen_version += 1
    audit.note(session, viewer.id, f"conversation_{what}", row.id)


def _pen(row: Conversation, *, resolved: bool = False) -> PenInput:
    return PenInput(
        version=row.pen_version,
        holder=LawyerId(row.held_by) if row.held_by else None,
        assignee=LawyerId(row.assigned_to) if row.assigned_to else None,
        mode=Mode(row.mode) if row.mode else None,
        resolved=resolved,
    )


def _owner(session: Session, viewer: LawyerView, outbound: OutboundId) -> Conversation:
    """The locked conversation of a message of ours that somebody may see."""
    row = session.scalar(
        select(Conversation)
        .join(Outbound, Outbound.conversation_id == Conversation.id)
        .where(Outbound.id == outbound, visible_conversation(viewer))
        .with_for_update(of=Conversation)
    )
    if row is None:
        raise UnknownRecord(f"no message {outbound}")
    return row


def _is_known(session: Session, order: OrderId) -> bool:
    """Whether an order, or another wish to send with its id, was written down."""
    firsts = (part_id(order, 1), part_id(opening_request(order), 1))
    return session.scalar(select(Outbound.id).where(Outbound.id.in_(firsts)).limit(1)) is not None


def _chain(session: Session, request: str) -> tuple[OutboundId, ...]:
    first = part_id(request, 1)
    return queued(session, first) if session.get(Outbound, first) is not None else ()
