"""What lawyers are shown of a conversation."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete

from adapters.keys.keyring import Keyring
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.reading import PostgresConversationReader
from adapters.postgres.tables import DataKey
from adapters.postgres.vault import Vault
from domain.analysis import Language
from domain.drafts import DraftKind
from domain.failures import UnknownRecord
from domain.files import MediaProblem, StoredFile
from domain.ids import ConversationId, MessageId, draft_id, send_again_draft_id
from domain.media import Inspection, MediaState
from domain.messages import RecordedMessage, Referral
from domain.outbound import Accepted, DeliveryState, NewMessage
from domain.outbound_content import Text
from domain.routing import Reason
from domain.views import ConversationContent, MessageView
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers
from tests.samples import NOW, make_policy, make_wamid

_LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def reader(engine: Engine, vault: Vault) -> PostgresConversationReader:
    return PostgresConversationReader(engine, vault, make_policy())


def _shown(reader: PostgresConversationReader, stores: Stores) -> ConversationContent:
    (conversation,) = reader.conversations(stores.look.lawyer(), after=None, limit=9).items
    content = reader.conversation(conversation.id, stores.look.lawyer(), limit=50)
    assert stores.look.counts().messages == len(content.messages)
    return content


def _message(content: ConversationContent, message: MessageId) -> MessageView:
    return next(each for each in content.messages if each.id == message)


def test_every_message_says_what_it_is_in_both_languages(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    file = {"id": "7", "filename": "somasi.pdf", "caption": "ini somasinya"}
    postgres_stores.record(number=1, kind="document", more={"document": file})
    (shown,) = _shown(reader, postgres_stores).messages
    assert shown.body == "ini somasinya"
    assert shown.description == {
        Language.INDONESIAN: "Dokumen “somasi.pdf”: ini somasinya",
        Language.ENGLISH: "Document “somasi.pdf”: ini somasinya",
    }


def test_an_edit_and_a_deletion_append_and_the_original_stays(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores = postgres_stores
    new = {"type": "text", "text": {"body": "jam empat"}}
    edit = {"edit": {"original_message_id": make_wamid(1), "message": new}}
    revoke = {"revoke": {"original_message_id": make_wamid(1)}}
    stores.record(number=3, kind="revoke", sent_at=_LATER + timedelta(minutes=1), more=revoke)
    stores.record(number=2, kind="edit", sent_at=_LATER, more=edit)
    original = stores.record(number=1, text="jam tiga", sent_at=NOW)
    shown = _message(_shown(reader, stores), original.message_id)
    assert shown.body == "jam tiga"
    assert [(each.type, each.at) for each in shown.revisions] == [
        ("edit", _LATER),
        ("revoke", _LATER + timedelta(minutes=1)),
    ]
    said = shown.revisions[0].description[Language.INDONESIAN]
    assert said == "Pesan diubah menjadi: jam empat"


@pytest.mark.parametrize(
    ("emojis", "shown"), [(["👍"], "👍"), (["👍", "🙏"], "🙏"), (["👍", None], None)]
)
def test_the_last_reaction_stands_at_either_sides_message(
    reader: PostgresConversationReader,
    postgres_stores: Stores,
    emojis: list[str | None],
    shown: str | None,
) -> None:
    stores = postgres_stores
    theirs = stores.record(number=1, sent_at=NOW)
    # Whatever is answered now must have come within the window.
    answered = stores.record(number=2)
    ours = stores.claimed(answered)
    stores.settle(ours, DeliveryState.ACCEPTED, Accepted(wamid="wamid.ours"))
    for number, emoji in enumerate(emojis):
        at = NOW + timedelta(seconds=number)
        for offset, wamid in ((10, make_wamid(1)), (20, "wamid.ours")):
            reaction = {"message_id": wamid, **({"emoji": emoji} if emoji else {})}
            stores.record(
                number=number + offset, kind="reaction", sent_at=at, more={"reaction": reaction}
            )
    content = _shown(reader, stores)
    assert _message(content, theirs.message_id).reaction == shown
    (outbound,) = content.outbound
    assert outbound.reaction == shown


def test_a_quote_leads_to_its_message_on_either_side(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores = postgres_stores
    first = stores.record(number=1)
    ours = stores.claimed(first)
    stores.settle(ours, DeliveryState.ACCEPTED, Accepted(wamid="wamid.ours"))
    for number, wamid in ((2, make_wamid(1)), (3, "wamid.ours"), (4, "wamid.forgotten")):
        stores.record(number=number, more={"context": {"from": "1", "id": wamid}})
    abouts = {each.about for each in _shown(reader, stores).messages}
    assert abouts == {None, first.message_id, ours.outbound_id}


def test_where_a_message_came_from_is_shown(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    more = {
        "context": {"frequently_forwarded": True},
        "referral": {"source_url": "https://fb.me/x", "headline": "Konsultasi"},
    }
    postgres_stores.record(number=1, more=more)
    (shown,) = _shown(reader, postgres_stores).messages
    assert shown.forwarded
    assert shown.referral == Referral(
        source_url="https://fb.me/x", headline="Konsultasi", body=None
    )


def test_messages_of_one_second_are_shown_in_the_order_of_their_arrival(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores = postgres_stores
    for number in (2, 1, 3):
        stores.record(number=number, text=str(number), sent_at=NOW + timedelta(seconds=number // 2))
    assert [each.body for each in _shown(reader, stores).messages] == ["1", "2", "3"]


def test_what_does_not_open_any_more_is_said_to_be_gone(
    postgres_stores: Stores, engine: Engine, keyring: Keyring
) -> None:
    recorded = postgres_stores.record()
    with engine.begin() as connection:
        connection.execute(delete(DataKey).where(DataKey.owner == recorded.client_id))
    # One that has not seen the key before it was destroyed.
    reader = PostgresConversationReader(engine, Vault(lambda: keyring), make_policy())
    lawyer = postgres_stores.look.lawyer()
    (shown,) = reader.conversation(recorded.conversation_id, lawyer, limit=9).messages
    assert shown.body is None
    assert shown.description[Language.ENGLISH] == "The content cannot be opened any more"


def test_a_request_to_send_a_file_again_waits_as_a_draft_until_it_is_sent_or_the_file_is_there(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores = postgres_stores
    more = {"document": {"id": "7"}}
    kept, gone = (stores.record(number=n, kind="document", more=more) for n in (1, 2))
    stores.drafted(stores.record(number=3), body="Selamat datang.")
    for message in (kept, gone):
        stores.media.keep_failure(
            message.message_id, MediaState.GONE, MediaProblem.EXPIRED, alarm=Reason.FILE_GONE
        )
        stores.conversations.keep_draft(
            send_again_draft_id(message.message_id),
            message.conversation_id,
            [message.message_id],
            Language.ENGLISH,
            "Please send it once more.",
            kind=DraftKind.SUGGESTION,
        )
    inspection = Inspection(mime_type="application/pdf", extension=".pdf")
    stored = StoredFile(inspection=inspection, size=7, sha256=b"s" * 32)
    assert len(_shown(reader, stores).drafts) == 2
    stores.media.try_again(kept.message_id)
    stores.media.keep_stored(kept.message_id, stored)
    (draft,) = _shown(reader, stores).drafts
    assert (draft.id, draft.version) == (send_again_draft_id(gone.message_id), 3)
    assert (draft.kind, draft.language) == (DraftKind.SUGGESTION, Language.ENGLISH)
    assert (draft.body, draft.answers) == ("Please send it once more.", (gone.message_id,))
    stores.conversations.prepare_send(gone.conversation_id, draft.id, stores.policy)
    assert _shown(reader, stores).drafts == ()


def test_only_the_newest_suggestion_is_shown(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores = postgres_stores
    for number in (1, 2):
        message = stores.record(number=number)
        ids = (message.message_id,)
        stores.conversations.keep_draft(
            draft_id(message.conversation_id, ids), message.conversation_id, ids,
            Language.INDONESIAN, f"saran {number}", kind=DraftKind.SUGGESTION,
        )  # fmt: skip
    assert [draft.body for draft in _shown(reader, stores).drafts] == ["saran 2"]


def _paged(
    reader: PostgresConversationReader, stores: Stores, conversation: ConversationId, limit: int
) -> list[list[str]]:
    pages: list[list[str]] = []
    before = None
    while True:
        page = reader.messages(conversation, stores.look.lawyer(), before=before, limit=limit)
        pages.append([each.id for each in (*page.messages, *page.outbound)])
        assert len(pages[-1]) <= limit
        before = page.next
        if before is None:
            return pages


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_older_messages_of_both_sides_come_page_by_page(
    reader: PostgresConversationReader, postgres_stores: Stores, limit: int
) -> None:
    stores = postgres_stores
    # Two of one second, one long before them, and ours after all of them.
    ids = [
        stores.record(number=number, sent_at=NOW + timedelta(seconds=second)).message_id
        for number, second in ((1, 0), (2, 60), (3, 60))
    ]
    last = stores.record(number=4)
    ours = stores.claimed(last)
    pages = _paged(reader, stores, last.conversation_id, limit)
    assert len(pages) == -(-5 // limit)
    in_order = [each for page in reversed(pages) for each in page]
    assert in_order[0] == ids[0]
    assert sorted(in_order) == sorted([*ids, last.message_id, ours.outbound_id])
    assert pages[0][-1] == ours.outbound_id


def test_new_messages_do_not_shift_the_older_ones(
    reader: PostgresConversationReader, postgres_stores: Stores
) -> None:
    stores, lawyer = postgres_stores, postgres_stores.look.lawyer()
    for number in (1, 2):
        first = stores.record(number=number, sent_at=NOW + timedelta(seconds=number))
    page = reader.messages(first.conversation_id, lawyer, before=None, limit=1)
    stores.record(number=3, sent_at=_LATER)
    older = reader.messages(first.conversation_id, lawyer, before=page.next, limit=1)
    assert [each.sent_at for each in older.messages] == [NOW + timedelta(seconds=1)]
    assert older.next is None


@pytest.mark.parametrize("before", ["", "x", f"{'9' * 20}-{'9' * 20}-{'a' * 32}"])
def test_a_page_that_was_never_given_out_is_not_there(
    reader: PostgresConversationReader, postgres_stores: Stores, before: str
) -> None:
    conversation = postgres_stores.record().conversation_id
    with pytest.raises(UnknownRecord):
        reader.messages(conversation, postgres_stores.look.lawyer(), before=before, limit=1)


def test_older_messages_are_for_those_who_may_read_the_conversation(
    reader: PostgresConversationReader, postgres_stores: Stores, registers: Registers
) -> None:
    conversation = postgres_stores.record().conversation_id
    auditor = registers.person("Si auditor", "auditor")
    with pytest.raises(UnknownRecord):
        reader.messages(conversation, auditor, before=None, limit=1)


def test_what_a_lawyer_has_answered_in_their_own_words_is_suggested_no_longer(
    reader: PostgresConversationReader, postgres_stores: Stores, engine: Engine, vault: Vault
) -> None:
    stores = postgres_stores
    lawyer = PostgresLawyerRegister(engine, vault).add("Dewi Lestari", "lawyer")

    def suggest(number: int) -> RecordedMessage:
        message = stores.record(number=number)
        ids = (message.message_id,)
        stores.conversations.keep_draft(
            draft_id(message.conversation_id, ids), message.conversation_id, ids,
            Language.INDONESIAN, f"saran {number}", kind=DraftKind.SUGGESTION,
        )  # fmt: skip
        return message

    conversation = suggest(1).conversation_id
    own = NewMessage(
        request_id="own", conversation_id=conversation, content=Text(body="Saya jawab sendiri."),
        sent_by=lawyer.id,
    )  # fmt: skip
    stores.conversations.queue(own)
    assert _shown(reader, stores).drafts == ()
    suggest(2)
    assert [draft.body for draft in _shown(reader, stores).drafts] == ["saran 2"]
