"""No column holds anything personal in clear, unless its reason to do so stands here."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, Final

import pytest
from sqlalchemy import Column, Engine, select, text

from adapters.postgres.engine import transaction
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.media_desk import PostgresMediaDesk
from adapters.postgres.notifications import PostgresNotificationStore, PostgresPreferenceRegister
from adapters.postgres.offices import PostgresOfficeRegister
from adapters.postgres.reviews import PostgresReviewDesk
from adapters.postgres.tables import Conflict, Deadline, Table
from adapters.postgres.vault import FIRM, Vault
from domain.account import AccountEventInput
from domain.account_steps import plan_of
from domain.analysis import Intent, Urgency
from domain.cases import CaseDetails, CaseStatus, Member, MemberRole, PartyDetails, PartyRole
from domain.clients import CheckMethod
from domain.documents import PageText, ReadMethod
from domain.files import DocumentSummary, ReadingState, RecognisedField, StoredFile
from domain.ids import Digest, DraftId, ReviewId
from domain.media import Inspection
from domain.messages import RecordedMessage
from domain.notifications import Channel, NotificationKind, NotifyInput, Preferences
from domain.offices import OfficeDetails
from domain.outbound import (
    Accepted,
    DeliveryState,
    NewMessage,
    OutboundMessage,
    Postponement,
)
from domain.outbound_content import Text
from domain.pen import NewReview
from domain.review import ReviewAction
from domain.routing import Decision, Reason, Route
from domain.sla import ChainRole
from tests.adapters.conftest import Stores
from tests.adapters.registers import Registers
from tests.samples import (
    BSUID,
    NOW,
    NUMBER_ID,
    PHONE,
    account_event,
    make_analysis,
    make_policy,
    make_template,
    make_wamid,
    status_json,
)

_ID = "random, or a keyed hash: leads to nobody without the keyring"
_INDEX = "a keyed hash: finds an equal value, tells nothing else"
_MOMENT = "when something happened; needed to sort, to expire and to page"
_CODE = "a word of our own or of Meta's vocabulary"
_COUNT = "a number that counts or orders"

_READABLE: Final[dict[str, dict[str, str]]] = {
    "data_keys": {
        "id": _ID,
        "owner": _ID,
        "root_key_id": "names a key, is none",
        "wrapped": "sealed by a root key of the keyring, which is not in the database",
        "created_at": _MOMENT,
        "retired_at": _MOMENT,
    },
    "clients": {
        "id": _ID,
        "name_index": _INDEX,
        "standing": _CODE,
        "intake": _CODE,
        "reference_index": _INDEX,
        "merged_into": _ID,
        "identity_changed_at": _MOMENT,
        "assistant_refused_at": _MOMENT,
        "messages_refused_at": _MOMENT,
        "created_at": _MOMENT,
    },
    "identities": {
        "id": _ID,
        "client_id": _ID,
        "kind": _CODE,
        "index": _INDEX,
        "phone_id": _ID,
        "key_index": _INDEX,
        "key_seen_at": _MOMENT,
        "verified": "yes or no",
        "verified_at": _MOMENT,
        "verified_by": _ID,
        "valid_from": _MOMENT,
        "valid_to": _MOMENT,
    },
    "conversations": {
        "id": _ID,
        "client_id": _ID,
        "phone_number_id": "Meta's id of one of the firm's own numbers, not of a person's",
        "group_index": _INDEX,
        "mode": _CODE,
        "case_id": _ID,
        "window_until": _MOMENT,
        "last_message_at": _MOMENT,
        "needs_lawyer_since": _MOMENT,
        "urgency": _CODE,
        "reasons": _CODE,
        "held_by": _ID,
        "held_since": _MOMENT,
        "assigned_to": _ID,
        "pen_version": _COUNT,
        "created_at": _MOMENT,
    },
    "messages": {
        "id": _ID,
        "conversation_id": _ID,
        "identity_id": _ID,
        "author": _CODE,
        "type": _CODE,
        "about_id": _ID,
        "about_index": _INDEX,
        "sent_at": _MOMENT,
        "received_at": _MOMENT,
        "recorded_at": _MOMENT,
        "route": _CODE,
        "urgency": _CODE,
        "reasons": _CODE,
        "case_id": _ID,
        "case_reason": _CODE,
        "case_set_by": _ID,
        "case_set_at": _MOMENT,
        "handed_over_at": _MOMENT,
    },
    "cases": {
        "id": _ID,
        "client_id": _ID,
        "reference_index": _INDEX,
        "number_index": _INDEX,
        "status": _CODE,
        "walled": "yes or no",
        "pin_index": "a keyed hash over the case and its PIN; wrong ones are counted and few",
        "pin_failures": _COUNT,
        "pin_set_at": _MOMENT,
        "pin_set_by": _ID,
        "opened_on": _MOMENT,
        "closed_on": _MOMENT,
        "created_at": _MOMENT,
    },
    "case_clients": {"case_id": _ID, "client_id": _ID},
    "case_members": {"case_id": _ID, "lawyer_id": _ID, "role": _CODE},
    "parties": {
        "id": _ID,
        "case_id": _ID,
        "role": _CODE,
        "phone_index": _INDEX,
        "created_at": _MOMENT,
    },
    "party_names": {"party_id": _ID, "index": _INDEX, "likeness": _CODE},
    "conflicts": {
        "id": _ID,
        "client_id": _ID,
        "party_id": _ID,
        "message_id": _ID,
        "source": _CODE,
        "likeness": _CODE,
        "state": _CODE,
        "found_at": _MOMENT,
        "decided_at": _MOMENT,
        "decided_by": _ID,
    },
    "identity_checks": {
        "id": _ID,
        "client_id": _ID,
        "identity_id": _ID,
        "method": _CODE,
        "passed": "yes or no",
        "locked": "yes or no",
        "case_id": _ID,
        "message_id": _ID,
        "lawyer_id": _ID,
        "at": _MOMENT,
    },
    "deadlines": {
        "id": _ID,
        "message_id": _ID,
        "client_id": _ID,
        "case_id": _ID,
        "kind": _CODE,
        "source": _CODE,
        "on": "a day without a name: what is due on it is sealed",
        "confidence": _COUNT,
        "state": _CODE,
        "proposed_at": _MOMENT,
        "decided_at": _MOMENT,
        "decided_by": _ID,
    },
    "office_numbers": {
        "phone_number_id": "Meta's id of one of the firm's own numbers, not of a person's",
        "display_number": "the firm's own number, which it publishes",
        "name": "the firm's own name for it",
        "office": "the firm's own name of an office",
        "updated_at": _MOMENT,
    },
    "media": {
        "message_id": _ID,
        "state": _CODE,
        "problem": _CODE,
        "key": "random, under the conversation's id",
        "mime_type": "the name of a type of files",
        "extension": "the ending of a type of files",
        "size": _COUNT,
        "sha256": "tells only whoever has the same file already that it is the same",
        "findings": _CODE,
        "previews": _COUNT,
        "kept_at": _MOMENT,
        "released_at": _MOMENT,
        "released_by": _ID,
        "reading": _CODE,
        "pages": _COUNT,
        "document_kind": _CODE,
    },
    "media_pages": {
        "message_id": _ID,
        "number": _COUNT,
        "confidence": _COUNT,
        "method": _CODE,
        "problem": _CODE,
        "read_at": _MOMENT,
    },
    "audit_log": {
        "id": _ID,
        "at": _MOMENT,
        "lawyer_id": _ID,
        "action": _CODE,
        "subject": _ID,
    },
    "analyses": {
        "message_id": _ID,
        "intent": _CODE,
        "intents": _CODE,
        "urgency": _CODE,
        "language": _CODE,
        "confidence": _COUNT,
        "analyst": "a model's name and version",
        "model_failed": "yes or no",
        "model": "a model's name",
        "prompt_version": _CODE,
        "input_tokens": _COUNT,
        "output_tokens": _COUNT,
        "cost": _COUNT,
        "created_at": _MOMENT,
    },
    "drafts": {
        "id": _ID,
        "conversation_id": _ID,
        "version": _COUNT,
        "kind": _CODE,
        "language": _CODE,
        "sources": "names of our own for where a fact is from",
        "carries_notice": "yes or no",
        "written_by": _ID,
        "edited_from": _ID,
        "created_at": _MOMENT,
    },
    "reviews": {
        "id": _ID,
        "conversation_id": _ID,
        "draft_id": _ID,
        "draft_version": _COUNT,
        "action": _CODE,
        "lawyer_id": _ID,
        "role": _CODE,
        "length": _COUNT,
        "new_draft_id": _ID,
        "outcome": _CODE,
        "recorded_at": _MOMENT,
        "settled_at": _MOMENT,
    },
    "draft_answers": {"draft_id": _ID, "message_id": _ID},
    "outbound": {
        "id": _ID,
        "conversation_id": _ID,
        "draft_id": _ID,
        "identity_id": _ID,
        "kind": _CODE,
        "part": _COUNT,
        "parts": _COUNT,
        "after_id": _ID,
        "reply_to_id": _ID,
        "sent_by": _ID,
        "order_id": _ID,
        "again_of": _ID,
        "report_at": _CODE,
        "reported": _CODE,
        "state": _CODE,
        "wamid_index": _INDEX,
        "error_code": "Meta's number for an error",
        "reason": _CODE,
        "attempts": _COUNT,
        "next_attempt_at": _MOMENT,
        "media_id": "Meta's name of a file: opens nothing without the firm's token",
        "uploaded_at": _MOMENT,
        "uploads": _COUNT,
        "created_at": _MOMENT,
        "sending_at": _MOMENT,
        "ambiguous_at": _MOMENT,
        "accepted_at": _MOMENT,
        "sent_at": _MOMENT,
        "delivered_at": _MOMENT,
        "read_at": _MOMENT,
        "played_at": _MOMENT,
        "failed_at": _MOMENT,
    },
    "stopped_numbers": {
        "phone_number_id": "Meta's id of one of the firm's own numbers, not of a person's",
        "since": _MOMENT,
        "code": "Meta's number for an error",
        "tried_at": _MOMENT,
    },
    "template_catalogues": {
        "account_id": "Meta's id of one of the firm's own accounts, not of a person's",
        "asked_at": _MOMENT,
    },
    "message_templates": {
        "account_id": "Meta's id of one of the firm's own accounts, not of a person's",
        "name": "what the firm calls a template: Meta reviews it, and lets it hold no one's data",
        "language": _CODE,
        "template_id": "Meta's id of a template",
        "status": _CODE,
        "status_at": _MOMENT,
        "category": _CODE,
        "parts": "the firm's own words with gaps, as Meta approved them; examples are left out",
        "synchronised_at": _MOMENT,
        "gone_at": _MOMENT,
    },
    "statuses": {
        "id": _ID,
        "wamid_index": _INDEX,
        "name": _CODE,
        "participant_index": _INDEX,
        "outbound_id": _ID,
        "at": _MOMENT,
        "error_code": "Meta's number for an error",
        "recorded_at": _MOMENT,
    },
    "account_events": {
        "digest": _ID,
        "part": _COUNT,
        "parts": _COUNT,
        "field": _CODE,
        "encoding": _CODE,
        "received_at": _MOMENT,
        "recorded_at": _MOMENT,
    },
    "consents": {
        "id": _ID,
        "client_id": _ID,
        "category": _CODE,
        "value": _CODE,
        "at": _MOMENT,
        "source": _ID,
        "recorded_at": _MOMENT,
    },
    "notices": {
        "id": _ID,
        "code": _CODE,
        "severity": _CODE,
        "client_id": _ID,
        "at": _MOMENT,
        "recorded_at": _MOMENT,
        "acknowledged_at": _MOMENT,
        "acknowledged_by": _ID,
    },
    "conversation_events": {
        "xid": _COUNT,
        "id": _COUNT,
        "conversation_id": _ID,
        "kind": _CODE,
        "at": _MOMENT,
    },
    "lawyers": {"id": _ID, "name_index": _INDEX, "role": _CODE, "created_at": _MOMENT},
    "lawyer_tokens": {
        "id": _ID,
        "lawyer_id": _ID,
        "hash": "of 32 random bytes, which nobody can guess",
        "created_at": _MOMENT,
        "revoked_at": _MOMENT,
    },
    "lawyer_preferences": {
        "lawyer_id": _ID,
        "channels": _CODE,
        "quiet_begins": "a time of the day at which somebody of the firm sleeps",
        "quiet_ends": "the same",
        "updated_at": _MOMENT,
    },
    "notifications": {
        "id": _ID,
        "lawyer_id": _ID,
        "conversation_id": _ID,
        "kind": _CODE,
        "urgency": _CODE,
        "at": _MOMENT,
        "recorded_at": _MOMENT,
        "read_at": _MOMENT,
    },
    "notification_deliveries": {
        "notification_id": _ID,
        "channel": _CODE,
        "outcome": _CODE,
        "settled_at": _MOMENT,
    },
}


def _columns() -> Iterator[Column[Any]]:
    for table in Table.metadata.tables.values():
        yield from table.columns


@pytest.mark.parametrize("column", list(_columns()), ids=str)
def test_a_column_is_sealed_or_has_a_reason_to_be_readable(column: Column[Any]) -> None:
    readable = _READABLE.get(column.table.name, {})
    sealed = column.info.get("sealed", False)
    assert sealed != (column.name in readable), (
        f"{column}: declare it `Sealed`, or say in _READABLE why anyone may read it"
    )


def test_every_reason_is_about_a_column_that_exists() -> None:
    known = {(column.table.name, column.name) for column in _columns()}
    listed = {(table, name) for table, names in _READABLE.items() for name in names}
    assert listed <= known


def test_after_a_whole_message_no_row_of_any_table_shows_anything_personal(
    engine: Engine, vault: Vault, postgres_stores: Stores, registers: Registers
) -> None:
    stores = postgres_stores
    canaries = [
        PHONE, PHONE[2:], BSUID, "Budi Santoso", "kasus warisan", make_wamid(1), "wamid.ours",
        "sama-sama tentu", "Dewi Lestari", "a-participant", "cerita akun", "rahasia judul",
    ]  # fmt: skip
    message = stores.record(text="kasus warisan", user_id=BSUID)
    stores.messages.keep_analysis(message.message_id, make_analysis(Intent.LEGAL_ADVICE))
    stores.messages.keep_decision(
        message.message_id,
        message.conversation_id,
        Decision(route=Route.HUMAN, urgency=Urgency.NORMAL, reasons=(Reason.LEGAL_ADVICE,)),
    )
    draft = stores.drafted(message, body="sama-sama tentu")
    assert draft
    ready = stores.claimed(message)
    stores.settle(ready, DeliveryState.ACCEPTED, Accepted(wamid="wamid.ours"))
    stores.told(
        status_json(wamid="wamid.ours", status="sent", recipient_participant_id="a-participant"),
        status_json(wamid="wamid.ours", status="failed", error_code=1, title="rahasia judul"),
        status_json(wamid=make_wamid(1), status="read"),
    )
    own = NewMessage(
        request_id="a wish",
        conversation_id=message.conversation_id,
        content=Text(body="rahasia balasan"),
        sent_by=stores.look.lawyer().id,
        reply_to=message.message_id,
    )
    (queued,) = stores.conversations.queue(own)
    said_so = stores.conversations.prepare_message(message.conversation_id, queued, stores.policy)
    assert isinstance(said_so, OutboundMessage)
    stores.conversations.release_send(
        said_so, Postponement(retry_after=timedelta(0), code=190, stops_number=True)
    )
    canaries.append("rahasia balasan")
    stores.messages.mark_handed_over(message.message_id)
    stores.events.keep(
        AccountEventInput(
            digest=Digest("a" * 32), field="account_update", received_at=NOW, body="cerita akun"
        )
    )
    wish = {"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}
    said = account_event("user_preferences", {"user_preferences": [wish]})
    for step in plan_of(said).steps:
        stores.events.act_on(said, step)
    fault = account_event("messages", {"errors": [{"code": 1, "title": "cerita akun"}]})
    for step in plan_of(fault).steps:
        stores.events.act_on(fault, step)
    stores.templates.keep("100000000000001", [make_template()], NOW)
    file = {"id": "7", "filename": "rahasia berkas.pdf"}
    paper = stores.record(number=2, kind="document", more={"document": file})
    stores.media.keep_stored(
        paper.message_id,
        StoredFile(
            inspection=Inspection(mime_type="application/pdf", extension=".pdf"),
            size=7,
            sha256=b"s" * 32,
        ),
    )
    page = PageText(number=1, text="rahasia halaman", confidence=0.9, method=ReadMethod.OCR)
    stores.media.keep_page(paper.message_id, page)
    read = RecognisedField(
        name="name", value="rahasia nama", page=1, line="rahasia baris", confidence=0.9
    )
    stores.media.keep_reading(
        paper.message_id,
        ReadingState.READ,
        pages=1,
        document=DocumentSummary(kind="identity_card", confidence=0.9, fields=(read,)),
        alarm=None,
    )
    desk = PostgresMediaDesk(engine, vault)
    desk.note_link(paper.message_id, stores.look.lawyer(), "file")
    canaries += ["rahasia berkas", "rahasia halaman", "rahasia nama", "rahasia baris"]
    canaries += _tell_people(registers, message)
    canaries += _review(registers, message, draft)
    canaries += _keep_a_case(registers, message)
    register = PostgresLawyerRegister(engine, vault)
    canaries.append(register.new_token("Dewi Lestari"))
    with engine.connect() as connection:
        for table in Table.metadata.tables.values():
            rows = connection.execute(select(table)).all()
            assert rows, f"the test wrote nothing to {table.name}"
            shown = b"\n".join(
                value if isinstance(value, bytes) else str(value).encode()
                for row in rows
                for value in row
            ).lower()
            found = [canary for canary in canaries if canary.lower().encode() in shown]
            assert not found, f"{table.name} shows {found}"


def _tell_people(registers: Registers, message: RecordedMessage) -> list[str]:
    """A notification of a message; what of it no row may show."""
    engine, vault = registers.engine, registers.vault
    viewer = registers.person("Dewi Lestari")
    PostgresPreferenceRegister(engine, vault).prefer(
        viewer.id, Preferences(email="rahasia@firm.example")
    )
    told = NotifyInput(
        key="1/waiting",
        kind=NotificationKind.MESSAGE_WAITING,
        urgency=Urgency.NORMAL,
        at=NOW,
        to=(ChainRole.RESPONSIBLE,),
        conversation_id=message.conversation_id,
    )
    store = PostgresNotificationStore(engine, vault)
    assert store.record(told, make_policy(), list(Channel)).told
    return ["rahasia@firm.example"]


def _review(registers: Registers, message: RecordedMessage, draft: DraftId) -> list[str]:
    """What somebody said to a draft; what of it no row may show."""
    review = NewReview(
        review_id=ReviewId("a" * 32),
        conversation_id=message.conversation_id,
        draft_id=draft,
        draft_version=1,
        action=ReviewAction.EDIT,
        text="rahasia suntingan",
        reason="rahasia alasan",
    )
    desk = PostgresReviewDesk(registers.engine, registers.vault)
    desk.record(registers.person("Dewi Lestari"), review, make_policy())
    return ["rahasia suntingan", "rahasia alasan"]


def _keep_a_case(registers: Registers, message: RecordedMessage) -> list[str]:
    """A case with everybody in it; what of it no row may show."""
    viewer = registers.person("Dewi Lestari")
    client = registers.client("rahasia klien", "+6281355550001", reference="rahasia rujukan")
    case = registers.cases.add(
        viewer,
        CaseDetails(
            title="rahasia perkara", reference="rahasia berkas", number="987/Pdt.G/2026/PN Smg",
            court="rahasia pengadilan", status=CaseStatus.OPEN, walled=True,
            opened_on=NOW.date(), closed_on=None,
        ),
        clients=[message.client_id, client.client.id],
        members=[Member(lawyer_id=viewer.id, role=MemberRole.RESPONSIBLE)],
        parties=[
            PartyDetails(role=PartyRole.OPPONENT, name="rahasia lawan", phone="+6281355550002")
        ],
    )  # fmt: skip
    pin = registers.proofs.give_pin(viewer, case.case.id)
    registers.proofs.vouch(
        viewer, client.client.id, client.identities[0].id, CheckMethod.CALL_BACK, "rahasia catatan"
    )
    registers.mapping.put_message(viewer, message.message_id, case.case.id)
    PostgresOfficeRegister(registers.engine).put(
        viewer, NUMBER_ID, OfficeDetails(display_number="+62 21 1", name="Kantor", office=None)
    )
    with transaction(registers.engine) as session:
        seal = partial(registers.vault.seal, session)
        session.add(
            Conflict(
                id="e" * 32,
                client_id=message.client_id,
                party_id=case.parties[0].id,
                source="message",
                likeness="exact",
                note=seal(FIRM, "conflicts.note", "e" * 32, "rahasia keputusan"),
            )
        )
        session.add(
            Deadline(
                id="d" * 32, message_id=message.message_id, client_id=message.client_id,
                kind="hearing", source="text", confidence=0.9,
                details=seal(message.client_id, "deadlines.details", "d" * 32, "rahasia sidang"),
            )
        )  # fmt: skip
    # Six digits alone may stand in any id: between quotes they would be the PIN itself.
    return ["rahasia", "987/pdt", "6281355550001", "6281355550002", f"'{pin}'", f"pin {pin}"]


def test_the_database_has_the_columns_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns "
                "WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
            )
        )
        there = {(row[0], row[1]) for row in rows}
    assert there == {(column.table.name, column.name) for column in _columns()}
