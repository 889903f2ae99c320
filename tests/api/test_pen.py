"""Who holds the pen and what people send, through the lawyers' API."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.ids import ConversationId, LawyerId, OutboundId
from domain.outbound import DeliveryState
from domain.outbound_content import (
    Button,
    Buttons,
    Component,
    ListMessage,
    OutboundContent,
    Parameter,
    Row,
    Section,
    Template,
    Text,
)
from domain.routing import Mode
from tests.api.conftest import LAWYER
from tests.api.desk import OURS, Desk, desk

__all__ = ["desk"]

_TEMPLATE = {"name": "balas_kami", "language": "id"}

_WRONG: list[dict[str, object]] = [
    {},
    {"text": "CANARY", "template": _TEMPLATE},
    {"text": "  "},
    {"text": "CANARY\u0007"},
    {"text": "CANARY" * 6000},
    {"template": {"name": "CANARY", "language": "id"}},
    {"template": {**_TEMPLATE, "components": [{"part": "CANARY"}]}},
    {
        "template": {
            **_TEMPLATE,
            "components": [{"part": "body", "parameters": [{"text": "CANARY\n"}]}],
        }
    },
    {"buttons": {"body": "CANARY", "buttons": []}},
    {"buttons": {"body": "CANARY", "buttons": [{"id": "1", "title": "CANARY" * 9}]}},
    {"list": {"body": "CANARY", "button": "", "sections": [{"rows": []}]}},
    {"text": "CANARY", "reply_to": "CANARY"},
    {"text": "CANARY", "order_id": "CANARY"},
    {"text": "CANARY", "media": {}},
]


def _order(**said: object) -> dict[str, object]:
    return {"order_id": str(uuid4()), **said}


@pytest.mark.parametrize(
    ("method", "path", "content", "signal"),
    [
        ("POST", "/take-over", None, "take_over"),
        ("POST", "/hand-back", None, "hand_back"),
        ("POST", "/assign", {"lawyer_id": LAWYER.id}, "assign"),
        ("POST", "/assign", {"lawyer_id": None}, "assign"),
        ("PUT", "/mode", {"mode": "draft_only"}, "set_mode"),
        ("PUT", "/mode", {"mode": None}, "set_mode"),
        ("POST", "/resolve", None, "resolve"),
    ],
)
async def test_a_change_is_written_down_and_told_and_may_be_repeated(
    desk: Desk, method: str, path: str, content: object, signal: str
) -> None:
    desk.control.away = True
    refused = await desk.ask(method, path, content)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    row = desk.records.conversation(desk.conversation)
    written = (row.held_by, row.assigned_to, row.mode)
    desk.control.away = False
    answer = await desk.ask(method, path, content)
    assert answer.status_code == 200
    assert (row.held_by, row.assigned_to, row.mode) == written
    ((conversation, name, change),) = desk.control.changes
    assert (conversation, name) == (desk.conversation, signal)
    assert answer.json() == {
        "version": change.version, "holder_id": row.held_by, "assignee_id": row.assigned_to,
        "mode": row.mode,
    }  # fmt: skip
    assert change.resolved == (signal == "resolve")


async def test_the_pen_goes_from_hand_to_hand(desk: Desk) -> None:
    taken = (await desk.ask("POST", "/take-over")).json()
    assert (taken["holder_id"], taken["version"]) == (LAWYER.id, 1)
    assert (await desk.ask("PUT", "/mode", {"mode": "off"})).json()["mode"] == Mode.OFF
    back = (await desk.ask("POST", "/hand-back")).json()
    assert (back["holder_id"], back["version"]) == (None, 3)


async def test_nothing_is_assigned_to_somebody_who_is_not_there(desk: Desk) -> None:
    answer = await desk.ask("POST", "/assign", {"lawyer_id": "0" * 32})
    assert (answer.status_code, desk.control.changes) == (404, [])


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ({"text": "Selamat siang."}, Text(body="Selamat siang.")),
        (
            {
                "template": {
                    "name": "janji", "language": "en_US",
                    "components": [
                        {"part": "body", "parameters": [{"text": "Senin", "name": "hari"}]},
                        {
                            "part": "button", "sub_type": "url", "index": 0,
                            "parameters": [{"text": "x"}],
                        },
                    ],
                }
            },
            Template(
                name="janji", language="en_US",
                components=(
                    Component(part="body", parameters=(Parameter(text="Senin", name="hari"),)),
                    Component(
                        part="button", parameters=(Parameter(text="x"),), sub_type="url", index=0
                    ),
                ),
            ),
        ),
        (
            {"buttons": {"body": "Setuju?", "buttons": [{"id": "y", "title": "Ya"}]}},
            Buttons(body="Setuju?", buttons=(Button(id="y", title="Ya"),)),
        ),
        (
            {
                "list": {
                    "body": "Kapan?", "button": "Pilih", "header": "Jadwal",
                    "sections": [{"rows": [{"id": "1", "title": "Senin"}]}],
                }
            },
            ListMessage(
                body="Kapan?", button="Pilih", header="Jadwal",
                sections=(Section(rows=(Row(id="1", title="Senin"),)),),
            ),
        ),
    ],
)  # fmt: skip
async def test_what_a_lawyer_sends_is_written_down_and_then_ordered(
    desk: Desk, said: dict[str, object], content: OutboundContent
) -> None:
    order = _order(**said)
    answer = await desk.ask("POST", "/messages", order)
    ((conversation, told),) = desk.control.orders
    assert (answer.status_code, conversation) == (202, desk.conversation)
    assert answer.json() == {
        "order_id": str(order["order_id"]).replace("-", ""), "outbound_ids": [*told.outbound_ids],
        "opening_ids": [], "held": False,
    }  # fmt: skip
    (row,) = desk.records.outbound.values()
    assert (row.content, row.sent_by, row.id) == (content, LAWYER.id, told.outbound_ids[0])

    again = await desk.ask("POST", "/messages", order)
    assert again.json() == answer.json()
    assert len(desk.records.outbound) == 1


async def test_a_long_text_goes_as_several_and_quotes_what_it_answers(desk: Desk) -> None:
    order = _order(text="Sebuah kalimat. " * 600, reply_to=desk.message.message_id)
    answer = (await desk.ask("POST", "/messages", order)).json()
    rows = [desk.records.outbound[OutboundId(each)] for each in answer["outbound_ids"]]
    assert len(rows) == 3
    assert rows[0].reply_to == desk.message.message_id


async def test_an_order_is_written_down_before_the_conversation_is_told(desk: Desk) -> None:
    desk.control.away = True
    order = _order(text="Selamat siang.")
    answer = await desk.ask("POST", "/messages", order)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "safe" in answer.json()["detail"]
    assert len(desk.records.outbound) == 1
    desk.control.away = False
    assert (await desk.ask("POST", "/messages", order)).status_code == 202
    assert len(desk.records.outbound) == 1


async def test_an_order_with_other_words_is_another(desk: Desk) -> None:
    order = _order(text="Selamat siang.")
    await desk.ask("POST", "/messages", order)
    answer = await desk.ask("POST", "/messages", {**order, "text": "Selamat malam."})
    assert (answer.status_code, len(desk.control.orders)) == (409, 1)


async def test_outside_the_window_a_template_opens_and_the_rest_waits(desk: Desk) -> None:
    desk.clock.now += timedelta(days=2)
    refused = await desk.ask("POST", "/messages", _order(text="Selamat siang."))
    assert refused.status_code == 409
    assert not desk.records.outbound
    order = _order(text="Selamat siang.", opening=_TEMPLATE)
    held = (await desk.ask("POST", "/messages", order)).json()
    assert (held["held"], len(held["outbound_ids"]), len(held["opening_ids"])) == (True, 1, 1)
    alone = (await desk.ask("POST", "/messages", _order(opening=_TEMPLATE))).json()
    assert (alone["held"], len(alone["outbound_ids"]), alone["opening_ids"]) == (False, 1, [])


@pytest.mark.parametrize("wrong", _WRONG)
async def test_what_whatsapp_does_not_take_is_refused_and_not_repeated(
    desk: Desk, wrong: dict[str, object]
) -> None:
    answer = await desk.ask("POST", "/messages", _order(**wrong))
    assert answer.status_code == 422
    assert "CANARY" not in answer.text
    assert not desk.records.outbound


async def test_what_did_not_arrive_is_sent_again_once(desk: Desk) -> None:
    first = (await desk.ask("POST", "/messages", _order(text="Selamat siang."))).json()
    (outbound,) = first["outbound_ids"]
    path, again = f"/api/v1/outbound/{outbound}/send-again", _order()
    assert (await desk.http.post(path, json=again, headers=OURS)).status_code == 409
    desk.records.outbound[OutboundId(outbound)].state = DeliveryState.AMBIGUOUS
    answers = [await desk.http.post(path, json=again, headers=OURS) for _ in range(2)]
    assert [each.status_code for each in answers] == [202, 202]
    assert answers[0].json() == answers[1].json()
    conversation, order = desk.control.orders[-1]
    assert (conversation, [*order.outbound_ids]) == (
        desk.conversation, answers[0].json()["outbound_ids"],
    )  # fmt: skip
    assert len(desk.records.outbound) == 2
    other = f"/api/v1/outbound/{'0' * 32}/send-again"
    assert (await desk.http.post(other, json=again, headers=OURS)).status_code == 404


_ROUTES = [
    ("POST", "/take-over", None),
    ("POST", "/hand-back", None),
    ("POST", "/assign", {"lawyer_id": None}),
    ("PUT", "/mode", {"mode": "off"}),
    ("POST", "/resolve", None),
    ("POST", "/messages", _order(text="Selamat siang.")),
]


@pytest.mark.parametrize(("method", "path", "content"), _ROUTES)
async def test_a_conversation_behind_a_wall_is_not_there(
    desk: Desk, method: str, path: str, content: object
) -> None:
    desk.records.walled[desk.conversation] = {LawyerId("f" * 32)}
    hidden = await desk.ask(method, path, content)
    desk.records.conversations.pop(ConversationId(desk.conversation))
    nothing = await desk.ask(method, path, content)
    assert (hidden.status_code, hidden.text) == (404, nothing.text)
    assert not [*desk.control.changes, *desk.control.orders, *desk.records.outbound]


@pytest.mark.parametrize(("method", "path", "content"), _ROUTES)
async def test_nobody_asks_without_a_token(
    desk: Desk, method: str, path: str, content: object
) -> None:
    assert (await desk.ask(method, path, content, token=None)).status_code == 401
