"""A message beyond Meta's limits is refused, and the refusal names what is wrong."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from tests.simulator.conftest import Simulator, running_simulator
from tests.simulator.firm import Street

pytestmark = pytest.mark.asyncio(loop_scope="module")

_LINK = {"link": "https://kantor.example/berkas"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def refusing(
    street: Street, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Simulator]:
    """One simulator for all that is refused: a refusal leaves nothing behind."""
    data = tmp_path_factory.mktemp("data")
    async with running_simulator(street.move_in(), data) as running:
        await running.write("Halo")
        yield running


def _reply(id: str = "a", title: str = "Ya") -> dict[str, object]:
    return {"type": "reply", "reply": {"id": id, "title": title}}


def _buttons(*buttons: object, **more: object) -> dict[str, object]:
    action = {"buttons": list(buttons)}
    return {"type": "button", "body": {"text": "Pilih"}, "action": action, **more}


def _row(id: str = "a", title: str = "Ya", **more: object) -> dict[str, object]:
    return {"id": id, "title": title, **more}


def _list(*sections: object, button: str = "Pilih", **more: object) -> dict[str, object]:
    action = {"button": button, "sections": list(sections)}
    return {"type": "list", "body": {"text": "Pilih"}, "action": action, **more}


def _rows(count: int, title: str | None = None) -> dict[str, object]:
    rows = [_row(id=f"{title}-{number}") for number in range(count)]
    return {"rows": rows} if title is None else {"rows": rows, "title": title}


WRONG: list[tuple[str, object, int, str]] = [
    # Reply buttons: 3, of 20 and 256 characters; body 1024, footer 60, header 60.
    ("interactive", _buttons(), 131009, "buttons"),
    ("interactive", _buttons(*(_reply(f"{n}", f"{n}") for n in range(4))), 131009, "buttons"),
    ("interactive", _buttons(_reply(title="x" * 21)), 131009, "reply.title"),
    ("interactive", _buttons(_reply(title="")), 131008, "reply.title"),
    ("interactive", _buttons(_reply(id="x" * 257)), 131009, "reply.id"),
    ("interactive", _buttons(_reply("a", "Ya"), _reply("a", "Tidak")), 131009, "buttons"),
    ("interactive", _buttons(_reply("a", "Ya"), _reply("b", "Ya")), 131009, "buttons"),
    ("interactive", _buttons({"type": "url", "url": "x"}), 131009, "type"),
    ("interactive", _buttons(_reply(), body={"text": "x" * 1025}), 131009, "body.text"),
    ("interactive", _buttons(_reply(), body=None), 131008, "interactive.body"),
    ("interactive", _buttons(_reply(), footer={"text": "x" * 61}), 131009, "footer.text"),
    (
        "interactive",
        _buttons(_reply(), header={"type": "text", "text": "x" * 61}),
        131009,
        "header",
    ),
    ("interactive", _buttons(_reply(), header={"type": "audio"}), 131009, "header.type"),
    ("interactive", _buttons(_reply(), header={"type": "image", "image": {}}), 100, "image"),
    # Lists: 10 sections, 10 rows in all, titles of 24, descriptions of 72, ids of 200.
    ("interactive", _list(_rows(11)), 131009, "rows"),
    ("interactive", _list(_rows(6, "a"), _rows(5, "b")), 131009, "10"),
    ("interactive", _list(*(_rows(1, f"{n}") for n in range(11))), 131009, "sections"),
    ("interactive", _list(_rows(1, "a"), _rows(1)), 131008, "title"),
    ("interactive", _list(_rows(1, "x" * 25)), 131009, "title"),
    ("interactive", _list(_rows(1), button="x" * 21), 131009, "button"),
    ("interactive", _list({"rows": [_row(title="x" * 25)]}), 131009, "title"),
    ("interactive", _list({"rows": [_row(id="x" * 201)]}), 131009, "id"),
    ("interactive", _list({"rows": [_row(description="x" * 73)]}), 131009, "description"),
    ("interactive", _list({"rows": [_row(), _row()]}), 131009, "different"),
    ("interactive", _list({"rows": "none"}), 131009, "rows"),
    ("interactive", _list({"rows": ["none"]}), 131009, "rows[0]"),
    ("interactive", _list(_rows(1), header={"type": "image", "image": _LINK}), 131009, "header"),
    ("interactive", _list(_rows(1), body={"text": "x" * 4097}), 131009, "body"),
    # What WhatsApp has a button of its own for.
    (
        "interactive",
        {"type": "request_contact_info", "body": {"text": "?"}, "action": {"name": "other"}},
        131009,
        "action.name",
    ),
    ("interactive", {"type": "carousel", "body": {"text": "?"}}, 131009, "interactive.type"),
    # Media: an id or a link, and captions of 1024.
    ("image", {}, 100, "image"),
    ("image", _LINK | {"id": "1"}, 100, "image"),
    ("image", {"link": "ftp://kantor.example/x"}, 131009, "image.link"),
    ("image", {"link": "not a link"}, 131009, "image.link"),
    ("image", _LINK | {"caption": "x" * 1025}, 131009, "image.caption"),
    ("document", _LINK | {"filename": "x" * 241}, 131009, "document.filename"),
    ("audio", _LINK | {"voice": "yes"}, 131009, "audio.voice"),
    # The rest.
    ("reaction", {"message_id": "wamid.x"}, 131008, "reaction.emoji"),
    ("reaction", {"message_id": "wamid.x", "emoji": "ok"}, 131009, "reaction.emoji"),
    ("reaction", {"emoji": "🙏"}, 131008, "reaction.message_id"),
    ("location", {"latitude": 1}, 131008, "location.longitude"),
    ("location", {"latitude": 91, "longitude": 1}, 131009, "location.latitude"),
    ("location", {"latitude": 1, "longitude": "east"}, 131009, "location.longitude"),
    ("location", {"latitude": True, "longitude": 1}, 131009, "location.latitude"),
    ("contacts", [], 131009, "contacts"),
    ("contacts", {}, 131009, "contacts"),
    ("contacts", [{"name": {"first_name": "A"}}], 131008, "formatted_name"),
    ("contacts", [{"name": {"formatted_name": "A"}}], 131009, "first_name"),
    (
        "contacts",
        [{"name": {"formatted_name": "A", "first_name": "A"}, "phones": [{}]}],
        131008,
        "contacts[0].phones[0].phone",
    ),
]


@pytest.mark.parametrize(("name", "content", "code", "details"), WRONG)
async def test_what_is_beyond_the_limits_is_refused(
    refusing: Simulator, name: str, content: object, code: int, details: str
) -> None:
    answer = await refusing.send(type=name, text=None, **{name: content})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, code)
    assert error["error_data"]["messaging_product"] == "whatsapp"
    assert details in error["error_data"]["details"]
    assert [message["sender"] for message in await refusing.messages()] == ["client"]


async def test_a_reaction_cannot_quote(refusing: Simulator) -> None:
    reaction = {"message_id": "wamid.x", "emoji": "🙏"}

    answer = await refusing.send(
        type="reaction", text=None, reaction=reaction, context={"message_id": "wamid.x"}
    )

    assert answer.json()["error"]["code"] == 131009


async def test_the_longest_that_is_allowed_is_taken(simulator: Simulator) -> None:
    await simulator.write("Halo")
    longest: list[tuple[str, object]] = [
        (
            "interactive",
            _buttons(
                *(_reply(f"{n}" * 256, f"{n}" * 20) for n in range(3)),
                body={"text": "x" * 1024},
                footer={"text": "x" * 60},
                header={"type": "text", "text": "x" * 60},
            ),
        ),
        (
            "interactive",
            _list(
                *(
                    {
                        "title": f"{n}" * 24,
                        "rows": [_row(f"{n}" * 200, "x" * 24, description="x" * 72)],
                    }
                    for n in range(10)
                ),
                button="x" * 20,
                body={"text": "x" * 4096},
            ),
        ),
        ("image", _LINK | {"caption": "x" * 1024}),
    ]

    for name, content in longest:
        assert (await simulator.send(type=name, text=None, **{name: content})).status_code == 200


async def test_the_error_of_the_graph_api_itself_has_no_error_data(refusing: Simulator) -> None:
    answer = await refusing.send(type="image", text=None, image={"id": "404"})

    error = answer.json()["error"]
    assert error["code"] == 100
    assert error["message"].startswith("(#100) Param image['id'] is not a valid")
    assert "error_data" not in error
