"""Who holds the pen in a conversation, and what people send there, under `/api/v1`."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import model_validator

from api.outgoing import Outgoing, TemplateBody, content_of, template_of
from api.tokens import lawyers_routes
from api.words import AnId, Body, Key, PathId
from domain.ids import ConversationId, LawyerId, MessageId, OrderId, OutboundId
from domain.pen import NewOrder, PenInput, SendOrder
from domain.pen_ports import ConversationControl, PenDesk
from domain.policy import FirmPolicy
from domain.ports import LawyerRegister
from domain.processes import ASSIGN, HAND_BACK, RESOLVE, SET_MODE, TAKE_OVER
from domain.routing import Mode
from domain.views import LawyerView


class AssignBody(Body):
    """Whose it is to answer; null: nobody's."""

    lawyer_id: AnId | None


class ModeBody(Body):
    """What the assistant may do there; null: what firm.yaml says."""

    mode: Mode | None


class OrderBody(Outgoing):
    """What to send: one of `text`, `template`, `buttons` and `list`.

    `opening`: a template that goes at once where the customer service window is closed, and asks
    the client to write; the rest waits until they do. Alone, it goes as a message like any other.
    """

    order_id: Key
    reply_to: AnId | None = None
    """The client's message that is quoted."""
    opening: TemplateBody | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = sum(each is not None for each in (self.text, self.template, self.buttons, self.list))
        if said > 1 or (said == 0 and self.opening is None):
            raise ValueError("say one of text, template, buttons and list")
        return self


class AgainBody(Body):
    """To send something once more is an order of its own."""

    order_id: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class PenView:
    """Who holds the pen now; `version` counts up with each change of it."""

    version: int
    holder_id: LawyerId | None
    """Whoever has taken the conversation over: the assistant says nothing there."""
    assignee_id: LawyerId | None
    """Whose it is to answer."""
    mode: Mode | None
    """What the assistant may do; null: what firm.yaml says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswer:
    """What was written down and will be sent, in this order.

    `held`: `outbound_ids` wait for the client to write again; `opening_ids` ask them to.
    """

    order_id: OrderId
    outbound_ids: tuple[OutboundId, ...]
    opening_ids: tuple[OutboundId, ...]
    held: bool


def router(
    desk: PenDesk, control: ConversationControl, policy: FirmPolicy, lawyers: LawyerRegister
) -> APIRouter:
    """All routes; each asks for a lawyer's bearer token.

    What is asked is written down, and then the conversation is told. Where it cannot be told, 503
    says so, and the same request again tells it.
    """
    routes, lawyer = lawyers_routes("/api/v1", lawyers)

    async def told(conversation: str, signal: str, change: PenInput) -> PenView:
        await control.pen(ConversationId(conversation), signal, change)
        return PenView(
            version=change.version,
            holder_id=change.holder,
            assignee_id=change.assignee,
            mode=change.mode,
        )

    @routes.post("/conversations/{conversation_id}/take-over")
    async def take_over(
        conversation_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> PenView:
        """Answer yourself from now on, whoever did before; the assistant is silent there.

        Doing it twice changes nothing.
        """
        change = await asyncio.to_thread(desk.take_over, holder, ConversationId(conversation_id))
        return await told(conversation_id, TAKE_OVER, change)

    @routes.post("/conversations/{conversation_id}/hand-back")
    async def hand_back(
        conversation_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> PenView:
        """Let the assistant answer again, where the firm lets it. Twice changes nothing."""
        change = await asyncio.to_thread(desk.hand_back, holder, ConversationId(conversation_id))
        return await told(conversation_id, HAND_BACK, change)

    @routes.post("/conversations/{conversation_id}/assign")
    async def assign(
        conversation_id: PathId, to: AssignBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> PenView:
        """Make it somebody's to answer, who may see it, or nobody's. Twice changes nothing."""
        change = await asyncio.to_thread(
            desk.assign,
            holder,
            ConversationId(conversation_id),
            LawyerId(to.lawyer_id) if to.lawyer_id else None,
        )
        return await told(conversation_id, ASSIGN, change)

    @routes.put("/conversations/{conversation_id}/mode")
    async def set_mode(
        conversation_id: PathId, said: ModeBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> PenView:
        """Say what the assistant may do there. Twice changes nothing."""
        change = await asyncio.to_thread(
            desk.set_mode, holder, ConversationId(conversation_id), said.mode
        )
        return await told(conversation_id, SET_MODE, change)

    @routes.post("/conversations/{conversation_id}/resolve")
    async def resolve(
        conversation_id: PathId, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> PenView:
        """Say that nothing is left to do: nobody is reminded any more. Twice is as good as once."""
        change = await asyncio.to_thread(desk.resolve, holder, ConversationId(conversation_id))
        return await told(conversation_id, RESOLVE, change)

    @routes.post("/conversations/{conversation_id}/messages", status_code=202)
    async def send_message(
        conversation_id: PathId, said: OrderBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> OrderAnswer:
        """Send a client your own words, or a template. It is written down, and sent after that.

        `order_id` is its idempotency key. A text that is too long for one message goes as several.
        409 where the customer service window is closed and there is no `opening`.
        """
        order = NewOrder(
            order_id=OrderId(said.order_id.hex),
            conversation_id=ConversationId(conversation_id),
            content=content_of(said),
            reply_to=MessageId(said.reply_to) if said.reply_to else None,
            opening=template_of(said.opening) if said.opening else None,
        )
        written = await asyncio.to_thread(desk.order, holder, order, policy)
        await control.send(order.conversation_id, written)
        return _answer(written)

    @routes.post("/outbound/{outbound_id}/send-again", status_code=202)
    async def send_again(
        outbound_id: PathId, said: AgainBody, holder: Annotated[LawyerView, Depends(lawyer)]
    ) -> OrderAnswer:
        """Send once more what failed, or of which nobody knows whether it arrived.

        `order_id` is its idempotency key. 409 where it arrived meanwhile or is on its way.
        """
        outbound = OutboundId(outbound_id)
        conversation = await asyncio.to_thread(desk.conversation_of, holder, outbound)
        written = await asyncio.to_thread(
            desk.send_again, holder, outbound, OrderId(said.order_id.hex)
        )
        await control.send(conversation, written)
        return _answer(written)

    return routes


def _answer(order: SendOrder) -> OrderAnswer:
    return OrderAnswer(
        order_id=order.order_id,
        outbound_ids=order.outbound_ids,
        opening_ids=order.opening,
        held=order.held,
    )
