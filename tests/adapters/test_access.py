"""What the database lets somebody see is what `domain.access` says, in every situation."""

import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from adapters.postgres.access import (
    visible_case,
    visible_client,
    visible_conversation,
    visible_notice,
)
from adapters.postgres.engine import transaction
from adapters.postgres.tables import (
    CaseClient,
    CaseMember,
    CaseRow,
    Client,
    Conflict,
    Conversation,
    Lawyer,
    Message,
    NoticeRow,
    Party,
)
from domain.access import (
    Role,
    Wall,
    may_see_case,
    may_see_client,
    may_see_conversation,
    may_see_notice,
)
from domain.ids import LawyerId
from domain.views import LawyerView
from tests.samples import NOW

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Situation:
    """Rows of every table that has to do with who may see what."""

    lawyers: list[LawyerView]
    clients: list[Row]
    cases: list[Row]
    members: list[Row]
    of_clients: list[Row]
    conflicts: list[Row]
    conversations: list[Row]
    messages: list[Row]
    notices: list[Row]
    parties: list[Row]

    def person(self, client: object) -> set[object]:
        """Everybody who is the same person as a client."""
        into = {row["id"]: row["merged_into"] for row in self.clients}

        def root(each: object) -> object:
            while into[each]:
                each = into[each]
            return each

        return {each for each in into if root(each) == root(client)}

    def wall(self, case: object) -> Wall | None:
        (row,) = (row for row in self.cases if row["id"] == case)
        inside = [
            LawyerId(str(each["lawyer_id"])) for each in self.members if each["case_id"] == case
        ]
        return Wall(members=inside) if row["walled"] else None

    def walls(self, cases: set[object]) -> list[Wall]:
        return [wall for case in cases if case and (wall := self.wall(case))]

    def conflict(self, client: object) -> bool:
        hot = {row["client_id"] for row in self.conflicts if row["state"] in {"open", "confirmed"}}
        return bool(hot & self.person(client))

    def sees_case(self, viewer: LawyerView, row: Row) -> bool:
        return may_see_case(viewer, self.wall(row["id"]))

    def sees_conversation(self, viewer: LawyerView, row: Row) -> bool:
        of_messages = {
            each["case_id"] for each in self.messages if each["conversation_id"] == row["id"]
        }
        return may_see_conversation(
            viewer,
            conflict=self.conflict(row["client_id"]),
            walls=self.walls({row["case_id"], *of_messages}),
            cases=self.cases_of(row["client_id"]),
        )

    def cases_of(self, client: object) -> list[Wall | None]:
        person = self.person(client)
        cases = {each["case_id"] for each in self.of_clients if each["client_id"] in person}
        return [self.wall(case) for case in cases]

    def sees_client(self, viewer: LawyerView, row: Row) -> bool:
        return may_see_client(
            viewer, conflict=self.conflict(row["id"]), cases=self.cases_of(row["id"])
        )

    def sees_notice(self, viewer: LawyerView, row: Row) -> bool:
        about = row["client_id"]
        if about is None:
            return may_see_notice(client=None, conversations=())
        (client,) = (each for each in self.clients if each["id"] == about)
        return may_see_notice(
            client=self.sees_client(viewer, client),
            conversations=[
                self.sees_conversation(viewer, each)
                for each in self.conversations
                if each["client_id"] == about
            ],
        )


def _situation(seed: int) -> Situation:
    chance = random.Random(seed)  # noqa: S311 -- the same situations every day

    def made() -> str:
        return uuid.UUID(int=chance.getrandbits(128)).hex

    lawyers = [
        LawyerView(id=LawyerId(made()), name="", role=role)
        for role in (*Role, Role.LAWYER, Role.PARTNER)
    ]
    clients: list[Row] = []
    for _ in range(chance.randint(1, 6)):
        # A pointer to an earlier one leads to an end.
        earlier = [row["id"] for row in clients]
        into = chance.choice(earlier) if earlier and chance.random() < 0.3 else None
        clients.append({"id": made(), "merged_into": into})
    ids = [row["id"] for row in clients]
    cases: list[Row] = [
        {
            "id": made(), "client_id": chance.choice(ids), "title": b"", "opened_on": date.today(),  # noqa: DTZ011 -- any day will do
            "walled": chance.random() < 0.5,
        }
        for _ in range(chance.randint(0, 4))
    ]  # fmt: skip
    conversations: list[Row] = [
        {
            "id": made(), "client_id": client, "phone_number_id": "7",
            "case_id": chance.choice([None, *(case["id"] for case in cases)]),
        }
        for client in ids if chance.random() < 0.8
    ]  # fmt: skip
    parties: list[Row] = [
        {"id": made(), "case_id": case["id"], "role": "opponent", "name": b""} for case in cases
    ]
    return Situation(
        lawyers=lawyers,
        clients=clients,
        cases=cases,
        members=[
            {"case_id": case["id"], "lawyer_id": lawyer.id, "role": "team"}
            for case in cases for lawyer in lawyers if chance.random() < 0.4
        ],
        of_clients=[
            {"case_id": case["id"], "client_id": client}
            for case in cases for client in ids
            if client == case["client_id"] or chance.random() < 0.2
        ],
        conflicts=[
            {
                "id": made(), "client_id": client, "party_id": party["id"], "source": "message",
                "likeness": "exact", "state": chance.choice(["open", "cleared", "confirmed"]),
            }
            for party in parties for client in ids if chance.random() < 0.1
        ],
        conversations=conversations,
        messages=[
            {
                "id": made(), "conversation_id": conversation["id"], "type": "text", "raw": b"",
                "sent_at": NOW, "received_at": NOW,
                "case_id": chance.choice([None, *(case["id"] for case in cases)]),
            }
            for conversation in conversations for _ in range(chance.randint(0, 2))
        ],
        notices=[
            {
                "id": made(), "code": "x", "severity": "x", "details": b"", "at": NOW,
                "client_id": client,
            }
            for client in (None, *ids)
        ],
        parties=parties,
    )  # fmt: skip


def _keep(engine: Engine, situation: Situation) -> None:
    lawyers = [
        {"id": each.id, "name": b"", "name_index": each.id.encode(), "role": each.role}
        for each in situation.lawyers
    ]
    rows: Sequence[tuple[type[object], Sequence[Row]]] = (
        (Lawyer, lawyers), (Client, situation.clients), (CaseRow, situation.cases),
        (CaseMember, situation.members), (CaseClient, situation.of_clients),
        (Party, situation.parties), (Conflict, situation.conflicts),
        (Conversation, situation.conversations), (Message, situation.messages),
        (NoticeRow, situation.notices),
    )  # fmt: skip
    with transaction(engine) as session:
        for table, each in rows:
            if each:
                session.execute(insert(table), [dict(row) for row in each])


@pytest.mark.parametrize("seed", range(25))
def test_the_database_and_the_rule_agree(engine: Engine, seed: int) -> None:
    situation = _situation(seed)
    _keep(engine, situation)

    def shown(column: InstrumentedAttribute[str], condition: object) -> set[str]:
        with transaction(engine) as session:
            return set(session.scalars(select(column).where(condition)).all())  # type: ignore[arg-type] -- a condition of SQLAlchemy's

    for viewer in situation.lawyers:
        for column, condition, rows, sees in (
            (CaseRow.id, visible_case(viewer), situation.cases, situation.sees_case),
            (Client.id, visible_client(viewer), situation.clients, situation.sees_client),
            (
                Conversation.id, visible_conversation(viewer), situation.conversations,
                situation.sees_conversation,
            ),
            (NoticeRow.id, visible_notice(viewer), situation.notices, situation.sees_notice),
        ):  # fmt: skip
            assert shown(column, condition) == {row["id"] for row in rows if sees(viewer, row)}
