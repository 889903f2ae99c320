"""A template is sent only with the parameters it has."""

from typing import Any

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.firm import Firm
from tests.simulator.template_calls import a_button, a_hearing, a_template, texts

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _last(simulator: Simulator) -> dict[str, Any]:
    return (await simulator.messages())[-1]


async def test_a_template_goes_out_without_a_window_and_is_shown_filled(
    simulator: Simulator, firm: Firm
) -> None:
    template = a_hearing("Budi", "PN Contoh", "1 Desember")

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
    payload = a_button("1", "quick_reply", {"type": "payload", "payload": "cannot-come"})
    hearing = a_hearing("Budi", "PN Contoh", "1 Desember", beside=(payload,))
    document = {"type": "document", "document": {"link": "https://kantor.example/surat.pdf"}}
    letter = a_template(
        "salinan_surat",
        {"type": "header", "parameters": [document]},
        {"type": "body", "parameters": texts("Budi")},
        a_button(0, "url", {"type": "text", "text": "7"}),
    )
    named = a_template(
        "permintaan_dokumen",
        {"type": "body", "parameters": texts(dokumen="surat kuasa", nama="Budi")},
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


_BODY = {"type": "body", "parameters": texts("a", "b", "c")}
_IMAGE = {"type": "image", "image": {"link": "https://kantor.example/x.png"}}
REFUSED: list[tuple[dict[str, object], int, int, str]] = [
    (a_template("nowhere"), 404, 132001, "template name (nowhere) does not exist in id"),
    (a_template("hello_world"), 404, 132001, "does not exist in id"),
    (a_template("undangan_seminar"), 404, 132001, "does not exist"),
    (a_template("kabar_kantor"), 400, 132015, "paused"),
    (a_template("promosi_lama"), 400, 132016, "disabled"),
    (a_hearing("Budi"), 400, 132000, "(1) does not match the expected number of params (3)"),
    (a_hearing("a", "b", "c", "d"), 400, 132000, "(4) does not match"),
    (a_template("pengingat_sidang"), 400, 132000, "header: number of localizable_params (0)"),
    (a_template("pengingat_sidang", _BODY), 400, 132000, "header"),
    (a_hearing("a\nb", "b", "c"), 400, 132018, "new-line"),
    (a_hearing("a     b", "b", "c"), 400, 132018, "consecutive space"),
    (a_hearing("x" * 1000, "b", "c"), 400, 132005, "body"),
    (
        a_template("permintaan_dokumen", {"type": "body", "parameters": texts("a", "b")}),
        400,
        100,
        "Parameter name is missing or empty",
    ),
    (
        a_template("salinan_surat", {"type": "body", "parameters": texts("a")}),
        400,
        132012,
        "expected DOCUMENT, received UNKNOWN",
    ),
    (
        a_template("salinan_surat", {"type": "header", "parameters": [_IMAGE]}),
        400,
        132012,
        "expected DOCUMENT, received image",
    ),
    (
        a_template("minta_nomor", {"type": "header", "parameters": texts("a")}),
        400,
        132000,
        "no component header",
    ),
    (a_template("minta_nomor", a_button(1, "quick_reply")), 400, 132000, "index 1"),
    (a_template("minta_nomor", a_button(0, "url")), 400, 132012, "request_contact_info"),
    (
        a_template("kode_masuk", {"type": "body", "parameters": texts("123456")}),
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
    code = a_template(
        "kode_masuk",
        {"type": "body", "parameters": texts("123456")},
        a_button(0, "url", {"type": "text", "text": "123456"}),
    )

    by_id = {"to": None, "recipient": client["user_id"], "type": "template", "text": None}
    to_id = await simulator.send(**by_id, template=code)
    another = await simulator.send(**by_id, template=a_template("minta_nomor"))
    to_number = await simulator.send(type="template", text=None, template=code)

    assert (to_id.status_code, to_id.json()["error"]["code"]) == (400, 131062)
    assert another.status_code == 200
    assert to_number.status_code == 200
