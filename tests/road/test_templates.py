"""The firm's templates are Meta's, from the start of a worker to the webhook that pauses one."""

import time
from typing import Final

from tests.road import webhooks
from tests.road.road import Road, until
from tests.road.webhooks import Json

_NAME: Final = "permintaan_dokumen"


def _template(road: Road) -> Json | None:
    items = road.api("/templates").json()["items"]
    return next((each for each in items if each["name"] == _NAME), None)


def _say(road: Road, event: str) -> None:
    value = {
        "event": event,
        "message_template_id": 1,
        "message_template_name": _NAME,
        "message_template_language": "id",
        "reason": "NONE",
    }
    whole = webhooks.webhook([{"field": "message_template_status_update", "value": value}])
    whole["entry"][0]["time"] = int(time.time())
    assert road.post(whole).status_code == 200


def test_a_template_may_be_sent_until_meta_pauses_it(road: Road) -> None:
    listed = until(lambda: _template(road), "a catalogue, kept by the schedule")
    assert (listed["usable"], listed["parts"][0]["gaps"]) == (True, ["nama", "dokumen"])
    _say(road, "PAUSED")
    until(lambda: (_template(road) or {}).get("status") == "PAUSED", "the template to be paused")
    _say(road, "REINSTATED")
    until(lambda: (_template(road) or {}).get("usable"), "the template to be usable again")
