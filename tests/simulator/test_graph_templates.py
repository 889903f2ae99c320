"""Templates are listed as Meta lists them, and a tester may change them."""

import pytest

from tests.simulator.conftest import Simulator
from tests.simulator.template_calls import a_template

pytestmark = pytest.mark.asyncio(loop_scope="module")

LISTING = "/v22.0/100000000000001/message_templates"


async def test_the_catalogue_has_what_meta_lists(simulator: Simulator) -> None:
    listing = (await simulator.get(LISTING)).json()

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
    everything = (await simulator.get(LISTING)).json()["data"]
    names: list[str] = []
    page = (await simulator.get(f"{LISTING}?limit=2&fields=name")).json()
    while True:
        names += [one["name"] for one in page["data"]]
        if "next" not in page["paging"]:
            break
        page = (await simulator.get(page["paging"]["next"])).json()

    assert names == [one["name"] for one in everything]
    assert len(names) > 4


async def test_the_catalogue_is_filtered_and_counted(simulator: Simulator) -> None:
    query = "?status=PAUSED,DISABLED&category=MARKETING&language=id&summary=total_count"
    listing = (await simulator.get(LISTING + query)).json()
    named = (await simulator.get(f"{LISTING}?name=sidang")).json()
    unknown_field = await simulator.get(f"{LISTING}?fields=shoe_size")
    other_account = await simulator.get("/v22.0/404404404/message_templates")

    assert [one["status"] for one in listing["data"]] == ["PAUSED", "DISABLED"]
    assert listing["summary"] == {"total_count": 2}
    assert [one["name"] for one in named["data"]] == ["pengingat_sidang"]
    assert unknown_field.json()["error"]["code"] == 100
    assert other_account.json()["error"]["error_subcode"] == 33


async def test_one_template_is_shown_by_its_id(simulator: Simulator) -> None:
    [listed, *_] = (await simulator.get(LISTING)).json()["data"]

    shown = (await simulator.get(f"/v22.0/{listed['id']}")).json()
    status = (await simulator.get(f"/v22.0/{listed['id']}?fields=status")).json()

    assert shown == listed
    assert status == {"status": "APPROVED", "id": listed["id"]}


async def test_a_tester_adds_replaces_and_removes_templates(simulator: Simulator) -> None:
    wanted: dict[str, object] = {
        "name": "uji",
        "language": "id",
        "components": [{"type": "BODY", "text": "Halo {{1}}"}],
    }
    added = await simulator.admin("PUT", "/templates", wanted)
    paused = await simulator.admin("PUT", "/templates", wanted | {"status": "PAUSED"})
    refused = await simulator.send(type="template", text=None, template=a_template("uji"))
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
