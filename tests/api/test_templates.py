"""Message templates through the lawyers' API."""

import httpx

from tests.api.conftest import TOKEN
from tests.fake_templates import FakeTemplateStore
from tests.samples import ACCOUNT_ID, NOW, make_template

_OURS = {"Authorization": f"Bearer {TOKEN}"}
_TEMPLATES = "/api/v1/templates"


async def test_templates_are_listed_with_whether_they_may_be_sent(
    http: httpx.AsyncClient, catalogue: FakeTemplateStore
) -> None:
    catalogue.keep(ACCOUNT_ID, [make_template("lama"), make_template()], NOW.replace(hour=1))
    catalogue.keep(ACCOUNT_ID, [make_template(), make_template("kabar", status="PAUSED")], NOW)

    answer = await http.get(_TEMPLATES, headers=_OURS)

    kabar, lama, pengingat = answer.json()["items"]
    assert answer.json()["synchronised_at"] == "2026-11-22T03:04:05Z"
    assert (kabar["name"], kabar["status"], kabar["usable"]) == ("kabar", "PAUSED", False)
    assert (lama["name"], lama["gone"], lama["usable"]) == ("lama", True, False)
    assert pengingat == {
        "account_id": ACCOUNT_ID,
        "name": "pengingat",
        "language": "id",
        "usable": True,
        "status": "APPROVED",
        "category": "UTILITY",
        "gone": False,
        "parts": [
            {
                "kind": "BODY",
                "format": "",
                "text": "Yth. {{nama}}, kami menunggu.",
                "gaps": ["nama"],
                "buttons": [],
            }
        ],
    }


async def test_a_program_may_ask_for_the_usable_ones_only(
    http: httpx.AsyncClient, catalogue: FakeTemplateStore
) -> None:
    catalogue.keep(ACCOUNT_ID, [make_template(), make_template("kabar", status="PAUSED")], NOW)
    answer = await http.get(f"{_TEMPLATES}?usable=true", headers=_OURS)
    assert [each["name"] for each in answer.json()["items"]] == ["pengingat"]


async def test_where_no_catalogue_is_kept_none_is_listed(http: httpx.AsyncClient) -> None:
    answer = await http.get(_TEMPLATES, headers=_OURS)
    assert answer.json() == {"synchronised_at": None, "items": []}


async def test_a_stranger_sees_no_templates(http: httpx.AsyncClient) -> None:
    assert (await http.get(_TEMPLATES)).status_code == 401
