"""A firm's records of every kind, once open, behind walls, and of somebody in a conflict."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects.postgresql import insert

from adapters.postgres.conversations import PostgresConversationStore
from adapters.postgres.engine import transaction
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.media import PostgresMediaRecords
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.notices import keep_notice
from adapters.postgres.tables import (
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Conversation,
    Deadline,
    Identity,
    LawyerToken,
    NotificationRow,
    OfficeNumber,
    Outbound,
    Party,
)
from adapters.postgres.vault import Vault
from domain.analysis import Language
from domain.cases import MemberRole
from domain.conflicts import ConflictState
from domain.deadlines import DeadlineState
from domain.files import StoredFile
from domain.ids import ClientId, LawyerId, NoticeId, draft_id
from domain.media import Finding, Inspection
from domain.message_reading import read_message
from domain.messages import InboundMessageInput
from domain.notices import Notice, NoticeCode, Severity
from domain.outbound import DeliveryState, NewMessage
from domain.outbound_content import Text
from tests.adapters.cases import Cases
from tests.samples import inbound_message, make_policy, make_wamid

OFFICE: Final = "100000000000099"
"""One of the firm's numbers."""


class Person(StrEnum):
    """Whoever asks."""

    TEAM = "lawyer in the team"
    OUTSIDE = "lawyer outside"
    STAFF = "staff"
    PARTNER = "partner"
    ADMIN = "admin"
    AUDITOR = "auditor"
    REVOKED = "revoked token"
    NOBODY = "no token"


class Scene(StrEnum):
    """What the records that are asked for stand in."""

    OPEN = "open case"
    WALLED = "walled case of others"
    INSIDE = "walled case of all but the lawyer outside"
    CONFLICT = "client in conflict"


ROLES: Final[Mapping[Person, str]] = {
    Person.TEAM: "lawyer",
    Person.OUTSIDE: "lawyer",
    Person.STAFF: "staff",
    Person.PARTNER: "partner",
    Person.ADMIN: "admin",
    Person.AUDITOR: "auditor",
    Person.REVOKED: "lawyer",
}


def phone_of(number: int) -> str:
    """The number from which the client of the scene of this number writes."""
    return f"6281255500{number:03d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Ids of one scene's records, by the names that they have in paths."""

    ids: Mapping[str, str]
    phone: str
    notifications: Mapping[Person, str]
    members: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class FirmRecords:
    """All of it, in a database."""

    engine: Engine
    vault: Vault
    tokens: dict[Person, str] = field(default_factory=dict[Person, str])
    people: dict[Person, LawyerId] = field(default_factory=dict[Person, LawyerId])
    scenes: dict[Scene, Records] = field(default_factory=dict[Scene, Records])
    spare: str = ""
    """A client whom everybody who reads may know."""

    def write(self) -> None:
        """Make it."""
        register = PostgresLawyerRegister(self.engine, self.vault)
        for person, role in ROLES.items():
            self.people[person] = register.add(person, role).id
            self.tokens[person] = register.new_token(person)
        with transaction(self.engine) as session:
            session.execute(
                update(LawyerToken)
                .where(LawyerToken.lawyer_id == self.people[Person.REVOKED])
                .values(revoked_at=datetime.now(UTC))
            )
        other = register.add("Pengacara lain", "lawyer").id
        inside = tuple(each for person, each in self.people.items() if person is not Person.OUTSIDE)
        members = {
            Scene.OPEN: (self.people[Person.TEAM],),
            Scene.WALLED: (other,),
            Scene.INSIDE: inside,
            Scene.CONFLICT: (self.people[Person.TEAM],),
        }
        self.spare = Cases(self.engine, self.vault).client()
        for number, scene in enumerate(Scene):
            self.scenes[scene] = self._scene(number, scene, members[scene])
        self.renew()

    def renew(self) -> None:
        """Put back what a request may have used up."""
        with transaction(self.engine) as session:
            session.execute(update(Identity).values(valid_to=None))
            session.execute(update(Client).values(merged_into=None))
            session.execute(update(Deadline).values(state=DeadlineState.PROPOSED))
            session.execute(update(Conflict).values(state=ConflictState.OPEN))
            session.execute(delete(OfficeNumber))
            session.add(OfficeNumber(phone_number_id=OFFICE, display_number="+62", name="Kantor"))
            for records in self.scenes.values():
                owner, party = ClientId(records.ids["client_id"]), records.ids["party_id"]
                session.execute(
                    insert(Party)
                    .values(
                        id=party,
                        case_id=records.ids["case_id"],
                        role="witness",
                        name=self.vault.seal(session, owner, "parties.name", party, "Saksi"),
                    )
                    .on_conflict_do_nothing()
                )

    def _scene(self, number: int, scene: Scene, members: tuple[LawyerId, ...]) -> Records:
        sent = _with_a_file(
            inbound_message(
                wamid=make_wamid(number),
                phone=phone_of(number),
                kind="document",
                sent_at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1),
            )
        )
        wrote = PostgresMessageStore(self.engine, self.vault).record(
            sent, read_message(sent), make_policy()
        )
        client, conversation, message = wrote.client_id, wrote.conversation_id, wrote.message_id
        PostgresMediaRecords(self.engine, self.vault).keep_stored(
            message,
            StoredFile(
                inspection=Inspection(
                    mime_type="application/pdf", extension=".pdf", findings=(Finding.MACROS,)
                ),
                size=1,
                sha256=b"s" * 32,
            ),
        )
        cases = Cases(self.engine, self.vault)
        case = cases.open(client, walled=scene in {Scene.WALLED, Scene.INSIDE})
        with transaction(self.engine) as session:
            for place, member in enumerate(members):
                role = MemberRole.TEAM if place else MemberRole.RESPONSIBLE
                session.add(CaseMember(case_id=case, lawyer_id=member, role=role))
        cases.put(message, case, members[0])
        store = PostgresConversationStore(self.engine, self.vault)
        draft = draft_id(conversation, (message,))
        store.keep_draft(draft, conversation, (message,), Language.INDONESIAN, "Draf")
        (outbound,) = store.queue(
            NewMessage(
                request_id=uuid.uuid4().hex,
                conversation_id=conversation,
                content=Text(body="Selamat siang."),
                sent_by=members[0],
            )
        )
        made = {name: uuid.uuid4().hex for name in ("party_id", "notice_id", "deadline_id")}
        ids = {
            "client_id": client, "conversation_id": conversation, "message_id": message,
            "case_id": case, "draft_id": draft, "outbound_id": outbound,
            "identity_id": self._identity(client), **made,
        }  # fmt: skip
        notifications = {person: uuid.uuid4().hex for person in self.people}
        with transaction(self.engine) as session:
            session.execute(
                update(Conversation).where(Conversation.id == conversation).values(case_id=case)
            )
            session.execute(
                update(Outbound).where(Outbound.id == outbound).values(state=DeliveryState.FAILED)
            )
            keep_notice(
                session,
                self.vault,
                NoticeId(made["notice_id"]),
                Notice(code=NoticeCode.CLIENT_STOPPED, severity=Severity.WARNING, details={}),
                client_id=client,
                at=datetime.now(UTC),
            )
            session.add(
                Deadline(
                    id=made["deadline_id"], message_id=message, client_id=client, case_id=case,
                    kind="hearing", source="text", on=date(2027, 1, 4), confidence=0.9,
                    details=self.vault.seal(
                        session, client, "deadlines.details", made["deadline_id"], "{}"
                    ),
                )
            )  # fmt: skip
            session.add_all(
                NotificationRow(
                    id=notifications[person], lawyer_id=lawyer, conversation_id=conversation,
                    kind="reminder", urgency="normal", at=datetime.now(UTC),
                )
                for person, lawyer in self.people.items()
            )  # fmt: skip
        if scene is Scene.CONFLICT:
            ids["conflict_id"] = self._conflict(client)
        return Records(
            ids=ids, phone=phone_of(number), notifications=notifications, members=members
        )

    def _identity(self, client: ClientId) -> str:
        with transaction(self.engine) as session:
            rows = session.query(Identity.id).filter(Identity.client_id == client).all()
            return str(rows[0][0])

    def _conflict(self, client: ClientId) -> str:
        """Somebody stands against a client of another case."""
        conflict, party = uuid.uuid4().hex, uuid.uuid4().hex
        against = self.scenes[Scene.OPEN].ids
        with transaction(self.engine) as session:
            case = session.get_one(CaseRow, against["case_id"])
            owner = ClientId(case.client_id)
            session.add(
                Party(
                    id=party, case_id=case.id, role="opponent",
                    name=self.vault.seal(session, owner, "parties.name", party, "Lawan"),
                )
            )  # fmt: skip
            session.flush()
            session.add(
                Conflict(
                    id=conflict, client_id=client, party_id=party, source="message",
                    likeness="exact", state=ConflictState.OPEN,
                )
            )  # fmt: skip
        return conflict


def _with_a_file(sent: InboundMessageInput) -> InboundMessageInput:
    file = {"document": {"id": "7", "filename": "surat.pdf", "mime_type": "application/pdf"}}
    return replace(sent, message=json.dumps({**json.loads(sent.message), **file}))
