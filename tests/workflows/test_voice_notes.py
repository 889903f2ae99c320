"""A voice note: kept like any file, and written down where something understands speech."""

import json
from dataclasses import replace

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.documents import ReadMethod, ReadProblem
from domain.failures import Unavailable, UnreadableDocument
from domain.files import ReadingState
from domain.media import Inspection, MediaState
from tests.fake_recognizer import FakeTranscriber
from tests.fake_records import FakeFile
from tests.samples import inbound_message
from tests.workflows.firm import working_firm


async def _voice_note(
    temporal: WorkflowEnvironment, transcriber: FakeTranscriber | None
) -> FakeFile:
    async with working_firm(temporal, transcriber=transcriber) as firm:
        firm.files.files = {"7": b"OggS of a client"}
        message = inbound_message(kind="audio")
        content = {**json.loads(message.message), "audio": {"id": "7", "voice": True}}
        message = replace(message, message=json.dumps(content))
        firm.inspector.seen = Inspection(mime_type="audio/ogg", extension=".ogg")
        file = await firm.file_of(await firm.receive(message))
        assert (file.state, firm.recognizer.read_pages) == (MediaState.KEPT, [])
        row = firm.records.conversations[firm.conversation_id]
        assert row.needs_lawyer_since is not None
        return file


async def test_where_nothing_understands_speech_a_person_has_to_listen(
    temporal: WorkflowEnvironment,
) -> None:
    file = await _voice_note(temporal, None)
    assert (file.reading, file.pages) == (ReadingState.NOT_TRANSCRIBED, {})


async def test_a_voice_note_is_written_down_and_kept_like_a_page(
    temporal: WorkflowEnvironment,
) -> None:
    transcriber = FakeTranscriber(failures=[Unavailable("the server is away")])
    file = await _voice_note(temporal, transcriber)
    assert (file.reading, file.in_all, transcriber.heard) == (ReadingState.READ, 1, 1)
    page = file.pages[1]
    assert (page.text, page.method) == ("Selamat pagi", ReadMethod.SPEECH)


@pytest.mark.parametrize(
    ("transcriber", "state"),
    [
        (FakeTranscriber(words=""), ReadingState.NO_WORDS),
        (
            FakeTranscriber(failures=[UnreadableDocument(ReadProblem.TOO_LARGE)]),
            ReadingState.FAILED,
        ),
    ],
)
async def test_a_recording_of_which_nothing_is_understood_stays_and_says_so(
    temporal: WorkflowEnvironment, transcriber: FakeTranscriber, state: ReadingState
) -> None:
    assert (await _voice_note(temporal, transcriber)).reading is state
