"""Templates are listed as Meta lists them, and sent only with the parameters they have."""

from typing import Any

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm

pytestmark = pytest.mark.asyncio(loop_scope="module")

WABA = "100000000000001"
_LISTING = f"/v22.0/{WABA}/message_templates"


def _text(*texts: str, **named: str) -> list[dict[str, str]]:
    return [{"type": "text", "text": text} for text in texts] + [
        {"type": "text", "text": text, "parameter_name": name} for name, text in named.items()
    ]


def _hearing(*body: str, beside: tuple[object, ...] = ()) -> dict[str, object]:
    return {
        "name": "pengingat_sidang",
        "language": {"code": "id"},
        "components": [
            {"type": "header", "parameters": _text("Selasa")},
            {"type": "body", "parameters": _text(*body)},
            *beside,
        ],
    }


def _template(name: str, *components: object, language: str = "id") -> dict[str, object]:
    return {"name": name, "language": {"code": language}, "components": list(components)}


def _button(place: object, sub_type: str, *parameters: object) -> dict[str, object]:
    return {
        "type": "button",
        "sub_type": sub_type,
        "index": place,
        "parameters": list(parameters),
    }


async def _last(simulator: Simulator) -> dict[str, Any]:
    return (await simulator.messages())[-1]


async def test_the_catalogue_has_what_meta_lists(simulator: Simulator) -> None:
    listing = (await simulator.get(_LISTING)).json()

    hearing = next(one for one in listing["data"] if one["name"] == "pengingat_sidang")
    assert set(hearing) == {
        "name", "parameter_format", "components", "language", "status", "category", "id",
    }  # fmt: skip
    assert (hearing["status"], hearing["category"]) == ("APPROVED", "UTILITY")
    kinds = [component["type"] for component in hearing["components"]]
    assert kinds == ["HEADER", "BODY", "FOOTER", "BUTTONS"]
    assert set(listing["paging"]["cursors"]) == {"before", "after"}
    assert "summary" not in listing


async def test_the_catalogue_is_read_page_by_page(simulator: Simulator) -> None:
    everything = (await simulator.get(_LISTING)).json()["data"]
    names: list[str] = []
    page = (await simulator.get(f"{_LISTING}?limit=2&fields=name")).json()
    while True:
        names += [one["name"] for one in page["data"]]
        if "next" not in page["paging"]:
            break
        page = (await simulator.get(page["paging"]["next"])).json()

    assert names == [one["name"] for one in everything]
    assert len(names) > 4


async def test_the_catalogue_is_filtered_and_counted(simulator: Simulator) -> None:
    query = "?status=PAUSED,DISABLED&category=MARKETING&language=id&summary=total_count"
    listing = (await simulator.get(_LISTING + query)).json()
    named = (await simulator.get(f"{_LISTING}?name=sidang")).json()
    unknown_field = await simulator.get(f"{_LISTING}?fields=shoe_size")
    other_account = await simulator.get("/v22.0/404404404/message_templates")

    assert [one["status"] for one in listing["data"]] == ["PAUSED", "DISABLED"]
    assert listing["summary"] == {"total_count": 2}
    assert [one["name"] for one in named["data"]] == ["pengingat_sidang"]
    assert unknown_field.json()["error"]["code"] == 100
    assert other_account.json()["error"]["error_subcode"] == 33


async def test_one_template_is_shown_by_its_id(simulator: Simulator) -> None:
    [listed, *_] = (await simulator.get(_LISTING)).json()["data"]

    shown = (await simulator.get(f"/v22.0/{listed['id']}")).json()
    status = (await simulator.get(f"/v22.0/{listed['id']}?fields=status")).json()

    assert shown == listed
    assert status == {"status": "APPROVED", "id": listed["id"]}


async def test_a_template_goes_out_without_a_window_and_is_shown_filled(
    simulator: Simulator, firm: Firm
) -> None:
    template = _hearing("Budi", "PN Contoh", "1 Desember")

    answer = await simulator.send(type="template", text=None, template=template)

    assert answer.status_code == 200
    [sent] = answer.json()["messages"]
    assert sent["message_status"] == "accepted"
    kept = await _last(simulator)
    assert kept["text"] == "Yth. Budi, sidang Anda di PN Contoh pada 1 Desember. Mohon hadir."
    assert kept["content"]["name"] == "pengingat_sidang"
    assert kept["content"]["rendered"] == {
        "category": "UTILITY",
        "header": {"type": "text", "text": "Sidang Selasa"},
        "body": kept["text"],
        "footer": "Kantor Hukum Contoh",
        "buttons": [
            {"type": "QUICK_REPLY", "text": "Saya hadir", "payload": "Saya hadir"},
            {"type": "QUICK_REPLY", "text": "Tidak bisa hadir", "payload": "Tidak bisa hadir"},
        ],
    }
    await firm.until(lambda firm: "read" in firm.statuses)
    report = next(hook.value["statuses"][0] for hook in firm.webhooks if hook.status == "sent")
    assert report["pricing"]["category"] == report["conversation"]["origin"]["type"] == "utility"


async def test_buttons_headers_and_named_parameters_are_filled(simulator: Simulator) -> None:
    payload = _button("1", "quick_reply", {"type": "payload", "payload": "cannot-come"})
    hearing = _hearing("Budi", "PN Contoh", "1 Desember", beside=(payload,))
    document = {"type": "document", "document": {"link": "https://kantor.example/surat.pdf"}}
    letter = _template(
        "salinan_surat",
        {"type": "header", "parameters": [document]},
        {"type": "body", "parameters": _text("Budi")},
        _button(0, "url", {"type": "text", "text": "7"}),
    )
    named = _template(
        "permintaan_dokumen",
        {"type": "body", "parameters": _text(dokumen="surat kuasa", nama="Budi")},
    )
    rendered: list[dict[str, Any]] = []

    for template in (hearing, letter, named):
        answer = await simulator.send(type="template", text=None, template=template)
        assert answer.status_code == 200, answer.text
        rendered.append((await _last(simulator))["content"]["rendered"])

    assert rendered[0]["buttons"][1]["payload"] == "cannot-come"
    assert rendered[1]["header"]["document"] == {"link": "https://kantor.example/surat.pdf"}
    assert rendered[1]["buttons"][0]["url"] == "https://kantor.example/surat/7"
    assert rendered[2]["body"] == "Yth. Budi, mohon kirim surat kuasa lewat chat ini."


_BODY = {"type": "body", "parameters": _text("a", "b", "c")}
_IMAGE = {"type": "image", "image": {"link": "https://kantor.example/x.png"}}
REFUSED: list[tuple[dict[str, object], int, int, str]] = [
    (_template("nowhere"), 404, 132001, "template name (nowhere) does not exist in id"),
    (_template("hello_world"), 404, 132001, "does not exist in id"),
    (_template("undangan_seminar"), 404, 132001, "does not exist"),
    (_template("kabar_kantor"), 400, 132015, "paused"),
    (_template("promosi_lama"), 400, 132016, "disabled"),
    (_hearing("Budi"), 400, 132000, "(1) does not match the expected number of params (3)"),
    (_hearing("a", "b", "c", "d"), 400, 132000, "(4) does not match"),
    (_template("pengingat_sidang"), 400, 132000, "header: number of localizable_params (0)"),
    (_template("pengingat_sidang", _BODY), 400, 132000, "header"),
    (_hearing("a\nb", "b", "c"), 400, 132018, "new-line"),
    (_hearing("a     b", "b", "c"), 400, 132018, "consecutive space"),
    (_hearing("x" * 1000, "b", "c"), 400, 132005, "body"),
    (
        _template("permintaan_dokumen", {"type": "body", "parameters": _text("a", "b")}),
        400,
        100,
        "Parameter name is missing or empty",
    ),
    (
        _template("salinan_surat", {"type": "body", "parameters": _text("a")}),
        400,
        132012,
        "expected DOCUMENT, received UNKNOWN",
    ),
    (
        _template("salinan_surat", {"type": "header", "parameters": [_IMAGE]}),
        400,
        132012,
        "expected DOCUMENT, received image",
    ),
    (
        _template("minta_nomor", {"type": "header", "parameters": _text("a")}),
        400,
        132000,
        "no component header",
    ),
    (_template("minta_nomor", _button(1, "quick_reply")), 400, 132000, "index 1"),
    (_template("minta_nomor", _button(0, "url")), 400, 132012, "request_contact_info"),
    (
        _template("kode_masuk", {"type": "body", "parameters": _text("123456")}),
        400,
        132000,
        "requires 1 parameters, 0 given",
    ),
]


@pytest.mark.parametrize(("template", "status", "code", "details"), REFUSED)
async def test_a_template_that_does_not_fit_is_refused(
    simulator: Simulator, template: dict[str, object], status: int, code: int, details: str
) -> None:
    answer = await simulator.send(type="template", text=None, template=template)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert details in error["error_data"]["details"]
    assert await simulator.messages() == []


async def test_a_code_is_never_sent_to_a_user_id(simulator: Simulator) -> None:
    [client, *_] = await simulator.clients()
    code = _template(
        "kode_masuk",
        {"type": "body", "parameters": _text("123456")},
        _button(0, "url", {"type": "text", "text": "123456"}),
    )

    by_id = {"to": None, "recipient": client["user_id"], "type": "template", "text": None}
    to_id = await simulator.send(**by_id, template=code)
    another = await simulator.send(**by_id, template=_template("minta_nomor"))
    to_number = await simulator.send(type="template", text=None, template=code)

    assert (to_id.status_code, to_id.json()["error"]["code"]) == (400, 131062)
    assert another.status_code == 200
    assert to_number.status_code == 200


async def test_a_tester_adds_replaces_and_removes_templates(simulator: Simulator) -> None:
    wanted: dict[str, object] = {
        "name": "uji",
        "language": "id",
        "components": [{"type": "BODY", "text": "Halo {{1}}"}],
    }
    added = await simulator.admin("PUT", "/templates", wanted)
    paused = await simulator.admin("PUT", "/templates", wanted | {"status": "PAUSED"})
    refused = await simulator.send(type="template", text=None, template=_template("uji"))
    wrong: list[dict[str, object]] = [
        wanted | {"components": [{"type": "BODY", "text": "Halo {{nama}}"}]},
        wanted | {"components": []},
        wanted | {"name": "Dua Kata"},
        wanted | {"status": "SLEEPING"},
    ]
    answers = [await simulator.http.put("/admin/templates", json=body) for body in wrong]
    await simulator.admin("DELETE", f"/templates/{added['id']}")
    again = await simulator.http.delete(f"/admin/templates/{added['id']}")

    assert paused["id"] == added["id"]
    assert refused.json()["error"]["code"] == 132015
    assert [answer.status_code for answer in answers] == [422] * 4
    assert again.status_code == 404
    await simulator.admin("POST", "/reset")
    names = [one["name"] for one in await simulator.admin("GET", "/templates")]
    assert "hello_world" in names
