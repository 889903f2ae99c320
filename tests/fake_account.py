"""In-memory fakes of what account events lead to; see `tests/fakes.py`."""

from collections import deque
from dataclasses import dataclass, field, replace

from domain.account import AccountEventInput, ActedOnEvent
from domain.account_events import (
    MessageEcho,
    PastMessage,
    Preference,
    TemplateFact,
    UserIdChange,
)
from domain.account_steps import AccountStep, as_message
from domain.failures import UnknownRecord
from domain.ids import ClientId, ConversationId, NoticeId, message_id
from domain.notices import KeptNotice, NoticePage, notice_id
from domain.views import LawyerView
from tests.fake_records import FakeConversation, FakeMessage, FakeRecords
from tests.samples import PEPPER

_PLACEHOLDER = "media_placeholder"


@dataclass(slots=True)
class FakeAccountEventStore:
    """Implements `domain.ports.AccountEventStore`; `failures` are raised by the next steps."""

    records: FakeRecords = field(default_factory=FakeRecords)
    events: dict[tuple[str, int], AccountEventInput] = field(
        default_factory=dict[tuple[str, int], AccountEventInput]
    )
    consents: dict[tuple[ClientId, Preference], str] = field(
        default_factory=dict[tuple[ClientId, Preference], str]
    )
    notices: dict[NoticeId, KeptNotice] = field(default_factory=dict[NoticeId, KeptNotice])
    failures: deque[Exception | None] = field(default_factory=deque[Exception | None])

    def keep(self, event: AccountEventInput) -> bool:
        new = (event.digest, event.part) not in self.events
        self.events.setdefault((event.digest, event.part), event)
        return new

    def act_on(self, event: AccountEventInput, step: AccountStep) -> ActedOnEvent:
        failure = self.failures.popleft() if self.failures else None
        if failure is not None:
            raise failure
        identities, fact, client = self.records.identities, step.fact, None
        with self.records.lock:
            before, followed = (len(self.notices), len(self.consents)), False
            if isinstance(fact, Preference):
                client = identities.recognise(fact.person, event.digest, fact.at).client_id
                self.consents.setdefault((client, fact), event.digest)
            elif isinstance(fact, UserIdChange):
                client = identities.change_user_id(fact.previous, fact.current, fact.phone, fact.at)
            elif isinstance(fact, TemplateFact):
                followed = self.records.catalogue.follow(fact)
            if step.notice is not None and (client or not step.notice.about_client):
                kept = KeptNotice(
                    id=notice_id(event, step.ordinal, step.notice),
                    code=step.notice.code,
                    severity=step.notice.severity,
                    details=step.notice.details,
                    at=event.received_at,
                    client_id=client,
                    client_name=identities.names.get(client) if client else None,
                )
                self.notices.setdefault(kept.id, kept)
            return ActedOnEvent(
                notices=len(self.notices) - before[0],
                consents=len(self.consents) - before[1],
                people=int(isinstance(fact, UserIdChange) and client is not None),
                templates=int(followed),
            )

    def keep_message(self, event: AccountEventInput, message: MessageEcho | PastMessage) -> bool:
        kept, read, _ = as_message(event, message, lambda wamid: message_id(PEPPER, wamid))
        with self.records.lock:
            before = self.records.messages.get(kept.message_id)
            was_placeholder = before is not None and before.received.type == _PLACEHOLDER
            if before is not None and (not was_placeholder or read.type == _PLACEHOLDER):
                return False
            identity = self.records.identities.recognise(
                read.sender, kept.message_id, read.sent_at, only_look=True
            )
            self.records.messages[kept.message_id] = FakeMessage(
                input=kept,
                received=read,
                conversation_id=self._conversation(identity.client_id, kept.phone_number_id),
                identity=identity,
            )
            return True

    def _conversation(self, client: ClientId, phone_number_id: str) -> ConversationId:
        for row in self.records.conversations.values():
            if (row.client_id, row.phone_number_id) == (client, phone_number_id):
                return row.id
        made = FakeConversation(
            id=ConversationId(self.records.new_id()),
            client_id=client,
            phone_number_id=phone_number_id,
        )
        self.records.conversations[made.id] = made
        return made.id


@dataclass(slots=True)
class FakeNoticeBoard:
    """Implements `domain.ports.NoticeBoard`: the notices of a `FakeAccountEventStore`."""

    store: FakeAccountEventStore = field(default_factory=FakeAccountEventStore)

    def notices(
        self,
        viewer: LawyerView,  # noqa: ARG002 -- everybody sees all of them here
        *,
        open_only: bool,
        after: str | None,
        limit: int,
    ) -> NoticePage:
        rows = sorted(self.store.notices.values(), key=lambda row: (row.at, row.id), reverse=True)
        rows = [row for row in rows if row.acknowledged_at is None or not open_only]
        if after is not None:
            known = {self._cursor(row): row for row in self.store.notices.values()}
            if after not in known:
                raise UnknownRecord("no such page")
            last = (known[after].at, known[after].id)
            rows = [row for row in rows if (row.at, row.id) < last]
        more = len(rows) > limit
        return NoticePage(
            items=tuple(rows[:limit]), next=self._cursor(rows[limit - 1]) if more else None
        )

    def acknowledge(self, notice: NoticeId, viewer: LawyerView) -> None:
        row = self.store.notices.get(notice)
        if row is None:
            raise UnknownRecord(f"no notice {notice}")
        if row.acknowledged_at is None:
            self.store.notices[notice] = replace(
                row, acknowledged_at=self.store.records.clock(), acknowledged_by=viewer.id
            )

    @staticmethod
    def _cursor(row: KeptNotice) -> str:
        return f"{row.at:%Y%m%d%H%M%S%f}-{row.id}"
