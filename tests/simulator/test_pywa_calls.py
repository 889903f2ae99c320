"""pywa's calls are answered so that pywa understands them, the refusals too."""

import base64
import hashlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.simulator.pywa_office import CLIENT, Office, errors, open_office, templates, types

pytestmark = pytest.mark.asyncio(loop_scope="module")

# One red pixel.
ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


@pytest_asyncio.fixture(loop_scope="module")
async def office(tmp_path: Path) -> AsyncGenerator[Office]:
    async with open_office(tmp_path / "data") as opened:
        await opened.simulator.write("Halo")
        yield opened


async def _kept(office: Office, wamid: str) -> dict[str, Any]:
    [found] = [one for one in await office.simulator.messages() if one["wamid"] == wamid]
    return found


async def test_a_text_with_a_tracker_and_a_quote(office: Office) -> None:
    [quoted] = await office.simulator.messages()

    sent = await office.whatsapp.send_message(
        CLIENT, "Selamat pagi", reply_to_message_id=quoted["wamid"], tracker="outbound-1"
    )

    assert (sent.to, sent.input) == ("6281200000001", CLIENT)
    kept = await _kept(office, sent.id)
    assert (kept["text"], kept["context_id"]) == ("Selamat pagi", quoted["wamid"])
    assert kept["biz_opaque_callback_data"] == "outbound-1"


async def test_a_text_to_a_user_id(office: Office) -> None:
    [client, *_] = await office.simulator.clients()

    sent = await office.whatsapp.send_message(client["user_id"], "Selamat pagi")

    assert sent.input == client["user_id"]
    assert (await _kept(office, sent.id))["client_id"] == client["id"]


async def test_reply_buttons(office: Office) -> None:
    sent = await office.whatsapp.send_message(
        CLIENT,
        "Apakah Anda hadir?",
        header="Sidang",
        footer="Kantor Hukum Contoh",
        buttons=[types.Button("Ya", "yes"), types.Button("Tidak", "no")],
    )

    content = (await _kept(office, sent.id))["content"]
    assert content["type"] == "button"
    assert [button["reply"] for button in content["action"]["buttons"]] == [
        {"id": "yes", "title": "Ya"},
        {"id": "no", "title": "Tidak"},
    ]


async def test_a_section_list(office: Office) -> None:
    rows = [types.SectionRow("09.00", "nine", "PN Contoh"), types.SectionRow("13.00", "one")]
    sent = await office.whatsapp.send_message(
        CLIENT,
        "Pilih jadwal",
        buttons=types.SectionList("Jadwal", [types.Section("Selasa", rows)]),
    )

    content = (await _kept(office, sent.id))["content"]
    assert content["type"] == "list"
    [section] = content["action"]["sections"]
    assert [row["id"] for row in section["rows"]] == ["nine", "one"]


async def test_a_request_for_contact_information(office: Office) -> None:
    sent = await office.whatsapp.request_contact_info(CLIENT, "Bolehkah kami tahu nomor Anda?")

    kept = await _kept(office, sent.id)
    assert (kept["type"], kept["content"]["type"]) == ("interactive", "request_contact_info")


async def test_a_reaction_and_its_removal(office: Office) -> None:
    [message] = await office.simulator.messages()

    put = await office.whatsapp.send_reaction(CLIENT, "🙏", message["wamid"])
    removed = await office.whatsapp.remove_reaction(CLIENT, message["wamid"])

    assert (await _kept(office, put.id))["content"]["emoji"] == "🙏"
    assert (await _kept(office, removed.id))["content"]["emoji"] == ""


async def test_a_place_and_a_contact(office: Office) -> None:
    place = await office.whatsapp.send_location(CLIENT, -6.2, 106.8, "Kantor", "Jakarta")
    contact = await office.whatsapp.send_contact(
        CLIENT,
        types.Contact(
            name=types.Contact.Name(formatted_name="Ibu Contoh", first_name="Contoh"),
            phones=[types.Contact.Phone(phone="+62 812-0000-0004", type="WORK")],
        ),
    )

    assert (await _kept(office, place.id))["content"]["latitude"] == -6.2
    assert (await _kept(office, contact.id))["text"] == "Ibu Contoh"


async def test_an_image_is_uploaded_and_sent_and_comes_back(office: Office, tmp_path: Path) -> None:
    media = await office.whatsapp.upload_media(
        ONE_PIXEL, mime_type="image/png", filename="titik.png"
    )
    sent = await office.whatsapp.send_image(CLIENT, media.id, caption="Titik")
    url = await office.whatsapp.get_media_url(media.id)
    read = await office.whatsapp.get_media_bytes(url.url)
    saved = await office.whatsapp.download_media(url=url.url, path=tmp_path)

    content = (await _kept(office, sent.id))["content"]
    assert content == {"id": media.id, "caption": "Titik"}
    assert (url.id, url.mime_type, url.file_size) == (media.id, "image/png", len(ONE_PIXEL))
    assert url.sha256 == hashlib.sha256(ONE_PIXEL).hexdigest()
    assert read == saved.read_bytes() == ONE_PIXEL
    assert await office.whatsapp.delete_media(media.id)
    with pytest.raises(errors.WhatsAppError) as caught:
        await office.whatsapp.get_media_url(media.id)
    assert (caught.value.code, caught.value.subcode) == (100, 33)


async def test_a_message_is_marked_as_read_with_typing(office: Office) -> None:
    wamid = await office.simulator.write("Ada kabar?")

    assert await office.whatsapp.mark_message_as_read(wamid)
    assert await office.whatsapp.indicate_typing(wamid)

    assert (await _kept(office, wamid))["status"] == "read"


async def test_the_templates_are_listed_and_parsed(office: Office) -> None:
    listed = await office.whatsapp.get_templates()
    paused = await office.whatsapp.get_templates(statuses=[templates.TemplateStatus.PAUSED])
    by_two = await office.whatsapp.get_templates(pagination=types.Pagination(limit=2))

    everything = {one.name: one for one in listed}
    hearing = everything["pengingat_sidang"]
    assert hearing.status is templates.TemplateStatus.APPROVED
    assert hearing.category is templates.TemplateCategory.UTILITY
    assert hearing.language is templates.TemplateLanguage.INDONESIAN
    assert [type(component).__name__ for component in hearing.components] == [
        "HeaderText",
        "BodyText",
        "FooterText",
        "Buttons",
    ]
    assert [one.name for one in paused] == ["kabar_kantor"]
    assert [one.name for one in await by_two.all()] == list(everything)
    assert listed.total_count == len(everything)
    assert (await office.whatsapp.get_template(hearing.id)).name == "pengingat_sidang"


async def test_a_template_is_checked_by_pywa_and_sent(office: Office) -> None:
    [hearing] = await office.whatsapp.get_templates(name="pengingat_sidang")
    params = [
        templates.HeaderText.params("Selasa"),
        templates.BodyText.params("Budi", "PN Contoh", "1 Desember"),
        templates.QuickReplyButton.params(callback_data="coming", index=0),
        templates.QuickReplyButton.params(callback_data="cannot-come", index=1),
    ]

    sent = await hearing.send(CLIENT, params)

    rendered = (await _kept(office, sent.id))["content"]["rendered"]
    assert rendered["body"] == "Yth. Budi, sidang Anda di PN Contoh pada 1 Desember. Mohon hadir."
    assert [one["payload"] for one in rendered["buttons"]] == ["coming", "cannot-come"]


async def test_a_named_template_is_sent(office: Office) -> None:
    sent = await office.whatsapp.send_template(
        CLIENT,
        "permintaan_dokumen",
        templates.TemplateLanguage.INDONESIAN,
        [templates.BodyText.params(nama="Budi", dokumen="surat kuasa")],
    )

    assert "kirim surat kuasa" in (await _kept(office, sent.id))["text"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (130429, errors.RateLimitHit),
        (131056, errors.TooManyMessages),
        (131047, errors.ReEngagementMessage),
        (131026, errors.MessageUndeliverable),
        (131048, errors.SpamRateLimitHit),
        (131042, errors.BusinessPaymentIssue),
        (190, errors.ExpiredAccessToken),
        (368, errors.TemporarilyBlocked),
        (131000, errors.UnknownError),
        (131050, errors.UserStoppedMarketingMessages),
        (470, errors.WhatsAppError),
    ],
)
async def test_a_refusal_becomes_the_error_pywa_has_for_it(
    office: Office, code: int, expected: type[Exception]
) -> None:
    await office.simulator.faults(graph=[{"does": "error", "code": code}])

    with pytest.raises(expected) as caught:
        await office.whatsapp.send_message(CLIENT, "Selamat pagi")

    error: Any = caught.value
    assert (type(error), error.code, error.type) == (expected, code, "OAuthException")
    assert error.fbtrace_id


async def test_what_the_simulator_refuses_of_itself_is_understood_too(office: Office) -> None:
    indonesian = templates.TemplateLanguage.INDONESIAN
    with pytest.raises(errors.TemplateNotExists):
        await office.whatsapp.send_template(CLIENT, "nowhere", indonesian, [])
    with pytest.raises(errors.TemplateParamCountMismatch):
        await office.whatsapp.send_template(CLIENT, "pengingat_sidang", indonesian, [])
    with pytest.raises(errors.TemplatePaused):
        await office.whatsapp.send_template(CLIENT, "kabar_kantor", indonesian, [])
    with pytest.raises(errors.ReEngagementMessage):
        await office.whatsapp.send_message("+6281200000002", "Selamat pagi")
