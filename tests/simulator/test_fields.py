"""The other webhook fields come to the firm in Meta's shape."""

from typing import Final

import pytest

from tests.simulator.conftest import NUMBER_ID, Simulator
from tests.simulator.firm import Firm
from tests.simulator.phones import told

pytestmark = pytest.mark.asyncio(loop_scope="module")

_TEMPLATE: Final = {
    "message_template_id",
    "message_template_name",
    "message_template_language",
}
_OF_THE_ACCOUNT: Final = {
    "message_template_status_update": _TEMPLATE | {"event", "reason", "message_template_category"},
    "template_category_update": _TEMPLATE | {"previous_category", "new_category"},
    "message_template_quality_update": _TEMPLATE | {"previous_quality_score", "new_quality_score"},
    "message_template_components_update": _TEMPLATE | {"message_template_element"},
    "account_update": {"event", "restriction_info"},
    "account_review_update": {"decision"},
    "account_alerts": {"entity_type", "entity_id", "alert_info"},
    "phone_number_quality_update": {"display_phone_number", "event", "current_limit"},
    "phone_number_name_update": {
        "display_phone_number",
        "decision",
        "requested_verified_name",
        "rejection_reason",
    },
    "business_capability_update": {
        "max_daily_conversation_per_phone",
        "max_phone_numbers_per_business",
    },
    "security": {"display_phone_number", "event", "requester"},
    "business_username_updates": {"display_phone_number", "username", "status"},
    "something_new": {"event", "details"},
}
_OF_PEOPLE: Final = {
    "user_preferences": {"contacts", "user_preferences"},
    "user_id_update": {"contacts", "user_id_update"},
    "smb_message_echoes": {"contacts", "message_echoes"},
    "history": {"history"},
    "smb_app_state_sync": {"state_sync"},
}


@pytest.mark.parametrize("field", list(_OF_THE_ACCOUNT))
async def test_a_field_of_the_account(simulator: Simulator, firm: Firm, field: str) -> None:
    entry = await told(simulator, firm, field)

    [change] = entry["changes"]
    assert entry["id"] == "100000000000001"
    assert isinstance(entry["time"], int)
    assert change["field"] == field
    assert change["value"].keys() == _OF_THE_ACCOUNT[field]
    assert isinstance(change["value"].get("message_template_id", 0), int)


@pytest.mark.parametrize("field", list(_OF_PEOPLE))
async def test_a_field_of_people(simulator: Simulator, firm: Firm, field: str) -> None:
    entry = await told(simulator, firm, field)

    [change] = entry["changes"]
    assert "time" not in entry
    assert change["field"] == field
    assert change["value"].keys() == {"messaging_product", "metadata"} | _OF_PEOPLE[field]
    assert change["value"]["metadata"]["phone_number_id"] == NUMBER_ID


async def test_every_listed_field_is_tried_here(simulator: Simulator) -> None:
    listed = await simulator.admin("GET", "/types")

    fields = {one["name"] for one in listed if one["by"] == "meta"}
    assert fields == {*_OF_THE_ACCOUNT, *_OF_PEOPLE}


async def test_a_client_stops_and_resumes_marketing(simulator: Simulator, firm: Firm) -> None:
    client = (await simulator.clients())[1]

    stop = await told(simulator, firm, "user_preferences", client=client["id"])
    resume = await told(simulator, firm, "user_preferences", client=client["id"], word="resume")

    [preference] = stop["changes"][0]["value"]["user_preferences"]
    assert isinstance(preference.pop("timestamp"), int)
    assert preference == {
        "wa_id": "6281200000002",
        "user_id": client["user_id"],
        "detail": "User requested to stop marketing messages",
        "category": "marketing_messages",
        "value": "stop",
    }
    assert resume["changes"][0]["value"]["user_preferences"][0]["value"] == "resume"


async def test_a_user_id_given_anew(simulator: Simulator, firm: Firm) -> None:
    client = (await simulator.clients())[0]

    entry = await told(simulator, firm, "user_id_update")

    [update] = entry["changes"][0]["value"]["user_id_update"]
    assert update.keys() == {"wa_id", "detail", "user_id", "timestamp"}
    assert update["user_id"]["previous"] == client["user_id"] != update["user_id"]["current"]


async def test_an_echo_of_what_the_office_wrote_from_its_phone(
    simulator: Simulator, firm: Firm
) -> None:
    entry = await told(simulator, firm, "smb_message_echoes")

    [echo] = entry["changes"][0]["value"]["message_echoes"]
    assert echo.keys() == {"from", "to", "to_user_id", "id", "timestamp", "type", "text"}
    assert (echo["from"], echo["to"]) == ("622100000100", "6281200000001")


async def test_a_chunk_of_history(simulator: Simulator, firm: Firm) -> None:
    entry = await told(simulator, firm, "history")

    [chunk] = entry["changes"][0]["value"]["history"]
    assert chunk["metadata"].keys() == {"phase", "chunk_order", "progress"}
    [thread] = chunk["threads"]
    assert [message["history_context"]["status"] for message in thread["messages"]] == [
        "READ",
        "DELIVERED",
    ]


async def test_an_event_can_be_chosen_and_a_value_changed(simulator: Simulator, firm: Firm) -> None:
    rejected = await told(
        simulator,
        firm,
        "message_template_status_update",
        word="REJECTED",
        value={"reason": "INVALID_FORMAT"},
    )
    deleted = await told(simulator, firm, "account_update", word="ACCOUNT_DELETED")

    value = rejected["changes"][0]["value"]
    assert (value["event"], value["reason"]) == ("REJECTED", "INVALID_FORMAT")
    assert deleted["changes"][0]["value"] == {"event": "ACCOUNT_DELETED"}


async def test_a_field_that_is_not_listed_needs_a_value(simulator: Simulator, firm: Firm) -> None:
    refused = await simulator.http.post("/admin/fields/acount_update", json={})
    entry = await told(simulator, firm, "whatsapp_account", value={"waac_id": "1"}, times=2)

    assert refused.status_code == 404
    assert "did you mean 'account_update'" in refused.text
    assert entry["changes"] == [{"value": {"waac_id": "1"}, "field": "whatsapp_account"}]
    await firm.until(lambda firm: len(firm.webhooks) == 2)
