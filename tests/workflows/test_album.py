"""Ten pictures at once: WhatsApp sends each as a message of its own."""

import json
from dataclasses import replace
from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from domain import attributes
from domain.media import Inspection, MediaState
from domain.messages import InboundMessageInput
from tests.samples import inbound_message, make_policy, make_wamid
from tests.workflows.firm import working_firm

_QUIET = timedelta(seconds=15)
"""Longer than any machine takes from one message to the next."""


def _picture(number: int) -> InboundMessageInput:
    message = inbound_message(wamid=make_wamid(number), kind="image")
    content = {**json.loads(message.message), "image": {"id": str(number)}}
    return replace(message, message=json.dumps(content))


async def test_ten_pictures_of_an_album_are_all_kept_and_are_one_turn(
    temporal: WorkflowEnvironment,
) -> None:
    album = [_picture(number) for number in range(1, 11)]
    async with working_firm(temporal, make_policy(quiet_period=_QUIET)) as firm:
        firm.files.files = {str(number): b"JPEG %d" % number for number in range(1, 11)}
        firm.inspector.seen = Inspection(mime_type="image/jpeg", extension=".jpg")
        for message in album:
            await firm.starter.message(message)
        await firm.until(
            lambda: [row.handed_over for row in firm.records.messages.values()] == [True] * 10
        )
        assert [(await firm.file_of(each)).state for each in album] == [MediaState.KEPT] * 10
        assert len({firm.records.files[each.message_id].key for each in album}) == 10
        while len((await firm.view()).waiting) < len(album):
            await firm.pass_time(timedelta(seconds=1))
        assert set((await firm.view()).waiting) == {each.message_id for each in album}
        # A turn that is left to a lawyer says so once, whatever is in it.
        shown = [
            event.upsert_workflow_search_attributes_event_attributes.search_attributes
            for event in (await firm.conversation.fetch_history()).events
        ]
        assert len([each for each in shown if attributes.STAGE in each.indexed_fields]) == 1
